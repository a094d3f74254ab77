module "bastion" {
  source = "../.."

  name       = "shop-bastion"
  subnet_ids = ["subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"]
  vpc_id     = "vpc-0a1b2c3d4e5f60718"

  destinations = {
    database = { security_group_id = "sg-0a1b2c3d4e5f60718", port = 5432 }
  }

  inline_policies = {
    sessions = data.aws_iam_policy_document.sessions.json
  }

  ssh_cidr_blocks = {
    office = "203.0.113.0/24"
  }

  tags = {
    PatchGroup = "shop-production"
  }
}

data "aws_iam_policy_document" "sessions" {
  statement {
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["arn:aws:logs:us-east-1:123456789012:log-group:/aws/ssm/shop/sessions:*"]
  }
}
