resource "aws_ecs_task_definition" "app" {
  family                   = "shop-app"
  cpu                      = "256"
  memory                   = "512"
  network_mode             = "awsvpc"
  requires_compatibilities = ["FARGATE"]
  container_definitions    = jsonencode([{ name = "app", image = "shop:1.0.0", essential = true }])
}

resource "aws_ecs_service" "app" {
  name            = "shop-app"
  cluster         = "shop"
  task_definition = aws_ecs_task_definition.app.arn
  desired_count   = 2
  launch_type     = "FARGATE"

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets = ["subnet-0a1b2c3d4e5f60718"]
  }
}
