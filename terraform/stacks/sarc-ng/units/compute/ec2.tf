# Instances for what Fargate cannot run, such as tasks with a GPU. Nothing uses them unless a service names their capacity provider.

data "aws_partition" "current" {}

locals {
  # Written out, so that the instances do not wait for the cluster, which waits for them.
  cluster_name = "${var.name}-cluster"
}

module "instance_role" {
  source = "../../../../modules/iam-role"
  count  = var.ec2_capacity == null ? 0 : 1

  create_instance_profile  = true
  description              = "Instances of the cluster: join it, and are reached by Session Manager."
  name                     = "${var.name}-cluster-instances"
  permissions_boundary_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/PowerUserAccess"
  tags                     = var.tags

  managed_policy_arns = {
    cluster  = "arn:${data.aws_partition.current.partition}:iam::aws:policy/service-role/AmazonEC2ContainerServiceforEC2Role"
    sessions = "arn:${data.aws_partition.current.partition}:iam::aws:policy/AmazonSSMManagedInstanceCore"
  }

  trust = {
    services = { "ec2.amazonaws.com" = {} }
  }
}

module "instances" {
  source = "../../../../modules/asg-tier"
  count  = var.ec2_capacity == null ? 0 : 1

  # ECS drains an instance before it goes, and decides how many there are.
  ecs_managed          = true
  image_id             = var.ec2_capacity.image_id
  instance_profile_arn = module.instance_role[0].instance_profile_arn
  instance_type        = var.ec2_capacity.instance_type
  max_count            = var.ec2_capacity.max_count
  min_count            = var.ec2_capacity.min_count
  name                 = local.cluster_name
  security_group_ids   = [var.security_group_ids["tasks"]]
  subnet_ids           = var.private_subnet_ids
  tags                 = var.tags

  user_data = <<-EOT
    #!/bin/bash
    echo ECS_CLUSTER=${local.cluster_name} >> /etc/ecs/ecs.config
  EOT
}
