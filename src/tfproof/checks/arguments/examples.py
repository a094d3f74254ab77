"""Terraform that passes and that fails a row, made of the least that the provider plans of a type and the row itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tfproof.checks.arguments.tables import rows, samples
from tfproof.plans.schema import Schema

#: What is known only after an apply, as an expression.
LATER = "${terraform_data.later.output}"
_LATER = 'resource "terraform_data" "later" {\n  input = "x"\n}\n'
_KEY = "${aws_kms_key.own.arn}"
_OWN = 'resource "aws_kms_key" "own" {}\n'
_NOTHING = object()


@dataclass(frozen=True, slots=True)
class Example:
    """One resource of a row: its type, what its verdict is, and its arguments; `beside` is a further resource's."""

    type: str
    kind: str
    arguments: Mapping[str, Any]
    beside: tuple[str, str, Mapping[str, Any]] | None = None


def written(check_id: str, kind: str) -> str:
    """Return Terraform in which every resource that the check judges gets this verdict; empty if there is none."""
    made = [e for e in examples(check_id) if e.kind == kind]
    text = "\n".join(_resource(e, f"{kind}_{n}") for n, e in enumerate(made, 1))
    return "\n".join([*([_LATER] if LATER[2:-1] in text else []), *([_OWN] if _KEY[2:-1] in text else []), text])


def before_and_after(check_id: str) -> tuple[str, str]:
    """Return one resource that fails the check, and the same one after it was fixed."""
    failing = next(e for e in examples(check_id) if e.kind == "fail")
    passing = [e for e in examples(check_id) if e.kind == "pass"]
    fixed = next((e for e in passing if e.type == failing.type), passing[0])
    return _resource(failing, "this"), _resource(fixed, "this")


def examples(check_id: str) -> Iterator[Example]:
    """Yield for every row of a check, and every type in it, what passes, what fails and what nobody can tell yet."""
    for row in rows()[check_id]["asks"]:
        for kind in row["types"]:
            yield from _of_row(kind, row)


def _of_row(kind: str, row: Mapping[str, Any]) -> Iterator[Example]:
    base = {**samples().get(kind, {}), **row.get("with", {})}
    path = row.get("argument", "")
    if path:
        for verdict, value in _values(row):
            yield Example(kind, verdict, _with(base, path, value))
    elif "separate" in row:
        yield Example(kind, "fail", base)
    for other, beside in row.get("separate", {}).items():
        bare = base if not path else _with(base, path, _NOTHING)
        named = f"${{{kind}.NAME.{beside.get('names', 'id')}}}"
        own = {**samples().get(other, {}), **beside.get("with", {}), beside["by"]: named}
        for verdict, value in _values(row) if beside.get("argument") else [("pass", _NOTHING)]:
            if beside.get("argument") and value is _NOTHING:
                continue
            full = _with(own, beside["argument"], value) if beside.get("argument") else own
            yield Example(kind, verdict, bare, (other, "beside", full))


