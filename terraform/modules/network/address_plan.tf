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
        # Of the 256 networks of a /56: eight slots with eight places, the rest is free.
        ipv6_network = 8 * coalesce(tier.ipv6_slot, tier.slot, 0) + local.zone_places[substr(zone, -1, 1)]
      }
    }
  ]...)

  vpc_blocks = concat([var.cidr_block], sort(var.secondary_cidr_blocks))

  # First and last address of each block as numbers, because Terraform has no function that compares blocks.
  first_addresses = {
    for block in distinct(concat(local.vpc_blocks, [for subnet in values(local.subnets) : subnet.cidr_block])) :
    block => sum([for place, octet in split(".", split("/", block)[0]) : tonumber(octet) * pow(256, 3 - place)])
  }
  last_addresses = {
    for block, first in local.first_addresses : block => first + pow(2, 32 - tonumber(split("/", block)[1])) - 1
  }

  subnets_outside_vpc = sort([
    for key, subnet in local.subnets : key
    if !anytrue([
      for block in local.vpc_blocks :
      local.first_addresses[subnet.cidr_block] >= local.first_addresses[block] &&
      local.last_addresses[subnet.cidr_block] <= local.last_addresses[block]
    ])
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

  # In the same way, for the blocks of the VPC.
  vpc_blocks_in_order = [
    for text in sort([for block in local.vpc_blocks : format("%010d %s", local.first_addresses[block], block)]) : substr(text, 11, -1)
  ]
  overlapping_vpc_blocks = [
    for place, block in slice(local.vpc_blocks_in_order, 1, length(local.vpc_blocks_in_order)) :
    "${local.vpc_blocks_in_order[place]} and ${block}"
    if local.first_addresses[block] <= local.last_addresses[local.vpc_blocks_in_order[place]]
  ]
}
