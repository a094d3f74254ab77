"""Encryption of databases: the storage of RDS, Aurora, DocumentDB and Neptune, and connections in clear."""

from __future__ import annotations

import re
from functools import cache, partial
from importlib import resources
from typing import Any

from tfproof.checks.concerns._named import names_in
from tfproof.checks.model import Answer, Context, any_of, check, fails, holds, outside, passes, until_apply
from tfproof.checks.reading import KEYS, argument, blocks, every, flag, undeclared, unset
from tfproof.files import read_yaml
from tfproof.findings import Layer
from tfproof.plans.values import is_unknown
from tfproof.plans.view import Resource

_TYPES = ("aws_db_instance", "aws_rds_cluster", "aws_docdb_cluster", "aws_neptune_cluster")
_ALWAYS = passes("clusters of Aurora serverless v1 are always encrypted")
_AURORA = passes(
    "nothing is declared, and AWS encrypts new clusters of Aurora with a key of its own since February 2026"
)
_NO_SOURCE = fails("the replica names no source")
_ON, _OFF = ("1", "on", "true"), ("0", "off", "false")
_VERSION = re.compile(r"\d+(?:\.\d+)*")
_FAMILY = re.compile(r"(?P<engine>.*?)-?(?P<version>\d+(?:\.\d+)*)")
_OPTION, _OPTION_SETTING = "NATIVE_NETWORK_ENCRYPTION", "SQLNET.ENCRYPTION_SERVER"


@cache
def _data() -> dict[str, Any]:
    return dict(read_yaml(resources.files(__package__) / "encryption_databases.yaml"))


_SNAPSHOTS = (
    "aws_db_snapshot", "aws_db_snapshot_copy", "aws_db_cluster_snapshot", "aws_rds_cluster_snapshot_copy",
    "aws_docdb_cluster_snapshot", "aws_neptune_cluster_snapshot",
)  # fmt: skip
_GLOBAL = ("aws_rds_global_cluster", "aws_docdb_global_cluster", "aws_neptune_global_cluster")
_PARAMETER_GROUPS = (
    "aws_db_parameter_group", "aws_docdb_cluster_parameter_group", "aws_neptune_cluster_parameter_group",
    "aws_rds_cluster_parameter_group",
)  # fmt: skip

#: Type to the arguments that name where its data come from, each with the types that can be named.
SOURCES: dict[str, dict[str, list[str]]] = {
    kind: {
        **rules.get("source", {}),
        **{path: types for path, types in rules.get("group", {}).items() if path == "replication_source_identifier"},
    }
    for kind, rules in _data()["at-rest"].items()
}


@check(
    "encryption.rds-at-rest",
    title="Databases are encrypted at rest",
    severity="high",
    aspect="at-rest",
    source=(
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless.how-it-works.html",
        "https://docs.aws.amazon.com/documentdb/latest/developerguide/encryption-at-rest.html",
        "https://docs.aws.amazon.com/neptune/latest/userguide/encrypt.html",
    ),
    types=_TYPES,
    looks_at=(
        "aws_db_cluster_snapshot", "aws_db_snapshot", "aws_db_snapshot_copy", "aws_docdb_cluster_snapshot",
        "aws_docdb_global_cluster", "aws_neptune_cluster_snapshot", "aws_rds_cluster_snapshot_copy",
        "aws_rds_global_cluster",
    ),
    remediation="Set storage_encrypted = true; an existing database is re-created from an encrypted snapshot.",
)  # fmt: skip
def rds_at_rest(r: Resource, _: Context) -> Answer:
    """Reads `storage_encrypted`, which AWS leaves off unless it is set, but for Aurora: every cluster made since
    February 2026 is encrypted, and one of serverless v1 always was. A replica, and what is restored from a snapshot or to
    a point in time, is judged by its source, whose encryption AWS gives it whatever it asks for; a member of a global
    cluster that does not set it, by the global one. Instances of a cluster have its storage."""
    return _encrypted((), r)


