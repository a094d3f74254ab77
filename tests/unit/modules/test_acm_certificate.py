"""The module acm-certificate: a certificate and its validation through DNS."""

import pytest


@pytest.mark.plan("acm-certificate", example="minimal")
def test_the_certificate_is_validated_by_dns(plan):
    assert plan.one("aws_acm_certificate")["validation_method"] == "DNS"


@pytest.mark.plan("acm-certificate", example="typical")
def test_it_covers_all_names(plan):
    assert sorted(plan.one("aws_acm_certificate")["subject_alternative_names"]) == [
        "*.shop.example.com",
        "shop.example.com",
        "www.example.com",
    ]


@pytest.mark.plan("acm-certificate", example="typical")
def test_a_name_and_its_wildcard_share_a_record(plan):
    assert [record.index for record in plan.of("aws_route53_record")] == [
        "shop.example.com",
        "www.example.com",
    ]


@pytest.mark.plan("acm-certificate", example="minimal")
def test_records_stand_in_the_given_zone(plan):
    assert plan.one("aws_route53_record")["zone_id"] == "Z0123456789ABCDEFGHIJ"


@pytest.mark.plan("acm-certificate", example="minimal")
def test_the_arn_waits_for_the_validation(plan):
    assert plan.one("aws_acm_certificate_validation").refers_to("certificate_arn", "aws_acm_certificate")


@pytest.mark.plan("acm-certificate", example="minimal")
def test_the_key_is_rsa_2048_by_default(plan):
    assert plan.one("aws_acm_certificate")["key_algorithm"] == "RSA_2048"


@pytest.mark.refused("acm-certificate", example="minimal", domain_name="Shop.example.com", match="in lower case")
def test_upper_case_names_are_refused(refusal):
    assert refusal.variable == "domain_name"


@pytest.mark.refused(
    "acm-certificate", example="minimal", subject_alternative_names=["www.*.example.com"], match="full name"
)
def test_a_wildcard_in_the_middle_is_refused(refusal):
    assert refusal.variable == "subject_alternative_names"


@pytest.mark.refused("acm-certificate", example="minimal", key_algorithm="RSA_1024", match="one of RSA_2048")
def test_a_short_key_is_refused(refusal):
    assert refusal.variable == "key_algorithm"


@pytest.mark.plan("acm-certificate", example="typical", validation_records_enabled=False)
def test_a_second_certificate_for_a_name_can_leave_the_record_to_the_first(plan):
    assert plan.of("aws_route53_record") == []
    assert len(plan.of("aws_acm_certificate_validation")) == 1
