"""How environments keep themselves up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfproof.checks.concerns._beanstalk_compute import ENVIRONMENTS, GENERAL, TEMPLATE, is_on
from tfproof.checks.model import Answer, Context, check

if TYPE_CHECKING:
    from tfproof.plans.view import Resource


@check(
    "configuration.beanstalk-managed-updates",
    title="Elastic Beanstalk updates the platform of environments by itself",
    severity="medium",
    aspect="maintenance",
    source=(
        "https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/environment-platform-update-managed.html",
        GENERAL,
    ),
    types=ENVIRONMENTS,
    looks_at=(TEMPLATE,),
    remediation="Set ManagedActionsEnabled of aws:elasticbeanstalk:managedactions to true, with a start time and a level.",
)
def beanstalk_managed_updates(r: Resource, _: Context) -> Answer:
    """Reads the option `ManagedActionsEnabled` of `aws:elasticbeanstalk:managedactions`, off unless set. Updates of the
    platform carry the security fixes of system and runtime."""
    return is_on(r, "aws:elasticbeanstalk:managedactions", "ManagedActionsEnabled")
