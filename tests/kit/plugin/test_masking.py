"""What a plan marks as sensitive is in none of pytest's outputs, whatever a test does with it."""

import json
import re

import pytest

CANARY = "hunter2-canary"
MODULE = """
variable "secret" {
  type      = string
  sensitive = true
  validation {
    condition     = length(var.secret) > 8
    error_message = "The secret is too short."
  }
}
variable "plain" {
  type    = string
  default = "shown"
}
resource "terraform_data" "this" {
  input = var.secret
}
output "secret" {
  value     = var.secret
  sensitive = true
}
output "plain" {
  value = var.plain
}
"""
#: What each test does, below the line that reads the secret.
LEAKS = {
    "compares an output": "assert plan.outputs['secret'] == 'other'",
    "compares the raw plan": "assert plan.raw['variables']['secret'] == {'value': 'other'}",
    "compares inside a list": "assert [secret, 'b'] == ['c', 'b', 1]",
    "fails with it": "pytest.fail(f'it is {secret}')",
    "fails with it, without a traceback": "pytest.fail(f'it is {secret}', pytrace=False)",
    "raises it": "raise ValueError(secret)",
    "raises it while handling it": "try:\n        raise KeyError(secret)\n    except KeyError:\n        raise ValueError(secret)",
    "skips with it": "pytest.skip(f'because of {secret}')",
    "expects to fail with it": "pytest.xfail(f'because of {secret}')",
    "prints it and passes": "print(secret)",
    "prints it and fails": "print(secret)\n    sys.stderr.write(secret)\n    assert False",
    "logs it and fails": "logging.getLogger().error('it is %s', secret)\n    assert False",
    "warns of it": "warnings.warn(f'mind {secret}')",
    "records it": "record_property('secret', secret)\n    record_property('all', [{'a': secret}])",
    "holds it and fails": "held = {'a': {'b': secret}}\n    assert False",
    "gives it to a function": "def helper(argument):\n        raise RuntimeError('no')\n    helper(secret)",
}  # fmt: skip
HEAD = f"""
import logging
import pathlib
import sys
import warnings
import pytest

@pytest.fixture
def broken(plan):
    raise RuntimeError(plan.outputs["secret"])

@pytest.fixture
def broken_at_the_end(plan):
    yield
    raise RuntimeError(plan.outputs["secret"])

@pytest.fixture
def plans(planner):
    from tfproof.terraform.planning import Case
    return {{"a": [planner.plan(Case.of("vault", {{"secret": "{CANARY}"}}))]}}

@pytest.mark.plan("vault", secret="{CANARY}")
def test_broken(broken):
    pass

@pytest.mark.plan("vault", secret="{CANARY}")
def test_broken_at_the_end(broken_at_the_end):
    pass

def test_plans_of_a_fixture(plans):
    assert plans["a"][0].outputs["secret"] == "x"

@pytest.mark.refused("vault", secret="{CANARY}")
def test_refused(refusal):
    pass

@pytest.mark.plan("vault", secret=pathlib.Path("{CANARY}"))
def test_no_json(plan):
    pass

@pytest.mark.plan("vault", secret="{CANARY}")
@pytest.mark.requirement("X-2")
@pytest.mark.parametrize("plain", ["{CANARY}"], ids=["name-of-{CANARY}"])
def test_name(plan, plain):
    pass

@pytest.mark.refused("vault", secret="{CANARY[:7]}", plain=None, match="{CANARY[:7]}")
def test_refused_for_another_reason(refusal):
    pass
"""


@pytest.fixture
def vault(suite):
    """A project whose module holds a secret."""
    module = suite.path / "terraform/modules/vault"
    module.mkdir()
    (module / "main.tf").write_text(MODULE)
    return suite


