"""What the module `alert-routing` promises."""

import pytest

from tfproof.iam.written import policy_statements


def receivers(plan, severity):
    """Protocol and endpoint of everybody who is subscribed to the topic of a severity."""
    topic = f'module.alert_routing.module.topics["{severity}"].'
    return {
        (item["protocol"], item["endpoint"])
        for item in plan.of("aws_sns_topic_subscription")
        if item.address.startswith(topic)
    }


@pytest.mark.plan("alert-routing", example="typical")
def test_every_severity_has_a_topic_of_its_own(plan):
    names = {topic["name"] for topic in plan.of("aws_sns_topic")}
    assert names == {"shop-production-critical", "shop-production-info", "shop-production-warning"}


@pytest.mark.plan("alert-routing", example="typical")
def test_every_topic_is_encrypted_with_the_given_key(plan):
    key = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    assert {topic["kms_master_key_id"] for topic in plan.of("aws_sns_topic")} == {key}


@pytest.mark.plan("alert-routing", example="typical")
def test_critical_alerts_reach_the_incident_service_and_a_telephone(plan):
    url = "https://incidents.example.com/integration/0123456789abcdef"
    assert receivers(plan, "critical") == {("https", url), ("sms", "+15550100")}


@pytest.mark.plan("alert-routing", example="typical")
def test_other_severities_do_not_reach_the_incident_service(plan):
    assert receivers(plan, "info") == {("email", "team@example.com")}


@pytest.mark.plan("alert-routing", example="typical")
def test_a_slack_channel_listens_to_the_topic_of_its_severity(plan):
    (topic,) = plan.one("aws_chatbot_slack_channel_configuration").refers_to("sns_topic_arns")
    assert topic.address == 'module.alert_routing.module.topics["warning"].aws_sns_topic.this'


@pytest.mark.plan("alert-routing", example="typical")
def test_a_slack_channel_is_named_by_workspace_and_channel(plan):
    slack = plan.one("aws_chatbot_slack_channel_configuration")
    assert (slack["slack_team_id"], slack["slack_channel_id"]) == ("T07EA123LEP", "C07EZ1ABC23")


@pytest.mark.plan("alert-routing", example="typical")
def test_the_role_of_slack_has_no_permission(plan):
    assert plan.of("aws_iam_role_policy", "aws_iam_role_policy_attachment") == []


@pytest.mark.plan("alert-routing", example="typical")
def test_only_the_chat_service_of_this_account_takes_the_role_of_slack(plan):
    (trust,) = policy_statements(plan.one("aws_iam_role"), "assume_role_policy")
    assert trust["Principal"] == {"Service": ["chatbot.amazonaws.com"]}
    assert trust["Condition"] == {"StringEqualsIfExists": {"aws:SourceAccount": ["123456789012"]}}


@pytest.mark.plan("alert-routing", example="minimal")
def test_without_slack_there_is_no_role(plan):
    assert plan.of("aws_iam_role") == []


@pytest.mark.plan("alert-routing", example="minimal")
def test_alarms_and_event_rules_may_publish_by_default(plan):
    statements = policy_statements(plan.one("aws_sns_topic_policy"), "policy")
    services = {item["Principal"]["Service"][0] for item in statements if item["Effect"] == "Allow"}
    assert services == {"cloudwatch.amazonaws.com", "events.amazonaws.com"}


@pytest.mark.refused("alert-routing", example="minimal", kms_key_arn=None, match="kms_key_arn")
def test_the_key_that_aws_manages_is_refused(refusal):
    assert refusal.variable == "kms_key_arn"


@pytest.mark.refused("alert-routing", example="minimal", routes={"critical": {}}, match="must have a receiver")
def test_a_severity_that_reaches_nobody_is_refused(refusal):
    assert refusal.variable == "routes"


@pytest.mark.refused(
    "alert-routing",
    example="minimal",
    routes={"critical": {"incident_service": True}},
    match="when a route uses it",
)
def test_an_incident_service_without_its_url_is_refused(refusal):
    assert refusal.variable == "routes"


@pytest.mark.refused(
    "alert-routing",
    example="minimal",
    incident_service_url="http://incidents.example.com",
    match="begin with https",
)
def test_an_unencrypted_incident_service_is_refused(refusal):
    assert refusal.variable == "incident_service_url"


@pytest.mark.refused(
    "alert-routing",
    example="minimal",
    routes={"info": {"slack": {"channel_id": "C1"}}},
    match="workspace must be given",
)
def test_a_slack_channel_without_a_workspace_is_refused(refusal):
    assert refusal.variable == "routes"


@pytest.mark.refused(
    "alert-routing", example="minimal", routes={"info": {"email_addresses": ["nobody"]}}, match="name@domain"
)
def test_an_address_that_is_none_is_refused(refusal):
    assert refusal.variable == "routes"


@pytest.mark.refused(
    "alert-routing", example="minimal", routes={"info": {"sms_numbers": ["0800"]}}, match="country first"
)
def test_a_telephone_number_without_its_country_is_refused(refusal):
    assert refusal.variable == "routes"
