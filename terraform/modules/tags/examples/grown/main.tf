module "tags" {
  source = "../.."

  cost_centre = "4711"
  data_class  = "confidential"
  environment = "staging"
  owner       = "platform-team@example.com"
  system      = "shop"

  tags = {
    Support    = "office-hours"
    Component  = "checkout"
    Repository = "shop-infrastructure"
  }
}
