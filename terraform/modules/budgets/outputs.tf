output "arn" {
  description = "ARN of the monthly budget."
  value       = aws_budgets_budget.this.arn
}

output "commitment_names" {
  description = "Names of the budgets of reservations and savings plans, keyed as in commitment_budgets."
  value       = { for key, budget in aws_budgets_budget.commitment : key => budget.name }
}

output "name" {
  description = "Name of the monthly budget."
  value       = aws_budgets_budget.this.name
}
