"""How predicates read what AWS and the provider leave implicit: unset arguments, lists, companions, own keys.

Whatever is read here is known, or the reader says how it copes: `argument` raises where any part is unknown, `listed`
hands the open parts over by name, relations (`Resource.members`, `Resource.companions`) are judged with `every` and
`some`, by which a known fail outweighs what is open, and what is open outweighs a pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from tfproof import strict_json
from tfproof.checks.model import Answer, all_of, any_of, fails, outside, passes
from tfproof.findings import Cause
from tfproof.plans.relations import Companions, Members
from tfproof.plans.schema import Schema
from tfproof.plans.values import (
    ABSENT,
    UNKNOWN,
    PartialJson,
    PartialList,
    PartialText,
    Reference,
    Undecided,
    Unknown,
    has_unknown,
    is_unknown,
    shown,
)

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

#: What an argument that takes a KMS key can name.
KEYS = ("aws_kms_key", "aws_kms_alias", "aws_kms_replica_key", "aws_kms_external_key", "aws_kms_replica_external_key",
        "data.aws_kms_key", "data.aws_kms_alias")  # fmt: skip
_MANAGED = "alias/aws/"
#: Words that stand for a key of AWS where an argument takes a key.
_OF_AWS = frozenset({"AWS_OWNED_CMK", "AWS_OWNED_KMS_KEY", "AWS_OWNED_KEY", "DefaultKey"})
_Meaning = TypeVar("_Meaning")
# What passes on whatever it is given, null as well.
_ANYTHING = ("terraform_data", "terraform_remote_state")
_FLAGS = {"true": True, "false": False, "": False}


# Arguments.


def argument(resource: Resource, path: str, default: Any) -> Any:
    """Return the value of an argument, or `default`, which is what AWS does when it is not set.

    Raises Undecided when any part of it is known only after an apply. A value that AWS chooses, because nothing is
    declared, is the default.
    """
    value = resource.get(path, default)
    if not has_unknown(value):
        return value
    if is_unknown(value) and unset(resource, path):
        return default
    value = resource.evaluated(path)
    if has_unknown(value):
        raise Undecided(Cause.UNTIL_APPLY, f"{path} of {resource.address} is known only after an apply")
    return default if value is None else value


def unset(resource: Resource, path: str) -> bool:
    """Whether nothing is declared for the argument, or null is. False where that cannot be told."""
    value = resource.get(path)
    if not is_unknown(value):
        return value is None
    given = resource.declared(path)
    if given is ABSENT:
        return resource.mode == "managed" and _may_be_computed(resource, path)
    return not is_unknown(given) and given is None


def undeclared(resource: Resource, path: str) -> bool:
    """Whether nobody declares the argument, or that cannot be told."""
    given_ = resource.declared(path)
    return given_ is ABSENT or is_unknown(given_)


def _may_be_computed(resource: Resource, path: str) -> bool:
    """Whether the provider may make the value: what it does not compute is unknown only because something is given.

    Of blocks the schema does not tell whether they are computed, so one that is not declared may be, with all in it.
    """
    kind = Schema.load().kind_of(resource.type, path)
    if kind is None or kind.computed or kind.shape[-1] == "object":
        return True
    block, *inside = path.rsplit(".", 2)
    return bool(inside) and resource.declared(block) is ABSENT


def given(resource: Resource, path: str) -> bool:
    """Whether an argument has a value, known or not; Undecided when it may turn out to be null."""
    if unset(resource, path):
        return False
    value = resource.evaluated(path)
    if isinstance(value, PartialText) or (isinstance(value, Reference) and _has_value(resource, value)):
        return True
    if is_unknown(value):
        detail = f"whether {path} of {resource.address} is set is known only after an apply"
        raise Undecided(Cause.UNTIL_APPLY, detail)
    return bool(value)


def _has_value(resource: Resource, reference: Reference) -> bool:
    """Whether the attribute of a resource is never null: it is required, or the provider computes it."""
    target = resource.plan.resource_at(reference.address)
    if target is None or target.type in _ANYTHING:
        return False
    kind = Schema.load().kind_of(target.qualified_type, reference.path)
    return kind is None or kind.required or kind.computed


def flag(resource: Resource, path: str, default: bool = False) -> bool:
    """Return a boolean argument; providers write some as text ("true")."""
    value = argument(resource, path, default)
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in _FLAGS:
        return _FLAGS[value.lower()]
    raise Undecided(Cause.OUTSIDE_THE_PLAN, f"{path} of {resource.address} is {value!r}, neither true nor false")


def number(resource: Resource, path: str, default: int = 0) -> int:
    """Return a numeric argument."""
    return int(argument(resource, path, default))


def meaning(table: Mapping[str, _Meaning], word: Any, what: str) -> _Meaning:
    """Return what a word means; raise Undecided for one that AWS does not have."""
    if not isinstance(word, str) or word not in table:
        raise Undecided(Cause.UNREADABLE, f"{what} is {word!r}, none of {', '.join(table)}")
    return table[word]


def version_numbers(text: str, what: str) -> tuple[int, ...]:
    """Return the numbers of a version such as `15.4`; raise Undecided for a text that is none."""
    parts = [n for n in text.split(".") if n]
    if not parts or not all(n.isascii() and n.isdigit() for n in parts):
        raise Undecided(Cause.UNREADABLE, f"{what} is {text!r}, no version")
    return tuple(map(int, parts))


@dataclass(frozen=True, slots=True)
class Listed:
    """The elements of a list argument: the `known` ones, and the `open` ones of which nobody can tell the value."""

    known: tuple[Any, ...]
    open: tuple[Unknown, ...]
    undecided: Undecided | None

    def all(self) -> list[Any]:
        """Return the elements; raise Undecided when one is open."""
        if self.undecided:
            raise self.undecided
        return list(self.known)

    def __iter__(self) -> Any:
        raise TypeError("say what becomes of the open elements: `known` and `open`, or `all()`")

    __bool__ = __len__ = __contains__ = __iter__


def listed(resource: Resource, path: str, default: Sequence[Any] = ()) -> Listed:
    """Return the elements of a list (or set) argument, or `default` when it is not set."""
    value = resource.get(path)
    if is_unknown(value) and unset(resource, path):
        value = None
    elif has_unknown(value):
        value = resource.evaluated(path)
    if not is_unknown(value) and (value is None or value is ABSENT):
        return Listed(tuple(default), (), None)
    elements: Sequence[Any] = value if isinstance(value, list | tuple) else [value]
    if isinstance(value, PartialList):
        elements = [*value.items, value]
    known = tuple(e for e in elements if not has_unknown(e))
    unknown = tuple(e if isinstance(e, Unknown) else PartialJson(e) for e in elements if has_unknown(e))
    detail = f"{path} of {resource.address} is known only after an apply, or not all of it ({shown(unknown)})"
    return Listed(known, unknown, Undecided(Cause.UNTIL_APPLY, detail) if unknown else None)


def blocks(resource: Resource, path: str) -> list[str]:
    """Return the path of each nested block: `rule.0`, `rule.1`. Raises Undecided if their number is not known."""
    value = resource.get(path, [])
    if is_unknown(value):
        if unset(resource, path):
            return []
        raise Undecided(Cause.UNTIL_APPLY, f"how many {path} {resource.address} has is known only after an apply")
    return [f"{path}.{position}" for position in range(len(value))]


def document(resource: Resource, path: str) -> Any:
    """Return the content of an argument that holds JSON, with Unknowns in the places that are not known.

    None when it is not set. Raises Undecided when nothing of it can be seen or it is no JSON.
    """
    value = resource.evaluated(path)
    if isinstance(value, PartialJson):
        return value.value
    if is_unknown(value):
        if unset(resource, path):
            return None
        raise Undecided(Cause.UNTIL_APPLY, f"{path} of {resource.address} is known only after an apply")
    if value is ABSENT or value is None or value == "":
        return None
    try:
        return strict_json.load(value)
    except (ValueError, TypeError) as error:
        raise Undecided(Cause.UNREADABLE, f"{path} of {resource.address} is no JSON: {error}") from error


# Relations.


def every(related: Members | Companions, judge: Callable[[Resource], Answer], *, none: Answer) -> Answer:
    """Judge all that a relation names: one that fails decides, then what is open, then `none` where it names nothing."""
    if related.none:
        return none
    return all_of([*(partial(judge, r) for r in related.found), *_open(related)])


def some(related: Members | Companions, judge: Callable[[Resource], Answer], *, none: Answer) -> Answer:
    """Judge a relation of which one has to pass: one that passes decides, then what is open, then the fails."""
    if related.none:
        return none
    return any_of([*(partial(judge, r) for r in related.found), *_open(related)])


def _open(related: Members | Companions) -> Iterable[Callable[[], Answer]]:
    if reason := related.undecided():
        yield partial(_leave_undecided, reason)


def _leave_undecided(reason: Undecided) -> Answer:
    raise reason


def is_cache_member(resource: Resource) -> bool:
    """Whether a cache cluster is a member of a replication group, which decides on its encryption and network."""
    return resource.type == "aws_elasticache_cluster" and not unset(resource, "replication_group_id")


def keeps_data(resource: Resource) -> bool:
    """Whether a cache cluster is judged by itself and keeps anything: it is no member of a group, and not memcached."""
    return not is_cache_member(resource) and bool(argument(resource, "engine", "") != "memcached")


def is_custom_engine(resource: Resource) -> bool:
    """Whether a database is RDS Custom, of which its owner looks after the engine."""
    engine = resource.get("engine")
    return not is_unknown(engine) and str(engine).startswith("custom-")


def own_key(resource: Resource, path: str, *, managed_alias: str) -> Answer:
    """Judge whether the argument names a KMS key of the account's own instead of the one that AWS manages.

    A key outside the plan that somebody names by its ARN or id is somebody's own: AWS's keys are named by an alias or
    by a data source, which says who manages them. Where nobody names one, what the argument shows is AWS's choice.
    """
    unset_answer = fails(f"{path} is not set: the key that AWS manages ({managed_alias}) or none is used")
    declared = resource.declared(path)
    if unset(resource, path) or declared is ABSENT:
        return unset_answer
    named = resource.members(path, *KEYS)
    if named.outside and not named.found:
        name = named.outside[0]
        if _MANAGED in name or name in _OF_AWS:
            return fails(f"{path} is {name}, the key that AWS manages")
        kind = Schema.load().kind_of(resource.qualified_type, path)
        if declared is UNKNOWN and kind is not None and kind.computed:
            outside(f"who manages {name}, which {path} of {resource.address} shows whether it is set or not")
        if not name.startswith("data."):
            return passes(f"{path} is {name}")
    return every(named, partial(_is_own, path), none=unset_answer)


def _is_own(path: str, key: Resource) -> Answer:
    if key.qualified_type == "data.aws_kms_alias" and argument(key, "name", "").startswith(_MANAGED):
        return fails(f"{path} is {key.address}, an alias of the key that AWS manages")
    if key.qualified_type == "data.aws_kms_key":
        manager = key.get("key_manager")
        asked = key.get("key_id")
        if not is_unknown(asked) and _MANAGED in str(asked):
            return fails(f"{path} is {key.address}, the key that AWS manages")
        if is_unknown(manager):
            raise Undecided(Cause.UNTIL_APPLY, f"who manages {key.address} is known only after an apply")
        if manager == "AWS":
            return fails(f"{path} is {key.address}, which AWS manages")
    return passes(f"{path} is {key.address}")


def containers(definition: Resource) -> list[Any]:
    """Return the containers of a task definition, each a mapping; what is not known of one, or one as a whole, is an
    Unknown. So is one that is no object, or has something else where ECS has objects and texts: AWS refuses it, and it
    hides nothing of those beside it.

    Raises Undecided where nothing can be seen of them, or the argument is no list with an object in JSON.
    """
    found = document(definition, "container_definitions")
    if not isinstance(found, list) or (found and not any(is_unknown(c) or isinstance(c, dict) for c in found)):
        raise Undecided(Cause.UNREADABLE, f"container_definitions of {definition.address} is no list of objects")
    return [c if isinstance(c, dict) and _fits(c, _CONTAINER) else UNKNOWN for c in found]


#: What ECS has in a container, as far as checks read it: a kind, what is in an object, or a list of such.
_CONTAINER: dict[str, Any] = {
    "name": str,
    "image": str,
    "environment": [{"name": str, "value": str}],
    "environmentFiles": [{"value": str, "type": str}],
    "secrets": [{"name": str, "valueFrom": str}],
    "logConfiguration": {"logDriver": str, "options": {}, "secretOptions": [{"name": str, "valueFrom": str}]},
    "firelensConfiguration": {"type": str, "options": {}},
}


def _fits(value: Any, form: Any) -> bool:
    """Whether a value has a form; null and what is not known fit any, and a number or a truth is taken for its text."""
    if value is None or is_unknown(value):
        return True
    if isinstance(form, list):
        return isinstance(value, list) and all(_fits(v, form[0]) for v in value)
    if isinstance(form, dict):
        return isinstance(value, dict) and all(_fits(v, form[k]) for k, v in value.items() if k in form)
    return isinstance(value, (form, int, float))
