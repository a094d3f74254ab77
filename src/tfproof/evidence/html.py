"""The report: one self-contained HTML file, made from the assessment document and nothing else."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from dataclasses import dataclass, replace
from importlib import resources
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO

from markupsafe import Markup, escape

from tfproof.checks import Severity
from tfproof.evidence.summing_up import Group, OfCheck, first, most
from tfproof.findings import PRECEDENCE
from tfproof.project.requirements import STATUSES as TRACE_STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Json = dict[str, Any]

#: Statuses of a requirement with the words for them, best first.
STATUSES = {
    "pass": "pass",
    "no-contrary-evidence": "no contrary evidence",
    "fail": "fail",
    "unknown": "unknown",
    "empty": "nothing to judge",
    "exempt": "exempt",
    "manual": "manual",
    "inherited": "inherited",
    "not-covered": "not covered",
    "not-applicable": "not applicable",
}
SEVERITIES = tuple(s.value for s in Severity)  # worst first
_WORST_FIRST = tuple(v.value for v in PRECEDENCE)
_CEILINGS = {
    "plan": "Plan: shows that it is designed so.",
    "applied": "Applied: shows that it can be implemented so, on an emulator.",
    "observed": "Observed: shows that it was so when the cloud was asked, as far as it was asked.",
    "state": "State: shows what Terraform wrote down. Nobody told of which account, emulator or time it is.",
}
_VALUELESS = {"sensitive": "sensitive", "unknown": "known after apply", "absent": "not set"}
_LONGEST_VALUE = 140
#: Rows of a table that could have as many as there are resources.
_ROWS_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Place:
    """A resource's address and where it is declared."""

    address: str
    file: str
    line: int | None


@dataclass(frozen=True, slots=True)
class ReadGroup:
    """What was read of one resource; `address` is empty for the finding's own. `valueless` is paths by the reason."""

    address: str
    values: tuple[tuple[str, str], ...]
    valueless: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class ReportRow:
    """Findings that say the same: of one resource in several environments, or of several resources."""

    verdict: str
    message: str
    cause: str
    missing: str
    waiver: str
    exemption: str
    measures: tuple[str, ...]
    reads: tuple[ReadGroup, ...]
    places: tuple[Place, ...]
    where: tuple[tuple[str, str], ...]

    @property
    def size(self) -> int:
        """How many values were read."""
        return sum(len(g.values) + sum(len(paths) for _, paths in g.valueless) for g in self.reads)

    @property
    def tall(self) -> bool:
        """Whether the row may be too high to be kept on one page."""
        return len(self.places) > 4 or self.size > 7


def render(document: Mapping[str, Any]) -> str:
    """Return the report."""
    written, file = Writer(document), BytesIO()
    for finding in document["findings"]:
        written.add(finding)
    written.finish(file)
    return file.getvalue().decode()


