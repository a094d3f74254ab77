variable "account_id" {
  description = "Identifier of the AWS account, twelve digits."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The account id must have twelve digits."
  }
}

variable "artifacts" {
  description = "Bucket, and optionally path, that keep what a build makes; in a pipeline the pipeline's own bucket, which the build reads and writes. Null keeps nothing."
  type = object({
    bucket = string
    path   = optional(string)
  })
  default = null

  validation {
    condition     = var.code.type != "CODEPIPELINE" || var.artifacts != null
    error_message = "A build in a pipeline reads and writes the bucket of the pipeline: give artifacts."
  }
}

variable "build_timeout_minutes" {
  description = "Minutes after which CodeBuild ends a build."
  type        = number
  default     = 60
  nullable    = false

  validation {
    condition     = var.build_timeout_minutes >= 5 && var.build_timeout_minutes <= 2160
    error_message = "build_timeout_minutes must be between 5 and 2160."
  }
}

variable "code" {
  description = "What is built. The type is CODEPIPELINE, GITHUB, GITLAB, BITBUCKET or CODECOMMIT, whose location is the address that is cloned, or NO_SOURCE. version is a branch, tag or commit; buildspec is the path of the commands in the code, or the commands themselves. GitHub, GitLab and Bitbucket are reached by a connection of CodeConnections, which somebody has to confirm in the console once."
  type = object({
    buildspec  = optional(string)
    connection = optional(object({ arn = string }))
    location   = optional(string)
    type       = optional(string, "CODEPIPELINE")
    version    = optional(string)
  })
  default  = {}
  nullable = false

  validation {
    condition     = contains(["BITBUCKET", "CODECOMMIT", "CODEPIPELINE", "GITHUB", "GITLAB", "NO_SOURCE"], var.code.type)
    error_message = "The type of the code must be one of BITBUCKET, CODECOMMIT, CODEPIPELINE, GITHUB, GITLAB, NO_SOURCE."
  }

  validation {
    condition     = contains(["CODEPIPELINE", "NO_SOURCE"], var.code.type) == (var.code.location == null)
    error_message = "Code needs a location, but for the types CODEPIPELINE and NO_SOURCE."
  }

  validation {
    condition     = contains(["BITBUCKET", "GITHUB", "GITLAB"], var.code.type) == (var.code.connection != null)
    error_message = "The types BITBUCKET, GITHUB and GITLAB need a connection, and no other has one."
  }

  validation {
    condition     = var.code.type != "NO_SOURCE" || var.code.buildspec != null
    error_message = "Without code the buildspec has to be given."
  }

  validation {
    condition     = var.code.type != "CODEPIPELINE" || var.code.version == null
    error_message = "A pipeline says itself which version it builds."
  }
}

variable "compute_type" {
  description = "Size of the machine that builds: BUILD_GENERAL1_SMALL, BUILD_GENERAL1_MEDIUM, BUILD_GENERAL1_LARGE or BUILD_GENERAL1_2XLARGE."
  type        = string
  default     = "BUILD_GENERAL1_SMALL"
  nullable    = false

  validation {
    condition = contains([
      "BUILD_GENERAL1_SMALL", "BUILD_GENERAL1_MEDIUM", "BUILD_GENERAL1_LARGE", "BUILD_GENERAL1_2XLARGE",
    ], var.compute_type)
    error_message = "The compute type must be one of BUILD_GENERAL1_SMALL, BUILD_GENERAL1_MEDIUM, BUILD_GENERAL1_LARGE, BUILD_GENERAL1_2XLARGE."
  }
}

variable "cpu_architecture" {
  description = "Processor architecture that builds run on: X86_64 or ARM64."
  type        = string
  default     = "X86_64"
  nullable    = false

  validation {
    condition     = contains(["X86_64", "ARM64"], var.cpu_architecture)
    error_message = "The processor architecture must be one of X86_64, ARM64."
  }
}

variable "docker_enabled" {
  description = "Whether builds can build and run images; they then have all rights on the machine, which no other build shares."
  type        = bool
  default     = false
  nullable    = false
}

variable "environment_variables" {
  description = "Environment variables by name, in plain text: whoever sees the project sees them."
  type        = map(string)
  default     = {}
  nullable    = false

  validation {
    condition     = length(setintersection(keys(var.environment_variables), keys(var.secrets))) == 0
    error_message = "A variable must not be both in environment_variables and in secrets."
  }

  validation {
    condition = length(setintersection(keys(var.environment_variables), [
      "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
    ])) == 0
    error_message = "A build has the rights of its role: environment_variables must not set keys of AWS."
  }
}

variable "image" {
  description = "Image that builds run in; null takes CodeBuild's newest one of Amazon Linux. One of ECR has its repository in pulled_repository_arns."
  type        = string
  default     = null
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts what builds make; in a pipeline the key of the pipeline."
  type        = string
}

variable "log_kms_key_arn" {
  description = "ARN of the KMS key that encrypts the log; null uses the key that AWS manages."
  type        = string
  default     = null
}

variable "log_retention_days" {
  description = "Number of days that log events are kept."
  type        = number
  default     = 30
  nullable    = false

  validation {
    condition = contains([
      1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
    ], var.log_retention_days)
    error_message = "log_retention_days must be one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653."
  }
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,56}[a-z0-9]$", var.name))
    error_message = "The name must have 3 to 58 lower-case letters, digits or hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the policy that bounds what the role may do; null sets none."
  type        = string
  default     = null
}

variable "policy_statements" {
  description = "What builds may do beyond what the settings imply, by the identifier of the statement: actions, resources and conditions."
  type = map(object({
    actions = list(string)
    conditions = optional(list(object({
      test     = string
      variable = string
      values   = list(string)
    })), [])
    resources = list(string)
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for key in keys(var.policy_statements) : can(regex("^[A-Za-z0-9]+$", key))])
    error_message = "The identifier of a statement must have letters and digits only."
  }

  validation {
    condition     = alltrue(flatten([for statement in values(var.policy_statements) : [for action in statement.actions : can(regex("^[a-z0-9-]+:[A-Za-z]", action))]]))
    error_message = "An action must name its service and begin with a word, such as s3:GetObject; * and s3:* are too much."
  }
}

variable "pulled_repository_arns" {
  description = "ARNs of the repositories of ECR that builds pull images from, by a key of the caller."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "pushed_repository_arns" {
  description = "ARNs of the repositories of ECR that builds push images to, and pull them from, by a key of the caller."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "queued_timeout_minutes" {
  description = "Minutes after which CodeBuild gives up a build that has not begun."
  type        = number
  default     = 480
  nullable    = false

  validation {
    condition     = var.queued_timeout_minutes >= 5 && var.queued_timeout_minutes <= 480
    error_message = "queued_timeout_minutes must be between 5 and 480."
  }
}

variable "region" {
  description = "AWS region of the project."
  type        = string
}

variable "secrets" {
  description = "Environment variables that CodeBuild reads from Secrets Manager when a build starts: by name the ARN of the secret, and after it optionally the key of a value in it, such as <arn>:token. The key of the secret has to let the role decrypt."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "vpc" {
  description = "VPC, subnets and security groups that builds run in; null lets them run outside of every VPC. The subnets need a way out, by NAT or endpoints."
  type = object({
    security_group_ids = list(string)
    subnet_ids         = list(string)
    vpc_id             = string
  })
  default = null

  validation {
    condition     = var.vpc == null ? true : length(var.vpc.security_group_ids) >= 1 && length(var.vpc.subnet_ids) >= 1
    error_message = "vpc needs a subnet and a security group at least."
  }
}
