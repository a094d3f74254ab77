data "aws_partition" "current" {}

locals {
  # IAM knows a provider by its URL without the scheme, in ARNs and in the names of conditions alike.
  issuers = { for key, provider in var.identity_providers : key => trimprefix(provider.url, "https://") }

  # Built, because another stack of the account may have made the provider.
  identity_provider_arns = {
    for key, issuer in local.issuers :
    key => "arn:${data.aws_partition.current.partition}:iam::${var.account_id}:oidc-provider/${issuer}"
  }
}

# An account has one provider for a URL. AWS checks the certificate of the issuer with its own list of authorities; thumbprints
# are for issuers whose certificate none of these has signed:
# https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateOpenIDConnectProviderThumbprint.html
resource "aws_iam_openid_connect_provider" "this" {
  for_each = { for key, provider in var.identity_providers : key => provider if provider.create }

  client_id_list  = each.value.audiences
  tags            = var.tags
  thumbprint_list = each.value.thumbprints
  url             = each.value.url
}

resource "aws_iam_role" "this" {
  for_each = var.roles

  name                 = "${var.name}-${each.key}"
  assume_role_policy   = data.aws_iam_policy_document.trust[each.key].json
  description          = each.value.description
  max_session_duration = each.value.max_session_seconds
  path                 = var.path
  permissions_boundary = each.value.permissions_boundary_arn
  tags                 = var.tags

  # IAM refuses trust in a provider that does not exist yet.
  depends_on = [aws_iam_openid_connect_provider.this]
}

resource "aws_iam_role_policy" "this" {
  for_each = merge([
    for key, role in var.roles : { for name, json in role.inline_policies : "${key}/${name}" => { role = key, name = name, json = json } }
  ]...)

  name   = each.value.name
  policy = each.value.json
  role   = aws_iam_role.this[each.value.role].name
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = merge([
    for key, role in var.roles : { for name, arn in role.managed_policy_arns : "${key}/${name}" => { role = key, arn = arn } }
  ]...)

  policy_arn = each.value.arn
  role       = aws_iam_role.this[each.value.role].name
}
