"""The checks: one file per concern, discovered from this package; `judge` applies them to a plan."""

from tfproof.checks.engine import Judgement, judge
from tfproof.checks.model import ALL_TYPES, Check, Population, Severity
from tfproof.checks.registry import aliases, registry
from tfproof.project.settings import Settings, load_settings, settings_from

__all__ = [
    "ALL_TYPES",
    "Check",
    "Judgement",
    "Population",
    "Settings",
    "Severity",
    "aliases",
    "judge",
    "load_settings",
    "registry",
    "settings_from",
]
