"""Failing findings as SARIF 2.1.0, for annotations on the lines of Terraform that they are about."""

from __future__ import annotations

import json
import shutil
import tempfile
from contextlib import closing
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_IN_MEMORY = 2**20
_LEVEL = {"high": "error", "medium": "warning", "low": "note", "info": "note"}
#: GitHub sorts by this number, which is on the scale of CVSS.
_SECURITY_SEVERITY = {"high": "8.0", "medium": "5.0", "low": "3.0", "info": "1.0"}


def render(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the SARIF log. Waived and exempt fails are there, suppressed with who answers for them."""
    file = BytesIO()
    with closing(Writer(document)) as written:
        for finding in document["findings"]:
            written.add(finding)
        written.finish(file)
    log: dict[str, Any] = json.loads(file.getvalue())
    return log


class Writer:
    """Takes the findings one by one; results wait in a file until all rules are known that they name."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._places = {
            (p["system"], p["environment"], p["layer"]): p["source"] or p["label"] for p in document["plans"]
        }
        self._waivers = {w["id"]: w for w in document["waivers"]}
        self._rules: dict[str, int] = {}
        self._results = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - `close` does

    def add(self, finding: Mapping[str, Any]) -> None:
        """Add a result if the finding is a fail."""
        if finding["verdict"] != "fail" and not _exempt_fail(finding):
            return
        index = self._rules.setdefault(finding["check"], len(self._rules))
        place = self._places[finding["system"], finding["environment"], finding["layer"]]
        result = _result(finding, index, place, self._waivers)
        self._results.write(f"{',' if self._results.tell() else ''}\n{_json(result)}".encode())

    def finish(self, file: BinaryIO) -> None:
        """Write the log."""
        document = self._document
        driver = {
            "name": "tfproof",
            "version": document["run"]["tools"]["tfproof"],
            "rules": [_rule(check, document["checks"][check]) for check in self._rules],
        }
        run = {
            "tool": {"driver": driver},
            "columnKind": "unicodeCodePoints",
            "invocations": [
                {
                    "executionSuccessful": True,
                    "startTimeUtc": document["run"]["started"],
                    "endTimeUtc": document["run"]["finished"],
                }
            ],
            "properties": {"read": document["read"], "notRead": document["not_read"]},
        }
        head = f'{{"$schema": {_json(SCHEMA)}, "version": "2.1.0", "runs": [{_json(run)[:-1]}, "results": ['
        file.write(head.encode())
        self._results.seek(0)
        shutil.copyfileobj(self._results, file)
        file.write(b"\n]}]}\n")

    def close(self) -> None:
        """Let go of the file."""
        self._results.close()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _rule(check_id: str, check: Mapping[str, Any]) -> dict[str, Any]:
    help_text = f"{check['reads']}\n\nFix: {check['remediation']}"
    controls = ", ".join(check["controls"]) or "none"
    return {
        "id": check_id,
        "name": "".join(part.capitalize() for part in check_id.replace(".", "-").split("-")),
        "shortDescription": {"text": check["title"]},
        "fullDescription": {"text": check["reads"]},
        "help": {
            "text": f"{help_text}\n\nRequirements: {controls}",
            "markdown": f"{help_text}\n\nRequirements: {controls}",
        },
        "defaultConfiguration": {"level": _LEVEL[check["severity"]]},
        "properties": {
            "tags": ["security", check["concern"]],
            "security-severity": _SECURITY_SEVERITY[check["severity"]],
        },
    }


def _result(
    finding: Mapping[str, Any], rule_index: int, place: str, waivers: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    where = " ".join(p for p in (finding["system"], finding["environment"], f"({finding['layer']})") if p)
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(finding["file"] or place), "uriBaseId": "%SRCROOT%"}}
    if finding["file"]:
        # Without a line that is known to be the declaration there is none: never a nearby one.
        physical["region"] = {"startLine": finding["line"]}
    result: dict[str, Any] = {
        "ruleId": finding["check"],
        "ruleIndex": rule_index,
        "level": _LEVEL[finding["severity"]],
        "message": {"text": f"{finding['address']}: {finding['message']} [{where}]"},
        "locations": [
            {
                "physicalLocation": physical,
                "logicalLocations": [{"fullyQualifiedName": finding["address"], "kind": "resource"}],
            }
        ],
        "partialFingerprints": {"tfproofFinding/v1": finding["id"]},
    }
    if finding["waiver"]:
        waiver = waivers[finding["waiver"]]
        text = f"{waiver['id']}: {waiver['reason']} (owner {waiver['owner']}, until {waiver['expires']})"
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": text}]
    if exemption := finding["exemption"]:
        text = f"exempt: {exemption['reason']} (owner {exemption['owner']}, until {exemption['review']})"
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": text}]
    return result


def _exempt_fail(finding: Mapping[str, Any]) -> bool:
    return bool(finding["exemption"]) and finding["exemption"]["verdict"] == "fail"
