variable "access_analyzer" {
  description = "Whether IAM Access Analyzer looks for resources that are shared outside the account."
  type        = bool
  default     = true
  nullable    = false
}

variable "access_logs" {
  description = "Bucket (and prefix in it) that receives the access log of the bucket of AWS Config; null keeps none."
  type = object({
    bucket = string
    prefix = optional(string, "config/")
  })
  default = null
}

variable "account_id" {
  description = "Identifier of the AWS account, twelve digits."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The account identifier must have twelve digits."
  }
}

variable "config_recorder" {
  description = "Whether AWS Config records the configuration of every supported resource and judges it by config_rules."
  type        = bool
  default     = true
  nullable    = false
}

variable "config_retention_days" {
  description = "Number of days that the files of AWS Config are kept in their bucket."
  type        = number
  default     = 365
  nullable    = false

  validation {
    condition     = var.config_retention_days >= 30 && floor(var.config_retention_days) == var.config_retention_days
    error_message = "The retention must be a whole number of at least 30 days."
  }
}

variable "config_rules" {
  description = "Rules that AWS manages and AWS Config judges resources by, keyed by rule name."
  type = map(object({
    source_identifier = string
    input_parameters  = optional(map(string), {})
    resource_types    = optional(set(string), [])
  }))
  default = {
    access-keys-rotated           = { source_identifier = "ACCESS_KEYS_ROTATED", input_parameters = { maxAccessKeyAge = "90" } }
    cloud-trail-enabled           = { source_identifier = "CLOUD_TRAIL_ENABLED" }
    db-instance-backup-enabled    = { source_identifier = "DB_INSTANCE_BACKUP_ENABLED" }
    guardduty-enabled-centralized = { source_identifier = "GUARDDUTY_ENABLED_CENTRALIZED" }
    iam-user-mfa-enabled          = { source_identifier = "IAM_USER_MFA_ENABLED" }
    multi-region-cloud-trail      = { source_identifier = "MULTI_REGION_CLOUD_TRAIL_ENABLED" }
    rds-instance-public-access    = { source_identifier = "RDS_INSTANCE_PUBLIC_ACCESS_CHECK" }
    rds-storage-encrypted         = { source_identifier = "RDS_STORAGE_ENCRYPTED" }
    restricted-ssh                = { source_identifier = "INCOMING_SSH_DISABLED" }
    root-account-mfa-enabled      = { source_identifier = "ROOT_ACCOUNT_MFA_ENABLED" }
    s3-bucket-public-read         = { source_identifier = "S3_BUCKET_PUBLIC_READ_PROHIBITED" }
    s3-bucket-public-write        = { source_identifier = "S3_BUCKET_PUBLIC_WRITE_PROHIBITED" }
    s3-bucket-ssl-requests-only   = { source_identifier = "S3_BUCKET_SSL_REQUESTS_ONLY" }
    secrets-unused                = { source_identifier = "SECRETSMANAGER_SECRET_UNUSED" }
    vpc-default-group-closed      = { source_identifier = "VPC_DEFAULT_SECURITY_GROUP_CLOSED" }
    vpc-flow-logs-enabled         = { source_identifier = "VPC_FLOW_LOGS_ENABLED" }
  }
  nullable = false
}

variable "config_service_linked_role" {
  description = "Whether to create the service-linked role of AWS Config; false where the account has it already."
  type        = bool
  default     = true
  nullable    = false
}

variable "conformance_packs" {
  description = "Conformance packs of AWS Config, keyed by name; each from a template's text or its place in S3."
  type = map(object({
    parameters      = optional(map(string), {})
    template_body   = optional(string)
    template_s3_uri = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for pack in var.conformance_packs : (pack.template_body == null) != (pack.template_s3_uri == null)
    ])
    error_message = "A conformance pack must have one of template_body, template_s3_uri."
  }
}

variable "ebs_encryption" {
  description = "Whether new volumes and snapshots in this region are encrypted by default."
  type        = bool
  default     = true
  nullable    = false
}

variable "guardduty" {
  description = "Whether GuardDuty looks for threats in this region."
  type        = bool
  default     = true
  nullable    = false
}

