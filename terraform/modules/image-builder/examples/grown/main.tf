module "image_builder" {
  source = "../.."

  name               = "shop-web"
  kms_key_arn        = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
  security_group_ids = ["sg-0a1b2c3d4e5f60718"]
  subnet_id          = "subnet-0a1b2c3d4e5f60718"

  components = {
    runtime    = <<-EOT
      name: runtime
      schemaVersion: 1.0
      phases:
        - name: build
          steps:
            - name: Install
              action: ExecuteBash
              inputs:
                commands: ["dnf install --assumeyes nodejs22"]
    EOT
    web-server = <<-EOT
      name: web-server
      schemaVersion: 1.0
      phases:
        - name: build
          steps:
            - name: Install
              action: ExecuteBash
              inputs:
                commands: ["dnf install --assumeyes nginx"]
    EOT
  }

  copies = {
    eu-central-1 = {}
    us-west-2    = { kms_key_arn = "arn:aws:kms:us-west-2:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab" }
  }

  tags = {
    Component = "web"
  }
}
