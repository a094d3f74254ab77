module "lambda_function" {
  source = "../.."

  name        = "shop-thumbnails"
  description = "Makes thumbnails of uploaded images."
  handler     = "app.handler"
  runtime     = "python3.13"
  package     = { s3 = { bucket = "shop-artifacts", key = "thumbnails/1.0.0.zip" } }
}
