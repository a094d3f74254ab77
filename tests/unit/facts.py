"""What each module makes for its examples, in words that a reviewer can read: `make facts` writes it to `facts/<module>.txt`.

Only what the module's own files give is written, never what the provider fills in. `grown` shows what it adds to `typical`, and
`minimal` what neither of them has.
"""

import json
from pathlib import Path

from tfproof.iam.written import statements_of_document
from tfproof.plans.values import ABSENT, is_unknown
from tfproof.progress import say
from tfproof.project.layout import Project
from tfproof.terraform.initialising import NotHere
from tfproof.terraform.planning import Case, Planner

FACTS = Path(__file__).parent / "facts"
EXAMPLES = ("typical", "grown", "minimal")
_WIDTH = 130


def facts(project, planner, name):
    """Return the facts of one module as a text."""
    seen, addresses, lines = set(), set(), []
    for example in EXAMPLES:
        case = Case.of(name, example=example)
        own = f"module.{case.call(project).labels[0]}."
        plan = planner.plan(case)
        here = []
        for address in sorted(plan.resources_by_address):
            told = "\n".join(_resource(plan.resources_by_address[address])).replace(own, "")
            if told and told not in seen and not (example == "minimal" and address.replace(own, "") in addresses):
                here.append(f"\n{told}")
            seen.add(told)
            addresses.add(address.replace(own, ""))
        if here:
            lines += [f"# {example}", *here, ""]
    return "\n".join(lines)


def _resource(resource):
    if resource.qualified_type == "data.aws_iam_policy_document":
        yield resource.address
        for statement in statements_of_document(resource):
            yield from _lines("", statement)
    elif resource.mode == "managed" and (block := resource._block()) is not None:
        yield resource.address
        for argument in sorted(block.names - {"count", "depends_on", "for_each", "lifecycle", "provider"}):
            value = resource.evaluated(argument)
            if _says_something(value):
                yield from _lines(f"{argument} = ", value)
        for setting in block.nested("lifecycle"):
            for argument, expression in sorted(setting.attributes.items()):
                yield f"  lifecycle.{argument} = {' '.join(expression.text.split())}"


def _lines(label, value, indent="  "):
    """Write a value in one line where it fits, else each of its members in a line of its own, so that a difference is short."""
    line = f"{indent}{label}{_value(value)}"
    members = _decoded(value)
    if len(line) <= _WIDTH or not isinstance(members, dict | list | tuple):
        yield line
        return
    opening, closing = "{}" if isinstance(members, dict) else "[]"
    yield f"{indent}{label}{opening}"
    pairs = (
        ((f"{k}: ", v) for k, v in sorted(members.items(), key=repr) if _says_something(v))
        if isinstance(members, dict)
        else (("", member) for member in members)
    )
    for name, member in pairs:
        yield from _lines(name, member, f"{indent}  ")
    yield f"{indent}{closing}"


def _decoded(value):
    """Return what a text of JSON holds, any other value as it is."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _value(value):
    if is_unknown(value):
        return repr(value)
    match _decoded(value):
        case bool() | int() | float() | None as known:
            return json.dumps(known)
        case str() as text:
            return json.dumps(text, ensure_ascii=False)
        case dict() as members:
            said = (f"{k}: {_value(v)}" for k, v in sorted(members.items(), key=repr) if _says_something(v))
            return f"{{{', '.join(said)}}}"
        case list() | tuple() as members:
            return f"[{', '.join(map(_value, members))}]"
    return repr(value)


def _says_something(value):
    return is_unknown(value) or (value is not ABSENT and value not in (None, [], {}, ""))


def main():
    """Write the facts of every module."""
    project = Project.find(Path(__file__))
    cases = [Case.of(n, example=e) for n in project.modules for e in EXAMPLES]
    planner = Planner(project, foreseen=cases)
    texts = {name: facts(project, planner, name) for name in project.modules if _can_be_planned(planner, name)}
    FACTS.mkdir(exist_ok=True)
    for file in FACTS.glob("*.txt"):
        if file.stem not in project.modules:
            file.unlink()
    for name, text in texts.items():
        (FACTS / f"{name}.txt").write_text(text, encoding="utf-8")


def _can_be_planned(planner, name):
    try:
        planner.plan(Case.of(name, example="minimal"))
    except NotHere as problem:
        say(f"{name} stays as it is: {problem}")
        return False
    return True


if __name__ == "__main__":
    main()
