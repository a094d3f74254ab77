"""What the module `lambda-function` promises."""

import pytest

from tfproof.iam.written import policy_statements

KEY = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
LOG_KEY = "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
QUEUE = {"arn": "arn:aws:sqs:us-east-1:123456789012:shop-orders"}
RULE = {"service": "events.amazonaws.com", "source_arn": "arn:aws:events:us-east-1:123456789012:rule/shop-nightly"}
BUCKET = {"service": "s3.amazonaws.com", "source_account": "123456789012", "source_arn": "arn:aws:s3:::shop-uploads"}
IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/shop@sha256:" + "0" * 64
PATCHED = [
    "java11",
    "java17",
    "java21",
    "nodejs22.x",
    "provided.al2023",
    "python3.11",
    "python3.12",
    "python3.13",
    "ruby3.3",
    "ruby3.4",
]
RETIRED = ["dotnet8", "nodejs14.x", "nodejs20.x", "python3.10"]


def function(plan):
    """The function."""
    return plan.one("aws_lambda_function")


def rights(plan, name="this"):
    """Actions and resources by the identifier of the statement."""
    policy = next(p for p in plan.of("aws_iam_role_policy") if p.name == name)
    return {s["Sid"]: (s["Action"], s["Resource"]) for s in policy_statements(policy, "policy")}


def each(name, values, **options):
    """A case of the smallest example for each value of an input."""
    return [pytest.param(marks=pytest.mark.plan("lambda-function", example="minimal", **{name: v})) for v in values]


def each_refused(name, values):
    """A refusal of the smallest example for each value of an input and the words that name the cause."""
    return [
        pytest.param(marks=pytest.mark.refused("lambda-function", example="minimal", match=match, **{name: value}))
        for value, match in values
    ]


@pytest.mark.plan("lambda-function", example="minimal")
def test_the_log_group_is_made_before_lambda_makes_it(plan):
    group = plan.one("aws_cloudwatch_log_group")
    assert (group["name"], group["retention_in_days"]) == ("/aws/lambda/shop-thumbnails", 30)
    assert function(plan)["logging_config.0.log_group"] == group["name"]


@pytest.mark.plan("lambda-function", example="minimal", log_group_name="/shop/thumbnails")
def test_the_log_group_can_have_another_name(plan):
    assert plan.one("aws_cloudwatch_log_group")["name"] == "/shop/thumbnails"
    assert function(plan)["logging_config.0.log_group"] == "/shop/thumbnails"


@pytest.mark.plan("lambda-function", example="typical")
def test_the_log_has_a_key_of_its_own(plan):
    assert plan.one("aws_cloudwatch_log_group")["kms_key_id"] == LOG_KEY


@pytest.mark.plan("lambda-function", example="minimal")
def test_the_log_is_json(plan):
    assert function(plan)["logging_config.0.log_format"] == "JSON"


@pytest.mark.plan("lambda-function", example="typical")
def test_the_environment_is_encrypted_with_the_given_key(plan):
    assert function(plan)["kms_key_arn"] == KEY
    assert set(function(plan)["environment.0.variables"]) == {"DATABASE_SECRET_ARN"}


@pytest.mark.plan("lambda-function", example="minimal")
def test_calls_are_traced(plan):
    assert function(plan)["tracing_config.0.mode"] == "Active"


@pytest.mark.plan("lambda-function", example="minimal", tracing_enabled=False)
def test_calls_can_be_left_untraced(plan):
    assert function(plan)["tracing_config.0.mode"] == "PassThrough"
    assert set(rights(plan)) == {"WriteLog"}


@pytest.mark.plan("lambda-function", example="minimal")
def test_every_change_publishes_a_version(plan):
    assert function(plan)["publish"] is True


@pytest.mark.plan("lambda-function", example="minimal")
def test_a_function_is_small_and_ends_after_half_a_minute(plan):
    made = function(plan)
    assert (made["memory_size"], made["timeout"], made["ephemeral_storage.0.size"]) == (256, 30, 512)


