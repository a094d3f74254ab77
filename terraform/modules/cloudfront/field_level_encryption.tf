locals {
  field_level_encryption_id = one(aws_cloudfront_field_level_encryption_config.this[*].id)
}

# A key in use can be neither changed nor deleted, so its name says which key it is: a new one is made beside the old one.
resource "aws_cloudfront_public_key" "this" {
  count = var.field_level_encryption == null ? 0 : 1

  name        = "${var.name}-fields-${substr(sha256(var.field_level_encryption.public_key_pem), 0, 8)}"
  encoded_key = var.field_level_encryption.public_key_pem

  lifecycle {
    create_before_destroy = true
  }
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

  lifecycle {
    create_before_destroy = true
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

  lifecycle {
    create_before_destroy = true
  }
}
