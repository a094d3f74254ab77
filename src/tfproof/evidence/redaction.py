"""Takes secrets out of plans and of everything else that goes into a bundle.

Terraform marks what is sensitive in masks beside the values (`sensitive_values`, `after_sensitive` …) and, for
variables and outputs, in the configuration. What is marked is replaced by a keyed digest, so that equal secrets can
still be told to be equal. The key is random for each run and kept nowhere: nobody can try guesses against a bundle.
What was replaced is then looked for in all other text as well (messages, diagnostics, values of other resources).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Iterator
from typing import Any

from tfproof.checks.withholding import withhold
from tfproof.findings import Read
from tfproof.plans.addresses import configuration_address

#: A shorter secret is taken out where it is marked, but not looked for elsewhere: it would be found everywhere.
_SHORTEST_TO_LOOK_FOR = 6
#: Arguments of a provider that name no secret; every other literal in a provider's configuration is taken out.
_PUBLIC_PROVIDER_ARGUMENTS = frozenset(
    {"alias", "allowed_account_ids", "default_tags", "ignore_tags", "max_retries", "profile", "region"}
)
#: Attributes in which programs get secrets that Terraform does not mark; their names stay, their values do not.
_WITHHELD_ATTRIBUTES = ("container_definitions", "environment")
_HOLD_PLAN_VALUES = frozenset({"value", "values", "details"})
_CREDENTIAL = re.compile("key|secret|token|password")


class Redactor:
    """Redacts all that one run leaves. Give it every plan first: it learns from them what is secret."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._found: dict[str, str] = {}
        self._pattern: re.Pattern[str] | None = None

    @property
    def count(self) -> int:
        """How many different values were taken out."""
        return len(set(self._found.values()))

    def plan(self, raw: dict[str, Any]) -> dict[str, Any]:
        """Return a copy of a plan's or state's JSON without what is marked as sensitive in it."""
        configuration = raw.get("configuration", {})
        declared = configuration.get("root_module", {}).get("variables", {})
        copy = {k: self._values(v) for k, v in raw.items() if k not in ("configuration", "variables")}
        if "variables" in raw:
            copy["variables"] = {
                name: {**entry, "value": self._hide(entry.get("value"))} if _marked(declared.get(name)) else entry
                for name, entry in raw["variables"].items()
            }
        if "configuration" in raw:
            copy["configuration"] = {
                **configuration,
                "provider_config": {k: self._provider(v) for k, v in configuration.get("provider_config", {}).items()},
                "root_module": self._module(configuration.get("root_module", {}), "", _masks(raw)),
            }
        return {key: copy[key] for key in raw}

    def scrub(self, node: Any, keep: frozenset[str] = frozenset()) -> Any:
        """Return the JSON-like value with every secret that was found in a plan replaced, inside longer texts too.

        What lies under a key of `keep` names things (addresses, verdicts) and stays as it is; but nothing is exempt
        below the keys that hold what plans hold.
        """
        if isinstance(node, dict):
            return {
                key: value if key in keep else self.scrub(value, frozenset() if key in _HOLD_PLAN_VALUES else keep)
                for key, value in node.items()
            }
        if isinstance(node, list | tuple):
            return [self.scrub(value, keep) for value in node]
        if isinstance(node, str):
            return self._scrub_text(node)
        if isinstance(node, int | float) and not isinstance(node, bool) and str(node) in self._found:
            return self._found[str(node)]
        return node

    def _scrub_text(self, text: str) -> str:
        if not self._found:
            return text
        if self._pattern is None:
            longest_first = sorted(self._found, key=len, reverse=True)
            self._pattern = re.compile("|".join(map(re.escape, longest_first)))
        return self._pattern.sub(lambda match: self._found[match[0]], text)

    def _hide(self, value: Any, *, learn: bool = True) -> Any:
        """Return the digest that stands for a secret; null is no secret.

        With `learn` every text in it counts as a secret wherever else it turns up.
        """
        if value is None:
            return None
        canonical = json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
        marker = f"(sensitive, hmac-sha256 {hmac.new(self._key, canonical, hashlib.sha256).hexdigest()[:16]})"
        for leaf in _leaves(value) if learn else ():
            for form in _written_forms(leaf):
                if len(form) >= _SHORTEST_TO_LOOK_FOR:
                    self._found.setdefault(form, marker)
                    self._pattern = None
        return marker

    def _masked(self, value: Any, mask: Any) -> Any:
        """Hide the parts of a value that the mask marks."""
        if mask is True:
            return self._hide(value)
        if isinstance(mask, dict) and isinstance(value, dict):
            return {k: self._masked(v, mask.get(k)) for k, v in value.items()}
        if isinstance(mask, list) and isinstance(value, list):
            padded = [*mask, *[None] * (len(value) - len(mask))]
            return [self._masked(v, m) for v, m in zip(value, padded, strict=False)]
        return value

    def _attributes(self, values: Any, mask: Any) -> Any:
        """Return a resource's attributes without what its mask marks and without programs' environments."""
        masked = self._masked(values, mask)
        if not isinstance(masked, dict):
            return masked
        hidden = {k: withhold(Read("", k, masked[k])).value for k in _WITHHELD_ATTRIBUTES if masked.get(k)}
        return {**masked, **hidden}

    def _values(self, node: Any) -> Any:
        """Walk everything but the configuration: wherever a mask lies beside values, it is applied."""
        if isinstance(node, list):
            return [self._values(v) for v in node]
        if not isinstance(node, dict):
            return node
        new = {k: self._values(v) for k, v in node.items()}
        if "sensitive_values" in node:
            new["values"] = self._attributes(node.get("values"), node["sensitive_values"])
        for name in ("before", "after"):
            if f"{name}_sensitive" in node and name in node:
                new[name] = self._attributes(node[name], node[f"{name}_sensitive"])
        if node.get("sensitive") is True and "value" in node:
            new["value"] = self._hide(node["value"])
        return new

    def _module(self, module: dict[str, Any], path: str, masks: dict[str, list[Any]]) -> dict[str, Any]:
        """Redact a module's configuration: variables, outputs, arguments of resources and of module calls."""
        new = dict(module)
        if "variables" in module:
            new["variables"] = {
                k: {**v, "default": self._hide(v["default"])} if _marked(v) and "default" in v else v
                for k, v in module["variables"].items()
            }
        if "outputs" in module:
            new["outputs"] = {
                k: {**v, "expression": self._literals(v.get("expression"))} if _marked(v) else v
                for k, v in module["outputs"].items()
            }
        if "resources" in module:
            new["resources"] = [self._resource(r, masks.get(path + r["address"], [])) for r in module["resources"]]
        if "module_calls" in module:
            new["module_calls"] = {
                name: self._call(call, f"{path}module.{name}.", masks) for name, call in module["module_calls"].items()
            }
        return new

    def _call(self, call: dict[str, Any], path: str, masks: dict[str, list[Any]]) -> dict[str, Any]:
        module = call.get("module", {})
        declared = module.get("variables", {})
        new = {**call, "module": self._module(module, path, masks)}
        if "expressions" in call:
            expressions = {
                k: self._literals(v) if _marked(declared.get(k)) else v for k, v in call["expressions"].items()
            }
            new["expressions"] = self._withheld(expressions)
        return new

    def _resource(self, resource: dict[str, Any], masks: list[Any]) -> dict[str, Any]:
        if "expressions" not in resource:
            return resource
        expressions = resource["expressions"]
        for mask in masks:
            expressions = self._arguments(expressions, mask)
        return {**resource, "expressions": self._withheld(expressions)}

    def _arguments(self, expression: Any, mask: Any) -> Any:
        """Apply the mask of a resource's values to the literals of its arguments."""
        if mask is True:
            return self._literals(expression)
        if not mask:
            return expression
        if isinstance(expression, dict) and "constant_value" in expression:
            return {**expression, "constant_value": self._masked(expression["constant_value"], mask)}
        if isinstance(expression, dict) and isinstance(mask, dict):
            return {k: self._arguments(v, mask.get(k)) for k, v in expression.items()}
        if isinstance(expression, dict) and isinstance(mask, list):
            return self._arguments(expression, mask[0])
        if isinstance(expression, list) and isinstance(mask, list):
            # A dynamic block is one expression for many values, so every mask may speak of it.
            for element in mask:
                expression = [self._arguments(e, element) for e in expression]
        return expression

    def _literals(self, node: Any, *, learn: bool = True) -> Any:
        """Hide every literal in an expression; references stay, they only name things."""
        if isinstance(node, dict):
            return {
                k: self._hide(v, learn=learn) if k == "constant_value" else self._literals(v, learn=learn)
                for k, v in node.items()
            }
        if isinstance(node, list):
            return [self._literals(v, learn=learn) for v in node]
        return node

    def _withheld(self, expressions: dict[str, Any]) -> dict[str, Any]:
        """Hide the literals in programs' environments. Most of them are no secrets, so nothing is learnt."""
        return {k: self._literals(v, learn=False) if k in _WITHHELD_ATTRIBUTES else v for k, v in expressions.items()}

    def _provider(self, provider: dict[str, Any]) -> dict[str, Any]:
        if "expressions" not in provider:
            return provider
        expressions = {
            name: value
            if name in _PUBLIC_PROVIDER_ARGUMENTS or _is_switch(value)
            else self._literals(value, learn=bool(_CREDENTIAL.search(name)))
            for name, value in provider["expressions"].items()
        }
        return {**provider, "expressions": expressions}


