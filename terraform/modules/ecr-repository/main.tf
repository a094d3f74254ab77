resource "aws_ecr_repository" "this" {
  name                 = var.name
  image_tag_mutability = var.mutable_tags ? "MUTABLE" : "IMMUTABLE"
  tags                 = var.tags

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = var.kms_key_arn
  }

  image_scanning_configuration {
    scan_on_push = var.scan_on_push
  }
}

resource "aws_ecr_lifecycle_policy" "this" {
  repository = aws_ecr_repository.this.name

  # A lifecycle policy is no IAM policy, so there is no policy document for it.
  policy = jsonencode({
    rules = [
      {
        rulePriority = 1
        description  = "Untagged images go after ${var.untagged_image_days} days."
        selection = {
          tagStatus   = "untagged"
          countType   = "sinceImagePushed"
          countUnit   = "days"
          countNumber = var.untagged_image_days
        }
        action = { type = "expire" }
      },
      {
        rulePriority = 2
        description  = "The newest ${var.kept_images} images stay."
        selection = {
          tagStatus   = "any"
          countType   = "imageCountMoreThan"
          countNumber = var.kept_images
        }
        action = { type = "expire" }
      },
    ]
  })
}

# A registry, that is an account in a region, has one replication configuration. The caller decides which repository brings it.
resource "aws_ecr_replication_configuration" "this" {
  count = var.replication == null ? 0 : 1

  replication_configuration {
    rule {
      dynamic "destination" {
        for_each = var.replication.regions

        content {
          region      = destination.value
          registry_id = var.replication.account_id
        }
      }

      # Without a filter every repository of the registry is copied.
      # https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ReplicationRule.html
      dynamic "repository_filter" {
        for_each = var.replication.prefixes

        content {
          filter      = repository_filter.value
          filter_type = "PREFIX_MATCH"
        }
      }
    }
  }
}
