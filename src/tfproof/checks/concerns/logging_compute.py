"""What instances and environments write down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfproof.checks.concerns._beanstalk_compute import ENVIRONMENTS, GENERAL, TEMPLATE, is_on
from tfproof.checks.model import Answer, Context, check

if TYPE_CHECKING:
    from tfproof.plans.view import Resource


@check(
    "logging.beanstalk-logs",
    title="Logs of Elastic Beanstalk's instances leave them",
    severity="medium",
    aspect="logging",
    source=("https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/AWSHowTo.cloudwatchlogs.html", GENERAL),
    types=ENVIRONMENTS,
    looks_at=(TEMPLATE,),
    remediation="Set StreamLogs of aws:elasticbeanstalk:cloudwatch:logs to true.",
)
def beanstalk_logs(r: Resource, _: Context) -> Answer:
    """Reads the option `StreamLogs` of `aws:elasticbeanstalk:cloudwatch:logs`, off unless set: logs are gone with their
    instance, and whoever takes it over can change them."""
    return is_on(r, "aws:elasticbeanstalk:cloudwatch:logs", "StreamLogs")
