data "aws_partition" "current" {}

data "aws_region" "current" {}

resource "aws_accessanalyzer_analyzer" "this" {
  count = var.access_analyzer ? 1 : 0

  analyzer_name = var.name
  type          = "ACCOUNT"
  tags          = var.tags
}

resource "aws_ebs_encryption_by_default" "this" {
  count = var.ebs_encryption ? 1 : 0

  enabled = true
}

resource "aws_inspector2_enabler" "this" {
  count = var.inspector ? 1 : 0

  account_ids    = [var.account_id]
  resource_types = var.inspector_resource_types
}

resource "aws_s3_account_public_access_block" "this" {
  count = var.s3_public_access_block ? 1 : 0

  account_id              = var.account_id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}
