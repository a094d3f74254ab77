"""Which states of examples are remembered, and what is there before they are applied."""

import pytest

from tfproof.changes import applying
from tfproof.changes.beforehand import made_beforehand
from tfproof.emulator.moto import MotoEmulator
from tfproof.project.layout import Project
from tfproof.terraform.planning import Case
from tfproof.terraform.planning.cache import Cache

CASE = Case.of("queue", example="typical")


@pytest.fixture
def applied(toolchain, tmp_path, monkeypatch):
    """Returns how often something is applied for a state on a certain emulator; no emulator is started."""
    example = tmp_path / "terraform/modules/queue/examples/typical"
    example.mkdir(parents=True)
    (example.parents[1] / "main.tf").write_text('resource "aws_sqs_queue" "this" {}\n')
    (example / "main.tf").write_text('module "queue" {\n  source = "../.."\n}\n')
    counted = []

    def count(cases, _):
        counted.extend(cases)
        return {case: {} for case in cases}, []

    monkeypatch.setattr(applying, "apply", count)

    def times(emulator):
        counted.clear()
        cache = Cache(Project(tmp_path), toolchain)
        cache.emulator = emulator
        applying.states_of([CASE], cache)
        return len(counted)

    return times


def test_a_state_is_remembered(applied):
    assert [applied("moto 1"), applied("moto 1")] == [1, 0]


def test_a_state_of_another_emulator_is_another_one(applied):
    assert [applied("moto 1"), applied("moto 2")] == [1, 1]


def test_functions_that_examples_name_are_there_beforehand():
    arn = "arn:aws:lambda:us-east-1:123456789012:function:shop"
    with MotoEmulator.start(settings={"MOTO_EC2_LOAD_DEFAULT_AMIS": "false"}) as emulator:
        made_beforehand(f'"{arn}-orders:live" "{arn}-orders" "{arn}-stock"', emulator)
        functions = emulator.client("lambda")
        assert {f["FunctionName"] for f in functions.list_functions()["Functions"]} == {"shop-orders", "shop-stock"}
        assert functions.get_alias(FunctionName="shop-orders", Name="live")["FunctionVersion"] == "1"


LISTENERS = [
    f"arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/{kind}/a/50dc/f2f7" for kind in ("app", "net")
]


def test_the_listeners_and_clusters_that_an_example_names_are_made_beforehand():
    text = "\n".join(f'"{arn}"' for arn in [*LISTENERS, "arn:aws:ecs:us-east-1:123456789012:cluster/shop"])
    with MotoEmulator.start() as emulator:
        made = made_beforehand(text, emulator)
        found = emulator.client("elbv2").describe_listeners(ListenerArns=[made[arn] for arn in LISTENERS])["Listeners"]
        clusters = emulator.client("ecs").list_clusters()["clusterArns"]
    assert sorted(listener["Protocol"] for listener in found) == ["HTTP", "TCP"]
    assert clusters == ["arn:aws:ecs:us-east-1:123456789012:cluster/shop"]
