# The provider gives its default tags to what it makes itself, not to what a group launches:
# https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/data-sources/default_tags
data "aws_default_tags" "this" {}

locals {
  tags = merge(data.aws_default_tags.this.tags, var.tags, { Name = var.name })

  # The letter g behind the number of the generation: https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
  architecture = can(regex("^([a-z]+[0-9]+g[a-z]*|a1)\\.", var.instance_type)) ? "arm64" : "x86_64"

  # Amazon Linux 2023 as it is when an instance starts: https://docs.aws.amazon.com/linux/al2023/ug/ec2.html
  amazon_linux = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${local.architecture}"
}

resource "aws_launch_template" "this" {
  name          = var.name
  image_id      = coalesce(var.image_id, local.amazon_linux)
  instance_type = var.instance_type
  tags          = merge(var.tags, { Name = var.name })
  user_data     = base64encode(local.user_data)

  block_device_mappings {
    device_name = "/dev/xvda"

    ebs {
      delete_on_termination = true
      encrypted             = true
      kms_key_id            = var.kms_key_arn
      volume_size           = var.root_volume_gb
      volume_type           = "gp3"
    }
  }

  iam_instance_profile {
    arn = aws_iam_instance_profile.this.arn
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_put_response_hop_limit = 1
    http_tokens                 = "required"
  }

  monitoring {
    enabled = true
  }

  network_interfaces {
    associate_public_ip_address = length(var.ssh_cidr_blocks) > 0
    delete_on_termination       = true
    security_groups             = [aws_security_group.this.id]
  }

  dynamic "tag_specifications" {
    for_each = ["network-interface", "volume"]

    content {
      resource_type = tag_specifications.value
      tags          = local.tags
    }
  }

  # The group uses the old one until it has the new one.
  lifecycle {
    create_before_destroy = true
  }
}

# One host, which is made anew when it fails, when its template changes, and when it gets old.
resource "aws_autoscaling_group" "this" {
  name                  = var.name
  desired_capacity      = 1
  health_check_type     = "EC2"
  max_instance_lifetime = var.max_instance_lifetime_days * 86400
  max_size              = 1
  min_size              = 1
  vpc_zone_identifier   = var.subnet_ids

  launch_template {
    id      = aws_launch_template.this.id
    version = aws_launch_template.this.latest_version
  }

  instance_refresh {
    strategy = "Rolling"

    preferences {
      min_healthy_percentage = 0
    }
  }

  dynamic "tag" {
    for_each = local.tags

    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }
}
