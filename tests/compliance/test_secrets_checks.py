"""Which names and values are secrets, and how long a schedule leaves a secret as it is: tables of both sides."""

from __future__ import annotations

from typing import Any

import pytest

from tfproof import Plan, Verdict
from tfproof.checks import judge, registry, settings_from
from tfproof.checks.concerns._schedules import longest_days
from tfproof.checks.concerns._secret_values import is_secret
from tfproof.plans.values import UNKNOWN, OneOf, PartialText, Reference
from tfproof.secrecy.facts import facts

NOTHING = Plan({"planned_values": {"root_module": {}}})

SECRET_NAMES = [
    "DB_PASS",
    "MYSQL_PWD",
    "PGPASSWORD",
    "REDIS_AUTH",
    "JWT_SECRET",
    "API_KEY",
    "apiKey",
    "dbPassword",
    "DB_PASSWORD_1",
    "DB_PASSWORD_V2",
    "SECRET_KEY_BASE",
    "AWS_SECRET_ACCESS_KEY",
    "DJANGO_SECRET",
    "TOKEN",
    "SMTP_PASS",
    "DB_PW",
    "AUTH_TOKENS",
    "spring.datasource.password",
    "CLIENTSECRET",
    "OAUTH_CLIENT_SECRET",
    "STRIPE_APIKEY",
    "SSH_PRIVATE_KEY",
    "COOKIE_SIGNING_KEY",
    "SERVICE_CREDENTIALS",
    "db-password",
    "GPG_PASSPHRASE",
    "PASSWORD_FOR_REPORTS",
    "NEW_PWD",
]

OTHER_NAMES = [
    "MAX_TOKENS",
    "TOKENIZERS_PARALLELISM",
    "PASSWORD_MIN_LENGTH",
    "PASSWORDLESS_LOGIN",
    "SECRET_NAME",
    "TOKEN_ISSUER",
    "PWD",
    "OLDPWD",
    "OLD_PWD",
    "BYPASS",
    "PASS_THROUGH",
    "ACCESS_KEY_ID",
    "SECRET_ARN",
    "DB_PASSWORD_FILE",
    "TOKEN_TTL",
    "SSH_AUTH_SOCK",
    "AUTHOR",
    "KEY",
    "KMS_KEY_ID",
    "NUM_TOKENS",
    "COMPASS",
    "SECRETS_MANAGER_ENDPOINT",
    "PRIVATE_KEY_PATH",
    "PASSWORD_HASHER",
    "TOKENIZER",
    "TOKEN_URL_2",
    "PUBLIC_KEY",
    "PRIMARY_KEY",
    "AUTH_METHOD",
    "PASS",
    "1",
    "_",
]

CREDENTIALS = [
    "postgresql://app:correct-horse@db.example.com/app",
    "redis://:correct-horse@cache.example.com:6379",
    "Server=db.example.com;User Id=app;Password=correct-horse;",
    "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
    "glpat-" + "a1" * 10,
    "npm_" + "a" * 36,
    "pypi-AgEIcHlwaS5vcmcCJDEyMzQ1",
    "AKIAIOSFODNN7EXAMPLE",
    "ASIAIOSFODNN7EXAMPLE",
    "xoxb-" + "1" * 12,
    "ghp_" + "a" * 36,
    "github_pat_" + "a" * 30,
    "sk_live_" + "a" * 24,
    "-----BEGIN RSA PRIVATE KEY-----",
    "-----BEGIN PRIVATE KEY-----",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
    "Bearer abcdefghijklmnop",
    "DefaultEndpointsProtocol=https;AccountKey=" + "a" * 64,
    "AIza" + "a" * 35,
    "hvs." + "a" * 24,
]

OTHER_VALUES = [
    "postgresql://db.example.com:5432/app",
    "postgresql://app@db.example.com/app",
    "postgresql://app:${PASSWORD}@db.example.com/app",
    "postgresql://app:$PASSWORD@db.example.com/app",
    "postgresql://app:{{password}}@db.example.com/app",
    "postgresql://app:<password>@db.example.com/app",
    "Server=db.example.com;Password=${PASSWORD};",
    "https://example.com:443/@scope/package",
    "https://hooks.slack.com/",
    "user@example.com",
    "s3://bucket/key",
    "AKIA",
    "basic",
    "eyJ",
    "",
]

