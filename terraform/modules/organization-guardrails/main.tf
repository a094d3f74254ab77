data "aws_partition" "current" {}

locals {
  documents = merge(
    { baseline = data.aws_iam_policy_document.baseline },
    { for key, document in data.aws_iam_policy_document.regions : key => document },
    data.aws_iam_policy_document.denials,
  )

  descriptions = merge(
    { baseline = "What no account may do to itself.", regions = "Where accounts may work." },
    { for key, denial in var.denials : key => denial.description },
  )

  attachments = merge([
    for policy in keys(local.documents) : {
      for target in keys(var.target_ids) : "${target}/${policy}" => { policy = policy, target_id = var.target_ids[target] }
    }
  ]...)
}

resource "aws_organizations_policy" "this" {
  for_each = local.documents

  name        = "${var.name}-${each.key}"
  description = local.descriptions[each.key]
  # Organizations counts blanks that come through its API.
  content = each.value.minified_json
  tags    = var.tags
  type    = "SERVICE_CONTROL_POLICY"

  lifecycle {
    precondition {
      condition     = length(each.value.minified_json) <= 5120
      error_message = "A service control policy has at most 5120 characters."
    }
  }
}

resource "aws_organizations_policy_attachment" "this" {
  for_each = local.attachments

  policy_id = aws_organizations_policy.this[each.value.policy].id
  target_id = each.value.target_id
}
