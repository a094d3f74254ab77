"""Encryption at rest of volumes, snapshots and images."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.concerns._beanstalk_compute import ENVIRONMENTS, GENERAL, TEMPLATE, option, options
from tfproof.checks.concerns._compute import defaults
from tfproof.checks.concerns._volumes_compute import (
    has_volumes,
    image_encrypted,
    snapshot_encrypted,
    volume_encrypted,
    volumes,
    volumes_encrypted,
)
from tfproof.checks.model import Answer, Context, all_of, any_of, check, fails, outside, passes, until_apply
from tfproof.checks.reading import argument, own_key, unset
from tfproof.findings import Verdict
from tfproof.plans.values import is_unknown

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

_LAUNCHED = ("aws_instance", "aws_launch_template", "aws_spot_fleet_request", "aws_spot_instance_request")
_DEFAULT = "aws_ebs_encryption_by_default"
_LOOKED_UP = (
    "aws_ami", "aws_ami_copy", "aws_ami_from_instance", "data.aws_ami", "aws_ebs_snapshot", "aws_ebs_snapshot_copy",
    "aws_ebs_snapshot_import", "data.aws_ebs_snapshot", "aws_ebs_volume", "data.aws_ebs_volume", "aws_launch_template",
    "data.aws_launch_template", _DEFAULT,
)  # fmt: skip
_BY_DEFAULT = "https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html"


@check(
    "encryption.instance-at-rest",
    title="All volumes of instances are encrypted",
    severity="high",
    aspect="at-rest",
    source=(
        "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html",
        "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AMIEncryption.html",
        _BY_DEFAULT,
    ),
    types=(*_LAUNCHED, "aws_launch_configuration"),
    looks_at=_LOOKED_UP,
    remediation="Set encrypted = true for root_block_device and each further volume, or encrypt by default in the account.",
    when=has_volumes,
)
def instance_at_rest(r: Resource, _: Context) -> Answer:
    """Reads `encrypted` of the root volume and of each further one. What an instance does not say its launch template or
    its image may, and a volume made of a snapshot is as the snapshot is. The account's setting in the same plan and
    region (`aws_ebs_encryption_by_default`) encrypts all of them. An instance that says nothing about its root volume
    takes it as the image has it, which is in clear for AWS's own; of a template without a mapping for it nobody can
    tell."""
    return volumes_encrypted(r)


@check(
    "encryption.ebs-at-rest",
    title="Volumes, snapshots and images are encrypted",
    severity="high",
    aspect="at-rest",
    source=(
        "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html",
        "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-copy-snapshot.html",
        "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AMIEncryption.html",
        _BY_DEFAULT,
    ),
    types=(
        "aws_ami", "aws_ami_copy", "aws_ami_from_instance", "aws_ebs_snapshot", "aws_ebs_snapshot_copy",
        "aws_ebs_snapshot_import", "aws_ebs_volume",
    ),
    looks_at=("aws_instance", *_LOOKED_UP),
    remediation="Set encrypted = true, or encrypt by default in the account.",
)  # fmt: skip
def ebs_at_rest(r: Resource, _: Context) -> Answer:
    """Reads `encrypted`, false unless set, of volumes, of copied and imported snapshots and of images. A snapshot is
    encrypted as its volume is, an image as its snapshots are or the instance that it is made of; a copy also where its
    source is. The account's setting in the same plan and region (`aws_ebs_encryption_by_default`) encrypts what is new."""
    if r.type == "aws_ebs_volume":
        return volume_encrypted(r)
    if r.type.startswith("aws_ebs_snapshot"):
        return snapshot_encrypted(r)
    return image_encrypted(r)


@check(
    "encryption.instance-own-key",
    title="Volumes of instances are encrypted with a key of the account's own",
    severity="low",
    aspect="at-rest",
    source="https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html",
    types=_LAUNCHED,
    looks_at=("aws_ebs_default_kms_key",),
    remediation="Set kms_key_id of each volume, or the account's default key (aws_ebs_default_kms_key).",
    when=lambda r: bool(volumes(r, _own_of_volume)),
)
def instance_own_key(r: Resource, _: Context) -> Answer:
    """Reads `kms_key_id` of each volume that is declared, and the account's default key in the same plan and region.
    Only an own key lets the account decide who may decrypt, and take that back."""
    return all_of(volumes(r, _own_of_volume))


