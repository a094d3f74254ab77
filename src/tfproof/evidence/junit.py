"""Findings as JUnit XML, for the test view of a CI system: one suite for each judged plan, one case for each finding."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What XML 1.0 cannot hold, not even escaped.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(document: Mapping[str, Any]) -> bytes:
    """Return the XML. A fail is a failure, also a waived one is no pass but skipped with its waiver; what could not
    be decided, exempt findings and empty populations are skipped with their reason, a check that broke is an error."""
    root = ET.Element("testsuites", name="tfproof")
    for plan in document["plans"]:
        key = (plan["system"], plan["environment"], plan["layer"])
        name = f"{plan['name']} ({plan['layer']})"
        suite = ET.SubElement(root, "testsuite", name=name, timestamp=document["run"]["started"].rstrip("Z"))
        for finding in document["findings"]:
            if (finding["system"], finding["environment"], finding["layer"]) == key:
                _case(suite, finding, document["checks"][finding["check"]]["remediation"])
        _count(suite)
    _count(root)
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _case(suite: ET.Element, finding: Mapping[str, Any], remediation: str) -> None:
    attributes = {"classname": finding["check"], "name": _clean(finding["address"]), "time": "0"}
    if finding["file"]:
        attributes |= {"file": finding["file"], "line": str(finding["line"])}
    case = ET.SubElement(suite, "testcase", attributes)
    message = _clean(finding["message"])
    if finding["verdict"] == "fail" and finding["waiver"]:
        ET.SubElement(case, "skipped", type="waived", message=f"fails, waived by {finding['waiver']}: {message}")
    elif finding["verdict"] == "fail":
        failure = ET.SubElement(case, "failure", type=finding["severity"], message=message)
        failure.text = _clean("\n".join([*_reads(finding), f"Fix: {remediation}"]))
    elif finding["verdict"] == "exempt":
        exemption = finding["exemption"]
        said = f"{exemption['verdict']}, exempt by {exemption['owner']} until {exemption['review']}"
        reason = _clean(f"{said}: {exemption['reason']}: {finding['message']}")
        ET.SubElement(case, "skipped", type="exempt", message=reason)
    elif finding["cause"] == "check-error":
        ET.SubElement(case, "error", type=finding["cause"], message=message)
    elif finding["verdict"] != "pass":
        ET.SubElement(case, "skipped", type=finding["verdict"], message=f"{finding['cause'] or 'empty'}: {message}")


def _reads(finding: Mapping[str, Any]) -> list[str]:
    return [
        f"{r['address']} {r['path']} = {r['value'] if r['status'] == 'known' else '(' + r['status'] + ')'}"
        for r in finding["reads"]
    ]


def _count(element: ET.Element) -> None:
    element.set("tests", str(len(list(element.iter("testcase")))))
    for plural, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        element.set(plural, str(len(list(element.iter(tag)))))


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
