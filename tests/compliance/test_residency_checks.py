"""What AWS takes in one region only does not fail for that, and nothing else is excused by it."""

from __future__ import annotations

from typing import Any

import pytest

from tfproof import Plan, Verdict
from tfproof.checks import judge, registry, settings_from
from tfproof.checks.concerns import residency

SETTINGS = settings_from({"allowed_regions": ["eu-central-1"]}, "settings of these tests", registry())
CDN = "aws_cloudfront_distribution"
CERTIFICATE = {"type": "aws_acm_certificate", "values": {"id": "arn:cert", "arn": "arn:cert"}}


def plan_of(*resources: dict[str, Any], region: str = "us-east-1") -> Plan:
    """Return a plan of these resources, all in one region; each has the name of its position."""
    entries = [
        {
            "address": f"{r['type']}.r{position}",
            "mode": "managed",
            "name": f"r{position}",
            "provider_name": "registry.terraform.io/hashicorp/aws",
            **r,
        }
        for position, r in enumerate(resources)
    ]
    declared = [
        {**{k: e[k] for k in ("address", "mode", "type", "name")}, "provider_config_key": "aws", "expressions": {}}
        for e in entries
    ]
    return Plan(
        {
            "format_version": "1.2",
            "planned_values": {"root_module": {"resources": entries}},
            "resource_changes": [
                {
                    "address": e["address"],
                    "type": e["type"],
                    "change": {"actions": ["create"], "after_unknown": unknown},
                }
                for e, unknown in ((e, e.pop("unknown", {})) for e in entries)
            ],
            "configuration": {
                "provider_config": {"aws": {"name": "aws", "expressions": {"region": {"constant_value": region}}}},
                "root_module": {"resources": declared},
            },
        }
    )


def verdict(plan: Plan, address: str) -> Verdict:
    findings = judge(plan, [registry()["residency.allowed-regions"]], SETTINGS).findings
    return next(f.verdict for f in findings if f.address == address)


USED = [
    (CERTIFICATE, {"type": CDN, "values": {"viewer_certificate": [{"acm_certificate_arn": "arn:cert"}]}}),
    (CERTIFICATE, {"type": "aws_cognito_user_pool_domain", "values": {"certificate_arn": "arn:cert"}}),
    (CERTIFICATE, {"type": "aws_api_gateway_domain_name", "values": {"certificate_arn": "arn:cert"}}),
    (CERTIFICATE, {"type": "aws_appsync_domain_name", "values": {"certificate_arn": "arn:cert"}}),
    (
        {"type": "aws_lambda_function", "values": {"arn": "arn:edge", "qualified_arn": "arn:edge:1"}},
        {
            "type": CDN,
            "values": {"default_cache_behavior": [{"lambda_function_association": [{"lambda_arn": "arn:edge:1"}]}]},
        },
    ),
    (
        {"type": "aws_lambda_function", "values": {"arn": "arn:edge", "qualified_arn": "arn:edge:1"}},
        {
            "type": CDN,
            "values": {"ordered_cache_behavior": [{}, {"lambda_function_association": [{}, {"lambda_arn": "arn:edge:1"}]}]},
        },
    ),
    (
        {"type": "aws_cloudwatch_log_group", "values": {"arn": "arn:group"}},
        {"type": "aws_route53_query_log", "values": {"cloudwatch_log_group_arn": "arn:group"}},
    ),
    (
        {"type": "aws_kms_key", "values": {"arn": "arn:key"}},
        {"type": "aws_route53_key_signing_key", "values": {"key_management_service_arn": "arn:key"}},
    ),
    ({"type": "aws_wafv2_web_acl", "values": {"scope": "CLOUDFRONT"}},),
    ({"type": "aws_wafv2_ip_set", "values": {"scope": "CLOUDFRONT"}},),
    ({"type": "aws_cloudwatch_metric_alarm", "values": {"namespace": "AWS/Billing"}},),
    ({"type": "aws_cloudwatch_metric_alarm", "values": {"namespace": "AWS/CloudFront"}},),
    ({"type": "aws_cloudwatch_metric_alarm", "values": {"namespace": "AWS/Route53"}},),
    (
        {"type": "aws_wafv2_web_acl_logging_configuration", "values": {"resource_arn": "arn:acl"}},
        {"type": "aws_wafv2_web_acl", "values": {"arn": "arn:acl", "scope": "CLOUDFRONT"}},
    ),
    (
        {"type": "aws_acm_certificate_validation", "values": {"certificate_arn": "arn:cert"}},
        CERTIFICATE,
        {"type": CDN, "values": {"viewer_certificate": [{"acm_certificate_arn": "arn:cert"}]}},
    ),
    (
        {"type": "aws_cloudwatch_log_delivery_source", "values": {"resource_arn": "arn:cdn"}},
        {"type": CDN, "values": {"arn": "arn:cdn"}},
    ),
]  # fmt: skip


