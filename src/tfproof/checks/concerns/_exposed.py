"""Whether rules let the internet in where it has no business: each by itself, and all of one group or ACL together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.concerns._ingress import Point, Rule, Traffic, rules_in
from tfproof.checks.concerns._internet import Addresses
from tfproof.checks.model import Answer, all_of, any_of, fails, holds, passes
from tfproof.plans.values import Undecided

if TYPE_CHECKING:
    from tfproof.plans.view import Resource


@dataclass(frozen=True, slots=True)
class Guard:
    """What is kept from the internet.

    `points` returns what of some traffic that is, seeking at the ports given besides, `named` says it in words; `kept`
    is what a pass says.
    """

    points: Callable[[Traffic, Iterable[int]], list[Point]]
    named: Callable[[Traffic, list[Point]], str]
    kept: str


@dataclass(frozen=True, slots=True)
class _Known:
    """A rule of which everything is known."""

    traffic: Traffic
    addresses: Addresses
    denies: bool
    number: int

    @classmethod
    def of(cls, rule: Rule) -> _Known:
        """Read a rule. Raises Undecided where anything but some of its sources is not known."""
        denies = rule.denies
        # Nobody says that a network ACL which denies an embedded IPv4 network keeps IPv4 out.
        return cls(rule.traffic, rule.networks.addresses(embedded=not denies), denies, rule.number)


def closed(holder: Resource, guard: Guard) -> Answer:
    """Judge the rules that a resource holds: none of them opens to the internet what the guard keeps from it."""
    return all_of(partial(_closed, rule, guard) for rule in rules_in(holder))


def _closed(rule: Rule, guard: Guard) -> Answer:
    ways = [partial(_harmless, rule, guard), partial(_narrow, rule, guard)]
    if rule.is_ordered:
        ways.append(partial(_denied, rule, guard))
    return all_of((partial(any_of, ways), partial(_closed_with_others, rule, guard)))


def _harmless(rule: Rule, guard: Guard) -> Answer:
    traffic = rule.traffic
    points = guard.points(traffic, ())
    return holds(not points, guard.kept, f"{rule} opens {guard.named(traffic, points)}")


def _narrow(rule: Rule, guard: Guard) -> Answer:
    networks = rule.networks
    if networks.addresses().are_the_internet:
        wide = [n for n in networks.known if Addresses.of([n]).are_the_internet]
        together = f"{len(networks.known)} networks that are the internet together"
        return fails(f"it admits {', '.join(wide) if wide else together}")
    networks.all()
    return passes(guard.kept)


def _denied(rule: Rule, guard: Guard) -> Answer:
    """Judge a rule of a network ACL: the first rule that fits decides, in the order of their numbers."""
    if rule.denies:
        return passes(guard.kept)
    own = _Known(rule.traffic, rule.networks.all(), denies=False, number=rule.number)
    siblings, open_ = _siblings(rule)
    before = [s for s in siblings if s.denies and s.number < own.number]
    if not any(_reached([*before, own], point).are_the_internet for point in guard.points(own.traffic, ())):
        return passes(guard.kept)
    if open_:
        raise open_
    return fails("no rule before it denies that")


def _closed_with_others(rule: Rule, guard: Guard) -> Answer:
    """Judge a rule whose sources are not the internet together with such rules of the same group or ACL.

    What is not known of a rule leaves that rule undecided, which is said of it where it is judged by itself.
    """
    try:
        own = _Known.of(rule)
    except Undecided:
        return passes(guard.kept)
    if own.denies or own.addresses.are_the_internet or not own.addresses.public:
        return passes(guard.kept)
    siblings, open_ = _siblings(rule)
    beside = [s for s in siblings if s.denies or not s.addresses.are_the_internet]
    edges = {s.traffic.low for s in beside}
    points = [p for p in guard.points(own.traffic, edges) if _reached([*beside, own], p).are_the_internet]
    if not points:
        return passes(guard.kept)
    if open_ and rule.is_ordered:
        raise open_
    return fails(f"{rule} opens {guard.named(own.traffic, points)}, and with its neighbours admits the internet")


def _siblings(rule: Rule) -> tuple[list[_Known], Undecided | None]:
    """Return the rules of the same group or ACL as far as they are known, and why there may be others."""
    rules, open_ = rule.siblings()
    known: list[_Known] = []
    for sibling in rules:
        try:
            known.append(_Known.of(sibling))
        except Undecided as error:
            open_ = error
    return known, open_


def _reached(rules: Iterable[_Known], point: Point) -> Addresses:
    """Return the addresses from which the rules, each where its number puts it, let a point be reached."""
    admitted = denied = Addresses()
    for rule in sorted(rules, key=lambda r: r.number):
        if not rule.traffic.takes(point):
            continue
        if rule.denies:
            denied |= rule.addresses
        else:
            admitted |= rule.addresses - denied
    return admitted
