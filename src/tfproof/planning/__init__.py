"""Plans many cases in few terraform processes, and remembers them by content."""

from tfproof.planning.case import Case
from tfproof.planning.outcome import Outcome, Refusal
from tfproof.planning.planner import Planner

__all__ = ["Case", "Outcome", "Planner", "Refusal"]
