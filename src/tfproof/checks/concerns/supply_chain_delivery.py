"""Which images services and builds run, and who has to agree to what they build."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from tfproof.checks.concerns.supply_chain import pinned
from tfproof.checks.model import Answer, Context, all_of, check, fails, holds, until_apply
from tfproof.checks.reading import blocks, document, flag
from tfproof.plans.values import is_unknown

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

_SERVICE = "source_configuration.0.image_repository.0.image_identifier"


def _runs_an_image(r: Resource) -> bool:
    """Whether an image is named that does not move on purpose."""
    if r.type == "aws_codebuild_project":
        return True
    moves = flag(r, "source_configuration.0.auto_deployments_enabled", default=True)
    return bool(blocks(r, "source_configuration.0.image_repository")) and not moves


@check(
    "supply-chain.pinned-service-image",
    title="Services and builds name a digest or tag of their image other than latest",
    severity="low",
    aspect="supply-chain",
    source=(
        "https://docs.aws.amazon.com/apprunner/latest/dg/service-source-image.html",
        "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectEnvironment.html",
    ),
    types=("aws_apprunner_service", "aws_codebuild_project"),
    remediation="Name a digest (@sha256:…) or a version as tag, never latest or nothing.",
    when=_runs_an_image,
)
def pinned_service_image(r: Resource, _: Context) -> Answer:
    """Reads the image of App Runner services and of builds: a digest, or a tag other than `latest`, which is also meant
    without a tag. Services that deploy each new image by themselves (`auto_deployments_enabled`) move on purpose, and are
    not in the population."""
    image = r.evaluated("environment.0.image" if r.type == "aws_codebuild_project" else _SERVICE)
    return pinned(image, confirmed=r.has_source())


@check(
    "supply-chain.code-approvals",
    title="Two people have to approve a change of code",
    severity="low",
    aspect="supply-chain",
    source="https://docs.aws.amazon.com/codecommit/latest/userguide/how-to-create-template.html",
    types=("aws_codecommit_approval_rule_template",),
    remediation="Set NumberOfApprovalsNeeded to 2 or more in each statement.",
)
def code_approvals(r: Resource, _: Context) -> Answer:
    """Reads `NumberOfApprovalsNeeded` of each statement of approval rule templates. One approval is what a single stolen
    account can give."""
    found = document(r, "content")
    statements = found.get("Statements") if isinstance(found, dict) else None
    if is_unknown(found) or is_unknown(statements):
        until_apply(f"content of {r.address}")
    if not isinstance(statements, list) or not statements:
        return fails("content asks for no approval")
    return all_of(partial(_enough, statement) for statement in statements)


def _enough(statement: Any) -> Answer:
    needed = statement.get("NumberOfApprovalsNeeded", 0) if isinstance(statement, dict) else statement
    if is_unknown(needed):
        until_apply("NumberOfApprovalsNeeded")
    enough = str(needed).isdigit() and int(needed) > 1
    return holds(enough, f"{needed} approvals are needed", f"{needed} approval is needed")
