variable "account_id" {
  description = "Identifier of the AWS account, twelve digits."
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id))
    error_message = "The account identifier must have twelve digits."
  }
}

variable "bucket_name" {
  description = "Name of the bucket of this account that receives the files; its policy must have the statements of the output policy_statements."
  type        = string
  nullable    = false
}

variable "bucket_prefix" {
  description = "Path in the bucket below which the files lie, without slashes at its ends."
  type        = string
  default     = "cost-reports"
  nullable    = false

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*$", var.bucket_prefix))
    error_message = "The prefix must have letters, digits, hyphens, underscores and slashes, and neither begin nor end with a slash."
  }
}

variable "bucket_region" {
  description = "Region of the bucket."
  type        = string
  default     = "us-east-1"
  nullable    = false

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.bucket_region))
    error_message = "The region must be one of AWS, such as us-east-1."
  }
}

variable "columns" {
  description = "Columns of the table COST_AND_USAGE_REPORT that are exported; null takes those that say what was used, by whom and what it cost."
  type        = set(string)
  default     = null

  validation {
    condition     = var.columns == null ? true : length(var.columns) > 0
    error_message = "At least one column must be exported."
  }

  validation {
    condition     = var.columns == null ? true : alltrue([for column in var.columns : can(regex("^[A-Za-z0-9_]+([.][A-Za-z0-9_]+)?$", column))])
    error_message = "A column must be named, with a dot before the key of a map, such as resource_tags.user_project; Data Exports does not select *."
  }

  validation {
    condition     = var.columns == null ? true : var.resource_ids_included || !contains(var.columns, "line_item_resource_id")
    error_message = "The column line_item_resource_id exists with resource_ids_included only."
  }

  validation {
    condition = var.columns == null ? true : var.split_cost_included || !anytrue([
      for column in var.columns : startswith(column, "split_line_item_")
    ])
    error_message = "Columns that begin with split_line_item_ exist with split_cost_included only."
  }
}

variable "format" {
  description = "Format of the files: PARQUET for queries, TEXT_OR_CSV (compressed with gzip) for spreadsheets."
  type        = string
  default     = "PARQUET"
  nullable    = false

  validation {
    condition     = contains(["PARQUET", "TEXT_OR_CSV"], var.format)
    error_message = "The format must be one of PARQUET, TEXT_OR_CSV."
  }
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,46}[a-z0-9]$", var.name))
    error_message = "The name must have 3 to 48 lower-case letters, digits or hyphens, begin with a letter and not end with a hyphen."
  }
}

variable "overwritten" {
  description = "Whether each delivery of a month takes the place of the one before; false keeps all of them side by side."
  type        = bool
  default     = true
  nullable    = false
}

variable "resource_ids_included" {
  description = "Whether each line says which resource was used, and not only which service."
  type        = bool
  default     = true
  nullable    = false
}

variable "split_cost_included" {
  description = "Whether costs of shared instances are split among tasks and pods; it has to be allowed in the preferences of Cost Management first."
  type        = bool
  default     = false
  nullable    = false
}

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "time_granularity" {
  description = "Span of time that a line is about: HOURLY, DAILY or MONTHLY."
  type        = string
  default     = "HOURLY"
  nullable    = false

  validation {
    condition     = contains(["DAILY", "HOURLY", "MONTHLY"], var.time_granularity)
    error_message = "The granularity must be one of DAILY, HOURLY, MONTHLY."
  }
}
