"""Who gets the credentials of a cluster, and who talks a model into what."""

from __future__ import annotations

from functools import partial

from tfproof.checks.concerns._analytics import content_of, member
from tfproof.checks.model import Answer, Context, any_of, check, fails, holds
from tfproof.checks.reading import argument, blocks
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
    return holds(strength == "HIGH", "attacks in prompts are filtered", f"the filter of attacks in prompts is {strength}")
