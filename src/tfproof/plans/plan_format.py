"""What stands where in the JSON of a plan or a state: the format that Terraform documents, as far as we read it.

Source: https://developer.hashicorp.com/terraform/internals/json-format. Keys that are not named here are not read by
us and may hold anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from tfproof.errors import BadInput

HINT = "give the output of 'terraform show -json' as Terraform wrote it"
#: Raises BadInput for a value that must not stand in a place; the place is named for the message.
Shape = Callable[[Any, str], object]
_REFERENCE = re.compile(r"[^\W\d][\w-]*(?:[.\[]|$)")


def mapping(value: Any, where: str) -> dict[str, Any]:
    """Return a value that has to be a mapping; raise BadInput for any other."""
    if not isinstance(value, dict):
        raise BadInput(f"{where} is no mapping", HINT)
    return value


def text(value: Any, where: str) -> None:
    """Accept a text with something in it."""
    if not isinstance(value, str) or not value:
        raise BadInput(f"{where} is {_said(value)} and not a text", HINT)


def fields(required: Mapping[str, Shape], **optional: Shape) -> Shape:
    """Accept a mapping in which each of these keys, where it is there, has its shape."""

    def check(value: Any, where: str) -> None:
        entry = mapping(value, where)
        for key, shape in (*required.items(), *optional.items()):
            if key in required or key in entry:
                shape(entry.get(key), f"{where} > {key}")

    return check


def each(shape: Shape) -> Shape:
    """Accept a list of what has a shape."""

    def check(value: Any, where: str) -> None:
        if not isinstance(value, list):
            raise BadInput(f"{where} is no list", HINT)
        for position, element in enumerate(value):
            name = element.get("address") if isinstance(element, dict) else None
            shape(element, f"{where} > {name if isinstance(name, str) else position}")

    return check


def named(shape: Shape) -> Shape:
    """Accept a mapping of names to what has a shape."""

    def check(value: Any, where: str) -> None:
        for name, element in mapping(value, where).items():
            shape(element, f"{where} > {name}")

    return check


def or_null(shape: Shape) -> Shape:
    """Accept null as well."""
    return lambda value, where: None if value is None else shape(value, where)


def _anything(value: Any, where: str) -> None:
    """Accept whatever JSON can hold."""


def _one_of(*kinds: type) -> Shape:
    def check(value: Any, where: str) -> None:
        if type(value) not in kinds:
            raise BadInput(f"{where} is {_said(value)}", HINT)

    return check


def _mask(value: Any, where: str) -> None:
    """Accept a mask: true or false, or lists and mappings of masks."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            _mask(inner, where)
    elif value is not None and not isinstance(value, bool):
        raise BadInput(f"{where} holds {_said(value)}, which marks nothing", HINT)


def _expression(value: Any, where: str) -> None:
    """Accept what an argument is, a constant or what it refers to, or one nested block or several."""
    if isinstance(value, list):
        for inner in value:
            mapping(inner, where)
            _expression(inner, where)
        return
    for name, inner in mapping(value, where).items():
        if name == "references" and are_references(inner):
            each(_reference)(inner, f"{where} > references")
        elif name != "constant_value":
            _expression(inner, f"{where} > {name}")


def are_references(value: Any) -> bool:
    """Whether what stands under `references` is what an expression mentions, and not a block or an argument so called."""
    return isinstance(value, list) and not any(isinstance(r, dict | list) for r in value)


def _argument(value: Any, where: str) -> None:
    """Accept what an argument is that is no block."""
    _expression(mapping(value, where), where)


def _provider_arguments(value: Any, where: str) -> None:
    named(_expression)(value, where)
    fields({}, region=_argument, access_key=_argument)(value, where)


def _reference(value: Any, where: str) -> None:
    """Accept what an expression mentions: a name, and perhaps steps from there."""
    if not isinstance(value, str) or not _REFERENCE.match(value):
        raise BadInput(f"{where} is {_said(value)} and refers to nothing", HINT)


def _marks(value: Any, where: str) -> None:
    """Accept the mask of a whole resource, of which never all is marked."""
    if value is True:
        raise BadInput(f"{where} is True", HINT)
    _mask(value, where)


def _said(value: Any) -> str:
    return repr(value)[:40]


_ACTIONS = each(text)
_INDEX = _one_of(str, int)
_VALUES = or_null(mapping)


def _module(value: Any, where: str) -> None:
    """Accept the values of a module and of those below it."""
    fields({}, resources=each(_ENTRY), child_modules=each(_module), address=text)(value, where)


def _configuration(value: Any, where: str) -> None:
    """Accept the configuration of a module and of those that it calls."""
    call = fields(
        {}, source=text, expressions=named(_expression), count_expression=_expression, for_each_expression=_expression,
        module=_configuration, depends_on=each(text),
    )  # fmt: skip
    fields(
        {},
        resources=each(_DECLARED),
        module_calls=named(call),
        outputs=named(fields({}, expression=_expression, sensitive=_one_of(bool))),
        variables=named(fields({}, sensitive=_one_of(bool))),
    )(value, where)


_ENTRY = fields(
    {"address": text},
    mode=text, type=text, name=text, index=_INDEX, provider_name=text, values=_VALUES, sensitive_values=_mask,
    depends_on=each(text),
)  # fmt: skip
_DECLARED = fields(
    {"address": text, "type": text, "name": text},
    mode=text, expressions=named(_expression), count_expression=_expression, for_each_expression=_expression,
    provider_config_key=text, depends_on=each(text), provisioners=each(fields({}, expressions=named(_expression))),
)  # fmt: skip
_CHANGE = fields(
    {"address": text},
    mode=text, type=text, name=text, index=_INDEX, deposed=text, module_address=text,
    change=fields(
        {}, actions=_ACTIONS, before=_VALUES, after=_VALUES, after_unknown=_marks, before_sensitive=_mask,
        after_sensitive=_mask,
    ),
)  # fmt: skip
_OUTPUTS = named(fields({}, sensitive=_one_of(bool)))
_VALUES_OF_A_STATE = fields({}, outputs=_OUTPUTS, root_module=_module)
#: A whole plan.
PLAN = fields(
    {"planned_values": _VALUES_OF_A_STATE},
    terraform_version=text,
    variables=named(mapping),
    output_changes=named(fields({}, actions=_ACTIONS, after_unknown=_mask, before_sensitive=_mask, after_sensitive=_mask)),
    resource_changes=each(_CHANGE),
    resource_drift=each(_CHANGE),
    prior_state=fields({}, values=_VALUES_OF_A_STATE),
    configuration=fields({}, root_module=_configuration, provider_config=named(fields(
        {}, name=text, full_name=text, alias=text, module_address=text, expressions=_provider_arguments,
    ))),
)  # fmt: skip
#: What `terraform show -json` says of a state.
STATE = fields({"values": _VALUES_OF_A_STATE}, terraform_version=text)
