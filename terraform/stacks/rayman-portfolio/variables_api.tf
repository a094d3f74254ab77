variable "api_authorizer" {
  description = "Issuer and audiences of the tokens that the API asks for; null leaves that to the function."
  type = object({
    audiences = list(string)
    issuer    = string
  })
  default = null
}

variable "api_reaches_tasks" {
  description = "Whether the API also leads to the tasks, below /app, through a link into the VPC."
  type        = bool
  default     = false
  nullable    = false
}

variable "cors_any_origin_allowed" {
  description = "Whether cors_origins may name any origin, such as that of a developer's machine."
  type        = bool
  default     = false
  nullable    = false
}

variable "cors_headers" {
  description = "Headers that web clients may send to the API."
  type        = list(string)
  default     = ["authorization", "content-type"]
  nullable    = false
}

variable "cors_methods" {
  description = "Methods by which web clients may call the API."
  type        = list(string)
  default     = ["DELETE", "GET", "PATCH", "POST", "PUT"]
  nullable    = false
}

variable "cors_origins" {
  description = "Origins of the web clients that may call the API; none names that of the domain."
  type        = list(string)
  default     = []
  nullable    = false
}
