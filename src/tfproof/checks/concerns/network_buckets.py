"""Whom buckets and objects are open to by access control lists, by missing locks, and to the pages of which websites."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.concerns.network import FOUR_LOCKS, lock_of_account
from tfproof.checks.model import Answer, Context, all_of, any_of, check, fails, holds, passes
from tfproof.checks.reading import argument, blocks, flag, listed

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

# Canned lists that let everybody in, or everybody with any account of AWS.
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
_OPEN_LISTS = ("public-read", "public-read-write", "authenticated-read")
_EVERYBODY = ("/global/AllUsers", "/global/AuthenticatedUsers")
_LOG_DELIVERY = "/s3/LogDelivery"
# What the service that delivers logs needs is WRITE and READ_ACP.
_TOO_MUCH = {"FULL_CONTROL", "WRITE_ACP"}
# Type to where its grants stand, and in each the group and what is granted.
_GRANTS = {
    "aws_s3_bucket": ("grant", "uri", "permissions"),
    "aws_s3_bucket_acl": ("access_control_policy.0.grant", "grantee.0.uri", "permission"),
    "aws_s3_object_copy": ("grant", "uri", "permissions"),
}
_WRITING = {"DELETE", "POST", "PUT"}
_ANY_ORIGIN = {"*", "http://*", "https://*"}


@check(
    "network.s3-acl-not-public",
    title="No access control list opens a bucket or an object to everybody",
    severity="high",
    aspect="exposure",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html",
    types=("aws_s3_bucket", "aws_s3_bucket_acl", "aws_s3_bucket_object", "aws_s3_object", "aws_s3_object_copy"),
    remediation='Set acl = "private", or leave it out, and grant nothing to everybody and no control to LogDelivery.',
)
def s3_acl_not_public(r: Resource, _: Context) -> Answer:
    """Reads the canned list and the single grants. `public-read`, `public-read-write` and the group AllUsers let the
    whole internet in, `authenticated-read` and the group AuthenticatedUsers everybody who has any account of AWS. The
    group that delivers logs needs to write only: with WRITE_ACP or FULL_CONTROL it could open the bucket."""
    return all_of([partial(_canned, r), *_grants(r)])


def _canned(r: Resource) -> Answer:
    acl = argument(r, "acl", "private") or "private"
    return holds(acl not in _OPEN_LISTS, f"acl of {r.address} is {acl}", f"acl of {r.address} is {acl}")


def _grants(r: Resource) -> list[Callable[[], Answer]]:
    return [partial(_all_grants, r, *_GRANTS[r.type])] if r.type in _GRANTS else []


def _all_grants(r: Resource, path: str, group: str, granted: str) -> Answer:
    parts = [partial(_grant, r, f"{grant}.{group}", f"{grant}.{granted}") for grant in blocks(r, path)]
    return all_of(parts) if parts else passes(f"{r.address} has no grants")


def _grant(r: Resource, group: str, granted: str) -> Answer:
    uri = argument(r, group, "")
    if uri.endswith(_EVERYBODY):
        return fails(f"{group} of {r.address} is {uri}")
    if uri.endswith(_LOG_DELIVERY):
        rights = listed(r, granted)
        found = sorted(_TOO_MUCH & set(rights.known))
        if not found:
            rights.all()
        return holds(not found, f"{uri} may deliver logs", f"{r.address} grants {', '.join(found)} to {uri}")
    return passes(f"{r.address} grants to somebody it names")


@check(
    "network.s3-access-block-complete",
    title="Public access blocks have all four locks on",
    severity="high",
    aspect="exposure",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
    types=("aws_s3_bucket_public_access_block", "aws_s3_account_public_access_block"),
    remediation="Set block_public_acls, block_public_policy, ignore_public_acls and restrict_public_buckets to true.",
)
def s3_access_block_complete(r: Resource, _: Context) -> Answer:
    """Reads the four locks, each off unless set, of the block of a bucket or of the account. Whoever writes a block takes
    the place of what AWS puts on a new bucket, which is all four. What is off for a bucket may be on for the account."""
    return all_of(partial(_locked, r, name) for name in FOUR_LOCKS)


def _locked(r: Resource, name: str) -> Answer:
    own = partial(_lock, r, name)
    if r.type == "aws_s3_account_public_access_block":
        return own()
    accounts = r.plan.of("aws_s3_account_public_access_block")
    return any_of([own, *(partial(lock_of_account, name, account) for account in accounts)])


def _lock(r: Resource, name: str) -> Answer:
    return holds(flag(r, name), f"{name} of {r.address} is true", f"{name} of {r.address} is not true")


@check(
    "network.s3-cors",
    title="Pages of any website may not write to a bucket",
    severity="medium",
    aspect="exposure",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html",
    types=("aws_s3_bucket", "aws_s3_bucket_cors_configuration"),
    remediation="Name the origins that write in allowed_origins, or allow GET and HEAD only.",
    when=lambda r: bool(blocks(r, "cors_rule")),
)
def s3_cors(r: Resource, _: Context) -> Answer:
    """Reads the origins and methods of each rule. A browser lets the pages of every site (`*`) write with what its user
    may do there, where a rule allows PUT, POST or DELETE to them."""
    return all_of(partial(_rule, r, rule) for rule in blocks(r, "cors_rule"))


def _rule(r: Resource, rule: str) -> Answer:
    return any_of([partial(_names_origins, r, rule), partial(_reads_only, r, rule)])


def _names_origins(r: Resource, rule: str) -> Answer:
    return _none_of(r, f"{rule}.allowed_origins", _ANY_ORIGIN)


def _reads_only(r: Resource, rule: str) -> Answer:
    return _none_of(r, f"{rule}.allowed_methods", _WRITING)


def _none_of(r: Resource, path: str, bad: set[str]) -> Answer:
    found = listed(r, path)
    named = sorted(bad & set(found.known))
    if not named:
        found.all()
    said = f"{path} of {r.address} has {', '.join(map(str, found.known))}"
    return holds(not named, said, said)
