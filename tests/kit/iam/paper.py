"""Resources on paper, for tests that read policies without a plan."""

from __future__ import annotations

from typing import Any

from tfproof.plans.values import ABSENT, UNKNOWN, is_unknown, step


class PaperPlan:
    """A plan of a few resources."""

    def __init__(self, *resources: PaperResource) -> None:
        self.resources = {r.address: r for r in resources}
        for resource in resources:
            resource.plan = self

    def resource_at(self, address: str) -> PaperResource | None:
        return self.resources.get(address)


class PaperResource:
    """A resource with values, and what its source gives for arguments that are not known."""

    def __init__(self, address: str, values: dict[str, Any], source: dict[str, Any] | None = None) -> None:
        parts = address.split(".")
        self.address = address
        self.qualified_type = ".".join(parts[:-1])
        self.type = parts[-2]
        self.values = values
        self.source = source or {}
        self.plan = PaperPlan()

    def peek(self, path: str) -> Any:
        value: Any = self.values
        for part in path.split("."):
            value = value if is_unknown(value) else step(value, part)
        return value

    def get(self, path: str, default: Any = None) -> Any:
        value = self.peek(path)
        return default if value is ABSENT or value is None else value

    def declared(self, path: str) -> Any:
        return self.source.get(path, UNKNOWN)

    def evaluated(self, path: str) -> Any:
        return self.source[path] if path in self.source else self.peek(path)
