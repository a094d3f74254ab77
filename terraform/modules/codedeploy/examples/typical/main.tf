module "codedeploy" {
  source = "../.."

  account_id           = "123456789012"
  compute_platform     = "ECS"
  name                 = "shop-production-app"
  region               = "us-east-1"
  revision_bucket_arns = { releases = "arn:aws:s3:::shop-production-releases-123456789012" }

  deployment_configs = {
    quarter = { shift = { minutes = 10, percent = 25 } }
  }

  deployment_groups = {
    app = {
      alarm_names        = ["shop-production-errors", "shop-production-latency"]
      deployment_config  = "quarter"
      hook_function_arns = { smoke = "arn:aws:lambda:us-east-1:123456789012:function:shop-production-smoke" }
      ecs = {
        cluster_name       = "shop-production"
        execution_role_arn = "arn:aws:iam::123456789012:role/shop-production-execution"
        listener_arn       = "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/shop-production/50dc6c495c0c9188/f2f7dc8efc522ab2"
        service_name       = "shop-production-app"
        target_group_names = ["shop-production-blue-6010", "shop-production-green-6010"]
        task_role_arn      = "arn:aws:iam::123456789012:role/shop-production-app"
        test_listener = {
          arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/shop-production/50dc6c495c0c9188/8ca1b2f30a6f1d77"
        }
      }
    }
  }

  tags = {
    Component = "releases"
  }
}
