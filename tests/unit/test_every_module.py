"""What holds for every module: its examples plan, also with unknown inputs, grown, and with explicit nulls."""

import re
from pathlib import Path

import pytest

from tfproof.project.layout import Project
from tfproof.terraform.hcl import NotLiteral, read_directory
from tfproof.terraform.module_readme import rendered
from tfproof.terraform.planning import Case

PROJECT = Project.find(Path(__file__))
EXAMPLES = ("minimal", "typical", "grown")
ONE_LOCK = sorted((PROJECT.root / "terraform").glob("**/.terraform.lock.hcl"))


def each_example(**options):
    return [
        pytest.param(id=f"{name}-{example}", marks=pytest.mark.plan(name, example=example, **options))
        for name in PROJECT.modules
        for example in EXAMPLES
    ]


def each_default():
    for name, directory in PROJECT.modules.items():
        module = read_directory(directory)
        for variable in sorted(set(module.variables) - module.required_variables):
            mark = pytest.mark.plan(name, example="minimal", changes={variable: None})
            yield pytest.param(name, variable, id=f"{name}-{variable}", marks=mark)


def calls(plan):
    return plan["configuration"]["root_module"]["module_calls"]


@pytest.mark.parametrize((), each_example())
def test_an_example_plans(plan):
    assert len(calls(plan)) == 1


@pytest.mark.parametrize((), each_example(unknown=True))
def test_an_example_plans_with_identifiers_that_are_known_only_after_an_apply(plan):
    assert len(calls(plan)) == 1


@pytest.mark.parametrize(("name", "variable"), list(each_default()))
def test_an_explicit_null_for_a_variable_with_a_default_never_crashes(planner, name, variable):
    outcome = planner.outcome(Case.of(name, {variable: None}, example="minimal"))
    assert {d.summary for d in outcome.diagnostics} <= {"Invalid value for variable"}


@pytest.mark.parametrize("name", PROJECT.modules)
def test_growing_a_collection_moves_no_resource(planner, name):
    typical, grown = planner.plan_all([Case.of(name, example="typical"), Case.of(name, example="grown")])
    lost = {r.address for r in typical.managed} - {r.address for r in grown.managed}
    assert not lost


@pytest.mark.parametrize("name", PROJECT.modules)
def test_the_grown_example_asks_for_more_than_the_typical_one(planner, name):
    typical, grown = (Case.of(name, example=e).call(planner.project) for e in ("typical", "grown"))
    assert len("".join(a.text for a in grown.attributes.values())) > len(
        "".join(a.text for a in typical.attributes.values())
    )


@pytest.mark.parametrize("name", PROJECT.modules)
def test_the_readme_is_up_to_date(name):
    directory = PROJECT.modules[name]
    assert rendered(directory) == (directory / "README.md").read_text()


@pytest.mark.parametrize("name", PROJECT.modules)
def test_what_a_module_promises_has_tests_of_its_own(name):
    assert (Path(__file__).parent / "modules" / f"test_{name.replace('-', '_')}.py").is_file()


@pytest.mark.parametrize("name", PROJECT.modules)
def test_variables_are_described_typed_and_alphabetical(name):
    variables = read_directory(PROJECT.modules[name]).variables
    assert list(variables) == sorted(variables)
    for variable, block in variables.items():
        assert block.attributes["description"].literal().endswith("."), variable
        assert "any" not in block.attributes["type"].text.replace("(", " ").replace(")", " ").split(), variable


@pytest.mark.parametrize("name", PROJECT.modules)
def test_a_default_is_not_nullable_unless_null_is_the_default(name):
    for variable, block in read_directory(PROJECT.modules[name]).variables.items():
        if "default" not in block.attributes:
            continue
        try:
            is_null = block.attributes["default"].literal() is None
        except NotLiteral:
            is_null = False
        assert is_null or "nullable" in block.attributes, variable


def test_a_shared_variable_means_the_same_everywhere():
    known = {}
    for name, directory in PROJECT.modules.items():
        for variable, block in read_directory(directory).variables.items():
            if variable in {"tags", "vpc_id", "subnet_ids", "security_group_ids", "log_retention_days", "environment"}:
                said = (block.attributes["type"].text, block.attributes["description"].text)
                known.setdefault(variable, {}).setdefault(said, []).append(name)
    assert {v: uses for v, uses in known.items() if len(uses) > 1} == {}


@pytest.mark.parametrize("name", PROJECT.modules)
def test_a_module_has_the_files_that_a_reader_expects(name):
    files = {p.name for p in PROJECT.modules[name].iterdir()}
    assert files >= {"README.md", "main.tf", "variables.tf", "outputs.tf", "versions.tf"}


@pytest.mark.parametrize("name", PROJECT.modules)
def test_a_module_reads_no_account_and_configures_no_provider(name):
    directory = read_directory(PROJECT.modules[name])
    data = {b.labels[0] for b in directory.of("data")}
    assert not data & {"aws_caller_identity", "aws_availability_zones"}
    assert directory.of("provider") == []
    assert directory.of("terraform")[0].nested("backend") == []


@pytest.mark.parametrize("name", PROJECT.modules)
def test_whether_there_is_a_secret_is_none(name):
    """What hangs on a sensitive variable is sensitive, too, and its words are taken out of all that is written."""
    directory = PROJECT.modules[name]
    secret = [v for v, block in read_directory(directory).variables.items() if "sensitive" in block.attributes]
    asked = re.compile(rf"(?<!nonsensitive\()\bvar\.(?:{'|'.join(secret) or '(?!)'}) [!=]= null")
    code = "\n".join(f.read_text() for f in directory.glob("*.tf") if not f.name.startswith("variables"))
    assert asked.findall(code) == []


def test_a_file_that_says_where_it_stands_again_is_the_same_there():
    said = re.compile(r"# The same in `([a-z0-9-]+)` and `([a-z0-9-]+)`\.\n")
    found = [
        (file, match)
        for m in PROJECT.modules.values()
        for file in m.glob("*.tf")
        if (match := said.match(file.read_text()))
    ]
    assert found
    for file, match in found:
        for name in match.groups():
            assert (PROJECT.modules[name] / file.name).read_text() == file.read_text(), (
                f"{file} is other than that of {name}"
            )


def test_every_root_has_the_same_lock_file():
    roots = {p.parent for p in (PROJECT.root / "terraform").glob("**/providers.tf")}
    assert {p.parent for p in ONE_LOCK} == roots
    assert len({p.read_text() for p in ONE_LOCK}) == 1
