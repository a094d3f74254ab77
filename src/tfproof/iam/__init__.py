"""IAM policies: documents, matching, conditions."""
