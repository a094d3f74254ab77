module "ecs_cluster" {
  source = "../.."

  execute_command_log_group_name = "/ecs/shop-production/sessions"
  kms_key_arn                    = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  log_group_kms_key_arn          = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  name                           = "shop-production"

  default_capacity_providers = {
    FARGATE = { base = 1 }
    workers = {}
  }

  ec2_capacity_providers = {
    workers = {
      auto_scaling_group_arn = "arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:0d1e:autoScalingGroupName/shop-workers"
      target_capacity        = 90
    }
  }
}
