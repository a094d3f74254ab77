output "function_names" {
  description = "Names of the functions by purpose."
  value       = { for key, function in module.functions : key => function.name }
}
