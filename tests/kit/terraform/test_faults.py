"""What fails on the machine is told as that to the cases that it hit, and is never remembered or taken for a refusal."""

from pathlib import Path

import pytest
from faulty import failing
from workshop import QUEUE

from tfproof.assessment.sources import plan_from_directory
from tfproof.errors import BadInput, EnvironmentProblem, TfproofError
from tfproof.terraform.planning import Case, Planner
from tfproof.terraform.running import TimeLimit

#: The same by a provider, which can fail.
PROVIDED = QUEUE.replace("terraform_data", "aws_sqs_queue").replace("  input = var.name", "  name = var.name")
#: Terraform's own words with a full disk, as its installer and its plan give them.
DISK_FULL_IN_INIT = """cat >&2 <<'END'
Initializing provider plugins...

Error: Failed to install provider

Error while installing hashicorp/aws v5.100.0: write
.terraform/providers/registry.terraform.io/hashicorp/aws/5.100.0/linux_amd64/terraform-provider-aws: no space left on
device
END
exit 1"""
DISK_FULL_IN_PLAN = """cat <<'END'
{"@level":"error","type":"diagnostic","diagnostic":{"severity":"error","summary":"Failed to write plan file","detail":"The \
plan file could not be written: write tfproof.plan: no space left on device."}}
END
exit 1"""
#: Kills whatever the real terraform, or tfproof beside it, starts as long as it runs: its providers.
PROVIDER_KILLED = """"$REAL" "$@" &
terraform=$!
while kill -0 $terraform 2>/dev/null; do
  for child in $(cat /proc/$terraform/task/*/children /proc/$PPID/task/*/children 2>/dev/null); do
    grep -q ^terraform-provi /proc/$child/comm 2>/dev/null && kill -9 $child 2>/dev/null
  done
done
wait $terraform"""
FAULTS = {
    "a full disk in init": ({"init": DISK_FULL_IN_INIT}, "free space"),
    "a full disk in plan": ({"plan": DISK_FULL_IN_PLAN}, "free space"),
    "a killed provider": ({"plan": PROVIDER_KILLED}, "memory"),
    "a killed terraform": ({"plan": "kill -9 $$"}, "was ended by SIGKILL"),
    "a terraform without a word": ({"plan": "exit 1"}, "without a word"),
    "no plan": ({"plan": "exit 0"}, "without a word"),
    "a plan that cannot be shown": ({"show": "exit 1"}, "terraform show failed"),
    "half of a plan": ({"show": "echo '{\"format'"}, "answered no JSON"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_failure_of_the_machine_refuses_nothing_and_is_forgotten(workshop, tmp_path, fault):
    commands, told = FAULTS[fault]
    workshop.module("queue", PROVIDED if "provider" in fault else QUEUE)
    case = Case.of("queue", {"name": "abc" if "show" in commands else "x"}, refused=True)
    planner = Planner(workshop.project, failing(workshop.toolchain, tmp_path / "bin", **commands), quiet=True)
    with pytest.raises(EnvironmentProblem, match=told) as caught:
        planner.outcome(case)
    assert "\n" not in str(caught.value)
    afterwards = workshop.planner().outcome(case).refusal
    assert afterwards is None if "show" in commands else afterwards.matches("too short")


@pytest.mark.parametrize("taken", ["locks", "plans"])
def test_a_project_that_cannot_be_written_is_told_in_one_line(workshop, taken):
    workshop.module("m", 'output "x" {\n  value = 1\n}\n')
    workshop.project.cache.mkdir(parents=True)
    (workshop.project.cache / taken).write_text("")
    with pytest.raises(EnvironmentProblem, match=rf"cache/{taken}\S*: cannot be written \([^\n]*$"):
        workshop.planner().outcome(Case.of("m"))


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("main.tf", 'output "x" {\n  value =\n}\n', r"infra/m/main\.tf:2: holds what cannot be read as Terraform"),
        ("main.tf.json", "{", r"infra/m/main\.tf\.json: not valid JSON"),
    ],
)
def test_a_called_module_that_cannot_be_read_is_named_by_its_own_file(
    tmp_path, toolchain, monkeypatch, file, text, told
):
    module = tmp_path / "infra" / "m"
    module.mkdir(parents=True)
    (module.parent / "main.tf").write_text('module "m" {\n  source = "./m"\n}\n')
    (module / file).write_text(text)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadInput, match=f"^{told}"):
        plan_from_directory(Path("infra"), toolchain)


def test_a_program_that_cannot_be_started_is_told(workshop, without_terraform):
    workshop.module("queue", QUEUE)
    with pytest.raises(EnvironmentProblem, match="cannot be started"):
        Planner(workshop.project, without_terraform, quiet=True).outcome(Case.of("queue", {"name": "abc"}))


