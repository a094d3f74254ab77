"""A plan that was made and shown with the used types only is the plan that the whole provider gives."""

import json
import socket
import tempfile
from pathlib import Path

import pytest

from tfproof.emulator.moto import MotoEmulator
from tfproof.project.layout import Project
from tfproof.terraform import standing_in
from tfproof.terraform.planning import Case
from tfproof.terraform.planning.alone import needs_its_own_root
from tfproof.terraform.planning.batch import Batch
from tfproof.terraform.planning.cache import Cache
from tfproof.terraform.provider_types import Doubt, ProviderTypes, is_of_aws
from tfproof.terraform.root import Root
from tfproof.terraform.workspace import WorkingCopy

PROJECT = Project(Path(__file__).parents[3])


def both_ways(root, monkeypatch, *arguments):
    """Plan with the used types, then with the whole provider; return both, and what was done twice for a doubt."""
    before = standing_in.DOUBTS.copy()
    told = root.plan(*arguments)
    doubts = standing_in.DOUBTS - before
    with monkeypatch.context() as patch:
        patch.setattr(Root, "_aws_provider", None)
        return told, root.plan(*arguments), doubts


#: What Terraform lists in another order each time.
UNORDERED = {"relevant_attributes": json.dumps, "child_modules": lambda module: module["address"]}


def ordered(value):
    if isinstance(value, dict):
        return {
            k: sorted(map(ordered, v), key=UNORDERED[k]) if k in UNORDERED else ordered(v) for k, v in value.items()
        }
    return [ordered(v) for v in value] if isinstance(value, list) else value


def comparable(run):
    """A plan without the time at which it was made, and what Terraform said of it."""
    return ordered(run.raw) | {"timestamp": ""}, run.diagnostics


@pytest.mark.parametrize("unknown", [False, True], ids=["known", "unknown"])
def test_the_examples_of_all_modules_plan_as_with_the_whole_provider(toolchain, tmp_path, monkeypatch, unknown):
    cache = Cache(PROJECT, toolchain)
    modules = [name for name, directory in PROJECT.modules.items() if is_of_aws(directory)]
    cases = [Case.of(m, example=e, unknown=unknown) for m in modules for e in ("minimal", "typical", "grown")]
    cases = [c for c in cases if not needs_its_own_root(c, cache) and not cache.asks_an_emulator(c)]
    batch = Batch(
        tmp_path / "batch", {c: cache.footprint(c) for c in cases}, PROJECT, toolchain, lock=cache.lock_file(cases[0])
    )
    batch.init()
    told, whole, doubts = both_ways(batch, monkeypatch)
    assert comparable(told) == comparable(whole)
    assert not doubts


def test_a_stack_with_three_configurations_plans_as_with_the_whole_provider(toolchain, monkeypatch):
    stack = PROJECT.stacks["social-flow"]
    with MotoEmulator.start() as emulator, WorkingCopy(stack, toolchain, emulator.endpoint) as copy:
        copy.isolate()
        copy.init()
        told, whole, doubts = both_ways(copy, monkeypatch, ["environments/production.tfvars"])
    assert comparable(told) == comparable(whole)
    assert not doubts


def planned(directory, toolchain, text):
    """Plan a root that holds this text."""
    (directory / "main.tf").write_text(text)
    with WorkingCopy(directory, toolchain) as copy:
        copy.isolate()
        copy.init()
        return copy.plan()


def test_what_cannot_stand_in_leaves_it_to_the_whole_provider(toolchain, tmp_path, monkeypatch):
    def refuse(_):
        raise OSError("no room for a socket")

    monkeypatch.setattr(standing_in.StandIn, "__enter__", refuse)
    before = standing_in.DOUBTS.copy()
    run = planned(tmp_path, toolchain, 'resource "aws_vpc" "this" {\n  cidr_block = "10.0.0.0/16"\n}\n')
    assert [r["address"] for r in run.raw["resource_changes"]] == ["aws_vpc.this"]
    assert standing_in.DOUBTS - before == {"no room for a socket": 2}  # to plan, and to show


def test_who_cannot_accept_keeps_nobody_waiting(tmp_path, monkeypatch):
    def fail(_):
        raise OSError("too many open files")

    monkeypatch.setattr(socket.socket, "accept", fail)
    with standing_in.StandIn(b"", tmp_path, tmp_path, "registry", {}) as stand_in:
        stand_in._accepting.join(10)
        told = json.loads(stand_in.environment["TF_REATTACH_PROVIDERS"])
        with socket.socket(socket.AF_UNIX) as caller, pytest.raises(ConnectionRefusedError):
            caller.connect(told["registry/hashicorp/aws"]["Addr"]["String"])


def test_a_long_name_of_the_directory_for_temporary_files_is_no_doubt(toolchain, tmp_path, monkeypatch):
    # The name of a socket has at most 104 letters (108 on Linux), of which the provider itself takes 17.
    with tempfile.TemporaryDirectory(dir="/tmp") as short:
        long = Path(short) / ("x" * (66 - len(short) - 1))
        long.mkdir()
        monkeypatch.setattr(tempfile, "tempdir", str(long))
        before = standing_in.DOUBTS.copy()
        run = planned(tmp_path, toolchain, 'resource "aws_vpc" "this" {\n  cidr_block = "10.0.0.0/16"\n}\n')
    assert not run.errors
    assert not standing_in.DOUBTS - before


def test_of_a_type_that_does_not_exist_terraform_says_what_it_says_with_all_types(toolchain, tmp_path):
    run = planned(tmp_path, toolchain, 'resource "aws_iam_rol" "this" {}\n')
    assert 'Did you mean "aws_iam_role"?' in run.errors[0].detail


def entry(number, name):
    """A field of a provider's answer: an entry of a map with that name."""
    content = b"\x0a" + bytes([len(name)]) + name
    return bytes([number << 3 | 2, len(content)]) + content


ANSWER = entry(1, b"config") + entry(2, b"aws_vpc") + entry(2, b"aws_subnet") + entry(3, b"aws_ami") + entry(7, b"trim")


def test_types_that_no_text_names_are_left_out_and_nothing_else():
    told = ProviderTypes(ANSWER).told_of([b'resource "aws_vpc" "this" {}', b"data.aws_ami.x.id"])
    assert told == ANSWER.replace(entry(2, b"aws_subnet"), b"")


@pytest.mark.parametrize(
    "text",
    [b'resource "aws_\\u0076pc" "this" {}', b'resource "aws_vpcs" "this" {}', b'{"data": {"aws_vpcs": {}}}'],
    ids=["a disguised name", "no type", "no type in JSON"],
)
def test_a_name_that_is_not_certain_is_a_doubt(text):
    with pytest.raises(Doubt):
        ProviderTypes(ANSWER).told_of([text])


@pytest.mark.parametrize("text", [b'"a \\u003c b"', b'aws_vpc_id = "x"', b"a C:\\\\users"])
def test_what_only_looks_like_a_name_is_none(text):
    ProviderTypes(ANSWER).told_of([text])


@pytest.mark.parametrize(
    "answer",
    [entry(4, b"warning"), b"\x08\x01", ANSWER[:-1], b"\x12\x02\x0a\x00"],
    ids=["a diagnostic", "a number", "cut off", "no name"],
)
def test_an_answer_of_another_form_is_a_doubt(answer):
    with pytest.raises(Doubt):
        ProviderTypes(answer)
