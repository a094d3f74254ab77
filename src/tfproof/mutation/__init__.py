"""What breaks Terraform on purpose, to show that a test would notice."""
