"""Logs of search domains."""

from __future__ import annotations

from functools import partial

from tfproof.checks.model import Answer, Context, all_of, any_of, check, fails, holds
from tfproof.checks.reading import argument, blocks, flag
from tfproof.plans.view import Resource

_DOMAINS = ("aws_elasticsearch_domain", "aws_opensearch_domain")
_ALSO = "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/createdomain-configure-slow-logs.html"


@check(
    "logging.search-logs",
    title="Search domains publish their error logs",
    severity="medium",
    aspect="logging",
    source=_ALSO,
    types=_DOMAINS,
    remediation='Add log_publishing_options with log_type = "ES_APPLICATION_LOGS" and a log group.',
)
def search_logs(r: Resource, _: Context) -> Answer:
    """Reads `log_publishing_options` for error logs (`ES_APPLICATION_LOGS`). Without them nobody sees why the domain
    failed, or what it warned of."""
    return _publishes(r, "ES_APPLICATION_LOGS")


@check(
    "logging.search-audit-logs",
    title="Search domains publish audit logs",
    severity="medium",
    aspect="logging",
    source="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/audit-logs.html",
    types=_DOMAINS,
    remediation='Add log_publishing_options with log_type = "AUDIT_LOGS"; it takes fine-grained access control.',
)
def search_audit_logs(r: Resource, _: Context) -> Answer:
    """Reads `log_publishing_options` for audit logs (`AUDIT_LOGS`). Without them nobody can show who signed in, who was
    refused, and who read or changed which index."""
    return _publishes(r, "AUDIT_LOGS")


@check(
    "logging.search-slow-logs",
    title="Search domains publish slow logs",
    severity="low",
    aspect="logging",
    source=_ALSO,
    types=_DOMAINS,
    remediation='Add log_publishing_options for "INDEX_SLOW_LOGS" and for "SEARCH_SLOW_LOGS".',
)
def search_slow_logs(r: Resource, _: Context) -> Answer:
    """Reads `log_publishing_options` for the slow logs of indexing and of searching. They show who weighs a domain down,
    by mistake or on purpose."""
    return all_of(partial(_publishes, r, kind) for kind in ("INDEX_SLOW_LOGS", "SEARCH_SLOW_LOGS"))


def _publishes(r: Resource, kind: str) -> Answer:
    found = blocks(r, "log_publishing_options")
    if not found:
        return fails(f"log_publishing_options is not given: {kind} are not published")
    return any_of(partial(_is_that, r, block, kind) for block in found)


def _is_that(r: Resource, block: str, kind: str) -> Answer:
    missing = f"{kind} are not published"
    if argument(r, f"{block}.log_type", "") != kind:
        return fails(missing)
    return holds(flag(r, f"{block}.enabled", True), f"{kind} are published", f"{missing}: they are not enabled")