POINTERS = [
    "arn:aws:secretsmanager:us-east-1:123456789012:secret:app",
    "arn:aws-cn:ssm:cn-north-1:123456789012:parameter/app",
    "{{resolve:secretsmanager:app}}",
    "/run/secrets/db",
    "alias/app",
    "true",
    "No",
    "none",
    "",
    None,
]


@pytest.mark.parametrize("name", SECRET_NAMES)
def test_a_name_speaks_of_a_secret(name: str) -> None:
    assert is_secret(NOTHING, name, "correct-horse") is True


@pytest.mark.parametrize("name", OTHER_NAMES)
def test_a_name_that_only_sounds_like_it_does_not(name: str) -> None:
    assert is_secret(NOTHING, name, "correct-horse") is False


@pytest.mark.parametrize("value", CREDENTIALS)
def test_a_value_is_a_credential_whatever_its_name_is(value: str) -> None:
    assert is_secret(NOTHING, "SETTING", value) is True


@pytest.mark.parametrize("value", CREDENTIALS)
def test_a_credential_is_one_also_where_the_name_says_otherwise(value: str) -> None:
    assert is_secret(NOTHING, "MAX_TOKENS", value) is True


@pytest.mark.parametrize("value", OTHER_VALUES)
def test_a_value_that_only_looks_like_it_is_none(value: str) -> None:
    assert is_secret(NOTHING, "SETTING", value) is False


@pytest.mark.parametrize("value", POINTERS)
def test_a_name_of_a_secret_with_no_secret_behind_it_is_none(value: str | None) -> None:
    assert is_secret(NOTHING, "DB_PASSWORD", value) is False


@pytest.mark.parametrize(
    ("name", "value", "secret"),
    [("MAX_TOKEN", "4096", False), ("DB_TOKEN", "4096", True), ("MAX_TOKEN", "x4096", True), ("PASSWORD", 12345, True)],
)
def test_a_number_is_a_measure_where_the_name_says_so(name: str, value: object, secret: bool) -> None:
    assert is_secret(NOTHING, name, value) is secret


def plan_of(values: dict[str, dict[str, Any]]) -> Plan:
    """Return a state that holds these resources, given by address with their values."""
    resources = [
        {"address": address, "mode": "managed", "type": address.partition(".")[0], "name": "x", "values": given}
        for address, given in values.items()
    ]
    return Plan({"planned_values": {"root_module": {"resources": resources}}, "configuration": {}})


ORIGINS = [
    ("aws_iam_access_key.x", "secret", True),
    ("aws_iam_access_key.x", "id", False),
    ("aws_db_instance.x", "password", True),
    ("aws_db_instance.x", "endpoint", False),
    ("aws_sqs_queue.x", "url", False),
    ("aws_secretsmanager_secret.x", "arn", False),
    ("aws_ssm_parameter.secure", "value", True),
    ("aws_ssm_parameter.plain", "value", None),
    ("aws_ssm_parameter.plain", "arn", False),
    ("aws_cloudformation_stack.x", "outputs.Key", None),
    ("aws_cloudformation_stack.x", "outputs", None),
    ("random_password.x", "result", True),
    ("random_password.x", "id", None),
    ("tls_private_key.x", "private_key_pem", True),
    ("terraform_data.x", "output", None),
    ("terraform_data.nowhere", "output", None),
]


@pytest.mark.parametrize(("address", "path", "secret"), ORIGINS)
@pytest.mark.parametrize("name", ["SETTING", "DB_PASSWORD"])
def test_where_a_value_comes_from_tells_whether_it_is_a_secret(
    name: str, address: str, path: str, secret: bool | None
) -> None:
    parameters = {"aws_ssm_parameter.secure": {"type": "SecureString"}, "aws_ssm_parameter.plain": {"type": "String"}}
    there = {a: {} for a, _, _ in ORIGINS if not a.endswith(".nowhere")}
    assert is_secret(plan_of({**there, **parameters}), name, Reference(address, path)) is secret


