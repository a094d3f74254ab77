"""In which region a resource lies: its own argument, else that of its provider configuration, else its ARN.

A provider configuration is resolved in the module that holds it, along the `providers` of the calls on the way;
OpenTofu's provider `for_each` included (https://opentofu.org/docs/language/providers/configuration/).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tfproof.plans.addresses import instance_key, split_address
from tfproof.plans.expressions import Evaluator
from tfproof.plans.names import Frame
from tfproof.plans.values import UNKNOWN, is_unknown
from tfproof.terraform.hcl import Traversal

if TYPE_CHECKING:
    from tfproof.plans.scopes import Scope, Scopes
    from tfproof.terraform.hcl import Block, Expression

_REGION = re.compile(r"[a-z]{2,3}(-[a-z]+)+-\d")
#: Types that have an attribute `region` of another meaning before version 6 of the provider.
_OTHER_MEANING = {
    "aws_cloudformation_stack_set_instance", "aws_config_aggregate_authorization", "aws_dx_hosted_connection",
    "aws_vpc_peering_connection",
}  # fmt: skip


class Regions:
    """The regions of one plan's resources."""

    def __init__(self, raw: dict[str, Any], scopes: Scopes, evaluator: Evaluator) -> None:
        self._configured = raw.get("configuration", {}).get("provider_config", {})
        self._scopes = scopes
        self._evaluator = evaluator
        self._known: dict[Any, str | None] = {}

    def of(self, address: str, resource_type: str, values: dict[str, Any]) -> str | None:
        """Return the region; None if it cannot be told."""
        own = values.get("region")
        if isinstance(own, str) and own and resource_type not in _OTHER_MEANING:
            return own
        if found := self._by_provider(address):
            return found
        arn = values.get("arn")
        parts = arn.split(":") if isinstance(arn, str) else []
        return parts[3] if len(parts) > 5 and _REGION.fullmatch(parts[3]) else None

    def _by_provider(self, address: str) -> str | None:
        found = self._scopes.declaration(address)
        if found is None:
            return None
        scope, entry = found
        block = scope.block(entry)
        if block is None:
            return self._of_key(str(entry.get("provider_config_key", "")))
        frame = Frame(scope, entry, instance_key(address))
        expression = block.attributes.get("provider")
        mention = (expression.traversal() if expression else None) or Traversal(entry["type"].partition("_")[0])
        return self._of_mention(scope, mention, frame, str(entry.get("provider_config_key", "")))

    def _of_mention(self, scope: Scope, mention: Traversal, frame: Frame, key: str) -> str | None:
        """Follow `aws`, `aws.replica` or `aws.by_region["a"]` from a module up to where it is configured."""
        name, alias = mention.root, str(mention.steps[0]) if mention.steps else ""
        index = mention.steps[1] if len(mention.steps) > 1 else None
        block = _configuration(scope, name, alias)
        if block is not None:
            return self._region(scope, block, self._index(index, frame), key)
        if scope.parent is None or scope.call_block is None:
            return self._of_key(key)
        passed = scope.call_block.attributes.get("providers")
        call = self._evaluator.names.call_frame(scope)
        if passed is not None:
            wanted = f"{name}.{alias}" if alias else name
            given = next((e.traversal() for n, e in passed.pairs() if n == wanted), None)
            if given is not None:
                return self._of_mention(scope.parent, given, call, key)
        return self._of_key(key) if alias else self._of_mention(scope.parent, Traversal(name), call, key)

    def _index(self, index: Any, frame: Frame) -> Any:
        if index is None or isinstance(index, str | int):
            return index
        return self._evaluator.value(index.expression, frame)

    def _region(self, scope: Scope, block: Block, index: Any, key: str) -> str | None:
        expression = block.attributes.get("region")
        if expression is None:
            return None
        at = (scope.path, block.file, block.line, index if isinstance(index, str) else "")
        if at not in self._known:
            self._known[at] = self._evaluated(scope, block, expression, index, key)
        return self._known[at]

    def _evaluated(self, scope: Scope, block: Block, expression: Expression, index: Any, key: str) -> str | None:
        frame = Frame(scope)
        if "for_each" in block.attributes:
            if is_unknown(index) or not isinstance(index, str):
                return None
            collection = self._evaluator.value(block.attributes["for_each"], frame)
            value = collection.get(index, UNKNOWN) if isinstance(collection, dict) else index
            if is_unknown(collection):
                return None
            frame = frame.bound(each={"key": index, "value": value})
            return _text(self._evaluator.value(expression, frame))
        by_plan = self._configured.get(key, {}).get("expressions", {}).get("region")
        if by_plan is None:
            return _text(self._evaluator.value(expression, frame))
        return _text(self._evaluator.given(expression, by_plan, frame))

    def _of_key(self, key: str) -> str | None:
        """Return the region by the plan's JSON alone, whose keys are `aws`, `aws.replica`, `module.m:aws`."""
        if ("", key) in self._known:
            return self._known["", key]
        # A module that inherits its provider has a key of its own (`module.network:aws`) without an entry.
        provider = self._configured.get(key) or self._configured.get(key.rpartition(":")[2], {})
        expression = provider.get("expressions", {}).get("region")
        scope = self._scopes.of(split_address(provider.get("module_address", ""))[0])
        region = None
        if expression is not None and scope is not None:
            region = _text(self._evaluator.mentioned(expression, Frame(scope)))
            # Without the source a mention may be part of a text or key of a map: only what is a region counts.
            region = region if region and _REGION.fullmatch(region) else None
        self._known["", key] = region
        return region


def _configuration(scope: Scope, name: str, alias: str) -> Block | None:
    for block in scope.files.of("provider") if scope.files else ():
        given = block.attributes.get("alias")
        if block.labels == (name,) and (given.text.strip('"') if given else "") == alias:
            return block
    return None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
