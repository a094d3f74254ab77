"""Failing findings as SARIF 2.1.0, for annotations on the lines of Terraform that they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVEL = {"high": "error", "medium": "warning", "low": "note", "info": "note"}
#: GitHub sorts by this number, which is on the scale of CVSS.
_SECURITY_SEVERITY = {"high": "8.0", "medium": "5.0", "low": "3.0", "info": "1.0"}


def render(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the SARIF log. Waived and exempt fails are there, suppressed with who answers for them."""
    failed = [f for f in document["findings"] if f["verdict"] == "fail" or _exempt_fail(f)]
    ids = sorted({f["check"] for f in failed})
    index = {check: number for number, check in enumerate(ids)}
    places = {(p["system"], p["environment"], p["layer"]): p["source"] or p["label"] for p in document["plans"]}
    waivers = {w["id"]: w for w in document["waivers"]}
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "tfproof",
                        "version": document["run"]["tools"]["tfproof"],
                        "rules": [_rule(check, document["checks"][check]) for check in ids],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "invocations": [
                    {
                        "executionSuccessful": True,
                        "startTimeUtc": document["run"]["started"],
                        "endTimeUtc": document["run"]["finished"],
                    }
                ],
                "properties": {"read": document["read"], "notRead": document["not_read"]},
                "results": [
                    _result(f, index[f["check"]], places[(f["system"], f["environment"], f["layer"])], waivers)
                    for f in failed
                ],
            }
        ],
    }


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
