# The address plan. Eight slots for tiers, each with eight places for zones. A zone's place is the letter that its
# name ends in, not its position in a list, so adding, removing or reordering tiers and zones moves no other subnet.

locals {
  zone_places = { for place, letter in ["a", "b", "c", "d", "e", "f", "g", "h"] : letter => place }

  subnets = merge([
    for name, tier in var.tiers : {
      for zone in var.availability_zones : "${name}/${zone}" => {
        tier = name
        kind = tier.kind
        zone = zone
        cidr_block = tier.cidr_blocks == null ? (
          cidrsubnet(cidrsubnet(var.cidr_block, 3, tier.slot), 3, local.zone_places[substr(zone, -1, 1)])
        ) : tier.cidr_blocks[zone]
      }
    }
  ]...)

  # First and last address of each block as numbers, because Terraform has no function that compares blocks.
  first_addresses = {
    for block in distinct(concat([var.cidr_block], [for subnet in values(local.subnets) : subnet.cidr_block])) :
    block => sum([for place, octet in split(".", split("/", block)[0]) : tonumber(octet) * pow(256, 3 - place)])
  }
  last_addresses = {
    for block, first in local.first_addresses : block => first + pow(2, 32 - tonumber(split("/", block)[1])) - 1
  }

  subnets_outside_vpc = sort([
    for key, subnet in local.subnets : key
    if(
      local.first_addresses[subnet.cidr_block] < local.first_addresses[var.cidr_block] ||
      local.last_addresses[subnet.cidr_block] > local.last_addresses[var.cidr_block]
    )
  ])

  # In the order of their first addresses, subnets overlap only if neighbours do.
  subnets_in_order = [
    for text in sort([
      for key, subnet in local.subnets : format("%010d %s", local.first_addresses[subnet.cidr_block], key)
    ]) : substr(text, 11, -1)
  ]
  overlapping_subnets = [
    for place, key in slice(local.subnets_in_order, 1, length(local.subnets_in_order)) :
    "${local.subnets_in_order[place]} and ${key}"
    if(
      local.first_addresses[local.subnets[key].cidr_block] <=
      local.last_addresses[local.subnets[local.subnets_in_order[place]].cidr_block]
    )
  ]
}
