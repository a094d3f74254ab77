# LOCALSTACK=true sends the units of this account to an emulator, with credentials that open nothing else. The state is a local file then.
# LOCALSTACK_ENDPOINT and LOCALSTACK_ACCOUNT_ID are for another emulator, such as moto, whose account is 123456789012.

locals {
  account_id = get_env("LOCALSTACK_ACCOUNT_ID", "000000000000")
  enabled    = get_env("LOCALSTACK", "false") == "true"
  endpoint   = get_env("LOCALSTACK_ENDPOINT", "http://localhost:4566")

  services = [
    "accessanalyzer", "acm", "apigatewayv2", "applicationautoscaling", "autoscaling", "backup", "budgets", "ce", "cloudtrail", "cloudwatch", "codedeploy",
    "configservice", "dynamodb", "ec2", "ecr", "ecs", "elbv2", "events", "guardduty", "iam", "inspector2", "kms", "lambda", "logs", "rds",
    "route53", "s3", "s3control", "secretsmanager", "securityhub", "sns", "sqs", "ssm", "sts",
  ]
}
