"""What plans and pages of the stacks say: the facts of `<stack>/<area>.yaml` (see docs/facts.md)."""

from pathlib import Path

import pytest

from tfproof.errors import TfproofError
from tfproof.facts.pages import Written
from tfproof.facts.stated import load_facts
from tfproof.project.layout import Project

HERE = Path(__file__).parent


def stated():
    """The facts, or the one line that says what is wrong with them."""
    try:
        return load_facts(Project.find(HERE), HERE)
    except TfproofError as error:
        raise pytest.Collector.CollectError(str(error)) from None


def case(fact):
    """A parameter that is planned and counted like a test that is written out."""
    marks = [pytest.mark.requirement(*fact.ids)] if fact.ids else []
    if not isinstance(fact.said, Written):
        marks.append(pytest.mark.plan(fact.root, changes=dict(fact.variables)))
    values = [fact.environment, fact] if fact.environment else [fact]
    return pytest.param(*values, id=str(fact), marks=marks)


FACTS = stated()
OF_ENVIRONMENTS = [case(fact) for fact in FACTS if fact.environment]
OF_ROOTS = [case(fact) for fact in FACTS if not fact.environment and not isinstance(fact.said, Written)]
OF_PAGES = [case(fact) for fact in FACTS if isinstance(fact.said, Written)]


def hold(fact, wrong):
    """Fail in the fact's words, with every value that is otherwise."""
    if wrong:
        pytest.fail("\n".join([f"{fact.sentence}:", *wrong]), pytrace=False)


@pytest.mark.parametrize(("environment", "fact"), OF_ENVIRONMENTS)
def test_the_plan_says(plan, environment, fact):
    hold(fact, fact.said.wrong(plan))


@pytest.mark.parametrize("fact", OF_ROOTS)
def test_the_plan_of_the_root_says(plan, fact):
    hold(fact, fact.said.wrong(plan))


@pytest.mark.parametrize("fact", OF_PAGES)
def test_the_page_says(fact):
    hold(fact, fact.said.wrong())
