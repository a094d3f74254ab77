module "security_baseline" {
  source = "../.."

  account_id               = "123456789012"
  config_retention_days    = 400
  inspector_resource_types = ["LAMBDA", "ECR"]
  kms_key_arn              = "arn:aws:kms:us-east-1:123456789012:key/1a2b3c4d-5e6f-4a1b-8c2d-9e0f1a2b3c4d"
  name                     = "shop-production"
  security_hub_standards   = ["pci-dss/v/4.0.1", "cis-aws-foundations-benchmark/v/3.0.0"]

  access_logs = {
    bucket = "shop-production-logs"
  }

  config_rules = {
    access-keys-rotated   = { source_identifier = "ACCESS_KEYS_ROTATED", input_parameters = { maxAccessKeyAge = "60" } }
    restricted-ssh        = { source_identifier = "INCOMING_SSH_DISABLED", resource_types = ["AWS::EC2::SecurityGroup"] }
    s3-bucket-public-read = { source_identifier = "S3_BUCKET_PUBLIC_READ_PROHIBITED" }
  }

  conformance_packs = {
    encryption = {
      template_s3_uri = "s3://shop-compliance/encryption.yaml"
    }

    operational-best-practices = {
      template_s3_uri = "s3://shop-compliance/operational-best-practices.yaml"
      parameters      = { AccessKeysRotatedParamMaxAccessKeyAge = "60" }
    }
  }

  guardduty_features = {
    RUNTIME_MONITORING = ["ECS_FARGATE_AGENT_MANAGEMENT"]
    RDS_LOGIN_EVENTS   = []
    S3_DATA_EVENTS     = []
  }

  remediations = {
    restricted-ssh = {
      document        = "AWS-DisablePublicAccessForSecurityGroup"
      resource_values = { GroupId = "RESOURCE_ID" }
    }

    s3-bucket-public-read = {
      automatic       = true
      document        = "AWS-DisableS3BucketPublicReadWrite"
      resource_type   = "AWS::S3::Bucket"
      resource_values = { S3BucketName = "RESOURCE_ID" }
      static_values   = { AutomationAssumeRole = ["arn:aws:iam::123456789012:role/remediation"] }
    }
  }

  tags = {
    DataClass = "internal"
  }
}
