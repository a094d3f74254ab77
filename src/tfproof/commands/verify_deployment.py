"""`tfproof verify-deployment`: asks a deployed system, through the cloud's API, what the checks judge."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tfproof.assessment.baseline import Baseline
from tfproof.assessment.controls import assess
from tfproof.assessment.exit_codes import Ending, ending, ending_of_a_record
from tfproof.assessment.judging import Rulebook
from tfproof.assessment.sources import READ, stdin
from tfproof.checks import aliases
from tfproof.errors import BadInput, EnvironmentProblem, instead_of
from tfproof.evidence import Evidence, Gap, Gate, copy_document, refuse_existing, write_bundle, write_document
from tfproof.evidence.provenance import commit_of, now, tool_versions
from tfproof.evidence.terminal import report
from tfproof.extras import require
from tfproof.files import existing
from tfproof.findings import Layer
from tfproof.frameworks import load
from tfproof.observed import Cloud, Observed, observe
from tfproof.plans.entries import held
from tfproof.plans.parsing import Kind, decoded, parse
from tfproof.plans.view import Plan
from tfproof.progress import say
from tfproof.project.layout import Project
from tfproof.project.settings import SETTINGS_FILE, plain_settings
from tfproof.project.waivers import load_waivers
from tfproof.terraform.planning import Case, Planner

if TYPE_CHECKING:
    import boto3

_WAIVERS_FILE = "compliance/waivers.yaml"
#: Where an ARN names the account.
_ACCOUNT_IN_ARN = 4
#: How many resources or calls a line names.
_NAMED = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--stack", required=True, help="the system that is deployed")
    parser.add_argument("--environment", required=True, help="development, staging or production")
    parser.add_argument(
        "--state", required=True, metavar="FILE", help="what `terraform show -json` says of it; '-' reads stdin"
    )
    who = parser.add_mutually_exclusive_group()  # an emulator takes any credentials: a profile would have no effect
    who.add_argument("--endpoint-url", help="an emulator instead of the account of the credentials in use")
    who.add_argument("--profile", help="the profile of the AWS configuration that asks; one that may only read")
    parser.add_argument("--bundle", type=Path, help="leave an evidence bundle in this new directory")
    parser.add_argument("--strict", action="store_true", help="what could not be decided fails, too")
    parser.add_argument("--json", action="store_true", help="print the findings and controls as JSON")


def run(options: argparse.Namespace) -> int:
    """Ask, judge and report; return the exit code."""
    require("emulator", "asking a cloud")
    started = now()
    project = Project.find(Path.cwd())
    _refuse_unknown(project, options)
    if options.bundle:
        refuse_existing(options.bundle)  # before the work, not after it
    rulebook = Rulebook.load(existing(project.root / SETTINGS_FILE), today=started.date())
    state = _state(options.state)
    planner = Planner(project)
    session = _session(options)
    account = _account(session, options.endpoint_url, state)
    planned = planner.plan(Case.of(options.stack, environment=options.environment))
    missing = _missing(planned, state, options.state)
    seen = observe(
        state,
        Cloud(session, options.endpoint_url, emulator=bool(options.endpoint_url)),
        lambda address: _region(planned, address),
    )
    label = f"{options.stack}-{options.environment}-observed"
    say(f"judging what was answered by {len(rulebook.checks)} checks")
    judged = rulebook.judge(seen.plan, system=options.stack, environment=options.environment, label=label)
    waivers_file = existing(project.root / _WAIVERS_FILE)
    waivers = load_waivers(waivers_file, rulebook.checks, started.date(), aliases()) if waivers_file else []
    waivers = [w for w in waivers if w.system == options.stack and options.environment in w.environments]
    frameworks = load(known_checks=rulebook.checks, aliases=aliases())
    assessment = assess([judged], frameworks, waivers, exemptions=rulebook.exemptions)
    where = f"the emulator at {options.endpoint_url}" if options.endpoint_url else f"account {account}"
    commit, dirty = commit_of(project.root)
    evidence = Evidence(
        assessment=assessment,
        checks=rulebook.checks,
        started=started,
        finished=now(),
        read=[READ[Layer.OBSERVED].format(f"{where}, of {options.stack} {options.environment},")],
        not_read=["Of what no call asks, nothing is claimed: it is listed as a gap."],
        tools=tool_versions(planner.toolchain, [planned]),
        commit=commit,
        dirty=dirty,
        settings=plain_settings(rulebook.settings),
        plans={label: seen.plan.raw},
        gaps=list(_gaps(seen, missing)),
    )
    gate = Gate(evidence)
    if options.bundle:
        say(f"bundle {options.bundle} written, head digest {write_bundle(options.bundle, evidence, gate)}")
    if options.json and options.bundle:
        copy_document(options.bundle, sys.stdout)
    elif options.json:
        write_document(evidence, sys.stdout, gate)
    else:
        sys.stdout.write(report(assessment, rulebook.checks, evidence.read, Baseline(), gate))
        sys.stdout.write("".join(f"{gap.subject}: {gap.reason}\n" for gap in evidence.gaps))
    return _ending(seen, missing, assessment.findings, strict=options.strict).told()


def _ending(seen: Observed, missing: Sequence[str], findings: Sequence[Any], *, strict: bool) -> Ending:
    """Return what the run ends with: what is not there is a finding, a call without an answer a fault of the environment."""
    if seen.failed:
        calls = f"{sum(seen.failed.values())} times a call had no answer: {_some(seen.failed)}"
        return Ending(3, f"{calls}; the run says less than it seems to")
    absent = [f"{len(seen.gone)} resources of the state are not there: {_some(seen.gone)}"] if seen.gone else []
    absent += [f"{len(missing)} resources of the design are not in the state: {_some(missing)}"] if missing else []
    if absent:
        broken = ending_of_a_record(findings)
        return broken if broken.code else Ending(1, "; ".join(absent))
    return ending(findings, Baseline(), strict=strict)


def _some(names: Iterable[str]) -> str:
    names = sorted(names)
    return ", ".join(names[:_NAMED]) + (" and others" if names[_NAMED:] else "")


def _missing(planned: Plan, state: Mapping[str, Any], name: str) -> list[str]:
    """Return what the design has and the state has not; raise BadInput where they have nothing in common."""
    there = {e["address"] for e in held(state.get("values"))}
    designed = [r.address for r in planned.managed]
    missing = [address for address in designed if address not in there]
    if len(missing) == len(designed):
        hint = "see that it is the state of this stack"
        raise BadInput(f"--state {name}: there is no resource of the design in it", hint)
    return missing


def _gaps(seen: Observed, missing: Sequence[str]) -> list[Gap]:
    gaps = [Gap(address, f"in the state, and not there: {why}") for address, why in sorted(seen.gone.items())]
    gaps += [Gap(address, "planned, and not in the state") for address in missing]
    gaps += [Gap(address, why) for address, why in sorted(seen.released.items())]
    gaps += [Gap(kind, f"{count} resources: no call asks about this type") for kind, count in seen.unasked.items()]
    gaps += [Gap(what, f"{count} resources") for what, count in sorted({**seen.failed, **seen.silent}.items())]
    return gaps


def _refuse_unknown(project: Project, options: argparse.Namespace) -> None:
    if options.stack not in project.stacks:
        hint = instead_of([options.stack], project.stacks)
        raise BadInput(f"--stack {options.stack}: there is no such stack", hint)
    if options.environment not in (known := project.environments(options.stack)):
        hint = instead_of([options.environment], known)
        raise BadInput(f"--environment {options.environment}: {options.stack} has no such environment", hint)


def _state(name: str) -> dict[str, Any]:
    if name == "-":
        raw, kind = parse(decoded(stdin("a state's"), "stdin"), "stdin")
    else:
        try:
            content = Path(name).read_bytes()
        except (OSError, ValueError) as error:
            hint = "write it by 'terraform show -json > FILE'"
            raise BadInput(f"--state {name}: {getattr(error, 'strerror', None) or error}", hint) from error
        raw, kind = parse(decoded(content, name), name)
    if kind is not Kind.STATE:
        raise BadInput(f"--state {name}: this is a plan", "write the state by 'terraform show -json', without a plan")
    if not any(e.get("mode", "managed") == "managed" for e in held(raw.get("values"))):
        raise BadInput(f"--state {name}: there is no resource in it", "see that it is the state of this environment")
    return raw


def _session(options: argparse.Namespace) -> boto3.session.Session:
    import boto3  # noqa: PLC0415 - an extra
    from botocore.exceptions import BotoCoreError  # noqa: PLC0415

    if options.endpoint_url:
        return boto3.session.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")  # noqa: S106 - an emulator takes any
    try:
        return boto3.session.Session(profile_name=options.profile)
    except BotoCoreError as error:
        raise BadInput(f"--profile {options.profile}: {error}", "name one of 'aws configure list-profiles'") from error


def _account(session: boto3.session.Session, endpoint: str | None, state: Mapping[str, Any]) -> str:
    """Return the account that is asked; raise BadInput where the state is of another one."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

    try:
        client = session.client("sts", region_name="us-east-1", endpoint_url=endpoint)
    except ValueError as error:
        raise BadInput(f"--endpoint-url {endpoint}: {error}", "give one like http://127.0.0.1:4566") from error
    except BotoCoreError as error:
        raise EnvironmentProblem(f"nobody can be asked: {error}", "see the configuration of AWS") from error
    try:
        account = str(client.get_caller_identity()["Account"])
    except (BotoCoreError, ClientError, KeyError) as error:
        raise EnvironmentProblem(f"nobody says who is asking: {error}", "see that there are credentials") from error
    arns = [str((e.get("values") or {}).get("arn", "")).split(":") for e in held(state.get("values"))]
    named = {a[_ACCOUNT_IN_ARN] for a in arns if len(a) > _ACCOUNT_IN_ARN + 1} - {"", "aws"}
    if named and account not in named:
        hint = "use credentials of that account"
        raise BadInput(f"the state is of account {', '.join(sorted(named))}, and account {account} is asked", hint)
    return account


def _region(planned: Plan, address: str) -> str:
    """Return where the design has a resource; the provider of those that the design no longer has is not known."""
    resource = planned.resource_at(address)
    return (resource.region if resource else None) or "us-east-1"
