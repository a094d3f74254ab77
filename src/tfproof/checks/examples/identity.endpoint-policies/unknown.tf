resource "terraform_data" "later" {
  input = "policy"
}

resource "aws_vpc_endpoint" "to_a_bucket_known_later" {
  vpc_id       = "vpc-0123456789abcdef0"
  service_name = "com.amazonaws.us-east-1.s3"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::${terraform_data.later.output}/*" }]
  })
}

resource "aws_vpc_endpoint" "of_a_service_known_later" {
  vpc_id            = "vpc-0123456789abcdef0"
  service_name      = terraform_data.later.output
  vpc_endpoint_type = "Interface"
}

resource "aws_vpc_endpoint" "perhaps_by_a_policy_of_its_own" {
  vpc_id       = "vpc-0123456789abcdef0"
  service_name = "com.amazonaws.us-east-1.s3"
}

resource "aws_vpc_endpoint_policy" "of_an_endpoint_known_later" {
  vpc_endpoint_id = terraform_data.later.output
  policy          = terraform_data.later.output
}
