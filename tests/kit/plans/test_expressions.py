"""Source expressions mean what they mean to Terraform: each is planned by Terraform and evaluated by us."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest
from workshop import Workshop

from tfproof import Plan
from tfproof.plans.names import Frame
from tfproof.plans.values import OneOf, PartialJson, PartialList, PartialText, Reference, has_unknown, is_unknown, plain
from tfproof.terraform.planning import Case

MODULE = """
variable "text" {
  default = "one"
}
variable "number_as_text" {
  type    = string
  default = 7
}
variable "switch" {
  type    = bool
  default = "true"
}
variable "object" {
  type    = object({ name = string, size = optional(number, 3), rest = optional(string) })
  default = { name = "x", extra = "gone" }
}
variable "nullable" {
  type     = string
  default  = "kept"
  nullable = false
}
variable "items" {
  type    = set(string)
  default = ["b", "a", "b"]
}
variable "list" {
  type    = list(string)
  default = []
}
variable "list_of_one" {
  type    = list(string)
  default = ["a"]
}
variable "map" {
  type    = map(string)
  default = {}
}
locals {
  map   = { b = 2, a = 1, "k.1" = { deep = ["x", "y"] } }
  empty = {}
  hide  = "$${not} a \\"template\\" \\u00e9"
}
resource "aws_sqs_queue" "many" {
  for_each = toset(["a.b", "a]b", "q\\"t", "é", "x"])
  name     = md5(each.key)
}
resource "aws_sqs_queue" "counted" {
  count = 2
  name  = "counted-${count.index}"
}
resource "aws_sqs_queue" "none" {
  count = 0
  name  = "none"
}
resource "aws_sqs_queue" "one" {
  name = "one"
}
"""

KNOWN = [
    '"p-${var.text}-${var.number_as_text}"',
    "var.number_as_text",
    "var.switch ? 1 : 2",
    "var.switch && !var.switch ? 1 : var.switch ? 2 : 3",
    '(var.text == "one" ? false : true) ? "p" : "q"',
    "var.object",
    "var.object.size + 1",
    "var.nullable",
    "var.items",
    'local.map["k.1"].deep[1]',
    "local.map.a",
    "[for k, v in local.map : k]",
    '[for s in ["x", "y"] : "${s}!" if s != "y"]',
    '{ for k, v in { a = 1, b = 2 } : "${k}-key" => v * 2 }',
    "{ (var.text) = 1, plain = 2 }",
    "local.hide",
    "merge({ a = 1 }, local.empty, { a = 2, b = 3 })",
    'concat(["a"], [], ["b", "c"])',
    'flatten([["a", ["b"]], [], "c"])',
    'distinct(["a", "b", "a"])',
    'compact(["a", "", "b"])',
    'coalesce("", null, "x")',
    'try(local.map.missing, "fallback")',
    'try(aws_sqs_queue.none[0].name, "none")',
    "can(local.map.missing)",
    'lookup(local.map, "z", 9)',
    "one([5])",
    "one([])",
    'element(["a", "b", "c"], 4)',
    "length(local.map)",
    "keys(local.map)",
    'values({ b = "2", a = "1" })',
    'contains(["a", "b"], "b")',
    'zipmap(["a", "b"], [1, 2])',
    'jsondecode(jsonencode({ a = [1, "x"] }))',
    'format("%s-%d%%", "a", 3)',
    'join(",", ["a", "b"])',
    'split(",", "a,b")',
    'replace("a-b", "-", "_")',
    'sha1("a") == "" ? "t" : "t"',
    'trimprefix("aws_x", "aws_")',
    'startswith("abc", "ab")',
    'setsubtract(["a", "b"], ["a"])',
    'sort(["b", "a"])',
    "alltrue([true, var.switch])",
    "anytrue([false, !var.switch])",
    "range(3)",
    "slice([1, 2, 3], 1, 3)",
    "aws_sqs_queue.one.name",
    "aws_sqs_queue.counted[1].name",
    "aws_sqs_queue.counted[*].name",
    "aws_sqs_queue.none[*].name",
    "[for q in aws_sqs_queue.counted : q.name]",
    "{ for k, q in aws_sqs_queue.many : k => q.fifo_queue }",
    "length(aws_sqs_queue.counted)",
    "aws_sqs_queue.one.name == null ? 1 : 2",
    "-1 + 2 * 3",
    "10 % 4 >= 2 || false",
    'var.text != "two"',
    '[1, "a", true, null]',
    "try(var.object.rest, 1) == null",
    "tostring(3)",
    'tonumber("3")',
    'upper(lower("A"))',
    "reverse([1, 2])",
    'substr("hello", 1, 3)',
    'try(element(var.items, 1), "of a set none is reached by an index")',
    'try(concat(var.items, []), "a set is not appended")',
    "{ for k, v in var.items : k => v }",
    'var.switch ? 1 : "two"',
    'coalesce(null, 1, "two")',
    'try(coalesce(var.items, "x"), "no common type")',
    "toset(null) == null",
    'jsonencode({ b = "<&>", a = [1, true, null] })',
    'try(tolist(var.items)[0], "d")',
    "tolist(toset([10, 9]))[0]",
    'tolist([1, "a"])',
    'substr("hello", -3, 3)',
    'substr("hello", -9, 2)',
    'substr("hello", 1, -1)',
    'title("myApp")',
    'title("my_bucket a-b x.y 1a")',
    'split("", "ab")',
    'try(["x"][-1], "no such index")',
    "range(3, 1)",
    "range(-2)",
    "range(5, 0, -2)",
    'try(range(1, 5, -1), "nowhere")',
    'try(slice([1], 0, 2), "outside")',
    "-7 % 3",
    "7 % -3",
    '"${"a" ~} b"',
    '"x ${~ "a" ~} b"',
    '"${var.text} b ${var.text} ${var.text}"',
    '" ${var.text} "',
    '" a " == "a"',
    "<<EOT\n  x ${var.text} y\n\n  b\nEOT\n",
    "<<-EOT\n    a\n\n      b\n    EOT\n",
    "<<-EOT\n    ${var.text} x\n      y ${var.text}\n    EOT\n",
    'try(null > 0, "null is no number")',
    'try(-var.object.rest, "null is no number")',
    "var.object.rest == null ? 1 : var.object.rest > 0 ? 2 : 3",
    'try(true && null > 0, "fails")',
    "sort([2, 10, 1])",
    "max(1, 3, 2)",
    'setunion(toset(["b"]), ["a"])',
    'toset([1, "a"])',
    'toset(["a", "b"]) == toset(["b", "a", "b"])',
    '["x"] == []',
]
NEVER_GUESSED = [
    "var.list == []",
    'var.list_of_one == ["a"]',
    "var.map == {}",
    'toset(["a"]) == ["a"]',
    'toset(["a"]) != ["a"]',
    'try(format("%s", null), "failed")',
    "coalesce([null, 1], distinct([var.text, aws_sqs_queue.one.arn]))",
    'try(title("a", "b"), "failed")',
    'try(false && null > 0, "failed")',
    'try(true || null > 0, "failed")',
]
UNKNOWN_UNTIL_APPLY = [
    "aws_sqs_queue.one.arn",
    '"${aws_sqs_queue.one.arn}/*"',
    "[aws_sqs_queue.one.arn, var.text]",
    "jsonencode({ arn = aws_sqs_queue.one.arn, sure = 1 })",
    "aws_sqs_queue.counted[*].arn",
    "concat([var.text], aws_sqs_queue.counted[*].arn)",
    'aws_sqs_queue.one.url == "x" ? "a" : "b"',
    'coalesce(aws_sqs_queue.one.url, "x")',
    "[for q in aws_sqs_queue.many : q.arn]",
    'contains([aws_sqs_queue.one.url], "x")',
    "toset([aws_sqs_queue.one.url])",
    "{ (aws_sqs_queue.one.url) = 1 }",
    "aws_sqs_queue.many[var.text == var.nullable ? aws_sqs_queue.one.url : \"x\"].arn",
    "sha1(aws_sqs_queue.one.arn)",
    'merge({ a = 1 }, jsondecode(aws_sqs_queue.one.arn))',
    "sort([aws_sqs_queue.one.arn, aws_sqs_queue.counted[0].arn])[0]",
    "length(toset([aws_sqs_queue.one.arn, aws_sqs_queue.counted[0].arn]))",
    "length(distinct([aws_sqs_queue.one.arn, aws_sqs_queue.counted[0].arn]))",
    "distinct([aws_sqs_queue.one.url, var.text])[1]",
    'length(compact([aws_sqs_queue.one.url, "x"]))',
    "length([for a in toset([aws_sqs_queue.one.arn, aws_sqs_queue.counted[0].arn]) : a])",
    "one(toset([aws_sqs_queue.one.arn, aws_sqs_queue.counted[0].arn]))",
    '[for i, v in concat(split(",", aws_sqs_queue.one.url), ["q"]) : "${i}-${v}"]',
]  # fmt: skip


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory, toolchain) -> Plan:
    """The plan of a module that has every expression as an output."""
    outputs = {f"e{i}": text for i, text in enumerate([*KNOWN, *UNKNOWN_UNTIL_APPLY])}
    outputs |= {f"n{i}": f'try({text}, "failed")' for i, text in enumerate(NEVER_GUESSED)}
    text = MODULE + "".join(f'output "{n}" {{\n  value = {e}\n}}\n' for n, e in outputs.items())
    workshop = Workshop(tmp_path_factory.mktemp("expressions") / "project", toolchain)
    workshop.module("words", text)
    return workshop.planner().plan(Case.of("words"))


def evaluated(plan: Plan, number: int, kind: str = "e"):
    scope = plan.scopes.of(())
    return plan.evaluator.value(scope.files.find("output", f"{kind}{number}").attributes["value"], Frame(scope))


@pytest.mark.parametrize(("number", "text"), list(enumerate(KNOWN)), ids=KNOWN)
def test_a_known_expression_has_the_value_that_terraform_gives_it(plan: Plan, number: int, text: str) -> None:
    said = plan.raw["planned_values"]["outputs"][f"e{number}"]["value"]
    assert json.loads(json.dumps(plain(evaluated(plan, number)))) == said


@pytest.mark.parametrize(("number", "text"), list(enumerate(UNKNOWN_UNTIL_APPLY, len(KNOWN))), ids=UNKNOWN_UNTIL_APPLY)
def test_what_terraform_does_not_know_is_never_known_here(plan: Plan, number: int, text: str) -> None:
    assert has_unknown(evaluated(plan, number))


@pytest.mark.parametrize(("number", "text"), list(enumerate(NEVER_GUESSED)), ids=NEVER_GUESSED)
def test_what_is_not_certain_here_is_not_guessed(plan: Plan, number: int, text: str) -> None:
    assert is_unknown(evaluated(plan, number, "n"))


def test_the_index_in_a_list_that_is_not_known_is_not_known(plan: Plan) -> None:
    text = '[for i, v in concat(split(",", aws_sqs_queue.one.url), ["q"]) : "${i}-${v}"]'
    found = evaluated(plan, len(KNOWN) + UNKNOWN_UNTIL_APPLY.index(text))
    assert isinstance(found, PartialList)
    assert all(has_unknown(item) for item in found.items)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("aws_sqs_queue.one.arn", "(aws_sqs_queue.one.arn, known after apply)"),
        ('"${aws_sqs_queue.one.arn}/*"', "(aws_sqs_queue.one.arn, known after apply)/*"),
        ('aws_sqs_queue.one.url == "x" ? "a" : "b"', "(one of a, b)"),
    ],
)
def test_what_is_not_known_says_what_it_will_be(plan: Plan, text: str, expected: str) -> None:
    assert repr(evaluated(plan, len(KNOWN) + UNKNOWN_UNTIL_APPLY.index(text))) == expected


def test_each_kind_of_partial_knowledge_keeps_what_is_known(plan: Plan) -> None:
    def of(text: str):
        return evaluated(plan, len(KNOWN) + UNKNOWN_UNTIL_APPLY.index(text))

    document = of("jsonencode({ arn = aws_sqs_queue.one.arn, sure = 1 })")
    assert isinstance(document, PartialJson)
    assert document.value["sure"] == 1
    assert isinstance(document.value["arn"], Reference)
    assert of("concat([var.text], aws_sqs_queue.counted[*].arn)")[0] == "one"
    text = of('"${aws_sqs_queue.one.arn}/*"')
    assert isinstance(text, PartialText)
    assert text.suffix == "/*"
    assert {r.address for r in of("[for q in aws_sqs_queue.many : q.arn]")} == {
        r.address for r in plan.of("aws_sqs_queue") if r.name == "many"
    }


def test_a_function_that_is_not_known_here_is_never_guessed(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('locals {\n  x = no_such_function("a")\n  y = concat(["a"], local.x)\n}\n')
    plan = Plan({"planned_values": {}, "configuration": {}}, tmp_path)
    scope = plan.scopes.of(())
    assert is_unknown(plan.evaluator.value(scope.files.locals["x"], Frame(scope)))
    y = plan.evaluator.value(scope.files.locals["y"], Frame(scope))
    assert isinstance(y, PartialList)
    assert y.items[0] == "a"


def test_a_circle_of_locals_is_not_known(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text("locals {\n  x = local.y\n  y = local.x\n}\n")
    plan = Plan({"planned_values": {}, "configuration": {}}, tmp_path)
    scope = plan.scopes.of(())
    assert is_unknown(plan.evaluator.value(scope.files.locals["x"], Frame(scope)))


def test_an_undecided_condition_leaves_both_branches(tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text('locals {\n  x = uuid() == "" ? "a" : uuid() == "b" ? "b" : "c"\n}\n')
    plan = Plan({"planned_values": {}, "configuration": {}}, tmp_path)
    scope = plan.scopes.of(())
    found = plan.evaluator.value(scope.files.locals["x"], Frame(scope))
    assert isinstance(found, OneOf)
    assert found.candidates == ("a", "b", "c")


def _drawn(random: Random, depth: int) -> str:
    """Draw an expression; what is ill typed is caught by the `try` around it."""
    leaves = ['"a"', "1", "true", "null", "var.text", "var.object", "var.items", "local.map", "aws_sqs_queue.one.name",
              "aws_sqs_queue.one.arn", "aws_sqs_queue.counted[*].name", '["a", "b"]', '{ a = 1, b = "two" }']  # fmt: skip
    if depth == 0 or random.random() < 0.15:
        return random.choice(leaves)
    inner = [_drawn(random, depth - 1) for _ in range(3)]
    a, b, c = inner
    return random.choice(
        [
            f"({a} == {b} ? {c} : {a})",
            f"({a} != {b} && {b} == {c})",
            f'"${{{a}}}-${{{b}}}"',
            f"[{a}, {b}]",
            f"{{ x = {a}, y = {b} }}",
            f"[for v in {a} : v]",
            f"{{ for k, v in {a} : k => v }}",
            f"[for v in {a} : v if v != {b}]",
            f"({a})[0]",
            f"({a}).a",
            f"concat({a}, {b})",
            f"merge({a}, {b})",
            f"coalesce({a}, {b})",
            f"contains({a}, {b})",
            f"length({a})",
            f"try({a}, {b})",
            f"can({a})",
            f"flatten([{a}, {b}])",
            f"distinct([{a}, {b}, {a}])",
            f"jsonencode({a})",
            f'lookup({a}, "a", {b})',
            f'join("/", {a})',
            f"element({a}, 1)",
            f"tostring({a})",
            f"one({a})",
            f"keys({a})",
            f"values({a})",
            f"toset({a})",
        ]
    )


def test_no_drawn_expression_has_another_value_than_terraform_gives_it(tmp_path_factory, toolchain) -> None:
    random = Random(4)  # noqa: S311 - draws expressions
    drawn = {f"e{i}": f'try({_drawn(random, 3)}, "failed")' for i in range(400)}
    text = MODULE + "".join(f'output "{n}" {{\n  value = {e}\n}}\n' for n, e in drawn.items())
    workshop = Workshop(tmp_path_factory.mktemp("drawn") / "project", toolchain)
    workshop.module("words", text)
    plan = workshop.planner().plan(Case.of("words"))
    scope = plan.scopes.of(())
    wrong: dict[str, object] = {}
    decided = 0
    for name, expression in drawn.items():
        ours = plan.evaluator.value(scope.files.find("output", name).attributes["value"], Frame(scope))
        known = name in plan.raw["planned_values"]["outputs"] and not has_unknown(plan.outputs[name])
        if not known or has_unknown(ours):
            continue
        decided += 1
        theirs = plan.raw["planned_values"]["outputs"][name].get("value")
        if theirs == "failed":
            continue  # ill typed, which a configuration that plans is not
        if json.loads(json.dumps(plain(ours))) != theirs:
            wrong[expression] = (theirs, ours)
    assert not wrong, "\n".join(f"{e}: {t!r}, not {o!r}" for e, (t, o) in wrong.items())
    assert decided > 200
