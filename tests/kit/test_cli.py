"""The command line as a new user meets it: results as data, and bad input in one line with its exit code."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from interruptible import start

from tfproof.assessment.sources import plan_from_directory
from tfproof.cli import main
from tfproof.terraform.toolchain import Toolchain

ROOT = """
terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}
provider "aws" {
  region = "eu-west-1"
}
variable "name" {
  type    = string
  default = "films"
}
resource "aws_s3_bucket" "this" {
  bucket = var.name
}
resource "aws_db_instance" "this" {
  engine                      = "postgres"
  identifier                  = "films"
  instance_class              = "db.t4g.small"
  allocated_storage           = 20
  storage_encrypted           = false
  manage_master_user_password = true
  username                    = "films"
  publicly_accessible         = true
}
"""


@pytest.fixture(scope="session")
def foreign(tmp_path_factory):
    """Somebody else's Terraform, and the JSON of its plan beside it."""
    directory = tmp_path_factory.mktemp("foreign")
    (directory / "main.tf").write_text(ROOT)
    return directory


@pytest.fixture(scope="session")
def plan_file(foreign, tmp_path_factory):
    toolchain = Toolchain.find(tmp_path_factory.mktemp("cache"))
    source = plan_from_directory(foreign, toolchain)
    path = foreign / "plan.json"
    path.write_text(json.dumps(source.plan.raw))
    return path


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Run in an empty directory, as a stranger to this repository."""
    monkeypatch.chdir(tmp_path)


def complaint(capsys, arguments, code):
    """Run a command that must fail; return its one line on stderr (progress lines come before it)."""
    assert main([str(a) for a in arguments]) == code
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    last = captured.err.rstrip("\n").splitlines()[-1]
    assert last.startswith("tfproof: ")
    return last


def test_a_plan_is_judged_with_source_lines_and_controls(plan_file, capsys):
    assert main(["assess", str(plan_file), "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    (finding,) = [f for f in answer["findings"] if f["check"] == "network.db-not-public"]
    assert finding["verdict"] == "fail"
    assert finding["address"] == "aws_db_instance.this"
    assert (finding["file"], ROOT.splitlines()[finding["line"] - 1]) == (
        "main.tf",
        'resource "aws_db_instance" "this" {',
    )
    assert {"address": "aws_db_instance.this", "path": "publicly_accessible"}.items() <= finding["reads"][0].items()
    assert any(c.startswith("iso27001:") for c in finding["controls"])
    assert {c["status"] for c in answer["controls"]} >= {"fail", "manual", "inherited"}


def test_a_plan_is_read_from_stdin(plan_file, capsys, monkeypatch):
    with plan_file.open() as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        assert main(["assess", "-"]) == 1
    assert "FAIL network.db-not-public" in capsys.readouterr().out


def test_a_directory_is_planned_and_left_untouched(foreign, plan_file, capsys):
    before = sorted(p.name for p in foreign.iterdir())
    assert main(["assess", str(foreign)]) == 1
    out = capsys.readouterr().out
    assert "main.tf:" in out
    assert "no AWS account was read" in out
    assert sorted(p.name for p in foreign.iterdir()) == before


def test_one_check_can_be_chosen(plan_file, capsys):
    assert main(["assess", str(plan_file), "--check", "secrets.rds-managed-password", "--json"]) == 0
    assert {f["check"] for f in json.loads(capsys.readouterr().out)["findings"]} == {"secrets.rds-managed-password"}


def test_with_a_baseline_only_what_is_new_fails(plan_file, capsys, tmp_path):
    main(["assess", str(plan_file), "--json"])
    (tmp_path / "baseline.json").write_text(capsys.readouterr().out)
    assert main(["assess", str(plan_file), "--baseline", str(tmp_path / "baseline.json")]) == 0
    assert "[known]" in capsys.readouterr().out


def test_a_bundle_is_left_and_verifies_until_it_is_touched(plan_file, capsys, tmp_path):
    bundle = tmp_path / "bundles" / "first"
    assert main(["assess", str(plan_file), "--bundle", str(bundle)]) == 1
    files = {p.name for p in bundle.iterdir()}
    assert files >= {"assessment.json", "report.html", "junit.xml", "findings.sarif", "manifest.json"}
    assert main(["verify", str(bundle)]) == 0
    (bundle / "report.html").write_text("all is well")
    capsys.readouterr()
    assert main(["verify", str(bundle)]) == 1
    assert "report.html" in capsys.readouterr().out


WAIVER = """
- id: W1
  check: {check}
  address: aws_db_instance.this
  environment: all
  owner: platform team
  reason: moves behind a proxy
  approver: security officer
  compensating_control: security group
  expires: {expires}
