locals {
  # arn:…:listener/app/<name>/<id>/<id>, of which CloudWatch and scaling know app/<name>/<id>.
  load_balancer_arn_suffix = join("/", slice(split("/", var.listener_arn), 1, 4))

  autoscaling = var.autoscaling == null ? null : merge(var.autoscaling, {
    policies = {
      for key, policy in var.autoscaling.policies : key => merge(policy, {
        resource_label = policy.metric != "requests" || policy.resource_label != null ? policy.resource_label : (
          "${local.load_balancer_arn_suffix}/${aws_lb_target_group.this["blue"].arn_suffix}"
        )
      })
    }
  })
}

module "service" {
  source = "../ecs-service"

  autoscaling                        = local.autoscaling
  assign_public_ip                   = var.assign_public_ip
  capacity_providers                 = var.capacity_providers
  cluster_arn                        = var.cluster_arn
  cluster_name                       = var.cluster_name
  containers                         = var.containers
  cpu                                = var.cpu
  cpu_architecture                   = var.cpu_architecture
  deployment_alarm_names             = var.deployment_alarm_names
  deployment_controller              = var.deployment_controller
  deployment_maximum_percent         = var.deployment_maximum_percent
  deployment_minimum_healthy_percent = var.deployment_minimum_healthy_percent
  desired_count                      = var.desired_count
  efs_volumes                        = var.efs_volumes
  enable_execute_command             = var.enable_execute_command
  execution_role_arn                 = var.execution_role_arn
  health_check_grace_period_seconds  = var.health_check_grace_period_seconds
  launch_type                        = var.launch_type
  log_group_name                     = var.log_group_name
  memory                             = var.memory
  name                               = var.name
  platform_version                   = var.platform_version
  region                             = var.region
  released_elsewhere                 = var.released_elsewhere
  security_group_ids                 = var.security_group_ids
  service_connect                    = var.service_connect
  singleton                          = var.singleton
  subnet_ids                         = var.subnet_ids
  tags                               = var.tags
  task_role_arn                      = var.task_role_arn

  load_balancers = {
    alb = {
      container_name   = var.container_name
      container_port   = var.containers[var.container_name].port
      target_group_arn = aws_lb_target_group.this["blue"].arn
    }
  }

  # ECS makes no service for a target group that no load balancer has: https://github.com/aws/aws-cdk/issues/1160
  depends_on = [aws_lb_listener_rule.codedeploy, aws_lb_listener_rule.this]
}
