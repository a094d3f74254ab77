data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "task" {
  statement {
    actions   = ["secretsmanager:GetSecretValue"]
    resources = concat(values(aws_secretsmanager_secret.shop)[*].arn, aws_db_instance.shop.master_user_secret[*].secret_arn)
  }
}

resource "aws_secretsmanager_secret" "shop" {
  for_each = toset(["application", "third-party"])

  name = "shop/${each.key}"
}

resource "aws_db_instance" "shop" {
  identifier                  = "shop"
  allocated_storage           = 20
  engine                      = "postgres"
  instance_class              = "db.t4g.small"
  manage_master_user_password = true
  skip_final_snapshot         = true
  storage_encrypted           = true
  username                    = "postgres"
}

resource "aws_iam_role" "task" {
  for_each = toset(["app", "worker"])

  name               = "shop-${each.key}"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "task" {
  for_each = aws_iam_role.task

  name   = "application"
  role   = each.value.name
  policy = data.aws_iam_policy_document.task.json
}
