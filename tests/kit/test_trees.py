"""What `terragrunt run --all plan --json-out-dir` leaves: each unit is judged, and none that is missing passes unseen."""

import copy
import json
import os
from pathlib import Path

import pytest
from small_plan import TOPIC

from tfproof.assessment.trees import is_tree, plans_of_units
from tfproof.cli import main
from tfproof.errors import BadInput


def topic(name, key=None):
    """The plan of a topic of that name, with a key or without one."""
    plan = copy.deepcopy(TOPIC)
    for values in (
        plan["planned_values"]["root_module"]["resources"][0]["values"],
        plan["resource_changes"][0]["change"]["after"],
    ):
        values.update(name=name, kms_master_key_id=key)
    return json.dumps(plan)


@pytest.fixture(autouse=True)
def tree(tmp_path, monkeypatch):
    """Plans as terragrunt writes them, below the working directory."""
    monkeypatch.chdir(tmp_path)
    key = "arn:aws:kms:us-east-1:123456789012:key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b"
    for unit, plan in {
        "production/us-east-1/network": topic("a", key),
        "production/us-east-1/services/api": topic("b"),
        "production/us-west-2/network": topic("c", key),
    }.items():
        (tmp_path / "plans" / unit).mkdir(parents=True)
        (tmp_path / "plans" / unit / "tfplan.json").write_text(plan)
    return tmp_path / "plans"


def assess(capsys, *arguments):
    """The exit code, and the findings of one check by the system that they are about."""
    code = main(["assess", *arguments, "--check", "encryption.sns-at-rest", "--json"])
    return code, {f["system"]: f["verdict"] for f in json.loads(capsys.readouterr().out)["findings"]}


def complaint(capsys, *arguments):
    assert main(["assess", *arguments]) == 2
    return capsys.readouterr().err.rstrip("\n").splitlines()[-1]


def test_every_unit_is_judged_and_called_by_its_path(capsys):
    assert assess(capsys, "plans") == (
        1,
        {
            "plans/production/us-east-1/network": "pass",
            "plans/production/us-east-1/services/api": "fail",
            "plans/production/us-west-2/network": "pass",
        },
    )


def test_the_report_has_all_units_together(capsys):
    assert main(["assess", "plans", "--check", "encryption.sns-at-rest"]) == 1
    out = capsys.readouterr().out
    assert "plans/production/us-east-1/services/api" in out
    assert "plans/production/us-west-2/network" in out


def test_a_unit_may_hold_others(tree, capsys):
    (tree / "production" / "tfplan.json").write_text(topic("d"))
    assert assess(capsys, "plans")[1]["plans/production"] == "fail"


def test_a_tree_is_judged_beside_a_plan(tree, capsys):
    (tree.parent / "other.json").write_text(topic("e"))
    assert len(assess(capsys, "plans", "other.json")[1]) == 4


def test_a_tree_of_one_unit_can_be_named(tree, capsys):
    assert assess(capsys, "plans/production/us-west-2", "--system", "shop")[1] == {"shop": "pass"}


def test_a_bundle_holds_the_plan_of_every_unit(tree, capsys):
    main(["assess", "plans", "--bundle", "bundle"])
    assert main(["verify", "bundle"]) == 0
    plans = json.loads((tree.parent / "bundle" / "assessment.json").read_text())["read"]
    assert len(plans) == 3


@pytest.mark.parametrize("content", ["", "{", "{}", '{"format_version": "1.2", "errored": true}', "\x00\x01"])
def test_a_plan_that_cannot_be_read_is_bad_input(tree, capsys, content):
    (tree / "production/us-east-1/network/tfplan.json").write_text(content)
    assert "production/us-east-1/network" in complaint(capsys, "plans")


def test_a_unit_whose_folder_is_empty_is_bad_input(tree, capsys):
    (tree / "production/us-east-1/network/tfplan.json").unlink()
    said = complaint(capsys, "plans")
    assert "plans/production/us-east-1/network: a unit without tfplan.json" in said


def test_a_unit_that_was_planned_and_not_shown_is_bad_input(tree, capsys):
    (tree / "production" / "tfplan.tfplan").write_bytes(b"PK")
    assert "plans/production: a unit without tfplan.json" in complaint(capsys, "plans")


def test_a_unit_with_another_file_alone_is_bad_input(tree, capsys):
    (tree / "production/us-east-1/dns").mkdir()
    (tree / "production/us-east-1/dns/plan.json").write_text(topic("f"))
    assert "plans/production/us-east-1/dns: a unit without tfplan.json" in complaint(capsys, "plans")


def test_a_tree_without_any_plan_is_bad_input(tree, capsys):
    for file in tree.rglob("tfplan.json"):
        file.unlink()
    assert "no .tf files here" in complaint(capsys, "plans")


def test_a_folder_behind_a_link_is_bad_input(tree, capsys):
    (tree / "production" / "more").symlink_to(tree / "production" / "us-east-1")
    assert "a link, which is not followed" in complaint(capsys, "plans")


def test_what_the_system_does_not_let_be_listed_is_bad_input(tree, monkeypatch):
    def refused(top, onerror):
        onerror(PermissionError(13, "Permission denied", str(top)))
        return iter(())

    monkeypatch.setattr("tfproof.assessment.trees.os.walk", refused)
    with pytest.raises(BadInput, match="Permission denied"):
        plans_of_units(tree)


def test_a_plan_that_is_given_with_its_tree_is_given_twice(capsys):
    said = complaint(capsys, "plans", "plans/production/us-west-2/network/tfplan.json")
    assert "tfplan.json is given twice" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--system", "shop"], "--system names one plan, and 3 are given"),
        (["--source", "."], "--source is of one plan"),
        (["--var-file", "x.tfvars"], "--var-file is for directories that are planned"),
    ],
)
def test_what_is_not_for_a_tree_is_bad_input(capsys, arguments, said):
    assert said in complaint(capsys, "plans", *arguments)


