resource "aws_s3_bucket" "this" {
  for_each = toset(["uploads", "videos"])

  bucket = "shop-${each.key}-123456789012"
}

resource "aws_s3_bucket_cors_configuration" "videos" {
  bucket = aws_s3_bucket.this["videos"].id

  cors_rule {
    allowed_methods = ["GET", "HEAD", "POST", "PUT"]
    allowed_origins = ["https://shop.example.com"]
  }
}

data "aws_iam_policy_document" "app" {
  statement {
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["${aws_s3_bucket.this["uploads"].arn}/*"]
  }

  statement {
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.this["videos"].arn}/*"]
  }
}

resource "aws_iam_role_policy" "app" {
  name   = "application"
  role   = "shop-app"
  policy = data.aws_iam_policy_document.app.json
}
