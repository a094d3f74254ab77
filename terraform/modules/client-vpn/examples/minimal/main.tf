module "client_vpn" {
  source = "../.."

  name                   = "shop-admin"
  client_cidr_block      = "10.250.0.0/22"
  saml                   = { provider_arn = "arn:aws:iam::123456789012:saml-provider/people" }
  server_certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/5c1f3f5e-9c7d-4f5e-8a51-7c1d2b3a4e5f"
  vpc_id                 = "vpc-0a1b2c3d4e5f60718"
  zone_subnet_ids        = { us-east-1a = "subnet-0a1b2c3d4e5f60718" }

  authorizations = {
    everything = { cidr_block = "10.0.0.0/16" }
  }
}
