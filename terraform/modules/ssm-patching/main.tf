locals {
  # Without a space, which instances that show their tags in the metadata service refuse:
  # https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-tag-a-patch-group.html
  target = { key = "tag:PatchGroup", values = sort(var.patch_groups) }
}

resource "aws_ssm_patch_baseline" "this" {
  name             = "${var.name}-${lower(replace(var.operating_system, "_", "-"))}"
  description      = "Patches of ${var.name}"
  operating_system = var.operating_system
  tags             = var.tags

  rejected_patches        = var.rejected_patches
  rejected_patches_action = length(var.rejected_patches) > 0 ? "BLOCK" : null

  dynamic "approval_rule" {
    for_each = var.approval_rules

    content {
      approve_after_days  = approval_rule.value.approve_after_days
      compliance_level    = approval_rule.value.compliance_level
      enable_non_security = approval_rule.value.enable_non_security

      dynamic "patch_filter" {
        for_each = { for key, values in {
          CLASSIFICATION = approval_rule.value.classifications
          SEVERITY       = approval_rule.value.severities
        } : key => values if length(values) > 0 }

        content {
          key    = patch_filter.key
          values = patch_filter.value
        }
      }
    }
  }

  # A group is registered with another one before the old one goes: Systems Manager deletes none that a group uses.
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_ssm_patch_group" "this" {
  for_each = var.patch_groups

  baseline_id = aws_ssm_patch_baseline.this.id
  patch_group = each.value
}
