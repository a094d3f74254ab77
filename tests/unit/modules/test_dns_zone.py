"""What the module `dns-zone` promises."""

import pytest
from expressions import declared, references

from tfproof.iam.written import policy_statements

PARENT = {"id": "Z0123456789ABCDEFGHIJ"}
VPCS = {"main": {"vpc_id": "vpc-0a1b2c3d4e5f60718"}, "west": {"vpc_id": "vpc-1b2c3d4e5f6071829", "region": "us-west-2"}}


def records(plan):
    """Zone, name and time to live of the records in the parent, by type."""
    return {r["type"]: (r["zone_id"], r["name"], r["ttl"]) for r in plan.of("aws_route53_record")}


def conditions(statement):
    """The keys that a statement is conditioned on."""
    return {key for keys in statement["Condition"].values() for key in keys}


@pytest.mark.plan("dns-zone", example="minimal")
def test_a_zone_is_public(plan):
    assert plan.one("aws_route53_zone")["name"] == "example.com"
    assert not plan.one("aws_route53_zone").get("vpc")


@pytest.mark.plan("dns-zone", example="minimal")
def test_a_zone_with_records_of_others_is_not_deleted(plan):
    assert plan.one("aws_route53_zone")["force_destroy"] is False


@pytest.mark.plan("dns-zone", example="minimal")
def test_a_public_zone_is_signed(plan):
    signing = plan.one("aws_route53_key_signing_key")
    assert signing.refers_to("hosted_zone_id", "aws_route53_zone") == [plan.one("aws_route53_zone")]
    assert signing.refers_to("key_management_service_arn", "aws_kms_key") == [plan.one("aws_kms_key")]
    assert plan.one("aws_route53_hosted_zone_dnssec")["signing_status"] == "SIGNING"


@pytest.mark.plan("dns-zone", example="minimal")
def test_the_key_is_what_route_53_asks_for(plan):
    key = plan.one("aws_kms_key")
    assert (key["customer_master_key_spec"], key["key_usage"]) == ("ECC_NIST_P256", "SIGN_VERIFY")


@pytest.mark.plan("dns-zone", example="minimal")
def test_only_route_53_signs_and_for_this_zone_only(plan):
    statements = {s["Sid"]: s for s in policy_statements(plan.one("aws_kms_key"), "policy")}
    assert [sid for sid, s in statements.items() if "kms:Sign" in s["Action"]] == ["Sign"]
    assert statements["Sign"]["Principal"] == {"Service": ["dnssec-route53.amazonaws.com"]}
    assert conditions(statements["Sign"]) == {"aws:SourceAccount", "aws:SourceArn"}


@pytest.mark.plan("dns-zone", example="minimal")
def test_route_53_hands_the_key_to_aws_only(plan):
    (grant,) = [s for s in policy_statements(plan.one("aws_kms_key"), "policy") if "kms:CreateGrant" in s["Action"]]
    assert grant["Principal"] == {"Service": ["dnssec-route53.amazonaws.com"]}
    assert grant["Condition"] == {"Bool": {"kms:GrantIsForAWSResource": ["true"]}}


@pytest.mark.plan("dns-zone", example="minimal", dnssec_enabled=False)
def test_a_zone_that_is_not_signed_must_be_asked_for(plan):
    assert plan.of("aws_kms_key", "aws_route53_key_signing_key", "aws_route53_hosted_zone_dnssec") == []


@pytest.mark.plan("dns-zone", example="delegated")
def test_queries_are_logged_for_a_while(plan):
    group = plan.one("aws_cloudwatch_log_group")
    assert (group["name"], group["retention_in_days"]) == ("/aws/route53/staging.example.com", 90)
    assert plan.one("aws_route53_query_log").refers_to("cloudwatch_log_group_arn", group.type) == [group]


@pytest.mark.plan("dns-zone", example="delegated")
def test_the_log_of_queries_can_have_a_key(plan):
    key = plan.one("aws_cloudwatch_log_group")["kms_key_id"]
    assert key == "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"


@pytest.mark.plan("dns-zone", example="minimal")
def test_only_route_53_writes_the_log_and_for_this_zone_only(plan):
    (written,) = policy_statements(plan.one("aws_cloudwatch_log_resource_policy"), "policy_document")
    assert written["Principal"] == {"Service": ["route53.amazonaws.com"]}
    assert conditions(written) == {"aws:SourceAccount", "aws:SourceArn"}


@pytest.mark.plan("dns-zone", example="minimal", query_logging={"manage_resource_policy": False})
def test_one_policy_can_serve_many_zones(plan):
    assert plan.of("aws_cloudwatch_log_resource_policy") == []
    assert plan.one("aws_route53_query_log")


@pytest.mark.plan("dns-zone", example="minimal", query_logging=None)
def test_queries_that_are_not_logged_must_be_asked_for(plan):
    logs = ("aws_cloudwatch_log_group", "aws_cloudwatch_log_resource_policy", "aws_route53_query_log")
    assert plan.of(*logs) == []


