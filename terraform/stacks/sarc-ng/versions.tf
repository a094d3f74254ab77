terraform {
  required_version = ">= 1.11, < 2.0"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7.0"
    }
  }

  # Bucket and key come from environments/<environment>.s3.tfbackend. The Terragrunt tree keeps states of its own, one for each unit.
  backend "s3" {}
}
