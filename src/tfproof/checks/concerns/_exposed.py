"""Whether rules let the internet in where it has no business: each by itself, and all of one group or ACL together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from operator import or_
from typing import TYPE_CHECKING

from tfproof.checks.concerns._ingress import ALL_PROTOCOLS, INGRESS, Point, Rule, Traffic, is_first, rules_in, siblings
from tfproof.checks.concerns._internet import Addresses
from tfproof.checks.model import Answer, all_of, any_of, fails, holds, passes
from tfproof.findings import Verdict
from tfproof.plans.values import Undecided

if TYPE_CHECKING:
    from tfproof.plans.view import Resource


@dataclass(frozen=True, slots=True)
class Guard:
    """What is kept from the internet.

    `points` returns what of some traffic that is, seeking at the ports given besides, `named` says it in words; `kept`
    is what a pass says. `direction` is the one whose rules count.
    """

    points: Callable[[Traffic, Iterable[int]], list[Point]]
    named: Callable[[Traffic, list[Point]], str]
    kept: str
    direction: str = INGRESS


ADMIN_PORTS = {22: "SSH", 3389: "RDP"}


def _administration(traffic: Traffic, _: Iterable[int]) -> list[Point]:
    return [(t, port) for t in traffic.transports for port in ADMIN_PORTS if traffic.takes((t, port))]


def _named_administration(_: Traffic, points: list[Point]) -> str:
    return " and ".join(dict.fromkeys(f"{ADMIN_PORTS[port]} ({port})" for _, port in points))


ADMINISTRATION = Guard(_administration, _named_administration, "SSH and RDP are not open to the internet")


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
    """Judge the rules that a resource holds: none of them opens to the internet what the guard keeps from it.

    Where rules are to be judged together, at their group or ACL, none of these does so with the others either.
    """
    return all_of((partial(_each_closed, holder, guard), partial(_all_closed, holder, guard)))


def _each_closed(holder: Resource, guard: Guard) -> Answer:
    return all_of(partial(_closed, rule, guard) for rule in rules_in(holder, guard.direction))


def _closed(rule: Rule, guard: Guard) -> Answer:
    """Judge one rule: one of several ways to be closed is enough, and then the others are not looked at."""
    ways = [partial(_harmless, rule, guard), partial(_narrow, rule, guard)]
    if rule.is_ordered:
        ways.append(partial(_denied, rule, guard))
    for way in ways:
        try:
            answer = way()
        except Undecided:
            continue
        if answer.verdict is Verdict.PASS:
            return answer
    return any_of(ways)


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
    beside = siblings(rule.holder, guard.direction)
    rules, open_ = known_rules(beside.rules)
    before = [r for r in rules if r.denies and r.number < own.number]
    if not any(reached([*before, own], point).are_the_internet for point in guard.points(own.traffic, ())):
        return passes(guard.kept)
    if reason := open_ or beside.undecided:
        raise reason
    return fails("no rule before it denies that")


def _all_closed(holder: Resource, guard: Guard) -> Answer:
    """Judge all rules of one group or ACL whose sources are not the internet: together they are not either.

    What is not known of a rule leaves that rule undecided, which is said of it where it is judged by itself.
    """
    kept = passes(guard.kept)
    if not is_first(holder, guard.direction):
        return kept
    found = siblings(holder, guard.direction)
    if opened := _opened_together(found.rules, guard):
        return fails(f"{holder.address} and the rules beside it together open {opened} to the internet")
    if found.undecided and _opened_together([*found.rules, *found.perhaps], guard):
        raise found.undecided
    return kept


def _opened_together(rules: Sequence[Rule], guard: Guard) -> str:
    """Return what rules let the internet reach of which none is open by itself; raises Undecided where one may deny it."""
    if not reduce(or_, map(_sources, rules), Addresses()).are_the_internet:
        return ""
    known, open_ = known_rules(rules)
    narrow = [r for r in known if r.denies or not r.addresses.are_the_internet]
    edges = {r.traffic.low for r in narrow}
    points = {p: r.traffic for r in narrow for p in guard.points(r.traffic, edges)}
    found = [p for p in points if reached(narrow, p).are_the_internet]
    if open_ and (any(rule.is_ordered for rule in rules) if found else _may_open(narrow, rules, guard)):
        raise open_
    return guard.named(points[found[0]], found) if found else ""


def _may_open(known: Sequence[_Known], rules: Iterable[Rule], guard: Guard) -> bool:
    """Whether rules of which something is not known would open what the guard keeps, if they admitted everything."""
    wide = [_at_most(rule) for rule in rules if known_rules([rule])[1]]
    everything = [*known, *(r for r in wide if not r.addresses.are_the_internet)]
    edges = {r.traffic.low for r in everything}
    points = {p for r in everything for p in guard.points(r.traffic, edges)}
    return any(reached(everything, p).are_the_internet for p in points)


def _at_most(rule: Rule) -> _Known:
    """Return the most that a rule can let in: all traffic, before any rule that denies it."""
    return _Known(Traffic(ALL_PROTOCOLS), _sources(rule), denies=False, number=0)


def _sources(rule: Rule) -> Addresses:
    try:
        return rule.networks.addresses()
    except Undecided:
        return Addresses()


def known_rules(rules: Iterable[Rule]) -> tuple[list[_Known], Undecided | None]:
    """Return rules as far as they are known, and why one is not."""
    known: list[_Known] = []
    open_: Undecided | None = None
    for rule in rules:
        try:
            known.append(_Known.of(rule))
        except Undecided as error:
            open_ = error
    return known, open_


def reached(rules: Iterable[_Known], point: Point) -> Addresses:
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
