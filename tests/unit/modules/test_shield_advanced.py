"""What the module `shield-advanced` promises."""

import pytest

CDN = "arn:aws:cloudfront::123456789012:distribution/E1A2B3C4D5E6F7"
ZONE = "arn:aws:route53:::hostedzone/Z0A1B2C3D4E5F6"


def planned(example, **variables):
    return pytest.mark.plan("shield-advanced", example=example, **variables)


@planned("minimal")
def test_nothing_is_subscribed_to_by_default(plan):
    assert "aws_shield_subscription" not in {r.type for r in plan.managed}


@planned("typical")
def test_a_subscription_ends_after_its_year_and_is_never_ended_by_terraform(plan):
    subscription = plan.one("aws_shield_subscription")
    assert (subscription["auto_renew"], subscription["skip_destroy"]) == ("DISABLED", True)


@planned("grown")
def test_a_subscription_can_go_on(plan):
    assert plan.one("aws_shield_subscription")["auto_renew"] == "ENABLED"


@planned("grown")
def test_distributions_load_balancers_and_zones_are_protected(plan):
    protected = {p.index: (p["name"], p["resource_arn"].split(":")[2]) for p in plan.of("aws_shield_protection")}
    assert protected == {
        "cdn": ("shop-production-cdn", "cloudfront"),
        "load-balancer": ("shop-production-load-balancer", "elasticloadbalancing"),
        "zone": ("shop-production-zone", "route53"),
    }


@planned("minimal")
def test_shield_writes_no_rules_by_default(plan):
    assert {r.type for r in plan.managed} == {"aws_shield_protection"}


@planned("grown")
def test_floods_of_requests_can_be_blocked(plan):
    answer = plan.one("aws_shield_application_layer_automatic_response")
    assert (answer["action"], answer["resource_arn"]) == ("BLOCK", CDN)


@planned("grown")
def test_a_protection_can_know_how_healthy_the_resource_is(plan):
    check = plan.one("aws_shield_protection_health_check_association")
    assert check["health_check_arn"].endswith(":healthcheck/1a2b3c4d-5e6f-4a1b-8c2d-9e0f1a2b3c4d")
    assert [p.index for p in check.refers_to("shield_protection_id")] == ["load-balancer"]


@pytest.mark.refused(
    "shield-advanced",
    example="minimal",
    protections={"zone": {"automatic_response": "BLOCK", "resource_arn": ZONE}},
    match="Only a distribution or",
)
def test_an_answer_where_no_web_acl_can_be_is_refused(refusal):
    assert refusal.variable == "protections"


@pytest.mark.refused(
    "shield-advanced",
    example="minimal",
    protections={"bucket": {"resource_arn": "arn:aws:s3:::shop"}},
    match="Shield Advanced protects",
)
def test_what_shield_cannot_protect_is_refused(refusal):
    assert refusal.variable == "protections"
