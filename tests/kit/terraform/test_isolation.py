"""Nothing in a working copy leads to a real account, in whichever of Terraform's syntaxes it is written."""

import json

import pytest

from tfproof import Plan
from tfproof.errors import BadInput
from tfproof.terraform.footprint import Footprint
from tfproof.terraform.isolation import isolate_root
from tfproof.terraform.planning import Case
from tfproof.terraform.workspace import WorkingCopy, copy_files

QUEUE = 'resource "aws_sqs_queue" "q" {\n  name = "q"\n}\n'
STRANGER = "arn:aws:iam::999999999999:role/x"
ASSUMING = f'assume_role {{\n    role_arn = "{STRANGER}"\n  }}'


def provider(*lines, region="eu-west-1"):
    return "\n  ".join(['provider "aws" {', f'region = "{region}"', *lines]) + "\n}\n"


def in_json(*providers, **more):
    return json.dumps({"provider": [{"aws": p} for p in providers], **more})


JSON_QUEUE = {"aws_sqs_queue": {"q": {"name": "q"}}}
HERE, FAR = {"region": "eu-west-1"}, {"alias": "far", "region": "us-west-2", "profile": "mine"}
ASSUMED = {"assume_role": {"role_arn": STRANGER}}
DYNAMIC = f'dynamic "assume_role" {{\n    for_each = [1]\n    content {{\n      role_arn = "{STRANGER}"\n    }}\n  }}'
#: Each would ask STS for a role of a stranger, a service at a stranger's address, or a backend, were it left as it is.
ROOTS = {
    "plain": {"main.tf": provider(ASSUMING) + QUEUE},
    "dynamic": {"main.tf": provider(DYNAMIC) + QUEUE},
    "endpoints": {"main.tf": provider('endpoints {\n    sts = "http://127.0.0.1:9"\n  }', 'profile = "mine"') + QUEUE},
    "proxied": {"main.tf": provider('http_proxy = "http://127.0.0.1:9"', "use_fips_endpoint = true") + QUEUE},
    "json": {"main.tf.json": json.dumps({"provider": {"aws": HERE | ASSUMED}, "resource": JSON_QUEUE})},
    "json list": {"main.tf.json": in_json(HERE, FAR, resource=JSON_QUEUE)},
    "json list of one": {"main.tf.json": json.dumps({"provider": {"aws": [HERE, FAR | ASSUMED]}, "resource": JSON_QUEUE})},
    "mixed": {"main.tf": provider() + QUEUE, "far.tf.json": in_json(FAR | ASSUMED)},
    "cloud": {
        "main.tf": 'terraform {\n  cloud {\n    organization = "acme"\n    workspaces {\n      name = "x"\n    }\n  }\n}\n'
        + provider() + QUEUE
    },
    "backend": {"main.tf": 'terraform {\n  backend "s3" {}\n}\n' + provider() + QUEUE},
    "import": {"main.tf": provider() + 'import {\n  to = aws_sqs_queue.q\n  id = "https://sqs/q"\n}\n' + QUEUE},
    "import in json": {"main.tf.json": in_json(HERE, resource=JSON_QUEUE, **{"import": {"to": "aws_sqs_queue.q", "id": "x"}})},
    "moved and removed": {
        "main.tf": provider() + "moved {\n  from = aws_sqs_queue.old\n  to   = aws_sqs_queue.q\n}\n"
        "removed {\n  from = aws_sns_topic.gone\n  lifecycle {\n    destroy = false\n  }\n}\n" + QUEUE
    },
    "of a module": {
        "main.tf": provider() + 'module "m" {\n  source = "./m"\n}\n' + QUEUE,
        "m/main.tf": provider(ASSUMING, region="eu-central-1") + 'resource "aws_sns_topic" "t" {}\n',
    },
}  # fmt: skip


