module "event_bus" {
  source = "../.."

  name = "shop-production"
}
