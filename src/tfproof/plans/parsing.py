"""Reads what `terraform show -json` prints, of a plan or of a state, and refuses what cannot be judged."""

from __future__ import annotations

import json
import re
from enum import StrEnum
from typing import Any

from tfproof import collector
from tfproof.errors import BadInput
from tfproof.plans.shapes import refuse_misshapen_plan, refuse_misshapen_state

_HINT = "give the output of 'terraform show -json PLANFILE'"
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")  # half of a character; one alone cannot be written anywhere


class Kind(StrEnum):
    """What the JSON is of."""

    PLAN = "plan"
    STATE = "state"


def parse(text: str, where: str) -> tuple[dict[str, Any], Kind]:
    """Read the JSON of a plan or a state; raise BadInput for what `accept` refuses or is no JSON."""
    if not text.strip():
        raise BadInput(f"{where}: the file is empty", _HINT)
    try:
        with collector.paused():
            raw = json.loads(text)
    except ValueError as error:
        raise BadInput(f"{where}: not valid JSON ({error})", _HINT) from error
    except RecursionError as error:
        raise BadInput(f"{where}: JSON, but nested too deeply for a Terraform plan", _HINT) from error
    if _SURROGATE.search(text):
        try:
            json.dumps(raw, ensure_ascii=False).encode()
        except UnicodeEncodeError as error:
            raise BadInput(f"{where}: text that is no Unicode ({error.reason})", _HINT) from error
    return accept(raw, where)


def accept(raw: Any, where: str) -> tuple[dict[str, Any], Kind]:
    """Return the plan or state, and which it is, if it can be judged; raise BadInput otherwise.

    Not accepted: something else than a plan or a state, a state file as Terraform stores it, and an errored or
    incomplete plan. One without any resource is accepted: there may be nothing left to judge.
    """
    if not isinstance(raw, dict):
        raise BadInput(f"{where}: JSON, but not a Terraform plan", _HINT)
    if "lineage" in raw and "serial" in raw:
        raise BadInput(f"{where}: a state file as Terraform stores it", "give the output of 'terraform show -json'")
    kind = Kind.PLAN if "planned_values" in raw and "configuration" in raw else Kind.STATE
    if kind is Kind.STATE and not ("terraform_version" in raw and isinstance(raw.get("values"), dict)):
        raise BadInput(f"{where}: JSON, but not a Terraform plan", _HINT)
    if not str(raw.get("format_version", "")).startswith("1."):
        raise BadInput(
            f"{where}: {kind} format {raw.get('format_version')!r} is not known", "use Terraform 1.11 or newer"
        )
    if kind is Kind.STATE:
        refuse_misshapen_state(raw, where)
        return raw, kind
    if not isinstance(raw["planned_values"], dict) or not isinstance(raw["configuration"], dict):
        raise BadInput(f"{where}: JSON, but not a whole Terraform plan", _HINT)
    if raw.get("errored"):
        raise BadInput(f"{where}: the plan ended with errors", "plan again until Terraform reports none")
    if raw.get("complete", True) is not True or raw.get("deferred_changes"):
        raise BadInput(f"{where}: the plan is incomplete (deferred or targeted)", "plan the whole configuration")
    refuse_misshapen_plan(raw, where)
    return raw, kind
