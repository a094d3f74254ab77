# What watches the account, in both regions. What an account has once is made with the first.

locals {
  config_rules = {
    access-keys-rotated         = { source_identifier = "ACCESS_KEYS_ROTATED", input_parameters = { maxAccessKeyAge = "90" } }
    alb-access-logs             = { source_identifier = "ELB_LOGGING_ENABLED" }
    backups-of-databases        = { source_identifier = "DB_INSTANCE_BACKUP_ENABLED" }
    buckets-closed              = { source_identifier = "S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED" }
    cloud-trail-enabled         = { source_identifier = "CLOUD_TRAIL_ENABLED" }
    encrypted-buckets           = { source_identifier = "S3_BUCKET_SERVER_SIDE_ENCRYPTION_ENABLED" }
    encrypted-databases         = { source_identifier = "RDS_STORAGE_ENCRYPTED" }
    encrypted-files             = { source_identifier = "EFS_ENCRYPTED_CHECK" }
    encrypted-volumes           = { source_identifier = "ENCRYPTED_VOLUMES" }
    flow-logs-enabled           = { source_identifier = "VPC_FLOW_LOGS_ENABLED" }
    guardduty-enabled           = { source_identifier = "GUARDDUTY_ENABLED_CENTRALIZED" }
    mfa-for-console             = { source_identifier = "MFA_ENABLED_FOR_IAM_CONSOLE_ACCESS" }
    mfa-for-root                = { source_identifier = "ROOT_ACCOUNT_MFA_ENABLED" }
    mfa-for-users               = { source_identifier = "IAM_USER_MFA_ENABLED" }
    multi-region-trail          = { source_identifier = "MULTI_REGION_CLOUD_TRAIL_ENABLED" }
    private-databases           = { source_identifier = "RDS_INSTANCE_PUBLIC_ACCESS_CHECK" }
    private-snapshots           = { source_identifier = "RDS_SNAPSHOTS_PUBLIC_PROHIBITED" }
    required-tags               = { source_identifier = "REQUIRED_TAGS", input_parameters = local.required_tags }
    restricted-ssh              = { source_identifier = "INCOMING_SSH_DISABLED" }
    s3-bucket-public-read       = { source_identifier = "S3_BUCKET_PUBLIC_READ_PROHIBITED" }
    s3-bucket-public-write      = { source_identifier = "S3_BUCKET_PUBLIC_WRITE_PROHIBITED" }
    s3-bucket-ssl-requests-only = { source_identifier = "S3_BUCKET_SSL_REQUESTS_ONLY" }
    vpc-default-group-closed    = { source_identifier = "VPC_DEFAULT_SECURITY_GROUP_CLOSED" }
    web-acl-logging             = { source_identifier = "WAFV2_LOGGING_ENABLED" }
  }

  # Only what can lie in a region that holds copies, and takes over.
  config_rules_of_both = [
    "buckets-closed", "encrypted-databases", "encrypted-volumes", "private-databases", "private-snapshots", "required-tags", "restricted-ssh",
    "s3-bucket-public-read", "s3-bucket-public-write", "s3-bucket-ssl-requests-only", "vpc-default-group-closed",
  ]

  required_tags = { for place, tag in ["Environment", "Project", "Owner", "CostCenter"] : "tag${place + 1}Key" => tag }

  # Runs on instances by the agent of Systems Manager, and looks at calls of functions as well.
  guardduty_features = {
    EBS_MALWARE_PROTECTION = []
    LAMBDA_NETWORK_LOGS    = []
    RDS_LOGIN_EVENTS       = []
    RUNTIME_MONITORING     = ["EC2_AGENT_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT"]
    S3_DATA_EVENTS         = []
  }

  # Documents of AWS that close what should never be open.
  # https://docs.aws.amazon.com/systems-manager-automation-runbooks/latest/userguide/automation-aws-disablepublicaccessforsecuritygroup.html
  # https://docs.aws.amazon.com/systems-manager-automation-runbooks/latest/userguide/automation-aws-configure-s3-public-access-block.html
  remediations = var.remediation_enabled ? {
    buckets-closed = {
      automatic       = true
      document        = "AWSConfigRemediation-ConfigureS3BucketPublicAccessBlock"
      resource_type   = "AWS::S3::Bucket"
      resource_values = { BucketName = "RESOURCE_ID" }
      static_values   = { AutomationAssumeRole = [module.remediation_role[0].arn] }
    }
    restricted-ssh = {
      automatic       = true
      document        = "AWS-DisablePublicAccessForSecurityGroup"
      resource_type   = "AWS::EC2::SecurityGroup"
      resource_values = { GroupId = "RESOURCE_ID" }
      static_values   = { AutomationAssumeRole = [module.remediation_role[0].arn] }
    }
  } : {}
}

