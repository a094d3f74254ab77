module "ecs_alb_service" {
  source = "../.."

  cluster_arn        = "arn:aws:ecs:us-east-1:123456789012:cluster/shop-production"
  cluster_name       = "shop-production"
  container_name     = "app"
  cpu                = 256
  execution_role_arn = "arn:aws:iam::123456789012:role/shop-production-execution"
  listener_arn       = "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/shop-production/50dc6c495c0c9188/f2f7dc8efc522ab2"
  listener_rule      = { priority = 10, path_patterns = ["/*"] }
  log_group_name     = "/ecs/shop-production/app"
  memory             = 512
  name               = "shop-production-web"
  region             = "us-east-1"
  security_group_ids = ["sg-0a1b2c3d4e5f60718"]
  subnet_ids         = ["subnet-0a1b2c3d4e5f60718", "subnet-0b1c2d3e4f5061728"]
  task_role_arn      = "arn:aws:iam::123456789012:role/shop-production-app"
  vpc_id             = "vpc-0a1b2c3d4e5f60718"

  containers = {
    app = { image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop-app:2f9c1e7", port = 8080 }
  }
}
