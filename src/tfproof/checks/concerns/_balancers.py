"""What load balancers are before, and what certainly goes in clear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfproof.checks.model import Answer, fails, holds
from tfproof.checks.reading import every, flag
from tfproof.findings import Verdict
from tfproof.plans.values import Undecided

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

BALANCERS = ("aws_lb", "aws_alb", "data.aws_lb", "data.aws_alb")
# https://www.iana.org/assignments/service-names-port-numbers/service-names-port-numbers.xhtml
_CLEAR = {21: "FTP", 23: "Telnet", 80: "HTTP", 110: "POP3", 143: "IMAP", 389: "LDAP", 1883: "MQTT", 8080: "HTTP"}


def clear_protocol(port: int) -> str:
    """Return the protocol without encryption that a port is for, or nothing."""
    return _CLEAR.get(port, "")


def is_internal(listener: Resource) -> Answer:
    """Judge whether all load balancers of a listener are reached from their network only."""
    balancers = listener.members("load_balancer_arn", *BALANCERS)
    return every(balancers, faces_inward, none=fails(f"{listener.address} names no load balancer"))


def faces_inward(balancer: Resource) -> Answer:
    """Judge whether a load balancer is reached from its network only."""
    return holds(
        flag(balancer, "internal"), f"{balancer.address} is internal", f"{balancer.address} faces the internet"
    )


def is_known_internal(listener: Resource) -> bool:
    """Whether that is certain."""
    return _certainly(listener, Verdict.PASS)


def is_known_public(listener: Resource) -> bool:
    """Whether it is certain that a load balancer of the listener faces the internet."""
    return _certainly(listener, Verdict.FAIL)


def _certainly(listener: Resource, verdict: Verdict) -> bool:
    try:
        return is_internal(listener).verdict is verdict
    except Undecided:
        return False
