"""What the module `cognito` promises."""

from functools import partial

import pytest
from each_value import each_value
from expressions import declared

from tfproof.iam.written import policy_statements

planned, refused = pytest.mark.plan, pytest.mark.refused
each = partial(each_value, "cognito")


def pool(plan):
    return plan.one("aws_cognito_user_pool")


def client(plan, name):
    return next(c for c in plan.of("aws_cognito_user_pool_client") if c.index == name)


def provider(plan, name):
    return next(p for p in plan.of("aws_cognito_identity_provider") if p.index == name)


@planned("cognito", example="minimal")
def test_people_are_known_by_their_address_in_any_case(plan):
    assert pool(plan)["username_attributes"] == ["email"]
    assert pool(plan)["username_configuration.0.case_sensitive"] is False


@planned("cognito", example="minimal")
def test_nobody_makes_an_account_for_themselves(plan):
    assert pool(plan)["admin_create_user_config.0.allow_admin_create_user_only"] is True


@planned("cognito", example="minimal", self_registration_enabled=True)
def test_people_can_be_let_make_accounts(plan):
    assert pool(plan)["admin_create_user_config.0.allow_admin_create_user_only"] is False


@planned("cognito", example="minimal")
def test_a_password_alone_signs_nobody_in(plan):
    assert pool(plan)["mfa_configuration"] == "ON"
    assert pool(plan)["software_token_mfa_configuration"] == [{"enabled": True}]


@planned("cognito", example="minimal", mfa="OFF")
def test_a_password_can_be_made_enough(plan):
    assert pool(plan)["mfa_configuration"] == "OFF"
    assert not pool(plan)["software_token_mfa_configuration"]


@planned("cognito", example="minimal")
def test_passwords_are_long_and_mixed_and_do_not_come_again(plan):
    assert pool(plan)["password_policy"] == [
        {
            "minimum_length": 14,
            "password_history_size": 5,
            "require_lowercase": True,
            "require_numbers": True,
            "require_symbols": True,
            "require_uppercase": True,
            "temporary_password_validity_days": 7,
        }
    ]


@planned("cognito", example="minimal", tier="LITE")
def test_the_cheapest_tier_remembers_no_passwords(plan):
    assert pool(plan)["password_policy.0.password_history_size"] is None


@planned("cognito", example="minimal")
def test_an_address_is_confirmed_before_it_counts(plan):
    assert pool(plan)["auto_verified_attributes"] == ["email"]
    (settings,) = pool(plan)["user_attribute_update_settings"]
    assert settings["attributes_require_verification_before_update"] == ["email"]


@planned("cognito", example="minimal")
def test_who_forgot_a_password_is_asked_by_mail(plan):
    (setting,) = pool(plan)["account_recovery_setting"]
    assert setting["recovery_mechanism"] == [{"name": "verified_email", "priority": 1}]


@planned("cognito", example="minimal")
def test_aws_refuses_to_delete_the_pool(plan):
    assert pool(plan)["deletion_protection"] == "ACTIVE"


@planned("cognito", example="minimal", deletion_protection=False)
def test_aws_can_be_let_delete_the_pool(plan):
    assert pool(plan)["deletion_protection"] == "INACTIVE"


@planned("cognito", example="minimal", tier="PLUS")
def test_the_dearest_tier_stops_sign_ins_that_look_like_those_of_others(plan):
    assert pool(plan)["user_pool_add_ons"] == [
        {"advanced_security_additional_flows": [], "advanced_security_mode": "ENFORCED"}
    ]


@planned("cognito", example="grown")
def test_mails_can_be_sent_by_ses(plan):
    sent = pool(plan)["email_configuration.0"]
    assert (sent["email_sending_account"], sent["from_email_address"]) == ("DEVELOPER", "shop@example.com")


@planned("cognito", example="typical")
def test_a_client_gets_a_code_at_named_addresses_only(plan):
    made = client(plan, "web")
    assert made["allowed_oauth_flows"] == ["code"]
    assert made["callback_urls"] == ["https://shop.example.com/signed-in"]
    assert made["logout_urls"] == ["https://shop.example.com/"]
    assert sorted(made["allowed_oauth_scopes"]) == ["email", "openid", "profile"]


@planned("cognito", example="grown")
def test_a_client_without_addresses_gets_no_code(plan):
    assert client(plan, "app")["allowed_oauth_flows_user_pool_client"] is False


@planned("cognito", example="typical")
def test_a_client_has_no_secret_and_sends_no_password(plan):
    made = client(plan, "web")
    assert made["generate_secret"] is False
    assert sorted(made["explicit_auth_flows"]) == ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"]


@planned("cognito", example="typical")
def test_an_error_does_not_tell_who_has_an_account(plan):
    assert client(plan, "web")["prevent_user_existence_errors"] == "ENABLED"


