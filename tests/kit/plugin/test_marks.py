"""A mark that makes no sense is an error of its own test, in one line that names the mark; all others run."""

import pytest

BAD = {
    "no argument": ("plan", "", "plan(): it takes the name of one module or stack: write @pytest.mark.plan*"),
    "two arguments": ("plan", '"queue", "x"', "plan('queue', 'x'): it takes the name of one module or stack*"),
    "a path for a name": ("plan", 'pathlib.Path("queue")', "plan(*Path('queue')): it takes the name of one module*"),
    "no such module": ("plan", '"quue", name="abc"', "plan('quue', name=…): quue: no such module*: there are: queue, shop"),
    "no such example": ("plan", '"queue", example="tiny"', "plan('queue', example=…): queue has no example tiny*"),
    "an example that is none": ("plan", '"queue", example=3', "plan(*: example= is int: give it a text"),
    "an example elsewhere": ("plan", '"queue", example="../.."', "plan(*: queue has no example ../..: there are: minimal"),
    "changes of no name": ("plan", '"queue", changes={1: 2}', "plan(*: changes= has 1: a variable's name is a text"),
    "unknown that is none": ("plan", '"queue", unknown="yes"', "plan(*: unknown= is str: give it True or False"),
    "changes that are none": ("plan", '"queue", changes=["a"]', "plan(*: changes= is list: give it a dictionary*"),
    "no such environment": ("plan", '"shop", environment="prod"', "*: shop has no environment prod: there are: staging, p*"),
    "no such environments": ("plan", '"shop", environments=["prod"]', "*: shop has no environment prod: there are: *"),
    "one text for environments": ("plan", '"shop", environments="staging"', "*: environments= is str: give it a list*"),
    "environments of numbers": ("plan", '"shop", environments=[3]', "*: shop has no environment 3: there are: *"),
    "environments that name none": ("plan", '"shop", environments=[]', "*: environments= names none: leave it out*"),
    "match that is none": ("refused", '"queue", match=["x"]', "refused(*: match= is list: give it a text"),
    "match that is no expression": ("refused", '"queue", match="["', "refused(*: match='[[]' is no regular expression*"),
    "a module to apply": ("applied", '"queue"', "applied('queue'): queue is a module: name a stack: shop"),
    "no such stack to apply": ("applied", '"shoop"', "applied('shoop'): shoop: no such module or stack*"),
    "a variable to apply": ("applied", '"shop", name="abc"', "applied(*: it has no argument name: it has: environments"),
}  # fmt: skip
FIXTURE = {"plan": "plan", "refused": "refusal", "applied": "applied"}
GOOD = "import pathlib\nimport pytest\n\ndef test_good():\n    assert True\n"


def source(key):
    mark, arguments, _ = BAD[key]
    test = f"test_{key.replace(' ', '_')}"
    return f"\n@pytest.mark.{mark}({arguments})\ndef {test}({FIXTURE[mark]}):\n    pass\n"


@pytest.mark.parametrize("key", BAD)
def test_it_is_said_in_one_line_that_names_the_mark(suite, key):
    (suite.path / "terraform/modules/queue/examples/minimal").mkdir(parents=True)
    suite.makepyfile(GOOD + source(key))
    result = suite.runpytest_inprocess("-p", "no:xdist")
    result.assert_outcomes(passed=1, errors=1)
    lines = result.stdout.lines
    (heading,) = (i for i, line in enumerate(lines) if "ERROR at setup of" in line)
    result.stdout.fnmatch_lines([f"@pytest.mark.{BAD[key][2]}"])
    assert lines[heading + 1].startswith("@pytest.mark.")
    assert lines[heading + 2].endswith("run it again " + "-" * 33), lines[heading + 2]


@pytest.mark.parametrize("arguments", ["", "3", '"X-1", 3', '["X-1"]', 'id="X-1"'])
def test_a_test_of_ours_that_names_no_requirement_says_so(suite, arguments):
    suite.makepyfile(
        f"import pytest\n\n@pytest.mark.requirement({arguments})\n@pytest.mark.plan('queue', name='abc')\n"
        "def test_it(plan):\n    pass\n"
    )
    result = suite.runpytest_inprocess("-p", "no:xdist")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["@pytest.mark.requirement: it takes ids of requirements: write *"])