"""


def test_a_waiver_covers_a_finding_and_is_shown(plan_file, capsys, tmp_path):
    environment = WAIVER.replace("all", "staging")
    (tmp_path / "waivers.yaml").write_text(environment.format(check="network.db-not-public", expires="2999-01-01"))
    main(["assess", str(plan_file), "--waivers", "waivers.yaml", "--environment", "staging"])
    assert "[waived]" in capsys.readouterr().out


def test_an_expired_waiver_covers_nothing(plan_file, capsys, tmp_path):
    environment = WAIVER.replace("all", "staging")
    (tmp_path / "waivers.yaml").write_text(environment.format(check="network.db-not-public", expires="2020-01-01"))
    arguments = ["assess", str(plan_file), "--waivers", "waivers.yaml", "--environment", "staging"]
    assert main([*arguments, "--check", "network.db-not-public"]) == 1
    assert "[waived]" not in capsys.readouterr().out


def test_an_unknown_check_in_a_waiver_is_bad_input(plan_file, capsys, tmp_path):
    (tmp_path / "waivers.yaml").write_text(WAIVER.format(check="network.nonsense", expires="2999-01-01"))
    said = complaint(capsys, ["assess", plan_file, "--waivers", "waivers.yaml"], 2)
    assert "network.nonsense" in said
    assert "waivers.yaml" in said


def test_waivers_in_a_run_without_environment_are_refused_because_none_could_hold(plan_file, capsys, tmp_path):
    (tmp_path / "waivers.yaml").write_text(WAIVER.format(check="network.db-not-public", expires="2999-01-01"))
    said = complaint(capsys, ["assess", plan_file, "--waivers", "waivers.yaml"], 2)
    assert "this run names none: name it with --environment" in said


def test_waivers_of_checks_that_do_not_run_this_time_are_no_bad_input(plan_file, capsys, tmp_path):
    (tmp_path / "waivers.yaml").write_text(WAIVER.format(check="network.db-not-public", expires="2999-01-01"))
    arguments = ["--waivers", "waivers.yaml", "--environment", "all", "--check", "secrets.rds-managed-password"]
    assert main(["assess", str(plan_file), *arguments]) == 0


def emptied(plan_file, tmp_path):
    """Write the plan that destroys everything."""
    raw = json.loads(plan_file.read_text())
    for change in raw["resource_changes"]:
        change["change"] |= {"actions": ["delete"], "before": change["change"]["after"], "after": None}
    (tmp_path / "destroy.json").write_text(json.dumps(raw | {"planned_values": {"root_module": {}}}))
    return tmp_path / "destroy.json"


def test_a_plan_that_only_destroys_ends_well_with_a_sentence(plan_file, capsys, tmp_path):
    assert main(["assess", str(emptied(plan_file, tmp_path))]) == 0
    assert "it leaves no resource, so there is nothing to judge" in capsys.readouterr().out


def test_beside_a_plan_that_only_destroys_the_others_are_judged(plan_file, capsys, tmp_path):
    assert main(["assess", str(emptied(plan_file, tmp_path)), str(plan_file), "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert [p["label"] for p in answer["plans"]] == ["plan.json"]
    assert "it leaves no resource, so there is nothing to judge" in answer["read"][0]


def test_a_plan_of_nothing_that_any_check_reads_shows_nothing(capsys, tmp_path):
    pet = {"address": "random_pet.a", "mode": "managed", "type": "random_pet", "name": "a"}
    plan = {
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "planned_values": {"root_module": {"resources": [{**pet, "values": {"length": 2}}]}},
        "resource_changes": [{**pet, "change": {"actions": ["create"], "after": {"length": 2}, "after_unknown": {}}}],
        "configuration": {"root_module": {}},
    }
    (tmp_path / "plan.json").write_text(json.dumps(plan))
    assert "this run shows nothing" in complaint(capsys, ["assess", "plan.json"], 2)


def test_a_state_is_judged_and_said_to_be_one(plan_file, capsys, tmp_path):
    raw = json.loads(plan_file.read_text())
    state = {"format_version": "1.0", "terraform_version": "1.11.4", "values": raw["planned_values"]}
    (tmp_path / "state.json").write_text(json.dumps(state))
    assert main(["assess", "state.json", "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert [p["layer"] for p in answer["plans"]] == ["state"]
    assert answer["read"] == ["a state, from state.json; nobody told where it comes from, and no AWS account was read"]
    assert "aws_db_instance.this" in {f["address"] for f in answer["findings"] if f["verdict"] == "fail"}


@pytest.mark.parametrize(("kind", "said"), [("values", "a state"), ("planned_values", "a plan")])
def test_the_line_of_progress_says_what_is_judged(plan_file, capfd, tmp_path, kind, said):
    raw = json.loads(plan_file.read_text())
    state = {"format_version": "1.0", "terraform_version": "1.11.4", "values": raw["planned_values"]}
    (tmp_path / "given.json").write_text(json.dumps(state if kind == "values" else raw))
    main(["assess", "given.json", "--check", "network.db-not-public"])
    assert f"judging given.json, {said} (1 of 1), by 1 checks" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "is empty"), (b"{", "not valid JSON"), (b"{}", "not a Terraform plan"), (b"PK\x03\x04\xff", "binary plan")],
)
def test_a_file_that_is_no_plan_is_bad_input(capsys, tmp_path, content, said):
    (tmp_path / "plan.json").write_bytes(content)
    assert said in complaint(capsys, ["assess", "plan.json"], 2)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["assess", "nowhere.json"], "nowhere.json: No such file"),
        (["assess", "."], "no .tf files here"),
        (["assess", "x", "--check", "no.such"], "no such check: no.such"),
        (["assess", "x", "--waivers", "absent.yaml"], "absent.yaml"),
        (["assess", "x", "--scope", "acount"], "no such scope: acount: did you mean account? there is account"),
        (["assess", "x", "y", "--system", "shop"], "--system names one plan, and 2 are given"),
        (["assess", "x", "--settings", "absent.yaml"], "absent.yaml"),
        (["assess", "x", "--baseline", "absent.json"], "absent.json"),
        (["verify", "nowhere"], "no bundle here"),
        (["explain", "no.such"], "no check or control is called 'no.such'"),
        (["explain", "encryption.at-restt"], "did you mean encryption."),
        (["explain", "soc2:CC6.11"], "did you mean soc2:CC6.1"),
        (["trace"], "no project here"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(capsys, arguments, said):
    assert said in complaint(capsys, arguments, 2)


def test_a_plan_that_no_check_speaks_of_shows_nothing_and_is_not_compliant(plan_file, capsys):
    said = complaint(capsys, ["assess", plan_file, "--check", "network.flow-logs"], 2)
    assert "no check passed or failed" in said


def test_malformed_variables_are_named(foreign, capsys, tmp_path):
    (tmp_path / "bad.tfvars").write_text('name = "films\n')
    said = complaint(capsys, ["assess", foreign, "--var-file", "bad.tfvars"], 2)
    assert "bad.tfvars" in said


@pytest.mark.parametrize(
    ("files", "given", "named"),
    [
        ({}, (), "the defaults of its variables"),
        ({"terraform.tfvars": "a = 1"}, (), "terraform.tfvars"),
        (
            {"terraform.tfvars.json": '{"a": 1}', "x.auto.tfvars": "a = 2", "own.tfvars": "b = 3"},
            ("own.tfvars",),
            "terraform.tfvars.json, x.auto.tfvars, own.tfvars",
        ),
    ],
)
def test_the_variables_that_were_planned_with_are_named(files, given, named, tmp_path, toolchain, capfd):
    for name, content in (
        {"main.tf": 'variable "a" {\n  default = 0\n}\noutput "a" {\n  value = var.a\n}\n'} | files
    ).items():
        (tmp_path / name).write_text(content)
    source = plan_from_directory(tmp_path, toolchain, [tmp_path / name for name in given])
    assert f" with {named}; no AWS account was read" in source.read
    said = capfd.readouterr().err
    assert ('"b"' in said and "undeclared variable" in said) == bool(given)


@pytest.mark.parametrize(
    ("value", "said"), [("1 / 0", "cannot serialize infinity"), ('file("gone.txt")', 'no file exists at "gone.txt"')]
)
def test_what_no_plan_can_be_made_of_is_bad_input(capsys, tmp_path, value, said):
    (tmp_path / "main.tf").write_text(f'output "x" {{\n  value = {value}\n}}\n')
    assert said in complaint(capsys, ["assess", tmp_path], 2)


def test_a_missing_provider_version_is_named(capsys, tmp_path):
    (tmp_path / "main.tf").write_text(ROOT.replace('"hashicorp/aws"', '"hashicorp/aws"\n      version = "9.9.9"'))
    said = complaint(capsys, ["assess", tmp_path], 3)
    assert "provider hashicorp/aws 9.9.9 is not available here: the provider mirror holds: " in said


def test_data_sources_that_leave_the_machine_are_refused(capsys, tmp_path):
    (tmp_path / "main.tf").write_text(ROOT + 'data "external" "run" {\n  program = ["touch", "ran"]\n}\n')
    code = main(["assess", str(tmp_path)])
    assert code in (2, 3)  # 3 where the provider of that data source cannot be had
    assert not (tmp_path / "ran").exists()


def test_no_terraform_is_exit_code_3(foreign, capsys, monkeypatch):
    monkeypatch.setenv("TFPROOF_TERRAFORM", "/nowhere/terraform")
    assert "no such program" in complaint(capsys, ["assess", foreign], 3)


def test_doctor_says_what_is_missing(capsys, monkeypatch):
    monkeypatch.setenv("TFPROOF_TERRAFORM", "/nowhere/terraform")
    assert main(["doctor"]) == 3
    assert "FAIL terraform" in capsys.readouterr().out


def test_doctor_asks_the_emulator_that_stacks_are_applied_to(capsys, monkeypatch):
    monkeypatch.setenv("TFPROOF_EMULATOR", "ministack")
    monkeypatch.setenv("TFPROOF_MINISTACK", "/nowhere/python")
    assert main(["doctor"]) == 3
    said = capsys.readouterr().out
    assert "ok   emulator: moto " in said
    assert "FAIL emulator: ministack is not installed" in said


def test_an_existing_bundle_is_not_overwritten(plan_file, capsys, tmp_path):
    (tmp_path / "bundle").mkdir()
    (tmp_path / "bundle" / "precious").write_text("kept")
    assert "exists already" in complaint(capsys, ["assess", plan_file, "--bundle", "bundle"], 2)
    assert (tmp_path / "bundle" / "precious").read_text() == "kept"


def test_a_file_in_the_place_of_the_bundle_is_not_overwritten(plan_file, capsys, tmp_path):
    (tmp_path / "bundle").write_text("kept")
    assert "exists already" in complaint(capsys, ["assess", plan_file, "--bundle", "bundle"], 2)
    assert (tmp_path / "bundle").read_text() == "kept"


def test_an_interrupt_leaves_no_process_and_no_traceback(foreign):
    """Ctrl-C while a directory is planned: terraform, its provider and the emulator end with the command."""
    process = start([sys.executable, "-m", "tfproof.cli", "assess", str(foreign)], stderr=subprocess.PIPE)
    assert process.stderr is not None
    assert "planning" in process.stderr.readline()
    children = _wait_for_children(process.pid)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    for _ in range(300):  # they end when they notice that the command has ended
        if not (left := [pid for pid in children if Path(f"/proc/{pid}").exists()]):
            return
        time.sleep(0.1)
    pytest.fail(f"processes are left behind: {left}")


def _wait_for_children(parent):
    children_of = Path(f"/proc/{parent}/task/{parent}/children")
    if not children_of.exists():
        pytest.skip("this system does not list the children of a process")
    while not (children := children_of.read_text().split()):
        if not Path(f"/proc/{parent}").exists():
            pytest.fail("the command ended before it started anything")
    return children


@pytest.fixture
def former(monkeypatch):
    """Let one check have taken over another."""
    for place in ("assessment.judging", "commands.explain", "commands.assess"):
        monkeypatch.setattr(f"tfproof.{place}.aliases", lambda: {"network.former": "network.db-not-public"})


@pytest.mark.usefixtures("former")
def test_a_check_can_be_chosen_by_its_former_id(plan_file, capsys):
    assert main(["assess", str(plan_file), "--check", "network.former", "--json"]) == 1
    assert {f["check"] for f in json.loads(capsys.readouterr().out)["findings"]} == {"network.db-not-public"}


@pytest.mark.usefixtures("former")
def test_explain_knows_a_check_by_its_former_id(capsys):
    assert main(["explain", "network.former", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["check"] == "network.db-not-public"


@pytest.mark.usefixtures("former")
def test_an_edge_of_a_former_check_is_one_of_the_check_that_it_means_now(plan_file, capsys, tmp_path):
    (tmp_path / "own.yaml").write_text(
        "id: own\nname: Own\nedition: '1'\nlabel: Own rules\nsource: https://example.org/\ndenominator: all\n"
        "requirements:\n  - id: R.1\n    title: No public database\n    coverage: automated\n"
        "    checks:\n      - {check: network.former, kind: satisfies, rationale: it reads whether one is public}\n"
    )
    main(["assess", str(plan_file), "--framework", "own.yaml", "--json"])
    (control,) = [c for c in json.loads(capsys.readouterr().out)["controls"] if c["framework"] == "own"]
    assert (control["status"], control["edges"][0]["check"]) == ("fail", "network.db-not-public")


def test_explain_says_what_a_check_rests_on(capsys):
    assert main(["explain", "logging.log-retention"]) == 0
    said = capsys.readouterr().out
    assert "aspect: retention" in said
    assert "limits.days" in said
    assert "https://docs.aws.amazon.com/" in said


def test_explain_knows_checks_and_controls(capsys):
    assert main(["explain", "network.db-not-public", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["speaks for"]
    assert main(["explain", "iso27001:A.8.24"]) == 0
    assert "(partial)" in capsys.readouterr().out
