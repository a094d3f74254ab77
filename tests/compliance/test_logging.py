"""Rules of the checks of logging that one finding for the whole account cannot show in a fixture."""

from __future__ import annotations

from typing import Any

import pytest
from small_plans import by_address, verdict_of

ALL = {"field": "eventCategory", "equals": ["Management"]}
READS = {"field": "readOnly", "equals": ["true"]}
WRITES = {"field": "readOnly", "equals": ["false"]}
WITHOUT_KEYS = {"field": "eventSource", "not_equals": ["kms.amazonaws.com"]}


def basic(*selectors: dict[str, Any]) -> dict[str, Any]:
    return {"event_selector": list(selectors)}


def advanced(*selectors: list[dict[str, Any]]) -> dict[str, Any]:
    return {"advanced_event_selector": [{"field_selector": fields} for fields in selectors]}


TRAILS = [
    ("no selector", {}, "pass"),
    ("switched off", {"enable_logging": False}, "fail"),
    ("on or off", {"enable_logging": ...}, "unknown"),
    ("all", basic({"read_write_type": "All", "include_management_events": True}), "pass"),
    ("as by default", basic({}), "pass"),
    ("reads", basic({"read_write_type": "ReadOnly"}), "fail"),
    ("writes", basic({"read_write_type": "WriteOnly"}), "fail"),
    ("reads, and writes", basic({"read_write_type": "ReadOnly"}, {"read_write_type": "WriteOnly"}), "pass"),
    ("data events", basic({"include_management_events": False}), "fail"),
    ("without one source", basic({"exclude_management_event_sources": ["kms.amazonaws.com"]}), "fail"),
    ("without a source or not", basic({"exclude_management_event_sources": ...}), "unknown"),
    ("reads or writes", basic({"read_write_type": ...}), "unknown"),
    ("all, beside one decided later", basic({"read_write_type": ...}, {"read_write_type": "All"}), "pass"),
    ("management", advanced([ALL]), "pass"),
    ("management, reads", advanced([ALL, READS]), "fail"),
    ("management, writes", advanced([ALL, WRITES]), "fail"),
    ("management, reads, and writes", advanced([ALL, READS], [ALL, WRITES]), "pass"),
    ("management without one source", advanced([ALL, WITHOUT_KEYS]), "fail"),
    ("of the network", advanced([{"field": "eventCategory", "equals": ["NetworkActivity"]}]), "fail"),
    ("of no category", advanced([READS]), "fail"),
    ("of a category decided later", advanced([{"field": "eventCategory", "equals": [...]}]), "unknown"),
]


@pytest.mark.parametrize(("case", "trail", "verdict"), TRAILS, ids=[c for c, _, _ in TRAILS])
def test_a_trail_records_all_management_events_or_is_none(case: str, trail: dict[str, Any], verdict: str) -> None:
    assert verdict_of("logging.trail-exists", {"aws_cloudtrail.a": {"name": case, **trail}}) == verdict


STORES = [
    ("default", {}, "pass"),
    ("suspended", {"suspend": "true"}, "fail"),
    ("reads", advanced([ALL, READS]), "fail"),
]


@pytest.mark.parametrize(("case", "store", "verdict"), STORES, ids=[c for c, _, _ in STORES])
def test_an_event_data_store_records_as_a_trail_does(case: str, store: dict[str, Any], verdict: str) -> None:
    found = verdict_of("logging.trail-exists", {"aws_cloudtrail_event_data_store.a": {"name": case, **store}})
    assert found == verdict


def test_one_trail_that_records_everything_is_enough() -> None:
    off = {"name": "off", "enable_logging": False}
    assert verdict_of("logging.trail-exists", {"aws_cloudtrail.a": off, "aws_cloudtrail.b": {"name": "on"}}) == "pass"


