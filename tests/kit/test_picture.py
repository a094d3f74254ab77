"""A picture of a plan: what is drawn, where it stands, what flows, and that the same plan gives the same bytes."""

import copy
import json
import re
from xml.etree import ElementTree

import pytest
from small_plan import TOPIC

from tfproof import Plan
from tfproof.cli import main
from tfproof.commands.picture import title_of
from tfproof.picture import Arrow, as_svg, picture_of
from tfproof.picture.laying_out import BOX_HEIGHT, BOX_WIDTH, WIDTH, laid_out
from tfproof.picture.naming import shortened
from tfproof.picture.table import table
from tfproof.plans.schema import Schema

SHAPE = {"format_version": "1.2", "terraform_version": "1.11.4"}


def plan_of(*resources):
    """A plan of resources by address and values; `...` is known only after an apply, a text after `ref:` where from."""
    planned, changes, configured = [], [], []
    for address, values in resources:
        kind, name = re.sub(r"\[.*", "", address).split(".")
        entry = {"address": address, "mode": "managed", "type": kind, "name": name}
        known = {key: value for key, value in values.items() if not is_reference(value)}
        unknown = {key: True for key, value in values.items() if is_reference(value)}
        planned.append({**entry, "values": known})
        changes.append({**entry, "change": {"actions": ["create"], "after": known, "after_unknown": unknown}})
        expressions = {
            key: {"references": [value.removeprefix("ref:"), value.removeprefix("ref:").rpartition(".")[0]]}
            if is_reference(value)
            else {"constant_value": value}
            for key, value in values.items()
        }
        configured.append({**entry, "provider_config_key": "aws", "expressions": expressions})
    region = {"name": "aws", "expressions": {"region": {"constant_value": "eu-west-1"}}}
    return Plan(
        {
            **SHAPE,
            "planned_values": {"root_module": {"resources": planned}},
            "resource_changes": changes,
            "configuration": {"provider_config": {"aws": region}, "root_module": {"resources": configured}},
        }
    )


def is_reference(value):
    return isinstance(value, str) and value.startswith("ref:")


SHOP = (
    ("aws_vpc.this", {"cidr_block": "10.1.0.0/16"}),
    ("aws_sqs_queue.orders", {"name": "shop-production-orders"}),
    (
        "aws_lambda_function.work",
        {"function_name": "shop-production-work", "runtime": "python3.13", "memory_size": 256},
    ),
    (
        "aws_lambda_event_source_mapping.work",
        {"event_source_arn": "ref:aws_sqs_queue.orders.arn", "function_name": "ref:aws_lambda_function.work.arn"},
    ),
    ("aws_s3_bucket.files", {"bucket": "shop-production-files-123456789012"}),
    ("aws_kms_key.a", {"description": "a"}),
    ("aws_kms_key.b", {"description": "b"}),
    ("aws_security_group.db", {"name": "db"}),
    (
        "aws_db_instance.this",
        {"identifier": "shop-production", "engine": "postgres", "engine_version": "16", "multi_az": True},
    ),
    ("aws_cloudwatch_log_stream.s", {"name": "s"}),
)


@pytest.fixture(scope="module")
def shop():
    return picture_of(plan_of(*SHOP), "Shop <production>")


def box(picture, name):
    (found,) = [b for b in picture.boxes if b.id == name]
    return found


def test_a_box_says_what_it_is_and_what_it_is_called(shop):
    work = box(shop, "aws_lambda_function.work")
    assert (work.called, work.name, work.says) == ("Function", "work", ("256 MiB", "python3.13"))


def test_what_a_true_switch_means_is_said(shop):
    assert box(shop, "aws_db_instance.this").says == ("postgres 16", "Multi-AZ")


def test_a_value_that_is_missing_leaves_out_what_it_is_said_in(shop):
    assert "{" not in " ".join(said for b in shop.boxes for said in b.says)


def test_all_of_a_kind_are_one_box_with_their_number(shop):
    assert box(shop, "aws_kms_key/eu-west-1").count == 2


def test_every_box_is_in_the_region_of_its_provider(shop):
    assert {b.region for b in shop.boxes} == {"eu-west-1"}
    assert shop.regions == ("eu-west-1",)


def test_the_network_says_its_addresses(shop):
    assert shop.networks == {"eu-west-1": "VPC 10.1.0.0/16, 0 zones"}


def test_work_flows_from_the_queue_to_the_function(shop):
    assert shop.arrows == (Arrow("aws_sqs_queue.orders", "aws_lambda_function.work", "hands work to"),)


def test_what_is_not_drawn_is_counted(shop):
    assert shop.left_out == {
        "aws_cloudwatch_log_stream": 1,
        "aws_lambda_event_source_mapping": 1,
        "aws_security_group": 1,
        "aws_vpc": 1,
    }


