"""Whether there can be resources of a type at all: a mistyped name would find none, as if there were none.

Of AWS's provider every type is known. Of others none is, so that a name is taken for one of theirs unless it is one of
AWS's but for a slip.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache

from tfproof.errors import instead_of
from tfproof.plans.schema import Schema

#: How alike two names are of which one is a slip: `asw_sqs_queue` is, `acme_certificate` is not.
_ALIKE = 0.87
#: A provider whose types are called as those of AWS's are.
_NAMESAKE = "awscc"


@cache
def mistyped(name: str) -> str:
    """Return why there is no such type, and what it may mean; an empty text for one that there may be."""
    known = Schema.load().types
    kind = name.removeprefix("data.")
    prefix = name[: -len(kind)] if kind else ""
    provider = kind.partition("_")[0]
    forgotten = f"{prefix}aws_{kind}" in known
    slip = provider not in ("aws", _NAMESAKE) and get_close_matches(name, known, 1, _ALIKE)
    if name in known or not (provider == "aws" or forgotten or slip):
        return ""
    hint = instead_of([f"{prefix}aws_{kind}" if forgotten else name], known, "a data source's type begins with 'data.'")
    return f"there is no type {name} in hashicorp/aws {Schema.load().provider_version}, and none in the plan: {hint}"