class Writer:
    """Takes the findings one by one and keeps what the report shows of them."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._view = _View(document)

    def add(self, finding: Json) -> None:
        """Take a finding in."""
        self._view.add(finding)

    def finish(self, file: BinaryIO) -> None:
        """Write the report."""
        file.write(_rendered(self._document, self._view).encode())

    def close(self) -> None:
        """There is nothing to let go of."""


def _rendered(document: Mapping[str, Any], view: _View) -> str:
    from jinja2 import Environment, FunctionLoader, StrictUndefined  # noqa: PLC0415 - slow to import, for reports only

    script, style = _text("report.js"), _text("report.css")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    environment = Environment(
        loader=FunctionLoader(_text),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {
        "sentence": _sentence,
        "anchor": _anchor,
        "shown": _shown,
        "breakable": _breakable,
        "prose": _prose,
    }
    return environment.get_template("report.html.j2").render(
        d=document,
        v=view,
        statuses=STATUSES,
        trace_statuses=TRACE_STATUSES,
        severities=SEVERITIES,
        script=Markup(script),  # noqa: S704 - our own file
        script_digest=digest,
        style=Markup(style),  # noqa: S704 - our own file
        page_header=Markup(_css_string(_page_header(document))),  # noqa: S704 - escaped there
    )


def _text(name: str) -> str:
    return (resources.files(__package__) / "templates" / name).read_text(encoding="utf-8")


class _View:
    """What the template shows, sorted and grouped. Nothing is decided here."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self.by_check: dict[str, OfCheck] = {}
        self._undecided: Counter[tuple[str, str]] = Counter()
        self._groups: dict[tuple[str, tuple[str, ...]], list[tuple[Group, list[ReportRow]]]] = {}
        self.findings = 0
        systems = {p["system"] for p in document["plans"]}
        prefix = f"{systems.pop()}/" if len(systems) == 1 else ""
        self.short = {name: name.removeprefix(prefix) or name for name in document["environments"]}
        self._names = {(p["system"], p["environment"]): p["name"] for p in document["plans"]}
        self.layers = [layer for layer in _CEILINGS if any(p["layer"] == layer for p in document["plans"])]
        self.ceilings = [_CEILINGS[layer] for layer in self.layers]
        self.systems = sorted({p["system"] for p in document["plans"] if p["system"]})
        self.deviations = [row for row in document["trace"] if row["deviation"]]
        self.trace_counts = Counter(row["status"] for row in document["trace"])
        self.frameworks = {f["id"]: f for f in document["frameworks"]}
        self.ladder_environments = list(dict.fromkeys(name for row in document["ladder"] for name in row["values"]))

    def controls(self, framework: str) -> list[Json]:
        """Return the framework's requirements in their order."""
        return [c for c in self._document["controls"] if c["framework"] == framework]

    def add(self, finding: Json) -> None:
        """Take a finding in."""
        self.findings += 1
        check = finding["check"]
        if finding["verdict"] == "unknown":
            self._undecided[finding["cause"], finding["missing"] or check] += 1
        if check not in self.by_check:
            self.by_check[check] = OfCheck()
        self.by_check[check].add(finding, self._name(finding))

    def groups(self, check: str, verdicts: Sequence[str] = _WORST_FIRST) -> list[tuple[Group, list[ReportRow]]]:
        """Return the check's findings, worst first: groups of them, and for each the merged rows that are shown."""
        key = (check, tuple(verdicts))
        if key not in self._groups:
            self._groups[key] = [(g, merge(g.findings, self._name)) for g in self.by_check[check].groups(verdicts)]
        return self._groups[key]

    def left_out(self, check: str, verdicts: Sequence[str]) -> int:
        """Return how many findings of these verdicts are in no row."""
        return sum(g.left_out for g, _ in self.groups(check, verdicts))

    def total(self, check: str, verdicts: Sequence[str]) -> int:
        """Return how many findings of these verdicts there are."""
        return sum(g.count for g, _ in self.groups(check, verdicts))

    def rows(self, check: str, verdicts: Sequence[str]) -> list[ReportRow]:
        """Return the rows that are shown of a check."""
        return [row for _, rows in self.groups(check, verdicts) for row in rows]

    def counts(self, check: str) -> Counter[str]:
        """Count the check's findings by verdict."""
        return self.by_check[check].counts

    def open_checks(self) -> list[str]:
        """Return the checks with fails that no waiver covers, worst severity and most fails first."""
        fails = {check: group.count for check, of in self.by_check.items() if (group := of.unwaived())}
        return sorted(fails, key=lambda c: (SEVERITIES.index(self.severity(c)), -fails[c], c))

    def severity(self, check: str) -> str:
        """Return the check's severity."""
        return str(self._document["checks"][check]["severity"])

    def open_rows(self, check: str) -> list[ReportRow]:
        """Return the check's fails that no waiver covers, without the values read."""
        group = self.by_check[check].unwaived()
        failed = group.findings if group else []
        return sorted(merge(({**f, "reads": []} for f in failed), self._name), key=lambda r: -len(r.places))

    def open_left_out(self, check: str) -> int:
        """Return how many fails that no waiver covers are not among the rows."""
        group = self.by_check[check].unwaived()
        return group.left_out if group else 0

    def undecided(self) -> tuple[list[tuple[str, str, int]], int, int]:
        """Return cause, what is missing or the check, and how often, of what could not be decided most often; how many
        others there are, and how often those could not."""
        shown, others, times = most(self._undecided, _ROWS_SHOWN)
        rows = [(cause, what, count) for (cause, what), count in sorted(shown, key=lambda i: (i[0][0], -i[1]))]
        return rows, others, times

    def ladder(self) -> tuple[list[Json], int]:
        """Return the rows of the environments compared, those that do not hold first, and how many others there are."""
        return first(sorted(self._document["ladder"], key=lambda row: bool(row["holds"])), _ROWS_SHOWN)

    def frameworks_of(self, check: str) -> str:
        """Return the frameworks that the check speaks for, for the filter."""
        return " ".join(sorted({c.partition(":")[0] for c in self._document["checks"][check]["controls"]}))

    def severities_of(self, control: Mapping[str, Any]) -> str:
        """Return the severities of a requirement's checks, for the filter."""
        known = self._document["checks"]
        return " ".join(sorted({known[e["check"]]["severity"] for e in control["edges"] if e["check"] in known}))

    def unjudged(self) -> list[tuple[str, str, dict[str, int]]]:
        """Return aspect, type and count by plan of the resources that no check looked at in the aspect."""
        plans = self._document["plans"]
        rows = sorted({(aspect, kind) for p in plans for kind, counts in p["unjudged"].items() for aspect in counts})
        return [
            (aspect, kind, {self.plan_name(p): p["unjudged"].get(kind, {}).get(aspect, 0) for p in plans})
            for aspect, kind in rows
        ]

    def unjudged_in(self, plan: Mapping[str, Any]) -> int:
        """Count the resources of a plan that no check looked at, each once for every such aspect."""
        return sum(sum(counts.values()) for counts in plan["unjudged"].values())

    def plan_name(self, plan: Mapping[str, Any]) -> str:
        """Name a judged plan briefly."""
        name = self.short[plan["name"]]
        return name if plan["layer"] == "plan" else f"{name}, {plan['layer']}"

    def uncovered(self) -> list[tuple[str, list[Json]]]:
        """Return by framework the requirements that no check speaks for."""
        silent = ("manual", "inherited", "not-covered")
        return [(f, [c for c in self.controls(f) if c["status"] in silent]) for f in self.frameworks]

    def scanner_failed(self) -> list[tuple[str, str, list[Json]]]:
        """Return the scanner's failed checks with their titles and opinions, most frequent first."""
        failed: dict[tuple[str, str], list[Json]] = {}
        for opinion in self._document["scanner"]["opinions"]:
            if not opinion["passed"]:
                failed.setdefault((opinion["check"], opinion["title"]), []).append(opinion)
        return [(check, title, found) for (check, title), found in sorted(failed.items(), key=lambda i: -len(i[1]))]

    def scanner_counts(self) -> list[tuple[str, int, int]]:
        """Return plan, passed and failed of the scanner."""
        counts: dict[str, Counter[bool]] = {}
        for opinion in self._document["scanner"]["opinions"]:
            counts.setdefault(opinion["plan"], Counter())[opinion["passed"]] += 1
        return [(plan, c[True], c[False]) for plan, c in counts.items()]

    def disagreements(self) -> list[tuple[Json, dict[str, list[str]]]]:
        """Return one of each kind of disagreement, with the addresses and for each the environments."""
        kinds: dict[tuple[str, ...], tuple[Json, dict[str, list[str]]]] = {}
        for d in self._document["disagreements"]:
            kind = tuple(d[k] for k in ("check", "witness", "verdict", "other_witness", "other_verdict", "note"))
            where = kinds.setdefault(kind, (d, {}))[1].setdefault(d["address"], [])
            where.append(self.short[self._names[(d["system"], d["environment"])]])
        return list(kinds.values())

    def _name(self, finding: Mapping[str, Any]) -> tuple[str, str]:
        name = self._names[(finding["system"], finding["environment"])]
        return self.short[name], finding["layer"]