def test_a_command_that_takes_too_long_is_ended_and_named(workshop, tmp_path, monkeypatch):
    workshop.module("queue", QUEUE)
    monkeypatch.setenv("TFPROOF_TIME_LIMIT", "0.2")
    slow = failing(workshop.toolchain, tmp_path / "bin", init="sleep 1000")
    with pytest.raises(TimeLimit, match=r"terraform init took longer than 0\.2 s .* set TFPROOF_TIME_LIMIT to more"):
        Planner(workshop.project, slow, quiet=True).outcome(Case.of("queue", {"name": "abc"}))


@pytest.mark.parametrize("given", ["soon", "-1", "inf", "nan"])
def test_a_time_limit_that_is_none_is_refused(workshop, monkeypatch, given):
    workshop.module("queue", QUEUE)
    monkeypatch.setenv("TFPROOF_TIME_LIMIT", given)
    with pytest.raises(BadInput, match=f"TFPROOF_TIME_LIMIT={given}: not a number of seconds"):
        workshop.planner().outcome(Case.of("queue", {"name": "abc"}))


ASKING = """
data "aws_caller_identity" "me" {}
resource "aws_s3_bucket" "this" {
  bucket = "logs-${data.aws_caller_identity.me.account_id}"
}
"""
#: One case each that cannot be planned, with the words that tell so.
BAD = {
    "a misspelt variable": (Case.of("queue", {"nmae": "abc"}), "no variable nmae"),
    "a missing variable": (Case.of("queue"), "required variables are missing: name"),
    "an unknown example": (Case.of("queue", example="huge"), "no example 'huge'"),
    "an unknown module": (Case.of("topic"), "no such module"),
    "a provider that is not here": (Case.of("foreign"), "provider hashicorp/random .*not available"),
    "a syntax error": (Case.of("broken"), r"terraform/modules/broken/main\.tf line 2"),
    "a module that is not there": (Case.of("hollow"), "nowhere"),
    "blocks without names": (Case.of("nameless"), r"terraform/modules/nameless/main\.tf line 1"),
    "blocks of no form": (Case.of("formless"), r"formless/main\.tf\.json"),
    "a reference to nothing": (
        Case.of("undeclared"),
        r"undeclared input variable.*\(terraform/modules/undeclared/main\.tf:2\)",
    ),
    "a file that is not there": (Case.of("reading"), r"none\.txt"),
    "a network that exists elsewhere": (Case.of("looking"), "looks up something that exists in a real account"),
}
MODULES = {
    "queue": QUEUE,
    "asking": ASKING,
    "foreign": 'resource "random_pet" "this" {}',
    "broken": 'resource "aws_sqs_queue" "this" {\n  name =\n}',
    "nameless": "".join(
        f"{kind} {{\n}}\n" for kind in ("variable", "output", "data", "module", "provider", "resource", "check")
    ),
    "formless": "",
    "hollow": 'module "nothing" {\n  source = "./nowhere"\n}',
    "undeclared": 'output "x" {\n  value = var.absent\n}',
    "reading": 'output "x" {\n  value = file("${path.module}/none.txt")\n}',
    "looking": 'data "aws_vpc" "main" {\n  id = "vpc-12345"\n}',
}


def test_one_bad_case_spoils_only_itself(workshop):
    for name, text in MODULES.items():
        workshop.module(name, text)
    formless = workshop.project.root / "terraform/modules/formless/main.tf.json"
    formless.write_text('{"terraform": {"required_providers": ["x"]}, "variable": {"x": 1}}')
    good = Case.of("queue", {"name": "good"})
    asking = Case.of("asking")
    short = Case.of("queue", {"name": "x"}, refused=True)
    bad_and_refused = [Case(c.target, c.variables_json, c.example, refused=True) for c, _ in BAD.values()]
    planner = workshop.planner()
    outcomes = planner.outcomes([good, asking, short, *(c for c, _ in BAD.values()), *bad_and_refused])
    assert planner.plan(good).one("terraform_data")["input"] == "good"
    assert planner.plan(asking).one("aws_s3_bucket")["bucket"] == "logs-123456789012"
    assert outcomes[short].refusal.variable == "name"
    for (case, told), again in zip(BAD.values(), bad_and_refused, strict=True):
        for one in (case, again):
            with pytest.raises(TfproofError, match=told):
                planner.plan(one)


def test_a_message_names_the_users_own_file(workshop):
    workshop.module("queue", QUEUE, typical='module "queue" {\n  source = "../.."\n  name   = "typical"\n}\n')
    mistyped = [Case.of("queue", {"name": ["a"]}, refused=r) for r in (False, True)]
    mistyped.append(Case.of("queue", {"name": ["a"]}, example="typical"))
    short = [Case.of("queue", {"name": "x"}, refused=r) for r in (False, True)]
    outcomes = workshop.planner().outcomes([*mistyped, *short])
    for case in (*mistyped, *short):
        (error,) = outcomes[case].diagnostics
        assert error.file == "terraform/modules/queue/main.tf", case
        assert "case_" not in str(error), case
        assert "../" not in str(error), case
    assert [outcomes[c].diagnostics[0].line for c in mistyped] == [2, 2, 2]
    assert (
        "checked by the validation rule at terraform/modules/queue/main.tf:4,3-13"
        in outcomes[short[0]].diagnostics[0].detail
    )
