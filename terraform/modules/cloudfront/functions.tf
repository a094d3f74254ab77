resource "aws_cloudfront_function" "this" {
  for_each = var.functions

  name    = "${var.name}-${each.key}"
  code    = each.value.code
  comment = each.value.comment
  publish = true
  runtime = each.value.runtime

  lifecycle {
    create_before_destroy = true
  }
}
