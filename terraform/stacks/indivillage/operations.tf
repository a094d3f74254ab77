# What instances are managed with: patches in windows of each environment, sessions without SSH, what the agent of CloudWatch collects,
# documents for tasks of every day, and the hours outside of which nobody works.

locals {
  # The tag by which instances belong to the patches; groups of compute.tf carry it.
  patch_group = local.name

  # Every second week takes two schedules: rate(14 days) would begin anew with every change of the window.
  # https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateMaintenanceWindow.html
  patch_windows = { for key, schedule in var.patch_schedules : key => { duration_hours = 2, schedule = schedule } }

  agent_settings_name = "AmazonCloudWatch-${local.name}"

  # What the agent measures beside EC2's own metrics, for each instance and, for alarms, for each group.
  # https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Agent-Configuration-File-Details.html
  agent_settings = {
    agent = { metrics_collection_interval = 60, run_as_user = "root" }

    logs = {
      logs_collected = {
        files = {
          collect_list = [
            for key, file in local.agent_files : {
              file_path       = file.path
              log_group_name  = local.log_groups[file.log_group]
              log_stream_name = "{instance_id}/${key}"
              timezone        = "UTC"
            }
          ]
        }
      }
    }

    metrics = {
      namespace              = local.metric_namespace
      aggregation_dimensions = [["AutoScalingGroupName"]]
      append_dimensions      = { AutoScalingGroupName = "$${aws:AutoScalingGroupName}", InstanceId = "$${aws:InstanceId}" }

      metrics_collected = {
        cpu     = { measurement = ["usage_idle", "usage_iowait", "usage_system", "usage_user"], totalcpu = true }
        disk    = { drop_device = true, ignore_file_system_types = ["overlay", "sysfs", "tmpfs"], measurement = ["used_percent"], resources = ["*"] }
        mem     = { measurement = ["used_percent"] }
        net     = { measurement = ["bytes_recv", "bytes_sent", "drop_in", "drop_out"], resources = ["*"] }
        netstat = { measurement = ["tcp_established"] }
        swap    = { measurement = ["used_percent"] }
      }
    }
  }

  # A file that a tier does not have is passed over by the agent.
  agent_files = {
    access      = { path = "/var/log/nginx/access.log", log_group = "web-access" }
    application = { path = "/var/log/indivillage/*.log", log_group = "host-application" }
    audit       = { path = "/var/log/audit/audit.log", log_group = "host-security" }
    error       = { path = "/var/log/nginx/error.log", log_group = "web-error" }
    secure      = { path = "/var/log/secure", log_group = "host-security" }
  }
}

# Instances fetch it when they start; the policy of the agent reads parameters of this name only.
resource "aws_ssm_parameter" "agent" {
  name           = local.agent_settings_name
  description    = "What the agent of CloudWatch collects on the instances."
  insecure_value = jsonencode(local.agent_settings)
  type           = "String"
}

module "patching" {
  source = "../../modules/ssm-patching"

  account_id               = local.account_id
  install_schedule         = var.patch_install_schedule
  log_kms_key_arn          = module.kms_logs.arn
  log_retention_days       = var.audit_log_retention_days
  name                     = local.name
  patch_groups             = [local.patch_group]
  permissions_boundary_arn = aws_iam_policy.service_boundary.arn
  sessions                 = { document_name = var.session_document_name }
  windows                  = local.patch_windows

  # The agent is there from the image, or comes with the next run.
  associations = {
    agent = {
      document_name = "AWS-ConfigureAWSPackage"
      parameters    = { action = "Install", name = "AmazonCloudWatchAgent" }
      schedule      = "rate(1 day)"
    }
    agent-settings = {
      document_name = "AmazonCloudWatch-ManageAgent"
      schedule      = "rate(1 day)"

      parameters = {
        action                        = "configure"
        mode                          = "ec2"
        optionalConfigurationLocation = aws_ssm_parameter.agent.name
        optionalConfigurationSource   = "ssm"
        optionalRestart               = "yes"
      }
    }
  }

  documents = {
    replace-instance = { content = file("${path.module}/documents/replace-instance.yaml") }
    restart-web      = { content = file("${path.module}/documents/restart-web.yaml"), type = "Command" }
  }
}

# Outside working hours the database of an environment without visitors rests. RDS starts it again after a week by itself.
module "database_hours" {
  source = "../../modules/scheduled-call"
  count  = var.database_hours == null || var.environment == "production" ? 0 : 1

  account_id               = local.account_id
  dead_letter_queue        = local.failures
  name                     = local.name
  permissions_boundary_arn = aws_iam_policy.service_boundary.arn

  calls = {
    for action, schedule in { start = var.database_hours.start, stop = var.database_hours.stop } : "database-${action}" => {
      action                        = "${action}DBInstance"
      description                   = "${title(action)} the database."
      input                         = { DbInstanceIdentifier = local.database_name }
      schedule_expression           = schedule
      service                       = "rds"
      timezone                      = var.database_hours.timezone

      permissions = {
        actions   = ["rds:${title(action)}DBInstance"]
        resources = ["arn:${local.partition}:rds:${local.here}:db:${local.database_name}"]
      }
    }
  }
}
