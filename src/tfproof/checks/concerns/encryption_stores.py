"""Whether connections to Redshift are encrypted."""

from __future__ import annotations

from tfproof.checks.model import Answer, Context, check, fails, holds, outside, passes, until_apply
from tfproof.checks.reading import argument, blocks, every, flag, unset
from tfproof.plans.values import is_unknown
from tfproof.plans.view import Resource

_GROUP = "aws_redshift_parameter_group"
_PARAMETER = "require_ssl"
#: Default groups by their family, and what these say. New clusters get the second since January 2025.
_DEFAULT_GROUPS = {"default.redshift-1.0": False, "default.redshift-2.0": True}
_IN_CLEAR = "connections without TLS are accepted"


@check(
    "encryption.redshift-tls",
    title="Warehouses refuse connections that are not encrypted",
    severity="high",
    aspect="in-transit",
    source=(
        "https://docs.aws.amazon.com/redshift/latest/mgmt/connecting-ssl-support.html",
        "https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-parameter-groups.html",
    ),
    types=("aws_redshift_cluster", _GROUP, "aws_redshiftserverless_workgroup"),
    remediation='Give the cluster a parameter group (a workgroup a config_parameter) with require_ssl = "true".',
)
def redshift_tls(r: Resource, _: Context) -> Answer:
    """Reads `require_ssl` of parameter groups, of the group that a cluster names, and of a workgroup. Where a group does
    not set it, its family decides: off in redshift-1.0, on in redshift-2.0, whose default group new clusters without one
    get since January 2025. A group is judged by itself too, since clusters outside of the plan may use it."""
    if r.type == "aws_redshiftserverless_workgroup":
        return _by_setting(r, "config_parameter", "parameter_key", "parameter_value") or _not_told(r)
    if r.type == _GROUP:
        return _by_group(r)
    path = "cluster_parameter_group_name"
    if unset(r, path):
        return passes(f"{r.address} names no parameter group: default.redshift-2.0 demands TLS")
    groups = r.members(path, _GROUP)
    if default := next((name for name in groups.outside if name in _DEFAULT_GROUPS), ""):
        said = f"{path} of {r.address} is {default}"
        return holds(_DEFAULT_GROUPS[default], f"{said}, which demands TLS", f"{said}: {_IN_CLEAR}")
    return every(groups, _by_group, none=fails(f"{path} of {r.address} names nothing"))


def _by_group(group: Resource) -> Answer:
    family = "default." + str(argument(group, "family", ""))
    found = _by_setting(group, "parameter", "name", "value")
    if found is None and family not in _DEFAULT_GROUPS:
        outside(f"what {_PARAMETER} is by default in the family of {group.address}")
    said = f"{group.address} does not set {_PARAMETER}"
    return found or holds(
        _DEFAULT_GROUPS[family], f"{said}, and its family demands TLS", f"{said}, and its family does not: {_IN_CLEAR}"
    )


def _by_setting(r: Resource, block: str, name: str, value: str) -> Answer | None:
    """Judge by the parameter, None where it is not set."""
    unknown_names = False
    for path in blocks(r, block):
        key = r.get(f"{path}.{name}")
        if is_unknown(key):
            unknown_names = True
        elif str(key).lower() == _PARAMETER:
            said = f"{_PARAMETER} of {r.address}"
            return holds(flag(r, f"{path}.{value}"), f"{said} is true", f"{said} is not true: {_IN_CLEAR}")
    if unknown_names:
        until_apply(f"whether {r.address} sets {_PARAMETER}")
    return None


def _not_told(r: Resource) -> Answer:
    outside(f"whether {r.address}, which does not set {_PARAMETER}, is new enough to have it on by default")