@pytest.mark.plan("lambda-function", example="minimal")
def test_a_function_shares_the_instances_of_the_account(plan):
    assert function(plan)["reserved_concurrent_executions"] == -1


@pytest.mark.plan("lambda-function", example="minimal")
def test_only_lambda_takes_the_role(plan):
    (trust,) = policy_statements(plan.one("aws_iam_role"), "assume_role_policy")
    assert trust["Principal"] == {"Service": ["lambda.amazonaws.com"]}


@pytest.mark.plan("lambda-function", example="minimal")
def test_a_role_writes_the_log_and_traces_and_does_nothing_else(plan):
    assert {sid: actions for sid, (actions, _) in rights(plan).items()} == {
        "Trace": ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
        "WriteLog": ["logs:CreateLogStream", "logs:PutLogEvents"],
    }


@pytest.mark.plan("lambda-function", example="grown")
def test_a_role_reads_the_queues_and_leaves_dead_letters(plan):
    actions, queues = rights(plan)["ReadQueues"]
    assert actions == ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
    assert set(queues) == {
        "arn:aws:sqs:us-east-1:123456789012:shop-orders",
        "arn:aws:sqs:us-east-1:123456789012:shop-refunds.fifo",
    }
    assert rights(plan)["LeaveDeadLetters"] == (
        ["sqs:SendMessage"],
        ["arn:aws:sqs:us-east-1:123456789012:shop-undelivered"],
    )


@pytest.mark.plan("lambda-function", example="typical")
def test_a_role_uses_the_keys_of_the_queues(plan):
    assert rights(plan)["UseKeysOfQueues"] == (["kms:Decrypt", "kms:GenerateDataKey"], [KEY])


@pytest.mark.plan("lambda-function", example="typical")
def test_a_role_does_what_the_caller_adds(plan):
    assert rights(plan)["ReadSecret"] == (
        ["secretsmanager:GetSecretValue"],
        ["arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/worker-AbCdEf"],
    )


@pytest.mark.plan(
    "lambda-function",
    example="minimal",
    dead_letter={"arn": "arn:aws:sns:us-east-1:123456789012:shop", "service": "sns"},
)
def test_dead_letters_can_go_to_a_topic(plan):
    assert function(plan)["dead_letter_config.0.target_arn"] == "arn:aws:sns:us-east-1:123456789012:shop"
    assert rights(plan)["LeaveDeadLetters"][0] == ["sns:Publish"]


@pytest.mark.plan("lambda-function", example="typical")
def test_a_function_joins_the_subnets_and_groups(plan):
    vpc = function(plan)["vpc_config.0"]
    assert set(vpc["subnet_ids"]) == {"subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"}
    assert vpc["security_group_ids"] == ["sg-0a1b2c3d4e5f60718"]


@pytest.mark.plan("lambda-function", example="typical")
def test_the_code_may_not_do_what_lambda_needs_to_join_the_network(plan):
    (denied,) = policy_statements(next(p for p in plan.of("aws_iam_role_policy") if p.name == "code"), "policy")
    assert (denied["Effect"], denied["Action"]) == ("Deny", rights(plan)["JoinNetwork"][0])
    assert set(denied["Condition"]["ArnEquals"]) == {"lambda:SourceFunctionArn"}


@pytest.mark.plan("lambda-function", example="minimal")
def test_a_function_outside_of_a_vpc_has_no_rights_on_networks(plan):
    assert [p.name for p in plan.of("aws_iam_role_policy")] == ["this"]
    assert "JoinNetwork" not in rights(plan)


@pytest.mark.plan("lambda-function", example="grown")
def test_an_alias_can_send_a_share_to_another_version(plan):
    aliases = {a.index: a for a in plan.of("aws_lambda_alias")}
    assert aliases["canary"]["routing_config.0.additional_version_weights"] == {"1": 0.9}
    assert not aliases["live"].get("routing_config")


