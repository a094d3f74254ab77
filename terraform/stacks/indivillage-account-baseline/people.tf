# People come through the identity provider of the company, or as users of IAM who can do nothing without a second factor; changes are
# made by pipelines, with roles of their own. The policies are AWS's for these jobs.

locals {
  # Settings and metrics, no contents: ReadOnlyAccess would read what people upload.
  viewing_policies = {
    metrics  = "${local.managed_policies}/CloudWatchReadOnlyAccess"
    settings = "${local.managed_policies}/job-function/ViewOnlyAccess"
  }
}

module "people" {
  source = "../../modules/iam-people"

  manage_password_policy = var.account_baseline.password_policy
  name                   = local.name
  saml_providers         = var.saml_providers

  password_policy = {
    max_age_days   = 90
    minimum_length = 14
    remembered     = 24
  }

  groups = {
    administrators = {
      managed_policy_arns = {
        network = "${local.managed_policies}/job-function/NetworkAdministrator"
        system  = "${local.managed_policies}/job-function/SystemAdministrator"
      }
      reads = ["logs"]
    }
    auditors   = { managed_policy_arns = { security-audit = "${local.managed_policies}/SecurityAudit" } }
    billing    = { managed_policy_arns = { billing = "${local.managed_policies}/AWSBillingReadOnlyAccess" } }
    developers = { managed_policy_arns = local.viewing_policies, reads = ["logs"] }
    operators = {
      managed_policy_arns = merge(local.viewing_policies, { support = "${local.managed_policies}/AWSSupportAccess" })
      reads               = ["logs"]
    }
  }
}

# Of the whole organisation, so only from its management account, and only where it is asked for.
module "guardrails" {
  source = "../../modules/organization-guardrails"
  count  = var.guardrails == null ? 0 : 1

  allowed_regions  = [var.region, var.replica_region]
  exempt_role_arns = var.guardrails.exempt_role_arns
  name             = local.name
  target_ids       = var.guardrails.target_ids
}
