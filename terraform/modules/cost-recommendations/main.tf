data "aws_region" "current" {}

resource "aws_computeoptimizer_enrollment_status" "this" {
  count = var.compute_optimizer ? 1 : 0

  include_member_accounts = var.member_accounts_included
  status                  = "Active"
}

resource "aws_costoptimizationhub_enrollment_status" "this" {
  count = var.cost_optimization_hub ? 1 : 0

  include_member_accounts = var.member_accounts_included

  lifecycle {
    precondition {
      condition     = data.aws_region.current.id == "us-east-1"
      error_message = "Cost Optimization Hub exists in us-east-1 only: pass providers = { aws = aws.us_east_1 }."
    }
  }

  # Without Compute Optimizer the hub has nothing to say about sizes.
  depends_on = [aws_computeoptimizer_enrollment_status.this]
}
