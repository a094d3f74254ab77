"""An alert arrives at whoever subscribes to the topic of its severity, and at nobody else.

That CloudWatch and EventBridge may use the key of the topics no emulator asks; tests/unit/compositions asks such a policy.
"""

import json
import time

import pytest
from botocore.exceptions import ClientError

pytestmark = [pytest.mark.applied("social-flow", environments=["development"]), pytest.mark.emulator("enforces")]

SEVERITIES = ("critical", "info", "warning")
#: How long an alert may take, and how long one that must not come is waited for; here it comes at once.
PATIENCE, A_WHILE = 10, 1


class Receiver:
    """A queue that subscribes to a topic as the incident service or a mailbox would."""

    def __init__(self, account, severity, topic):
        self._sqs = account.root.client("sqs")
        self._url = self._sqs.create_queue(QueueName=f"receiver-{severity}")["QueueUrl"]
        named = {"QueueUrl": self._url, "AttributeNames": ["QueueArn"]}
        arn = self._sqs.get_queue_attributes(**named)["Attributes"]["QueueArn"]
        send = {
            "Effect": "Allow",
            "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": arn,
            "Condition": {"ArnEquals": {"aws:SourceArn": topic}},
        }
        document = json.dumps({"Version": "2012-10-17", "Statement": [send]})
        self._sqs.set_queue_attributes(QueueUrl=self._url, Attributes={"Policy": document})
        account.root.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)

    def waiting(self):
        """The names of the alarms that were told since it was last asked; those that are over do not count."""
        answer = self._sqs.receive_message(QueueUrl=self._url, MaxNumberOfMessages=10, VisibilityTimeout=600)
        told = [json.loads(json.loads(m["Body"])["Message"]) for m in answer.get("Messages", [])]
        return [alarm["AlarmName"] for alarm in told if alarm.get("NewStateValue") == "ALARM"]

    def told(self):
        """The next alarms that are told."""
        end = time.monotonic() + PATIENCE
        while not (names := self.waiting()) and time.monotonic() < end:
            time.sleep(0.1)
        return names


@pytest.fixture(scope="session")
def topics(account):
    named = "module.alert_routing.module.topics[{!r}].aws_sns_topic.this"
    return {s: account.resource(named.format(s).replace("'", '"'))["arn"] for s in SEVERITIES}


@pytest.fixture(scope="session")
def receivers(account, topics):
    return {severity: Receiver(account, severity, arn) for severity, arn in topics.items()}


@pytest.mark.parametrize(
    "severity",
    [
        pytest.param("critical", marks=pytest.mark.requirement("SF-MON-020")),
        pytest.param("warning", marks=pytest.mark.requirement("SF-MON-021")),
    ],
)
def test_an_alarm_is_told_to_the_receivers_of_its_severity_alone(applied, account, topics, receivers, severity):
    alarms = [a for a in applied.of("aws_cloudwatch_metric_alarm") if a["metric_name"] == "CPUUtilization"]
    name = next(a["alarm_name"] for a in alarms if topics[severity] in a["alarm_actions"])
    for state in ("OK", "ALARM"):
        account.root.client("cloudwatch").set_alarm_state(AlarmName=name, StateValue=state, StateReason="tried")
    assert receivers[severity].told() == [name]
    time.sleep(A_WHILE)
    assert [r.waiting() for r in receivers.values()] == [[], [], []]


@pytest.mark.requirement("SF-MON-012")
def test_more_than_100_errors_a_minute_are_told_and_more_than_500_at_once(applied, account, receivers):
    cloudwatch = account.root.client("cloudwatch")
    (counted,) = {
        (a["namespace"], a["metric_name"])
        for a in applied.of("aws_cloudwatch_metric_alarm")
        if a["metric_name"] == "ApplicationErrors"
    }

    def log_errors(number):
        data = [{"MetricName": counted[1], "Value": number}]
        cloudwatch.put_metric_data(Namespace=counted[0], MetricData=data)

    log_errors(100)
    time.sleep(A_WHILE)
    assert [r.waiting() for r in receivers.values()] == [[], [], []]
    log_errors(1)
    assert receivers["warning"].told() == ["social-flow-development-app-errors"]
    log_errors(400)
    assert receivers["critical"].told() == ["social-flow-development-app-errors-many"]


@pytest.mark.requirement("SF-MON-020")
def test_nobody_publishes_in_plain_text(applied, acting, topics):
    told = {"TopicArn": topics["info"], "Message": json.dumps({"tried": True})}
    administrator = acting("administrator")
    assert administrator.client("sns").publish(**told)["MessageId"]
    with pytest.raises(ClientError, match="AuthorizationError"):
        administrator.client("sns", plain=True).publish(**told)