@pytest.mark.plan("lambda-function", example="minimal", aliases={"live": {"version": "3"}})
def test_an_alias_can_stay_at_a_version(plan):
    assert plan.one("aws_lambda_alias")["function_version"] == "3"


@pytest.mark.plan("lambda-function", example="grown")
def test_instances_can_be_kept_ready(plan):
    ready = plan.one("aws_lambda_provisioned_concurrency_config")
    assert (ready["qualifier"], ready["provisioned_concurrent_executions"]) == ("live", 2)


@pytest.mark.plan("lambda-function", example="grown")
def test_a_service_calls_for_what_is_named_only(plan):
    assert {
        p.index: (p["principal"], p["source_arn"], p.get("source_account"), p.get("qualifier"))
        for p in plan.of("aws_lambda_permission")
    } == {
        "nightly": ("events.amazonaws.com", "arn:aws:events:us-east-1:123456789012:rule/shop-nightly", None, "live"),
        "uploads": ("s3.amazonaws.com", "arn:aws:s3:::shop-uploads", "123456789012", None),
    }


@pytest.mark.plan("lambda-function", example="grown")
def test_of_a_batch_only_what_failed_comes_back(plan):
    readers = plan.of("aws_lambda_event_source_mapping")
    assert [r["function_response_types"] for r in readers] == [["ReportBatchItemFailures"]] * 2


@pytest.mark.plan("lambda-function", example="grown")
def test_a_fifo_queue_is_read_without_a_window(plan):
    windows = {r.index: r.get("maximum_batching_window_in_seconds") for r in plan.of("aws_lambda_event_source_mapping")}
    assert windows == {"orders": 5, "refunds": None}


@pytest.mark.plan("lambda-function", example="grown")
def test_a_queue_can_be_read_by_few_instances(plan):
    readers = {r.index: r for r in plan.of("aws_lambda_event_source_mapping")}
    assert readers["refunds"]["scaling_config.0.maximum_concurrency"] == 5
    assert not readers["orders"].get("scaling_config")


@pytest.mark.plan("lambda-function", example="grown")
def test_a_failed_event_is_tried_as_often_as_told(plan):
    told = plan.one("aws_lambda_function_event_invoke_config")
    assert (told["maximum_event_age_in_seconds"], told["maximum_retry_attempts"]) == (3600, 1)


@pytest.mark.plan("lambda-function", example="minimal", package={"image_uri": IMAGE}, handler=None, runtime=None)
def test_a_function_can_be_an_image(plan):
    assert (function(plan)["package_type"], function(plan)["image_uri"]) == ("Image", IMAGE)


@pytest.mark.plan("lambda-function", example="minimal", package={"filename": "worker.zip", "source_code_hash": "abc="})
def test_a_function_can_be_a_file(plan):
    assert (function(plan)["package_type"], function(plan)["filename"]) == ("Zip", "worker.zip")


@pytest.mark.parametrize(
    "runtime", [pytest.param(r, marks=p.marks) for r, p in zip(PATCHED, each("runtime", PATCHED), strict=True)]
)
def test_a_runtime_that_aws_patches_is_taken(plan, runtime):
    assert function(plan)["runtime"] == runtime


@pytest.mark.parametrize(
    "runtime",
    [
        pytest.param(
            r, marks=pytest.mark.plan("lambda-function", example="minimal", runtime=r, allow_deprecated_runtime=True)
        )
        for r in RETIRED
    ],
)
def test_a_runtime_that_aws_has_retired_must_be_asked_for(plan, runtime):
    assert function(plan)["runtime"] == runtime


@pytest.mark.parametrize((), each_refused("runtime", [(r, "one that AWS patches") for r in RETIRED]))
def test_a_runtime_that_aws_has_retired_is_refused(refusal):
    assert refusal.variable == "runtime"