def _values(row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield values of the argument with their verdicts."""
    good, weak = row.get("good", _good(row)), row.get("weak", _weak(row))
    yield "pass", good
    if weak is not _NOTHING:
        yield "fail", weak
    if "unset" in row or "own-key" in row or "given" in row:
        verdict = _unset_verdict(row)
        if verdict:
            yield verdict, _NOTHING
    if not row.get("no-unknown"):
        yield "unknown", [LATER] if "includes" in row or "excludes" in row else LATER


def _unset_verdict(row: Mapping[str, Any]) -> str:
    if "unset-verdict" in row:
        return str(row["unset-verdict"])
    if ".*" in row.get("argument", "") and row.get("none") != "fails":
        return ""
    if "own-key" in row:
        return "fail"
    if "given" in row:
        return "fail" if row["given"] else "pass"
    unset = row["unset"]
    for demand, met in (
        ("is", lambda w: unset == w),
        ("one-of", lambda w: unset in w),
        ("none-of", lambda w: unset not in w),
        ("at-least", lambda w: isinstance(w, int) and unset >= w),
        ("at-most", lambda w: isinstance(w, int) and unset <= w),
        ("includes", lambda w: set(w) <= set(unset or ())),
        ("excludes", lambda w: not set(w) & set(unset or ())),
    ):
        if demand in row:
            return "pass" if met(row[demand]) else "fail"
    return ""


def _good(row: Mapping[str, Any]) -> Any:
    if "own-key" in row:
        return _KEY
    if "given" in row:
        return _NOTHING if not row["given"] else "example"
    if "is" in row:
        return row["is"]
    if "one-of" in row:
        return row["one-of"][0]
    if "includes" in row:
        return row["includes"]
    return row.get("at-least", row.get("at-most", _NOTHING))


def _weak(row: Mapping[str, Any]) -> Any:
    if isinstance(row.get("is"), bool):
        return not row["is"]
    if "none-of" in row:
        return row["none-of"][0]
    if isinstance(row.get("at-least"), int):
        return row["at-least"] - 1
    if isinstance(row.get("at-most"), int):
        return row["at-most"] + 1
    if "excludes" in row:
        return row["excludes"][:1]
    return _NOTHING


def _with(base: Mapping[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Return the arguments with a value at a path; a block is a mapping, or a list of mappings of which the first is meant."""
    step, _, rest = path.partition(".")
    rest = rest.removeprefix("0.").removeprefix("*.")
    copy = dict(base)
    if rest and rest not in ("0", "*"):
        inner = copy.get(step, {})
        if isinstance(inner, list):
            copy[step] = [_with(inner[0], rest, value), *inner[1:]]
            return copy
        made = _with(inner, rest, value)
        if made or step in copy:
            copy[step] = made
        return copy
    if value is _NOTHING:
        copy.pop(step, None)
    else:
        copy[step] = value
    return copy


# Terraform's own syntax.


def _resource(example: Example, name: str) -> str:
    text = _block(f'resource "{example.type}" "{name}"', example.type, "", example.arguments, 0)
    if example.beside:
        other, suffix, arguments = example.beside
        named = json.loads(json.dumps(arguments).replace(".NAME.", f".{name}."))
        text += "\n" + _block(f'resource "{other}" "{name}_{suffix}"', other, "", named, 0)
    return text


def _block(head: str, kind: str, path: str, arguments: Mapping[str, Any], depth: int) -> str:
    pad = "  " * depth
    lines = [f"{pad}{head} {{\n"]
    plain = {k: v for k, v in arguments.items() if not _is_block(kind, f"{path}{k}", v)}
    width = max(map(len, plain), default=0)
    lines += [f"{pad}  {k.ljust(width)} = {_value(kind, f'{path}{k}', v, depth + 1)}\n" for k, v in plain.items()]
    for name, value in arguments.items():
        if name not in plain:
            for inner in value if isinstance(value, list) else [value]:
                if lines[-1] != f"{pad}{head} {{\n":
                    lines.append("\n")
                lines.append(_block(name, kind, f"{path}{name}.0.", inner, depth + 1))
    return "".join([*lines, f"{pad}}}\n"])


def _is_block(kind: str, path: str, value: Any) -> bool:
    if not isinstance(value, dict) and not (isinstance(value, list) and value and isinstance(value[0], dict)):
        return False
    found = Schema.load().kind_of(kind, path)
    return found is not None and found.shape[-1] == "object"


def _value(kind: str, path: str, value: Any, depth: int) -> str:
    found = Schema.load().kind_of(kind, path)
    if isinstance(value, dict | list) and found is not None and found.shape == ("string",):
        return f"jsonencode({_hcl(value, depth)})"
    return _hcl(value, depth)


def _hcl(value: Any, depth: int) -> str:
    pad = "  " * (depth + 1)
    if isinstance(value, str) and value.startswith("${") and value.endswith("}") and value.count("${") == 1:
        return value[2:-1]
    if isinstance(value, dict):
        width = max((len(_key(k)) for k in value), default=0)
        inner = "".join(f"{pad}{_key(k).ljust(width)} = {_hcl(v, depth + 1)}\n" for k, v in value.items())
        return f"{{\n{inner}{'  ' * depth}}}" if value else "{}"
    if isinstance(value, list):
        return f"[{', '.join(_hcl(v, depth) for v in value)}]"
    return json.dumps(value, ensure_ascii=False)


def _key(key: str) -> str:
    return key if key.replace("_", "a").isalnum() else json.dumps(key)
