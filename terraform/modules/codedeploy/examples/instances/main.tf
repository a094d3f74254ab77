module "codedeploy" {
  source = "../.."

  account_id         = "123456789012"
  compute_platform   = "Server"
  deployment_configs = { most = { healthy_percent = 75 } }
  name               = "shop-production-web"
  region             = "us-east-1"

  deployment_groups = {
    app = {
      deployment_config = "most"
      server = {
        blue_green         = true
        instance_tags      = { Environment = "production", Tier = "app" }
        target_group_names = ["shop-production-app-6010"]
      }
    }
    web = {
      server = { autoscaling_group_names = ["shop-production-web"], target_group_names = ["shop-production-web-6010"] }
    }
  }
}
