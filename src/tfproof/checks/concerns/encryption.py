"""Encryption at rest and in transit."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from tfproof.checks.model import Answer, Context, all_of, check, fails, holds, outside, passes
from tfproof.checks.reading import argument, blocks, companions, flag, is_cache_member, number, own_key, referents
from tfproof.findings import Bound, Measure
from tfproof.iam.policies import conditions, is_everyone
from tfproof.plans.values import UNKNOWN
from tfproof.plans.view import Resource

# The oldest protocol that a listener or a distribution accepts, from the weakest to the strictest.
_PROTOCOLS = ("SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3")
_MODERN = ("TLSv1.2", "TLSv1.3")
# Policies of Elastic Load Balancing say in their names what is the oldest version; those that do not offer TLS 1.0.
_LISTENER_POLICY = re.compile(r"ELBSecurityPolicy-(?:TLS13|TLS|FS)-1-([0-3])-")

# Engine to the parameter that refuses connections without TLS, and the values that switch it on.
_FORCED_TLS = {
    "aurora-mysql": "require_secure_transport",
    "aurora-postgresql": "rds.force_ssl",
    "mariadb": "require_secure_transport",
    "mysql": "require_secure_transport",
    "postgres": "rds.force_ssl",
    "sqlserver": "rds.force_ssl",
}
_ON = {"1", "on", "true"}
_POSTGRES_FORCES_TLS_SINCE = 15


@check(
    "encryption.rds-at-rest",
    title="Databases are encrypted at rest",
    severity="high",
    aspect="at-rest",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html",
    types=("aws_db_instance", "aws_rds_cluster"),
    remediation="Set storage_encrypted = true; an existing database is re-created from an encrypted snapshot.",
)
def rds_at_rest(r: Resource, _: Context) -> Answer:
    """Reads `storage_encrypted`, which AWS leaves off unless it is set. A replica in the same region has the
    encryption of its source, so a replica that does not set it is judged by the source that it names."""
    if argument(r, "replicate_source_db", "") and not r.get("storage_encrypted"):
        sources = referents(r, "replicate_source_db", "aws_db_instance")
        if not sources:
            outside(f"the source {r.get('replicate_source_db')} of the replica {r.address}")
        r = sources[0]
    return holds(
        flag(r, "storage_encrypted"),
        f"storage_encrypted of {r.address} is true",
        f"storage_encrypted of {r.address} is not true: the storage, its backups and snapshots are in clear",
    )


@check(
    "encryption.elasticache-at-rest",
    title="Caches are encrypted at rest",
    severity="medium",
    aspect="at-rest",
    source="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/at-rest-encryption.html",
    types=("aws_elasticache_replication_group", "aws_elasticache_cluster"),
    remediation="Use aws_elasticache_replication_group with at_rest_encryption_enabled = true.",
    when=lambda r: not is_cache_member(r),
)
def elasticache_at_rest(r: Resource, _: Context) -> Answer:
    """Reads `at_rest_encryption_enabled`, off unless set. An `aws_elasticache_cluster` outside a replication
    group has no such setting: its disk and backups are in clear."""
    if r.type == "aws_elasticache_cluster":
        return fails("a cluster outside a replication group cannot be encrypted at rest")
    return holds(
        flag(r, "at_rest_encryption_enabled"),
        "at_rest_encryption_enabled is true",
        "at_rest_encryption_enabled is not true: snapshots and swap are in clear",
    )


@check(
    "encryption.elasticache-in-transit",
    title="Caches are reached through TLS only",
    severity="high",
    aspect="in-transit",
    source="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/in-transit-encryption-enable.html",
    types=("aws_elasticache_replication_group", "aws_elasticache_cluster"),
    remediation='Set transit_encryption_enabled = true and transit_encryption_mode = "required".',
    when=lambda r: not is_cache_member(r),
)
def elasticache_in_transit(r: Resource, _: Context) -> Answer:
    """Reads `transit_encryption_enabled` (off unless set) and `transit_encryption_mode`: "preferred" still
    accepts connections without TLS, and without a mode it is "required"."""
    if not flag(r, "transit_encryption_enabled"):
        return fails("transit_encryption_enabled is not true: keys and values cross the network in clear")
    mode = argument(r, "transit_encryption_mode", "required")
    return holds(
        mode == "required",
        f"TLS is on, mode {mode}",
        f"transit_encryption_mode is {mode}: connections without TLS are accepted",
    )


@check(
    "encryption.s3-at-rest",
    title="Buckets declare how their objects are encrypted at rest",
    severity="low",
    aspect="at-rest",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html",
    types=("aws_s3_bucket",),
    looks_at=("aws_s3_bucket_server_side_encryption_configuration",),
    remediation="Add aws_s3_bucket_server_side_encryption_configuration for the bucket.",
)
def s3_at_rest(r: Resource, _: Context) -> Answer:
    """Reads the bucket's encryption configuration (its own resource, or the bucket's attribute in a state).
    Since January 2023 S3 encrypts every object with keys of its own (SSE-S3) even without one, so a bucket
    without is not readable in clear; but then nothing in the code holds it to any encryption. Whose key it
    is, is not asked here."""
    path = "rule.0.apply_server_side_encryption_by_default.0.sse_algorithm"
    for configuration in companions(r, "aws_s3_bucket_server_side_encryption_configuration", "bucket"):
        if algorithm := configuration.known(path):
            return passes(f"{configuration.address} declares {algorithm}")
    algorithm = argument(r, f"server_side_encryption_configuration.0.{path}", "")
    return holds(
        bool(algorithm),
        f"the bucket's encryption is {algorithm}",
        "no encryption configuration is declared: only AWS's own default, SSE-S3 since January 2023, applies",
    )


@check(
    "encryption.s3-tls-only",
    title="Buckets refuse requests without TLS",
    severity="high",
    aspect="in-transit",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html",
    types=("aws_s3_bucket",),
    looks_at=("aws_s3_bucket_policy",),
    remediation="Deny s3:* to everyone on the bucket and its objects where aws:SecureTransport is false.",
)
def s3_tls_only(r: Resource, _: Context) -> Answer:
    """Reads the bucket policy for a statement that denies everyone every action, on the bucket and on its
    objects, when `aws:SecureTransport` is false. Without it S3 answers plain HTTP as well."""
    policies = companions(r, "aws_s3_bucket_policy", "bucket")
    if not policies:
        return fails("no bucket policy: S3 accepts plain HTTP")
    refusals = [s for p in policies for s in p.policy("policy") if _refuses_plain_http(s)]
    if not refusals:
        return fails(f"{policies[0].address} does not deny requests without TLS (aws:SecureTransport)")
    named = [n for s in refusals for n in s.get("Resource", [])]
    if "*" in named or any(isinstance(n, str) and n.endswith("/*") for n in named):
        return passes(f"{policies[0].address} denies every action where aws:SecureTransport is false")
    if named.count(UNKNOWN) > 1:
        return passes(
            f"{policies[0].address} denies every action where aws:SecureTransport is false, on {len(named)} resources "
            "whose ARNs are known after an apply"
        )
    if UNKNOWN in named:
        policies[0].known("policy")
    return fails(f"{policies[0].address} denies requests without TLS on {named} only, not on the objects")


def _refuses_plain_http(statement: dict[str, Any]) -> bool:
    demanded = [(key, [str(v).lower() for v in values]) for _, key, values in conditions(statement)]
    return (
        statement.get("Effect") == "Deny"
        and is_everyone(statement)
        and any(a in ("*", "s3:*") for a in statement.get("Action", []))
        and demanded == [("aws:securetransport", ["false"])]
    )


@check(
    "encryption.secrets-own-key",
    title="Secrets are encrypted with a key of the account's own",
    severity="medium",
    aspect="at-rest",
    source="https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html",
    types=("aws_secretsmanager_secret",),
    remediation="Set kms_key_id to a KMS key of the account's own.",
)
def secrets_own_key(r: Resource, _: Context) -> Answer:
    """Reads `kms_key_id`. Secrets are always encrypted; without a key of its own the account cannot restrict
    or withdraw the use of the key (`aws/secretsmanager`)."""
    return own_key(r, "kms_key_id", managed_alias="aws/secretsmanager")


@check(
    "encryption.kms-rotation",
    title="Keys rotate at least once a year",
    severity="medium",
    aspect="at-rest",
    source="https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
    parameters=("limits.days",),
    types=("aws_kms_key",),
    remediation="Set enable_key_rotation = true and leave the period at 365 days or less.",
    when=lambda r: (
        argument(r, "customer_master_key_spec", "SYMMETRIC_DEFAULT") == "SYMMETRIC_DEFAULT"
        and not argument(r, "custom_key_store_id", "")
    ),
)
def kms_rotation(r: Resource, c: Context) -> Answer:
    """Reads `enable_key_rotation` (off unless set) and `rotation_period_in_days` (365 unless set, and where
    a state shows 0) of symmetric keys. AWS cannot rotate asymmetric keys and those of a custom key store:
    they are not in the population."""
    if not flag(r, "enable_key_rotation"):
        return fails("enable_key_rotation is not true")
    return c.at_most(number(r, "rotation_period_in_days", 365) or 365, "the rotation period")


@check(
    "encryption.kms-deletion-window",
    title="Deleting a key leaves time to notice",
    severity="low",
    aspect="resilience",
    source="https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html",
    parameters=("limits.days",),
    types=("aws_kms_key", "aws_kms_replica_key"),
    remediation="Raise deletion_window_in_days (30 is the most and the default).",
)
def kms_deletion_window(r: Resource, c: Context) -> Answer:
    """Reads `deletion_window_in_days`, 30 unless set. What a key encrypted is lost with it, so the window is
    the time in which a mistake or an attack can be undone."""
    return c.at_least(number(r, "deletion_window_in_days", 30), "the deletion window")


@check(
    "encryption.logs-own-key",
    title="Log groups are encrypted with a key of the account's own",
    severity="low",
    aspect="at-rest",
    source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
    types=("aws_cloudwatch_log_group",),
    remediation="Set kms_key_id to the ARN of a key whose policy admits CloudWatch Logs.",
)
def logs_own_key(r: Resource, _: Context) -> Answer:
    """Reads `kms_key_id`. CloudWatch Logs always encrypts; only an own key lets the account decide who may
    decrypt."""
    return own_key(r, "kms_key_id", managed_alias="CloudWatch Logs' own")


@check(
    "encryption.sns-at-rest",
    title="Topics are encrypted at rest",
    severity="low",
    aspect="at-rest",
    source="https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html",
    types=("aws_sns_topic",),
    remediation="Set kms_master_key_id.",
)
def sns_at_rest(r: Resource, _: Context) -> Answer:
    """Reads `kms_master_key_id`. Without one SNS stores messages in clear; the key that AWS manages,
    `alias/aws/sns`, is enough for encryption (though CloudWatch alarms cannot publish through it)."""
    if keys := referents(r, "kms_master_key_id"):
        return passes(f"kms_master_key_id is {keys[0].address}")
    key = r.known("kms_master_key_id", "")
    return holds(bool(key), f"kms_master_key_id is {key}", "kms_master_key_id is not set: messages rest in clear")


@check(
    "encryption.ecr-at-rest",
    title="Image repositories declare their encryption at rest",
    severity="low",
    aspect="at-rest",
    source="https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html",
    types=("aws_ecr_repository",),
    remediation="Add an encryption_configuration block; it can only be chosen when the repository is made.",
)
def ecr_at_rest(r: Resource, _: Context) -> Answer:
    """Reads `encryption_configuration`. ECR encrypts with AES-256 even without it, but the choice cannot be
    changed later, so it is asked to be a choice."""
    declared = blocks(r, "encryption_configuration")
    if not declared:
        return fails("no encryption is declared: only AWS's default (AES-256) applies, for the repository's lifetime")
    return passes(f"encrypted with {argument(r, f'{declared[0]}.encryption_type', 'AES256')}")


@check(
    "encryption.lb-tls",
    title="Listeners offer TLS 1.2 or newer only",
    severity="high",
    aspect="in-transit",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html",
    types=("aws_lb_listener", "aws_alb_listener"),
    remediation='Set ssl_policy to a current policy such as "ELBSecurityPolicy-TLS13-1-2-2021-06".',
    when=lambda r: r.known("protocol", "") in ("HTTPS", "TLS"),
)
def lb_tls(r: Resource, _: Context) -> Answer:
    """Reads `ssl_policy` of HTTPS and TLS listeners. Without one AWS takes `ELBSecurityPolicy-2016-08`,
    which still offers TLS 1.0. Listeners for plain HTTP are judged by `network.http-redirects`."""
    policy = argument(r, "ssl_policy", "ELBSecurityPolicy-2016-08")
    minor = match[1] if (match := _LISTENER_POLICY.match(policy)) else "0"
    oldest = f"TLSv1.{minor}".removesuffix(".0")
    return holds(
        oldest in _MODERN,
        f"ssl_policy is {policy}",
        f"ssl_policy is {policy}, which offers versions older than TLS 1.2",
        _oldest_protocol(oldest),
    )


def _oldest_protocol(version: str) -> Measure:
    return Measure("oldest_protocol", version, _MODERN, Bound.ONE_OF, _PROTOCOLS)


@check(
    "encryption.cdn-tls",
    title="Distributions serve TLS 1.2 or newer only",
    severity="high",
    aspect="in-transit",
    source=(
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html",
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-viewers-to-cloudfront.html",
    ),
    types=("aws_cloudfront_distribution",),
    remediation="Give a certificate and minimum_protocol_version TLSv1.2_2021; let every behaviour demand HTTPS.",
)
def cdn_tls(r: Resource, _: Context) -> Answer:
    """Reads `viewer_protocol_policy` of every cache behaviour and the viewer certificate's
    `minimum_protocol_version`. With CloudFront's default certificate (*.cloudfront.net) AWS sets TLSv1,
    whatever is declared."""
    behaviours = [*blocks(r, "default_cache_behavior"), *blocks(r, "ordered_cache_behavior")]
    return all_of([partial(_viewer_certificate, r), *(partial(_behaviour, r, path) for path in behaviours)])


def _behaviour(r: Resource, path: str) -> Answer:
    policy = r.known(f"{path}.viewer_protocol_policy")
    return holds(
        policy in ("https-only", "redirect-to-https"),
        "every behaviour demands HTTPS",
        f"viewer_protocol_policy of {path} is {policy}: viewers may use HTTP",
    )


def _viewer_certificate(r: Resource) -> Answer:
    if flag(r, "viewer_certificate.0.cloudfront_default_certificate"):
        return fails(
            "the default certificate of CloudFront is used, with which viewers may use TLS 1.0",
            _oldest_protocol("TLSv1"),
        )
    version = argument(r, "viewer_certificate.0.minimum_protocol_version", "TLSv1")
    return holds(
        version.partition("_")[0] in _MODERN,
        f"minimum_protocol_version is {version}",
        f"minimum_protocol_version is {version}, older than TLS 1.2",
        _oldest_protocol(version.partition("_")[0]),
    )


@check(
    "encryption.db-force-tls",
    title="Databases refuse connections without TLS",
    severity="high",
    aspect="in-transit",
    source=(
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html",
        "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/mysql-ssl-connections.html",
    ),
    types=("aws_db_instance", "aws_rds_cluster"),
    looks_at=("aws_db_parameter_group", "aws_rds_cluster_parameter_group"),
    remediation="Set rds.force_ssl (PostgreSQL, SQL Server) or require_secure_transport (MySQL, MariaDB) to 1.",
    when=lambda r: not argument(r, "replicate_source_db", ""),
)
def db_force_tls(r: Resource, _: Context) -> Answer:
    """Reads the engine, its version and the parameter group for the parameter that refuses connections
    without TLS. It is off by default, except for PostgreSQL from version 15 on. A replica has the group of
    its source."""
    engine = r.known("engine", "")
    name = _FORCED_TLS.get("sqlserver" if engine.startswith("sqlserver") else engine)
    if name is None:
        outside(f"how TLS is enforced by the engine {engine or 'of the restored database'}")
    group_argument, group_type = (
        ("db_cluster_parameter_group_name", "aws_rds_cluster_parameter_group")
        if r.type == "aws_rds_cluster"
        else ("parameter_group_name", "aws_db_parameter_group")
    )
    groups = referents(r, group_argument, group_type)
    if groups:
        for path in blocks(groups[0], "parameter"):
            if groups[0].known(f"{path}.name") == name:
                value = str(groups[0].known(f"{path}.value"))
                return holds(
                    value.lower() in _ON,
                    f"{groups[0].address} sets {name} = {value}",
                    f"{groups[0].address} sets {name} = {value}: connections without TLS are accepted",
                )
    elif (group := argument(r, group_argument, "")) and not str(group).startswith("default."):
        outside(f"the parameter group {group}")
    version = str(groups[0].known("family") if groups else argument(r, "engine_version", ""))
    major = int(match[1]) if (match := re.search(r"(\d+)", version)) else 0
    forced = name == "rds.force_ssl" and "postgres" in engine and major >= _POSTGRES_FORCES_TLS_SINCE
    return holds(
        forced,
        f"{name} is not set, and on by default from PostgreSQL 15 on",
        f"{name} is not set, and off by default for {engine} {version}".rstrip(),
    )


@check(
    "encryption.trail-own-key",
    title="Trails are encrypted with a key of the account's own",
    severity="medium",
    aspect="at-rest",
    source="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html",
    types=("aws_cloudtrail",),
    remediation="Set kms_key_id to the ARN of a key whose policy admits CloudTrail.",
)
def trail_own_key(r: Resource, _: Context) -> Answer:
    """Reads `kms_key_id`. Reading the trail then takes the right to decrypt besides the right to read the
    bucket."""
    return own_key(r, "kms_key_id", managed_alias="SSE-S3")


@check(
    "encryption.backup-vault-own-key",
    title="Backup vaults are encrypted with a key of the account's own",
    severity="medium",
    aspect="at-rest",
    source="https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html",
    types=("aws_backup_vault",),
    remediation="Set kms_key_arn to a KMS key of the account's own.",
)
def backup_vault_own_key(r: Resource, _: Context) -> Answer:
    """Reads `kms_key_arn`; without it the key `aws/backup` is used, which cannot be shared with another
    account."""
    return own_key(r, "kms_key_arn", managed_alias="aws/backup")


@check(
    "encryption.ebs-default",
    title="New volumes are encrypted by default",
    severity="medium",
    aspect="at-rest",
    source="https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html",
    types=("aws_ebs_encryption_by_default",),
    remediation="Add aws_ebs_encryption_by_default to the account's baseline in every region.",
    population="must-exist",
    scope="account",
    per_region=True,
)
def ebs_default(r: Resource, _: Context) -> Answer:
    """Reads `enabled` of the account's setting, which holds for one region."""
    return holds(
        flag(r, "enabled", True),
        f"on in {r.region or 'a region that the plan does not show'}",
        "enabled is false",
    )
