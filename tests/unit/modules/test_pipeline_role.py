"""What the module `pipeline-role` promises."""

import pytest

from tfproof.iam.written import policy_statements

GITHUB = "token.actions.githubusercontent.com"
PULL_REQUEST = "repo:example/shop:pull_request"
DEPLOYER = "arn:aws:iam::210987654321:role/pipelines/shop-deploy"
BY_ROLE = {"role_arns": [DEPLOYER], "external_id": "shop"}


def role(plan, key):
    """The role with this key."""
    return plan.resource(f'module.pipeline_role.aws_iam_role.this["{key}"]')


def trust(plan, key):
    """The only trust statement of the role with this key."""
    (statement,) = policy_statements(role(plan, key), "assume_role_policy")
    return statement


def one(**settings):
    """Roles as an input: one, taken as the settings say."""
    return {"deploy": {"description": "Deploys.", **settings}}


def runs(**settings):
    """Roles as an input: one, taken by runs that the settings change."""
    return one(runs={"identity_provider": "github", "subjects": [PULL_REQUEST], **settings})


def callers(**settings):
    """Roles as an input: one, taken by callers that the settings change."""
    return one(callers={**BY_ROLE, **settings})


def providers(**settings):
    """Identity providers as an input: GitHub's, changed by the settings."""
    return {"github": {"url": f"https://{GITHUB}", **settings}}


def cases(mark, variable, values, **options):
    """A case for each value of a variable."""
    return [
        pytest.param(id=str(place), marks=mark("pipeline-role", example="minimal", **{variable: value}, **options))
        for place, value in enumerate(values)
    ]


refused = pytest.mark.refused
planned = pytest.mark.plan


@planned("pipeline-role", example="minimal")
def test_a_run_must_match_audience_and_subject_word_for_word(plan):
    assert trust(plan, "plan")["Condition"] == {
        "StringEquals": {f"{GITHUB}:aud": ["sts.amazonaws.com"], f"{GITHUB}:sub": [PULL_REQUEST]}
    }


@planned("pipeline-role", example="minimal")
def test_a_run_is_vouched_for_by_its_provider(plan):
    statement = trust(plan, "plan")
    assert statement["Action"] == ["sts:AssumeRoleWithWebIdentity"]
    assert statement["Principal"] == {"Federated": [f"arn:aws:iam::123456789012:oidc-provider/{GITHUB}"]}


@planned("pipeline-role", example="grown")
def test_the_path_of_an_issuer_is_part_of_its_conditions(plan):
    assert set(trust(plan, "release")["Condition"]["StringEquals"]) == {
        "forge.example.com/issuer:aud",
        "forge.example.com/issuer:sub",
    }


@planned("pipeline-role", example="grown")
def test_a_caller_is_one_role_that_shows_the_external_id_and_is_of_the_organisation(plan):
    statement = trust(plan, "from-tools")
    assert statement["Principal"] == {"AWS": [DEPLOYER]}
    assert statement["Condition"] == {
        "StringEquals": {"sts:ExternalId": ["shop-production"], "aws:PrincipalOrgID": ["o-a1b2c3d4e5"]}
    }


@planned("pipeline-role", example="minimal")
def test_a_provider_is_made_for_the_audience_of_aws(plan):
    provider = plan.one("aws_iam_openid_connect_provider")
    assert (provider["url"], provider["client_id_list"]) == (f"https://{GITHUB}", ["sts.amazonaws.com"])


@planned("pipeline-role", example="minimal", identity_providers=providers(create=False))
def test_a_provider_that_exists_is_used_and_not_made(plan):
    assert plan.of("aws_iam_openid_connect_provider") == []
    assert trust(plan, "plan")["Principal"] == {"Federated": [f"arn:aws:iam::123456789012:oidc-provider/{GITHUB}"]}


@planned("pipeline-role", example="grown")
def test_a_provider_of_an_unknown_authority_is_known_by_its_thumbprint(plan):
    provider = plan.resource('module.pipeline_role.aws_iam_openid_connect_provider.this["forge"]')
    assert provider["thumbprint_list"] == ["9e99a48a9960b14926bb7f3b02e22da2b0ab7280"]


@planned("pipeline-role", example="minimal")
def test_a_session_ends_after_an_hour(plan):
    assert role(plan, "plan")["max_session_duration"] == 3600


@planned("pipeline-role", example="typical")
def test_a_session_can_be_longer(plan):
    assert role(plan, "deploy")["max_session_duration"] == 7200


@planned("pipeline-role", example="typical")
def test_a_boundary_caps_the_rights(plan):
    assert role(plan, "deploy")["permissions_boundary"] == "arn:aws:iam::123456789012:policy/pipelines-boundary"


@planned("pipeline-role", example="typical")
def test_the_roles_have_the_path(plan):
    assert {r["path"] for r in plan.of("aws_iam_role")} == {"/pipelines/"}


