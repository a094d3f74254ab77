resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/clientvpn/${var.name}"
  kms_key_id        = var.log_kms_key_arn
  retention_in_days = var.log_retention_days
  tags              = var.tags
}

resource "aws_cloudwatch_log_stream" "this" {
  name           = "connections"
  log_group_name = aws_cloudwatch_log_group.this.name
}

resource "aws_ec2_client_vpn_endpoint" "this" {
  description            = "Remote administration of ${var.name}"
  client_cidr_block      = var.client_cidr_block
  dns_servers            = var.dns_servers
  security_group_ids     = [aws_security_group.this.id]
  server_certificate_arn = var.server_certificate_arn
  session_timeout_hours  = var.session_timeout_hours
  split_tunnel           = var.split_tunnel
  transport_protocol     = "udp"
  vpc_id                 = var.vpc_id
  vpn_port               = 443
  tags                   = merge(var.tags, { Name = var.name })

  # Somebody who has been away signs in anew.
  disconnect_on_session_timeout = true

  # Who somebody is says an identity provider, or a certificate, or both.
  dynamic "authentication_options" {
    for_each = var.saml == null ? [] : [var.saml]

    content {
      type                           = "federated-authentication"
      saml_provider_arn              = authentication_options.value.provider_arn
      self_service_saml_provider_arn = authentication_options.value.self_service_provider_arn
    }
  }

  dynamic "authentication_options" {
    for_each = var.client_certificate == null ? [] : [var.client_certificate]

    content {
      type                       = "certificate-authentication"
      root_certificate_chain_arn = authentication_options.value.root_arn
    }
  }

  client_login_banner_options {
    enabled     = var.banner != null
    banner_text = var.banner
  }

  connection_log_options {
    enabled               = true
    cloudwatch_log_group  = aws_cloudwatch_log_group.this.name
    cloudwatch_log_stream = aws_cloudwatch_log_stream.this.name
  }
}

resource "aws_ec2_client_vpn_network_association" "this" {
  for_each = var.zone_subnet_ids

  client_vpn_endpoint_id = aws_ec2_client_vpn_endpoint.this.id
  subnet_id              = each.value
}

# Nobody reaches a network for which there is no rule.
resource "aws_ec2_client_vpn_authorization_rule" "this" {
  for_each = var.authorizations

  client_vpn_endpoint_id = aws_ec2_client_vpn_endpoint.this.id
  access_group_id        = each.value.group_id
  authorize_all_groups   = each.value.group_id == null ? true : null
  description            = each.key
  target_network_cidr    = each.value.cidr_block
}

# AWS makes the route to the VPC itself, for each association.
resource "aws_ec2_client_vpn_route" "this" {
  for_each = { for route in flatten([
    for key, route in var.routes : [
      for zone, subnet in var.zone_subnet_ids : { key = "${key}-${zone}", name = key, cidr_block = route, subnet_id = subnet }
    ]
  ]) : route.key => route }

  client_vpn_endpoint_id = aws_ec2_client_vpn_endpoint.this.id
  description            = each.value.name
  destination_cidr_block = each.value.cidr_block
  target_vpc_subnet_id   = each.value.subnet_id

  # A route leads through an association.
  depends_on = [aws_ec2_client_vpn_network_association.this]
}
