"""Tags: whose a resource is, and how sensitive its content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tfproof.checks.model import ALL_TYPES, Answer, Context, check, fails, holds, until_apply
from tfproof.plans.values import UNKNOWN

if TYPE_CHECKING:
    from tfproof.plans.view import Resource


def _takes_tags(r: Resource) -> bool:
    """Whether the resource has tags: a plan shows the argument, though null, for every type that takes it."""
    return "tags" in r.values or "tags_all" in r.values or r.is_unknown("tags_all")


def _tag(r: Resource, name: str) -> Any:
    """Return the value of a tag, UNKNOWN if only that is known after an apply, None if there is no such tag.

    Without any tag `tags` is null and `tags_all` unknown. Where `tags_all` is unknown for another reason, the
    provider's default tags are hidden with it: then this raises Undecided instead of returning None.
    """
    for path in ("tags_all", "tags"):
        tags = r.get(path)
        value = tags.get(name) if isinstance(tags, dict) else None
        if value is UNKNOWN or value:
            return value
    if r.is_unknown("tags_all") and r.get("tags") is not None:
        until_apply(f"tags_all of {r.address}")
    return None


@check(
    "tagging.required-tags",
    title="Resources carry the required tags",
    severity="low",
    aspect="tagging",
    source="https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html",
    parameters=("required_tags",),
    types=(ALL_TYPES,),
    remediation="Set the tags once, in default_tags of the provider.",
    when=_takes_tags,
)
def required_tags(r: Resource, c: Context) -> Answer:
    """Reads `tags_all`, which includes the provider's default tags, of every resource that takes tags, and
    compares with the setting `required_tags`. An empty value does not count."""
    absent = [name for name in c.settings.required_tags if _tag(r, name) is None]
    return holds(not absent, "all required tags are there", f"without {', '.join(absent)}")


@check(
    "tagging.data-classification",
    title="Data stores say how sensitive their content is",
    severity="medium",
    aspect="tagging",
    source="https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html",
    parameters=("data_class_tag", "data_classes",),
    types=(
        "aws_backup_vault", "aws_db_instance", "aws_docdb_cluster", "aws_dynamodb_table", "aws_ebs_volume",
        "aws_efs_file_system", "aws_elasticache_replication_group", "aws_kinesis_stream", "aws_opensearch_domain",
        "aws_rds_cluster", "aws_redshift_cluster", "aws_s3_bucket", "aws_sqs_queue",
    ),
    remediation="Add the tag of the setting data_class_tag with one of data_classes.",
)  # fmt: skip
def data_classification(r: Resource, c: Context) -> Answer:
    """Reads the tag that the setting `data_class_tag` names; its value must be one of `data_classes`. What
    the class demands (own key, retention, region) can only be judged where the class is known."""
    name, classes = c.settings.data_class_tag, c.settings.data_classes
    value = _tag(r, name)
    if value is UNKNOWN:
        until_apply(f"the tag {name} of {r.address}")
    if value is None:
        return fails(f"no tag {name}")
    return holds(value in classes, f"{name} is {value}", f"{name} is {value}; one of {', '.join(classes)} is expected")
