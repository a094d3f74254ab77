"""Facts as data: what each word says, that nothing is passed over, and that what is wrong is one line."""

import json

import pytest
import yaml

from tfproof.errors import BadInput
from tfproof.facts.judging import said
from tfproof.facts.pages import written
from tfproof.facts.stated import load_facts
from tfproof.plans.view import Plan
from tfproof.project.layout import Project

POLICY = json.dumps(
    {
        "Statement": [
            {"Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*"},
            {"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"},
        ]
    }
)


def entry(address, **values):
    kind, name = address.split(".")
    return {"address": address, "mode": "managed", "type": kind, "name": name.partition("[")[0], "values": values}


RESOURCES = [
    entry("aws_sqs_queue.jobs", name="jobs", delay_seconds=30, policy=POLICY, tags_all={"Owner": "shop"}),
    entry("aws_sqs_queue.dead", name="dead", delay_seconds=0, policy=None, tags_all={"Owner": "shop"}),
    entry(
        "aws_db_parameter_group.this",
        family="postgres15",
        parameter=[{"name": "a", "value": "1"}, {"name": "b", "value": "2"}],
    ),
]
UNKNOWN = {"aws_sqs_queue.jobs": {"arn": True, "url": True}}
PLAN = Plan(
    {
        "planned_values": {"root_module": {"resources": RESOURCES}},
        "resource_changes": [
            {**e, "change": {"actions": ["create"], "after_unknown": UNKNOWN.get(e["address"], {})}} for e in RESOURCES
        ],
        "configuration": {},
    }
)


def wrong(text):
    return said(yaml.safe_load(text)).wrong(PLAN.recording())


HOLDING = [
    "{one: aws_db_parameter_group, has: {family: postgres15}}",
    "{one: aws_sqs_queue, at: '*.jobs', has: {delay_seconds: 30}}",
    "{one: aws_sqs_queue, where: {name: jobs}, has: {delay_seconds: 30}}",
    "{each: aws_sqs_queue, count: 2, has: {tags.Owner: shop}}",
    "{each: aws_sqs_queue, has: {delay_seconds: {at_least: 0, at_most: 30}}}",
    "{each: aws_sqs_queue, has: {delay_seconds: {above: -1, below: 31}}}",
    "{each: aws_sqs_queue, has: {name: {any_of: [jobs, dead]}}}",
    "{each: aws_sqs_queue, exactly: [{name: dead}, {name: jobs, delay_seconds: 30}]}",
    "{each: aws_sqs_queue, together: {name: {exactly: [jobs, dead]}}}",
    "{each: aws_sqs_queue, together: {delay_seconds: {different: 2}}}",
    "{each: aws_sqs_queue, together: {tags.Owner: {different: 1}}}",
    "{one: aws_sqs_queue, at: '*.dead', has: {policy: null}}",
    "{one: aws_sqs_queue, at: '*.jobs', has: {arn: {unknown: true}}}",
    "{one: aws_sqs_queue, at: '*.jobs', has: {name: {like: 'j*s', not: {like: 'd*'}, size: 4, unknown: false}}}",
    "{one: aws_sqs_queue, at: '*.jobs', has: {policy.Statement.1.Effect: Allow}}",
    "{one: aws_sqs_queue, at: '*.jobs', has: {'policy.statements[Sid=Read].Action': ['s3:GetObject']}}",
    "{one: aws_sqs_queue, at: '*.jobs', has: {policy: {holds: [GetObject]}}}",
    "{one: aws_sqs_queue, at: '*.jobs', has: {'policy.statements[Sid=Read].Resource': ['*']}}",
    "{one: aws_sqs_queue, at: '*.jobs', has: {policy: {allows: [{do: 's3:GetObject', to: '*'}]}}}",
    "{one: aws_db_parameter_group, has: {'parameter[name=a].value': '1'}}",
    "{one: aws_db_parameter_group, has: {parameter.1: {is: {name: b, value: '2'}}}}",
    "{one: aws_db_parameter_group, has: {parameter.*.value: {any_of: ['1', '2']}}}",
    "{one: aws_db_parameter_group, has: {parameter: {size: 2, holds: [{name: a}]}}}",
    "{one: aws_db_parameter_group, has: {parameter: {exactly: [{name: b}, {name: a, value: '1'}]}}}",
    "{one: aws_sqs_queue, at: '*.jobs', has: {policy: {allows: [{do: 's3:GetObject', to: 'arn:aws:s3:::b/k'}]}}}",
    "{one: aws_sqs_queue, at: '*.jobs', has: {policy: {refuses: [{do: 's3:PutObject', to: 'arn:aws:s3:::b/k'}]}}}",
    "{one: aws_sqs_queue, at: '*.jobs', has: {policy: {spares: [{do: 's3:PutObject', to: 'arn:aws:s3:::b/k'}]}}}",
    "{none: aws_sqs_queue, where: {delay_seconds: {above: 30}}}",
    "{none: aws_db_parameter_group, where: {parameter.*.value: '3'}}",
    "{each: aws_db_parameter_group, where: {parameter.*.value: {any_of: ['1', '2']}}, has: {family: postgres15}}",
    "{none: aws_sns_topic}",
]


