"""What Terraform says when it does not plan, and what that means: the module refuses, its files are wrong, or a machine failed.

Only a refusal is something that a module may be expected to do, and only that is remembered. It is told by positive
evidence; whatever cannot be told to come from the configuration counts as a failure of the machine.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Any

from tfproof.errors import BadInput, EnvironmentProblem

if TYPE_CHECKING:
    from collections.abc import Callable

    from tfproof.errors import TfproofError


class Kind(Enum):
    """What an error is an error of."""

    REFUSAL = "the values are refused"
    FAULT = "the files are wrong whatever the values are"
    LOOKUP = "a data source looks up what only a real account has"
    PROBLEM = "a machine, a provider or a file failed"


class ExistsElsewhere(BadInput):
    """A data source looks up something that is not part of the configuration, and that the emulator does not have."""


#: The module's own conditions, and values that cannot be converted to what it takes.
_CONDITIONS = re.compile(
    r"Invalid value for variable|Invalid value for input variable|Invalid variable value|Required variable not set"
    r"|(?:Resource|Module output value|Check block|Data source) (?:pre|post)?condition failed"
    r"|No value for required variable|Value for undeclared variable|Instance cannot be destroyed"
)
#: What Terraform finds wrong with the files before it looks at any value.
_FAULTS = re.compile(
    r"Reference to (?:undeclared|uninitialized) .*|Unsupported (?:argument|block type)|Missing required (?:argument|provider.*)"
    r"|Invalid (?:resource type|data source|block definition|expression|reference|character|provider configuration|block)"
    r"|Insufficient .* blocks|Too many .* blocks|Duplicate .*|Cycle: .*|Unclosed .*|Missing .* block"
    r"|Argument or block definition required|Self-referencing local value|Self-referential block"
    r"|Module (?:not installed|is incompatible .*)|Provider configuration not present|Call to unknown function"
    r"|(?:Not enough|Too many) function arguments|Unknown variable|Unsupported attribute"
    r"|Extra characters after .*|Invalid import .*"
)
#: Functions that read files: an error of theirs is a missing file unless it says what is wrong with the content.
_FILE_FUNCTION = re.compile(r"\b(?:file|templatefile|fileset|file(?:base64|md5|sha1|sha256|sha512|exists)\w*)\s*\(")
_FILE = re.compile(
    r"no file exists|no such file|not a regular file|failed to (?:read|open|stat)|permission denied|is a directory"
    r"|not a directory|too many open files|input/output error|parameter: failed|\"path\" parameter"
)
#: Evidence of machines: networks, processes, disks.
_MACHINE = re.compile(
    r"Plugin did not respond|plugin(?:6)?\.\(\*GRPC|Request cancelled|rpc error|Failed to (?:load plugin|instantiate|write|save)"
    r"|connection re(?:fused|set)|request send failed|dial tcp|no such host|i/o timeout|context (?:deadline|canceled)"
    r"|exceeded maximum number of attempts|operation error|StatusCode: \d|RequestError|TLS handshake|broken pipe"
    r"|no valid credential|retrieving (?:credentials|caller identity)|no space left|cannot allocate memory"
    r"|signal: |Unrecognized remote plugin|timeout while waiting for plugin|no such file or directory|permission denied"
    r"|Provider produced (?:invalid|inconsistent)|This is a bug in",
    re.IGNORECASE,
)
_CRASH = re.compile(r"Plugin did not respond|Request cancelled|rpc error|Failed to load plugin|Failed to instantiate")
#: An emulator, or AWS, answered: there is no such thing.
_ABSENT = re.compile(
    r"not? (?:matching|found|results?)|couldn't find|could not be found|NotFound|NoSuch|does not exist|empty result"
    r"|returned no results|Unable to find remote state|Invalid\w+ID|cannot find|no .{1,40} (?:found|matched)",
    re.IGNORECASE,
)
#: Data sources of the AWS provider that ask nobody: their errors are about their arguments.
ASKS_NOBODY = frozenset(
    {
        "aws_arn", "aws_billing_service_account", "aws_cloudfront_log_delivery_canonical_user_id",
        "aws_cloudtrail_service_account", "aws_default_tags", "aws_elastic_beanstalk_hosted_zone",
        "aws_elb_hosted_zone_id", "aws_elb_service_account", "aws_iam_policy_document", "aws_lb_hosted_zone_id",
        "aws_partition", "aws_redshift_service_account", "aws_region", "aws_s3_bucket_hosted_zone_id",
        "aws_sagemaker_prebuilt_ecr_image", "aws_service", "aws_service_principal",
    }
)  # fmt: skip
#: So many errors are told in one line.
_TOLD = 3
_READ = re.compile(r"(?:^|\.)(?:data|ephemeral)\.([a-z0-9_]+)\.[^.]+$")


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One error or warning of Terraform.

    `file` is relative to the root module that Terraform ran in until `in_tree` has named the user's own file. `planned`
    says that Terraform had accepted the configuration and its values' types, and was already asking the providers for a plan.
    """

    severity: str
    summary: str
    detail: str = ""
    address: str = ""
    file: str = ""
    line: int = 0
    context: str = ""
    code: str = ""
    values: tuple[tuple[str, str], ...] = ()
    planned: bool = False

    @classmethod
    def parse(cls, raw: dict[str, Any], *, planned: bool = False) -> Diagnostic:
        """Read a diagnostic as Terraform writes it with `-json`."""
        place = raw.get("range") or {}
        snippet = raw.get("snippet") or {}
        return cls(
            severity=raw.get("severity", "error"),
            summary=raw.get("summary", ""),
            detail=raw.get("detail", ""),
            address=raw.get("address", ""),
            file=place.get("filename", ""),
            line=place.get("start", {}).get("line", 0),
            context=snippet.get("context") or "",
            code=(snippet.get("code") or "").strip(),
            values=tuple((v["traversal"], v["statement"]) for v in snippet.get("values") or []),
            planned=planned,
        )

    @property
    def variable(self) -> str:
        """The input variable that is at fault, or an empty string."""
        found = re.search(r'variable "([\w-]+)"', f"{self.context} {self.code}") or re.search(
            r"\bvar\.([\w-]+)", self.detail
        )
        if found:
            return found[1]
        named = re.search(r'"?([\w-]+)"?\s*[:=]', self.code) if "variable" in self.summary.lower() else None
        return named[1] if named else next((t.removeprefix("var.") for t, _ in self.values if t.startswith("var.")), "")

    @property
    def kind(self) -> Kind:
        """What the error is an error of."""
        text = f"{self.summary} {self.detail}"
        if self.address.startswith("provider["):
            return Kind.REFUSAL if re.match("invalid AWS Region", self.summary) else Kind.PROBLEM
        if self.address:
            return self._kind_of_provider(text)
        if _CONDITIONS.fullmatch(self.summary):
            return Kind.REFUSAL  # in the module's own words, which may well be about files and machines
        if _FAULTS.fullmatch(self.summary) or "cannot serialize infinity" in self.detail:
            return Kind.FAULT
        if not self.file or (_FILE_FUNCTION.search(f"{self.code} {self.detail}") and _FILE.search(text)):
            return Kind.PROBLEM
        if re.search(r'function "file\w+" failed', self.detail) or _MACHINE.search(text):
            return Kind.PROBLEM
        # Terraform itself evaluated an expression of the files: it refuses a value only where one was given.
        given = any(traversal.startswith("var.") for traversal, _ in self.values)
        return Kind.REFUSAL if given and "templatefile" not in text else Kind.FAULT

    def _kind_of_provider(self, text: str) -> Kind:
        """Whose error one is that a provider reported of a resource or data source."""
        read = _READ.search(re.sub(r"\[[^\]]*\]", "", self.address))
        if read and self.planned and read[1] not in ASKS_NOBODY:
            refused = re.search(r"connection refused|dial tcp|no such host", text)
            return Kind.LOOKUP if _ABSENT.search(text) and not refused and not _CRASH.search(text) else Kind.PROBLEM
        return Kind.PROBLEM if _MACHINE.search(text) else Kind.REFUSAL

    @property
    def is_crash(self) -> bool:
        """Whether a provider ended, so that nothing else that it was asked in the same run is certain."""
        return _CRASH.search(f"{self.summary} {self.detail}") is not None

    def in_tree(self, renamed: Callable[[str], str]) -> Diagnostic:
        """Return the diagnostic with every path of a Terraform file renamed to what the user knows."""
        path = re.compile(r"(?<![\w/.-])[\w./@+-]+\.(?:tf|tofu)(?:\.json)?(?=:\d)")
        detail = path.sub(lambda m: renamed(m[0]), self.detail)
        file = renamed(self.file) if self.file else ""
        line = self.line if file else 0
        if not file and (declared := re.search(r"(?:declared|defined|rule) at (\S+?):(\d+)", detail)):
            file, line = declared[1], int(declared[2])
        return replace(self, detail=detail, file=file, line=line)

    def __str__(self) -> str:
        where = f" ({self.file}:{self.line})" if self.file else ""
        of = f" [{self.address}]" if self.address else ""
        detail = " ".join(self.detail.split())
        return f"{self.summary}{of}{where}: {detail}" if detail else f"{self.summary}{of}{where}"


