"""The list of what the emulators do with each resource type: complete, readable, and no longer than that."""

from pathlib import Path

import pytest
import yaml

from tfproof.emulator.choice import _STARTERS
from tfproof.emulator.leaving_out import SERVICES_FILE, Limits
from tfproof.errors import BadInput
from tfproof.terraform.hcl import read_directory

ROOT = Path(__file__).parents[2]
SERVICES = yaml.safe_load((ROOT / SERVICES_FILE).read_text())
ENTRIES = SERVICES["resources"]
EMULATORS = set(_STARTERS)


def test_every_type_that_is_used_is_listed_and_no_other():
    directories = {f.parent for f in (ROOT / "terraform").rglob("*.tf") if ".terraform" not in f.parts}
    used = {b.labels[0] for d in directories for b in read_directory(d).of("resource")}
    assert set(ENTRIES) == {t for t in used if t.startswith("aws_")}  # others no emulator of AWS makes


@pytest.mark.parametrize("resource_type", ENTRIES)
def test_an_entry_says_what_each_emulator_does(resource_type):
    entry = dict(ENTRIES[resource_type])
    notes = entry.pop("note", {})
    assert set(notes) <= EMULATORS
    assert all(notes.values())
    for emulator in EMULATORS:
        assert entry[emulator] in {"works", "accepts", "missing", "untried"}
        assert entry.pop(f"{emulator}_forgets", None) is None or entry[emulator] == "accepts"
        assert entry.pop(f"{emulator}_lacks", None) is None or entry[emulator] in {"works", "accepts"}
    assert set(entry) == EMULATORS


def test_every_emulator_has_a_version():
    assert set(SERVICES["versions"]) == EMULATORS


def test_nothing_is_left_out_on_moto():
    limits = Limits.load(ROOT, "moto")
    assert not limits
    assert not any(limits.forgotten.values())


def test_what_localstack_lacks_comes_with_its_note():
    missing = Limits.load(ROOT, "localstack").missing
    assert missing["aws_db_instance"] == ""
    assert "Java" in missing["aws_dynamodb_table"]
    assert "aws_vpc" not in missing


def test_a_subscription_is_left_out_on_localstack_only_where_its_endpoint_has_to_confirm():
    limits = Limits.load(ROOT, "localstack")
    reasons = {p: limits.reason_against("aws_sns_topic_subscription", {"protocol": p}) for p in ("email", "https")}
    assert reasons == {"email": "", "https": "the emulator cannot make one with protocol https"}


def test_a_note_speaks_of_its_emulator_only():
    assert Limits.load(ROOT, "ministack").missing["aws_config_conformance_pack"] == ""


def test_what_localstack_forgets_is_known():
    forgotten = Limits.load(ROOT, "localstack").forgotten
    assert forgotten["aws_vpc_security_group_ingress_rule"] == {"description"}
    assert forgotten["aws_vpc"] == set()


def test_a_project_without_the_file_leaves_nothing_out(tmp_path):
    assert Limits.load(tmp_path, "localstack") == Limits()


@pytest.mark.parametrize("text", ["types: {}", "resources: {aws_vpc: {moto: works}}"])
def test_a_file_that_says_nothing_of_the_emulator_is_bad_input(tmp_path, text):
    (tmp_path / SERVICES_FILE).parent.mkdir()
    (tmp_path / SERVICES_FILE).write_text(text)
    with pytest.raises(BadInput, match=r"services\.yaml has no "):
        Limits.load(tmp_path, "localstack")
