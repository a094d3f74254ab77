"""Which management events CloudTrail records: what its event selectors say, in both of their forms.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.model import Answer, all_of, any_of, holds, passes
from tfproof.checks.reading import argument, blocks, flag, listed, meaning

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

#: A trail writes files to a bucket; an event data store of CloudTrail Lake keeps the same events itself.
TRAILS = ("aws_cloudtrail", "aws_cloudtrail_event_data_store")
_READ_WRITE_TYPE = {"All": {"reads", "writes"}, "ReadOnly": {"reads"}, "WriteOnly": {"writes"}}
_READ_ONLY = {"true": {"reads"}, "false": {"writes"}}


def records_management_events(trail: Resource) -> Answer:
    """Judge whether the management events of all services are recorded, reads and writes.

    Without a selector they are. With selectors, what these record together counts; one that leaves out a source
    (`kms.amazonaws.com`), or names some events only, records neither all reads nor all writes.
    """
    selectors = _selectors(trail)
    if not selectors:
        return passes(f"{trail.address} records all management events")

    def records(kind: str, selector: str) -> Answer:
        return holds(
            kind in _all_of_what(trail, selector),
            f"{trail.address} records all {kind} among management events",
            f"{trail.address} does not record all {kind} among management events",
        )

    return all_of(partial(any_of, [partial(records, kind, s) for s in selectors]) for kind in ("reads", "writes"))


def is_about_management_events(trail: Resource) -> bool:
    """Whether management events are recorded at all, be it in part. Raises Undecided where that cannot be told."""
    selectors = _selectors(trail)
    return not selectors or any(_is_about_management(trail, s) for s in selectors)


def _selectors(trail: Resource) -> list[str]:
    basic = blocks(trail, "event_selector") if trail.type == "aws_cloudtrail" else []
    return [*basic, *blocks(trail, "advanced_event_selector")]


def _is_about_management(trail: Resource, selector: str) -> bool:
    if selector.startswith("event_selector"):
        return flag(trail, f"{selector}.include_management_events", True)
    category = _fields(trail, selector).get("eventCategory")
    return category is not None and listed(trail, f"{category}.equals").all() == ["Management"]


def _all_of_what(trail: Resource, selector: str) -> set[str]:
    """Return of which kinds, reads and writes, the selector records all management events."""
    if not _is_about_management(trail, selector):
        return set()
    if selector.startswith("event_selector"):
        path = f"{selector}.read_write_type"
        excluded = listed(trail, f"{selector}.exclude_management_event_sources").all()
        return (
            set() if excluded else meaning(_READ_WRITE_TYPE, argument(trail, path, "All"), f"{path} of {trail.address}")
        )
    fields = _fields(trail, selector)
    if fields.keys() - {"eventCategory", "readOnly"}:
        return set()
    kinds = listed(trail, f"{fields['readOnly']}.equals").all() if "readOnly" in fields else ["true", "false"]
    return {
        kind for value in kinds for kind in meaning(_READ_ONLY, value, f"readOnly in {selector} of {trail.address}")
    }


def _fields(trail: Resource, selector: str) -> dict[str, str]:
    """Return the field selectors of an advanced selector, by the field that they are about."""
    return {argument(trail, f"{path}.field", ""): path for path in blocks(trail, f"{selector}.field_selector")}
