"""The checks, one file a concern."""
