"""Data stores in a VPC: where each type says in which subnets and groups it is, at which port, and whether it is public."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tfproof.findings import Cause
from tfproof.plans.values import ABSENT, Undecided, has_unknown

if TYPE_CHECKING:
    from tfproof.plans.relations import Members
    from tfproof.plans.view import Resource


@dataclass(frozen=True, slots=True)
class Step:
    """An argument that names resources of some types, and by which argument these go on."""

    argument: str
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Store:
    """How a type of data store is placed.

    `subnets` and `groups` are the steps to what they name, the last argument that of the subnets or groups themselves.
    `public` is the argument that gives it a public address, with the values that do (`unset` where nothing is set);
    empty where AWS gives none, whatever is set. `ports` are those on which it listens by its `engine`, `port` is the
    argument that says another one. With `ipv6` it may have addresses that are public by nature where that argument is
    one of `ipv6_values`.
    """

    subnets: tuple[tuple[Step, ...], ...]
    groups: tuple[tuple[Step, ...], ...]
    ports: Mapping[str, tuple[int, ...]]
    public: str = ""
    public_values: Sequence[object] = (True,)
    unset: object = False
    engine: str = ""
    port: str = ""
    ipv6: str = ""
    of_cluster: Step | None = field(default=None)


_RDS = {
    # https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ConnectToInstance.html
    "postgres": (5432,), "aurora-postgresql": (5432,), "mysql": (3306,), "mariadb": (3306,), "aurora-mysql": (3306,),
    "aurora": (3306,), "oracle": (1521,), "sqlserver": (1433,), "custom-oracle": (1521,), "custom-sqlserver": (1433,),
    "db2": (50000,), "neptune": (8182,), "docdb": (27017,),
}  # fmt: skip
_BY_GROUP = Step("db_subnet_group_name", ("aws_db_subnet_group",))
_OF_RDS = Step("cluster_identifier", ("aws_rds_cluster",))
_OF_NEPTUNE = Step("cluster_identifier", ("aws_neptune_cluster",))
_LISTED = Step("subnet_ids")
_CACHE = (Step("subnet_group_name", ("aws_elasticache_subnet_group",)), _LISTED)
_VPC_GROUPS = ((Step("vpc_security_group_ids"),),)
_GROUPS = ((Step("security_group_ids"),),)
_IN_VPC = "vpc_options.0."
_SEARCH = Store(
    subnets=((Step(f"{_IN_VPC}subnet_ids"),),),
    groups=((Step(f"{_IN_VPC}security_group_ids"),),),
    ports={"": (443, 80)},
)
_BROKERS = "broker_node_group_info.0."

# Those without `public` have no public address: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/accessing-elasticache.html,
# https://docs.aws.amazon.com/documentdb/latest/developerguide/connect-from-outside-a-vpc.html,
# https://docs.aws.amazon.com/memorydb/latest/devguide/accessing-memorydb.html,
# https://docs.aws.amazon.com/opensearch-service/latest/developerguide/vpc.html,
# https://docs.aws.amazon.com/efs/latest/ug/accessing-fs.html.
STORES: Mapping[str, Store] = {
    "aws_db_instance": Store(
        subnets=((_BY_GROUP, _LISTED),),
        groups=_VPC_GROUPS,
        ports=_RDS,
        public="publicly_accessible",
        engine="engine",
        port="port",
    ),
    "aws_rds_cluster_instance": Store(
        subnets=((_BY_GROUP, _LISTED), (_OF_RDS, _BY_GROUP, _LISTED)),
        groups=((_OF_RDS, Step("vpc_security_group_ids")),),
        ports=_RDS,
        public="publicly_accessible",
        engine="engine",
        port="port",
        of_cluster=_OF_RDS,
    ),
    "aws_neptune_cluster_instance": Store(
        subnets=(
            (Step("neptune_subnet_group_name", ("aws_neptune_subnet_group",)), _LISTED),
            (_OF_NEPTUNE, Step("neptune_subnet_group_name", ("aws_neptune_subnet_group",)), _LISTED),
        ),
        groups=((_OF_NEPTUNE, Step("vpc_security_group_ids")),),
        ports={"": (8182,)},
        public="publicly_accessible",
        port="port",
        of_cluster=_OF_NEPTUNE,
    ),
    "aws_docdb_cluster": Store(
        subnets=((Step("db_subnet_group_name", ("aws_docdb_subnet_group",)), _LISTED),),
        groups=_VPC_GROUPS,
        ports={"": (27017,)},
        port="port",
    ),
    "aws_redshift_cluster": Store(
        subnets=((Step("cluster_subnet_group_name", ("aws_redshift_subnet_group",)), _LISTED),),
        groups=_VPC_GROUPS,
        ports={"": (5439,)},
        public="publicly_accessible",
        port="port",
    ),
    "aws_redshiftserverless_workgroup": Store(
        subnets=((_LISTED,),),
        groups=_GROUPS,
        ports={"": (5439,)},
        public="publicly_accessible",
        port="port",
    ),
    "aws_elasticache_cluster": Store(subnets=(_CACHE,), groups=_GROUPS, ports={"": (6379, 11211)}, ipv6="network_type"),
    "aws_elasticache_replication_group": Store(
        subnets=(_CACHE,), groups=_GROUPS, ports={"": (6379,)}, port="port", ipv6="network_type"
    ),
    "aws_elasticache_serverless_cache": Store(subnets=((_LISTED,),), groups=_GROUPS, ports={"": (6379, 6380, 11211)}),
    "aws_memorydb_cluster": Store(
        subnets=((Step("subnet_group_name", ("aws_memorydb_subnet_group",)), _LISTED),),
        groups=_GROUPS,
        ports={"": (6379,)},
        port="port",
    ),
    "aws_opensearch_domain": _SEARCH,
    "aws_elasticsearch_domain": _SEARCH,
    "aws_efs_mount_target": Store(
        subnets=((Step("subnet_id"),),), groups=((Step("security_groups"),),), ports={"": (2049,)}
    ),
    "aws_msk_cluster": Store(
        subnets=((Step(f"{_BROKERS}client_subnets"),),),
        groups=((Step(f"{_BROKERS}security_groups"),),),
        # https://docs.aws.amazon.com/msk/latest/developerguide/port-info.html
        ports={"": (9194, 9196, 9198)},
        public=f"{_BROKERS}connectivity_info.0.public_access.0.type",
        public_values=("SERVICE_PROVIDED_EIPS",),
        unset="DISABLED",
    ),
    "aws_mq_broker": Store(
        subnets=((_LISTED,),),
        groups=((Step("security_groups"),),),
        # https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/amazon-mq-listener-ports.html
        ports={"activemq": (8162, 61617, 5671, 8883, 61614, 61619), "rabbitmq": (5671, 443)},
        public="publicly_accessible",
        engine="engine_type",
    ),
}


def value(resource: Resource, path: str) -> object:
    """Return the value of an argument, None where nothing is declared. Raises Undecided where it is not known yet."""
    found = resource.get(path)
    if not has_unknown(found):
        return found
    declared = resource.declared(path)
    if declared is ABSENT or (not has_unknown(declared) and declared is None):
        return None
    found = resource.evaluated(path)
    if has_unknown(found):
        raise Undecided(Cause.UNTIL_APPLY, f"{path} of {resource.address} is known only after an apply")
    return found


def followed(resource: Resource, ways: Sequence[Sequence[Step]], types: Sequence[str]) -> Members | None:
    """Return what the first of several ways that names anything leads to; None where none does.

    Raises Undecided where something on the way is not in the plan.
    """
    for way in ways:
        holder: Resource | None = resource
        for step in way[:-1]:
            named = holder.members(step.argument, *step.types).all() if holder is not None else []
            holder = named[0] if named else None
        if holder is not None:
            last = holder.members(way[-1].argument, *types)
            if not last.none:
                return last
    return None


def ports_of(store: Resource) -> tuple[int, ...]:
    """Return the ports on which a data store listens. Raises Undecided where that is not known."""
    kind = STORES[store.type]
    holder = store
    if kind.of_cluster is not None:
        named = store.members(kind.of_cluster.argument, *kind.of_cluster.types).all()
        holder = named[0] if named else store
    if kind.port and (given := value(holder, kind.port)):
        return (int(str(given)),)
    if not kind.engine:
        return kind.ports[""]
    engine = str(value(holder, kind.engine) or value(store, kind.engine) or "").lower()
    for name in sorted(kind.ports, key=len, reverse=True):
        if engine.startswith(name):
            return kind.ports[name]
    missing = f"at which port {store.address} listens"
    raise Undecided(Cause.OUTSIDE_THE_PLAN, f"the plan does not show {missing}", missing)