@pytest.mark.parametrize("resources", USED, ids=lambda r: f"{r[0]['type']}-{r[-1]['type']}-{len(r)}")
def test_what_a_global_service_uses_passes_where_it_has_to_lie(resources: tuple[dict[str, Any], ...]) -> None:
    assert verdict(plan_of(*resources), f"{resources[0]['type']}.r0") is Verdict.PASS


@pytest.mark.parametrize("resources", USED, ids=lambda r: f"{r[0]['type']}-{r[-1]['type']}-{len(r)}")
def test_it_fails_in_any_other_region(resources: tuple[dict[str, Any], ...]) -> None:
    assert verdict(plan_of(*resources, region="us-west-2"), f"{resources[0]['type']}.r0") is Verdict.FAIL


@pytest.mark.parametrize(
    "resources",
    [
        (CERTIFICATE,),
        (CERTIFICATE, {"type": CDN, "values": {"viewer_certificate": [{"acm_certificate_arn": "arn:x"}]}}),
        (CERTIFICATE, {"type": "aws_lb_listener", "values": {"certificate_arn": "arn:cert"}}),
        ({"type": "aws_wafv2_web_acl", "values": {"scope": "REGIONAL"}},),
        ({"type": "aws_cloudwatch_metric_alarm", "values": {"namespace": "AWS/Lambda"}},),
        (
            {"type": "aws_wafv2_web_acl_logging_configuration", "values": {"resource_arn": "arn:acl"}},
            {"type": "aws_wafv2_web_acl", "values": {"arn": "arn:acl", "scope": "REGIONAL"}},
        ),
        (
            {"type": "aws_cloudwatch_log_delivery_source", "values": {"resource_arn": "arn:acl"}},
            {"type": "aws_wafv2_web_acl", "values": {"arn": "arn:acl", "scope": "CLOUDFRONT"}},
        ),
        ({"type": "aws_s3_bucket", "values": {"bucket": "logs"}},),
    ],
)  # fmt: skip
def test_what_no_global_service_uses_fails(resources: tuple[dict[str, Any], ...]) -> None:
    assert verdict(plan_of(*resources), f"{resources[0]['type']}.r0") is Verdict.FAIL


def test_a_distribution_whose_certificate_is_not_known_yet_leaves_it_open() -> None:
    distribution = {
        "type": CDN,
        "values": {"viewer_certificate": [{}]},
        "unknown": {"viewer_certificate": [{"acm_certificate_arn": True}]},
    }
    assert verdict(plan_of(CERTIFICATE, distribution), "aws_acm_certificate.r0") is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("resource_type", "is_global"),
    [
        ("aws_iam_role", True),
        ("aws_route53_record", True),
        ("aws_route53_resolver_rule", False),
        ("aws_route53profiles_profile", False),
        ("aws_s3_account_public_access_block", True),
        ("aws_s3_bucket", False),
        ("aws_waf_web_acl", True),
        ("aws_wafregional_web_acl", False),
        ("aws_wafv2_web_acl", False),
        ("aws_cloudfrontkeyvaluestore_key", True),
        ("aws_dx_gateway", True),
        ("aws_dx_gateway_association", False),
    ],
)
def test_only_services_without_regions_are_left_out(resource_type: str, is_global: bool) -> None:
    plan = plan_of({"type": resource_type, "values": {"id": "x"}}, region="us-west-2")
    findings = judge(plan, [registry()["residency.allowed-regions"]], SETTINGS).findings
    assert [f.address for f in findings if f.verdict is Verdict.FAIL] == ([] if is_global else [f"{resource_type}.r0"])


def test_every_fact_about_a_companion_has_its_source() -> None:
    companions = residency._facts()["companions"]
    assert [c["types"] for c in companions if not c["source"].startswith("https://docs.aws.amazon.com/")] == []


def test_a_copy_of_a_state_goes_where_the_resource_lies() -> None:
    plan = plan_of({"type": "aws_ebs_snapshot_copy", "values": {"source_region": "eu-central-1"}})
    (finding,) = judge(plan, [registry()["residency.replication-targets"]], SETTINGS).findings
    assert (finding.verdict, finding.region) == (Verdict.FAIL, "us-east-1")


def test_without_allowed_regions_nobody_can_tell() -> None:
    plan = plan_of({"type": "aws_sqs_queue", "values": {}})
    settings = settings_from({}, "none", registry())
    (finding,) = judge(plan, [registry()["residency.allowed-regions"]], settings).findings
    assert (finding.verdict, finding.missing) == (
        Verdict.UNKNOWN,
        "the regions that the project allows (setting allowed_regions)",
    )