BESIDE = [
    ("one for all regions", {"is_multi_region_trail": True}, {"pass"}),
    ("one that is off", {"is_multi_region_trail": True, "enable_logging": False}, {"pass", "fail"}),
    ("one of writes", {"is_multi_region_trail": True, **basic({"read_write_type": "WriteOnly"})}, {"pass", "fail"}),
]


@pytest.mark.parametrize(("case", "other", "verdicts"), BESIDE, ids=[c for c, _, _ in BESIDE])
def test_a_trail_of_one_region_passes_beside(case: str, other: dict[str, Any], verdicts: set[str]) -> None:
    resources = {"aws_cloudtrail.regional": {"name": "regional"}, "aws_cloudtrail.other": {"name": case, **other}}
    assert set(by_address("logging.trail-multi-region", resources).values()) == verdicts


def group(**values: Any) -> dict[str, Any]:
    return {"recording_group": [values]}


def excluding(*kinds: Any) -> dict[str, Any]:
    return group(
        all_supported=False,
        recording_strategy=[{"use_only": "EXCLUSION_BY_RESOURCE_TYPES"}],
        exclusion_by_resource_types=[{"resource_types": list(kinds)}],
    )


EVERYTHING = group(all_supported=True, include_global_resource_types=True)
RECORDERS = [
    ("everything", EVERYTHING, "pass"),
    ("everything but IAM", group(all_supported=True, include_global_resource_types=False), "fail"),
    ("nothing said of IAM", {}, "fail"),
    ("some kinds", group(all_supported=False, resource_types=["AWS::EC2::Instance"]), "fail"),
    ("all kinds but one", excluding("AWS::EC2::Instance"), "fail"),
    ("all kinds but one of IAM", excluding("AWS::IAM::User"), "fail"),
    ("no kind left out", excluding(), "pass"),
    ("kinds decided later", excluding(...), "unknown"),
    ("IAM or not", group(all_supported=True, include_global_resource_types=...), "unknown"),
]


@pytest.mark.parametrize(("case", "recorder", "verdict"), RECORDERS, ids=[c for c, _, _ in RECORDERS])
def test_a_recorder_records_all_kinds_or_does_not(case: str, recorder: dict[str, Any], verdict: str) -> None:
    assert verdict_of("logging.config-recorder", recording("main", **recorder)) == verdict, case


def recording(name: str, region: str = "", on: Any = True, **values: Any) -> dict[str, dict[str, Any]]:
    """Return a recorder and its status."""
    place = {"region": region} if region else {}
    return {
        f"aws_config_configuration_recorder.{name}": {"name": name, **place, **values},
        f"aws_config_configuration_recorder_status.{name}": {"name": name, "is_enabled": on, **place},
    }


SWITCHED = [(True, "pass"), (False, "fail"), (..., "unknown")]


@pytest.mark.parametrize(("on", "verdict"), SWITCHED)
def test_a_recorder_is_switched_on_by_its_status(on: Any, verdict: str) -> None:
    assert verdict_of("logging.config-recorder", recording("main", on=on, **EVERYTHING)) == verdict


IRELAND = recording("there", "eu-west-1", **excluding("AWS::IAM::User", "AWS::IAM::Role"))


def test_a_recorder_may_leave_iam_to_one_of_another_region() -> None:
    here = recording("here", "us-east-1", **EVERYTHING)
    assert verdict_of("logging.config-recorder", {**here, **IRELAND}) == "pass"


def test_a_recorder_may_not_leave_iam_to_one_that_is_off() -> None:
    here = recording("here", "us-east-1", on=False, **EVERYTHING)
    assert verdict_of("logging.config-recorder", {**here, **IRELAND}) == "fail"


def test_every_region_that_is_used_needs_a_recorder() -> None:
    elsewhere = {"aws_sqs_queue.jobs": {"name": "jobs", "region": "eu-west-1"}}
    here = recording("here", "us-east-1", **EVERYTHING)
    assert verdict_of("logging.config-recorder", {**here, **elsewhere}) == "fail"
