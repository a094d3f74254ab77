"""Who gets the credentials of a cluster."""

from __future__ import annotations

from tfproof.checks.concerns._analytics import content_of, member
from tfproof.checks.model import Answer, Context, check, holds
from tfproof.plans.view import Resource


@check(
    "identity.emr-imdsv2",
    title="Nodes of EMR hand out credentials to signed requests only (IMDSv2)",
    severity="medium",
    aspect="access-policy",
    source="https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html",
    types=("aws_emr_security_configuration",),
    remediation="Set MinimumInstanceMetadataServiceVersion of InstanceMetadataServiceConfiguration to 2.",
)
def emr_imdsv2(r: Resource, _: Context) -> Answer:
    """Reads `MinimumInstanceMetadataServiceVersion` of the security configuration; where it is not given, version 1
    answers as well. By that a page that fetches addresses for a stranger can be made to fetch the credentials of the
    cluster's role."""
    path = ("InstanceMetadataServiceConfiguration", "MinimumInstanceMetadataServiceVersion")
    version = member(r, content_of(r, "configuration"), *path)
    return holds(version in (2, "2"), "version 2 is demanded", "version 1 of the metadata service answers")
