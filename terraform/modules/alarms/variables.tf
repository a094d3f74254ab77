variable "alarms" {
  description = "Alarms on one metric and a fixed threshold, by a key of the caller; severity is a key of topic_arns."
  type = map(object({
    comparison_operator = optional(string, "GreaterThanThreshold")
    datapoints_to_alarm = optional(number)
    description         = string
    dimensions          = optional(map(string), {})
    evaluation_periods  = optional(number, 1)
    metric_name         = string
    namespace           = string
    notify_recovery     = optional(bool, true)
    period              = optional(number, 60)
    severity            = string
    statistic           = optional(string, "Average")
    threshold           = number
    treat_missing_data  = optional(string, "missing")
  }))
  default  = {}
  nullable = false

  validation {
    condition = (
      length(merge(var.alarms, var.anomaly_alarms, var.expression_alarms)) ==
      length(var.alarms) + length(var.anomaly_alarms) + length(var.expression_alarms)
    )
    error_message = "A key must be used once over alarms, anomaly_alarms and expression_alarms, because it names the alarm."
  }

  validation {
    condition     = alltrue([for alarm in values(var.alarms) : contains(keys(var.topic_arns), alarm.severity)])
    error_message = "The severity of an alarm must be a key of topic_arns."
  }

  validation {
    condition = alltrue([
      for alarm in values(var.alarms) : contains(["breaching", "ignore", "missing", "notBreaching"], alarm.treat_missing_data)
    ])
    error_message = "The treatment of missing data must be one of breaching, ignore, missing, notBreaching."
  }

  validation {
    condition = alltrue([
      for alarm in values(var.alarms) : contains([
        "GreaterThanThreshold", "GreaterThanOrEqualToThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold",
      ], alarm.comparison_operator)
    ])
    error_message = "The comparison operator must be one of GreaterThanThreshold, GreaterThanOrEqualToThreshold, LessThanThreshold, LessThanOrEqualToThreshold."
  }

  validation {
    condition = alltrue([
      for alarm in values(var.alarms) : can(regex("^(Average|Maximum|Minimum|SampleCount|Sum|p[0-9]{1,2}(\\.[0-9]+)?)$", alarm.statistic))
    ])
    error_message = "The statistic must be one of Average, Maximum, Minimum, SampleCount, Sum, or a percentile such as p95."
  }

  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
  validation {
    condition     = alltrue([for period in [for alarm in values(var.alarms) : alarm.period] : contains([10, 20, 30], period) || (period >= 60 && period % 60 == 0)])
    error_message = "The period must be 10, 20, 30 or a multiple of 60 seconds."
  }

  validation {
    condition = alltrue([
      for alarm in values(var.alarms) :
      alarm.datapoints_to_alarm == null ? true : alarm.datapoints_to_alarm >= 1 && alarm.datapoints_to_alarm <= alarm.evaluation_periods
    ])
    error_message = "datapoints_to_alarm must be between 1 and evaluation_periods."
  }

  # A week for periods of an hour and more, a day for shorter ones.
  validation {
    condition = alltrue([
      for alarm in values(var.alarms) : alarm.evaluation_periods >= 1 && alltrue([
        for period in [alarm.period] : period * alarm.evaluation_periods <= (period >= 3600 ? 604800 : 86400)
      ])
    ])
    error_message = "evaluation_periods must be 1 or more, and together a day at most, or a week with periods of an hour or more."
  }
}

variable "anomaly_alarms" {
  description = "Alarms on one metric that leaves its expected range, by a key of the caller; band_width is in standard deviations."
  type = map(object({
    band_width          = optional(number, 2)
    comparison_operator = optional(string, "LessThanLowerOrGreaterThanUpperThreshold")
    datapoints_to_alarm = optional(number)
    description         = string
    dimensions          = optional(map(string), {})
    evaluation_periods  = optional(number, 3)
    metric_name         = string
    namespace           = string
    notify_recovery     = optional(bool, true)
    period              = optional(number, 300)
    severity            = string
    statistic           = optional(string, "Average")
    treat_missing_data  = optional(string, "missing")
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for alarm in values(var.anomaly_alarms) : contains(keys(var.topic_arns), alarm.severity)])
    error_message = "The severity of an alarm must be a key of topic_arns."
  }

  validation {
    condition = alltrue([
      for alarm in values(var.anomaly_alarms) : contains(["breaching", "ignore", "missing", "notBreaching"], alarm.treat_missing_data)
    ])
    error_message = "The treatment of missing data must be one of breaching, ignore, missing, notBreaching."
  }

  validation {
    condition = alltrue([
      for alarm in values(var.anomaly_alarms) : contains([
        "GreaterThanUpperThreshold", "LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold",
      ], alarm.comparison_operator)
    ])
    error_message = "The comparison operator must be one of GreaterThanUpperThreshold, LessThanLowerOrGreaterThanUpperThreshold, LessThanLowerThreshold."
  }

  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
  validation {
    condition     = alltrue([for period in [for alarm in values(var.anomaly_alarms) : alarm.period] : contains([10, 20, 30], period) || (period >= 60 && period % 60 == 0)])
    error_message = "The period must be 10, 20, 30 or a multiple of 60 seconds."
  }

  validation {
    condition = alltrue([
      for alarm in values(var.anomaly_alarms) :
      alarm.datapoints_to_alarm == null ? true : alarm.datapoints_to_alarm >= 1 && alarm.datapoints_to_alarm <= alarm.evaluation_periods
    ])
    error_message = "datapoints_to_alarm must be between 1 and evaluation_periods."
  }

  # A week for periods of an hour and more, a day for shorter ones.
  validation {
    condition = alltrue([
      for alarm in values(var.anomaly_alarms) : alarm.evaluation_periods >= 1 && alltrue([
        for period in [alarm.period] : period * alarm.evaluation_periods <= (period >= 3600 ? 604800 : 86400)
      ])
    ])
    error_message = "evaluation_periods must be 1 or more, and together a day at most, or a week with periods of an hour or more."
  }
}

