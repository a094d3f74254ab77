"""What instances and environments tell of themselves."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.concerns._beanstalk_compute import ENVIRONMENTS, GENERAL, TEMPLATE, option
from tfproof.checks.concerns._compute import INSTANCES, inherited
from tfproof.checks.model import Answer, Context, all_of, any_of, check, holds
from tfproof.checks.reading import blocks, flag, unset

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

_SWITCH = {
    "aws_launch_configuration": ("enable_monitoring", True),
    "aws_launch_template": ("monitoring.0.enabled", False),
}
_SPECIFICATION = "launch_specification"


@check(
    "monitoring.instance-detailed",
    title="Instances report their metrics every minute",
    severity="low",
    aspect="monitoring",
    source="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-detailed-monitoring.html",
    types=(*INSTANCES, *_SWITCH, "aws_spot_fleet_request"),
    looks_at=("data.aws_launch_template",),
    remediation="Set monitoring = true (a launch template: monitoring with enabled = true).",
    when=lambda r: r.type != "aws_spot_fleet_request" or bool(blocks(r, _SPECIFICATION)),
)
def instance_detailed(r: Resource, _: Context) -> Answer:
    """Reads `monitoring` of instances, of the launch templates that they name and of fleets, off unless set, and
    `enable_monitoring` of launch configurations, which is on. Without it metrics come every five minutes, and alarms and
    scaling act as late."""
    if r.type == "aws_spot_fleet_request":
        return all_of(partial(_reports, r, f"{s}.monitoring") for s in blocks(r, _SPECIFICATION))
    path, default = _SWITCH.get(r.type, ("monitoring", False))
    own = partial(_reports, r, path, default)
    return any_of([own, *inherited(r, _template)]) if unset(r, path) else own()


def _template(template: Resource) -> Answer:
    return _reports(template, "monitoring.0.enabled")


def _reports(r: Resource, path: str, default: bool = False) -> Answer:
    return holds(flag(r, path, default), f"{path} of {r.address} is true", f"{path} of {r.address} is not true")


@check(
    "monitoring.beanstalk-enhanced-health",
    title="Environments of Elastic Beanstalk report their health in detail",
    severity="low",
    aspect="monitoring",
    source=("https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/health-enhanced.html", GENERAL),
    types=ENVIRONMENTS,
    looks_at=(TEMPLATE,),
    remediation="Set SystemType of aws:elasticbeanstalk:healthreporting:system to enhanced.",
)
def beanstalk_enhanced_health(r: Resource, _: Context) -> Answer:
    """Reads the option `SystemType` of `aws:elasticbeanstalk:healthreporting:system`, which is `basic` unless set. Basic
    health says whether a load balancer answers, not what is wrong."""
    value = option(r, "aws:elasticbeanstalk:healthreporting:system", "SystemType", lambda: "basic")
    return holds(value == "enhanced", "SystemType is enhanced", f"SystemType is {value}")