@planned("pipeline-role", example="typical")
def test_each_role_has_its_own_policies(plan):
    policy = plan.one("aws_iam_role_policy")
    assert (policy["role"], policy["name"]) == ("shop-deploy", "take-accounts")


@planned("pipeline-role", example="typical")
def test_each_role_has_its_own_managed_policies(plan):
    attachment = plan.one("aws_iam_role_policy_attachment")
    assert (attachment["role"], attachment["policy_arn"].split("/")[-1]) == ("shop-plan", "ViewOnlyAccess")


@planned("pipeline-role", example="minimal")
def test_a_role_has_no_rights_unless_told(plan):
    assert plan.of("aws_iam_role_policy", "aws_iam_role_policy_attachment") == []


@pytest.mark.parametrize(
    (),
    cases(
        refused,
        "roles",
        [runs(subjects=s) for s in ([], ["*"], ["repo:example/shop:*"], ["repo:example/sho?:pull_request"])],
        match="each written out",
    ),
)
def test_a_subject_with_a_wildcard_and_none_at_all_are_refused(refusal):
    assert refusal.variable == "roles"


@pytest.mark.parametrize(
    (),
    cases(refused, "roles", [runs(audiences=[]), runs(audiences=["https://gitlab.com"])], match="must have audiences"),
)
def test_an_audience_that_the_provider_does_not_know_is_refused(refusal):
    assert refusal.variable == "roles"


@refused("pipeline-role", example="minimal", roles=runs(identity_provider="gitlab"), match="key of identity_providers")
def test_a_provider_that_nobody_named_is_refused(refusal):
    assert refusal.variable == "roles"


@pytest.mark.parametrize(
    (),
    cases(
        refused,
        "roles",
        [one(), one(callers=BY_ROLE, runs={"identity_provider": "github", "subjects": [PULL_REQUEST]})],
        match="either runs or callers",
    ),
)
def test_a_role_for_nobody_and_one_for_both_are_refused(refusal):
    assert refusal.variable == "roles"


@pytest.mark.parametrize(
    (),
    cases(
        refused,
        "roles",
        [
            callers(role_arns=arns)
            for arns in ([], ["*"], ["arn:aws:iam::210987654321:root"], ["arn:aws:iam::210987654321:role/*"])
        ],
        match="ARNs of roles, without wildcards",
    ),
)
def test_a_caller_that_is_not_one_role_is_refused(refusal):
    assert refusal.variable == "roles"


@refused(
    "pipeline-role", example="minimal", roles=one(callers={"role_arns": [DEPLOYER]}), match="must show an external_id"
)
def test_a_caller_without_a_condition_is_refused(refusal):
    assert refusal.variable == "roles"


@pytest.mark.parametrize(
    (),
    cases(
        planned,
        "roles",
        [
            callers(external_id="ab"),
            callers(external_id="a" * 1224),
            one(callers={"role_arns": [DEPLOYER], "organization_id": "o-a1b2c3d4e5"}),
            one(callers={"role_arns": [DEPLOYER], "organization_id": f"o-{'a' * 32}"}),
        ],
    ),
)
def test_one_condition_on_a_caller_is_enough(plan):
    assert len(trust(plan, "deploy")["Condition"]["StringEquals"]) == 1


@pytest.mark.parametrize(
    (),
    cases(refused, "roles", [callers(external_id=i) for i in ("a", "a" * 1225, "a b")], match="2 to 1224"),
)
def test_an_external_id_that_sts_does_not_take_is_refused(refusal):
    assert refusal.variable == "roles"


@pytest.mark.parametrize(
    (),
    cases(
        refused,
        "roles",
        [callers(organization_id=i) for i in ("o-a1b2c3d4e", f"o-{'a' * 33}", "r-a1b2c3d4e5")],
        match="id such as o-a1b2c3d4e5",
    ),
)
def test_what_is_no_organisation_is_refused(refusal):
    assert refusal.variable == "roles"


@pytest.mark.parametrize(
    (),
    cases(
        refused,
        "roles",
        [one(callers=BY_ROLE, max_session_seconds=s) for s in (3599, 43201)],
        match="between 3600 and 43200",
    ),
)
def test_a_session_shorter_or_longer_than_aws_allows_is_refused(refusal):
    assert refusal.variable == "roles"


@planned("pipeline-role", example="minimal", roles=one(callers=BY_ROLE, max_session_seconds=43200))
def test_a_session_can_last_twelve_hours(plan):
    assert role(plan, "deploy")["max_session_duration"] == 43200


@refused(
    "pipeline-role",
    example="minimal",
    roles=one(callers=BY_ROLE, managed_policy_arns={"all": "arn:aws:iam::aws:policy/AdministratorAccess"}),
    match="AdministratorAccess",
)
def test_administrator_rights_are_refused(refusal):
    assert refusal.variable == "roles"


