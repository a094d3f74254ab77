"""IndiVillage: what no policy may say, whoever it is for, and which roles have a cap."""

import pytest

from tfproof.iam.written import policy_statements, statements_of_document
from tfproof.plans.values import Undecided, is_unknown

#: Roles without a cap: those of the pipeline itself, which people make and change.
UNCAPPED = ("pipeline-apply", "pipeline-plan", "pipeline-prepare", "pipeline-release")


def allowed(resource, path):
    """The statements of a policy that allow something."""
    return [s for s in policy_statements(resource, path) if s["Effect"] == "Allow"]


#: Policies of which a plan shows nothing; the documents that they are made of are read instead.
UNSEEN = {
    'module.export_schedule.aws_iam_role_policy.this["nightly"]',
    'module.pipeline_role.aws_iam_role_policy.this["release/release"]',
}


@pytest.mark.plan("indivillage")
@pytest.mark.requirement("IV-IAM-002")
def test_no_statement_allows_every_action(plan):
    caps = {p for role in plan.of("aws_iam_role") for p in role.refers_to("permissions_boundary", "aws_iam_policy")}
    policies = plan.of("aws_iam_policy", "aws_iam_role_policy")
    assert len(policies) > 20
    for policy in policies:
        try:
            statements = allowed(policy, "policy")
        except Undecided:
            assert policy.address in UNSEEN
            continue
        for statement in statements:
            # What caps a role gives nothing by itself.
            assert "NotAction" not in statement or policy in caps, policy.address
            assert "*" not in statement.get("Action", []), policy.address


@pytest.mark.plan("indivillage")
@pytest.mark.requirement("IV-IAM-002")
def test_no_document_of_a_policy_allows_every_action(plan):
    documents = plan.of("data.aws_iam_policy_document")
    seen = 0
    for document in documents:
        try:
            statements = statements_of_document(document)
        except Undecided:
            continue
        seen += 1
        # A policy with principals is that of an endpoint, a key or a bucket.
        ours = [s for s in statements if s["Effect"] == "Allow" and "Principal" not in s]
        everything = [s for s in ours if "*" in s.get("Action", [])]
        assert everything == [], document.address
    assert seen > len(documents) // 2


@pytest.mark.plan("indivillage")
@pytest.mark.requirement("IV-IAM-002")
def test_nobody_has_the_rights_of_an_administrator(plan):
    """An ARN that only an apply tells is that of a policy of ours, about which the test before this one is."""
    attached = [a.get("policy_arn") for a in plan.of("aws_iam_role_policy_attachment", "aws_iam_policy_attachment")]
    known = [arn for arn in attached if not is_unknown(arn)]
    assert len(known) > 5
    assert [arn for arn in known if arn.endswith("AdministratorAccess")] == []


@pytest.mark.plan("indivillage")
@pytest.mark.requirement("IV-IAM-005")
def test_every_role_is_capped_but_those_of_the_pipeline(plan):
    """The pipeline may neither make nor change a role without a cap."""
    caps = {"aws_iam_policy.boundary", "aws_iam_policy.service_boundary"}
    roles = plan.of("aws_iam_role")
    found = {role["name"]: {cap.address for cap in role.refers_to("permissions_boundary")} for role in roles}
    bare = [name for name, capped_by in found.items() if not capped_by]
    assert [name for name in bare if not name.endswith(UNCAPPED)] == []
    assert len(bare) == len(UNCAPPED)
    assert set().union(*found.values()) == caps


@pytest.mark.plan("indivillage")
@pytest.mark.requirement("IV-SEC-019")
def test_no_key_is_for_everybody(plan):
    assert not plan.of("aws_kms_key_policy")
    for key in plan.of("aws_kms_key"):
        for statement in allowed(key, "policy"):
            assert "NotPrincipal" not in statement, key.address
            named = [name for names in statement["Principal"].values() for name in names if isinstance(name, str)]
            assert "*" not in named or statement.get("Condition"), key.address


#: Services that deliver logs or read assets; whom they do it for is a condition.
CONDITIONED = {"cloudfront.amazonaws.com", "delivery.logs.amazonaws.com", "logging.s3.amazonaws.com"}
#: For balancers AWS documents no condition; the folder that they write into has the number of the account.
#: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
BALANCERS = "logdelivery.elasticloadbalancing.amazonaws.com"


@pytest.mark.plan("indivillage")
@pytest.mark.requirement("IV-SEC-024")
def test_buckets_are_for_named_services(plan):
    assert len(plan.of("aws_s3_bucket_policy")) == len(plan.of("aws_s3_bucket"))
    for policy in plan.of("aws_s3_bucket_policy"):
        for statement in allowed(policy, "policy"):
            (kind,) = statement["Principal"]
            (name,) = statement["Principal"][kind]
            assert kind == "Service", policy.address
            if name == BALANCERS:
                assert all("/AWSLogs/123456789012/" in repr(to) for to in statement["Resource"]), policy.address
            else:
                assert name in CONDITIONED, policy.address
                assert statement.get("Condition"), policy.address