def merge(findings: Iterable[Json], name: Any) -> list[ReportRow]:
    """Merge findings that say the same after reading the same values; every resource keeps its place."""
    by_resource: dict[tuple[ReportRow, Place], list[tuple[str, str]]] = {}
    for f in findings:
        # The address stands beside the message already; without it more resources say the same.
        is_resource = "." in f["address"]  # else it is a scope, "plan" or "account", which are words of the language
        row = ReportRow(
            verdict=f["verdict"],
            message=f["message"].replace(f["address"], "it") if is_resource else f["message"],
            cause=f["cause"] or "",
            missing=f["missing"],
            waiver=f["waiver"] or "",
            exemption=_exemption(f["exemption"]) if f["exemption"] else "",
            measures=_measures(f),
            reads=_reads(f),
            places=(),
            where=(),
        )
        by_resource.setdefault((row, Place(f["address"], f["file"] or "", f["line"])), []).append(name(f))
    by_content: dict[tuple[ReportRow, tuple[tuple[str, str], ...]], list[Place]] = {}
    for (row, place), where in by_resource.items():
        by_content.setdefault((row, tuple(where)), []).append(place)
    return [replace(row, places=tuple(places), where=where) for (row, where), places in by_content.items()]


def _exemption(exemption: Json) -> str:
    """Say who does not ask for it, why and until when."""
    return (
        f"would be {exemption['verdict']}; not asked here: {exemption['reason']} "
        f"({exemption['owner']}, review {exemption['review']})"
    )