def leaking():
    tests = [
        f'@pytest.mark.requirement("X-1")\n@pytest.mark.plan("vault", secret="{CANARY}")\n'
        f"def test_{name.replace(',', '').replace(' ', '_')}(plan, record_property):\n"
        f"    secret = plan.one('terraform_data')['input']\n    {body}\n"
        for name, body in LEAKS.items()
    ]
    return HEAD + "\n" + "\n".join(tests)


RUNS = {"long": ("-n", "2"), "short": ("-p", "no:xdist"), "line": ("-p", "no:xdist"), "native": ("-p", "no:xdist")}


def test_no_output_holds_it(vault):
    vault.makepyfile(leaking())
    passing = {"prints it and passes", "warns of it", "records it"}
    failed = len(LEAKS) - len(passing) - 2 + 1
    for style, workers in RUNS.items():
        arguments = ("-rA", "--showlocals", f"--tb={style}", "--junitxml=junit.xml", "-o", "junit_logging=all")
        result = vault.runpytest_subprocess(*workers, *arguments, "-o", "junit_family=xunit1")
        result.assert_outcomes(passed=len(passing) + 2, failed=failed, skipped=1, xfailed=1, errors=5, warnings=1)
        left = [vault.path / "junit.xml", *(vault.path / "build/results").rglob("*.jsonl")]
        said = {"stdout": result.stdout.str(), "stderr": result.stderr.str(), **{p.name: p.read_text() for p in left}}
        for name in ("stdout", "junit.xml"):  # pytest tells tests apart by their names, so it cannot be given others
            said[name] = said[name].replace(f"test_name[name-of-{CANARY}]", "test_name")
        assert {name: text.count("canary") for name, text in said.items()} == dict.fromkeys(said, 0), style
        assert "(sensitive, " in said["stdout"], "something was masked"
        assert "(sensitive, " in said["junit.xml"], "something was masked"
        assert [p for p in left if p.suffix == ".jsonl" and "(sensitive, " in p.read_text()]


def test_the_ends_of_a_secret_that_pytest_shows_cut_are_masked(vault):
    """Digits in all places, so that every part of the value is one that nothing else in the output holds."""
    secret = "".join(f"k{n:03}" for n in range(100))
    vault.makepyfile(
        """
        import pytest

        @pytest.mark.plan("vault", secret="".join(f"k{n:03}" for n in range(100)))
        def test_long(plan):
            secret = plan.outputs["secret"]
            held = {"a": ["b", secret]}
            assert secret == "other"
        """
    )
    result = vault.runpytest_subprocess("-p", "no:xdist", "--showlocals")
    result.assert_outcomes(failed=1)
    text = result.stdout.str()
    assert "(part of a sensitive value)...(part of a sensitive value)" in text
    assert [secret[i : i + 8] for i in range(0, len(secret), 4) if secret[i : i + 8] in text and i < 392] == []


def test_what_a_mark_gives_to_a_variable_that_json_declares_is_masked(suite):
    """The case is refused, so that only the declaration says what is secret."""
    module = suite.path / "terraform/modules/vault"
    module.mkdir()
    rule = {"condition": "${length(var.code) > 99}", "error_message": "The code is ${var.code}."}
    variable = {"type": "string", "sensitive": True, "validation": [rule]}
    (module / "main.tf.json").write_text(json.dumps({"variable": {"code": variable}}))
    suite.makepyfile(
        """
        import pytest

        @pytest.mark.refused("vault", code="hunter2-canary", match="short")
        def test_refused(refusal):
            pass
        """
    )
    result = suite.runpytest_subprocess("-p", "no:xdist", "--showlocals", "-rA")
    result.assert_outcomes(errors=1)
    assert "was refused, but not with 'short'" in result.stdout.str()
    assert "canary" not in result.stdout.str()


