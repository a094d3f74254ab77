# Nodes answer for their metadata with a token only, and to nobody behind a further hop: pods do not get their rights.
# https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
resource "aws_launch_template" "this" {
  for_each = var.node_groups

  name                   = "${var.name}-${each.key}"
  update_default_version = true
  tags                   = var.tags

  # Bottlerocket has a small disk for itself and one for images and pods.
  dynamic "block_device_mappings" {
    for_each = startswith(each.value.ami_type, "BOTTLEROCKET_") ? { "/dev/xvda" = null, "/dev/xvdb" = each.value.disk_gb } : { "/dev/xvda" = each.value.disk_gb }

    content {
      device_name = block_device_mappings.key

      ebs {
        delete_on_termination = true
        encrypted             = true
        kms_key_id            = var.node_kms_key_arn
        volume_size           = block_device_mappings.value
        volume_type           = "gp3"
      }
    }
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_put_response_hop_limit = 1
    http_tokens                 = "required"
  }

  monitoring {
    enabled = true
  }

  dynamic "tag_specifications" {
    for_each = ["instance", "network-interface", "volume"]

    content {
      resource_type = tag_specifications.value
      tags          = merge(var.tags, { Name = "${var.name}-${each.key}" })
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_eks_node_group" "this" {
  for_each = var.node_groups

  # What cannot be changed makes another group, which takes the pods before the old one goes, so it has another name.
  node_group_name_prefix = "${each.key}-"

  ami_type       = each.value.ami_type
  capacity_type  = each.value.capacity_type
  cluster_name   = aws_eks_cluster.this.name
  instance_types = each.value.instance_types
  labels         = each.value.labels
  node_role_arn  = aws_iam_role.node.arn
  subnet_ids     = var.subnet_ids
  tags           = var.tags
  version        = var.kubernetes_version

  launch_template {
    id      = aws_launch_template.this[each.key].id
    version = aws_launch_template.this[each.key].latest_version
  }

  node_repair_config {
    enabled = true
  }

  scaling_config {
    desired_size = coalesce(each.value.desired_size, each.value.min_size)
    max_size     = each.value.max_size
    min_size     = each.value.min_size
  }

  dynamic "taint" {
    for_each = each.value.taints

    content {
      effect = taint.value.effect
      key    = taint.key
      value  = taint.value.value
    }
  }

  update_config {
    max_unavailable_percentage = 33
  }

  # A node joins, and leaves, with the rights of its role. How many there are, an autoscaler says.
  depends_on = [aws_iam_role_policy_attachment.node]

  lifecycle {
    create_before_destroy = true
    ignore_changes        = [scaling_config[0].desired_size]
  }
}