def worst(errors: Sequence[Diagnostic]) -> Kind:
    """Return what the errors together are: a refusal only when each of them is one."""
    kinds = {e.kind for e in errors}
    return next((k for k in (Kind.PROBLEM, Kind.LOOKUP, Kind.FAULT) if k in kinds), Kind.REFUSAL)


def explained(errors: Sequence[Diagnostic], where: str) -> TfproofError:
    """Return the exception that says in one line what the errors of a plan are, and what to do about them."""
    kind = worst(errors)
    decisive = [e for e in errors if e.kind is kind]
    told = list(dict.fromkeys(str(e) for e in decisive))
    said = "; ".join(told[:_TOLD]) + (f"; and {len(told) - _TOLD} more" if len(told) > _TOLD else "")
    match kind:
        case Kind.PROBLEM:
            lacking = all("no file exists" in e.detail for e in decisive)  # what was given is not whole
            return (BadInput if lacking else EnvironmentProblem)(f"{where}: {said}", _remedy(decisive))
        case Kind.LOOKUP:
            places = ", ".join(f"{e.file}:{e.line} {e.address}" for e in decisive[:_TOLD])
            things = "look up things that exist" if len(decisive) > 1 else "looks up something that exists"
            return ExistsElsewhere(
                f"{where}: {places} {things} in a real account; the emulator has none",
                "plan it yourself and give the plan's JSON",
            )
        case Kind.FAULT:
            return BadInput(f"{where}: {said}", "correct the file")
    missing = any(e.summary == "No value for required variable" for e in decisive)
    hint = "give missing variables with --var-file" if missing else "change the values, or the condition"
    return BadInput(f"{where}: terraform plan failed: {said}", hint)


def _remedy(errors: Sequence[Diagnostic]) -> str:
    text = " ".join(f"{e.summary} {e.detail}" for e in errors)
    if re.search("no space left", text):
        return "free space on the disk and run it again"
    if _CRASH.search(text):
        return "the provider ended: look at the machine's memory, and run it again"
    if _FILE.search(text):
        return "put the file there; a path must not leave what a module's own strings name"
    if re.search(r"connection refused|dial tcp|no such host", text):
        return "it asks a service that is not there; plan it yourself and give the plan's JSON"
    return "run 'tfproof doctor', and 'terraform plan' there to see all of it"
