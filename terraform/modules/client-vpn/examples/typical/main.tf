module "client_vpn" {
  source = "../.."

  name                   = "shop-admin"
  banner                 = "Connections are recorded."
  client_cidr_block      = "10.250.0.0/22"
  dns_servers            = ["10.0.0.2"]
  log_kms_key_arn        = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
  server_certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/5c1f3f5e-9c7d-4f5e-8a51-7c1d2b3a4e5f"
  vpc_id                 = "vpc-0a1b2c3d4e5f60718"
  zone_subnet_ids        = { us-east-1a = "subnet-0a1b2c3d4e5f60718" }

  authorizations = {
    administrators = { cidr_block = "10.0.0.0/16", group_id = "administrators" }
  }

  destinations = {
    database = { security_group_id = "sg-0a1b2c3d4e5f60718", port = 5432 }
  }

  routes = {
    partner = "172.20.0.0/16"
  }

  saml = {
    provider_arn = "arn:aws:iam::123456789012:saml-provider/people"
  }

  tags = {
    Component = "network"
  }
}
