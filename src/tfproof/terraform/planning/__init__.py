"""Plans many cases in few terraform processes, and remembers them by content."""

from tfproof.terraform.planning.case import Case
from tfproof.terraform.planning.outcome import Outcome, Refusal
from tfproof.terraform.planning.planner import Planner

__all__ = ["Case", "Outcome", "Planner", "Refusal"]
