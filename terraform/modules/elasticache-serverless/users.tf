# Users sign in with tokens that IAM makes for their role, so that there is no password to keep.

resource "aws_elasticache_user" "this" {
  for_each = var.users

  user_id       = "${var.name}-${each.key}"
  user_name     = "${var.name}-${each.key}"
  engine        = var.engine
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
  engine        = var.engine
  access_string = "off -@all"
  tags          = var.tags

  authentication_mode {
    type = "no-password-required"
  }
}

resource "aws_elasticache_user_group" "this" {
  count = length(var.users) > 0 ? 1 : 0

  user_group_id = var.name
  engine        = var.engine
  user_ids      = concat(aws_elasticache_user.default[*].user_id, [for user in aws_elasticache_user.this : user.user_id])
  tags          = var.tags
}
