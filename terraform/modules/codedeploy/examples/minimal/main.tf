module "codedeploy" {
  source = "../.."

  account_id       = "123456789012"
  compute_platform = "Lambda"
  name             = "shop-production-orders"
  region           = "us-east-1"

  deployment_groups = {
    live = {
      alarm_names = ["shop-production-orders-errors"]
      lambda      = { function_arns = { orders = "arn:aws:lambda:us-east-1:123456789012:function:shop-production-orders" } }
    }
  }
}
