locals {
  open = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "*", Resource = "*" }]
  })
}

resource "aws_vpc_endpoint" "to_everything" {
  vpc_id       = "vpc-0123456789abcdef0"
  service_name = "com.amazonaws.us-east-1.s3"
  policy       = local.open
}

resource "aws_vpc_endpoint_policy" "to_anybody_s" {
  vpc_endpoint_id = "vpce-0123456789abcdef0"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "s3:GetObject"
      Resource  = ["arn:aws:s3:::assets/*", "arn:aws:s3:::*/*"]
      Condition = { StringLike = { "aws:ResourceAccount" = "*" } }
    }]
  })
}

resource "aws_vpc_endpoint" "by_default" {
  for_each = { s3 = "Gateway", secretsmanager = "Interface" }

  vpc_id            = "vpc-0123456789abcdef0"
  service_name      = "com.amazonaws.us-east-1.${each.key}"
  vpc_endpoint_type = each.value
}

resource "aws_vpc_endpoint" "of_a_type_by_default" {
  vpc_id       = "vpc-0123456789abcdef0"
  service_name = "com.amazonaws.us-east-1.dynamodb"
}
