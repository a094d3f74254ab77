"""Tags: whose a resource is, and how sensitive its content."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from tfproof.checks.model import ALL_TYPES, Answer, Context, all_of, check, fails, holds, until_apply
from tfproof.checks.reading import unset

if TYPE_CHECKING:
    from tfproof.plans.view import Resource


def _takes_tags(r: Resource) -> bool:
    """Whether the resource has tags: a plan shows the argument, though null, for every type that takes it."""
    return "tags" in r.values or "tags_all" in r.values or r.is_unknown("tags_all")


def _tag(r: Resource, name: str) -> Any:
    """Return the value of a tag, None if there is no such tag or it is empty; raise Undecided where that is not known.

    Without any tag `tags` is null and `tags_all` unknown. Where `tags_all` is unknown for another reason, the
    provider's default tags are hidden with it.
    """
    for path in ("tags_all", "tags"):
        tags = r.evaluated(path)
        if isinstance(tags, dict) and tags.get(name):
            return tags[name]
    if r.is_unknown("tags_all") and not unset(r, "tags"):
        until_apply(f"tags_all of {r.address}")
    return None


@check(
    "tagging.required-tags",
    title="Resources carry the required tags",
    severity="low",
    aspect="tagging",
    source="https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html",
    parameters=("required_tags",),
    asked_by="required_tags",
    types=(ALL_TYPES,),
    remediation="Set the tags once, in default_tags of the provider.",
    when=_takes_tags,
)
def required_tags(r: Resource, c: Context) -> Answer:
    """Reads `tags_all`, which includes the provider's default tags, of every resource that takes tags, and
    compares with the setting `required_tags`. An empty value does not count. Where the project requires no tags,
    nothing is asked."""
    return all_of(partial(_has_tag, r, name) for name in c.settings.required_tags)


def _has_tag(r: Resource, name: str) -> Answer:
    return holds(_tag(r, name) is not None, f"has {name}", f"without {name}")


@check(
    "tagging.data-classification",
    title="Data stores say how sensitive their content is",
    severity="medium",
    aspect="tagging",
    source="https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html",
    parameters=("data_class_tag", "data_classes",),
    asked_by="data_class_tag",
    types=(
        "aws_backup_logically_air_gapped_vault", "aws_backup_vault", "aws_dax_cluster", "aws_db_instance",
        "aws_docdb_cluster", "aws_docdbelastic_cluster", "aws_dsql_cluster", "aws_dynamodb_table", "aws_ebs_volume",
        "aws_efs_file_system", "aws_elasticache_cluster", "aws_elasticache_replication_group",
        "aws_elasticache_serverless_cache", "aws_elasticsearch_domain", "aws_fsx_lustre_file_system",
        "aws_fsx_ontap_file_system", "aws_fsx_openzfs_file_system", "aws_fsx_windows_file_system",
        "aws_keyspaces_table", "aws_kinesis_stream", "aws_kinesis_video_stream", "aws_memorydb_cluster",
        "aws_mq_broker", "aws_msk_cluster", "aws_msk_serverless_cluster", "aws_neptune_cluster",
        "aws_opensearch_domain", "aws_opensearchserverless_collection", "aws_rds_cluster", "aws_redshift_cluster",
        "aws_redshiftserverless_namespace", "aws_s3_bucket", "aws_sqs_queue", "aws_timestreamwrite_table",
    ),
    remediation="Add the tag of the setting data_class_tag with one of data_classes.",
)  # fmt: skip
def data_classification(r: Resource, c: Context) -> Answer:
    """Reads the tag that the setting `data_class_tag` names; its value must be one of `data_classes`. What
    the class demands (own key, retention, region) can only be judged where the class is known. Where the project names
    no such tag, nothing is asked."""
    name, classes = c.settings.data_class_tag, c.settings.data_classes
    value = _tag(r, name)
    if value is None:
        return fails(f"no tag {name}")
    return holds(value in classes, f"{name} is {value}", f"{name} is {value}; one of {', '.join(classes)} is expected")
