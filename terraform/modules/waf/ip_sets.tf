# The version cannot be changed, and a set that a rule uses cannot be deleted. So the name says the version: the new set is
# made beside the old one, the rule moves, and then the old one goes.
resource "aws_wafv2_ip_set" "this" {
  for_each = var.ip_sets

  name               = "${var.name}-${each.key}-${lower(each.value.version)}"
  addresses          = each.value.addresses
  ip_address_version = each.value.version
  scope              = var.scope
  tags               = merge(var.tags, { Name = "${var.name}-${each.key}" })

  lifecycle {
    create_before_destroy = true
  }
}
