"""Who gets the credentials of a cluster, and who talks a model into what."""

from __future__ import annotations

from functools import partial
from typing import Any

from tfproof.checks.concerns._analytics import content_of, member
from tfproof.checks.model import Answer, Context, all_of, any_of, check, fails, holds, passes, until_apply
from tfproof.checks.reading import argument, blocks
from tfproof.plans.values import is_unknown
from tfproof.plans.view import Resource

_EVERY = ("collection/*", "index/*/*")


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


@check(
    "identity.bedrock-prompt-attacks",
    title="Guardrails filter attacks in prompts",
    severity="medium",
    aspect="access-policy",
    source="https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-prompt-attack.html",
    types=("aws_bedrock_guardrail",),
    remediation='Add a filter of the type "PROMPT_ATTACK" with input_strength = "HIGH" to content_policy_config.',
)
def bedrock_prompt_attacks(r: Resource, _: Context) -> Answer:
    """Reads the filters of `content_policy_config` for one against attacks in prompts (`PROMPT_ATTACK`), and how strong it
    is. Without it a stranger talks a model out of what it was told to do."""
    found = [f for block in blocks(r, "content_policy_config") for f in blocks(r, f"{block}.filters_config")]
    if not found:
        return fails("content_policy_config has no filter")
    return any_of(partial(_filters_attacks, r, path) for path in found)


def _filters_attacks(r: Resource, path: str) -> Answer:
    if argument(r, f"{path}.type", "") != "PROMPT_ATTACK":
        return fails("no filter is for attacks in prompts (PROMPT_ATTACK)")
    strength = argument(r, f"{path}.input_strength", "NONE")
    return holds(
        strength == "HIGH", "attacks in prompts are filtered", f"the filter of attacks in prompts is {strength}"
    )


@check(
    "identity.search-serverless-permissions",
    title="Access policies of serverless collections name whom and what they allow",
    severity="medium",
    aspect="access-policy",
    source="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-data-access.html",
    types=("aws_opensearchserverless_access_policy",),
    remediation="Name the principals, and the permissions and collections that they need.",
)
def search_serverless_permissions(r: Resource, _: Context) -> Answer:
    """Reads the entries of a data access policy: whom they are for (`Principal`), and whether they allow everything
    (`aoss:*`) on every collection or index (`…/*`). Then whoever gets hold of the principal reads, changes and deletes
    all of it."""
    found = content_of(r, "policy")
    entries = found if isinstance(found, list) else [found]
    return all_of(partial(_names_all, r, entry) for entry in entries) if entries else passes("the policy has no entry")


def _names_all(r: Resource, entry: Any) -> Answer:
    principals, rules = (member(r, entry, name) or [] for name in ("Principal", "Rules"))
    if "*" in [p for p in principals if not is_unknown(p)]:
        return fails("an entry is for everyone (*)")
    return all_of([lambda: passes("principals are named"), *(partial(_names_what, r, rule) for rule in rules)])


def _names_what(r: Resource, rule: Any) -> Answer:
    if "aoss:*" not in (member(r, rule, "Permission") or []):
        return passes("permissions are named")
    resources = member(r, rule, "Resource") or []
    wide = [x for x in resources if not is_unknown(x) and x in _EVERY]
    if not wide and any(map(is_unknown, resources)):
        until_apply(f"whether a rule of {r.address} is about every collection")
    return holds(not wide, "collections are named", f"aoss:* is allowed on {', '.join(wide)}")
