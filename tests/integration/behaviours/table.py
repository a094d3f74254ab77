"""The table of behaviours and emulators: what runs have seen, as data and as a page of the documentation.

`python tests/integration/behaviours/table.py` takes over what the last runs have left in `build/behaviours`.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import yaml

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
SEEN = HERE / "seen.yaml"
PAGE = ROOT / "docs" / "emulators.md"
KEPT = ROOT / "build" / "behaviours"
EMULATORS = ("ministack", "moto", "localstack")
#: What `@pytest.mark.emulator` says of a test.
CLAIMS = ("enforces", "accepts")
MEANING = {
    "enforces": "it does what AWS does: what AWS allows works, and what AWS refuses is refused",
    "accepts": "what AWS allows works, and so does what AWS refuses; or what AWS does by itself does not happen",
    "lacks": "what AWS allows does not work there, so that nothing can be told",
    "untried": "nobody has tried it with this version",
}


def behaviours() -> dict[str, list[str]]:
    """The tests of this directory, by the sentence that their file begins with."""
    found = {}
    for file in sorted(HERE.glob("test_*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        tests = [n.name for n in tree.body if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")]
        found[ast.get_docstring(tree) or ""] = tests
    return found


def seen() -> dict[str, dict[str, dict[str, str]]]:
    """What was seen, and with which versions."""
    return yaml.safe_load(SEEN.read_text(encoding="utf-8"))


def keep(emulator: str, name: str, said: str) -> None:
    """Note what a run sees."""
    (KEPT / emulator).mkdir(parents=True, exist_ok=True)
    (KEPT / emulator / name).write_text(said, encoding="utf-8")


def taken_over(before: dict, kept: Path = KEPT) -> dict:
    """What was seen before, with what runs have left since; rows of tests that are gone go with them."""
    found = {e: {f.name: f.read_text(encoding="utf-8") for f in (kept / e).glob("*")} for e in EMULATORS}
    versions = {e: found[e].get("version", before["versions"].get(e, "")) for e in EMULATORS}
    rows = {
        name: {e: found[e].get(name, before["behaviours"].get(name, {}).get(e, "untried")) for e in EMULATORS}
        for names in behaviours().values()
        for name in names
    }
    return {"versions": versions, "behaviours": rows}


def written(data: dict) -> str:
    """The data as a file, one row a line."""

    def flow(row: dict[str, str]) -> str:
        return ", ".join(f"{k}: {v}" for k, v in row.items() if v)

    head = "# What runs of the tests beside this file have seen; table.py writes it.\n"
    rows = "".join(f"  {name}: {{{flow(row)}}}\n" for name, row in data["behaviours"].items())
    return f"{head}versions: {{{flow(data['versions'])}}}\nbehaviours:\n{rows}"


def page(data: dict) -> str:
    """The page of the documentation."""
    columns = [f"{e} {data['versions'].get(e) or ''}".strip() for e in EMULATORS]
    lines = [
        "# What each emulator does",
        "",
        "Written by `python tests/integration/behaviours/table.py` from runs of the tests in that directory, each of which does",
        "what AWS allows before it tries what AWS refuses. ministack (with `AUTH=true`) and moto have additions of ours,",
        "LocalStack is the community edition. [How to start each](../localstack/README.md).",
        "",
        *[f"- **{word}**: {meaning}" for word, meaning in MEANING.items()],
        "",
        "A requirement that means behaviour is proven where an emulator *enforces* it. What none enforces is designed, and only",
        "a real account shows the rest.",
        "",
    ]
    for title, names in behaviours().items():
        lines += [f"## {title.splitlines()[0].rstrip('.')}", ""]
        lines += [f"| behaviour | {' | '.join(columns)} |", "|---|---|---|---|"]
        for name in names:
            told = [data["behaviours"].get(name, {}).get(e, "untried") for e in EMULATORS]
            shown = [f"**{t}**" if t == "enforces" else t for t in told]
            lines.append(f"| {name.removeprefix('test_').replace('_', ' ')} | {' | '.join(shown)} |")
        lines.append("")
    return "\n".join(lines)


def main() -> None:
    """Write both files."""
    data = taken_over(seen())
    SEEN.write_text(written(data), encoding="utf-8")
    PAGE.write_text(page(data), encoding="utf-8")
    sys.stdout.write(f"wrote {SEEN.relative_to(ROOT)} and {PAGE.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
