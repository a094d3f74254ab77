resource "aws_vpc_endpoint" "to_one_bucket" {
  vpc_id       = "vpc-0123456789abcdef0"
  service_name = "com.amazonaws.us-east-1.s3"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::assets/*" }]
  })
}

resource "aws_vpc_endpoint_policy" "to_the_account" {
  vpc_endpoint_id = "vpce-0123456789abcdef0"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "*"
      Resource  = "*"
      Condition = { StringEquals = { "aws:ResourceAccount" = "123456789012" } }
    }]
  })
}

resource "aws_vpc_endpoint" "by_a_policy_of_its_own" {
  vpc_id       = "vpc-0123456789abcdef0"
  service_name = "com.amazonaws.us-east-1.s3"
}

resource "aws_vpc_endpoint_policy" "of_the_endpoint" {
  vpc_endpoint_id = aws_vpc_endpoint.by_a_policy_of_its_own.id
  policy          = aws_vpc_endpoint_policy.to_the_account.policy
}

resource "aws_vpc_endpoint" "takes_no_policy" {
  for_each = {
    "com.amazonaws.us-east-1.verifiedpermissions"                      = "Interface"
    "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0"          = "Interface"
    "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef1"          = "GatewayLoadBalancer"
    "com.amazonaws.us-east-1.anything-that-is-no-gateway-or-interface" = "ServiceNetwork"
  }

  vpc_id            = "vpc-0123456789abcdef0"
  service_name      = each.key
  vpc_endpoint_type = each.value
}