@check(
    "encryption.rds-snapshots-at-rest",
    title="Snapshots of databases are encrypted at rest",
    severity="high",
    aspect="at-rest",
    source=(
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_CopySnapshot.html",
        "https://docs.aws.amazon.com/documentdb/latest/developerguide/encryption-at-rest.html",
        "https://docs.aws.amazon.com/neptune/latest/userguide/encrypt.html",
    ),
    types=_SNAPSHOTS,
    looks_at=_TYPES,
    remediation="Set storage_encrypted = true for the database, or copy the snapshot with a kms_key_id.",
)
def rds_snapshots_at_rest(r: Resource, _: Context) -> Answer:
    """Reads of which database the snapshot is, which decides on its encryption, and of a copy the key: what is copied
    with a key is encrypted."""
    return _encrypted((), r)


@check(
    "encryption.rds-global-at-rest",
    title="Global databases are encrypted at rest",
    severity="high",
    aspect="at-rest",
    source=(
        "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateGlobalCluster.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.html",
        "https://docs.aws.amazon.com/documentdb/latest/developerguide/API_CreateGlobalCluster.html",
        "https://docs.aws.amazon.com/neptune/latest/apiref/API_CreateGlobalCluster.html",
    ),
    types=_GLOBAL,
    looks_at=_TYPES,
    remediation="Set storage_encrypted = true; an existing global database is made again from an encrypted cluster.",
)
def rds_global_at_rest(r: Resource, _: Context) -> Answer:
    """Reads `storage_encrypted`, which AWS leaves off unless it is set, but for Aurora, of which every cluster made since
    February 2026 is encrypted. A global database that is made from a cluster has that cluster's encryption."""
    return _encrypted((), r)


def _encrypted(passed: tuple[str, ...], r: Resource) -> Answer:
    """Judge a database, snapshot or global cluster; `passed` are those that take their encryption from it."""
    rules = _data()["at-rest"][r.qualified_type]
    shown = rules["shown"]
    if r.address in passed:
        outside(f"from where {r.address} takes its encryption")
    if _is_there(r) and isinstance(r.known(shown), bool):
        return _as_shown(r, shown)
    if _is_serverless(r):
        return _ALWAYS
    follow = partial(_encrypted, (*passed, r.address))
    for path, types in rules.get("source", {}).items():
        if unset(r, path):
            continue
        sources = r.members(path, *types)
        if sources.open:
            sources.all()  # which may turn out to be none at all
        taken = partial(every, sources, follow, none=_in_clear(r, shown))
        keys = [key for key, paths in rules.get("key", {}).items() if path in paths and not unset(r, key)]
        return any_of([*(partial(_with_a_key, r, key) for key in keys), taken])
    if not unset(r, shown):
        return _as_shown(r, shown)
    for path, types in rules.get("group", {}).items():
        if not unset(r, path):
            return every(r.members(path, *types), follow, none=_in_clear(r, shown))
    return _AURORA if _is_aurora(r) else _in_clear(r, shown)


def _with_a_key(r: Resource, path: str) -> Answer:
    """Judge what is copied with a key: a source in clear AWS encrypts with it, or refuses to copy."""
    named = r.members(path, *KEYS)
    if named.none:
        return fails(f"{path} of {r.address} is empty")
    return passes(f"{path} of {r.address} is {names_in(named)}: the copy is encrypted, or refused")


def _as_shown(r: Resource, shown: str) -> Answer:
    if flag(r, shown):
        return passes(f"{shown} of {r.address} is true")
    if _is_serverless(r):
        return _ALWAYS
    if _is_there(r) and _is_aurora(r) and undeclared(r, shown):
        outside(f"when {r.address} was made: only since February 2026 AWS encrypts each cluster of Aurora")
    return _in_clear(r, shown)


def _in_clear(r: Resource, shown: str) -> Answer:
    return fails(f"{shown} of {r.address} is not true: the storage, its backups and snapshots are in clear")


def _is_there(r: Resource) -> bool:
    """Whether the resource exists, so that its attributes show what AWS has made of it."""
    return r.plan.layer is not Layer.PLAN or bool(r.actions and "create" not in r.actions)


def _is_aurora(r: Resource) -> bool:
    return r.type in ("aws_rds_cluster", "aws_rds_global_cluster") and argument(r, "engine", "aurora").startswith(
        "aurora"
    )


