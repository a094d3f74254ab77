"""Whom a message reaches, and what goes on by itself.

AWS: https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html; an alarm whose state is set acts as if it had
changed by itself: https://docs.aws.amazon.com/goto/SdkForKotlin/monitoring-2010-08-01/SetAlarmState.
"""

import json
import time
from datetime import UTC, datetime

from performing import ALL, DENIED, OVER_HTTP, OVER_TLS, NotPerformed, eventually, policy, refused, statement

#: How long a message that must not come is waited for; one that comes does so at once.
A_WHILE = 1


def topic(aws, name):
    return aws.client("sns").create_topic(Name=name)["TopicArn"]


def subscribe(aws, arn, queue, **attributes):
    attributes = {"RawMessageDelivery": "true", **attributes}
    aws.client("sns").subscribe(TopicArn=arn, Protocol="sqs", Endpoint=queue.arn, Attributes=attributes)


def from_topic(arn):
    return {"Condition": {"ArnEquals": {"aws:SourceArn": arn}}}


SNS = {"Service": "sns.amazonaws.com"}


def test_a_topic_that_wants_tls_takes_nothing_over_plain_http(aws, somebody, name):
    person, sns = somebody(ALL).client("sns"), aws.client("sns")
    strict, control = topic(aws, f"{name}-strict"), topic(aws, f"{name}-control")
    for arn, condition in ((strict, OVER_HTTP), (control, OVER_TLS)):
        deny = statement("Deny", "sns:Publish", arn, Principal="*", Condition=condition)
        sns.set_topic_attributes(TopicArn=arn, AttributeName="Policy", AttributeValue=policy(deny))
    person.publish(TopicArn=control, Message="x")  # the condition is looked at
    with refused(*DENIED):
        person.publish(TopicArn=strict, Message="x")


def test_a_queue_that_wants_tls_takes_nothing_over_plain_http(somebody, queue):
    person = somebody(ALL).client("sqs")
    strict, control = queue(), queue()
    for made, condition in ((strict, OVER_HTTP), (control, OVER_TLS)):
        deny = statement("Deny", "sqs:SendMessage", made.arn, Principal="*", Condition=condition)
        made.sqs.set_queue_attributes(QueueUrl=made.url, Attributes={"Policy": policy(deny)})
    person.send_message(QueueUrl=control.url, MessageBody="x")  # the condition is looked at
    with refused(*DENIED):
        person.send_message(QueueUrl=strict.url, MessageBody="x")


def test_a_topic_reaches_the_queue_that_lets_it_and_no_other(aws, name, queue):
    arn, open_, closed = topic(aws, name), queue(), queue()
    open_.allow(SNS, **from_topic(arn))
    for made in (open_, closed):
        subscribe(aws, arn, made)
    aws.client("sns").publish(TopicArn=arn, Message="x")
    assert eventually(open_.received) == ["x"]
    time.sleep(A_WHILE)
    if closed.received():
        raise NotPerformed("a queue without a policy got the message")


def test_a_queue_of_one_topic_is_not_reached_by_another(aws, name, queue):
    own, other, made = topic(aws, f"{name}-own"), topic(aws, f"{name}-other"), queue()
    made.allow(SNS, **from_topic(own))
    for arn in (own, other):
        subscribe(aws, arn, made)
    sns = aws.client("sns")
    sns.publish(TopicArn=own, Message="own")
    assert eventually(made.received) == ["own"]
    sns.publish(TopicArn=other, Message="other")
    time.sleep(A_WHILE)
    if made.received():
        raise NotPerformed("the other topic reached it")


def test_a_subscription_gets_what_its_filter_selects(aws, name, queue):
    arn, made = topic(aws, name), queue()
    made.allow(SNS, **from_topic(arn))
    subscribe(aws, arn, made, FilterPolicy=json.dumps({"severity": ["critical"]}))
    for severity in ("warning", "critical"):
        attributes = {"severity": {"DataType": "String", "StringValue": severity}}
        aws.client("sns").publish(TopicArn=arn, Message=severity, MessageAttributes=attributes)
    assert eventually(made.received) == ["critical"]
    time.sleep(A_WHILE)
    assert made.received() == []