module "baseline" {
  source = "../../modules/security-baseline"

  access_analyzer            = var.account_baseline.access_analyzer
  account_id                 = local.account_id
  config_recorder            = var.account_baseline.config
  config_rules               = local.config_rules
  config_service_linked_role = var.account_baseline.config_service_linked_role
  conformance_packs          = { security = { template_body = file("${path.module}/conformance/security.yaml") } }
  guardduty                  = var.account_baseline.guardduty
  guardduty_features         = local.guardduty_features
  inspector                  = var.account_baseline.inspector
  name                       = local.name
  remediations               = local.remediations
  security_hub               = var.account_baseline.security_hub

  access_logs = {
    bucket = module.logs_bucket.id
  }
}

# The name comes from the other recorder, because the service-linked role that both need has to be there first.
module "baseline_replica" {
  source    = "../../modules/security-baseline"
  providers = { aws = aws.replica }

  access_analyzer            = var.account_baseline_replica.access_analyzer
  account_id                 = local.account_id
  config_recorder            = var.account_baseline_replica.config
  config_rules               = { for key in local.config_rules_of_both : key => local.config_rules[key] }
  config_service_linked_role = false
  guardduty                  = var.account_baseline_replica.guardduty
  guardduty_features         = local.guardduty_features
  inspector                  = var.account_baseline_replica.inspector
  name                       = "${coalesce(module.baseline.config_recorder_name, local.name)}-replica"
  record_global_resources    = false
  s3_public_access_block     = false
  security_hub               = var.account_baseline_replica.security_hub

  access_logs = {
    bucket = module.replica_logs_bucket.id
  }
}

module "remediation_role" {
  source = "../../modules/iam-role"
  count  = var.remediation_enabled ? 1 : 0

  description     = "Systems Manager: closes what AWS Config finds open."
  inline_policies = { remediation = data.aws_iam_policy_document.remediation.json }
  name            = "${local.name}-remediation"

  trust = {
    services = {
      "ssm.amazonaws.com" = {
        conditions = [{ test = "StringEquals", variable = "aws:SourceAccount", values = [local.account_id] }]
      }
    }
  }
}

# What belongs to the project is closed by itself; of whatever else is found open, people hear.
data "aws_iam_policy_document" "remediation" {
  statement {
    sid       = "CloseBuckets"
    actions   = ["s3:GetBucketPublicAccessBlock", "s3:PutBucketPublicAccessBlock"]
    resources = [for name in ["indivillage-*", "terraform-state-*"] : "arn:${local.partition}:s3:::${name}"]
  }

  statement {
    sid       = "CloseGroups"
    actions   = ["ec2:RevokeSecurityGroupIngress"]
    resources = ["arn:${local.partition}:ec2:*:${local.account_id}:security-group/*"]

    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/Project"
      values   = [var.project]
    }
  }

  # EC2 knows no resource for looking.
  statement {
    sid       = "LookAtGroups"
    actions   = ["ec2:DescribeSecurityGroups"]
    resources = ["*"]
  }
}

# EventBridge tells no topic of another region, so what is found there goes to the bus of the primary region, whose rules the system has.
module "replica_events" {
  source    = "../../modules/event-bus"
  providers = { aws = aws.replica }

  custom_bus = false
  name       = local.name

  rules = {
    findings = {
      description = "Findings of GuardDuty and Security Hub, for the rules of the primary region."

      event_pattern = jsonencode({
        source      = ["aws.guardduty", "aws.securityhub"]
        detail-type = ["GuardDuty Finding", "Security Hub Findings - Imported"]
      })

      targets = {
        primary = { arn = local.primary_bus_arn, role_arn = module.forwarding_role.arn }
      }
    }
  }
}

locals {
  primary_bus_arn = "arn:${local.partition}:events:${var.region}:${local.account_id}:event-bus/default"
}

module "forwarding_role" {
  source = "../../modules/iam-role"

  description     = "EventBridge: sends findings of the replica region to the primary region."
  inline_policies = { forward = data.aws_iam_policy_document.forward.json }
  name            = "${local.name}-forwarding"

  trust = {
    services = {
      "events.amazonaws.com" = {
        conditions = [{ test = "StringEquals", variable = "aws:SourceAccount", values = [local.account_id] }]
      }
    }
  }
}

data "aws_iam_policy_document" "forward" {
  statement {
    sid       = "Forward"
    actions   = ["events:PutEvents"]
    resources = [local.primary_bus_arn]
  }
}