@pytest.fixture
def live(tree):
    """The units that the plans are of, as terragrunt keeps them."""
    for unit in ("us-east-1/network", "us-east-1/services/api", "us-west-2/network"):
        folder = tree.parent / "live" / "production" / unit
        folder.mkdir(parents=True)
        (folder / "terragrunt.hcl").write_text("")
    (tree.parent / "live" / "terragrunt.hcl").write_text("")
    hidden = tree.parent / "live" / "production" / "us-west-2" / "network" / ".terragrunt-cache" / "x"
    hidden.mkdir(parents=True)
    (hidden / "terragrunt.hcl").write_text("")
    return tree.parent / "live"


def test_every_unit_of_the_live_tree_has_a_plan(live, capsys):
    assert len(assess(capsys, "plans", "--units", "live")[1]) == 3


def test_a_unit_that_left_no_folder_is_bad_input(live, capsys):
    (live / "production/us-east-1/dns").mkdir()
    (live / "production/us-east-1/dns/terragrunt.hcl").write_text("")
    assert "plans: no plan of production/us-east-1/dns" in complaint(capsys, "plans", "--units", "live")


def test_a_unit_may_be_written_as_json(live, capsys):
    (live / "production/us-east-1/dns").mkdir()
    (live / "production/us-east-1/dns/terragrunt.hcl.json").write_text("{}")
    assert "plans: no plan of production/us-east-1/dns" in complaint(capsys, "plans", "--units", "live")


@pytest.mark.parametrize("folder", [".terragrunt-stack/db", ".terragrunt-stack/data/.terragrunt-stack/db", ".hidden"])
def test_a_unit_in_a_folder_that_begins_with_a_dot_is_one(live, capsys, folder):
    (live / folder).mkdir(parents=True)
    (live / folder / "terragrunt.hcl").write_text("")
    assert f"plans: no plan of {folder}" in complaint(capsys, "plans", "--units", "live")


@pytest.mark.parametrize("folder", ["production/.terragrunt-cache/x", ".git/x", "production/.terraform/modules/x"])
def test_what_terragrunt_and_git_keep_for_themselves_is_no_unit(live, capsys, folder):
    (live / folder).mkdir(parents=True)
    (live / folder / "terragrunt.hcl").write_text("")
    assert len(assess(capsys, "plans", "--units", "live")[1]) == 3


def test_a_stack_whose_units_were_not_generated_is_bad_input(live, capsys):
    stack = live / "production" / "terragrunt.stack.hcl"
    stack.write_text('unit "db" {\n  source = "../units/db"\n  path   = "db"\n}\n')
    assert f"{Path('live/production/terragrunt.stack.hcl')}: its units are not there" in complaint(
        capsys, "plans", "--units", "live"
    )
    (live / "production/.terragrunt-stack/db").mkdir(parents=True)
    (live / "production/.terragrunt-stack/db/terragrunt.hcl").write_text("")
    assert "no plan of production/.terragrunt-stack/db" in complaint(capsys, "plans", "--units", "live")


def test_a_stack_whose_units_lie_beside_it_needs_no_folder_of_its_own(live, capsys):
    stack = live / "production" / "terragrunt.stack.hcl"
    stack.write_text('unit "network" {\n  path = "us-east-1/network"\n  no_dot_terragrunt_stack = true\n}\n')
    assert len(assess(capsys, "plans", "--units", "live")[1]) == 3


def test_a_plan_of_what_is_no_unit_any_more_is_bad_input(tree, live, capsys):
    (tree / "production/old").mkdir()
    (tree / "production/old/tfplan.json").write_text(topic("h"))
    said = complaint(capsys, "plans", "--units", "live")
    assert "plans: plans of what is no unit of live: production/old" in said


def test_a_plan_that_is_older_than_what_it_is_made_from_is_bad_input(tree, capsys):
    folder = tree / "production/us-east-1/network"
    (folder / "tfplan.tfplan").write_bytes(b"PK")
    assert len(assess(capsys, "plans")[1]) == 3
    made = (folder / "tfplan.tfplan").stat().st_mtime
    os.utime(folder / "tfplan.json", (made - 1, made - 1))  # as when both were unpacked just now
    assert len(assess(capsys, "plans")[1]) == 3
    os.utime(folder / "tfplan.json", (made - 600, made - 600))
    assert "network: tfplan.json is older than tfplan.tfplan" in complaint(capsys, "plans")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["plans", "--units", "elsewhere"], "elsewhere: No such file or directory"),
        (["plans", "--units", "plans"], "no terragrunt.hcl below"),
        (["plan.json", "--units", "live"], "--units is of one directory of plans, and 0 are given"),
        (["plans", "plans/production", "--units", "live"], "and 2 are given"),
    ],
)
def test_units_that_could_not_be_compared_are_bad_input(tree, live, capsys, arguments, said):
    (tree.parent / "plan.json").write_text(topic("g"))
    assert said in complaint(capsys, *arguments)


def test_a_directory_of_terraform_is_no_tree(tree):
    (tree / "main.tf").write_text("")
    assert not is_tree(tree)


def test_units_are_named_by_their_way_from_the_tree(tree):
    assert list(plans_of_units(tree)) == [
        "production/us-east-1/network",
        "production/us-east-1/services/api",
        "production/us-west-2/network",
    ]
    assert list(plans_of_units(tree / "production/us-west-2/network")) == ["."]
    assert all(isinstance(path, Path) for path in plans_of_units(tree).values())
