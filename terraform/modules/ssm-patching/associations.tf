locals {
  # What runs without a window: looking what is missing, patching at any time, and what the caller adds.
  own_associations = {
    install = { operation = "Install", schedule = var.install_schedule }
    scan    = { operation = "Scan", schedule = var.scan_schedule }
  }
  associations = merge(var.associations, {
    for key, association in local.own_associations : key => {
      document_name = "AWS-RunPatchBaseline"
      parameters    = { Operation = association.operation }
      schedule      = association.schedule
    } if association.schedule != null
  })

  document_names = { for key, document in aws_ssm_document.this : key => document.name }
}

resource "aws_ssm_association" "this" {
  for_each = local.associations

  name                        = lookup(local.document_names, each.value.document_name, each.value.document_name)
  apply_only_at_cron_interval = true
  association_name            = "${var.name}-${each.key}"
  compliance_severity         = "HIGH"
  max_concurrency             = "50%"
  max_errors                  = "10%"
  parameters                  = each.value.parameters
  schedule_expression         = each.value.schedule
  tags                        = var.tags

  targets {
    key    = local.target.key
    values = local.target.values
  }
}

resource "aws_ssm_document" "this" {
  for_each = var.documents

  name            = "${var.name}-${each.key}"
  content         = each.value.content
  document_format = each.value.format
  document_type   = each.value.type
  tags            = var.tags
}
