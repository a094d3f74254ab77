variable "access_logs" {
  description = "Bucket, and optionally prefix, that receive the access logs; null writes none."
  type = object({
    bucket = string
    prefix = optional(string)
  })
  default = null
}

variable "cloudfront_distribution_arns" {
  description = "ARNs of the CloudFront distributions that may read the objects through an origin access control."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "cors_rules" {
  description = "Rules by name for requests from browsers on other origins."
  type = map(object({
    allowed_origins = list(string)
    allowed_methods = list(string)
    allowed_headers = optional(list(string), ["*"])
    expose_headers  = optional(list(string), ["ETag"])
    max_age_seconds = optional(number, 3000)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for rule in values(var.cors_rules) : !contains(rule.allowed_origins, "*")])
    error_message = "The allowed origins must be named; * would admit every site."
  }

  validation {
    condition = alltrue([
      for rule in values(var.cors_rules) : length(setsubtract(rule.allowed_methods, ["DELETE", "GET", "HEAD", "POST", "PUT"])) == 0
    ])
    error_message = "The allowed methods must be among DELETE, GET, HEAD, POST, PUT."
  }
}

variable "event_bridge_enabled" {
  description = "Whether all events of the bucket go to the default event bus of EventBridge, where rules choose among them."
  type        = bool
  default     = false
  nullable    = false
}

variable "force_destroy" {
  description = "Whether destroying the bucket also deletes the objects in it."
  type        = bool
  default     = false
  nullable    = false
}

variable "incomplete_upload_days" {
  description = "Number of days after which an unfinished multipart upload is removed."
  type        = number
  default     = 7
  nullable    = false

  validation {
    condition     = var.incomplete_upload_days >= 1
    error_message = "The number of days must be at least 1."
  }
}

variable "intelligent_tiering" {
  description = "Days without access after which objects in the INTELLIGENT_TIERING class move to its archive tiers; null leaves the archive tiers off."
  type = object({
    archive_days      = optional(number)
    deep_archive_days = optional(number)
  })
  default = null

  validation {
    condition = (
      var.intelligent_tiering == null ? true :
      var.intelligent_tiering.archive_days != null || var.intelligent_tiering.deep_archive_days != null
    )
    error_message = "Give archive_days, deep_archive_days or both."
  }

  validation {
    condition = try(
      coalesce(var.intelligent_tiering.archive_days, 90) >= 90 && coalesce(var.intelligent_tiering.archive_days, 90) <= 730 &&
      coalesce(var.intelligent_tiering.deep_archive_days, 180) >= 180 && coalesce(var.intelligent_tiering.deep_archive_days, 180) <= 730,
      true,
    )
    error_message = "archive_days must be between 90 and 730, deep_archive_days between 180 and 730."
  }
}

variable "kms_encryption_enabled" {
  description = "Whether objects are encrypted with a KMS key (SSE-KMS); false uses keys that S3 manages (SSE-S3)."
  type        = bool
  default     = false
  nullable    = false
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the data; null uses the key that AWS manages."
  type        = string
  default     = null

  validation {
    condition     = var.kms_encryption_enabled || var.kms_key_arn == null
    error_message = "A KMS key has no effect unless kms_encryption_enabled is true."
  }
}

variable "lifecycle_rules" {
  description = "Rules by name: transitions map a storage class to the age in days at which objects move there, expiration_days deletes them; noncurrent_transitions do the same to replaced or deleted versions, from the day on which they were. A rule applies to objects below its prefix, with all its tags, larger_than_bytes and smaller_than_bytes."
  type = map(object({
    expiration_days        = optional(number)
    larger_than_bytes      = optional(number)
    noncurrent_transitions = optional(map(number), {})
    prefix                 = optional(string, "")
    smaller_than_bytes     = optional(number)
    tags                   = optional(map(string), {})
    transitions            = optional(map(number), {})
  }))
  default  = {}
  nullable = false

  validation {
    condition = alltrue([
      for rule in values(var.lifecycle_rules) : length(setsubtract(
        concat(keys(rule.transitions), keys(rule.noncurrent_transitions)),
        ["STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"],
      )) == 0
    ])
    error_message = "The storage classes of transitions must be among STANDARD_IA, ONEZONE_IA, INTELLIGENT_TIERING, GLACIER_IR, GLACIER, DEEP_ARCHIVE."
  }

  validation {
    condition = alltrue([
      for rule in values(var.lifecycle_rules) :
      length(rule.transitions) + length(rule.noncurrent_transitions) > 0 || rule.expiration_days != null
    ])
    error_message = "Each rule needs transitions, noncurrent_transitions or expiration_days."
  }

  validation {
    condition = alltrue(flatten([
      for rule in values(var.lifecycle_rules) : [
        for days in values(rule.transitions) : rule.expiration_days == null ? true : days < rule.expiration_days
      ]
    ]))
    error_message = "Objects must move before they expire: the days of transitions must be fewer than expiration_days."
  }

  validation {
    condition = alltrue(flatten([
      for rule in values(var.lifecycle_rules) : [
        for pair in concat([for class, days in rule.transitions : [class, days]], [for class, days in rule.noncurrent_transitions : [class, days]]) :
        pair[1] >= (contains(["STANDARD_IA", "ONEZONE_IA"], pair[0]) ? 30 : 0)
      ]
    ]))
    error_message = "Objects move to STANDARD_IA and ONEZONE_IA after 30 days or more, to other classes after 0 or more."
  }

  # https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
  validation {
    condition = alltrue(flatten([
      for classes in [["STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"]] : [
        for rule in values(var.lifecycle_rules) : [
          for moves in [rule.transitions, rule.noncurrent_transitions] : [
            for pair in setproduct(keys(moves), keys(moves)) : try(
              index(classes, pair[0]) >= index(classes, pair[1]) ||
              moves[pair[1]] - moves[pair[0]] >= (endswith(pair[0], "_IA") ? 30 : 1),
              true,
            )
          ]
        ]
      ]
    ]))
    error_message = "Objects move one way, STANDARD_IA, INTELLIGENT_TIERING, ONEZONE_IA, GLACIER_IR, GLACIER, DEEP_ARCHIVE, and stay in STANDARD_IA and ONEZONE_IA for 30 days."
  }

  validation {
    condition = alltrue(flatten([
      for rule in values(var.lifecycle_rules) : [
        for moves in [rule.transitions, rule.noncurrent_transitions] : length(setsubtract(["ONEZONE_IA", "GLACIER_IR"], keys(moves))) > 0
      ]
    ]))
    error_message = "S3 moves nothing from ONEZONE_IA to GLACIER_IR."
  }

  validation {
    condition = alltrue(flatten([
      for rule in values(var.lifecycle_rules) : [
        for days in values(rule.noncurrent_transitions) : var.noncurrent_version_days == null ? true : days < var.noncurrent_version_days
      ]
    ]))
    error_message = "Versions must move before they are removed: the days of noncurrent_transitions must be fewer than noncurrent_version_days."
  }

  validation {
    condition     = var.versioning_enabled || alltrue([for rule in values(var.lifecycle_rules) : length(rule.noncurrent_transitions) == 0])
    error_message = "Only a bucket with versioning has versions to move."
  }

  validation {
    condition = alltrue([
      for rule in values(var.lifecycle_rules) : (
        try(rule.larger_than_bytes >= 0, true) && try(rule.smaller_than_bytes >= 1, true) &&
        try(rule.larger_than_bytes + 1 < rule.smaller_than_bytes, true)
      )
    ])
    error_message = "larger_than_bytes must be 0 or more, smaller_than_bytes 1 or more, and a size must fit between them."
  }
}

variable "log_delivery" {
  description = "Services of the account that may write their logs here: load-balancer, cloudfront, s3; null admits none."
  type = object({
    account_id = string
    sources    = set(string)
  })
  default = null

  validation {
    condition     = var.log_delivery == null ? true : length(setsubtract(var.log_delivery.sources, ["load-balancer", "cloudfront", "s3"])) == 0
    error_message = "The sources must be among load-balancer, cloudfront, s3."
  }

  validation {
    condition     = var.log_delivery == null || !var.kms_encryption_enabled
    error_message = "Load balancers and S3 cannot write logs to a bucket with KMS encryption: leave kms_encryption_enabled false."
  }
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,50}[a-z0-9]$", var.name))
    error_message = "The name must have 3 to 52 lower-case letters, digits or hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "noncurrent_version_days" {
  description = "Number of days after which replaced or deleted versions of objects are removed for good; null keeps them for ever."
  type        = number
  default     = 90
  nullable    = true

  validation {
    condition     = var.noncurrent_version_days == null ? true : var.noncurrent_version_days >= 1
    error_message = "The number of days must be at least 1."
  }
}

