locals {
  # Amazon Linux 2023 as it is when an instance starts:
  # https://docs.aws.amazon.com/linux/al2023/ug/ec2.html
  amazon_linux = "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${var.architecture}"
  image_id     = coalesce(var.image_id, local.amazon_linux)
}

resource "aws_launch_template" "this" {
  name          = var.name
  image_id      = local.image_id
  instance_type = var.instance_type
  tags          = merge(var.tags, { Name = var.name })
  user_data     = var.user_data == null ? null : base64encode(var.user_data)

  block_device_mappings {
    device_name = var.root_volume.device_name

    ebs {
      delete_on_termination = true
      encrypted             = true
      iops                  = var.root_volume.iops
      kms_key_id            = var.kms_key_arn
      throughput            = var.root_volume.throughput
      volume_size           = var.root_volume.size_gb
      volume_type           = var.root_volume.type
    }
  }

  iam_instance_profile {
    arn = var.instance_profile_arn
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_put_response_hop_limit = var.metadata_hop_limit
    http_tokens                 = "required"
  }

  monitoring {
    enabled = var.detailed_monitoring
  }

  network_interfaces {
    associate_public_ip_address = false
    delete_on_termination       = true
    security_groups             = var.security_group_ids
  }

  # The group tags its instances, not what they bring along.
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
