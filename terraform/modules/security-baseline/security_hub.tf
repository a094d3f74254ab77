resource "aws_securityhub_account" "this" {
  count = var.security_hub ? 1 : 0

  auto_enable_controls      = true
  control_finding_generator = "SECURITY_CONTROL"
  # The standards are listed by the caller, so that none comes or goes unseen.
  enable_default_standards = false
}

resource "aws_securityhub_standards_subscription" "this" {
  for_each = var.security_hub ? var.security_hub_standards : []

  standards_arn = "arn:${data.aws_partition.current.partition}:securityhub:${data.aws_region.current.id}::standards/${each.value}"

  depends_on = [aws_securityhub_account.this]
}