@pytest.mark.parametrize("text", HOLDING)
def test_it_is_so(text):
    assert wrong(text) == []


FAILING = {
    "{one: aws_sqs_queue}": "2 aws_sqs_queue, expected 1: aws_sqs_queue.dead, aws_sqs_queue.jobs",
    "{each: aws_sns_topic}": "0 aws_sns_topic, expected 1 or more; of aws_sns_topic there are: none",
    "{each: [aws_sqs_queue, aws_sns_topic]}": "0 aws_sns_topic among aws_sqs_queue or aws_sns_topic, expected 1 or more",
    "{each: aws_sqs_queue, count: 3}": "2 aws_sqs_queue, expected 3: aws_sqs_queue.dead, aws_sqs_queue.jobs",
    "{each: aws_sqs_queue, has: {delay_seconds: 30}}": "aws_sqs_queue.dead: delay_seconds is 0, expected 30",
    "{each: aws_sqs_queue, has: {delay_seconds: {at_least: 1}}}": "delay_seconds is 0, expected {'at_least': 1}",
    "{each: aws_sqs_queue, has: {delay_seconds: {above: 0}}}": "delay_seconds is 0, expected",
    "{each: aws_sqs_queue, has: {delay_seconds: {at_most: 29}}}": "aws_sqs_queue.jobs: delay_seconds is 30",
    "{each: aws_sqs_queue, has: {delay_seconds: {below: 30}}}": "aws_sqs_queue.jobs: delay_seconds is 30",
    "{one: aws_sqs_queue, at: '*.jobs', has: {delay_seconds: '30'}}": "delay_seconds is 30, expected 30",
    "{one: aws_sqs_queue, at: '*.dead', has: {delay_seconds: false}}": "delay_seconds is 0, expected False",
    "{one: aws_sqs_queue, at: '*.jobs', has: {arn: {not: x}}}": "arn is (known after apply)",
    "{one: aws_sqs_queue, at: '*.jobs', has: {arn: {like: '*'}}}": "arn is (known after apply)",
    "{one: aws_sqs_queue, at: '*.jobs', has: {name: {unknown: true}}}": "name is 'jobs'",
    "{one: aws_sqs_queue, at: '*.jobs', has: {name: {like: j}}}": "name is 'jobs'",
    "{one: aws_sqs_queue, at: '*.jobs', has: {name: {not: {like: 'j*'}}}}": "name is 'jobs'",
    "{one: aws_sqs_queue, at: '*.jobs', has: {name: {size: 3}}}": "name is 'jobs'",
    "{one: aws_sqs_queue, at: '*.jobs', has: {policy.Statement.1.Effect: Deny}}": "policy is 'Allow', expected Deny",
    "{one: aws_sqs_queue, at: '*.jobs', has: {'policy.statements[Sid=No].Action': []}}": "there is no policy.statements",
    "{one: aws_db_parameter_group, has: {'parameter[name=c].value': '1'}}": "there is no parameter[name=c].value",
    "{one: aws_db_parameter_group, has: {'parameter[name=a].value': null}}": "parameter.0.value is '1'",
    "{one: aws_db_parameter_group, has: {parameter.*.value: '1'}}": "parameter.1.value is '2', expected 1",
    "{one: aws_db_parameter_group, has: {parameter: {exactly: [{name: b}]}}}": "parameter is",
    "{one: aws_db_parameter_group, has: {parameter: {exactly: [{name: b}, {name: b}]}}}": "parameter is",
    "{one: aws_db_parameter_group, has: {parameter: {holds: [{name: c}]}}}": "parameter is",
    "{one: aws_db_parameter_group, has: {famly: x}}": "aws_db_parameter_group has no famly in the provider's schema",
    "{one: aws_sqs_que}": "there is no type aws_sqs_que in hashicorp/aws",
    "{each: aws_sqs_queue, exactly: [{name: dead}]}": "expected one of aws_sqs_queue for each of",
    "{each: aws_sqs_queue, exactly: [{name: dead}, {name: dead}]}": "aws_sqs_queue.jobs: name is 'jobs'",
    "{each: aws_sqs_queue, together: {name: {holds: [mail]}}}": "name of all of them together is aws_sqs_queue.dead: 'dead'",
    "{each: aws_sqs_queue, together: {tags.Owner: {different: 2}}}": "expected {'different': 2}",
    "{each: aws_sqs_queue, where: {arn: x}}": "aws_sqs_queue.jobs: arn is known only after an apply",
    "{one: aws_sqs_queue, at: '*.jobs', has: {policy: {refuses: [{do: 's3:GetObject', to: 'arn:aws:s3:::b/k'}]}}}": (
        "aws_sqs_queue.jobs: policy is s3:GetObject to arn:aws:s3:::b/k is allowed"
    ),
    "{one: aws_sqs_queue, at: '*.jobs', has: {policy: {allows: [{do: 's3:PutObject', to: 'arn:aws:s3:::b/k'}]}}}": (
        "s3:PutObject to arn:aws:s3:::b/k is denied"
    ),
    "{one: aws_sqs_queue, at: '*.jobs', has: {policy: {denies: [{do: 's3:PutObject', to: 'arn:aws:s3:::b/k'}]}}}": (
        "s3:PutObject to arn:aws:s3:::b/k is allowed"
    ),
    "{one: aws_sqs_queue, at: '*.jobs', has: {policy: {refuses: [{do: 's3:PutObject', to: '*', when: {'aws:Typo': x}}]}}}": (
        "s3:PutObject carries aws:Typo, of which the policy says nothing"
    ),
    "{none: aws_db_parameter_group, where: {'parameter[nmae=a].value': '9'}}": "aws_db_parameter_group has no parameter.*.nmae",
    "{one: aws_sqs_queue, at: '*.jobs', has: {name: {one: aws_kms_key}}}": "name is a reference to jobs, expected a reference",
    "{none: aws_sqs_queue, where: {name: jobs}}": "aws_sqs_queue.jobs: expected no aws_sqs_queue where name is jobs",
    "{none: aws_db_parameter_group, where: {parameter.*.value: '2'}}": "no aws_db_parameter_group where parameter.*.value is 2",
    "{none: aws_sqs_queue, at: '*.jobs', where: {policy.statements.*.Action: ['s3:GetObject']}}": "expected no aws_sqs_queue",
    "{one: aws_db_parameter_group, where: {parameter.*.value: '2'}}": "0 aws_db_parameter_group where parameter.*.value is 2",
    "{none: aws_sns_topic, where: {name: jobs}}": "there is no aws_sns_topic, so that nothing is looked at",
    "{none: aws_sqs_queue, at: 'module.x.*'}": "nothing in the plan is at module.x.*, so that nothing is looked at",
}


