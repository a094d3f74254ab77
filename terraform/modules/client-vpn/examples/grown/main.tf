module "client_vpn" {
  source = "../.."

  name                   = "shop-admin"
  banner                 = "Connections are recorded."
  client_certificate     = { root_arn = "arn:aws:acm:us-east-1:123456789012:certificate/6d2a4a6f-0d8e-4a6f-9b62-8d2e3c4b5f60" }
  client_cidr_block      = "10.250.0.0/22"
  dns_servers            = ["10.0.0.2"]
  log_kms_key_arn        = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
  server_certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/5c1f3f5e-9c7d-4f5e-8a51-7c1d2b3a4e5f"
  vpc_id                 = "vpc-0a1b2c3d4e5f60718"

  authorizations = {
    administrators = { cidr_block = "10.0.0.0/16", group_id = "administrators" }
    partner        = { cidr_block = "172.20.0.0/16", group_id = "administrators" }
  }

  destinations = {
    database = { security_group_id = "sg-0a1b2c3d4e5f60718", port = 5432 }
    names    = { cidr_block = "10.0.0.2/32", port = 53, protocol = "udp" }
  }

  routes = {
    other   = "172.21.0.0/16"
    partner = "172.20.0.0/16"
  }

  saml = {
    provider_arn = "arn:aws:iam::123456789012:saml-provider/people"
  }

  zone_subnet_ids = {
    us-east-1a = "subnet-0a1b2c3d4e5f60718"
    us-east-1b = "subnet-1b2c3d4e5f6071829"
  }

  tags = {
    Component = "network"
  }
}
