"""What the composition `cost-report` shows of modules that belong together."""

import pytest

from tfproof.iam.written import policy_statements

planned = pytest.mark.plan("examples/cost-report")


def admitted(plan):
    """The statement of the bucket's policy that lets the export be delivered."""
    policy = plan.one("aws_s3_bucket_policy")
    (statement,) = [s for s in policy_statements(policy, "policy") if s["Effect"] == "Allow"]
    return statement


@planned
def test_the_bucket_admits_exports_of_this_account_only(plan):
    assert admitted(plan)["Condition"] == {
        "ArnLike": {"aws:SourceArn": ["arn:aws:bcm-data-exports:us-east-1:123456789012:export/*"]},
        "StringEquals": {"aws:SourceAccount": ["123456789012"]},
    }


@planned
def test_both_services_that_deliver_may_write_below_the_prefix_and_see_whose_bucket_it_is(plan):
    statement = admitted(plan)
    assert sorted(statement["Principal"]["Service"]) == [
        "bcm-data-exports.amazonaws.com",
        "billingreports.amazonaws.com",
    ]
    assert sorted(statement["Action"]) == ["s3:GetBucketPolicy", "s3:PutObject"]
    assert len(statement["Resource"]) == 2


@planned
def test_the_export_waits_for_the_bucket_and_its_policy(plan):
    export = plan.one("aws_bcmdataexports_export")
    destination = "export.0.destination_configurations.0.s3_destination.0.s3_bucket"
    assert export.refers_to(destination, "aws_s3_bucket") == [plan.one("aws_s3_bucket")]


@planned
def test_the_bucket_has_no_key_for_which_aws_documents_no_statement(plan):
    settings = plan.one("aws_s3_bucket_server_side_encryption_configuration")
    assert settings["rule.0.apply_server_side_encryption_by_default.0.sse_algorithm"] == "AES256"
