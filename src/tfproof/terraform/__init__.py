"""Running and reading Terraform."""
