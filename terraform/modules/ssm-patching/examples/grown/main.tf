module "ssm_patching" {
  source = "../.."

  account_id      = "123456789012"
  log_kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
  name            = "shop-production"
  patch_groups    = ["shop-batch", "shop-production"]

  associations = {
    agent = {
      document_name = "AWS-UpdateSSMAgent"
      schedule      = "rate(14 days)"
    }
    clean-up = { document_name = "clean-up", schedule = "cron(0 4 ? * SUN *)" }
  }

  documents = {
    clean-up = {
      type    = "Command"
      content = <<-EOT
        schemaVersion: "2.2"
        description: Removes files that nobody needs.
        mainSteps:
          - name: clean
            action: aws:runShellScript
            inputs: {runCommand: ["dnf clean all"]}
      EOT
    }
    restart-web = {
      content = <<-EOT
        schemaVersion: "0.3"
        description: Restarts an instance.
        parameters:
          InstanceId: {type: String}
        mainSteps:
          - name: restart
            action: aws:executeAwsApi
            inputs: {Service: ec2, Api: RebootInstances, InstanceIds: ["{{ InstanceId }}"]}
      EOT
    }
  }

  sessions = {
    document_name = "shop-production-session"
    encryption    = { kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab" }
  }

  windows = {
    first-sunday = { schedule = "cron(0 2 ? * SUN#1 *)" }
    third-sunday = { schedule = "cron(0 2 ? * SUN#3 *)" }
  }

  tags = {
    Component = "operations"
  }
}
