module "codebuild_project" {
  source = "../.."

  account_id            = "123456789012"
  artifacts             = { bucket = "shop-production-artifacts-123456789012", path = "app" }
  build_timeout_minutes = 20
  compute_type          = "BUILD_GENERAL1_MEDIUM"
  docker_enabled        = true
  kms_key_arn           = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
  log_kms_key_arn       = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  log_retention_days    = 90
  name                  = "shop-production-app"
  region                = "us-east-1"

  code = {
    connection = { arn = "arn:aws:codeconnections:us-east-1:123456789012:connection/7d4469fe-97e7-4d5c-9d0f-a1b2c3d4e5f6" }
    location   = "https://github.com/example/shop.git"
    type       = "GITHUB"
    version    = "main"
  }

  environment_variables = {
    LOG_LEVEL = "info"
    STAGE     = "production"
  }

  pushed_repository_arns = {
    app    = "arn:aws:ecr:us-east-1:123456789012:repository/shop-app"
    worker = "arn:aws:ecr:us-east-1:123456789012:repository/shop-worker"
  }

  secrets = {
    REGISTRY_TOKEN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/registry-a1b2c3:token"
    SIGNING_KEY    = "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/signing-d4e5f6"
  }

  vpc = {
    security_group_ids = ["sg-0a1b2c3d4e5f60718"]
    subnet_ids         = ["subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"]
    vpc_id             = "vpc-0a1b2c3d4e5f60718"
  }

  policy_statements = {
    StartRelease = {
      actions   = ["codedeploy:CreateDeployment"]
      resources = ["arn:aws:codedeploy:us-east-1:123456789012:deploymentgroup:shop-production-app/app"]
    }
  }

  pulled_repository_arns = {
    base = "arn:aws:ecr:us-east-1:123456789012:repository/base"
  }

  tags = {
    Component = "builds"
  }
}
