"""Who may sign in to caches."""

from __future__ import annotations

from functools import partial

from tfproof.checks.concerns._databases import declares
from tfproof.checks.model import Answer, Context, all_of, any_of, check, fails, holds, outside, passes, until_apply
from tfproof.checks.reading import argument, every, flag, given, keeps_data, listed
from tfproof.plans.values import is_unknown
from tfproof.plans.view import Resource

#: The user of ElastiCache and of MemoryDB that AWS makes, and the list of MemoryDB that AWS makes of it.
_DEFAULT, _OPEN = "default", "open-access"
_GROUP = "aws_elasticache_replication_group"
#: The arguments by which a replication group asks who comes.
_WAYS = ("user_group_ids", "auth_token")


def _asks_by_itself(r: Resource) -> bool:
    """Whether a cache decides who may come: memcached has no users, a member has its group's, a secondary its primary's."""
    if r.type == "aws_elasticache_cluster":
        return keeps_data(r)
    if r.type == "aws_elasticache_serverless_cache":
        return bool(argument(r, "engine", "") != "memcached")
    return _asks_somebody(r) or not declares(r, "global_replication_group_id")


def _asks_somebody(r: Resource) -> bool:
    """Whether a group is known to ask, so that nobody needs to know whether it is a secondary."""
    found = [r.get(path) for path in _WAYS]
    return any(not is_unknown(way) and bool(way) for way in found)


@check(
    "identity.redis-authentication",
    title="Caches ask who comes",
    severity="medium",
    aspect="access-policy",
    source=(
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html",
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html",
        "https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html",
    ),
    types=(_GROUP, "aws_elasticache_cluster", "aws_elasticache_serverless_cache"),
    remediation="Name a user group (user_group_ids, serverless: user_group_id), or set auth_token.",
    when=_asks_by_itself,
)
def redis_authentication(r: Resource, _: Context) -> Answer:
    """Reads whether a user group or a token is given: without either, whoever reaches the cache reads and writes all of
    it. A cluster of Redis outside a replication group can have neither. Memcached knows no users and is not asked, nor
    are members of a group and secondaries of a global datastore, which have what the primary has."""
    if r.type == "aws_elasticache_cluster":
        engine = argument(r, "engine", "redis")
        return fails(f"a cluster ({engine}) outside a replication group asks nobody for a password")
    if r.type == "aws_elasticache_serverless_cache":
        return _is_given(r, "user_group_id")
    return any_of(partial(_is_given, r, path) for path in _WAYS)


def _is_given(r: Resource, path: str) -> Answer:
    return holds(given(r, path), f"{path} of {r.address} is set", f"{path} of {r.address} is not set: nobody is asked")


@check(
    "identity.redis-user-passwords",
    title="No user of a cache comes in without showing who it is",
    severity="high",
    aspect="access-policy",
    source=(
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html",
        "https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateUser.html",
    ),
    types=("aws_elasticache_user",),
    remediation='Give the user a password or authentication_mode iam, or switch it off (access_string "off ...").',
)
def redis_user_passwords(r: Resource, _: Context) -> Answer:
    """Reads `no_password_required`, `authentication_mode` and `access_string`: a user without a password is accepted only
    where it is switched off, as AWS proposes for the user `default`."""
    if str(argument(r, "access_string", "")).split(maxsplit=1)[:1] == ["off"]:
        return passes(f"{r.address} is switched off")
    mode = argument(r, "authentication_mode.0.type", "")
    free = flag(r, "no_password_required") or mode == "no-password-required"
    return holds(not free, f"{r.address} has to show who it is", f"{r.address} needs no password")


@check(
    "identity.redis-user-groups",
    title="User groups of caches leave out the user that AWS makes",
    severity="high",
    aspect="access-policy",
    source="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html",
    types=("aws_elasticache_user_group",),
    looks_at=("aws_elasticache_user_group_association",),
    remediation='Take a user of your own with user_name "default" into the group, switched off, instead of "default".',
)
def redis_user_groups(r: Resource, _: Context) -> Answer:
    """Reads `user_ids`, and what associations add to the group: the user with the id `default`, which AWS makes in every
    account, needs no password and may do everything."""
    members = r.companions("aws_elasticache_user_group_association", "user_group_id")
    nothing = passes(f"nothing adds users to {r.address}")
    return all_of(
        [
            partial(_names_no_default, r),
            partial(every, members, partial(_names_no_default, path="user_id"), none=nothing),
        ]
    )


def _names_no_default(group: Resource, path: str = "user_ids") -> Answer:
    named = group.members(path, "aws_elasticache_user")
    if _DEFAULT in named.outside:
        return fails(f"{path} of {group.address} has {_DEFAULT}, which needs no password")
    if named.open:
        until_apply(f"whom {path} of {group.address} names")
    return passes(f"{path} of {group.address} has users of the account's own")


@check(
    "identity.memorydb-authentication",
    title="Clusters of MemoryDB ask who comes",
    severity="high",
    aspect="access-policy",
    source="https://docs.aws.amazon.com/memorydb/latest/devguide/clusters.acls.html",
    types=("aws_memorydb_cluster",),
    looks_at=("aws_memorydb_acl",),
    remediation="Set acl_name to an access list with named users.",
)
def memorydb_authentication(r: Resource, _: Context) -> Answer:
    """Reads `acl_name`: with the list `open-access` whoever reaches the cluster reads and writes all of it without a
    password, and so with a list of one's own that takes in the user `default`, which has none."""
    lists = r.members("acl_name", "aws_memorydb_acl")
    nothing = fails(f"acl_name of {r.address} names nothing")
    if _OPEN in lists.outside:
        return fails(f"acl_name of {r.address} is {_OPEN}: nobody is asked for a password")
    if lists.outside and not lists.found and not lists.open:
        outside(f"the users of {', '.join(lists.outside)}, which acl_name of {r.address} names")
    return every(lists, _lists_no_default, none=nothing)


def _lists_no_default(acl: Resource) -> Answer:
    named = listed(acl, "user_names")
    said = f"user_names of {acl.address}"
    if _DEFAULT not in named.known:
        named.all()
    return holds(_DEFAULT not in named.known, f"{said} are users of the account's own", f"{said} has {_DEFAULT}")
