"""The commands in a project that something is wrong with: one line that names it, and the documented exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from tfproof.cli import main

STACK = "terraform/stacks/shop"
GOOD = {
    f"{STACK}/main.tf": 'resource "terraform_data" "x" {\n}\n',
    f"{STACK}/environments/staging.tfvars": "",
    f"{STACK}/requirements.yaml": "[]\n",
}
ROW = "- {id: S-1, area: a, environments: [staging], requirement: r, source: s, evidence: plan, resources: [aws_x]}\n"


def written(root: Path, files: dict[str, str]) -> None:
    for name, text in (GOOD | files).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


@pytest.fixture(autouse=True)
def project(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


DEPLOYED = ["verify-deployment", "--environment", "staging", "--state", "state.json", "--stack"]
EVIDENCE = ["evidence", "--keep-results"]
BAD = {
    "a stack that is no Terraform": (EVIDENCE, {f"{STACK}/main.tf": "resource {\n"}, "shop"),
    "a stack that does not plan": (
        EVIDENCE,
        {f"{STACK}/main.tf": 'output "x" {\n  value = tonumber("x")\n}\n'},
        "shop",
    ),
    "a stack that lacks a variable": (EVIDENCE, {f"{STACK}/main.tf": 'variable "x" {\n}\n'}, "shop"),
    "settings that are no YAML": (EVIDENCE, {"tfproof.yaml": "settings: [\n"}, "tfproof.yaml"),
    "settings with an unknown key": (EVIDENCE, {"tfproof.yaml": "setting: {}\n"}, "did you mean settings?"),
    "scopes of no stack": (EVIDENCE, {"tfproof.yaml": "scopes: {shpo: [account]}\n"}, "did you mean shop?"),
    "results that there are none of": (
        EVIDENCE,
        {f"{STACK}/requirements.yaml": ROW},
        "--keep-results: there are no test",
    ),
    "waivers that are no list": (EVIDENCE, {"compliance/waivers.yaml": "a: b\n"}, "waivers.yaml"),
    "applicability of no framework": (
        EVIDENCE,
        {
            "compliance/applicability.yaml": "- {framework: iso2701, requirement: A.1, reason: r, owner: o, approver: p,"
            " review: 2999-01-01}\n",
            f"{STACK}/main.tf": 'terraform {\n}\nresource "terraform_data" "x" {\n}\n',
        },
        "did you mean iso27001?",
    ),
    "requirements that are no rows": (["trace"], {f"{STACK}/requirements.yaml": "- 7\n"}, "requirements.yaml"),
    "requirements without environments": (
        ["trace"],
        {f"{STACK}/requirements.yaml": ROW.replace("environments: [staging]", "environments: null")},
        "requirements.yaml",
    ),
    "requirements of another kind": (["trace"], {f"{STACK}/requirements.yaml": ROW.replace("plan", "plam")}, "plam"),
    "deviations that are no rows": (["trace"], {f"{STACK}/deviations.yaml": "- [a]\n"}, "deviations.yaml"),
    "a bundle that is a file": (["verify", "plan.json"], {"plan.json": "{}"}, "no bundle here"),
    "a deployment of no stack": ([*DEPLOYED, "shpo"], {}, "did you mean shop?"),
    "a deployment without a state": ([*DEPLOYED, "shop"], {}, "state.json"),
    "a deployment of which nothing is there": (
        [*DEPLOYED, "shop"],
        {"state.json": '{"format_version": "1.0", "terraform_version": "1.11.4", "values": {"root_module": {}}}'},
        "no resource",
    ),
    "a deployment of which there is only a plan": (
        [*DEPLOYED, "shop"],
        {"state.json": '{"format_version": "1.2", "planned_values": {"root_module": {}}, "configuration": {}}'},
        "this is a plan",
    ),
    "a control of no framework": (["explain", "iso2701:A.8.24"], {}, "iso2701"),
    "an empty name": (["explain", ":"], {}, "no check or control"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_wrong_with_a_project_is_one_line(project, capfd, case):
    arguments, files, said = BAD[case]
    written(project, files)
    code = main(arguments)
    lines = capfd.readouterr().err.rstrip("\n").splitlines()
    assert code == 2, lines
    assert "Traceback" not in "\n".join(lines)
    assert lines[-1].startswith("tfproof: ")
    assert said in lines[-1]
    assert not (project / "build" / "evidence").exists()
