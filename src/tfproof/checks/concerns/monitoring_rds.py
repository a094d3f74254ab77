"""Whether somebody can see what databases are busy with."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tfproof.checks.model import Answer, Context, any_of, check, holds
from tfproof.checks.reading import argument, flag, is_custom_engine, number
from tfproof.plans.view import Resource

_MEMBER, _CLUSTER = "aws_rds_cluster_instance", "aws_rds_cluster"
_DOCUMENTS = "aws_docdb_cluster_instance"
# Small classes of MySQL and MariaDB, which have no memory to spare for insights, by type.
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DatabaseInsights.Engines.html
# https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DatabaseInsights.Engines.html
_SMALL = tuple(f"db.{family}.{size}" for family in ("t2", "t3", "t4g") for size in ("micro", "small"))
_TOO_SMALL = {"aws_db_instance": _SMALL, _MEMBER: ("db.t2.", "db.t3.", "db.t4g.micro", "db.t4g.small")}
#: RDS Custom and Db2 have no insights.
_WITHOUT = ("custom-", "db2-")
_OF_MYSQL = ("aurora", "aurora-mysql", "mariadb", "mysql")


def _has_insights(r: Resource) -> bool:
    """Whether the engine, on machines of this class, has insights at all."""
    if r.type == _DOCUMENTS:
        return True
    engine = argument(r, "engine", "")
    if engine.startswith(_WITHOUT):
        return False
    return not (engine in _OF_MYSQL and argument(r, "instance_class", "").startswith(_TOO_SMALL[r.type]))


@check(
    "monitoring.rds-performance-insights",
    title="Databases show what their load comes from",
    severity="low",
    aspect="monitoring",
    source=(
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PerfInsights.Enabling.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DatabaseInsights.Engines.html",
        "https://docs.aws.amazon.com/documentdb/latest/developerguide/performance-insights.html",
    ),
    types=("aws_db_instance", _MEMBER, _DOCUMENTS),
    looks_at=(_CLUSTER,),
    remediation="Set performance_insights_enabled = true (DocumentDB: enable_performance_insights).",
    when=_has_insights,
)
def rds_performance_insights(r: Resource, _: Context) -> Answer:
    """Reads `performance_insights_enabled`, off unless set, of instances; for a member of a cluster that of the cluster
    counts as well. Without it nobody sees which statement or client makes a database slow. Small classes of MySQL and
    MariaDB, Db2 and RDS Custom have no insights and are not asked."""
    if r.type == _DOCUMENTS:
        return _is_on(r, "enable_performance_insights")
    return _as_the_cluster(r, partial(_is_on, path="performance_insights_enabled"))


@check(
    "monitoring.rds-enhanced-monitoring",
    title="Databases show what their operating system is busy with",
    severity="low",
    aspect="monitoring",
    source=(
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html",
        "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html",
    ),
    types=("aws_db_instance", _MEMBER),
    looks_at=(_CLUSTER,),
    remediation="Set monitoring_interval to 60 or less, and monitoring_role_arn.",
    when=lambda r: not is_custom_engine(r),
)
def rds_enhanced_monitoring(r: Resource, _: Context) -> Answer:
    """Reads `monitoring_interval`, 0 (off) unless set, of instances; for a member of a cluster that of the cluster counts
    as well. The metrics of CloudWatch come from outside of the machine and do not tell which process uses it. RDS Custom
    is not asked."""
    return _as_the_cluster(r, _is_watched)


def _as_the_cluster(r: Resource, judge: Callable[[Resource], Answer]) -> Answer:
    """Judge an instance by itself; a member of a cluster passes by its cluster as well, where the plan shows it."""
    own = partial(judge, r)
    clusters = r.members("cluster_identifier", _CLUSTER).found if r.type == _MEMBER else []
    return any_of([own, *(partial(judge, cluster) for cluster in clusters)])


def _is_on(r: Resource, path: str) -> Answer:
    return holds(flag(r, path), f"{path} of {r.address} is true", f"{path} of {r.address} is not true")


def _is_watched(r: Resource) -> Answer:
    seconds = number(r, "monitoring_interval")
    said = f"monitoring_interval of {r.address} is {seconds}"
    return holds(seconds > 0, said, f"{said}: it is off")
