"""What instances and environments write down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tfproof.checks.concerns._beanstalk_compute import ENVIRONMENTS, GENERAL, TEMPLATE, is_on, option
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


_BALANCER = "aws:elbv2:loadbalancer"


@check(
    "logging.beanstalk-lb-logs",
    title="Load balancers of Elastic Beanstalk log requests",
    severity="medium",
    aspect="logging",
    source=GENERAL,
    types=ENVIRONMENTS,
    looks_at=(TEMPLATE,),
    remediation="Set AccessLogsS3Enabled and AccessLogsS3Bucket of aws:elbv2:loadbalancer.",
    when=lambda r: (
        option(r, "aws:elasticbeanstalk:environment", "LoadBalancerType", lambda: "classic") == "application"
    ),
)
def beanstalk_lb_logs(r: Resource, _: Context) -> Answer:
    """Reads the option `AccessLogsS3Enabled` of `aws:elbv2:loadbalancer`, off unless set, of environments with an
    application load balancer: afterwards nothing else tells who asked for what."""
    return is_on(r, _BALANCER, "AccessLogsS3Enabled")
