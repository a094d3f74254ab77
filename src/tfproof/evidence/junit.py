"""Findings as JUnit XML, for the test view of a CI system: one suite for each judged plan, one case for each finding."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import Counter
from contextlib import closing
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What XML 1.0 cannot hold, not even escaped.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IN_MEMORY = 2**20
_COUNTED = {"tests": "testcase", "failures": "failure", "errors": "error", "skipped": "skipped"}


def render(document: Mapping[str, Any]) -> bytes:
    """Return the XML. A fail is a failure, also a waived one is no pass but skipped with its waiver; what could not
    be decided, exempt findings and empty populations are skipped with their reason, a check that broke is an error."""
    file = BytesIO()
    with closing(Writer(document)) as written:
        for finding in document["findings"]:
            written.add(finding)
        written.finish(file)
    return file.getvalue()


class Writer:
    """Takes the findings one by one. How many there are stands at the beginning of the XML, so cases wait in a file."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._checks = document["checks"]
        self._started = document["run"]["started"].rstrip("Z")
        self._suites = {
            (p["system"], p["environment"], p["layer"]): _Suite(f"{p['name']} ({p['layer']})")
            for p in document["plans"]
        }

    def add(self, finding: Mapping[str, Any]) -> None:
        """Add a case to the suite of the finding's plan."""
        suite = self._suites[finding["system"], finding["environment"], finding["layer"]]
        suite.add(finding, self._checks[finding["check"]]["remediation"])

    def finish(self, file: BinaryIO) -> None:
        """Write the XML."""
        total: Counter[str] = Counter()
        for suite in self._suites.values():
            total.update(suite.counts)
        parts = "".join(f' {name}="{total[tag]}"' for name, tag in _COUNTED.items())
        file.write(f'<?xml version="1.0" encoding="utf-8"?>\n<testsuites name="tfproof"{parts}>\n'.encode())
        for suite in self._suites.values():
            suite.write(file, self._started)
        file.write(b"</testsuites>\n")

    def close(self) -> None:
        """Let go of the files."""
        for suite in self._suites.values():
            suite.close()


class _Suite:
    def __init__(self, name: str) -> None:
        self._name = name
        self._cases = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - `close` does
        self.counts: Counter[str] = Counter()

    def add(self, finding: Mapping[str, Any], remediation: str) -> None:
        place = {"file": finding["file"], "line": finding["line"]} if finding["file"] else {}
        opening = _tag("testcase", classname=finding["check"], name=finding["address"], time="0", **place)
        inside = _outcome(finding, remediation)
        self.counts["testcase"] += 1
        if inside:
            self.counts[inside[0]] += 1
        text = f"    <{opening}>\n      {inside[1]}\n    </testcase>\n" if inside else f"    <{opening} />\n"
        self._cases.write(text.encode())

    def write(self, file: BinaryIO, started: str) -> None:
        counts = {name: self.counts[tag] for name, tag in _COUNTED.items()}
        opening = _tag("testsuite", name=self._name, timestamp=started, **counts)
        file.write(f"  <{opening}>\n".encode())
        self._cases.seek(0)
        shutil.copyfileobj(self._cases, file)
        file.write(b"  </testsuite>\n")

    def close(self) -> None:
        self._cases.close()


def _outcome(finding: Mapping[str, Any], remediation: str) -> tuple[str, str] | None:
    """Return the element that says how a case ended, by its name, and None for a pass."""
    message = finding["message"]
    if finding["verdict"] == "fail" and finding["waiver"]:
        return _empty("skipped", "waived", f"fails, waived by {finding['waiver']}: {message}")
    if finding["verdict"] == "fail":
        opening = _tag("failure", type=finding["severity"], message=message)
        text = escape(_clean("\n".join([*_reads(finding), f"Fix: {remediation}"])))
        return "failure", f"<{opening}>{text}</failure>"
    if finding["verdict"] == "exempt":
        exemption = finding["exemption"]
        said = f"{exemption['verdict']}, exempt by {exemption['owner']} until {exemption['review']}"
        return _empty("skipped", "exempt", f"{said}: {exemption['reason']}: {message}")
    if finding["cause"] == "check-error":
        return _empty("error", finding["cause"], message)
    if finding["verdict"] != "pass":
        return _empty("skipped", finding["verdict"], f"{finding['cause'] or 'empty'}: {message}")
    return None


def _empty(name: str, kind: str, message: str) -> tuple[str, str]:
    return name, f"<{_tag(name, type=kind, message=message)} />"


def _tag(element: str, /, **attributes: Any) -> str:
    return " ".join([element, *(f"{key}={_quoted(_clean(str(value)))}" for key, value in attributes.items())])


def _quoted(text: str) -> str:
    return quoteattr(text, {'"': "&quot;"})


def _reads(finding: Mapping[str, Any]) -> list[str]:
    return [
        f"{r['address']} {r['path']} = {r['value'] if r['status'] == 'known' else '(' + r['status'] + ')'}"
        for r in finding["reads"]
    ]


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