@pytest.mark.plan("dns-zone", example="minimal")
def test_the_delegation_is_left_to_the_owner_of_the_parent(plan):
    assert records(plan) == {}


@pytest.mark.plan("dns-zone", example="minimal", parent_zone=PARENT)
def test_the_parent_delegates_to_the_zone(plan):
    assert records(plan) == {"NS": (PARENT["id"], "example.com", 3600)}
    assert "aws_route53_zone.this.name_servers" in references(plan, "aws_route53_record.delegation", "records")


@pytest.mark.plan("dns-zone", example="delegated")
def test_a_signed_parent_trusts_the_key_of_the_zone(plan):
    assert records(plan) == dict.fromkeys(("DS", "NS"), (PARENT["id"], "staging.example.com", 86400))


@pytest.mark.plan("dns-zone", example="delegated")
def test_the_key_is_trusted_after_the_zone_is_signed_with_it(plan):
    assert declared(plan, "aws_route53_record.trust")["depends_on"] == ["aws_route53_hosted_zone_dnssec.this"]


@pytest.mark.plan("dns-zone", example="delegated", dnssec_enabled=False)
def test_nobody_trusts_a_key_that_does_not_sign(plan):
    assert set(records(plan)) == {"NS"}


@pytest.mark.plan("dns-zone", example="grown")
def test_a_private_zone_answers_in_its_vpcs(plan):
    answered = {v["vpc_id"]: v["vpc_region"] for v in plan.one("aws_route53_zone")["vpc"]}
    assert set(answered) == {"vpc-0a1b2c3d4e5f60718", "vpc-1b2c3d4e5f6071829"}
    assert answered["vpc-1b2c3d4e5f6071829"] == "us-west-2"


@pytest.mark.plan("dns-zone", example="minimal", vpcs=VPCS)
def test_a_private_zone_is_neither_signed_nor_logged(plan):
    assert [r.type for r in plan.managed if r.type.startswith("aws_")] == ["aws_route53_zone"]


@pytest.mark.refused("dns-zone", example="minimal", vpcs=VPCS, parent_zone=PARENT, match="cannot delegate to a private")
def test_a_delegation_to_a_private_zone_is_refused(refusal):
    assert refusal.variable == "parent_zone"


@pytest.mark.parametrize(
    "seconds",
    [
        pytest.param(n, marks=pytest.mark.plan("dns-zone", example="minimal", parent_zone={**PARENT, "ttl_seconds": n}))
        for n in (60, 172800)
    ],
)
def test_a_delegation_lasts_a_minute_to_two_days(plan, seconds):
    assert records(plan)["NS"] == (PARENT["id"], "example.com", seconds)


@pytest.mark.parametrize(
    (),
    [
        pytest.param(
            marks=pytest.mark.refused(
                "dns-zone", example="minimal", parent_zone={**PARENT, "ttl_seconds": n}, match="between 60 and 172800"
            )
        )
        for n in (59, 172801)
    ],
)
def test_a_delegation_that_lasts_shorter_or_longer_is_refused(refusal):
    assert refusal.variable == "parent_zone"


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(n, marks=pytest.mark.plan("dns-zone", example="minimal", name=n))
        for n in ("a.b", "xn--bcher-kva.example", ".".join(["a" * 63, "b" * 62, "c"]))
    ],
)
def test_a_domain_name_is_taken(plan, name):
    assert plan.one("aws_route53_zone")["name"] == name


@pytest.mark.parametrize(
    (),
    [
        pytest.param(marks=pytest.mark.refused("dns-zone", example="minimal", name=n, match=match))
        for n, match in (
            ("example.com.", "without a dot"),
            ("Example.com", "lower case"),
            ("-a.example", "domain name"),
            ("com", "domain name"),
            (".".join(["a" * 64, "b"]), "domain name"),
            (".".join(["a" * 63, "b" * 63, "c"]), "128 characters at most"),
        )
    ],
)
def test_what_is_no_domain_name_is_refused(refusal):
    assert refusal.variable == "name"


@pytest.mark.refused("dns-zone", example="minimal", query_logging={"log_retention_days": 31}, match="must be one of")
def test_a_retention_that_cloudwatch_does_not_offer_is_refused(refusal):
    assert refusal.variable == "query_logging"


@pytest.mark.refused("dns-zone", example="minimal", account_id="12345678901", match="twelve digits")
def test_an_account_that_is_none_is_refused(refusal):
    assert refusal.variable == "account_id"


@pytest.mark.plan("dns-zone", example="minimal", comment="a" * 256)
def test_a_comment_may_be_as_long_as_route_53_allows(plan):
    assert len(plan.one("aws_route53_zone")["comment"]) == 256


@pytest.mark.refused("dns-zone", example="minimal", comment="a" * 257, match="256 characters")
def test_a_longer_comment_is_refused(refusal):
    assert refusal.variable == "comment"