@pytest.mark.parametrize(("text", "line"), FAILING.items(), ids=list(FAILING))
def test_it_is_otherwise_and_says_where_and_what(text, line):
    assert line in "\n".join(wrong(text))


def test_what_is_read_is_noted():
    plan = PLAN.recording()
    said({"one": "aws_sqs_queue", "at": "*.jobs", "has": {"delay_seconds": 30}}).wrong(plan)
    assert plan.recorder.types == {"aws_sqs_queue"}
    assert ("aws_sqs_queue.jobs", "delay_seconds", 30) in [(r.address, r.path, r.value) for r in plan.recorder.take()]


def test_what_is_not_there_and_is_not_to_be_there_is_noted_as_well():
    plan = PLAN.recording()
    assert said({"none": "aws_sns_topic"}).wrong(plan) == []
    assert plan.recorder.types == {"aws_sns_topic"}


SENSELESS = {
    "{at: x}": "it has no quantity",
    "{one: aws_vpc, none: aws_vpc}": "it has one and none",
    "{one: aws_vpc, count: 1}": "one has a count",
    "{none: aws_vpc, has: {cidr_block: x}}": "what is not there has no has",
    "{one: [], has: {a: b}}": "is no type",
    "{one: aws_vpc, has: [a]}": "says nothing",
    "{one: aws_vpc, has: {}}": "says nothing",
    "{one: aws_vpc, where: {}}": "says nothing",
    "{each: aws_vpc, together: {}}": "says nothing",
    "{each: aws_vpc, exactly: []}": "is no list of objects",
    "{each: aws_vpc, exactly: [{}]}": "says nothing",
    "{each: aws_vpc, count: 0}": "the count 0 is also that of nothing",
    "{each: aws_vpc, count: {at_most: 3}}": "is also that of nothing",
    "{none: aws_sqs_queue, where: {policy.statements.*.Efect: Deny}}": "a statement has no Efect: did you mean Effect?",
    "{none: aws_sqs_queue, where: {'policy.statements[Sidd=x].Effect': Deny}}": "a statement has no Sidd",
    "{one: aws_vpc, has: {a..b: 1}}": "'a..b' is no path",
    "{one: aws_vpc, has: {a: {lik: b}}}": "did you mean like?",
    "{one: aws_vpc, has: {a: {}}}": "says nothing of a value",
    "{one: aws_vpc, has: {a: {above: b}}}": "is no number",
    "{one: aws_vpc, has: {a: {like: 1}}}": "is no text",
    "{one: aws_vpc, has: {a: {any_of: b}}}": "is no list",
    "{one: aws_vpc, has: {a: {one: aws_vpc, each: aws_vpc}}}": "is no reference",
    "{one: aws_vpc, has: {a: {one: aws_vpc, has: {}}}}": "is no reference",
    "{one: aws_vpc, has: {a: {allows: []}}}": "is no list of calls",
    "{one: aws_vpc, has: {a: {allows: [{do: x}]}}}": "has no action, or no resource",
    "{one: aws_vpc, has: {a: {allows: [{do: x, to: y, if: z}]}}}": "a call has no if",
    "{one: aws_vpc, has: {a: {refuses: [{do: 's3:GetObjct', to: y}]}}}": "there is no action s3:GetObjct",
    "{one: aws_vpc, has: {a: {allows: [{do: x, to: y}], is: z}}}": "there is no is beside calls",
}