@pytest.mark.parametrize(
    ("candidates", "secret"),
    [(["hunter2", "hunter3"], True), (["", None], False), (["hunter2", ""], None), ([UNKNOWN, "hunter2"], None)],
)
def test_one_of_several_values_is_what_all_of_them_are(candidates: list[object], secret: bool | None) -> None:
    assert is_secret(NOTHING, "DB_PASSWORD", OneOf(candidates)) is secret


@pytest.mark.parametrize(
    ("name", "parts", "secret"),
    [
        ("DATABASE_URL", ["postgresql://app:", UNKNOWN, "@db.example.com/app"], True),
        ("DATABASE_URL", ["postgresql://", UNKNOWN, "/app"], None),
        ("DB_PASSWORD", [Reference("aws_secretsmanager_secret.x", "arn"), ":password::"], False),
        ("DB_PASSWORD", ["arn:aws:ssm:", Reference("aws_sqs_queue.x", "name"), ":parameter"], False),
        ("DB_PASSWORD", ["queue-", Reference("aws_sqs_queue.x", "name")], True),
        ("QUEUE", ["queue-", Reference("aws_sqs_queue.x", "name")], False),
    ],
)
def test_a_text_is_told_by_its_known_part_and_where_the_rest_comes_from(
    name: str, parts: list[Any], secret: bool | None
) -> None:
    plan = plan_of({"aws_sqs_queue.x": {}, "aws_secretsmanager_secret.x": {}})
    assert is_secret(plan, name, PartialText(parts)) is secret


def built(value: str, kind: str) -> dict[str, Any]:
    return {"environment": [{"environment_variable": [{"name": "SETTING", "value": value, "type": kind}]}]}


ALL_OF_THEM = [{"variables": True}]
ONE_OF_THEM = [{"variables": {"SETTING": True}}]
OTHER_ONE = [{"variables": {"OTHER": True}}]
BUILD = [{"environment_variable": [{"value": True}]}]
ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:app"
CONTAINER = '[{"name": "app", "image": "app:1", "environment": [{"name": "SETTING", "value": "%s"}]}]'
MARKED = [
    ("lambda_function", {"environment": [{"variables": {"SETTING": "horse"}}]}, {"environment": ONE_OF_THEM}, "fail"),
    ("lambda_function", {"environment": [{"variables": {"SETTING": "horse"}}]}, {"environment": OTHER_ONE}, "pass"),
    ("lambda_function", {"environment": [{"variables": {"SETTING": "horse"}}]}, {"environment": ALL_OF_THEM}, "fail"),
    ("lambda_function", {"environment": [{"variables": {"SETTING": ""}}]}, {"environment": ONE_OF_THEM}, "pass"),
    ("lambda_function", {"environment": [{"variables": {"SETTING": ARN}}]}, {"environment": ONE_OF_THEM}, "pass"),
    ("lambda_function", {"environment": [{"variables": {"A": "horse", "B": "x"}}]}, {"environment": True}, "unknown"),
    ("codebuild_project", built("horse", "PLAINTEXT"), {"environment": BUILD}, "fail"),
    ("codebuild_project", built("horse", "PARAMETER_STORE"), {"environment": BUILD}, "pass"),
    ("codebuild_project", built("horse", "PLAINTEXT"), {}, "pass"),
    ("ecs_task_definition", {"container_definitions": CONTAINER % "horse"}, {"container_definitions": True}, "unknown"),
    ("ecs_task_definition", {"container_definitions": CONTAINER % ""}, {"container_definitions": True}, "pass"),
    ("ecs_task_definition", {"container_definitions": CONTAINER % "horse"}, {}, "pass"),
]


@pytest.mark.parametrize(("kind", "values", "marked", "verdict"), MARKED)
def test_a_value_that_terraform_marks_sensitive_is_a_secret_whatever_its_name_is(
    kind: str, values: dict[str, Any], marked: dict[str, Any], verdict: str
) -> None:
    entry = {"address": f"aws_{kind}.x", "mode": "managed", "type": f"aws_{kind}", "name": "x", "values": values}
    raw = {"planned_values": {"root_module": {"resources": [{**entry, "sensitive_values": marked}]}}}
    settings = settings_from({}, "test", registry())
    (found,) = judge(Plan(raw), [registry()["secrets.no-plain-environment"]], settings).findings
    assert found.verdict == verdict