def test_all_of_them_together_spoil_nobody_elses_test(suite):
    suite.makepyfile(GOOD + "".join(map(source, BAD)))
    suite.runpytest_inprocess("-p", "no:xdist").assert_outcomes(passed=1, errors=len(BAD))


def test_the_values_of_a_mark_are_not_printed(suite):
    suite.makepyfile(GOOD + '\n@pytest.mark.plan("quue", password="hunter2-canary")\ndef test_bad(plan):\n    pass\n')
    result = suite.runpytest_inprocess("-p", "no:xdist")
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.no_fnmatch_line("*hunter2-canary*")


def test_a_fixture_without_its_mark_says_which_mark(suite):
    suite.makepyfile("def test_plan(plan):\n    pass\n\ndef test_refusal(refusal):\n    pass\n")
    result = suite.runpytest_inprocess("-p", "no:xdist")
    result.assert_outcomes(errors=2)
    result.stdout.fnmatch_lines(
        ["the test needs a mark: @pytest.mark.plan(*", "the test needs a mark: @pytest.mark.refused(*"]
    )


def test_a_fault_of_a_case_spoils_its_own_test(suite):
    """What is known only when the case is made or planned: names of variables, and values that no JSON can hold."""
    suite.makepyfile(
        """
        import decimal
        import ipaddress
        import pathlib
        import pytest

        @pytest.mark.plan("queue", name="abc")
        def test_good(plan):
            assert plan.one("terraform_data")["input"] == "abc"

        @pytest.mark.refused("queue", name="x", match="too short")
        def test_refused(refusal):
            assert refusal.variable == "name"

        @pytest.mark.plan("queue", nmae="abc")
        def test_misspelt(plan):
            pass

        @pytest.mark.plan("queue")
        def test_missing(plan):
            pass

        @pytest.mark.refused("queue", nmae="x")
        def test_misspelt_and_refused(refusal):
            pass

        @pytest.mark.plan("queue", name=ipaddress.ip_network("10.0.0.0/16"))
        def test_network(plan):
            pass

        @pytest.mark.plan("queue", name={pathlib.Path("a"): 1})
        def test_key(plan):
            pass

        @pytest.mark.plan("queue", changes={"name": [{"a": {1, 2}}]})
        def test_set(plan):
            pass

        @pytest.mark.refused("queue", name=decimal.Decimal("1.5"))
        def test_decimal(refusal):
            pass
        """
    )
    result = suite.runpytest_subprocess("-p", "no:xdist")
    result.assert_outcomes(passed=2, errors=7)
    result.stdout.fnmatch_lines_random(
        [
            "@pytest.mark.plan('queue', nmae=…): *no variable nmae: queue has: name",
            "@pytest.mark.plan('queue'): *required variables are missing: name*",
            "@pytest.mark.refused('queue', nmae=…): *no variable nmae: queue has: name",
            "@pytest.mark.plan('queue', name=…): *name*",
            "@pytest.mark.refused('queue', name=…): *name*",
        ]
    )


def test_both_marks_of_a_test_are_used_by_their_own_fixtures(suite):
    """A mark of the module and one of the test, and fixtures that ask each for its own."""
    suite.makepyfile(
        """
        import pytest

        pytestmark = pytest.mark.plan("shop")

        @pytest.mark.refused("shop", name="x", match="too short")
        def test_both(plan, refusal, environment):
            assert plan.one("terraform_data")["input"] == environment

        @pytest.mark.refused("queue", name="x")
        def test_refused_only(refusal):
            assert refusal.variable == "name"
        """
    )
    suite.runpytest_subprocess("-p", "no:xdist").assert_outcomes(passed=3)


def test_environments_that_a_test_names_as_its_own_parameters_are_taken(suite):
    suite.makepyfile(
        """
        import pytest

        @pytest.mark.plan("shop")
        @pytest.mark.parametrize("environment", ["staging"])
        def test_one(plan, environment):
            assert plan.one("terraform_data")["input"] == environment
        """
    )
    suite.runpytest_subprocess("-p", "no:xdist").assert_outcomes(passed=1)