def _is_serverless(r: Resource) -> bool:
    """Whether a cluster is one of Aurora serverless v1."""
    return r.type == "aws_rds_cluster" and argument(r, "engine_mode", "") == "serverless"


@check(
    "encryption.db-force-tls",
    title="Databases refuse connections that are not encrypted",
    severity="high",
    aspect="in-transit",
    source=(
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Security.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mysql-ssl-connections.require-ssl.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mariadb-ssl-connections.require-ssl.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/SQLServer.Concepts.General.SSL.Using.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.Oracle.Options.NetworkEncryption.html",
        "https://docs.aws.amazon.com/documentdb/latest/developerguide/security.encryption.ssl.html",
        "https://docs.aws.amazon.com/neptune/latest/userguide/security-ssl.html",
    ),
    types=_TYPES,
    looks_at=(
        "aws_db_option_group", "aws_db_parameter_group", "aws_docdb_cluster_parameter_group",
        "aws_neptune_cluster_parameter_group", "aws_rds_cluster_parameter_group",
    ),
    remediation="Set rds.force_ssl (PostgreSQL, SQL Server) or require_secure_transport (MySQL, MariaDB) to 1.",
)  # fmt: skip
def db_force_tls(r: Resource, _: Context) -> Answer:
    """Reads the engine, its version and the parameter group for the parameter that refuses connections without TLS, and
    where it is not set AWS's default for that engine and version. Of Oracle it reads the option group for native network
    encryption, since its TLS option leaves the port for connections in clear open. A replica without a group of its own
    has the one of its source, in another region the default one."""
    return _refuses_clear((), r)


@check(
    "encryption.db-parameters-tls",
    title="Parameter groups of databases refuse connections that are not encrypted",
    severity="high",
    aspect="in-transit",
    source=(
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Security.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mysql-ssl-connections.require-ssl.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mariadb-ssl-connections.require-ssl.html",
        "https://docs.aws.amazon.com/documentdb/latest/developerguide/security.encryption.ssl.html",
        "https://docs.aws.amazon.com/neptune/latest/userguide/security-ssl.html",
    ),
    types=_PARAMETER_GROUPS,
    remediation="Set rds.force_ssl (PostgreSQL, SQL Server), require_secure_transport (MySQL, MariaDB), tls (DocumentDB).",
)
def db_parameters_tls(r: Resource, _: Context) -> Answer:
    """Reads the parameter of the group by which its engine refuses connections without TLS, and where the group does not
    set it AWS's default for its family. A group is judged by itself, since databases outside of the plan may use it. Groups
    for instances of Aurora and for Oracle decide nothing of this."""
    engine, _version = _of_family(argument(r, "family", ""))
    if engine.startswith("oracle") or (r.type == "aws_db_parameter_group" and engine.startswith("aurora")):
        return passes(f"{r.address} is for {engine}, which does not take this from a group of the kind")
    return _by_group(r, r)


def _refuses_clear(passed: tuple[str, ...], r: Resource) -> Answer:
    if r.address in passed:
        outside(f"of which database {r.address} is a replica in the end")
    ((group_argument, group_type),) = _data()["parameter-groups"][r.type].items()
    grouped = not unset(r, group_argument)
    if r.type == "aws_db_instance" and not grouped and not unset(r, "replicate_source_db"):
        sources = r.members("replicate_source_db", "aws_db_instance", "aws_rds_cluster")
        return every(sources, partial(_as_the_source, (*passed, r.address), r), none=_NO_SOURCE)
    if not grouped:
        engine = argument(r, "engine", "")
        return _oracle(r) if engine.startswith("oracle") else _by_default(engine, argument(r, "engine_version", ""))
    groups = r.members(group_argument, group_type)
    if family := next((n.removeprefix("default.") for n in groups.outside if n.startswith("default.")), ""):
        engine, version = _of_family(family)
        return _oracle(r) if engine.startswith("oracle") else _by_default(engine, version)
    return every(groups, partial(_by_group, r), none=fails(f"{group_argument} of {r.address} names nothing"))


