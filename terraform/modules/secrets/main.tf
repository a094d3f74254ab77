# Values never pass through Terraform: people or a rotation function put them into the secrets made here.

locals {
  name_suffix = var.name_suffix == null ? "" : "-${var.name_suffix}"
}

resource "aws_secretsmanager_secret" "this" {
  for_each = var.secrets

  name                    = coalesce(each.value.name, "${var.name}/${each.key}${local.name_suffix}")
  description             = each.value.description
  kms_key_id              = var.kms_key_arn
  recovery_window_in_days = var.recovery_window_days
  tags                    = var.tags

  dynamic "replica" {
    for_each = var.replica == null ? [] : [var.replica]

    content {
      region     = replica.value.region
      kms_key_id = replica.value.kms_key_arn
    }
  }
}

resource "aws_secretsmanager_secret_rotation" "this" {
  for_each = { for key, secret in var.secrets : key => secret.rotation if secret.rotation != null }

  secret_id           = aws_secretsmanager_secret.this[each.key].id
  rotation_lambda_arn = each.value.lambda_arn
  # A new secret has no value yet that could be rotated.
  rotate_immediately = false

  rotation_rules {
    automatically_after_days = each.value.days
  }
}