def _is_switch(expression: Any) -> bool:
    return isinstance(expression, dict) and isinstance(expression.get("constant_value"), bool)


def _marked(declaration: dict[str, Any] | None) -> bool:
    return bool(declaration and declaration.get("sensitive"))


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for child in value.values():
            yield from _leaves(child)
    elif isinstance(value, list):
        for child in value:
            yield from _leaves(child)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def _written_forms(text: str) -> set[str]:
    """Return the text as it is, as Python and Terraform write it inside JSON, and without the space around it."""
    quoted = {json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]}
    terraform = {q.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026") for q in quoted}
    return {text, text.strip(), *quoted, *terraform}


def _masks(raw: dict[str, Any]) -> dict[str, list[Any]]:
    """Return the masks of all instances of each resource by its address in the configuration."""
    masks: dict[str, list[Any]] = {}

    def note(address: Any, mask: Any) -> None:
        if address and mask:
            masks.setdefault(configuration_address(str(address)), []).append(mask)

    def walk(module: dict[str, Any]) -> None:
        for resource in module.get("resources", []):
            note(resource.get("address"), resource.get("sensitive_values"))
        for child in module.get("child_modules", []):
            walk(child)

    walk(raw.get("planned_values", {}).get("root_module", {}))
    walk(raw.get("prior_state", {}).get("values", {}).get("root_module", {}))
    for change in raw.get("resource_changes", []):
        for name in ("before_sensitive", "after_sensitive"):
            note(change.get("address"), change.get("change", {}).get(name))
    return masks