_KEYS = {
    "aws_ami_copy": "kms_key_id",
    "aws_ebs_snapshot_copy": "kms_key_id",
    "aws_ebs_snapshot_import": "kms_key_id",
    "aws_ebs_volume": "kms_key_id",
}


@check(
    "encryption.ebs-own-key",
    title="Volumes, snapshots and images are encrypted with a key of the account's own",
    severity="low",
    aspect="at-rest",
    source="https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html",
    types=tuple(_KEYS),
    looks_at=("aws_ebs_default_kms_key",),
    remediation="Set kms_key_id to a KMS key of the account's own, or the account's default key (aws_ebs_default_kms_key).",
)
def ebs_own_key(r: Resource, _: Context) -> Answer:
    """Reads `kms_key_id` of volumes, of copied and imported snapshots, of copied images, and
    the account's default key in the same plan and region. A snapshot under the key that AWS manages cannot be shared
    with another account, and nobody can take the key back."""
    return _own(r, _KEYS[r.type])


def _own_of_volume(r: Resource, path: str) -> Answer:
    return _own(r, f"{path}.kms_key_id")


def _own(r: Resource, path: str) -> Answer:
    """Judge a key: the one that is named, else the one that the account sets for the region."""
    return any_of(
        [
            partial(own_key, r, path, managed_alias="aws/ebs"),
            *(defaults(r, "aws_ebs_default_kms_key", _default_key) if unset(r, path) else []),
        ]
    )


def _default_key(setting: Resource) -> Answer:
    answer = own_key(setting, "key_arn", managed_alias="aws/ebs")
    return passes(f"{setting.address} is the key of new volumes") if answer.verdict is Verdict.PASS else answer


_HTTPS = ("https", "ssl", "tls")
_LISTENERS = {"aws:elbv2:listener:": "Protocol", "aws:elb:listener:": "ListenerProtocol"}
_ENVIRONMENT = "aws:elasticbeanstalk:environment"


@check(
    "encryption.beanstalk-tls",
    title="Load balancers of Elastic Beanstalk listen for HTTPS",
    severity="medium",
    aspect="in-transit",
    source=("https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/configuring-https-elb.html", GENERAL),
    types=ENVIRONMENTS,
    looks_at=(TEMPLATE,),
    remediation="Add a listener at port 443 (aws:elbv2:listener:443) with Protocol HTTPS and SSLCertificateArns.",
    when=lambda r: argument(r, "tier", "WebServer") == "WebServer",
)
def beanstalk_tls(r: Resource, _: Context) -> Answer:
    """Reads the options of the listeners: one of them speaks HTTPS or TLS. Without such an option the load balancer of an
    environment listens at port 80, in clear. An environment of a single instance has no load balancer, and of one that
    is shared with others the plan shows no listeners: both are undecided. Workers are not asked."""
    found = options(r)
    protocols = {
        name: value
        for name, value in found.items()
        if any(_is_protocol(name, *listener) for listener in _LISTENERS.items())
    }
    spoken = {str(value).lower() for value in protocols.values() if not is_unknown(value)}
    if spoken & set(_HTTPS):
        return passes("a listener speaks HTTPS or TLS")
    if any(map(is_unknown, protocols.values())):
        until_apply(f"what the listeners of {r.address} speak")
    if option(r, _ENVIRONMENT, "EnvironmentType", lambda: "loadbalanced") == "singleinstance":
        outside(f"whether the proxy on the only instance of {r.address} speaks TLS")
    if option(r, _ENVIRONMENT, "LoadBalancerIsShared", lambda: "false") == "true":
        outside(f"the listeners of the load balancer that {r.address} shares with others")
    return fails("no listener speaks HTTPS or TLS")


def _is_protocol(name: tuple[str, str], beginning: str, option_name: str) -> bool:
    return name[0].startswith(beginning) and name[1] == option_name
