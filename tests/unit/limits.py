"""What each validation of the modules accepts and refuses of the values in `limits/<module>.yaml`.

Validations look at nothing but variables, so they are asked without a provider: a copy of each module's variables has its
conditions, and their variants, as an output; a single plan tells all of them for all rows.
"""

import hashlib
import json
import re
import runpy
import shutil
import sys
import tempfile
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from textwrap import dedent

from filelock import FileLock

from tfproof.errors import BadInput, instead_of
from tfproof.files import read_yaml
from tfproof.mutation.conditions import variants
from tfproof.terraform.hcl import NotLiteral, read_directory
from tfproof.terraform.planning import Case
from tfproof.terraform.planning.batch import shards
from tfproof.terraform.planning.changing import escaped
from tfproof.terraform.root import Root

TABLES = Path(__file__).parent / "limits"
#: So many modules are planned together: time and memory grow faster than their number.
TOGETHER = 6
#: What a table has: values by path, and what variants say that make no difference, each with the reason.
WORDS = ("accepted", "refused", "alike")


def spelled_out(value):
    """A value of a table: `a x 64` stands for 64 of these letters."""
    match value:
        case str() if short := re.fullmatch(r"(.) x (\d+)", value):
            return short[1] * int(short[2])
        case list():
            return [spelled_out(v) for v in value]
        case dict():
            return {spelled_out(k): spelled_out(v) for k, v in value.items()}
    return value


def given(expression):
    """A literal value; a policy that an example encodes, and a place beside it, stand in it as they are written."""
    if pairs := expression.pairs():
        return {key: given(value) for key, value in pairs}
    if expression.text.startswith('"${path.module}'):
        return expression.text.strip('"')
    if expression.text.startswith("<<"):
        return dedent("\n".join(expression.text.splitlines()[1:-1]))
    return expression.text if expression.text.startswith("jsonencode(") else expression.literal()


@cache
def cases_of_tests():
    """The cases that the modules' own tests plan or expect to be refused: word, module, example, variables."""
    found, place = [], Path(__file__).parent / "modules"
    sys.path.insert(0, str(place))  # as pytest does, for what tests import beside them
    for file in sorted(place.glob("test_*.py")):
        tests = runpy.run_path(str(file), run_name=file.stem)
        marks = [m for n, t in tests.items() if n.startswith("test_") for m in getattr(t, "pytestmark", [])]
        marks += [
            m for mark in marks if mark.name == "parametrize" for p in mark.args[1] for m in getattr(p, "marks", ())
        ]
        for mark in marks:
            if mark.name in ("plan", "refused") and len(mark.args) == 1:
                given = {n: v for n, v in mark.kwargs.items() if n not in ("example", "match", "unknown", "changes")}
                given |= mark.kwargs.get("changes", {})
                found.append((mark.name, mark.args[0], mark.kwargs.get("example", ""), given))
    return found


@dataclass(frozen=True)
class Condition:
    """A validation's condition, or a variant of it (`of` is then the validation)."""

    variable: str
    line: int
    text: str
    of: int
    said: str = ""

    def __str__(self):
        return f"variables.tf:{self.line} ({self.variable}) {self.said}"


@dataclass(frozen=True)
class Row:
    """A change of the values of an example, and whether it is accepted; `of_test` are the cases of the module's own tests."""

    accepted: bool
    change: tuple
    example: str = "grown"
    of_test: bool = False

    def __str__(self):
        change = {path: json.loads(value) for path, value in self.change}
        return f"{'accepted' if self.accepted else 'refused'}: {change}"