@pytest.mark.parametrize(("text", "line"), SENSELESS.items(), ids=list(SENSELESS))
def test_what_makes_no_sense_is_refused(text, line):
    with pytest.raises(BadInput) as refused:
        said(yaml.safe_load(text))
    assert line in str(refused.value)


@pytest.fixture
def project(tmp_path):
    for name, files in {"stacks/shop": ("a", "b"), "bootstrap": ()}.items():
        directory = tmp_path / "terraform" / name
        directory.mkdir(parents=True)
        (directory / "main.tf").write_text("")
        for environment in files:
            (directory / "environments").mkdir(exist_ok=True)
            (directory / "environments" / f"{environment}.tfvars").write_text("")
    (tmp_path / "docs/operations/shop").mkdir(parents=True)
    (tmp_path / "docs/operations/shop/run.md").write_text(
        "# Run\n\n## First\n\nstart, then stop\n\n## Second\n\n| what | when |\n|---|---|\n| patch | weekly |\n"
        "\n| who | why |\n|---|---|\n| team | |\n"
    )
    (tmp_path / "facts/shop").mkdir(parents=True)
    (tmp_path / "facts/shop/system.yaml").write_text("variables: { large: { size: 9 } }\n")
    return Project(tmp_path)


def stated(project, text):
    (project.root / "facts/shop/area.yaml").write_text(text)
    return load_facts(project, project.root / "facts")


def test_a_fact_is_stated_for_each_environment_with_its_own_value(project):
    has = "{cidr_block: {a: '{environment}', b: y}}"
    facts = stated(project, f"- {{fact: It is so, id: {{a: X-1, b: [X-2]}}, one: aws_vpc, has: {has}}}")
    assert [(str(f), f.ids, f.said.has[0].words) for f in facts] == [
        ("shop-area-a-it_is_so", ("X-1",), "a"),
        ("shop-area-b-it_is_so", ("X-2",), "y"),
    ]


