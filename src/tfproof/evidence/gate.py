"""The gate of one run: everything that is written or printed of it goes through here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from tfproof import collector
from tfproof.evidence import jsonout, plans
from tfproof.findings import environment_name
from tfproof.secrecy import Redactor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tfproof.evidence.model import Evidence

#: Keys of the document whose texts name things; a secret that happens to be the same word does not change them.
_NAMES = frozenset(
    {
        "account_id", "address", "addresses", "aliases", "aspect", "aspects", "bound", "cause", "check", "checks", "commit",
        "controls", "coverage", "environment", "environments", "expires", "file", "finished", "framework",
        "frameworks", "id", "kind", "label", "layer", "layers", "line", "name", "other_verdict", "other_witness",
        "parameters", "plan", "region", "requirement", "review", "scope", "severity", "sources", "started", "state",
        "status", "system", "test", "tools", "type", "unjudged", "verdict", "waiver", "witness",
    }
)  # fmt: skip
#: The same of a plan, beside what it holds.
_NAMES_OF_PLAN = frozenset(
    {
        "actions", "address", "format_version", "full_name", "mode", "module_address", "name",
        "previous_address", "provider_config_key", "provider_name", "terraform_version", "type",
    }
)  # fmt: skip


class Gate:
    """What takes the secrets out of one run. The plans come first: they say what is secret."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._redactor = Redactor(_ours(evidence))
        with collector.paused():
            self._plans = {label: self._redactor.plan(raw) for label, raw in evidence.plans.items()}

    def document(self) -> dict[str, Any]:
        """Return the document, whose findings go through the gate whenever somebody goes through them."""
        masked = self._redactor.masked
        document = jsonout.streamed(self._evidence, partial(self._redactor.scrub, keep=_NAMES))
        document["run"]["secrets"] = {"known": masked.secrets, "only_where_they_stand": masked.too_common}
        return document

    def plans(self) -> Iterator[tuple[str, Iterator[str]]]:
        """Yield the label and the JSON text of each plan."""
        for label, plan in self._plans.items():
            yield label, plans.pieces(plan, partial(self._redactor.scrub, keep=_NAMES_OF_PLAN))

    def text(self, text: str) -> str:
        """Return a text without secrets."""
        return self._redactor.text(text)

    def summary(self) -> str:
        """Say how many secrets were taken out; empty if there are none."""
        masked = self._redactor.masked
        if not masked.secrets:
            return ""
        common = (
            f", {masked.too_common} of them too short or too common to be looked for elsewhere"
            if masked.too_common
            else ""
        )
        return f"Secrets kept out of what is written: {masked.secrets}{common}."


def _ours(evidence: Evidence) -> Iterator[str]:
    """Yield what we say ourselves and what names things: no mask falsifies a word of it."""
    yield jsonout.schema_text()
    for check in evidence.checks.values():
        yield from (check.id, check.title, check.doc, check.remediation, *check.types)
    yield from (text for gap in evidence.gaps for text in (gap.subject, gap.reason))
    for framework in evidence.assessment.frameworks:
        yield from (t for c in framework.controls for t in (c.title, c.reason, *(e.rationale for e in c.edges)))
    for judged in evidence.assessment.judged:
        yield from (judged.label, environment_name(judged.system, judged.environment))