def _measures(finding: Json) -> tuple[str, ...]:
    """Say what was observed beside what was demanded."""
    return tuple(
        f"observed {m['name']} {m['observed']}; demanded {m['bound'].replace('-', ' ')} "
        + (", ".join(m["demanded"]) if isinstance(m["demanded"], list) else str(m["demanded"]))
        for m in finding["measures"]
    )


def _reads(finding: Mapping[str, Any]) -> tuple[ReadGroup, ...]:
    """Group what was read by resource, long values shortened."""
    groups: dict[str, list[Json]] = {}
    for read in finding["reads"]:
        groups.setdefault(read["address"] if read["address"] != finding["address"] else "", []).append(read)
    return tuple(
        ReadGroup(
            address,
            tuple((r["path"], _shown(r["value"])) for r in reads if r["status"] == "known"),
            tuple(
                (words, paths)
                for status, words in _VALUELESS.items()
                if (paths := tuple(r["path"] for r in reads if r["status"] == status))
            ),
        )
        for address, reads in groups.items()
    )


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) and value else json.dumps(value, ensure_ascii=False)
    if len(text) <= _LONGEST_VALUE:
        return text
    return f"{text[:_LONGEST_VALUE]}… ({len(text)} characters)"


def _breakable(text: str) -> Markup:
    """Let a long address break where a reader would break it."""
    parts = re.split(r"(?<=[./:\[\]_-])", str(text))
    return Markup("<wbr>").join(parts)


def _prose(text: str) -> Markup:
    """Set what stands between backticks as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped before


def _sentence(text: str) -> str:
    """Write with a capital letter and a full stop."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '!', '?')) else '.'}" if text else ""


def _anchor(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9.-]+", "-", text)


def _page_header(document: Mapping[str, Any]) -> str:
    """What stands at the top of every printed page: what was read."""
    sentences = [_sentence(s) for s in document["read"]]
    if len(sentences) > 3:
        sentences = [*sentences[:3], f"And {len(sentences) - 3} more, see page 1."]
    return " ".join(sentences)


def _css_string(text: str) -> str:
    """Quote a text for CSS inside HTML: everything that is not plain is written as an escape."""
    return '"' + "".join(c if c.isascii() and (c.isalnum() or c in " .,") else f"\\{ord(c):06x} " for c in text) + '"'
