"""A plan's or state's JSON without its secrets. Terraform says where some are (masks beside values, declarations of
variables and outputs); the provider's schema, names and forms say the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tfproof.plans.addresses import configuration_address
from tfproof.secrecy.concealing import WITHHELD, Concealer, same

#: Arguments of a provider that name no secret; every other literal in a provider's configuration is taken out.
_PUBLIC_PROVIDER_ARGUMENTS = frozenset(
    {"alias", "allowed_account_ids", "default_tags", "ignore_tags", "max_retries", "profile", "region"}
)
_CREDENTIAL = re.compile("key|secret|token|password")
#: What only names things, or is Terraform's own.
_AS_IT_IS = frozenset(
    {
        "address", "module_address", "previous_address", "type", "name", "mode", "index", "provider_name", "actions",
        "action_reason", "references", "relevant_attributes", "replace_paths", "format_version", "terraform_version",
        "timestamp", "provider_config_key", "schema_version", "deposed", "deposed_key", "full_name", "version_constraint",
        "sensitive_values", "after_unknown", "before_sensitive", "after_sensitive", "source", "depends_on",
    }
)  # fmt: skip


def concealed(raw: Mapping[str, Any], concealer: Concealer) -> dict[str, Any]:
    """Return the JSON with what is secret replaced by what the concealer gives; what has nothing secret is shared."""
    return _Plan(raw, concealer).concealed()


class _Plan:
    """One plan or state while it is gone through."""

    def __init__(self, raw: Mapping[str, Any], concealer: Concealer) -> None:
        self._raw = raw
        self._conceal = concealer
        self._masks = _masks(raw)

    def concealed(self) -> dict[str, Any]:
        configuration = self._raw.get("configuration") or {}
        declared = (configuration.get("root_module") or {}).get("variables") or {}
        new = {k: self._values(v, k) for k, v in self._raw.items() if k not in ("configuration", "variables")}
        if "variables" in self._raw:
            new["variables"] = {n: self._variable(n, e, declared.get(n)) for n, e in self._raw["variables"].items()}
        if "configuration" in self._raw:
            providers = configuration.get("provider_config") or {}
            new["configuration"] = {
                **configuration,
                "provider_config": {k: self._provider(v) for k, v in providers.items()},
                "root_module": self._module(configuration.get("root_module") or {}, ""),
            }
        return {key: new[key] for key in self._raw}

    # What stands beside masks: values of resources and outputs.

    def _values(self, node: Any, name: str) -> Any:
        """Go through everything but the configuration; `name` is the key that the node lies under."""
        if name in _AS_IT_IS:
            return node
        if isinstance(node, list):
            return same(node, [self._values(v, "") for v in node])
        if not isinstance(node, dict):
            return self._conceal.text(node)
        if "config_values" in node:  # an action's, which goes to programs
            return {**node, "config_values": self._conceal.blank(node["config_values"])}
        kind = _kind(node)
        if isinstance(node.get("change"), dict):
            return {**node, "change": self._change(kind, node["change"])}
        if "sensitive_values" in node or ("values" in node and kind):
            return {**node, "values": self._attributes(kind, node.get("values"), node.get("sensitive_values"))}
        if name in ("outputs", "output_changes"):
            return {k: self._output(k, v) for k, v in node.items()}
        return same(node, {k: self._values(v, k) for k, v in node.items()})

    def _attributes(self, kind: str, values: Any, mask: Any) -> Any:
        return self._conceal.argument(kind, "", self._conceal.marked(values, mask))

    def _change(self, kind: str, change: dict[str, Any]) -> dict[str, Any]:
        new = dict(change)
        for name in ("before", "after"):
            if name in change:
                new[name] = self._attributes(kind, change[name], change.get(f"{name}_sensitive"))
        if isinstance(text := change.get("generated_config"), str):
            self._conceal.text(text)
            new["generated_config"] = WITHHELD  # HCL, in which names and values cannot be told apart here
        return new

    def _output(self, name: str, output: Any) -> Any:
        if not isinstance(output, dict):
            return output
        new = dict(output)
        for value, mask in (("value", "sensitive"), ("before", "before_sensitive"), ("after", "after_sensitive")):
            if value in output:
                new[value] = self._conceal.named(name, self._conceal.marked(output[value], output.get(mask)))
        return new

    def _variable(self, name: str, entry: Any, declaration: Any) -> Any:
        if not isinstance(entry, dict) or "value" not in entry:
            return entry
        return {**entry, "value": self._named(name, entry["value"], declaration)}

    def _named(self, name: str, value: Any, declaration: Any) -> Any:
        """Hide a variable's or output's value if it is declared as sensitive, else what is secret in it."""
        return self._conceal.named(name, self._conceal.marked(value, _is_marked(declaration)))

    # The configuration: literals in expressions.

    def _module(self, module: dict[str, Any], path: str) -> dict[str, Any]:
        new = dict(module)
        if "variables" in module:
            new["variables"] = {
                n: {**d, "default": self._named(n, d["default"], d)} if "default" in d else d
                for n, d in module["variables"].items()
            }
        if "outputs" in module:
            new["outputs"] = {
                n: {**o, "expression": self._of_people(n, o["expression"], o)} if "expression" in o else o
                for n, o in module["outputs"].items()
            }
        if "resources" in module:
            new["resources"] = [
                self._resource(r, self._masks.get(path + r["address"], ())) for r in module["resources"]
            ]
        if "actions" in module:
            new["actions"] = [self._literals(a) for a in module["actions"]]
        if "module_calls" in module:
            new["module_calls"] = {n: self._call(c, f"{path}module.{n}.") for n, c in module["module_calls"].items()}
        return new

    def _call(self, call: dict[str, Any], path: str) -> dict[str, Any]:
        module = call.get("module") or {}
        declared = module.get("variables") or {}
        new = {**self._multiplied(call), "module": self._module(module, path)}
        if "expressions" in call:
            new["expressions"] = {n: self._of_people(n, e, declared.get(n)) for n, e in call["expressions"].items()}
        return new

    def _resource(self, resource: dict[str, Any], masks: Any) -> dict[str, Any]:
        new = self._multiplied(resource)
        if "expressions" in resource:
            expressions = resource["expressions"]
            for mask in masks:
                expressions = self._marked_literals(expressions, mask)
            new["expressions"] = self._arguments(_kind(resource), "", expressions)
        if "provisioners" in resource:
            new["provisioners"] = [self._literals(p) for p in resource["provisioners"]]
        return new

    def _multiplied(self, declared: dict[str, Any]) -> dict[str, Any]:
        """Hide what is secret in the literals that a resource or call is multiplied by."""
        new = dict(declared)
        for name in ("for_each_expression", "count_expression"):
            if isinstance(each := declared.get(name), dict) and "constant_value" in each:
                new[name] = {**each, "constant_value": self._conceal.peoples(each["constant_value"])}
        return new

    def _of_people(self, name: str, expression: Any, declaration: Any) -> Any:
        if isinstance(expression, dict) and "constant_value" in expression:
            return {**expression, "constant_value": self._named(name, expression["constant_value"], declaration)}
        return expression

    def _arguments(self, kind: str, path: str, node: Any) -> Any:
        if isinstance(node, dict) and "constant_value" in node:
            return {**node, "constant_value": self._conceal.argument(kind, path, node["constant_value"])}
        if isinstance(node, dict) and "references" in node:
            return node
        if isinstance(node, dict):
            return {k: self._arguments(kind, f"{path}.{k}" if path else k, v) for k, v in node.items()}
        if isinstance(node, list):
            return [self._arguments(kind, f"{path}.0", v) for v in node]
        return node

    def _marked_literals(self, expression: Any, mask: Any) -> Any:
        """Apply the mask of a resource's values to the literals of its arguments."""
        if mask is True:
            return self._literals(expression)
        if not mask:
            return expression
        if isinstance(expression, dict) and "constant_value" in expression:
            return {**expression, "constant_value": self._conceal.marked(expression["constant_value"], mask)}
        if isinstance(expression, dict) and isinstance(mask, dict):
            return {k: self._marked_literals(v, mask.get(k)) for k, v in expression.items()}
        if isinstance(expression, dict) and isinstance(mask, list):
            return self._marked_literals(expression, mask[0])
        if isinstance(expression, list) and isinstance(mask, list):
            # A dynamic block is one expression for many values, so every mask may speak of it.
            for element in mask:
                expression = [self._marked_literals(e, element) for e in expression]
        return expression

    def _literals(self, node: Any, *, sure: bool = True) -> Any:
        """Hide every literal in an expression; references stay, they only name things."""
        if isinstance(node, dict):
            return {
                k: self._literal(v, sure) if k == "constant_value" else self._literals(v, sure=sure)
                for k, v in node.items()
            }
        if isinstance(node, list):
            return [self._literals(v, sure=sure) for v in node]
        return node

    def _literal(self, value: Any, sure: bool) -> Any:
        return value if value is None or isinstance(value, bool) else self._conceal.secret(value, sure)

    def _provider(self, provider: dict[str, Any]) -> dict[str, Any]:
        if "expressions" not in provider:
            return provider
        expressions = {
            name: value
            if name in _PUBLIC_PROVIDER_ARGUMENTS
            else self._literals(value, sure=bool(_CREDENTIAL.search(name)))
            for name, value in provider["expressions"].items()
        }
        return {**provider, "expressions": expressions}


def _kind(node: Mapping[str, Any]) -> str:
    """Return the type of a resource's entry, with `data.` in front for a data source; empty for what is none."""
    kind = node.get("type")
    if not isinstance(kind, str):
        return ""
    return f"data.{kind}" if node.get("mode") == "data" else kind


def _is_marked(declaration: Any) -> bool:
    return isinstance(declaration, dict) and bool(declaration.get("sensitive"))


def _masks(raw: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return the masks of all instances of each resource by its address in the configuration."""
    masks: dict[str, dict[str, Any]] = {}

    def note(address: Any, mask: Any) -> None:
        if address and mask:  # nearly always the same for all instances
            masks.setdefault(configuration_address(str(address)), {}).setdefault(repr(mask), mask)

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
    return {address: list(found.values()) for address, found in masks.items()}
