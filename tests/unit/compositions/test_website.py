"""What holds between the modules of the composition `website`."""

import pytest

from tfproof.iam.written import policy_statements

SITE = "module.site.aws_s3_bucket_policy.this"


def distribution(plan):
    return plan.one("aws_cloudfront_distribution")


@pytest.mark.plan("examples/website")
def test_only_the_distribution_reads_the_site(plan):
    allowed = [s for s in policy_statements(plan.resource(SITE), "policy") if s["Effect"] == "Allow"]
    assert [(s["Principal"], s["Action"]) for s in allowed] == [
        ({"Service": ["cloudfront.amazonaws.com"]}, ["s3:GetObject"])
    ]


@pytest.mark.plan("examples/website")
def test_the_site_is_private(plan):
    blocks = plan.of("aws_s3_bucket_public_access_block")
    assert len(blocks) == 2
    assert {block["restrict_public_buckets"] for block in blocks} == {True}


@pytest.mark.plan("examples/website")
def test_the_distribution_has_the_certificate_of_its_name(plan):
    (certificate,) = distribution(plan).refers_to("viewer_certificate.0.acm_certificate_arn", "aws_acm_certificate")
    assert distribution(plan)["aliases"] == [certificate["domain_name"]]


@pytest.mark.plan("examples/website")
def test_a_firewall_stands_before_the_distribution(plan):
    (firewall,) = distribution(plan).refers_to("web_acl_id", "aws_wafv2_web_acl")
    assert firewall["scope"] == "CLOUDFRONT"


@pytest.mark.plan("examples/website")
def test_what_the_firewall_sees_is_logged_where_waf_may_write(plan):
    groups = plan.one("aws_wafv2_web_acl_logging_configuration").refers_to(
        "log_destination_configs", "aws_cloudwatch_log_group"
    )
    assert [group["name"].startswith("aws-waf-logs-") for group in groups] == [True]


@pytest.mark.plan("examples/website")
def test_the_name_leads_to_the_distribution(plan):
    records = [r for r in plan.of("aws_route53_record") if r.module.startswith("module.dns")]
    assert {r["type"]: r.refers_to("alias.0.name", "aws_cloudfront_distribution") for r in records} == {
        "A": [distribution(plan)],
        "AAAA": [distribution(plan)],
    }
