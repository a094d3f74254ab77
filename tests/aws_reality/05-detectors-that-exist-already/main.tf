resource "aws_guardduty_detector" "this" {
  enable = true
}

resource "aws_securityhub_account" "this" {
  enable_default_standards = false
}

resource "aws_config_configuration_recorder" "this" {
  name     = "shop"
  role_arn = "arn:aws:iam::123456789012:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig"
}

resource "aws_accessanalyzer_analyzer" "this" {
  analyzer_name = "shop"
  type          = "ACCOUNT"
}
