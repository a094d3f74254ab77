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


@pytest.mark.refused("iam-role", example="minimal", trust={}, match="at least one of accounts, oidc, org")
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


@pytest.mark.plan("iam-role", example="minimal", max_session_seconds=43200)
def test_a_session_can_last_twelve_hours(plan):
    assert plan.one("aws_iam_role")["max_session_duration"] == 43200


@pytest.mark.refused("iam-role", example="minimal", max_session_seconds=43201, match="between 3600 and 43200")
def test_a_session_longer_than_aws_allows_is_refused(refusal):
    assert refusal.variable == "max_session_seconds"


OTHER = "arn:aws:iam::210987654321:role/ci/deployer"


@pytest.mark.plan("iam-role", example="minimal", trust={"roles": {"ci": {"arn": OTHER, "external_id": "shop"}}})
def test_a_role_can_be_trusted_by_its_arn(plan):
    [statement] = trust(plan)
    assert statement["Principal"] == {"AWS": [OTHER]}
    assert statement["Condition"] == {"StringEquals": {"sts:ExternalId": ["shop"]}}


@pytest.mark.parametrize(
    "arn",
    [
        pytest.param(
            arn,
            id=arn,
            marks=pytest.mark.refused(
                "iam-role", example="minimal", trust={"roles": {"ci": {"arn": arn}}}, match="ARN of one role"
            ),
        )
        for arn in ("*", "arn:aws:iam::210987654321:root", "arn:aws:iam::210987654321:role/*", f"{OTHER}?")
    ],
)
def test_trust_in_more_than_one_role_is_refused(refusal, arn):
    assert refusal.variable == "trust", arn


ORGANIZATION = {"o-a1b2c3d4e5": {"role_names": ["ci/deployer", "auditor"]}}


@pytest.mark.plan("iam-role", example="minimal", trust={"organizations": ORGANIZATION})
def test_roles_of_an_organisation_are_trusted_by_their_names(plan):
    [statement] = trust(plan)
    assert statement["Condition"] == {
        "StringEquals": {"aws:PrincipalOrgID": ["o-a1b2c3d4e5"]},
        "ArnLike": {"aws:PrincipalArn": ["arn:aws:iam::*:role/auditor", "arn:aws:iam::*:role/ci/deployer"]},
    }


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(
            names,
            id="+".join(names),
            marks=pytest.mark.refused(
                "iam-role",
                example="minimal",
                trust={"organizations": {"o-a1b2c3d4e5": {"role_names": names}}},
                match="must name its roles",
            ),
        )
        for names in ([], ["*"], ["auditor", "deployer-?"])
    ],
)
def test_trust_in_everybody_of_an_organisation_is_refused(refusal, names):
    assert refusal.variable == "trust", names


@pytest.mark.refused(
    "iam-role",
    example="minimal",
    trust={"organizations": {"123456789012": {"role_names": ["auditor"]}}},
    match="ids such as o-a1b2c3d4e5",
)
def test_an_account_is_no_organisation(refusal):
    assert refusal.variable == "trust"


TAGGING = {
    "accounts": {"210987654321": {"external_id": "shop", "tag_session": True}},
    "oidc": {ISSUER: {"provider_arn": ISSUER_ARN, "subjects": ["repo:example/shop:pull_request"], "tag_session": True}},
    "organizations": {"o-a1b2c3d4e5": {"role_names": ["auditor"], "tag_session": True}},
    "roles": {"ci": {"arn": OTHER, "tag_session": True}},
    "saml": {"directory": {"provider_arn": SAML_PROVIDER, "tag_session": True}},
    "services": {"pods.eks.amazonaws.com": {"tag_session": True}},
}


@pytest.mark.parametrize(
    (),
    [
        pytest.param(id=kind, marks=pytest.mark.plan("iam-role", example="minimal", trust={kind: parties}))
        for kind, parties in TAGGING.items()
    ],
)
def test_whoever_may_tag_a_session_is_allowed_to_in_the_trust(plan):
    [statement] = policy_statements(plan.one("aws_iam_role"), "assume_role_policy")
    assert sorted(statement["Action"])[-1] == "sts:TagSession"


@pytest.mark.plan("iam-role", example="grown")
def test_nobody_tags_a_session_unless_told(plan):
    statements = policy_statements(plan.one("aws_iam_role"), "assume_role_policy")
    tagging = [s["Principal"] for s in statements if "sts:TagSession" in s["Action"]]
    assert tagging == [{"AWS": ["arn:aws:iam::123456789012:role/shop-reporting"]}]


@pytest.mark.plan("iam-role", example="typical", path="/shop/production/")
def test_a_role_and_its_profile_have_the_path(plan):
    assert {r["path"] for r in plan.of("aws_iam_role", "aws_iam_instance_profile")} == {"/shop/production/"}


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(
            path,
            id=path[:20],
            marks=pytest.mark.refused("iam-role", example="minimal", path=path, match="begin and end with a slash"),
        )
        for path in ("shop/", "/shop", "//", "/a b/", f"/{'a' * 511}/")
    ],
)
def test_a_path_that_iam_does_not_know_is_refused(refusal, path):
    assert refusal.variable == "path", path


@pytest.mark.plan("iam-role", example="minimal", path=f"/{'a' * 510}/")
def test_a_path_can_have_512_characters(plan):
    assert len(plan.one("aws_iam_role")["path"]) == 512
