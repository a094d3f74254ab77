"""From findings to control verdicts."""