variable "notifications" {
  description = "Notifications by name: which events reach which target. target_type is function, queue or topic."
  type = map(object({
    events      = set(string)
    target_type = string
    target_arn  = string
    prefix      = optional(string)
    suffix      = optional(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for item in values(var.notifications) : contains(["function", "queue", "topic"], item.target_type)])
    error_message = "The target_type must be one of function, queue, topic."
  }
}

variable "object_lock" {
  description = "Days for which new objects can be neither changed nor deleted; mode GOVERNANCE lets privileged users override, COMPLIANCE nobody. null turns the lock off. Changing between null and a value replaces the bucket."
  type = object({
    days = number
    mode = optional(string, "GOVERNANCE")
  })
  default = null

  validation {
    condition     = var.object_lock == null ? true : contains(["GOVERNANCE", "COMPLIANCE"], var.object_lock.mode)
    error_message = "The mode must be one of GOVERNANCE, COMPLIANCE."
  }

  validation {
    condition     = var.object_lock == null || var.versioning_enabled
    error_message = "Object lock needs versioning."
  }
}

variable "origin_access_identity_arns" {
  description = "ARNs of the CloudFront origin access identities that may read the objects; an origin access control (cloudfront_distribution_arns) is the newer way."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds what the role that replicates may do; null sets none."
  type        = string
  default     = null
}

variable "policy_statements" {
  description = "Further statements of the bucket's policy by name: effect, principals by type (AWS, Service, Federated, CanonicalUser), actions on objects (paths, * for all) and, with bucket_itself, on the bucket, and conditions. Nothing that allows is for everybody or for a service without a condition that says for whom."
  type = map(object({
    actions       = set(string)
    principals    = map(set(string))
    bucket_itself = optional(bool, false)
    effect        = optional(string, "Allow")
    objects       = optional(set(string), ["*"])
    conditions = optional(list(object({
      test     = string
      variable = string
      values   = list(string)
    })), [])
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.policy_statements) : can(regex("^[a-z][a-z0-9-]*$", key))])
    error_message = "The names of statements must have lower-case letters, digits or hyphens and begin with a letter."
  }

  validation {
    condition     = alltrue([for item in values(var.policy_statements) : contains(["Allow", "Deny"], item.effect)])
    error_message = "The effect of a statement must be one of Allow, Deny."
  }

  validation {
    condition = alltrue([
      for item in values(var.policy_statements) : (
        length(item.principals) > 0 &&
        length(setsubtract(keys(item.principals), ["AWS", "Service", "Federated", "CanonicalUser"])) == 0
      )
    ])
    error_message = "The principals of a statement must be among AWS, Service, Federated, CanonicalUser, and at least one."
  }

  validation {
    condition     = alltrue([for item in values(var.policy_statements) : item.bucket_itself || length(item.objects) > 0])
    error_message = "A statement needs objects, bucket_itself or both."
  }

  validation {
    condition = alltrue(flatten([
      for item in values(var.policy_statements) : [
        for action in item.actions : item.effect == "Deny" ? startswith(action, "s3:") : can(regex("^s3:[A-Z][A-Za-z]+[*]?$", action))
      ]
    ]))
    error_message = "The actions of a statement must begin with s3:, and what is allowed must be named: s3:GetObject or s3:GetObject*, but not s3:*."
  }

  # What S3 takes for "public", and its access block refuses, has none of these. A value with wildcards has to name the account or
  # the organisation, for whoever may choose the rest is anybody; a range of addresses is /8 or narrower, /32 of IPv6:
  # https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
  validation {
    condition = alltrue([
      for item in values(var.policy_statements) : item.effect == "Deny" || anytrue([
        for condition in item.conditions : (
          can(regex(
            "^(aws:(principal(account|arn|orgid|orgpaths)|source(account|arn|ip|orgid|orgpaths|vpc|vpce)|userid)|s3:dataaccesspoint(account|arn))$",
            lower(condition.variable),
          )) &&
          can(regex("^((ForAnyValue:)?(String|Arn)(Equals|Like)|IpAddress)$", condition.test)) &&
          alltrue([
            for value in condition.values :
            can(regex("^(arn:[a-z-]+:[a-z0-9-]+:[a-z0-9*-]*:[0-9]{12}:|o-[a-z0-9]+/)", value)) ||
            !can(regex("[*?]|[$][{]|^[0-9.]+/[0-7]$|:[0-9a-f]*/([0-9]|[12][0-9]|3[01])$", value))
          ])
        )
        ]) || (
        !contains(flatten([for identifiers in values(item.principals) : tolist(identifiers)]), "*") &&
        !contains(keys(item.principals), "Service")
      )
    ])
    error_message = "A statement that allows everybody or a service needs a condition that says for whom, such as aws:PrincipalOrgID or aws:SourceAccount."
  }
}

variable "public_access_allowed" {
  description = "Whether policies and access control lists may make objects public; true switches all four settings of the public access block off."
  type        = bool
  default     = false
  nullable    = false
}

variable "replication" {
  description = "Bucket in another region that receives a copy of every new object below the prefix, deletions included; null copies nothing. With time_control_enabled S3 promises 15 minutes, and measures how late copies are (charged)."
  type = object({
    destination_bucket_arn  = string
    destination_kms_key_arn = optional(string)
    prefix                  = optional(string, "")
    storage_class           = optional(string, "STANDARD")
    time_control_enabled    = optional(bool, false)
  })
  default = null

  validation {
    condition     = var.replication == null || var.versioning_enabled
    error_message = "Replication needs versioning."
  }

  validation {
    condition = (
      var.replication == null || !var.kms_encryption_enabled ? true :
      var.kms_key_arn != null && var.replication.destination_kms_key_arn != null
    )
    error_message = "Replicating objects encrypted with KMS needs kms_key_arn and destination_kms_key_arn."
  }
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "versioning_enabled" {
  description = "Whether replaced and deleted objects are kept as versions."
  type        = bool
  default     = true
  nullable    = false
}
