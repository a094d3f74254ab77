output "arn" {
  description = "ARN of the certificate, known once it has been validated."
  value       = aws_acm_certificate_validation.this.certificate_arn
}

output "domain_names" {
  description = "Names that the certificate covers."
  value       = aws_acm_certificate.this.subject_alternative_names
}
