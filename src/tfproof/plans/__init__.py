"""What a plan or a state says: values, resources, references."""
