"""What the module `iam-role` promises."""

import pytest

from tfproof.iam.written import policy_statements

SAML_PROVIDER = "arn:aws:iam::123456789012:saml-provider/shop"
ISSUER = "token.actions.githubusercontent.com"
ISSUER_ARN = f"arn:aws:iam::123456789012:oidc-provider/{ISSUER}"


def trust(plan, action="sts:AssumeRole"):
    """The trust statements that allow an action."""
    return [s for s in policy_statements(plan.one("aws_iam_role"), "assume_role_policy") if s["Action"] == [action]]


@pytest.mark.plan("iam-role", example="minimal")
def test_a_service_is_trusted_by_its_principal(plan):
    assert [s["Principal"] for s in trust(plan)] == [{"Service": ["ecs-tasks.amazonaws.com"]}]


@pytest.mark.plan(
    "iam-role",
    example="minimal",
    trust={
        "services": {
            "backup.amazonaws.com": {
                "conditions": [{"test": "StringEquals", "variable": "aws:SourceAccount", "values": ["123456789012"]}]
            }
        }
    },
)
def test_the_trust_of_a_service_can_be_narrowed(plan):
    assert trust(plan)[0]["Condition"] == {"StringEquals": {"aws:SourceAccount": ["123456789012"]}}


@pytest.mark.plan("iam-role", example="minimal", trust={"accounts": {"210987654321": {"external_id": "audit"}}})
def test_another_account_must_show_the_external_id(plan):
    [statement] = trust(plan)
    assert statement["Principal"] == {"AWS": ["arn:aws:iam::210987654321:root"]}
    assert statement["Condition"] == {"StringEquals": {"sts:ExternalId": ["audit"]}}


@pytest.mark.plan("iam-role", example="minimal", trust={"accounts": {"210987654321": {"require_mfa": True}}})
def test_people_of_another_account_can_be_asked_for_a_second_factor(plan):
    assert trust(plan)[0]["Condition"] == {"Bool": {"aws:MultiFactorAuthPresent": ["true"]}}


@pytest.mark.plan(
    "iam-role",
    example="minimal",
    trust={"oidc": {ISSUER: {"provider_arn": ISSUER_ARN, "subjects": ["repo:example/shop:ref:refs/heads/main"]}}},
)
def test_a_federated_workload_must_match_audience_and_subject(plan):
    [statement] = trust(plan, "sts:AssumeRoleWithWebIdentity")
    assert statement["Principal"] == {"Federated": [ISSUER_ARN]}
    assert statement["Condition"] == {
        "StringEquals": {f"{ISSUER}:aud": ["sts.amazonaws.com"]},
        "StringLike": {f"{ISSUER}:sub": ["repo:example/shop:ref:refs/heads/main"]},
    }


@pytest.mark.plan("iam-role", example="minimal", trust={"saml": {"directory": {"provider_arn": SAML_PROVIDER}}})
def test_people_of_an_identity_provider_must_come_through_the_console_audience(plan):
    [statement] = trust(plan, "sts:AssumeRoleWithSAML")
    assert statement["Principal"] == {"Federated": [SAML_PROVIDER]}
    assert statement["Condition"] == {"StringEquals": {"SAML:aud": ["https://signin.aws.amazon.com/saml"]}}


@pytest.mark.plan("iam-role", example="minimal")
def test_a_role_has_no_rights_unless_told(plan):
    assert not plan.of("aws_iam_role_policy", "aws_iam_role_policy_attachment")


@pytest.mark.plan("iam-role", example="minimal")
def test_a_session_ends_after_an_hour(plan):
    assert plan.one("aws_iam_role")["max_session_duration"] == 3600


@pytest.mark.plan("iam-role", example="typical")
def test_own_policies_belong_to_the_role(plan):
    policy = plan.one("aws_iam_role_policy")
    assert policy["name"] == "read-configuration"
    assert policy["role"] == "shop-instance"
    assert [s["Action"] for s in policy_statements(policy, "policy")] == [["ssm:GetParameter"]]