class Limits:
    """The validations of one module, and its table."""

    def __init__(self, project, name):
        self.project, self.name = project, name
        self.directory = project.modules[name]

    @cached_property
    def conditions(self):
        """The validations in their order, then the variants of each."""
        found, changed = [], []
        for variable, block in read_directory(self.directory).variables.items():
            for validation in block.nested("validation"):
                condition = validation.attributes["condition"]
                of = len(found)
                found.append(Condition(variable, validation.line, condition.text, of))
                for variant in variants(condition.node):
                    text = variant.within(condition.node)
                    changed.append(Condition(variable, condition.line, text, of, str(variant)))
        return found + changed

    def base(self, example):
        """What an example gives, as far as it is literal."""
        found = {}
        if not example:
            return found
        for name, expression in Case.of(self.name, example=example).call(self.project).attributes.items():
            try:
                found[name] = given(expression)
            except NotLiteral:
                continue
        return {n: v for n, v in found.items() if n in read_directory(self.directory).variables}

    @cached_property
    def table(self):
        file = TABLES / f"{self.name}.yaml"
        found = read_yaml(file) if file.is_file() else {}
        if strange := [word for word in found if word not in WORDS]:
            raise BadInput(f"{file}: no such word: {', '.join(strange)}", instead_of(strange, WORDS))
        return found

    @cached_property
    def rows(self):
        own = [
            Row(word == "plan", tuple((n, json.dumps(v)) for n, v in variables.items()), example, True)
            for word, name, example, variables in cases_of_tests()
            if name == self.name
        ]
        return [Row(True, ()), *dict.fromkeys(own)] + [
            Row(word == "accepted", tuple((p, json.dumps(spelled_out(v))) for p, v in change.items()))
            for word in ("accepted", "refused")
            for path, values in (self.table.get(word) or {}).items()
            for change in (values if path == "together" else ({path: value} for value in values))
        ]

    def values(self, row):
        """The variables of a row: a path leads into what the example gives."""
        changed = self.base(row.example)
        for path, value in row.change:
            *way, last = path.split(".")
            place = changed
            for step in way:
                place = place[int(step) if isinstance(place, list) else step]
            place[int(last) if isinstance(place, list) else last] = json.loads(value)
        return changed

    @cached_property
    def alike(self):
        """What variants say that make no difference to any value, each with the reason."""
        return self.table.get("alike") or {}

    @property
    def label(self):
        return f"m_{self.name}".replace("-", "_")

    def write(self, root):
        """Write the copy of the module that tells its conditions, and the call for all rows."""
        module = root / self.name
        module.mkdir()
        lines = (self.directory / "variables.tf").read_text().splitlines()
        conditions = "\n".join(c.text for c in self.conditions)
        asked = set(re.findall(r"\bvar\.(\w+)", conditions))
        # What a condition calls by a name of the module, such as the policies that AWS manages.
        called = sorted(set(re.findall(r"\blocal\.(\w+)", conditions)))
        values = "\n".join(f"  {n} = {read_directory(self.directory).locals[n].text}" for n in called)
        (module / "locals.tf").write_text(f"locals {{\n{values}\n}}\n")
        for variable, block in read_directory(self.directory).variables.items():
            for left_out in block.nested("validation") if variable in asked else [block]:
                first, last = left_out.lines
                lines[first - 1 : last] = [""] * (last - first + 1)
        # An output of a root tells nothing that is ephemeral.
        plain = re.sub(r"^\s*ephemeral\s*=.*$", "", "\n".join(lines), flags=re.MULTILINE)
        (module / "variables.tf").write_text(plain)
        told = "\n".join(f'    try(tostring({c.text}), "error"),' for c in self.conditions)
        (module / "outputs.tf").write_text(f'output "told" {{\n  sensitive = true\n  value = [\n{told}\n  ]\n}}\n')
        rows = {f"r{n}": escaped(self.values(row)) for n, row in enumerate(self.rows)}
        label = self.label
        names = sorted({n for values in rows.values() for n in values} & asked)
        call = {n: f"${{lookup(local.{label}[each.key], {json.dumps(n)}, null)}}" for n in names}
        content = {
            "locals": {label: rows},
            "module": {label: {"source": f"./{self.name}", "for_each": f"${{toset(keys(local.{label}))}}", **call}},
            "output": {label: {"sensitive": True, "value": f"${{{{ for k, m in module.{label} : k => m.told }}}}"}},
        }
        (root / f"{self.name}.tf.json").write_text(json.dumps(content, indent=1))


def told(planner, limits):
    """For each module, the answers of its conditions to each of its rows; kept beside the plans."""
    place = planner.project.cache / "limits"
    place.mkdir(parents=True, exist_ok=True)
    with FileLock(place / "lock"), tempfile.TemporaryDirectory(prefix="tfproof-") as base:
        root = Path(base)
        kept = {one: place / f"{_written(root, one, planner.toolchain)}.json" for one in limits}
        for one in [one for one, file in kept.items() if file.is_file()]:
            shutil.rmtree(root / one.name)
            (root / f"{one.name}.tf.json").unlink()
        for some in shards([one for one, file in kept.items() if not file.is_file()], TOGETHER):
            together = root / f"{some[0].name}-and-others"
            together.mkdir()
            for name in (name for one in some for name in (one.name, f"{one.name}.tf.json")):
                (root / name).rename(together / name)
            terraform = Root(together, together, planner.toolchain)
            terraform.init()
            answers = _planned(terraform, some)
            for one in some:
                kept[one].write_text(json.dumps(answers[one.name]))
        return {one.name: json.loads(file.read_text()) for one, file in kept.items()}


def _written(root, one, toolchain):
    """Write what asks the conditions of a module; return its digest."""
    one.write(root)
    digest = hashlib.sha256(f"{toolchain.product} {toolchain.version}".encode())
    for file in [*sorted((root / one.name).glob("*.tf")), root / f"{one.name}.tf.json"]:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _planned(terraform, limits):
    """Plan, without the cases of tests that no variable can hold; they are refused whatever the conditions are."""
    odd = {}
    while True:
        run = terraform.plan()
        if not run.errors:
            break
        named = re.findall(r'module\.(m_\w+)\["r(\d+)"\]', "\n".join(str(e) for e in run.errors))
        by_label = {one.label: one for one in limits}
        new = {(label, int(n)) for label, n in named if by_label[label].rows[int(n)].of_test} - odd.keys()
        assert new, "\n".join(str(e) for e in run.errors)
        odd |= dict.fromkeys(new)
        for one in limits:
            file = terraform.directory / f"{one.name}.tf.json"
            content = json.loads(file.read_text())
            for label, n in new:
                content["locals"].get(label, {}).pop(f"r{n}", None)
            file.write_text(json.dumps(content, indent=1))
    found = {one.name: run.raw["planned_values"]["outputs"][one.label]["value"] for one in limits}
    nothing = {one.name: ["error"] * len(one.conditions) for one in limits}
    return {one.name: [found[one.name].get(f"r{n}", nothing[one.name]) for n in range(len(one.rows))] for one in limits}
