output "compute_optimizer_status" {
  description = "Whether Compute Optimizer is enrolled: Active, once it is; null where it is left to others."
  value       = one(aws_computeoptimizer_enrollment_status.this[*].status)
}

output "cost_optimization_hub_status" {
  description = "Whether Cost Optimization Hub is enrolled: Active, once it is; null where it is left to others."
  value       = one(aws_costoptimizationhub_enrollment_status.this[*].status)
}
