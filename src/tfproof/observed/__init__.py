"""A deployed system as its cloud answers: what the checks judge is asked through the API, and not through Terraform.

The state says which resources there are and by which identifiers they are found; every value that is judged comes from an
answer. What nobody could ask, or answer, is not known.
"""

from tfproof.observed.asking import Answered, Cloud
from tfproof.observed.calls import Call, load_calls
from tfproof.observed.deployment import Observed, observe

__all__ = ["Answered", "Call", "Cloud", "Observed", "load_calls", "observe"]
