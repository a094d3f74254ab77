# The same in `elasticache-redis` and `elasticache-serverless`.

# Users sign in with tokens that IAM makes for their role, so that there is no password to keep.

locals {
  # A group of Valkey takes nobody without a password, not even a default user who is switched off. Valkey takes one of Redis:
  # https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html
  engine_of_users = "redis"
}

resource "aws_elasticache_user" "this" {
  for_each = var.users

  user_id       = "${var.name}-${each.key}"
  user_name     = "${var.name}-${each.key}"
  engine        = local.engine_of_users
  access_string = each.value.access_string
  tags          = var.tags

  authentication_mode {
    type = "iam"
  }
}

# A group of Redis users must have one that is named default; this one is switched off.
resource "aws_elasticache_user" "default" {
  count = length(var.users) > 0 ? 1 : 0

  user_id       = "${var.name}-default"
  user_name     = "default"
  engine        = local.engine_of_users
  access_string = "off -@all"
  tags          = var.tags

  authentication_mode {
    type = "no-password-required"
  }
}

resource "aws_elasticache_user_group" "this" {
  count = length(var.users) > 0 ? 1 : 0

  user_group_id = var.name
  engine        = local.engine_of_users
  user_ids      = concat(aws_elasticache_user.default[*].user_id, [for user in aws_elasticache_user.this : user.user_id])
  tags          = var.tags
}
