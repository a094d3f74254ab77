# A key in use can be neither changed nor deleted, so its name says which key it is: a new one is made beside the old one, the
# group names it, and then the old one goes. Keep the old key in public_keys until the URLs that it signed have ended.
resource "aws_cloudfront_public_key" "signers" {
  for_each = var.public_keys

  name        = "${var.name}-${each.key}-${substr(sha256(each.value), 0, 8)}"
  encoded_key = each.value

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudfront_key_group" "this" {
  for_each = var.key_groups

  name  = "${var.name}-${each.key}"
  items = [for key in each.value : aws_cloudfront_public_key.signers[key].id]

  lifecycle {
    create_before_destroy = true
  }
}
