data "aws_region" "current" {}

locals {
  # Named once here, because AWS's names say less than they are long.
  managed_rule_groups = {
    admin-protection = "AWSManagedRulesAdminProtectionRuleSet"
    anonymous-ip     = "AWSManagedRulesAnonymousIpList"
    core             = "AWSManagedRulesCommonRuleSet"
    ip-reputation    = "AWSManagedRulesAmazonIpReputationList"
    known-bad-inputs = "AWSManagedRulesKnownBadInputsRuleSet"
    linux            = "AWSManagedRulesLinuxRuleSet"
    php              = "AWSManagedRulesPHPRuleSet"
    posix            = "AWSManagedRulesUnixRuleSet"
    sqli             = "AWSManagedRulesSQLiRuleSet"
    windows          = "AWSManagedRulesWindowsRuleSet"
    wordpress        = "AWSManagedRulesWordPressRuleSet"
  }

  # A path is compared as the application would understand it, not as it was written to get past the comparison.
  path_transformations = ["URL_DECODE", "NORMALIZE_PATH", "LOWERCASE"]

  # What a rule asks besides the path: one object for each condition, of which all must match.
  conditions = {
    for key, rule in var.rules : key => [
      for condition in [
        { countries = rule.countries, ip_set = null, body = null, negated = false },
        { countries = rule.outside_countries, ip_set = null, body = null, negated = true },
        { countries = [], ip_set = rule.ip_set, body = null, negated = false },
        { countries = [], ip_set = rule.outside_ip_set, body = null, negated = true },
        { countries = [], ip_set = null, body = rule.body_larger_than_bytes, negated = false },
      ] : condition if length(condition.countries) > 0 || condition.ip_set != null || condition.body != null
    ]
  }
}