def test_a_message_goes_to_the_dead_letters_after_its_last_try(queue):
    dead = queue()
    redrive = json.dumps({"deadLetterTargetArn": dead.arn, "maxReceiveCount": "1"})
    made = queue(RedrivePolicy=redrive, VisibilityTimeout="0")
    made.sqs.send_message(QueueUrl=made.url, MessageBody="x")

    def tried():
        return made.sqs.receive_message(QueueUrl=made.url, VisibilityTimeout=0).get("Messages")

    assert eventually(tried)

    def dead_letters():
        tried()
        return dead.received()

    assert eventually(dead_letters) == ["x"]


def alarm(aws, name, arn):
    aws.client("cloudwatch").put_metric_alarm(
        AlarmName=name,
        AlarmActions=[arn],
        Namespace=name,
        MetricName="Errors",
        Statistic="Sum",
        Period=10,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
    )


def listening(aws, name, queue):
    arn, made = topic(aws, name), queue()
    made.allow(SNS, **from_topic(arn))
    subscribe(aws, arn, made)
    aws.client("sns").publish(TopicArn=arn, Message="x")
    assert eventually(made.received) == ["x"]
    return arn, made


def test_an_alarm_that_changes_its_state_tells_its_topic(aws, name, queue):
    arn, made = listening(aws, name, queue)
    alarm(aws, name, arn)
    aws.client("cloudwatch").set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="a test")
    (told,) = eventually(made.received)
    assert json.loads(told)["AlarmName"] == name


def test_a_metric_over_its_threshold_changes_the_state_of_its_alarm(aws, name):
    cloudwatch = aws.client("cloudwatch")
    alarm(aws, name, f"arn:aws:sns:us-east-1:{aws.account_id}:nobody")
    data = {"MetricName": "Errors", "Value": 5, "Timestamp": datetime.now(UTC)}
    cloudwatch.put_metric_data(Namespace=name, MetricData=[data])

    def raised():
        (found,) = cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"]
        return found["StateValue"] == "ALARM"

    eventually(raised, patience=15)


def test_an_event_that_matches_its_rule_reaches_the_queue_transformed(aws, name, queue):
    events, made = aws.client("events"), queue()
    pattern = {"source": [name], "detail": {"state": ["failed"]}}
    rule = events.put_rule(Name=name, EventPattern=json.dumps(pattern))["RuleArn"]
    made.allow({"Service": "events.amazonaws.com"}, **from_topic(rule))
    transformer = {"InputPathsMap": {"state": "$.detail.state"}, "InputTemplate": '"it has <state>"'}
    events.put_targets(Rule=name, Targets=[{"Id": "queue", "Arn": made.arn, "InputTransformer": transformer}])
    for state in ("running", "failed"):
        entry = {"Source": name, "DetailType": "x", "Detail": json.dumps({"state": state})}
        assert events.put_events(Entries=[entry])["FailedEntryCount"] == 0
    (told,) = eventually(made.received)
    assert told == '"it has failed"'


def test_a_state_machine_runs_to_its_end(aws, name):
    role = aws.client("iam").create_role(
        RoleName=name,
        AssumeRolePolicyDocument=policy(
            {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "states.amazonaws.com"}}
        ),
    )["Role"]["Arn"]
    states = aws.client("stepfunctions")
    definition = {"StartAt": "Only", "States": {"Only": {"Type": "Pass", "Result": {"done": True}, "End": True}}}
    machine = states.create_state_machine(name=name, definition=json.dumps(definition), roleArn=role)
    execution = states.start_execution(stateMachineArn=machine["stateMachineArn"])["executionArn"]

    def ended():
        found = states.describe_execution(executionArn=execution)
        return found["status"] == "SUCCEEDED" and json.loads(found["output"])

    assert eventually(ended) == {"done": True}
