"""Proves what Terraform for AWS promises, control by control, and leaves the evidence."""

from tfproof.findings import Cause, Finding, Layer, Read, SourceLine, Verdict
from tfproof.plans.values import UNKNOWN, Undecided
from tfproof.plans.view import Plan, Resource

__all__ = [
    "UNKNOWN",
    "Cause",
    "Finding",
    "Layer",
    "Plan",
    "Read",
    "Resource",
    "SourceLine",
    "Undecided",
    "Verdict",
]
