# Made before the distribution uses it and deleted after it has stopped: CloudFront refuses to delete what is in use.

resource "aws_cloudfront_origin_access_control" "this" {
  count = var.origin_access == "control" && length(var.s3_origins) > 0 ? 1 : 0

  name                              = var.name
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudfront_origin_access_identity" "this" {
  count = var.origin_access == "identity" && length(var.s3_origins) > 0 ? 1 : 0

  comment = var.name

  lifecycle {
    create_before_destroy = true
  }
}
