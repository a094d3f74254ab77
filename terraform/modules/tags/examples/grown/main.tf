module "tags" {
  source = "../.."

  cost_centre = "4711"
  data_class  = "confidential"
  environment = "staging"
  owner       = "platform-team@example.com"
  project     = "Web Shop"
  system      = "shop"

  tags = {
    Support    = "office-hours"
    Component  = "checkout"
    Repository = "shop-infrastructure"
  }
}
