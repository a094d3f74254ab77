module "asg_tier" {
  source = "../.."

  name                 = "shop-web"
  desired_count        = 4
  image_id             = "ami-0a1b2c3d4e5f60718"
  instance_profile_arn = "arn:aws:iam::123456789012:instance-profile/shop-web"
  instance_type        = "m5.large"
  kms_key_arn          = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
  max_count            = 10
  min_count            = 2
  security_group_ids   = ["sg-0a1b2c3d4e5f60718"]
  subnet_ids           = ["subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"]
  target_group_arns    = ["arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/shop-web/73e2d6bc24d8a067"]
  root_volume          = { size_gb = 50, iops = 4000, throughput = 250 }

  policies = {
    cpu = { metric = "cpu", target = 70 }
    requests = {
      metric         = "requests"
      resource_label = "app/shop/50dc6c495c0c9188/targetgroup/shop-web/73e2d6bc24d8a067"
      target         = 1000
    }
  }

  schedules = {
    evening = { min_count = 1, recurrence = "0 20 * * *" }
  }

  user_data = <<-EOT
    #!/bin/sh
    echo 'PARAMETERS=/shop/production/web' >> /etc/environment
  EOT

  tags = {
    Component = "web"
  }
}
