"""In a project that uses our words for something of its own, nothing of ours acts."""

import re
import subprocess
import sys

import pytest

#: Everything that the plugin needs for tests of ours and for nothing else.
HEAVY = ("boto3", "botocore", "filelock", "jinja2", "jsonschema", "moto", "tftest", "tree_sitter", "yaml")


def test_loading_the_plugin_imports_nothing_heavy():
    program = (
        "import sys, pytest, tfproof.pytest_plugin as plugin\n"
        "from importlib import import_module\n"
        "before = {m.partition('.')[0] for m in sys.modules}\n"
        "for name in plugin.pytest_plugins: import_module(name)\n"
        f"print(sorted(set({HEAVY!r}) & {{m.partition('.')[0] for m in sys.modules}}))\n"
        "print(sorted(m for m in sys.modules if m.startswith('tfproof.')))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    heavy, own = done.stdout.splitlines()
    assert heavy == "[]"
    assert set(re.findall(r"tfproof\.(\w+)", own)) == {"errors", "progress", "pytest_plugin"}


def test_a_foreign_run_imports_nothing_heavy(foreign):
    heavy = set(HEAVY) - ({"yaml"} if list(foreign.path.rglob("requirements.yaml")) else set())
    foreign.makepyfile(
        test_last=f"""
        import sys

        def test_nothing_heavy_came():
            assert not {heavy!r} & {{m.partition(".")[0] for m in sys.modules}}
        """
    )
    run(foreign, passed=len(TESTS) + 1)


TESTS = {
    "a mark and a fixture of their own": """
        @pytest.mark.plan("gold", 3, price=object())
        def test_it(plan):
            assert plan == "the floor plan"
        """,
    "a mark without the fixture": """
        @pytest.mark.plan
        @pytest.mark.refused(1, 2, match="[")
        @pytest.mark.applied({"a": 1}, nome=3)
        @pytest.mark.emulator("snes")
        def test_it():
            pass
        """,
    "an environment by a mark": """
        @pytest.mark.plan("shop")
        @pytest.mark.parametrize("environment", ["a"])
        def test_it(environment, plan):
            assert environment == "a"
        """,
    "an environment by a hook": """
        @pytest.mark.applied("shop")
        def test_it(stack, environment):
            assert (stack, environment) == ("pile", "hall")
        """,
    "requirements with other arguments": """
        @pytest.mark.requirement(3, name=object())
        @pytest.mark.requirement("REQ-7")
        @pytest.mark.requirement(["a", "b"])
        def test_it():
            pass
        """,
    "fixtures of a conftest": """
        def test_it(project, emulator, refusal, applied, applied_stack, planner, prerequisites):
            names = (project, emulator, refusal, applied, applied_stack, planner, prerequisites)
            assert names == ("project", "emulator", "refusal", "applied", "applied_stack", "planner", "prerequisites")
        """,
    "fixtures of its own class": """
        class TestIt:
            @pytest.fixture(params=[1])
            def emulator(self, request):
                return request.param

            @pytest.mark.applied("shop")
            def test_it(self, emulator):
                assert emulator == 1
        """,
}
CONFTEST = """
import pytest

@pytest.fixture
def plan():
    return "the floor plan"

@pytest.fixture(params=["hall"])
def environment(request):
    return request.param

@pytest.fixture
def stack():
    return "pile"
""" + "".join(
    f"\n@pytest.fixture\ndef {name}():\n    return {name!r}\n"
    for name in ("project", "emulator", "refusal", "applied", "applied_stack", "planner", "prerequisites")
)


@pytest.fixture(params=["no project", "a project", "a project with requirements"])
def foreign(pytester, request):
    """Tests that have nothing to do with us, where there is no Terraform, and where there is some."""
    if request.param != "no project":
        stack = pytester.path / "terraform/stacks/shop"
        (stack / "environments").mkdir(parents=True)
        (stack / "main.tf").touch()
        (stack / "environments/staging.tfvars").touch()
    if request.param == "a project with requirements":
        (stack / "requirements.yaml").write_text("- {id: X-1}\n")
    pytester.makeini("[pytest]\n")
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(**{f"test_{k.replace(' ', '_')}": "import pytest\n" + body(t) for k, t in TESTS.items()})
    return pytester


def body(text):
    return "\n".join(line.removeprefix("        ") for line in text.splitlines()) + "\n"


def run(pytester, *arguments, **outcomes):
    result = pytester.runpytest_subprocess("-W", "error", *arguments)
    result.assert_outcomes(**outcomes)
    assert result.ret == (1 if outcomes.get("failed") else 0)
    return result


@pytest.mark.parametrize("workers", [("-p", "no:xdist"), ("-n", "1")], ids=["alone", "xdist"])
def test_all_of_its_tests_run_as_if_we_were_not_there(foreign, workers):
    run(foreign, *workers, passed=len(TESTS))
    kept = list(foreign.path.rglob("*.jsonl"))
    assert bool(kept) == bool(list(foreign.path.rglob("requirements.yaml"))), (
        "the trace says which ids it does not know"
    )


def test_a_failing_foreign_test_gets_no_section_of_ours(pytester):
    pytester.makepyfile("def test_it():\n    assert not 'this'\n")
    run(pytester, failed=1).stdout.no_fnmatch_line("*run it again*")


def test_fixtures_of_other_plugins_win_over_ours_in_whatever_order_they_are_loaded(pytester):
    """Of two plugins the last one loaded wins, which for one that is named by `-p` would be ours."""
    names = ("project", "planner", "stack", "environment", "emulator", "prerequisites", "applied_stack", "plan")
    fixtures = "\n".join(f"@pytest.fixture\ndef {n}():\n    return 'theirs'\n" for n in names)
    pytester.makepyfile(theirs=f"import pytest\n{fixtures}")
    pytester.makepyfile(
        f"import pytest\n@pytest.mark.plan('gold')\ndef test_it({', '.join(names)}):\n"
        f"    assert {{{', '.join(names)}}} == {{'theirs'}}\n"
    )
    pytester.syspathinsert()
    run(pytester, "-p", "theirs", passed=1)


def test_a_foreign_project_fixture_does_not_lead_our_planner_astray(suite):
    suite.makeconftest(
        "import pytest\n\n@pytest.fixture(scope='session')\ndef project():\n    return 'their project'\n"
    )
    suite.makepyfile(
        """
        import pytest

        @pytest.mark.plan("queue", name="abc")
        def test_it(plan, project):
            assert plan.one("terraform_data")["input"] == "abc"
            assert project == "their project"
        """
    )
    run(suite, passed=1)


def test_a_fixture_that_overrides_ours_and_asks_for_it_keeps_the_mark_ours(suite):
    suite.makeconftest("import pytest\n\n@pytest.fixture\ndef plan(plan):\n    return plan.one('terraform_data')\n")
    suite.makepyfile(
        """
        import pytest

        @pytest.mark.plan("shop", environments=["staging"])
        def test_it(plan):
            assert plan["input"] == "staging"

        @pytest.mark.plan("shoop")
        def test_bad(plan):
            pass
        """
    )
    suite.runpytest_subprocess("-p", "no:xdist").assert_outcomes(passed=1, errors=1)


def test_without_a_project_our_fixture_says_where_to_start(pytester):
    pytester.makepyfile(
        "import pytest\n\n@pytest.mark.plan('queue')\ndef test_it(plan):\n    pass\n\ndef test_other():\n    pass\n"
    )
    result = pytester.runpytest_inprocess("-p", "no:xdist")
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(
        ["@pytest.mark.plan('queue'): *: no project here: start below a directory that holds *"]
    )
