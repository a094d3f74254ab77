"""Which resources a selection of AWS Backup assigns to its plan.

A resource is assigned when it is listed, by its ARN or a pattern, and meets every condition, or when it has one of the
tags; what is left out by `not_resources` never is, nor what lies in another region. Without a list and without tags
everything is meant.
https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html
https://repost.aws/knowledge-center/backup-assign-resources

What is assigned by tags only must be of a service that the region has opted in.
https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateRegionSettings.html

Answers are True, False or None: the plan does not tell.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tfproof.checks.concerns._patterns import matches
from tfproof.checks.model import Answer, fails, outside, passes, until_apply
from tfproof.checks.reading import argument, blocks, flag, listed, unset
from tfproof.iam.logic import all_true, any_true, not_true
from tfproof.plans.identities import identifying
from tfproof.plans.values import ABSENT, UNKNOWN, OneOf, PartialList, PartialText, Reference, is_unknown, with_holes

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

#: Type to what its ARN looks like (service, and what precedes the name) and the argument that holds the name.
#: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
ARNS = {
    "aws_db_instance": ("rds", "db:", "identifier"),
    "aws_docdb_cluster": ("rds", "cluster:", "cluster_identifier"),
    "aws_dynamodb_table": ("dynamodb", "table/", "name"),
    "aws_ebs_volume": ("ec2", "volume/", "id"),
    "aws_efs_file_system": ("elasticfilesystem", "file-system/", "id"),
    "aws_neptune_cluster": ("rds", "cluster:", "cluster_identifier"),
    "aws_rds_cluster": ("rds", "cluster:", "cluster_identifier"),
}
# Test of a condition, whether it takes wildcards, and what it must come to.
_TESTS = (
    ("string_equals", False, True),
    ("string_like", True, True),
    ("string_not_equals", False, False),
    ("string_not_like", True, False),
)
# What AWS Backup calls the services that a region opts in.
# https://docs.aws.amazon.com/aws-backup/latest/devguide/API_UpdateRegionSettings.html
_SERVICES = {
    "aws_db_instance": "RDS",
    "aws_docdb_cluster": "DocumentDB",
    "aws_dynamodb_table": "DynamoDB",
    "aws_ebs_volume": "EBS",
    "aws_efs_file_system": "EFS",
    "aws_neptune_cluster": "Neptune",
}
#: Stands in a pattern for a part that is not known.
_OPEN = "\0"


def selects(selection: Resource, r: Resource) -> Answer:
    """Judge whether a selection assigns the resource; raises Undecided when the plan does not tell."""
    if selection.region and r.region and selection.region != r.region:
        return fails(f"{selection.address} selects in {selection.region} only")
    left_out = _names(selection, "not_resources", r)
    conditions = all_true(_condition(selection, path, r) for path in blocks(selection, "condition"))
    tagged = any_true(_tagged(selection, path, r) for path in blocks(selection, "selection_tag"))
    everything = _empty(selection, "resources") and not blocks(selection, "selection_tag")
    named = everything or _names(selection, "resources", r)
    if tagged and conditions is False:
        tagged = None  # AWS does not say whether conditions go for what has the tag
    chosen = all_true([any_true([tagged, all_true([named, conditions])]), not_true(left_out)])
    if chosen is None:
        until_apply(f"whether {selection.address} selects {r.address}")
    if chosen:
        return _opted_out(selection, r) or passes(f"{selection.address} selects it{'' if named else ' by tag'}")
    return fails(f"{selection.address} {'leaves it out' if left_out else 'does not select it'}")


def _opted_out(selection: Resource, r: Resource) -> Answer | None:
    """Judge a resource of a service that is not opted in, in its region: tags alone do not assign it, a list that speaks
    of its service does; None where the plan opts no such service out."""
    settings = r.plan.of("aws_backup_region_settings")
    near = [s for s in settings if None in (s.region, r.region) or s.region == r.region]
    found = listed(selection, "resources")
    elements = [e for e in (*found.known, *found.open) if _named(e, r) is not False]
    if r in selection.members("resources", r.type).found or any(_speaks_of_service(e, r) for e in elements):
        return None
    for setting in near:
        service = _service(r)
        if flag(setting, f"resource_type_opt_in_preference.{service}", True):
            continue
        if setting.region != r.region:
            outside(f"whether {setting.address} opts {service} out in the region of {r.address}")
        if elements or (_empty(selection, "resources") and not blocks(selection, "selection_tag")):
            outside(f"whether {selection.address}, which names no service, selects {service}, which is not opted in")
        return fails(f"{selection.address} selects it by tag only, and {setting.address} opts {service} out")
    return None


def _speaks_of_service(element: Any, r: Resource) -> bool:
    """Whether an element of a list, which is the resource's ARN or a pattern of it, says the service."""
    text = with_holes(element, _OPEN)
    return _named(element, r) is True and text.split(":")[2:3] == [ARNS[r.type][0]]


