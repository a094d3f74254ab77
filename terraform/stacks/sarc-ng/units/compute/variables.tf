variable "access_logs" {
  description = "Bucket, and optionally prefix, that receive the access logs of the load balancer; null writes none."
  type = object({
    bucket = string
    prefix = optional(string)
  })
  default = null
}

variable "account_id" {
  description = "Identifier of the AWS account, twelve digits."
  type        = string
}

variable "alb_deletion_protection_enabled" {
  description = "Whether AWS refuses to delete the load balancer."
  type        = bool
  default     = true
  nullable    = false
}

variable "certificate" {
  description = "Certificate of the HTTPS listener, to which HTTP is then redirected; null serves plain HTTP until there is one."
  type = object({
    arn = string
  })
  default = null
}

variable "container_insights" {
  description = "Level of Container Insights: enabled, enhanced or disabled."
  type        = string
  default     = "enabled"
  nullable    = false
}

variable "ec2_capacity" {
  description = "Instances of EC2 that the cluster can run tasks on beside Fargate, as an Auto Scaling group; null makes none. The image is the one of ECS that AWS names."
  type = object({
    image_id      = optional(string, "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id")
    instance_type = optional(string, "m7i.large")
    max_count     = optional(number, 4)
    min_count     = optional(number, 0)
  })
  default = null
}

variable "image_replica_regions" {
  description = "Regions that images are copied to."
  type        = set(string)
  default     = []
  nullable    = false
}

variable "kept_images" {
  description = "Number of images of each repository that are kept to go back to."
  type        = number
  default     = 30
  nullable    = false
}

variable "kms_data_key_arn" {
  description = "ARN of the KMS key that encrypts data."
  type        = string
}

variable "kms_logs_key_arn" {
  description = "ARN of the KMS key that encrypts logs and alerts."
  type        = string
}

variable "log_retention_days" {
  description = "Number of days that log events are kept."
  type        = number
}

variable "name" {
  description = "Name of the resources, used as their prefix; lower-case letters, digits and hyphens."
  type        = string
}

variable "private_subnet_ids" {
  description = "Identifiers of the private subnets."
  type        = list(string)
}

variable "public_subnet_ids" {
  description = "Identifiers of the public subnets."
  type        = list(string)
}

variable "region" {
  description = "AWS region that the resources are in."
  type        = string
}

variable "replicated_repositories" {
  description = "Names, by part, of repositories whose images another region copies here. ECR makes such a repository with its first image, under the name it has there."
  type        = map(string)
  default     = {}
  nullable    = false
}

variable "repositories" {
  description = "Parts of the system that have images of their own; the repository is called <name>-<part>."
  type        = set(string)
  default     = ["api", "web"]
  nullable    = false
}

variable "security_group_ids" {
  description = "Identifiers of the security groups by name: alb, and with ec2_capacity tasks."
  type        = map(string)
}

variable "spot_enabled" {
  description = "Whether tasks run on spare capacity, which AWS takes back within two minutes."
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

variable "vpc_id" {
  description = "Identifier of the VPC."
  type        = string
}
