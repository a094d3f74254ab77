resource "aws_efs_file_system" "this" {
  encrypted                       = true
  kms_key_id                      = var.kms_key_arn
  performance_mode                = var.performance_mode
  provisioned_throughput_in_mibps = var.provisioned_throughput_mibps
  throughput_mode                 = var.throughput_mode
  tags                            = merge(var.tags, { Name = var.name })

  # Each transition has a block of its own.
  dynamic "lifecycle_policy" {
    for_each = var.infrequent_access_after_days == null ? [] : [var.infrequent_access_after_days]

    content {
      transition_to_ia = "AFTER_${lifecycle_policy.value}_DAY${lifecycle_policy.value == 1 ? "" : "S"}"
    }
  }

  dynamic "lifecycle_policy" {
    for_each = var.infrequent_access_after_days == null ? [] : [true]

    content {
      transition_to_primary_storage_class = "AFTER_1_ACCESS"
    }
  }
}

resource "aws_efs_backup_policy" "this" {
  file_system_id = aws_efs_file_system.this.id

  backup_policy {
    status = var.automatic_backups_enabled ? "ENABLED" : "DISABLED"
  }
}

# All of a zone share the mount target that is in one of its subnets.
resource "aws_efs_mount_target" "this" {
  for_each = var.zone_subnet_ids

  file_system_id  = aws_efs_file_system.this.id
  security_groups = var.security_group_ids
  subnet_id       = each.value
}

resource "aws_efs_access_point" "this" {
  for_each = var.access_points

  file_system_id = aws_efs_file_system.this.id
  tags           = merge(var.tags, { Name = "${var.name}-${each.key}" })

  posix_user {
    gid = each.value.group_id
    uid = each.value.user_id
  }

  root_directory {
    path = coalesce(each.value.path, "/${each.key}")

    creation_info {
      owner_gid   = each.value.group_id
      owner_uid   = each.value.user_id
      permissions = each.value.permissions
    }
  }

  # Its users turn to the new one before the old one goes.
  lifecycle {
    create_before_destroy = true
  }
}