def test_what_a_group_admits_is_drawn_between_its_members():
    plan = plan_of(
        ("aws_security_group.lb", {"name": "lb"}),
        ("aws_security_group.db", {"name": "db"}),
        ("aws_lb.this", {"name": "front", "security_groups": "ref:aws_security_group.lb.id"}),
        ("aws_db_instance.this", {"identifier": "d", "vpc_security_group_ids": "ref:aws_security_group.db.id"}),
        (
            "aws_vpc_security_group_ingress_rule.db",
            {
                "security_group_id": "ref:aws_security_group.db.id",
                "referenced_security_group_id": "ref:aws_security_group.lb.id",
            },
        ),
        (
            "aws_vpc_security_group_ingress_rule.lb",
            {"security_group_id": "ref:aws_security_group.lb.id", "cidr_ipv4": "0.0.0.0/0"},
        ),
    )
    assert picture_of(plan, "x").arrows == (
        Arrow("aws_lb.this", "aws_db_instance.this", "reaches"),
        Arrow("outside", "aws_lb.this", "reaches"),
    )


def test_whose_name_something_else_has_as_well_is_told_apart_by_its_type():
    plan = plan_of(
        ("aws_cloudwatch_event_rule.r", {"name": "shop"}),
        ("aws_cloudwatch_dashboard.d", {"dashboard_name": "shop"}),
        ("aws_sns_topic.t", {"name": "alerts"}),
        ("aws_cloudwatch_event_target.t", {"rule": "shop", "arn": "ref:aws_sns_topic.t.arn"}),
    )
    (arrow,) = picture_of(plan, "x").arrows
    assert arrow == Arrow("aws_cloudwatch_event_rule/eu-west-1", "aws_sns_topic.t", "tells")


def test_a_crowd_of_arrows_of_one_kind_stands_back():
    things = [("aws_sns_topic.t", {"name": "t"})]
    for n in range(31):
        things += [
            (f"aws_sqs_queue.q{n}", {"name": f"q{n}"}),
            (
                f"aws_sns_topic_subscription.s{n}",
                {"topic_arn": "ref:aws_sns_topic.t.arn", "endpoint": f"ref:aws_sqs_queue.q{n}.arn"},
            ),
        ]
    assert 'class="flow crowd"' in as_svg(picture_of(plan_of(*things), "x"))
    assert 'class="flow crowd"' not in as_svg(picture_of(plan_of(*things[:20]), "x"))


def test_the_same_plan_gives_the_same_bytes_in_any_order(shop):
    assert as_svg(picture_of(plan_of(*reversed(SHOP)), "Shop <production>")) == as_svg(shop)


def test_the_picture_is_xml_and_its_words_are_escaped(shop):
    root = ElementTree.fromstring(as_svg(shop))  # noqa: S314 - our own text
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "Shop <production>" in texts


@pytest.mark.parametrize("sign", ["\x01", "\x1b", "\x7f", "\ud800", "\uffff", "\r", "\n"])
def test_whatever_a_name_holds_the_picture_is_xml(sign):
    svg = as_svg(picture_of(plan_of(("aws_sqs_queue.q", {"name": f"a{sign}b"})), f"x{sign}"))
    ElementTree.fromstring(svg.encode())  # noqa: S314 - our own text


def test_nothing_lies_on_something_else_or_beside_the_picture():
    many = [(f"aws_sqs_queue.q{n}", {"name": f"queue{n}"}) for n in range(15)]
    layout = laid_out(picture_of(plan_of(*SHOP, *many), "Shop"))
    spots = list(layout.spots.values())
    for number, one in enumerate(spots):
        assert one.x >= 0
        assert one.x + BOX_WIDTH <= WIDTH
        assert one.y + BOX_HEIGHT <= layout.height
        for other in spots[:number]:
            assert abs(one.x - other.x) >= BOX_WIDTH or abs(one.y - other.y) >= BOX_HEIGHT, (one, other)


def test_every_box_is_drawn_inside_of_the_frame_of_its_region():
    layout = laid_out(picture_of(plan_of(*SHOP), "Shop"))
    (frame,) = [f for f in layout.frames if f.kind == "region"]
    assert all(frame.y < s.y and s.y + BOX_HEIGHT < frame.y + frame.height for s in layout.spots.values())


def test_a_plan_without_anything_to_draw_is_an_empty_picture():
    picture = picture_of(plan_of(), "Nothing")
    assert (picture.boxes, picture.arrows) == ((), ())
    assert "Nothing" in as_svg(picture)


def test_names_lose_what_most_of_them_begin_with(shop):
    assert [b.name for b in shop.boxes if b.name] == ["work", "files", "orders"]
    assert shortened([]) == []


# The table


