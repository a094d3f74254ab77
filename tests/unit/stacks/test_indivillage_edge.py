"""IndiVillage: where the distribution writes its logs, and where its static files come from."""

import re

import pytest
from systems import System

from tfproof.iam.written import policy_statements
from tfproof.plans.values import PartialText, Reference


@pytest.mark.plan("indivillage")
@pytest.mark.requirement("IV-CDN-015")
def test_logs_of_the_distribution_are_delivered_to_the_bucket_for_logs(plan):
    (destination,) = [
        d for d in plan.of("aws_cloudwatch_log_delivery_destination") if d.module == "module.distribution"
    ]
    arn = destination.evaluated("delivery_destination_configuration.0.destination_resource_arn")
    assert isinstance(arn, PartialText), f"{arn!r}"
    assert [p.address for p in arn.parts if isinstance(p, Reference)] == ["module.logs_bucket.aws_s3_bucket.this"]


@pytest.mark.plan("indivillage")
@pytest.mark.requirement("IV-CDN-005")
def test_static_files_and_their_copy_are_read_by_the_distribution_of_the_system_only(plan, environment):
    policies = [p for p in plan.of("aws_s3_bucket_policy") if p.module.endswith('buckets["assets"]')]
    assert len(policies) == (2 if environment == "production" else 1)
    for policy in policies:
        (reader,) = [s for s in policy_statements(policy, "policy") if s["Effect"] == "Allow"]
        assert reader["Principal"] == {"Service": ["cloudfront.amazonaws.com"]}
        (arn,) = reader["Condition"]["StringEquals"]["aws:SourceArn"]
        assert isinstance(arn, Reference), f"{arn!r}"
        assert arn.address == "module.distribution.aws_cloudfront_distribution.this"


@pytest.mark.requirement("IV-CDN-007")
def test_static_files_and_their_copy_are_two_buckets():
    """The plan marks origins as sensitive, because one has a header that is secret."""
    text = (System("indivillage").stack / "edge.tf").read_text()
    for origin, bucket in {"assets": "buckets", "assets-replica": "replica_buckets"}.items():
        pattern = rf'\b{origin} += \{{[^{{}}]*bucket_regional_domain_name += module\.{bucket}\["assets"\]\.'
        assert len(re.findall(pattern, text)) == 1, origin
