"""No secret reaches a bundle, wherever in a plan it is."""

import json
from typing import Any

import pytest
from samples import CANARY, DATABASE, evidence

from tfproof.assessment.controls import Judged, assess
from tfproof.checks import Judgement, registry
from tfproof.evidence import write_bundle
from tfproof.findings import Bound, Finding, Layer, Measure, Read, Verdict
from tfproof.frameworks import load
from tfproof.secrecy import Redactor

#: Also in lists, numbers and nested objects; distinct, so that a leak tells where it came from.
NUMBER = 736251948


def plan() -> dict[str, Any]:
    """A plan's JSON with secrets in every place where Terraform puts them."""
    secret_resource = {
        "address": 'module.db[0].aws_db_instance.this["a.b"]',
        "mode": "managed",
        "type": "aws_db_instance",
        "name": "this",
        "values": {
            "password": f"{CANARY}-a",
            "engine": "postgres",
            "replicas": [{"token": f"{CANARY}-b"}, {"token": None}],
        },
        "sensitive_values": {"password": True, "replicas": [{"token": True}, {}]},
    }
    change = {
        "actions": ["update"],
        "before": {"password": f"{CANARY}-c"},
        "after": {"password": f"{CANARY}-a", "replicas": [{"token": f"{CANARY}-b"}]},
        "after_unknown": {},
        "before_sensitive": {"password": True},
        "after_sensitive": {"password": True, "replicas": [{"token": True}]},
    }
    container = {"name": "app", "environment": [{"name": "API_TOKEN", "value": f"{CANARY}-unmarked"}]}
    task = {
        "address": "aws_ecs_task_definition.app",
        "type": "aws_ecs_task_definition",
        "name": "app",
        "values": {"container_definitions": json.dumps([container]), "family": "app"},
        "sensitive_values": {},
    }
    function = {
        "address": "aws_lambda_function.f",
        "type": "aws_lambda_function",
        "name": "f",
        "values": {"environment": [{"variables": {"API_TOKEN": f"{CANARY}-unmarked"}}]},
        "sensitive_values": {},
    }
    root = {
        "resources": [task, function],
        "child_modules": [{"address": "module.db[0]", "resources": [secret_resource]}],
    }
    return {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "variables": {
            "password": {"value": f"{CANARY}-d"},
            "pin": {"value": NUMBER},
            "settings": {"value": {"nested": [f"{CANARY}-e"]}},
            "region": {"value": "eu-west-1"},
        },
        "planned_values": {
            "outputs": {"url": {"sensitive": True, "value": f"https://{CANARY}-f"}},
            "root_module": root,
        },
        "prior_state": {
            "values": {"outputs": {"url": {"sensitive": True, "value": f"{CANARY}-g"}}, "root_module": root}
        },
        "resource_changes": [{"address": secret_resource["address"], "change": change}],
        "resource_drift": [{"address": secret_resource["address"], "change": change}],
        "deferred_changes": [{"reason": "x", "resource_change": {"address": "aws_x.y", "change": change}}],
        "output_changes": {
            "url": {"before": None, "after": f"{CANARY}-h", "before_sensitive": False, "after_sensitive": True}
        },
        "checks": [
            {"instances": [{"problems": [{"message": f"the password {CANARY}-d is too short, so is {NUMBER}"}]}]}
        ],
        "configuration": {
            "provider_config": {
                "aws": {
                    "expressions": {
                        "access_key": {"constant_value": f"{CANARY}-i"},
                        "region": {"constant_value": "eu-west-1"},
                        "endpoints": [{"s3": {"constant_value": f"https://user:{CANARY}-j@host"}}],
                        "skip_metadata_api_check": {"constant_value": True},
                    }
                }
            },
            "root_module": {
                "outputs": {"url": {"sensitive": True, "expression": {"constant_value": f"{CANARY}-k"}}},
                "variables": {
                    "password": {"sensitive": True, "default": f"{CANARY}-l"},
                    "pin": {"sensitive": True},
                    "settings": {"sensitive": True},
                    "region": {},
                },
                "resources": [
                    {
                        "address": "aws_lambda_function.f",
                        "expressions": {
                            "environment": [{"variables": {"constant_value": {"API_TOKEN": f"{CANARY}-unmarked"}}}]
                        },
                    }
                ],
                "module_calls": {
                    "db": {
                        "expressions": {
                            "secret": {"constant_value": f"{CANARY}-m"},
                            "environment": {"constant_value": {"API_TOKEN": f"{CANARY}-unmarked"}},
                            "engine": {"constant_value": "postgres"},
                        },
                        "module": {
                            "variables": {"secret": {"sensitive": True, "default": f"{CANARY}-n"}, "engine": {}},
                            "outputs": {"token": {"sensitive": True, "expression": {"constant_value": f"{CANARY}-o"}}},
                            "resources": [
                                {
                                    "address": "aws_db_instance.this",
                                    "expressions": {
                                        "password": {"constant_value": f"{CANARY}-p"},
                                        "engine": {"references": ["var.engine"]},
                                        "replicas": [{"token": {"constant_value": f"{CANARY}-q"}}],
                                    },
                                }
                            ],
                        },
                    }
                },
            },
        },
    }


