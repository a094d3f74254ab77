"""Reads what `terraform show -json` prints, of a plan or of a state, and refuses what cannot be judged."""

from __future__ import annotations

import codecs
import json
import re
from enum import StrEnum
from typing import Any

from tfproof import collector, strict_json
from tfproof.errors import BadInput
from tfproof.plans import not_a_plan
from tfproof.plans.shapes import refuse_misshapen_plan, refuse_misshapen_state

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")  # half of a character; one alone cannot be written anywhere


class Kind(StrEnum):
    """What the JSON is of."""

    PLAN = "plan"
    STATE = "state"


def decoded(content: bytes, where: str) -> str:
    """Return the text of a file; raise BadInput that says what it is when it is none.

    Windows PowerShell writes what is redirected to a file in UTF-16 with a byte order mark, which is read.
    """
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if marked else "utf-8-sig")
    except UnicodeDecodeError as error:
        what, hint = not_a_plan.bytes_are(content)
        raise BadInput(f"{where}: {what}", hint) from error
    if "\0" in text:
        what, hint = not_a_plan.bytes_are(content)
        raise BadInput(f"{where}: {what}", hint)
    return text


def parse(text: str, where: str) -> tuple[dict[str, Any], Kind]:
    """Read the JSON of a plan or a state; raise BadInput for what `accept` refuses or is no JSON."""
    if not text.strip():
        raise BadInput(f"{where}: the file is empty", not_a_plan.HINT)
    try:
        with collector.paused():
            raw = strict_json.load(text)
    except ValueError as error:
        what, hint = not_a_plan.text_is(text) or (f"not valid JSON ({error})", not_a_plan.HINT)
        raise BadInput(f"{where}: {what}", hint) from error
    if _SURROGATE.search(text):
        try:
            json.dumps(raw, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise BadInput(f"{where}: text that is no Unicode ({error.reason})", not_a_plan.HINT) from error
    return accept(raw, where)


def accept(raw: Any, where: str) -> tuple[dict[str, Any], Kind]:
    """Return the plan or state, and which it is, if it can be judged; raise BadInput otherwise.

    Not accepted: something else than a plan or a state, a state file as Terraform stores it, and an errored or
    incomplete plan. One without any resource is accepted: there may be nothing left to judge.
    """
    try:
        strict_json.refuse_deep(raw)
    except ValueError as error:
        raise BadInput(f"{where}: {error}, as no plan is", not_a_plan.HINT) from error
    whole = isinstance(raw, dict) and "planned_values" in raw and "configuration" in raw
    shown = isinstance(raw, dict) and "terraform_version" in raw and isinstance(raw.get("values"), dict)
    if not (whole or shown) or "lineage" in raw:
        what, hint = not_a_plan.json_is(raw)
        raise BadInput(f"{where}: {what}", hint)
    kind = Kind.PLAN if whole else Kind.STATE
    if not str(raw.get("format_version", "")).startswith("1."):
        raise BadInput(
            f"{where}: {kind} format {raw.get('format_version')!r} is not known", "use Terraform 1.11 or newer"
        )
    if kind is Kind.STATE:
        refuse_misshapen_state(raw, where)
        return raw, kind
    if not isinstance(raw["planned_values"], dict) or not isinstance(raw["configuration"], dict):
        raise BadInput(f"{where}: JSON, but not a whole Terraform plan", not_a_plan.HINT)
    if raw.get("errored"):
        raise BadInput(f"{where}: the plan ended with errors", "plan again until Terraform reports none")
    if raw.get("complete", True) is not True or raw.get("deferred_changes"):
        raise BadInput(f"{where}: the plan is incomplete (deferred or targeted)", "plan the whole configuration")
    refuse_misshapen_plan(raw, where)
    if not_a_plan.only_refreshes(raw):
        raise BadInput(
            f"{where}: a plan that only refreshes the state says nothing of what will be there",
            "plan without -refresh-only",
        )
    return raw, kind
