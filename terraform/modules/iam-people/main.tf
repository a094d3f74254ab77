# People arrive through groups or a federated identity provider; this module creates no user and no access key.

locals {
  attachments = merge([
    for group, settings in var.groups : {
      for policy, arn in settings.managed_policy_arns : "${group}/${policy}" => { group = group, policy_arn = arn }
    }
  ]...)
}

resource "aws_iam_group" "this" {
  for_each = var.groups

  name = "${var.name}-${each.key}"
}

resource "aws_iam_group_policy_attachment" "this" {
  for_each = local.attachments

  group      = aws_iam_group.this[each.value.group].name
  policy_arn = each.value.policy_arn
}

resource "aws_iam_saml_provider" "this" {
  for_each = var.saml_providers

  name                   = "${var.name}-${each.key}"
  saml_metadata_document = each.value.metadata_document
  tags                   = var.tags
}