@pytest.mark.parametrize(
    (),
    cases(
        refused,
        "roles",
        [{key: one(callers=BY_ROLE)["deploy"]} for key in ("d", "Deploy", "deploy-", "d" * 32)],
        match="name of a role must have 2 to 31",
    ),
)
def test_a_key_that_makes_no_name_is_refused(refusal):
    assert refusal.variable == "roles"


@planned("pipeline-role", example="minimal", name="n" * 32, roles={"d" * 31: one(callers=BY_ROLE)["deploy"]})
def test_the_longest_prefix_and_key_make_a_name_that_iam_takes(plan):
    assert len(plan.one("aws_iam_role")["name"]) == 64


@pytest.mark.parametrize((), cases(refused, "name", ["ab", "n" * 33, "Shop", "shop-"], match="3 to 32"))
def test_a_prefix_that_is_too_long_for_the_names_is_refused(refusal):
    assert refusal.variable == "name"


@pytest.mark.parametrize(
    (),
    cases(
        refused,
        "identity_providers",
        [
            providers(url=url)
            for url in (
                f"http://{GITHUB}",
                f"https://{GITHUB}/",
                f"https://{GITHUB}:443",
                f"https://{GITHUB}?a=b",
                f"https://example.com/{'a' * 236}",
            )
        ],
        match="must begin with https",
    ),
)
def test_a_url_that_iam_does_not_take_is_refused(refusal):
    assert refusal.variable == "identity_providers"


@planned("pipeline-role", example="minimal", identity_providers=providers(url=f"https://example.com/{'a' * 235}"))
def test_a_url_can_have_255_characters(plan):
    assert len(plan.one("aws_iam_openid_connect_provider")["url"]) == 255


@refused(
    "pipeline-role",
    example="minimal",
    identity_providers={**providers(), "again": {"url": f"https://{GITHUB}"}},
    match="an account has one",
)
def test_two_providers_for_one_url_are_refused(refusal):
    assert refusal.variable == "identity_providers"


@pytest.mark.parametrize(
    (),
    cases(
        refused,
        "identity_providers",
        [
            {**providers(), "unused": {"url": "https://example.com", "audiences": a}}
            for a in ([], [f"a{n}" for n in range(101)])
        ],
        match="1 to 100 audiences",
    ),
)
def test_a_provider_without_audiences_and_with_too_many_is_refused(refusal):
    assert refusal.variable == "identity_providers"


@planned(
    "pipeline-role",
    example="minimal",
    identity_providers={
        **providers(),
        "unused": {"url": "https://example.com", "audiences": [f"a{n}" for n in range(100)]},
    },
)
def test_a_provider_can_have_100_audiences(plan):
    provider = plan.resource('module.pipeline_role.aws_iam_openid_connect_provider.this["unused"]')
    assert len(provider["client_id_list"]) == 100


@pytest.mark.parametrize(
    (),
    cases(
        refused,
        "identity_providers",
        [providers(thumbprints=t) for t in ([], ["a" * 39], ["g" * 40], [f"{n}" * 40 for n in range(6)])],
        match="1 to 5 thumbprints",
    ),
)
def test_thumbprints_that_iam_does_not_take_are_refused(refusal):
    assert refusal.variable == "identity_providers"


@planned("pipeline-role", example="minimal", identity_providers=providers(thumbprints=[f"{n}" * 40 for n in range(5)]))
def test_a_provider_can_have_five_thumbprints(plan):
    assert len(plan.one("aws_iam_openid_connect_provider")["thumbprint_list"]) == 5


@pytest.mark.parametrize((), cases(refused, "path", ["shop/", "/shop", f"/{'a' * 511}/"], match="begin and end with"))
def test_a_path_that_iam_does_not_know_is_refused(refusal):
    assert refusal.variable == "path"


@planned("pipeline-role", example="minimal", path=f"/{'a' * 510}/")
def test_a_path_can_have_512_characters(plan):
    assert {len(r["path"]) for r in plan.of("aws_iam_role")} == {512}


@pytest.mark.parametrize((), cases(refused, "account_id", ["12345678901", "1234567890123"], match="twelve digits"))
def test_what_is_no_account_is_refused(refusal):
    assert refusal.variable == "account_id"


@pytest.mark.plan("pipeline-role", example="minimal", roles=callers(tag_session=True))
def test_callers_can_be_let_pass_tags_for_the_session(plan):
    assert sorted(trust(plan, "deploy")["Action"]) == ["sts:AssumeRole", "sts:TagSession"]


@pytest.mark.plan("pipeline-role", example="minimal", roles=callers())
def test_callers_pass_no_tags_unless_they_are_let(plan):
    assert trust(plan, "deploy")["Action"] == ["sts:AssumeRole"]