def _service(r: Resource) -> str:
    """Return what AWS Backup calls the resource's service. A cluster of RDS is Aurora's or, by its engine, RDS's own."""
    if r.type != "aws_rds_cluster":
        return _SERVICES[r.type]
    return "Aurora" if argument(r, "engine", "").startswith("aurora") else "RDS"


def _empty(selection: Resource, path: str) -> bool:
    found = listed(selection, path)
    return not found.known and not found.open


def _names(selection: Resource, path: str, r: Resource) -> bool | None:
    if r in selection.members(path, r.type).found:
        return True
    found = listed(selection, path)
    return any_true(_named(element, r) for element in (*found.known, *found.open))


def _named(element: Any, r: Resource) -> bool | None:
    """Whether one element of a list is the resource's ARN, or a pattern of it. A name of another resource is not."""
    if isinstance(element, str | PartialText):
        return _matches(with_holes(element, _OPEN), r)
    if isinstance(element, Reference):
        other = r.plan.resource_at(element.address)
        named = other is not None and other.mode == "managed" and element.path in identifying(other.type)
        return False if named and other is not r else None
    if isinstance(element, OneOf):
        return False if any_true(_named(c, r) for c in element.candidates) is False else None
    if isinstance(element, PartialList):
        return any_true([*(_named(i, r) for i in element.items), None])
    return None


def _matches(pattern: str, r: Resource) -> bool | None:
    """Whether a pattern matches the resource's ARN. A selection is of one account, so no account is compared."""
    if pattern == "*":
        return True
    parts = pattern.split(":", 5)
    if len(parts) < 6:
        return None if _OPEN in pattern else False
    service, prefix, argument_name = ARNS[r.type]
    name = r.get(argument_name)
    whole = None if is_unknown(name) or not isinstance(name, str) else prefix + name
    return all_true([_like(parts[2], service), _like(parts[3], r.region), _like(parts[5], whole, prefix)])


def _like(pattern: str, text: str | None, beginning: str = "") -> bool | None:
    """Whether a pattern with `*` matches a text, of which perhaps only the beginning is known."""
    if text is not None and _OPEN not in pattern:
        return matches(pattern, text)
    head = re.split(rf"[*{_OPEN}]", pattern)[0]
    if pattern == head + "*" and (text or beginning).startswith(head):
        return True
    known = beginning if text is None else text
    shorter = min(len(head), len(known)) if text is None else len(head)
    return None if known[:shorter] == head[:shorter] else False


def _tag(r: Resource, key: Any) -> Any:
    """Return the value of a tag, ABSENT, or an Unknown where the provider's default tags may hold it."""
    if is_unknown(key):
        return key
    tags = r.tags
    if is_unknown(r.get("tags")) and not unset(r, "tags"):
        tags = r.evaluated("tags")
    value = tags.get(key.removeprefix("aws:ResourceTag/"), ABSENT) if isinstance(tags, dict) else UNKNOWN
    if is_unknown(value) or value is not ABSENT or not is_unknown(r.get("tags_all")):
        return value
    providers = r.plan.raw.get("configuration", {}).get("provider_config", {}).values()
    return UNKNOWN if any("default_tags" in p.get("expressions", {}) for p in providers) else ABSENT


def _tagged(selection: Resource, path: str, r: Resource) -> bool | None:
    return _met(_tag(r, selection.get(f"{path}.key")), selection.get(f"{path}.value"), wildcards=False)


def _condition(selection: Resource, path: str, r: Resource) -> bool | None:
    """Whether all tests of a condition are met. A negated test is met by a resource without the tag."""
    results = []
    for test, wildcards, wanted in _TESTS:
        for entry in blocks(selection, f"{path}.{test}"):
            met = _met(_tag(r, selection.get(f"{entry}.key")), selection.get(f"{entry}.value"), wildcards=wildcards)
            results.append(met if wanted else not_true(met))
    return all_true(results)


def _met(observed: Any, demanded: Any, *, wildcards: bool) -> bool | None:
    if not is_unknown(observed) and observed is ABSENT:
        return False
    if is_unknown(observed) or is_unknown(demanded):
        return None
    return _like(demanded, observed) if wildcards else bool(observed == demanded)
