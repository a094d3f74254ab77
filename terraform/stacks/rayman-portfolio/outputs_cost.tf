output "budget_name" {
  description = "Name of the monthly budget."
  value       = module.budget.name
}