def _as_the_source(passed: tuple[str, ...], replica: Resource, source: Resource) -> Answer:
    """Judge a replica without a group of its own.
    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstanceReadReplica.html"""
    if replica.region is None or source.region is None:
        outside(f"whether {replica.address} is in the region of {source.address}, whose parameter group it has then")
    if replica.region == source.region:
        return _refuses_clear(passed, source)
    engine = argument(source, "engine", "")
    return _by_default(engine, argument(replica, "engine_version", "") or argument(source, "engine_version", ""))


def _by_group(r: Resource, group: Resource) -> Answer:
    engine, version = _of_family(argument(group, "family", ""))
    if engine.startswith("oracle"):
        return _oracle(r)
    rule = _rule(engine)
    unknown_names = False
    for path in blocks(group, "parameter"):
        name = group.get(f"{path}.name")
        if is_unknown(name):
            unknown_names = True
        elif name.lower() == rule["parameter"]:
            return _by_value(group, rule, argument(group, f"{path}.value", ""))
    if unknown_names:
        until_apply(f"whether {group.address} sets {rule['parameter']}")
    return _by_default(engine, version)


def _by_value(group: Resource, rule: dict[str, Any], value: str) -> Answer:
    said = f"{group.address} sets {rule['parameter']} = {value}"
    if value.lower() in rule.get("demanding", _ON):
        return passes(said)
    if value.lower() not in rule.get("allowing", _OFF):
        outside(f"what {rule['parameter']} = {value} of {group.address} means")
    return fails(f"{said}: connections without TLS are accepted")


def _by_default(engine: str, version: str) -> Answer:
    """Judge by what AWS sets where nobody sets the parameter."""
    rule = _rule(engine)
    parameter, since = rule["parameter"], rule["on-since"]
    if since is None:
        return fails(f"{parameter} is not set, and off by default for {engine}")
    if since == "0":
        return passes(f"{parameter} is not set, and on by default for {engine}")
    found = _VERSION.match(version)
    given, first = _numbers(found[0] if found else ""), _numbers(since)
    if given == first[: len(given)] and given != first:
        outside(f"the version of {engine} to the point, by which {parameter} is on by default from {since} on")
    return holds(
        given >= first,
        f"{parameter} is not set, and on by default for {engine} {version}",
        f"{parameter} is not set, and off by default for {engine} {version}",
    )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(n) for n in version.split(".") if n)


def _of_family(family: str) -> tuple[str, str]:
    """Return engine and version of a family of parameter groups: `sqlserver-se-15.0`, `aurora-postgresql16`."""
    found = _FAMILY.fullmatch(family)
    return (found["engine"], found["version"]) if found else (family, "")


def _rule(engine: str) -> dict[str, Any]:
    rules = [r for name, r in _data()["force-tls"].items() if engine == name or engine.startswith(f"{name}-")]
    if not rules:
        outside(f"how connections in clear are refused by the engine {engine or 'of the restored database'}")
    return dict(rules[0])


def _oracle(r: Resource) -> Answer:
    """Judge by the option group, which an instance has one of; the default ones have no options."""
    nothing = fails(f"no option group of {r.address} demands {_OPTION}: connections in clear are accepted")
    if unset(r, "option_group_name"):
        return nothing
    groups = r.members("option_group_name", "aws_db_option_group")
    if any(name.startswith("default:") for name in groups.outside):
        return nothing
    return every(groups, _demands_encryption, none=nothing)


def _demands_encryption(group: Resource) -> Answer:
    for option in blocks(group, "option"):
        if argument(group, f"{option}.option_name", "") != _OPTION:
            continue
        for setting in blocks(group, f"{option}.option_settings"):
            if argument(group, f"{setting}.name", "") == _OPTION_SETTING:
                value = argument(group, f"{setting}.value", "")
                said = f"{group.address} sets {_OPTION_SETTING} = {value}"
                return holds(value.upper() == "REQUIRED", said, f"{said}: connections in clear are accepted")
    return fails(f"{group.address} does not set {_OPTION_SETTING} to REQUIRED: connections in clear are accepted")