def test_a_fact_names_its_environments_and_its_variables(project):
    (fact,) = stated(project, "- {fact: It is so, environments: [b], with: large, none: aws_vpc}")
    assert (fact.environment, dict(fact.variables), fact.root) == ("b", {"size": 9}, "shop")


def test_a_root_without_environments_is_stated_once(project):
    (fact,) = stated(project, "- {fact: It is so, root: bootstrap, none: aws_vpc}")
    assert (str(fact), fact.environment, fact.root) == ("shop-area-it_is_so", "", "bootstrap")


@pytest.mark.parametrize("name", ["shop/area.yml", "area.yml"])
def test_facts_in_a_file_of_another_kind_are_not_passed_over(project, name):
    (project.root / "facts" / name).write_text("- {fact: It is so, one: aws_vpc}")
    with pytest.raises(BadInput, match=r"area\.yml: no facts are read there: put them into <stack>/<area>\.yaml"):
        load_facts(project, project.root / "facts")


def test_facts_of_no_stack_are_not_passed_over(project):
    (project.root / "facts/shp").mkdir()
    (project.root / "facts/shp/area.yaml").write_text("- {fact: It is so, one: aws_vpc}")
    with pytest.raises(BadInput, match=r"there is no such stack: did you mean shop\?"):
        load_facts(project, project.root / "facts")


UNREADABLE = {
    "fact: x": "expected a list of facts",
    "[]": "expected a list of facts",
    "- {one: aws_vpc}": "begin it with `fact:`",
    "- {fact: X, wher: {}, one: aws_vpc}": "X: there is no key wher: did you mean where?",
    "- {fact: X, environments: [c], one: aws_vpc}": "shop has no environment c: there are a, b",
    "- {fact: X, with: small, one: aws_vpc}": "system.yaml has no variables small: there are large",
    "- {fact: X, one: aws_vpc, count: {a: 1}}": "a have a value, but the fact is about a, b",
    "- {fact: X, environments: [a], one: aws_vpc, has: {x: {a: 1, b: 2}}}": "a, b have a value, but the fact is about a",
    "[{fact: X, one: aws_vpc}, {fact: x, one: aws_vpc}]": "shop-area-a-x is stated twice",
    "- {fact: X, one: aws_vpc, page: run.md}": "there is no key one",
    "- {fact: X, page: run.md}": "it says nothing of the page",
    "- {fact: X, page: run.md, file: run.md, says: [a]}": "it has page and file",
    "- {fact: X, page: run.md, says: []}": "is no list of texts",
    "- {fact: X, page: run.md, table: [a]}": "it has table or rows",
}


@pytest.mark.parametrize(("text", "line"), UNREADABLE.items(), ids=list(UNREADABLE))
def test_what_is_no_fact_is_one_line_with_file_and_sentence(project, text, line):
    with pytest.raises(BadInput) as refused:
        stated(project, text)
    assert line in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("{page: run.md, says: [stop]}", []),
        ("{page: run.md, section: First, in_order: [start, stop]}", []),
        ("{page: run.md, table: [what, when], rows: {holds: [{what: patch, when: weekly}]}}", []),
        ("{file: docs/operations/shop/run.md, says: [stop]}", []),
        ("{page: gone.md, says: [stop]}", ["there is no"]),
        ("{page: run.md, section: Third, says: [stop]}", ["run.md has no section 'Third'"]),
        ("{page: run.md, section: Second, says: [stop, patch]}", ["run.md, section 'Second' does not say 'stop'"]),
        ("{page: run.md, in_order: [stop, start]}", ["run.md does not say 'start', or not after what"]),
        ("{page: run.md, in_order: [stop, stop]}", ["run.md does not say 'stop', or not after what"]),
        ("{page: run.md, section: First, table: [what, when], rows: {size: 1}}", ["has no table with rows"]),
        (
            "{page: run.md, table: [who, why], rows: {holds: [{who: team}]}}",
            ["{'who': 'team', 'why': ''} says nothing of why"],
        ),
        ("{page: run.md, table: [what, when], rows: {size: 2}}", ["run.md: the rows are [{'what': 'patch'"]),
    ],
)
def test_a_page_says_what_the_fact_says(project, text, lines):
    found = written(project, "shop", yaml.safe_load(text)).wrong()
    assert len(found) == len(lines)
    assert all(line in said for line, said in zip(lines, found, strict=True))
