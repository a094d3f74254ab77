# Systems Manager would make the log group itself, without a key and without an end.
resource "aws_cloudwatch_log_group" "patching" {
  name              = "/aws/ssm/${var.name}/patching"
  kms_key_id        = var.log_kms_key_arn
  retention_in_days = var.log_retention_days
  tags              = var.tags
}

resource "aws_ssm_maintenance_window" "this" {
  for_each = var.windows

  name              = "${var.name}-${each.key}"
  description       = "Patches ${join(", ", local.target.values)}"
  cutoff            = each.value.cutoff_hours
  duration          = each.value.duration_hours
  schedule          = each.value.schedule
  schedule_timezone = each.value.timezone
  start_date        = each.value.start_date
  tags              = var.tags
}

resource "aws_ssm_maintenance_window_target" "this" {
  for_each = var.windows

  name          = "${var.name}-${each.key}"
  description   = "Instances of the patch groups"
  resource_type = "INSTANCE"
  window_id     = aws_ssm_maintenance_window.this[each.key].id

  targets {
    key    = local.target.key
    values = local.target.values
  }
}

resource "aws_ssm_maintenance_window_task" "this" {
  for_each = var.windows

  name             = "${var.name}-${each.key}"
  description      = "Installs what the baseline approves"
  cutoff_behavior  = "CONTINUE_TASK"
  max_concurrency  = each.value.max_concurrency
  max_errors       = each.value.max_errors
  service_role_arn = aws_iam_role.this.arn
  task_arn         = "AWS-RunPatchBaseline"
  task_type        = "RUN_COMMAND"
  window_id        = aws_ssm_maintenance_window.this[each.key].id

  targets {
    key    = "WindowTargetIds"
    values = [aws_ssm_maintenance_window_target.this[each.key].id]
  }

  task_invocation_parameters {
    run_command_parameters {
      timeout_seconds = 3600

      cloudwatch_config {
        cloudwatch_log_group_name = aws_cloudwatch_log_group.patching.name
        cloudwatch_output_enabled = true
      }

      parameter {
        name   = "Operation"
        values = ["Install"]
      }

      parameter {
        name   = "RebootOption"
        values = [each.value.reboot ? "RebootIfNeeded" : "NoReboot"]
      }
    }
  }

  # The role may do nothing before its policy is there.
  depends_on = [aws_iam_role_policy.this]
}
