terraform {
  backend "s3" {
    bucket       = "shop-state-123456789012"
    encrypt      = true
    key          = "shop/production/terraform.tfstate"
    region       = "us-east-1"
    use_lockfile = true
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "state" {
  bucket = "shop-state-123456789012"

  rule {
    apply_server_side_encryption_by_default {
      kms_master_key_id = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
      sse_algorithm     = "aws:kms"
    }
  }
}