def test_every_kind_stands_in_a_row_and_has_a_sign():
    known = table()
    rows = {kind["tier"] for kind in known.kinds.values()}
    rows |= {kind[key]["tier"] for kind in known.kinds.values() for key in ("inside", "regional") if key in kind}
    assert rows == set(known.tiers)
    assert {kind["sign"] for kind in known.kinds.values()} == set(known.signs)


def test_every_flow_is_drawn_in_some_way():
    known = table()
    said = {flow.says for flow in known.flows} | {"reaches", "uses"}
    assert said == {word for line in known.lines for word in line.words}


def paths_of_the_table():
    """Every type and path that the table names, with `*` as a position."""
    known = table()
    for kind, row in known.kinds.items():
        values = [
            path for said in row.get("says", ()) if isinstance(said, str) for path in re.findall(r"\{([\w.]+)\}", said)
        ]
        switches = [said["where"] for said in row.get("says", ()) if not isinstance(said, str)]
        inside = [row["inside"]["path"]] if "inside" in row else []
        behind = [row["behind"]] if "behind" in row else []
        chains = [row[key][0] for key in ("groups", "role") if key in row]
        yield from ((kind, path) for path in [*row.get("named", ()), *values, *switches, *inside, *behind, *chains])
    yield from known.stands_for.items()
    for flow in known.flows:
        yield from ((flow.type, path) for path in (flow.source, flow.target) if path != "self")


@pytest.mark.parametrize(("kind", "path"), sorted(set(paths_of_the_table())))
def test_a_path_of_the_table_is_one_of_the_provider(kind, path):
    assert Schema.load().has(kind, path)


# The command


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.json").write_text(json.dumps(TOPIC))


def test_a_plan_of_anybody_is_drawn_to_a_file(tmp_path):
    assert main(["picture", "--plan", "plan.json", "-o", "out.svg"]) == 0
    assert (tmp_path / "out.svg").read_text().startswith("<svg ")


def test_a_picture_is_written_as_data(capsys):
    assert main(["picture", "--plan", "plan.json", "--json"]) == 0
    (topic,) = json.loads(capsys.readouterr().out)["boxes"]
    assert (topic["type"], topic["called"], topic["name"]) == ("aws_sns_topic", "Topic", "news")


SECRET = "sk_live_51Habcdefghijklmnopqrst"


@pytest.mark.parametrize("how", [[], ["--json"]])
@pytest.mark.parametrize("before", ["", "q-", "a-long-beginning-"])
def test_of_a_secret_not_even_the_beginning_is_drawn(tmp_path, capsys, before, how):
    plan = copy.deepcopy(TOPIC)
    plan["resource_changes"][0]["change"]["after"]["name"] = before + SECRET
    plan["planned_values"]["root_module"]["resources"][0]["values"]["name"] = before + SECRET
    (tmp_path / "plan.json").write_text(json.dumps(plan))
    assert main(["picture", "--plan", "plan.json", *how]) == 0
    assert "sk_live" not in capsys.readouterr().out


@pytest.mark.parametrize("name", ["plan.json", "./plan.json", "link.json"])
def test_a_plan_is_not_overwritten_by_its_picture(tmp_path, capsys, name):
    (tmp_path / "link.json").symlink_to(tmp_path / "plan.json")
    assert main(["picture", "--plan", "plan.json", "-o", name]) == 2
    assert "this is the plan itself" in capsys.readouterr().err
    assert json.loads((tmp_path / "plan.json").read_text()) == TOPIC


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--plan", "plan.json", "--environment", "production"], "--environment is of a stack"),
        (["--plan", "none.json"], "none.json"),
        (["--stack", "shop"], "no project here"),
    ],
)
def test_what_cannot_be_drawn_is_bad_input(capsys, arguments, said):
    assert main(["picture", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_a_stack_or_an_environment_that_there_is_not_is_bad_input(tmp_path, capsys):
    stack = tmp_path / "terraform" / "stacks" / "shop"
    (stack / "environments").mkdir(parents=True)
    (stack / "main.tf").write_text("")
    (stack / "environments" / "production.tfvars").write_text("")
    (tmp_path / "terraform" / "modules").mkdir()
    assert main(["picture", "--stack", "shap"]) == 2
    assert "no stack is called 'shap'" in capsys.readouterr().err
    assert main(["picture", "--stack", "shop", "--environment", "staging"]) == 2
    assert "shop has no environment 'staging'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("readme", "title"),
    [
        ("# SARC-NG\n\nWhat it is.\n", "SARC-NG, staging"),
        ("No heading.\n", "shop-api, staging"),
        (None, "shop-api, staging"),
    ],
)
def test_a_picture_is_called_as_the_readme_says(tmp_path, readme, title):
    stack = tmp_path / "shop-api"
    stack.mkdir()
    if readme is not None:
        (stack / "README.md").write_text(readme)
    assert title_of(stack, "staging") == title
