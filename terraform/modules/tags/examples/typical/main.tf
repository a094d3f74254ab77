module "tags" {
  source = "../.."

  cost_centre = "4711"
  data_class  = "confidential"
  environment = "staging"
  owner       = "platform-team@example.com"
  system      = "shop"

  tags = {
    Repository = "shop-infrastructure"
    Support    = "office-hours"
  }
}
