"""What of a plan is drawn: boxes by the table, and arrows by what resources say of each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tfproof.facts.reading import places
from tfproof.picture.drawn import Arrow, Box, Picture
from tfproof.picture.following import led_to, used_by
from tfproof.picture.naming import shortened
from tfproof.picture.table import Table, table
from tfproof.plans.values import has_unknown
from tfproof.plans.view import Plan, Resource

#: The box of those who are outside.
OUTSIDE = "outside"
_OPEN = ("0.0.0.0/0", "::/0")
#: A value in what is said.
_VALUE = re.compile(r"\{([\w.]+)\}")


def picture_of(plan: Plan, title: str, written: Callable[[str], str] = str) -> Picture:
    """Return the picture of a plan; `written` says how what the plan has is written, where not as it stands there."""
    return _Gathering(plan, table(), written).picture(title)


class _Gathering:
    def __init__(self, plan: Plan, known: Table, written: Callable[[str], str]) -> None:
        self.plan = plan
        self.table = known
        self.written = written
        #: Which box each resource is drawn in, by its address.
        self.box_of: dict[str, str] = {}

    def picture(self, title: str) -> Picture:
        boxes = self._boxes()
        arrows = sorted(set(self._arrows()))
        places_of = Counter(box.region for box in boxes if box.region)
        if any(arrow.source == OUTSIDE for arrow in arrows):
            boxes.insert(0, Box(OUTSIDE, "", "outside", "", "people", self.table.internet, "", ()))
        undrawn = Counter(r.type for r in self.plan.managed if r.type not in self.table.kinds)
        return Picture(
            title=self.written(title),
            regions=tuple(sorted(places_of, key=lambda region: (-places_of[region], region))),
            networks=self._networks(),
            boxes=tuple(boxes),
            arrows=tuple(arrows),
            left_out=dict(sorted(undrawn.items())),
        )

    def _boxes(self) -> list[Box]:
        found: dict[str, list[Resource]] = {}
        for kind in self.table.kinds:
            for resource in sorted(self.plan.of(kind), key=lambda r: r.address):
                key = resource.address
                if self.table.kinds[kind].get("together"):
                    key = "/".join(filter(None, [kind, self._region(resource)]))
                found.setdefault(key, []).append(resource)
                self.box_of[resource.address] = key
        return shortened([self._box(key, resources) for key, resources in found.items()])

    def _box(self, key: str, resources: list[Resource]) -> Box:
        first = resources[0]
        kind = self.table.kinds[first.type]
        together = bool(kind.get("together"))
        name = next(filter(None, (_text(first, path) for path in kind.get("named", ()))), "")
        return Box(
            id=key,
            type=first.type,
            tier=self._tier(first),
            region=self._region(first),
            sign=kind["sign"],
            called=kind["called"],
            name="" if together else self.written(name),
            says=() if together else tuple(map(self.written, _said(first, kind.get("says", ())))),
            count=len(resources),
        )

    def _tier(self, resource: Resource) -> str:
        kind = self.table.kinds[resource.type]
        if regional := kind.get("regional"):
            return str(regional["tier"] if _text(resource, "scope") == regional["scope"] else kind["tier"])
        if (inside := kind.get("inside")) and any(p.value is not None for p in places(resource, inside["path"])):
            return str(inside["tier"])
        return str(kind["tier"])

    def _region(self, resource: Resource) -> str:
        tier = self.table.tiers[self._tier(resource)]
        return "" if tier.place == "world" else self.written(resource.region or "one region")

    def _networks(self) -> dict[str, str]:
        blocks: dict[str, list[str]] = {}
        for vpc in self.plan.of("aws_vpc"):
            blocks.setdefault(self.written(vpc.region or "one region"), []).append(_text(vpc, "cidr_block"))
        zones: dict[str, set[str]] = {}
        for subnet in self.plan.of("aws_subnet"):
            zones.setdefault(self.written(subnet.region or "one region"), set()).add(_text(subnet, "availability_zone"))
        return {
            region: self.written(
                ", ".join(["VPC " + " and ".join(sorted(found)), f"{len(zones.get(region, ()))} zones"])
            )
            for region, found in sorted(blocks.items())
        }

    def _arrows(self) -> Iterator[Arrow]:
        for flow in self.table.flows:
            for resource in self.plan.of(flow.type):
                for source in self._ends(resource, flow.source, flow.source_types):
                    for target in self._ends(resource, flow.target, flow.target_types):
                        yield from self._arrow(source, target, flow.says)
        yield from self._through_groups()
        for kind, row in self.table.kinds.items():
            for resource in self.plan.of(kind):
                if row.get("public"):
                    yield from self._arrow(OUTSIDE, self.box_of[resource.address], "reaches")
                for role in led_to(resource, *row["role"]) if "role" in row else ():
                    for used in used_by(self.plan, role, self.table.used):
                        yield from self._arrow(self.box_of[resource.address], self._drawn_as(used), "uses")

    def _arrow(self, source: str | None, target: str | None, says: str) -> Iterator[Arrow]:
        if source and target and source != target:
            yield Arrow(source, target, says)

    def _ends(self, resource: Resource, path: str, types: Sequence[str]) -> list[str | None]:
        if path == "self":
            return [self.box_of.get(resource.address)]
        kinds = types or (*self.table.kinds, *self.table.stands_for)
        return [self._drawn_as(other) for other in led_to(resource, path, types=kinds)]

    def _drawn_as(self, resource: Resource) -> str | None:
        """The box of what a resource stands for, or else the one that it is drawn in."""
        if resource.type in self.table.stands_for:
            others = led_to(resource, self.table.stands_for[resource.type])
            return next(filter(None, map(self._drawn_as, others)), None)
        return self.box_of.get(resource.address)

    def _through_groups(self) -> Iterator[Arrow]:
        """Whoever a security group admits, reaches what stands in it."""
        members: dict[str, list[str]] = {}
        not_asked = {
            self.box_of[resource.address]
            for kind, row in self.table.kinds.items()
            for resource in (self.plan.of(kind) if "behind" in row else ())
            if not any(p.value is not None for p in places(resource, row["behind"]))
        }
        balancers = {self.box_of[resource.address] for resource in self.plan.of("aws_lb")}
        for kind, row in self.table.kinds.items():
            for resource in self.plan.of(kind) if "groups" in row else ():
                for group in led_to(resource, *row["groups"]):
                    members.setdefault(group.address, []).append(self.box_of[resource.address])
        for rule in self.plan.of("aws_vpc_security_group_ingress_rule"):
            inside = [box for group in led_to(rule, "security_group_id") for box in members.get(group.address, ())]
            callers = [box for g in led_to(rule, "referenced_security_group_id") for box in members.get(g.address, ())]
            if {_text(rule, "cidr_ipv4"), _text(rule, "cidr_ipv6")} & set(_OPEN):
                callers.append(OUTSIDE)
            for caller in callers:
                for box in inside:
                    if caller not in balancers or box not in not_asked:
                        yield from self._arrow(caller, box, "reaches")


def _text(resource: Resource, path: str) -> str:
    """What stands at a path as a text; empty where there is nothing, or nobody may know it."""
    value: Any = next((p.value for p in places(resource, path)), None)
    if value is None or has_unknown(value) or isinstance(value, (list, dict)) or resource.is_sensitive(path):
        return ""
    return str(value)


def _said(resource: Resource, rows: Any) -> Iterator[str]:
    for row in rows:
        if isinstance(row, Mapping):
            if _text(resource, row["where"]) == "True":
                yield row["says"]
            continue
        values = [_text(resource, path) for path in _VALUE.findall(row)]
        if all(values):
            yield "".join(part for pair in zip(_VALUE.split(row)[::2], [*values, ""], strict=True) for part in pair)
