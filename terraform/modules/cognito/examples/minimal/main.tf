module "cognito" {
  source = "../.."

  name = "shop-people"
}