resource "aws_wafv2_web_acl" "this" {
  name        = var.name
  description = "Filters requests for ${var.name}."
  scope       = var.scope
  tags        = merge(var.tags, { Name = var.name })

  default_action {
    dynamic "allow" {
      for_each = var.default_action == "allow" ? [true] : []
      content {}
    }

    dynamic "block" {
      for_each = var.default_action == "block" ? [true] : []
      content {}
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = var.name
    sampled_requests_enabled   = var.sampled_requests_enabled
  }

  dynamic "rule" {
    for_each = var.managed_rule_groups

    content {
      name     = "managed-${rule.key}"
      priority = rule.value.priority

      override_action {
        dynamic "none" {
          for_each = rule.value.count_only ? [] : [true]
          content {}
        }

        dynamic "count" {
          for_each = rule.value.count_only ? [true] : []
          content {}
        }
      }

      statement {
        managed_rule_group_statement {
          vendor_name = "AWS"
          name        = local.managed_rule_groups[rule.key]
          version     = rule.value.version

          dynamic "rule_action_override" {
            for_each = rule.value.overrides

            content {
              name = rule_action_override.key

              action_to_use {
                dynamic "allow" {
                  for_each = rule_action_override.value == "allow" ? [true] : []
                  content {}
                }

                dynamic "block" {
                  for_each = rule_action_override.value == "block" ? [true] : []
                  content {}
                }

                dynamic "captcha" {
                  for_each = rule_action_override.value == "captcha" ? [true] : []
                  content {}
                }

                dynamic "challenge" {
                  for_each = rule_action_override.value == "challenge" ? [true] : []
                  content {}
                }

                dynamic "count" {
                  for_each = rule_action_override.value == "count" ? [true] : []
                  content {}
                }
              }
            }
          }
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "managed-${rule.key}"
        sampled_requests_enabled   = var.sampled_requests_enabled
      }
    }
  }

  dynamic "rule" {
    for_each = var.bot_control == null ? [] : [var.bot_control]

    content {
      name     = "bot-control"
      priority = rule.value.priority

      override_action {
        dynamic "none" {
          for_each = rule.value.count_only ? [] : [true]
          content {}
        }

        dynamic "count" {
          for_each = rule.value.count_only ? [true] : []
          content {}
        }
      }

      statement {
        managed_rule_group_statement {
          vendor_name = "AWS"
          name        = "AWSManagedRulesBotControlRuleSet"

          # At the level COMMON nothing is learned: AWS answers false, and every plan would change that again.
          # https://github.com/hashicorp/terraform-provider-aws/pull/39858
          managed_rule_group_configs {
            aws_managed_rules_bot_control_rule_set {
              inspection_level        = rule.value.inspection_level
              enable_machine_learning = rule.value.machine_learning_enabled && rule.value.inspection_level == "TARGETED"
            }
          }
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "bot-control"
        sampled_requests_enabled   = var.sampled_requests_enabled
      }
    }
  }

  dynamic "rule" {
    for_each = var.rate_limits

    content {
      name     = "rate-${rule.key}"
      priority = rule.value.priority

      action {
        dynamic "block" {
          for_each = rule.value.count_only ? [] : [true]
          content {}
        }

        dynamic "count" {
          for_each = rule.value.count_only ? [true] : []
          content {}
        }
      }

      statement {
        rate_based_statement {
          aggregate_key_type    = "IP"
          evaluation_window_sec = rule.value.window_seconds
          limit                 = rule.value.requests

          dynamic "scope_down_statement" {
            for_each = rule.value.path == "/" ? [] : [rule.value.path]

            content {
              byte_match_statement {
                positional_constraint = "STARTS_WITH"
                search_string         = scope_down_statement.value

                field_to_match {
                  uri_path {}
                }

                dynamic "text_transformation" {
                  for_each = local.path_transformations

                  content {
                    priority = text_transformation.key
                    type     = text_transformation.value
                  }
                }
              }
            }
          }
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "rate-${rule.key}"
        sampled_requests_enabled   = var.sampled_requests_enabled
      }
    }
  }

  dynamic "rule" {
    for_each = var.rules

    content {
      name     = "rule-${rule.key}"
      priority = rule.value.priority

      action {
        dynamic "allow" {
          for_each = rule.value.action == "allow" ? [true] : []
          content {}
        }

        dynamic "block" {
          for_each = rule.value.action == "block" ? [true] : []
          content {}
        }

        dynamic "captcha" {
          for_each = rule.value.action == "captcha" ? [true] : []
          content {}
        }

        dynamic "challenge" {
          for_each = rule.value.action == "challenge" ? [true] : []
          content {}
        }

        dynamic "count" {
          for_each = rule.value.action == "count" ? [true] : []
          content {}
        }
      }

      statement {
        # A conjunction needs two parts, so a rule about a path alone has none.
        dynamic "byte_match_statement" {
          for_each = length(local.conditions[rule.key]) == 0 ? [rule.value] : []

          content {
            positional_constraint = byte_match_statement.value.path_match
            search_string         = byte_match_statement.value.path

            field_to_match {
              uri_path {}
            }

            dynamic "text_transformation" {
              for_each = local.path_transformations

              content {
                priority = text_transformation.key
                type     = text_transformation.value
              }
            }
          }
        }

        dynamic "and_statement" {
          for_each = length(local.conditions[rule.key]) == 0 ? [] : [rule.value]

          content {
            statement {
              byte_match_statement {
                positional_constraint = and_statement.value.path_match
                search_string         = and_statement.value.path

                field_to_match {
                  uri_path {}
                }

                dynamic "text_transformation" {
                  for_each = local.path_transformations

                  content {
                    priority = text_transformation.key
                    type     = text_transformation.value
                  }
                }
              }
            }

            dynamic "statement" {
              for_each = local.conditions[rule.key]

              content {
                dynamic "geo_match_statement" {
                  for_each = length(statement.value.countries) > 0 && !statement.value.negated ? [statement.value.countries] : []

                  content {
                    country_codes = geo_match_statement.value
                  }
                }

                dynamic "ip_set_reference_statement" {
                  for_each = statement.value.ip_set != null && !statement.value.negated ? [statement.value.ip_set] : []

                  content {
                    arn = aws_wafv2_ip_set.this[ip_set_reference_statement.value].arn
                  }
                }

                dynamic "not_statement" {
                  for_each = statement.value.negated ? [statement.value] : []

                  content {
                    statement {
                      dynamic "geo_match_statement" {
                        for_each = length(not_statement.value.countries) > 0 ? [not_statement.value.countries] : []

                        content {
                          country_codes = geo_match_statement.value
                        }
                      }

                      dynamic "ip_set_reference_statement" {
                        for_each = not_statement.value.ip_set == null ? [] : [not_statement.value.ip_set]

                        content {
                          arn = aws_wafv2_ip_set.this[ip_set_reference_statement.value].arn
                        }
                      }
                    }
                  }
                }

                # A body that is too long to be inspected is longer than any limit.
                dynamic "size_constraint_statement" {
                  for_each = statement.value.body == null ? [] : [statement.value.body]

                  content {
                    comparison_operator = "GT"
                    size                = size_constraint_statement.value

                    field_to_match {
                      body {
                        oversize_handling = "MATCH"
                      }
                    }

                    text_transformation {
                      priority = 0
                      type     = "NONE"
                    }
                  }
                }
              }
            }
          }
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "rule-${rule.key}"
        sampled_requests_enabled   = var.sampled_requests_enabled
      }
    }
  }

  lifecycle {
    # A distribution that uses it has to let go first: WAF refuses to delete what is associated.
    create_before_destroy = true

    precondition {
      condition     = var.scope == "REGIONAL" || data.aws_region.current.id == "us-east-1"
      error_message = "A web ACL for CloudFront exists in us-east-1 only: pass providers = { aws = aws.us_east_1 }."
    }
  }
}