@pytest.mark.parametrize(
    (),
    [
        *each("memory_mb", (128, 10240)),
        *each("timeout_seconds", (1, 900)),
        *each("ephemeral_storage_mb", (512, 10240)),
        *each("reserved_concurrency", (0,)),
        *each("architecture", ("arm64", "x86_64")),
        *each("asynchronous", ({"maximum_event_age_seconds": 60}, {"maximum_retry_attempts": 0})),
        *each("layer_arns", ([f"arn:aws:lambda:us-east-1:123456789012:layer:l{n}:1" for n in range(5)],)),
        *each("aliases", ({"live": {"weights": {"1": 0}}}, {"live": {"weights": {"1": 1}}})),
        *each("queues", ({"q": {**QUEUE, "batch_size": 10000}}, {"q": {**QUEUE, "batch_size": 10, "fifo": True}})),
        *each("queues", ({"q": {**QUEUE, "batching_window_seconds": w}} for w in (0, 300))),
        *each("queues", ({"q": {**QUEUE, "maximum_concurrency": c}} for c in (2, 1000))),
        *each("queues", ({"q": {**QUEUE, "visibility_timeout_seconds": 30}},)),
    ],
)
def test_what_lambda_just_takes_is_taken(plan):
    assert function(plan)["function_name"] == "shop-thumbnails"


@pytest.mark.parametrize(
    "variable",
    [
        pytest.param(name, marks=p.marks)
        for name, values in {
            "memory_mb": [(n, "between 128 and 10240") for n in (127, 10241)],
            "timeout_seconds": [(n, "between 1 and 900") for n in (0, 901)],
            "ephemeral_storage_mb": [(n, "between 512 and 10240") for n in (511, 10241)],
            "reserved_concurrency": [(-2, "-1 or greater")],
            "architecture": [("i386", "arm64 or x86_64")],
            "asynchronous": [
                ({"maximum_event_age_seconds": 59}, "between 60 and 21600"),
                ({"maximum_event_age_seconds": 21601}, "between 60 and 21600"),
                ({"maximum_retry_attempts": 3}, "0, 1 or 2"),
            ],
            "layer_arns": [([f"arn:aws:lambda:us-east-1:123456789012:layer:l{n}:1" for n in range(6)], "5 at most")],
            "log_retention_days": [(31, "must be one of")],
            "aliases": [
                ({"live": {"weights": {"1": 1.01}}}, "between 0 and 1"),
                ({"live": {"weights": {"1": -0.01}}}, "between 0 and 1"),
                ({"live": {"weights": {"1": 0.1, "2": 0.1}}}, "one other version only"),
                ({"live": {"provisioned_concurrency": -1}}, "0 or greater"),
            ],
            "queues": [
                ({"q": {**QUEUE, "batch_size": 0}}, "batch_size must be"),
                ({"q": {**QUEUE, "batch_size": 10001}}, "batch_size must be"),
                ({"q": {**QUEUE, "batch_size": 11, "fifo": True}}, "batch_size must be"),
                ({"q": {**QUEUE, "batch_size": 11, "batching_window_seconds": 0}}, "needs batching_window_seconds"),
                ({"q": {**QUEUE, "batching_window_seconds": -1}}, "between 0 and 300"),
                ({"q": {**QUEUE, "batching_window_seconds": 301}}, "between 0 and 300"),
                ({"q": {**QUEUE, "maximum_concurrency": 1}}, "between 2 and 1000"),
                ({"q": {**QUEUE, "maximum_concurrency": 1001}}, "between 2 and 1000"),
                ({"q": {**QUEUE, "visibility_timeout_seconds": 29}}, "must not be shorter"),
                ({"q": {**QUEUE, "alias": "live"}}, "must be a key of aliases"),
            ],
            "permissions": [
                ({"p": {**BUCKET, "service": "*"}}, "ends with .amazonaws.com"),
                ({"p": {**BUCKET, "source_account": None}}, "must name an account"),
                ({"p": {**RULE, "source_arn": "arn:aws:events:us-east-1:*:rule/shop-nightly"}}, "must name an account"),
                ({"p": {**RULE, "source_account": "123456789012"}}, "EventBridge"),
                ({"p": {**BUCKET, "source_account": "12345678901"}}, "twelve digits"),
                ({"p": {**BUCKET, "alias": "live"}}, "must be a key of aliases"),
            ],
            "policy_statements": [
                ({"All": {"actions": ["*"], "resources": ["*"]}}, "too much"),
                ({"All": {"actions": ["s3:*"], "resources": ["*"]}}, "too much"),
                ({"not this": {"actions": ["s3:GetObject"], "resources": ["*"]}}, "letters and digits only"),
            ],
            "dead_letter": [
                ({"arn": "arn:aws:sqs:us-east-1:123456789012:q", "service": "s3"}, "must be sns or sqs"),
                ({"arn": "arn:aws:sqs:us-east-1:123456789012:q.fifo"}, "must not be a FIFO"),
            ],
            "environment_variables": [
                ({"AWS_REGION": "x"}, "Lambda sets itself"),
                ({"1ST": "x"}, "begin with a letter"),
            ],
            "handler": [(None, "handler belongs to a package of files")],
            "package": [
                ({}, "exactly one of"),
                ({"filename": "a.zip", "s3": {"bucket": "b", "key": "k"}}, "exactly one of"),
            ],
            "vpc": [
                ({"subnet_ids": [], "security_group_ids": ["sg-0a1b2c3d4e5f60718"]}, "at least"),
                ({"subnet_ids": ["subnet-0a1b2c3d4e5f60718"], "security_group_ids": []}, "at least"),
            ],
            "name": [("a" * 49, "3 to 48"), ("ab", "3 to 48")],
        }.items()
        for p in each_refused(name, values)
    ],
)
def test_what_lambda_would_not_take_is_refused(refusal, variable):
    assert refusal.variable == variable


