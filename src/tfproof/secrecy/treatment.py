"""What is done with the value of an argument of a resource, by what the provider's schema and `secrets.yaml` say of it."""

from __future__ import annotations

from enum import Enum, auto
from functools import lru_cache

from tfproof.plans.schema import Schema
from tfproof.secrecy.facts import facts
from tfproof.secrecy.names import is_discreet


class Treatment(Enum):
    """What is done with a value."""

    #: It is a secret, by the provider's schema or by the name that people gave it.
    SECRET = auto()
    #: It goes to programs: nothing of it is shown but the names in it.
    WITHHELD = auto()
    #: It is JSON with such things in it; as anything else it is withheld.
    DOCUMENT = auto()
    #: Its name speaks of a secret, but it is the provider's, who does not say that it is one: a mere word is shown.
    DISCREET = auto()
    #: The provider's own names are inside, or nothing is.
    OWN = auto()
    #: People chose the names inside.
    PEOPLES = auto()


@lru_cache(65536)
def of_argument(qualified_type: str, path: str) -> Treatment:
    """Return the treatment of what stands at a path of a resource's values or arguments; `*` is any index."""
    names = [n for n in path.split(".") if n != "*"]
    kind = Schema.load().kind_of(qualified_type, path)
    withheld = facts()["withheld"]
    of_type = withheld["types"].get(qualified_type.removeprefix("data."), ())
    own_names = kind is not None and kind.shape[-1] == "object"
    if kind is None or (path.endswith("*") and not own_names):
        in_environment = any(n in withheld["collections"] for n in names[:-1])
        if in_environment or any(".".join(names[:n]) in of_type for n in range(1, len(names) + 1)):
            return Treatment.WITHHELD
        if any(p.startswith(f"{'.'.join(names)}.") for p in of_type):
            return Treatment.OWN  # of a provider whose schema is not at hand
        return of_name(names[-1], structured=True)
    if kind.sensitive or names[-1].endswith("_wo"):
        return Treatment.SECRET
    if (
        names[-1] in withheld["anywhere"]
        or ".".join(names) in of_type
        or ("map" in kind.shape and any(n in withheld["collections"] for n in names))
        or (names[-1] in withheld["sent"] and any("header" in n for n in names))
    ):
        return Treatment.WITHHELD
    if names[-1] in withheld["documents"]:
        return Treatment.DOCUMENT
    if is_discreet(names[-1]) and "string" in kind.shape and names[-1] not in facts()["public_arguments"]:
        return Treatment.DISCREET
    return Treatment.OWN if own_names or "map" not in kind.shape else Treatment.PEOPLES


@lru_cache(65536)
def of_name(name: str, *, structured: bool) -> Treatment:
    """Return the treatment of what people call so; `structured` says that it is a list or has names inside."""
    withheld, lower = facts()["withheld"], name.lower()
    if lower in withheld["anywhere"] or lower in withheld["members"]:
        return Treatment.WITHHELD
    if structured and (lower in withheld["collections"] or "header" in lower):
        return Treatment.WITHHELD
    if name in withheld["documents"]:
        return Treatment.DOCUMENT
    return Treatment.SECRET if is_discreet(name) else Treatment.PEOPLES
