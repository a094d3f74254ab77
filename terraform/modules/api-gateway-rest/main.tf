resource "aws_api_gateway_rest_api" "this" {
  name                         = var.name
  description                  = var.description
  disable_execute_api_endpoint = !coalesce(var.default_endpoint_enabled, length(var.domains) == 0)
  minimum_compression_size     = coalesce(var.minimum_compression_bytes, -1)
  tags                         = var.tags

  endpoint_configuration {
    types            = [var.private == null ? "REGIONAL" : "PRIVATE"]
    vpc_endpoint_ids = var.private == null ? null : values(var.private.vpc_endpoint_ids)
  }
}

# A private API answers nobody without a policy:
# https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-api-create.html
data "aws_iam_policy_document" "private" {
  count = var.private == null ? 0 : 1

  statement {
    sid       = "CallThroughEndpoints"
    actions   = ["execute-api:Invoke"]
    resources = ["${aws_api_gateway_rest_api.this.execution_arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }

  statement {
    sid       = "DenyOtherWays"
    effect    = "Deny"
    actions   = ["execute-api:Invoke"]
    resources = ["${aws_api_gateway_rest_api.this.execution_arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "StringNotEquals"
      variable = "aws:SourceVpce"
      values   = values(var.private.vpc_endpoint_ids)
    }
  }
}

resource "aws_api_gateway_rest_api_policy" "this" {
  count = var.private == null ? 0 : 1

  rest_api_id = aws_api_gateway_rest_api.this.id
  policy      = data.aws_iam_policy_document.private[0].json
}
