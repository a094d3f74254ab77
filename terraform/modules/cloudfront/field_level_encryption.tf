locals {
  field_level_encryption_id = one(aws_cloudfront_field_level_encryption_config.this[*].id)
}

resource "aws_cloudfront_public_key" "this" {
  count = var.field_level_encryption == null ? 0 : 1

  name        = "${var.name}-fields"
  encoded_key = var.field_level_encryption.public_key_pem
}

resource "aws_cloudfront_field_level_encryption_profile" "this" {
  count = var.field_level_encryption == null ? 0 : 1

  name = "${var.name}-fields"

  encryption_entities {
    items {
      public_key_id = aws_cloudfront_public_key.this[0].id
      provider_id   = var.field_level_encryption.provider_id

      field_patterns {
        items = var.field_level_encryption.fields
      }
    }
  }
}

resource "aws_cloudfront_field_level_encryption_config" "this" {
  count = var.field_level_encryption == null ? 0 : 1

  comment = var.name

  content_type_profile_config {
    forward_when_content_type_is_unknown = false

    content_type_profiles {
      items {
        content_type = "application/x-www-form-urlencoded"
        format       = "URLEncoded"
        profile_id   = aws_cloudfront_field_level_encryption_profile.this[0].id
      }
    }
  }

  query_arg_profile_config {
    forward_when_query_arg_profile_is_unknown = false
  }
}