@pytest.mark.parametrize("name", ROOTS)
def test_a_root_is_planned_without_asking_anybody(tmp_path, toolchain, name):
    for file, text in ROOTS[name].items():
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(text)
    with WorkingCopy(tmp_path, toolchain) as copy:
        copy.isolate()
        copy.init()
        run = copy.plan()
    assert [str(e) for e in run.errors] == []
    assert Plan(run.raw, tmp_path).one("aws_sqs_queue").region == "eu-west-1"


def test_opentofus_own_files_are_isolated_for_opentofu(tmp_path):
    (tmp_path / "infra").mkdir()
    (tmp_path / "infra" / "main.tf").write_text('provider "aws" {\n  region = "never"\n}\n')
    (tmp_path / "infra" / "main.tofu").write_text('provider "aws" {\n  assume_role {\n    role_arn = "x"\n  }\n}\n')
    more = {"provider": {"aws": {"alias": "far", "assume_role": {"role_arn": "x"}}}}
    (tmp_path / "infra" / "more.tofu.json").write_text(json.dumps(more))
    copied = copy_files(Footprint.of(tmp_path / "infra", tofu=True), tmp_path / "copy")
    isolate_root(copied, None, tofu=True)
    assert "assume_role" not in (copied / "main.tofu").read_text() + (copied / "more.tofu.json").read_text()
    override = json.loads((copied / "zz_tfproof_override.tf.json").read_text())
    assert [p.get("alias") for p in override["provider"]["aws"]] == [None, "far"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '{"provider": {"aws": {"region": "x"}}, "provider": {"aws": {"assume_role": {}}}}',
            "'provider' is given twice",
        ),
        ('{"provider": ["aws"]}', "a block is no object"),
    ],
)
def test_json_that_could_hide_a_provider_is_not_planned(tmp_path, text, told):
    (tmp_path / "main.tf.json").write_text(text)
    with pytest.raises(BadInput, match=rf"main\.tf\.json: .*{told}"):
        isolate_root(tmp_path, None)


def test_lines_keep_their_numbers(tmp_path):
    (tmp_path / "main.tf").write_text('provider "aws" {\n  assume_role {\n    role_arn = "x"\n  }\n}\n# last\n')
    isolate_root(tmp_path, None)
    assert (tmp_path / "main.tf").read_text().splitlines()[5] == "# last"


EXAMPLES = {
    "complete": provider(ASSUMING).replace('"eu-west-1"', "local.region")
    + 'locals {\n  region = "eu-west-1"\n}\nmodule "q" {\n  source = "../.."\n  name   = "complete"\n}\n'
    + QUEUE,
    "given": 'variable "name" {\n  type = string\n}\nmodule "q" {\n  source = "../.."\n  name   = var.name\n}\n',
    "nested/deeper": 'module "q" {\n  source = "../../.."\n  name   = "nested"\n}\n',
}


def test_examples_are_planned_as_roots_where_they_are_written_as_such(workshop):
    text = 'variable "name" {\n  type = string\n}\nresource "terraform_data" "q" {\n  input = var.name\n}\n'
    module = workshop.module("queue", text, **EXAMPLES)
    (module / "examples" / "given" / "terraform.tfvars").write_text('name = "given"\n')
    cases = [Case.of("queue", example=e) for e in EXAMPLES]
    cases += [Case.of("queue", {"name": "changed"}, example="complete")]
    plans = workshop.planner().plan_all(cases)
    assert [p.one("terraform_data")["input"] for p in plans] == ["complete", "given", "nested", "changed"]
    assert plans[0].one("aws_sqs_queue").region == "eu-west-1"


ALIASED = """
terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.replica]
    }
  }
}
"""


def test_modules_that_ask_for_their_root_or_an_alias_are_planned(workshop):
    text = 'resource "aws_sqs_queue" "q" {\n  provider = aws.replica\n  name     = "q-${length(path.root)}"\n}\n'
    module = workshop.module("two", text)
    (module / "versions.tf").write_text(ALIASED)
    plan = workshop.planner().plan(Case.of("two"))
    assert (plan.one("aws_sqs_queue")["name"], plan.one("aws_sqs_queue").region) == ("q-1", "us-west-2")
