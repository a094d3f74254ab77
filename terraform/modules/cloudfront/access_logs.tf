# Delivered through CloudWatch Logs, because CloudFront's older way needs a bucket with access control lists.
# This kind of delivery exists in us-east-1 only.

data "aws_partition" "current" {}

resource "aws_cloudwatch_log_delivery_source" "this" {
  count = var.access_logs == null ? 0 : 1

  name         = "${var.name}-access"
  log_type     = "ACCESS_LOGS"
  resource_arn = aws_cloudfront_distribution.this.arn
  tags         = var.tags
}

resource "aws_cloudwatch_log_delivery_destination" "this" {
  count = var.access_logs == null ? 0 : 1

  name          = "${var.name}-access"
  output_format = "json"
  tags          = var.tags

  delivery_destination_configuration {
    destination_resource_arn = join("/", compact([
      "arn:${data.aws_partition.current.partition}:s3:::${var.access_logs.bucket}", var.access_logs.prefix
    ]))
  }
}

resource "aws_cloudwatch_log_delivery" "this" {
  count = var.access_logs == null ? 0 : 1

  delivery_source_name     = aws_cloudwatch_log_delivery_source.this[0].name
  delivery_destination_arn = aws_cloudwatch_log_delivery_destination.this[0].arn
  tags                     = var.tags
}
