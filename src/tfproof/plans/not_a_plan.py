"""Says what something is that was given instead of a plan's JSON, so that a person can tell what to give."""

from __future__ import annotations

import json
import re
from typing import Any

from tfproof.plans.entries import held

HINT = "give the output of 'terraform show -json PLANFILE'"
#: What a file begins with, what it then is, and what to do.
_SIGNATURES = (
    (b"\x1f\x8b", "a file packed by gzip", "unpack it"),
    (b"BZh", "a file packed by bzip2", "unpack it"),
    (b"\xfd7zXZ", "a file packed by xz", "unpack it"),
    (b"\x28\xb5\x2f\xfd", "a file packed by zstd", "unpack it"),
    (b"PK\x03\x04", "a zip archive, as a binary plan is", HINT),
)
_SECOND_CODE = re.compile(rb"^(?:[^\x00]\x00){2}|^(?:\x00[^\x00]){2}")
_ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
_FOR_PEOPLE = re.compile(
    r"^(Terraform|OpenTofu) (used the selected|will perform)|^Resource actions are indicated|^Plan: \d+ to add|"
    r"^No changes\.|^# [\w.\-\[\]\"]+:?( will be| must be| is tainted|$)|^The state file is empty",
    re.MULTILINE,
)
_CONFIGURATION = re.compile(
    r'^(?:resource|data|module|variable|provider|output)\s+"|^(?:terraform|locals)\s*\{', re.MULTILINE
)


def bytes_are(content: bytes) -> tuple[str, str]:
    """Return what a content that is no text in UTF-8 is, and what to do about it."""
    for signature, what, hint in _SIGNATURES:
        if content.startswith(signature):
            return what, hint
    if _SECOND_CODE.match(content):
        return "text in UTF-16 without a byte order mark", "save it as UTF-8"
    return "not a text file", f"if it is a binary plan, {HINT}"


def text_is(text: str) -> tuple[str, str] | None:
    """Return what a text that is no JSON is, and what to do about it; None for nothing that is known."""
    plain = _ESCAPE.sub("", text)
    if _is_message(_first_line(text)):
        return "the messages of a run of Terraform with -json", HINT
    if _FOR_PEOPLE.search(plain):
        return "a plan or a state as people read it", HINT
    if _CONFIGURATION.search(plain):
        return "Terraform's configuration", "name the directory that it lies in"
    return None


def json_is(raw: Any) -> tuple[str, str]:
    """Return what JSON is that is neither a plan nor a state, and what to do about it."""
    if not isinstance(raw, dict):
        return "JSON, but not a Terraform plan", HINT
    if "serial" in raw and ("lineage" in raw or "version" in raw):
        return "a state file as Terraform stores it", "give the output of 'terraform show -json'"
    if _is_message(raw):
        return "the messages of a run of Terraform with -json", HINT
    if "provider_schemas" in raw:
        return "the schemas of providers", HINT
    if "planned_values" in raw or "resource_changes" in raw:
        return "a part of a Terraform plan", f"{HINT}, all of it"
    if set(raw) <= {"format_version", "terraform_version", "checks"} and "format_version" in raw:
        return "a state without any resource", f"apply first, or {HINT}"
    return "JSON, but not a Terraform plan", HINT


def only_refreshes(raw: dict[str, Any]) -> bool:
    """Whether a plan says nothing of the resources that there are: an ordinary one names each, if only as unchanged."""
    if any(c["mode"] == "managed" for c in raw.get("resource_changes") or []):
        return False
    planned, prior = (
        any(e["mode"] == "managed" for e in held(values))
        for values in (raw["planned_values"], (raw.get("prior_state") or {}).get("values"))
    )
    return prior and not planned


def _first_line(text: str) -> Any:
    try:
        return json.loads(text.lstrip().partition("\n")[0])
    except (ValueError, RecursionError):
        return None


def _is_message(raw: Any) -> bool:
    return isinstance(raw, dict) and "@level" in raw and "@message" in raw
