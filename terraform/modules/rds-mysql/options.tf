# Snapshots keep the option group of their instance, and RDS deletes no group that a snapshot has: the last snapshot would
# hold up every destroy. So the group stays behind, at no cost, and each has a name of its own:
# https://github.com/terraform-aws-modules/terraform-aws-rds/issues/162
resource "terraform_data" "option_group" {
  triggers_replace = [var.name, local.family]
}

resource "aws_db_option_group" "this" {
  name                     = "${local.group_name}-${substr(terraform_data.option_group.id, 0, 8)}"
  engine_name              = "mysql"
  major_engine_version     = trimprefix(local.family, "mysql")
  option_group_description = "Options of the database ${var.name}."
  skip_destroy             = true
  tags                     = var.tags

  # Connections, grants and changes of tables are audited, reads and writes of data are not:
  # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.MySQL.Options.AuditPlugin.html
  dynamic "option" {
    for_each = contains(var.log_exports, "audit") ? ["MARIADB_AUDIT_PLUGIN"] : []

    content {
      option_name = option.value

      option_settings {
        name  = "SERVER_AUDIT_EVENTS"
        value = "CONNECT,QUERY_DCL,QUERY_DDL"
      }
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}