@pytest.mark.plan("iam-role", example="typical")
def test_managed_policies_are_attached_by_arn(plan):
    attachment = plan.one("aws_iam_role_policy_attachment")
    assert attachment["policy_arn"] == "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
    assert attachment["role"] == "shop-instance"


@pytest.mark.plan("iam-role", example="typical")
def test_a_boundary_caps_the_rights(plan):
    assert plan.one("aws_iam_role")["permissions_boundary"] == "arn:aws:iam::123456789012:policy/shop-boundary"


@pytest.mark.plan("iam-role", example="minimal")
def test_there_is_no_instance_profile_unless_told(plan):
    assert not plan.of("aws_iam_instance_profile")


@pytest.mark.plan("iam-role", example="typical")
def test_instances_take_the_role_through_a_profile_of_its_name(plan):
    profile = plan.one("aws_iam_instance_profile")
    assert [profile["name"], profile["role"]] == ["shop-instance", "shop-instance"]


@pytest.mark.refused("iam-role", example="minimal", trust={}, match="at least one of accounts, oidc, saml and services")
def test_a_role_that_nobody_can_take_is_refused(refusal):
    assert refusal.variable == "trust"


@pytest.mark.refused(
    "iam-role",
    example="minimal",
    trust={"accounts": {"210987654321": {}}},
    match="external_id or require_mfa",
)
def test_trust_in_an_account_without_conditions_is_refused(refusal):
    assert refusal.variable == "trust"


@pytest.mark.refused(
    "iam-role", example="minimal", trust={"accounts": {"*": {"external_id": "x"}}}, match="twelve digits"
)
def test_trust_in_every_account_is_refused(refusal):
    assert refusal.variable == "trust"


def each_subject(mark, *subjects, **options):
    """Cases in which a workload with that subject is trusted."""
    trusts = {s: {"oidc": {ISSUER: {"provider_arn": ISSUER_ARN, "subjects": [s]}}} for s in subjects}
    return [
        pytest.param(subject, id=subject, marks=mark("iam-role", example="minimal", trust=trust, **options))
        for subject, trust in trusts.items()
    ]


@pytest.mark.parametrize(
    "subject",
    each_subject(
        pytest.mark.refused,
        "*",
        "repo:*",
        "repo:*/*",
        "repo:*/shop:*",
        "repo:example/*",
        "repo:example/sho?:*",
        "repo:example/shop*",
        "repo:*:ref:refs/heads/main",
        "system:serviceaccount:*",
        match="first three parts",
    ),
)
def test_trust_in_subjects_that_anybody_may_have_is_refused(refusal, subject):
    assert refusal.variable == "trust", subject


@pytest.mark.parametrize(
    "subject",
    each_subject(
        pytest.mark.plan,
        "repo:example/shop:ref:refs/heads/main",
        "repo:example/shop:*",
        "repo:example/shop:ref:refs/tags/v?",
        "system:serviceaccount:shop:*",
        "103847562910384756291",
    ),
)
def test_a_subject_may_vary_behind_its_first_three_parts(plan, subject):
    (statement,) = trust(plan, "sts:AssumeRoleWithWebIdentity")
    assert statement["Condition"]["StringLike"] == {f"{ISSUER}:sub": [subject]}


@pytest.mark.refused(
    "iam-role",
    example="minimal",
    trust={"oidc": {ISSUER: {"provider_arn": ISSUER_ARN, "subjects": []}}},
    match="must name subjects",
)
def test_trust_in_an_issuer_without_subjects_is_refused(refusal):
    assert refusal.variable == "trust"


@pytest.mark.refused(
    "iam-role",
    example="minimal",
    managed_policy_arns={"all": "arn:aws:iam::aws:policy/AdministratorAccess"},
    match="AdministratorAccess",
)
def test_administrator_rights_are_refused(refusal):
    assert refusal.variable == "managed_policy_arns"


@pytest.mark.refused("iam-role", example="minimal", max_session_seconds=60, match="between 3600 and 43200")
def test_a_session_shorter_than_aws_allows_is_refused(refusal):
    assert refusal.variable == "max_session_seconds"
