resource "aws_ecs_task_definition" "app" {
  family                   = "shop-app"
  cpu                      = "4096"
  memory                   = "32768"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  container_definitions    = jsonencode([{ name = "app", image = "shop:1.0.0", essential = true }])
}
