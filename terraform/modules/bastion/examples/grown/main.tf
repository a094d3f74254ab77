module "bastion" {
  source = "../.."

  name       = "shop-bastion"
  subnet_ids = ["subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"]
  vpc_id     = "vpc-0a1b2c3d4e5f60718"

  destinations = {
    database = { security_group_id = "sg-0a1b2c3d4e5f60718", port = 5432 }
    web      = { security_group_id = "sg-1b2c3d4e5f6071829", port = 22 }
  }

  inline_policies = {
    agent    = data.aws_iam_policy_document.agent.json
    sessions = data.aws_iam_policy_document.sessions.json
  }

  ssh_cidr_blocks = {
    home-office = "198.51.100.7/32"
    office      = "203.0.113.0/24"
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

data "aws_iam_policy_document" "agent" {
  statement {
    actions   = ["ssm:GetParameter"]
    resources = ["arn:aws:ssm:us-east-1:123456789012:parameter/shop/agent"]
  }
}