variable "composite_alarms" {
  description = "Alarms on other alarms of this module, by a key of the caller; match says whether any or all of them must be in alarm."
  type = map(object({
    alarms          = list(string)
    description     = string
    match           = optional(string, "any")
    notify_recovery = optional(bool, true)
    severity        = string
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for alarm in values(var.composite_alarms) : contains(keys(var.topic_arns), alarm.severity)])
    error_message = "The severity of an alarm must be a key of topic_arns."
  }

  validation {
    condition     = alltrue([for alarm in values(var.composite_alarms) : contains(["all", "any"], alarm.match)])
    error_message = "The match of a composite alarm must be one of all, any."
  }

  validation {
    condition = alltrue(flatten([
      for alarm in values(var.composite_alarms) : [
        for key in alarm.alarms : contains(concat(keys(var.alarms), keys(var.anomaly_alarms), keys(var.expression_alarms)), key)
      ]
    ]))
    error_message = "A composite alarm must name keys of alarms, anomaly_alarms or expression_alarms."
  }

  validation {
    condition = length(setintersection(
      keys(var.composite_alarms), concat(keys(var.alarms), keys(var.anomaly_alarms), keys(var.expression_alarms)),
    )) == 0
    error_message = "A composite alarm must not have the key of another alarm, because it names the alarm."
  }
}

variable "expression_alarms" {
  description = "Alarms on metric math, by a key of the caller; the expression uses the keys of metrics."
  type = map(object({
    comparison_operator = optional(string, "GreaterThanThreshold")
    datapoints_to_alarm = optional(number)
    description         = string
    evaluation_periods  = optional(number, 1)
    expression          = string
    metrics = map(object({
      dimensions  = optional(map(string), {})
      metric_name = string
      namespace   = string
      period      = optional(number, 60)
      statistic   = optional(string, "Average")
    }))
    notify_recovery    = optional(bool, true)
    severity           = string
    threshold          = number
    treat_missing_data = optional(string, "missing")
  }))
  default  = {}
  nullable = false

  validation {
    condition     = alltrue([for alarm in values(var.expression_alarms) : contains(keys(var.topic_arns), alarm.severity)])
    error_message = "The severity of an alarm must be a key of topic_arns."
  }

  validation {
    condition = alltrue([
      for alarm in values(var.expression_alarms) : contains(["breaching", "ignore", "missing", "notBreaching"], alarm.treat_missing_data)
    ])
    error_message = "The treatment of missing data must be one of breaching, ignore, missing, notBreaching."
  }

  validation {
    condition = alltrue([
      for alarm in values(var.expression_alarms) : contains([
        "GreaterThanThreshold", "GreaterThanOrEqualToThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold",
      ], alarm.comparison_operator)
    ])
    error_message = "The comparison operator must be one of GreaterThanThreshold, GreaterThanOrEqualToThreshold, LessThanThreshold, LessThanOrEqualToThreshold."
  }

  validation {
    condition     = alltrue([for alarm in values(var.expression_alarms) : length(alarm.metrics) > 0 && !contains(keys(alarm.metrics), "result")])
    error_message = "An expression must have metrics, and none of them may be called result."
  }

  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
  validation {
    condition     = alltrue([for period in flatten([for alarm in values(var.expression_alarms) : [for metric in values(alarm.metrics) : metric.period]]) : contains([10, 20, 30], period) || (period >= 60 && period % 60 == 0)])
    error_message = "The period must be 10, 20, 30 or a multiple of 60 seconds."
  }

  validation {
    condition = alltrue([
      for alarm in values(var.expression_alarms) :
      alarm.datapoints_to_alarm == null ? true : alarm.datapoints_to_alarm >= 1 && alarm.datapoints_to_alarm <= alarm.evaluation_periods
    ])
    error_message = "datapoints_to_alarm must be between 1 and evaluation_periods."
  }

  # A week for periods of an hour and more, a day for shorter ones.
  validation {
    condition = alltrue([
      for alarm in values(var.expression_alarms) : alarm.evaluation_periods >= 1 && alltrue([
        for period in [for metric in values(alarm.metrics) : metric.period] : period * alarm.evaluation_periods <= (period >= 3600 ? 604800 : 86400)
      ])
    ])
    error_message = "evaluation_periods must be 1 or more, and together a day at most, or a week with periods of an hour or more."
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

variable "tags" {
  description = "Tags added to every resource that supports them."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "topic_arns" {
  description = "ARNs of the topics that are notified, by severity."
  type        = map(string)
}
