data "aws_iam_policy_document" "denials" {
  for_each = var.denials

  statement {
    effect    = "Deny"
    actions   = sort(each.value.actions)
    resources = sort(each.value.resources)

    dynamic "condition" {
      for_each = each.value.conditions

      content {
        test     = condition.value.test
        variable = condition.value.variable
        values   = condition.value.values
      }
    }

    dynamic "condition" {
      for_each = local.sparing

      content {
        test     = "ArnNotLike"
        variable = "aws:PrincipalArn"
        values   = condition.value
      }
    }
  }
}