@pytest.mark.parametrize(("kind", "verdict"), [("String", "unknown"), ("SecureString", "fail")])
def test_the_provider_marks_the_value_of_a_plain_parameter_too(kind: str, verdict: str) -> None:
    function = {"address": "aws_lambda_function.x", "mode": "managed", "type": "aws_lambda_function", "name": "x"}
    parameter = {"address": "data.aws_ssm_parameter.p", "mode": "data", "type": "aws_ssm_parameter", "name": "p"}
    marked = {"environment": [{"variables": {"TABLE": True}}]}
    values = {"environment": [{"variables": {"TABLE": "orders"}}]}
    resources = [
        {**function, "values": values, "sensitive_values": marked},
        {**parameter, "values": {"name": "/p", "type": kind, "value": "orders"}},
    ]
    settings = settings_from({}, "test", registry())
    plan = Plan({"planned_values": {"root_module": {"resources": resources}}})
    (found,) = judge(plan, [registry()["secrets.no-plain-environment"]], settings).findings
    assert found.verdict == verdict


def test_a_rotation_without_schedule_is_none() -> None:
    rules = {"secret_id": "arn:secret", "rotation_rules": [{}]}
    plan = plan_of(
        {"aws_secretsmanager_secret.x": {"arn": "arn:secret"}, "aws_secretsmanager_secret_rotation.x": rules}
    )
    (finding,) = judge(plan, [registry()["secrets.rotation"]], settings_from({}, "defaults", registry())).findings
    assert finding.verdict is Verdict.FAIL


def test_every_list_of_words_is_upper_case_and_sorted() -> None:
    names = facts()["names"]
    assert {k: sorted(set(map(str.upper, v))) for k, v in names.items()} == names


SCHEDULES = [
    ("rate(999 days)", 999),
    ("rate(1 day)", 1),
    ("rate(24 hours)", 1),
    ("rate(25 hours)", 2),
    ("rate( 4 hours )", 1),
    ("rate(30 minutes)", 1),
    ("cron(0 8 1 * ? *)", 31),
    ("cron(0 8 1,15 * ? *)", 17),
    ("cron(0 8 1-7 * ? *)", 25),
    ("cron(0 8 L * ? *)", 31),
    ("cron(0 8 LW * ? *)", 33),
    ("cron(0 8 15W * ? *)", 32),
    ("cron(0 8 1W * ? *)", 33),
    ("cron(0 8 1 */3 ? *)", 92),
    ("cron(0 8 1 2/6 ? *)", 184),
    ("cron(0 8 1 jan,JUL ? *)", 184),
    ("cron(0 8 1 1 ? *)", 366),
    ("cron(0 8 29 2 ? *)", 1461),
    ("cron(0 8 ? * SUN *)", 7),
    ("cron(0 8 ? * 1 *)", 7),
    ("cron(0 8 ? * L *)", 7),
    ("cron(0 8 ? * MON-FRI *)", 3),
    ("cron(0 8 ? * TUE#2 *)", 35),
    ("cron(0 8 ? 3/6 MON#1 *)", 189),
    ("cron(0 8 ? * 6L *)", 35),
    ("cron(0 */4 * * ? *)", 1),
    ("cron(0 8 30 2 ? *)", None),
    ("cron(0 8 1 * ? 2030)", None),
    ("cron(0 8 1 * ? 2025-2030)", None),
]


@pytest.mark.parametrize(("expression", "days"), SCHEDULES)
def test_the_longest_time_that_a_schedule_leaves(expression: str, days: int | None) -> None:
    assert longest_days(expression) == days


@pytest.mark.parametrize("expression", ["daily", "rate(5 weeks)", "cron(0 8 x * ? *)", "cron(0 8 1 * ?)", ""])
def test_what_is_no_schedule_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match=r"no schedule|invalid literal"):
        longest_days(expression)
