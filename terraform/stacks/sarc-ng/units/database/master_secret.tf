# The master of a global cluster. Secrets Manager makes the password, and it goes to the secret and to the cluster in one apply, by
# write-only arguments: neither plan nor state ever hold it. A higher master_password_version sends another one to both.
# https://developer.hashicorp.com/terraform/language/manage-sensitive-data/write-only

ephemeral "aws_secretsmanager_random_password" "master" {
  count = local.has_own_master_secret ? 1 : 0

  # RDS refuses / @ " and spaces: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBCluster.html
  exclude_punctuation = true
  password_length     = 32
}

resource "aws_secretsmanager_secret" "master" {
  count = local.has_own_master_secret ? 1 : 0

  name_prefix             = "${local.identifier}-master-"
  description             = "Name and password of the master of ${local.identifier}."
  kms_key_id              = var.kms_data_key_arn
  recovery_window_in_days = var.secret_recovery_window_days
  tags                    = var.tags

  # The member in the other region has the same master, and its secret must not be lost with this region. The copy has the same ARN but
  # for the region: https://docs.aws.amazon.com/secretsmanager/latest/userguide/replicate-secrets.html
  dynamic "replica" {
    for_each = var.master_secret_replica == null ? [] : [var.master_secret_replica]

    content {
      kms_key_id = replica.value.kms_key_arn
      region     = replica.value.region
    }
  }
}

resource "aws_secretsmanager_secret_version" "master" {
  count = local.has_own_master_secret ? 1 : 0

  secret_id                = aws_secretsmanager_secret.master[0].id
  secret_string_wo_version = var.master_password_version

  # What the function that rotates asks of a secret that RDS does not manage:
  # https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html
  secret_string_wo = jsonencode({
    engine   = "mysql"
    host     = module.cluster[0].endpoint
    password = ephemeral.aws_secretsmanager_random_password.master[0].random_password
    port     = module.cluster[0].port
    username = local.master_username
  })
}
