"""Every validation is held from both sides by values that are written down in `limits/<module>.yaml`.

A value that a module's author has to think of anew: what is the last one that is accepted, what the first that is refused?
"""

from pathlib import Path

import pytest
from limits import TABLES, Limits, told

from tfproof.errors import BadInput
from tfproof.project.layout import Project

PROJECT = Project.find(Path(__file__))
MODULES = {name: Limits(PROJECT, name) for name in PROJECT.modules}


@pytest.fixture(scope="session")
def answers(request, planner):
    """What the validations of all modules say that tests of this file are about, asked together."""
    items = (i for i in request.session.items if i.path == Path(__file__) and "judged" in i.fixturenames)
    return told(planner, [MODULES[name] for name in dict.fromkeys(i.callspec.params["name"] for i in items)])


@pytest.fixture
def judged(answers, name):
    """Each row of a module with the conditions that do not hold for it, variants included."""
    limits = MODULES[name]
    pairs = zip(limits.rows, answers[name], strict=True)
    return [(row, {c for c, said in zip(limits.conditions, of, strict=True) if said != "true"}) for row, of in pairs]


def validations(conditions):
    return {c for c in conditions if not c.said}


def of_table(name):
    return f"no value in limits/{name}.yaml or in the module's tests decides about these"


def test_there_are_no_limits_of_modules_that_are_gone():
    assert {file.stem for file in TABLES.glob("*.yaml")} <= set(MODULES)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("refuse: {name: [a]}", "no such word: refuse: did you mean refused"),
        ("refused: {a: [1], a: [2]}", "given twice"),
    ],
)
def test_a_table_that_would_be_read_in_part_is_an_error(monkeypatch, tmp_path, text, said):
    monkeypatch.setattr("limits.TABLES", tmp_path)
    (tmp_path / "network.yaml").write_text(text)
    with pytest.raises(BadInput, match=said):
        _ = Limits(PROJECT, "network").table


@pytest.mark.parametrize("name", MODULES)
def test_a_value_within_the_limits_is_accepted(judged, name):
    refused = {
        str(row): [str(c) for c in validations(false)] for row, false in judged if row.accepted and not row.of_test
    }
    assert {row: by for row, by in refused.items() if by} == {}


@pytest.mark.parametrize("name", MODULES)
def test_a_value_beyond_the_limits_is_refused(judged, name):
    assert [str(row) for row, false in judged if not row.accepted and not row.of_test and not validations(false)] == []


@pytest.mark.parametrize("name", MODULES)
def test_every_validation_alone_refuses_a_value(judged, name):
    alone = set().union(*(v for _, false in judged if len(v := validations(false)) == 1))
    assert [str(c) for c in MODULES[name].conditions if not c.said and c not in alone] == [], of_table(name)


@pytest.mark.parametrize("name", MODULES)
def test_every_bound_and_every_member_of_a_condition_decides_about_a_value(judged, name):
    limits = MODULES[name]
    noticed = set()
    for row, false in judged:
        refusing = {c.of for c in validations(false)}
        if row.accepted:
            noticed |= false
        elif len(refusing) == 1:
            noticed |= {c for c in limits.conditions if c.of in refusing} - false
    assert [
        str(c)
        for c in limits.conditions
        if c.said and c not in noticed and not any(said in c.said for said in limits.alike)
    ] == [], of_table(name)