def redacted() -> tuple[Redactor, dict[str, Any]]:
    redactor = Redactor()
    raw = redactor.plan(plan())
    return redactor, redactor.scrub(raw)


def leaks(text: str) -> list[str]:
    """Return what is left of the canary, however it is escaped."""
    return [part for part in (CANARY, "hunter2", "canary-7f3e", str(NUMBER)) if part in text]


def test_no_secret_is_left_in_a_plan():
    assert leaks(json.dumps(redacted()[1])) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("variables.region.value", "eu-west-1"),
        ("planned_values.root_module.child_modules.0.resources.0.values.engine", "postgres"),
        ("configuration.provider_config.aws.expressions.region.constant_value", "eu-west-1"),
        ("configuration.provider_config.aws.expressions.skip_metadata_api_check.constant_value", True),
        ("configuration.root_module.module_calls.db.expressions.engine.constant_value", "postgres"),
        ("configuration.root_module.module_calls.db.module.resources.0.expressions.engine.references.0", "var.engine"),
        ("planned_values.root_module.child_modules.0.resources.0.values.replicas.1.token", None),
        ("output_changes.url.before", None),
    ],
)
def test_what_is_no_secret_stays(path, value):
    node: Any = redacted()[1]
    for step in path.split("."):
        node = node[int(step)] if isinstance(node, list) else node[step]
    assert node == value


def test_the_names_of_environment_variables_stay():
    assert "API_TOKEN" in json.dumps(redacted()[1]["planned_values"]["root_module"]["resources"])


def test_the_form_of_the_plan_stays():
    assert list(redacted()[1]) == list(plan())


def test_the_plan_that_was_given_is_not_changed():
    raw = plan()
    Redactor().plan(raw)
    assert raw == plan()


def test_equal_secrets_have_equal_digests_within_a_run():
    raw = redacted()[1]
    planned = raw["planned_values"]["root_module"]["child_modules"][0]["resources"][0]["values"]["password"]
    change = raw["resource_changes"][0]["change"]
    assert planned == change["after"]["password"] != change["before"]["password"]


def test_the_digest_of_a_secret_differs_between_runs():
    one, other = (redacted()[1]["variables"]["password"]["value"] for _ in range(2))
    assert one.startswith("(sensitive, hmac-sha256 ")
    assert one != other


def test_a_short_secret_is_hidden_where_it_is_marked_and_nowhere_else():
    redactor = Redactor()
    raw = redactor.plan(
        {
            "variables": {"x": {"value": "dev"}},
            "configuration": {"root_module": {"variables": {"x": {"sensitive": True}}}},
        }
    )
    assert raw["variables"]["x"]["value"] != "dev"
    assert redactor.scrub({"environment": "dev"}) == {"environment": "dev"}


def test_a_secret_is_found_inside_json_in_a_text():
    redactor, _ = redacted()
    assert leaks(redactor.scrub(json.dumps({"policy": f"say {CANARY}-d"}))) == []


def test_a_secret_is_found_as_terraform_escapes_it():
    redactor, _ = redacted()
    written = json.dumps(f"{CANARY}-d").replace("<", "\\u003c").replace("&", "\\u0026")
    assert leaks(redactor.scrub(written)) == []


def test_names_are_kept_but_nothing_below_values():
    redactor, _ = redacted()
    kept = redactor.scrub({"address": f"{CANARY}-d", "value": {"address": f"{CANARY}-d"}}, keep=frozenset({"address"}))
    assert kept["address"] == f"{CANARY}-d"
    assert leaks(json.dumps(kept["value"])) == []


def test_no_file_of_a_bundle_holds_a_secret(tmp_path):
    """The plan's secrets also turn up in a message, a recorded read, a diagnostic and a trace row."""
    careless = Finding(
        "encryption.rds-at-rest",
        DATABASE,
        "aws_db_instance",
        Verdict.FAIL,
        f"the password is {CANARY}-a",
        reads=(Read(DATABASE, "url", {"value": [f"postgres://{CANARY}-d@host", NUMBER]}),),
        environment="production",
        measures=(Measure("password", f"{CANARY}-c", ("other",), Bound.ONE_OF),),
    )
    judged = Judged("", "production", Layer.PLAN, "p", Judgement((careless,), {}, 1))
    row = {
        "id": "SF-1", "system": "s", "area": "a", "environments": [], "requirement": "r", "evidence": "plan",
        "tests": [{"test": "t", "outcome": "failed"}], "status": "failed", "missing": f"expected https://{CANARY}-f",
        "deviation": None,
    }  # fmt: skip
    bundle = tmp_path / "bundle"
    write_bundle(
        bundle,
        evidence(
            assessment=assess([judged], load(known_checks=registry())),
            plans={"p": plan()},
            trace=[row],
            not_read=[f"the module with {CANARY}-m"],
            disagreements=(),
        ),
    )
    files = [p for p in bundle.rglob("*") if p.is_file()]
    assert len(files) == 7
    assert {p.name: leaks(p.read_text()) for p in files if leaks(p.read_text())} == {}