def test_colours_inside_a_secret_do_not_show_it(vault):
    """pytest colours what it compares as Python, and there `%s` and escapes inside of a text have colours of their own."""
    vault.makepyfile(
        """
        import pytest

        @pytest.mark.plan("vault", secret="hunter%s-one-%(two)s-canary")
        def test_coloured(plan):
            assert {"a": [plan.outputs["secret"]]} == {"a": ["other"]}
        """
    )
    result = vault.runpytest_subprocess("-p", "no:xdist", "--color=yes", "-vv")
    result.assert_outcomes(failed=1)
    text = re.sub(r"\x1b\[[\d;]*m", "", result.stdout.str())
    assert "hunter%s-one" not in text
    assert "canary" not in text.replace('secret="hunter%s-one-%(two)s-canary"', "")


def test_what_is_not_secret_is_shown_in_pytests_own_form(vault):
    vault.makepyfile(
        """
        import pytest

        @pytest.mark.plan("vault", secret="hunter2-canary", plain="seen by all")
        def test_plain(plan):
            assert plan.outputs["plain"] == "something else"
        """
    )
    result = vault.runpytest_subprocess("-p", "no:xdist", "--color=yes")
    result.assert_outcomes(failed=1)
    text = result.stdout.str()
    assert "seen by all" in text
    assert "\x1b[1m\x1b[31mE" in text, "a masked report has its colours"


def test_what_an_apply_marks_is_masked_as_well(suite):
    """The state that was read back knows what the provider marks, and the fixture need not be `applied` itself."""
    stack = suite.path / "terraform/stacks/shop"
    (stack / "main.tf").write_text(
        'variable "name" {}\nresource "aws_ssm_parameter" "this" {\n  name  = "p"\n  type  = "SecureString"\n'
        '  value = "hunter2-${"canary"}-${var.name}"\n}\n'
    )
    suite.makepyfile(
        """
        import pytest

        @pytest.mark.applied("shop", environments=["staging"])
        def test_applied(applied):
            assert applied.one("aws_ssm_parameter")["value"] == "x"

        @pytest.mark.applied("shop", environments=["staging"])
        def test_asked_through_the_cloud_api(applied_stack):
            found = applied_stack.client("ssm").get_parameter(Name="p", WithDecryption=True)
            assert found["Parameter"]["Value"] == "x"
        """
    )
    result = suite.runpytest_subprocess("-p", "no:xdist", "--showlocals", "--junitxml=junit.xml")
    result.assert_outcomes(failed=2)
    assert "canary" not in result.stdout.str() + (suite.path / "junit.xml").read_text()
    assert "(sensitive, " in result.stdout.str()


def test_an_apply_that_fails_shows_no_secret_of_what_it_was_to_make(suite):
    """The state was never read back, and Terraform's error quotes the value."""
    stack = suite.path / "terraform/stacks/shop"
    (stack / "main.tf").write_text(
        'variable "name" {}\nvariable "secret" {\n  sensitive = true\n  default   = "hunter2 canary"\n}\n'
        'resource "aws_sqs_queue" "this" {\n  name = var.secret\n}\n'
    )
    suite.makepyfile(
        """
        import pytest

        @pytest.mark.applied("shop", environments=["staging"])
        def test_applied(applied):
            pass
        """
    )
    result = suite.runpytest_subprocess("-p", "no:xdist")
    result.assert_outcomes(errors=1)
    assert "shop staging does not apply" in result.stdout.str()
    assert "canary" not in result.stdout.str()


def test_where_it_cannot_be_told_what_is_secret_nothing_is_shown(suite):
    suite.makepyfile(
        """
        import pytest
        from tfproof import Plan

        @pytest.fixture
        def odd(project):
            return Plan({"planned_values": {}, "configuration": 3, "variables": {"a": {"value": "hunter2-canary"}}})

        def test_odd(odd):
            print("hunter2-canary")
            assert odd.raw["variables"]["a"]["value"] == "other"
        """
    )
    result = suite.runpytest_inprocess("-p", "no:xdist")
    result.assert_outcomes(failed=1)
    assert "canary" not in result.stdout.str()
    assert "(withheld: what is secret in the plans of this test cannot be told, " in result.stdout.str()
