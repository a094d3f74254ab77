# The path of each method, and every path above it: a resource of API Gateway is one step below another.
locals {
  paths = { for key in keys(var.methods) : key => split(" ", key)[1] }
  steps = { for path in distinct(values(local.paths)) : path => compact(split("/", path)) }

  # Paths by their number of steps.
  levels = [
    for level in range(1, 5) : toset(flatten([
      for steps in values(local.steps) : length(steps) >= level ? ["/${join("/", slice(steps, 0, level))}"] : []
    ]))
  ]

  resource_ids = merge(
    { "/" = aws_api_gateway_rest_api.this.root_resource_id },
    { for path, resource in aws_api_gateway_resource.first : path => resource.id },
    { for path, resource in aws_api_gateway_resource.second : path => resource.id },
    { for path, resource in aws_api_gateway_resource.third : path => resource.id },
    { for path, resource in aws_api_gateway_resource.fourth : path => resource.id },
  )
}

resource "aws_api_gateway_resource" "first" {
  for_each = local.levels[0]

  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_rest_api.this.root_resource_id
  path_part   = split("/", each.key)[1]
}

resource "aws_api_gateway_resource" "second" {
  for_each = local.levels[1]

  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_resource.first[join("/", slice(split("/", each.key), 0, 2))].id
  path_part   = split("/", each.key)[2]
}

resource "aws_api_gateway_resource" "third" {
  for_each = local.levels[2]

  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_resource.second[join("/", slice(split("/", each.key), 0, 3))].id
  path_part   = split("/", each.key)[3]
}

resource "aws_api_gateway_resource" "fourth" {
  for_each = local.levels[3]

  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_resource.third[join("/", slice(split("/", each.key), 0, 4))].id
  path_part   = split("/", each.key)[4]
}
