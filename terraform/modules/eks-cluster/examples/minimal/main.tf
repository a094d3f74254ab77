module "eks_cluster" {
  source = "../.."

  name        = "shop"
  kms_key_arn = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
  subnet_ids  = ["subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"]

  access = {
    operators = {
      policy        = "AmazonEKSClusterAdminPolicy"
      principal_arn = "arn:aws:iam::123456789012:role/operators"
    }
  }

  node_groups = {
    general = {
      instance_types = ["m7i.large"]
      max_size       = 4
      min_size       = 2
    }
  }
}
