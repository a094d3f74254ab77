resource "aws_s3_bucket" "uploads" {
  bucket = "shop-uploads-123456789012"
  tags   = { DataClass = "personal" }
}

resource "aws_iam_group" "developers" {
  name = "shop-developers"
}

resource "aws_iam_group_policy_attachment" "read_only" {
  group      = aws_iam_group.developers.name
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}
