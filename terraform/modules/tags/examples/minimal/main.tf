module "tags" {
  source = "../.."

  data_class  = "personal"
  environment = "production"
  owner       = "platform-team"
  system      = "shop"
}
