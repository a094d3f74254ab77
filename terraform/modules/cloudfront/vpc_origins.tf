locals {
  vpc_origin_shapes = {
    for key, origin in var.vpc_origins : key => join("/", [origin.arn, origin.http_port, origin.https_port, origin.protocol_policy])
  }
}

# CloudFront refuses to change an origin that a distribution uses, so every change makes another one, with another name.
# https://github.com/hashicorp/terraform-provider-aws/issues/40905
resource "terraform_data" "vpc_origin" {
  for_each = local.vpc_origin_shapes

  input = each.value
}

resource "aws_cloudfront_vpc_origin" "this" {
  for_each = var.vpc_origins

  tags = merge(var.tags, { Name = "${var.name}-${each.key}" })

  vpc_origin_endpoint_config {
    name                   = "${var.name}-${each.key}-${substr(sha256(local.vpc_origin_shapes[each.key]), 0, 8)}"
    arn                    = each.value.arn
    http_port              = each.value.http_port
    https_port             = each.value.https_port
    origin_protocol_policy = each.value.protocol_policy

    origin_ssl_protocols {
      items    = ["TLSv1.2"]
      quantity = 1
    }
  }

  lifecycle {
    create_before_destroy = true
    replace_triggered_by  = [terraform_data.vpc_origin[each.key]]
  }
}
