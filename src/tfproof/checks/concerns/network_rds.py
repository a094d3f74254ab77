"""In which subnets data stores stand."""

from __future__ import annotations

from tfproof.checks.concerns._databases import is_primary
from tfproof.checks.model import Answer, Context, check, fails, holds
from tfproof.checks.reading import given, is_cache_member
from tfproof.plans.values import OneOf, PartialList, is_unknown
from tfproof.plans.view import Resource

# Type to the argument that names its subnets, or the group of them.
_SUBNETS = {
    "aws_db_instance": "db_subnet_group_name",
    "aws_dms_replication_instance": "replication_subnet_group_id",
    "aws_docdb_cluster": "db_subnet_group_name",
    "aws_docdbelastic_cluster": "subnet_ids",
    "aws_elasticache_cluster": "subnet_group_name",
    "aws_elasticache_replication_group": "subnet_group_name",
    "aws_elasticache_serverless_cache": "subnet_ids",
    "aws_dax_cluster": "subnet_group_name",
    "aws_memorydb_cluster": "subnet_group_name",
    "aws_neptune_cluster": "neptune_subnet_group_name",
    "aws_rds_cluster": "db_subnet_group_name",
    "aws_redshift_cluster": "cluster_subnet_group_name",
    "aws_redshiftserverless_workgroup": "subnet_ids",
}


def _chooses(r: Resource) -> bool:
    """Whether the store chooses its subnets: a replica has those of its source, a member of a cache those of its group."""
    return not is_cache_member(r) and is_primary(r)


@check(
    "network.data-own-subnets",
    title="Data stores stand in subnets that are chosen for them",
    severity="medium",
    aspect="exposure",
    source=(
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/SubnetGroups.html",
        "https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html",
        "https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html",
    ),
    types=tuple(_SUBNETS),
    remediation="Name a subnet group (or subnets) of private subnets.",
    when=_chooses,
)
def data_own_subnets(r: Resource, _: Context) -> Answer:
    """Reads whether a subnet group, or subnets, are named. Without, AWS takes the subnets of the default VPC, which are
    public, and which everything shares that names none; so does the group `default`."""
    path = _SUBNETS[r.type]
    default = f"{r.address} stands in the subnets of the default VPC"
    if path == "subnet_ids":
        return _names_subnets(r, path, default)
    name = r.get(path)
    if not is_unknown(name) and name == "default":
        return fails(f"{path} is default: {default}")
    return holds(given(r, path), f"{path} of {r.address} is set", f"{path} is not set: {default}")


def _names_subnets(r: Resource, path: str, default: str) -> Answer:
    named = r.evaluated(path)
    elements = named.items if isinstance(named, PartialList) else named if isinstance(named, list | tuple) else ()
    some = any(not isinstance(element, OneOf) for element in elements)
    return holds(some or given(r, path), f"{path} of {r.address} is set", f"{path} is not set: {default}")
