"""What trails and recorders write down besides management events, and where AWS Config delivers to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.concerns._trails import TRAILS, is_about_management_events, records_management_events
from tfproof.checks.concerns.logging import records_its_region
from tfproof.checks.model import Answer, Context, any_of, check, fails, holds, passes
from tfproof.checks.reading import argument, blocks, listed
from tfproof.plans.values import shown

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

_OBJECTS = "AWS::S3::Object"


@check(
    "logging.trail-data-events",
    title="Trails record who reads and writes objects",
    severity="low",
    aspect="logging",
    source="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html",
    types=TRAILS,
    remediation="Add an event selector for data events of AWS::S3::Object, for the buckets whose content matters.",
)
def trail_data_events(r: Resource, _: Context) -> Answer:
    """Reads the event selectors, in both of their forms, for data events of objects in S3, be it of some buckets: without
    any CloudTrail records changes to buckets, and nobody knows who took their content. It passes as well beside another
    trail that records them."""
    others = [t for t in r.plan.of(*TRAILS) if t.address != r.address]
    return any_of([partial(_records_objects, trail) for trail in (r, *others)])


def _records_objects(trail: Resource) -> Answer:
    basic = blocks(trail, "event_selector") if trail.type == "aws_cloudtrail" else []
    parts = [
        partial(_is_of_objects, trail, resource)
        for selector in basic
        for resource in blocks(trail, f"{selector}.data_resource")
    ]
    parts += [partial(_selects_objects, trail, s) for s in blocks(trail, "advanced_event_selector")]
    return any_of([partial(fails, f"{trail.address} records no data events of S3"), *parts])


def _is_of_objects(trail: Resource, resource: str) -> Answer:
    kind = argument(trail, f"{resource}.type", "")
    return holds(kind == _OBJECTS, f"{trail.address} records data events of {kind}", f"{resource} is of {kind}")


def _selects_objects(trail: Resource, selector: str) -> Answer:
    fields = blocks(trail, f"{selector}.field_selector")
    kinds = [
        kind
        for path in fields
        if argument(trail, f"{path}.field", "") == "resources.type"
        for kind in listed(trail, f"{path}.equals").all()
    ]
    said = f"{selector} of {trail.address} is of {', '.join(kinds) or 'no resources'}"
    return holds(_OBJECTS in kinds, said, said)


@check(
    "logging.config-records-all",
    title="Recorders of AWS Config record all kinds of resources",
    severity="medium",
    aspect="logging",
    source="https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html",
    types=("aws_config_configuration_recorder",),
    remediation="Leave out recording_group, or set all_supported = true in it.",
)
def config_records_all(r: Resource, _: Context) -> Answer:
    """Reads what the recorder records: all kinds unless told otherwise. The kinds of IAM, which are the same in all
    regions, may be left to another one. Whether the account has a recorder that is on is `logging.config-recorder`."""
    return records_its_region(r)


@check(
    "logging.config-delivery",
    title="Recorders of AWS Config have somewhere to deliver to",
    severity="medium",
    aspect="logging",
    source="https://docs.aws.amazon.com/config/latest/developerguide/manage-delivery-channel.html",
    types=("aws_config_configuration_recorder",),
    looks_at=("aws_config_delivery_channel",),
    remediation="Add aws_config_delivery_channel with a bucket in the recorder's region.",
)
def config_delivery(r: Resource, _: Context) -> Answer:
    """Looks for a delivery channel in the recorder's region: a region has one, and without it the recorder cannot be
    started."""
    channels = [c for c in r.plan.of("aws_config_delivery_channel") if r.region in (None, c.region) or c.region is None]
    if not channels:
        return fails(f"{r.address} stands beside no aws_config_delivery_channel")
    names = [f"{channel.address} delivers to {shown(channel.evaluated('s3_bucket_name'))}" for channel in channels]
    return passes("; ".join(names))


@check(
    "logging.trail-all-events",
    title="Trails of management events leave none out",
    severity="medium",
    aspect="logging",
    source="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html",
    types=TRAILS,
    remediation="Record reads and writes of management events, and exclude no source.",
    when=is_about_management_events,
)
def trail_all_events(r: Resource, _: Context) -> Answer:
    """Reads the event selectors: a trail that records management events must record reads and writes of all services, or
    stand beside one that does. An attacker reads first, and what is left out is not seen."""
    others = [t for t in r.plan.of(*TRAILS) if t.address != r.address]
    return any_of([partial(records_management_events, trail) for trail in (r, *others)])