variable "guardduty_features" {
  description = "Protection plans of GuardDuty that are on, each with its additional settings."
  type        = map(list(string))
  default = {
    EBS_MALWARE_PROTECTION = []
    RDS_LOGIN_EVENTS       = []
    RUNTIME_MONITORING     = ["ECS_FARGATE_AGENT_MANAGEMENT"]
    S3_DATA_EVENTS         = []
  }
  nullable = false

  validation {
    condition = length(setsubtract(keys(var.guardduty_features), [
      "EBS_MALWARE_PROTECTION", "EKS_AUDIT_LOGS", "EKS_RUNTIME_MONITORING", "LAMBDA_NETWORK_LOGS",
      "RDS_LOGIN_EVENTS", "RUNTIME_MONITORING", "S3_DATA_EVENTS",
    ])) == 0
    error_message = "The GuardDuty features must be among EBS_MALWARE_PROTECTION, EKS_AUDIT_LOGS, EKS_RUNTIME_MONITORING, LAMBDA_NETWORK_LOGS, RDS_LOGIN_EVENTS, RUNTIME_MONITORING, S3_DATA_EVENTS."
  }

  validation {
    condition     = !alltrue([for feature in ["EKS_RUNTIME_MONITORING", "RUNTIME_MONITORING"] : contains(keys(var.guardduty_features), feature)])
    error_message = "GuardDuty takes either EKS_RUNTIME_MONITORING or RUNTIME_MONITORING, which includes it."
  }

  validation {
    condition = alltrue([
      for feature, settings in var.guardduty_features : length(setsubtract(settings, lookup({
        EKS_RUNTIME_MONITORING = ["EKS_ADDON_MANAGEMENT"]
        RUNTIME_MONITORING     = ["EC2_AGENT_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT", "EKS_ADDON_MANAGEMENT"]
      }, feature, []))) == 0
    ])
    error_message = "The additional settings must be EKS_ADDON_MANAGEMENT (EKS_RUNTIME_MONITORING) or some of EC2_AGENT_MANAGEMENT, ECS_FARGATE_AGENT_MANAGEMENT, EKS_ADDON_MANAGEMENT (RUNTIME_MONITORING)."
  }
}

variable "inspector" {
  description = "Whether Inspector looks for known vulnerabilities in this region."
  type        = bool
  default     = true
  nullable    = false
}

variable "inspector_resource_types" {
  description = "Kinds of resources that Inspector scans."
  type        = set(string)
  default     = ["EC2", "ECR", "LAMBDA"]
  nullable    = false

  validation {
    condition = length(var.inspector_resource_types) > 0 && length(
      setsubtract(var.inspector_resource_types, ["CODE_REPOSITORY", "EC2", "ECR", "LAMBDA", "LAMBDA_CODE"])
    ) == 0
    error_message = "The resource types of Inspector must be some of CODE_REPOSITORY, EC2, ECR, LAMBDA, LAMBDA_CODE."
  }
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the data; null uses the key that AWS manages."
  type        = string
  default     = null
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,41}[a-z0-9]$", var.name))
    error_message = "The name must have 3 to 43 lower-case letters, digits or hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "record_global_resources" {
  description = "Whether AWS Config records IAM here; true in one region of the account only."
  type        = bool
  default     = true
  nullable    = false
}

variable "remediations" {
  description = "Automation documents that AWS Config runs on what a rule found, keyed by the name of the rule."
  type = map(object({
    document        = string
    automatic       = optional(bool, false)
    maximum_retries = optional(number, 3)
    resource_type   = optional(string)
    resource_values = optional(map(string), {})
    retry_seconds   = optional(number, 60)
    static_values   = optional(map(list(string)), {})
  }))
  default  = {}
  nullable = false

  validation {
    condition     = length(setsubtract(keys(var.remediations), keys(var.config_rules))) == 0
    error_message = "Every remediation must be keyed by the name of a rule in config_rules."
  }
}

variable "s3_public_access_block" {
  description = "Whether public access to S3 is blocked for the whole account."
  type        = bool
  default     = true
  nullable    = false
}

variable "security_hub" {
  description = "Whether Security Hub collects findings and judges the account by security_hub_standards."
  type        = bool
  default     = true
  nullable    = false
}

variable "security_hub_standards" {
  description = "Standards that Security Hub judges the account by, each as name and version, such as cis-aws-foundations-benchmark/v/3.0.0."
  type        = set(string)
  default = [
    "aws-foundational-security-best-practices/v/1.0.0",
    "cis-aws-foundations-benchmark/v/3.0.0",
  ]
  nullable = false

  validation {
    condition = alltrue([
      for standard in var.security_hub_standards : can(regex("^[a-z0-9-]+/v/[0-9]+(\\.[0-9]+)*$", standard))
    ])
    error_message = "Each standard must be a name and a version, such as cis-aws-foundations-benchmark/v/3.0.0."
  }
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}