@pytest.mark.refused(
    "lambda-function",
    example="minimal",
    aliases={"live": {"provisioned_concurrency": 3}},
    reserved_concurrency=2,
    match="more instances ready",
)
def test_more_instances_ready_than_may_run_are_refused(refusal):
    assert refusal.variable == "aliases"


@pytest.mark.plan(
    "lambda-function", example="minimal", aliases={"live": {"provisioned_concurrency": 2}}, reserved_concurrency=2
)
def test_as_many_instances_may_be_ready_as_may_run(plan):
    assert plan.one("aws_lambda_provisioned_concurrency_config")["provisioned_concurrent_executions"] == 2


@pytest.mark.refused("lambda-function", example="minimal", runtime=None, match="runtime belongs to a package of files")
def test_files_without_a_runtime_are_refused(refusal):
    assert refusal.variable == "runtime"


MOVED = {"live": {"moved_by_codedeploy": True}}


@pytest.mark.plan("lambda-function", example="minimal", aliases=MOVED)
def test_an_alias_that_codedeploy_moves_is_a_resource_of_its_own(plan):
    assert plan.one("aws_lambda_alias").address == 'module.lambda_function.aws_lambda_alias.codedeploy["live"]'


@pytest.mark.plan(
    "lambda-function",
    example="minimal",
    aliases={"live": {"moved_by_codedeploy": True, "provisioned_concurrency": 2}},
    permissions={
        "api": {
            "service": "apigateway.amazonaws.com",
            "alias": "live",
            "source_arn": "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/*/*",
        }
    },
)
def test_an_alias_that_codedeploy_moves_is_called_and_kept_ready_as_any_other(plan):
    called = plan.one("aws_lambda_permission")["qualifier"]
    assert (called, plan.one("aws_lambda_provisioned_concurrency_config")["qualifier"]) == ("live", "live")


@pytest.mark.refused(
    "lambda-function",
    example="minimal",
    aliases={"live": {"moved_by_codedeploy": True, "weights": {"1": 0.5}}},
    match="weights that CodeDeploy gives it",
)
def test_weights_of_an_alias_that_codedeploy_moves_are_refused(refusal):
    assert refusal.variable == "aliases"
