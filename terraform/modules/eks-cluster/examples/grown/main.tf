module "eks_cluster" {
  source = "../.."

  name               = "shop"
  kms_key_arn        = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
  node_kms_key_arn   = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
  subnet_ids         = ["subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"]
  log_retention_days = 731

  access = {
    operators = {
      policy        = "AmazonEKSClusterAdminPolicy"
      principal_arn = "arn:aws:iam::123456789012:role/operators"
    }
    developers = {
      namespaces    = ["shop"]
      policy        = "AmazonEKSViewPolicy"
      principal_arn = "arn:aws:iam::123456789012:role/developers"
    }
    pipeline = {
      kubernetes_groups = ["deployers"]
      principal_arn     = "arn:aws:iam::123456789012:role/pipeline"
    }
  }

  node_groups = {
    general = {
      instance_types = ["m7i.large", "m7a.large"]
      max_size       = 4
      min_size       = 2
    }
    batch = {
      ami_type       = "BOTTLEROCKET_ARM_64"
      capacity_type  = "SPOT"
      desired_size   = 1
      disk_gb        = 100
      instance_types = ["m7g.large", "m6g.large"]
      labels         = { work = "batch" }
      max_size       = 10
      min_size       = 0
      taints = {
        batch = { effect = "NO_SCHEDULE", value = "only" }
      }
    }
  }

  pod_roles = {
    web = {
      namespace       = "shop"
      role_arn        = "arn:aws:iam::123456789012:role/shop-web"
      service_account = "web"
    }
  }
}
