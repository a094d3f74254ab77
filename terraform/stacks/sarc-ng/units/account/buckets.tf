module "logs_bucket" {
  source = "../../../../modules/s3-bucket"

  force_destroy   = var.buckets_force_destroy
  lifecycle_rules = { expire = { expiration_days = var.access_log_retention_days } }
  name            = "${local.bucket_prefix}-logs-${local.bucket_suffix}"
  tags            = var.tags

  log_delivery = {
    account_id = var.account_id
    sources    = ["load-balancer", "s3"]
  }
}