@planned("cognito", example="typical")
def test_tokens_hold_for_an_hour_and_can_be_taken_back(plan):
    made = client(plan, "web")
    assert (made["access_token_validity"], made["id_token_validity"], made["refresh_token_validity"]) == (60, 60, 30)
    assert made["token_validity_units"] == [{"access_token": "minutes", "id_token": "minutes", "refresh_token": "days"}]
    assert made["enable_token_revocation"] is True


@planned("cognito", example="typical")
def test_a_client_takes_passwords_and_the_providers_that_it_names(plan):
    assert sorted(client(plan, "web")["supported_identity_providers"]) == ["COGNITO", "Google"]


@planned(
    "cognito",
    example="typical",
    clients={"web": {"identity_providers": ["Google"], "password_sign_in": False}},
)
def test_a_client_can_take_no_passwords(plan):
    assert client(plan, "web")["supported_identity_providers"] == ["Google"]
    assert client(plan, "web")["explicit_auth_flows"] == ["ALLOW_REFRESH_TOKEN_AUTH"]


@planned("cognito", example="grown")
def test_a_social_network_is_asked_for_an_address_by_default(plan):
    made = provider(plan, "Google")
    assert made["attribute_mapping"] == {"email": "email", "email_verified": "email_verified", "username": "sub"}
    assert made["provider_details"]["authorize_scopes"] == "openid email profile"


@planned("cognito", example="grown")
def test_another_provider_speaks_openid_connect(plan):
    made = provider(plan, "partner")
    assert made["provider_type"] == "OIDC"
    assert made["provider_details"]["oidc_issuer"] == "https://login.partner.example"


@planned("cognito", example="minimal")
def test_secrets_of_providers_are_not_shown(plan):
    (call,) = plan["configuration"]["root_module"]["module_calls"].values()
    assert call["module"]["variables"]["identity_provider_secrets"]["sensitive"] is True
    assert "var.identity_provider_secrets" in str(declared(plan, "aws_cognito_identity_provider.this"))


@refused(
    "cognito",
    example="typical",
    identity_providers={"Google": {"type": "Google", "details": {"client_secret": "x"}}},
    match="belong to identity_provider_secrets",
)
def test_a_secret_among_the_details_is_refused(refusal):
    assert refusal.variable == "identity_providers"


@planned("cognito", example="grown")
def test_a_group_can_have_a_role(plan):
    groups = {g.index: (g["precedence"], g.get("role_arn")) for g in plan.of("aws_cognito_user_group")}
    assert groups == {"admins": (1, "arn:aws:iam::123456789012:role/shop-admins"), "staff": (10, None)}


@planned("cognito", example="minimal")
def test_nobody_gets_credentials_unless_asked(plan):
    assert [r for r in plan.managed if r.type in ("aws_cognito_identity_pool", "aws_iam_role")] == []


@planned("cognito", example="typical")
def test_guests_get_no_credentials(plan):
    made = plan.one("aws_cognito_identity_pool")
    assert (made["allow_unauthenticated_identities"], made["allow_classic_flow"]) == (False, False)
    assert set(plan.one("aws_cognito_identity_pool_roles_attachment").evaluated("roles")) == {"authenticated"}


@planned("cognito", example="typical")
def test_who_has_signed_in_does_what_is_named(plan):
    (statement,) = policy_statements(plan.one("aws_iam_role_policy"), "policy")
    assert (statement["Action"], statement["Resource"]) == (["s3:GetObject"], ["arn:aws:s3:::shop-pictures/*"])


@planned("cognito", example="typical")
def test_only_who_has_signed_in_to_this_pool_takes_the_role(plan):
    (trust,) = policy_statements(plan.one("aws_iam_role"), "assume_role_policy")
    assert trust["Principal"] == {"Federated": ["cognito-identity.amazonaws.com"]}
    assert trust["Condition"]["ForAnyValue:StringLike"] == {"cognito-identity.amazonaws.com:amr": ["authenticated"]}
    assert set(trust["Condition"]["StringEquals"]) == {"cognito-identity.amazonaws.com:aud"}
    named = declared(plan, "data.aws_iam_policy_document.trust")["expressions"]["statement"][0]["condition"][0]
    assert "aws_cognito_identity_pool.this[0].id" in named["values"]["references"]


@planned("cognito", example="grown")
def test_people_sign_in_at_a_name_of_ones_own(plan):
    made = plan.one("aws_cognito_user_pool_domain")
    assert (made["domain"], made["certificate_arn"].split(":")[3]) == ("login.example.com", "us-east-1")


@pytest.mark.parametrize(
    (), each(refused, "domain", *({"name": n} for n in ("my-aws", "a_b", "-a")), match="without aws")
)
def test_a_prefix_that_cognito_does_not_give_is_refused(refusal):
    assert refusal.variable == "domain"
