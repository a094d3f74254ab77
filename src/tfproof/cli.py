"""The command line.

Exit codes: 0 nothing fails, 1 findings, 2 bad input or usage, 3 the environment or a fault of tfproof, 130 interrupted.
"""

from __future__ import annotations

import argparse
import json
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path

from tfproof.commands import assess, doctor, evidence, explain
from tfproof.errors import TfproofError
from tfproof.evidence import verify
from tfproof.project.layout import Project
from tfproof.project.requirements import TraceRow, trace, trace_totals
from tfproof.project.results import Results


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; a problem is one line on stderr."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.run
    try:
        return command(options)
    except TfproofError as error:
        sys.stderr.write(f"tfproof: {error}\n")
        return error.exit_code
    except KeyboardInterrupt:
        sys.stderr.write("tfproof: interrupted; nothing was kept\n")
        return 130
    except BrokenPipeError:
        sys.stderr.close()  # the reader has gone; nothing is left to say
        return 0
    except Exception:
        traceback.print_exc()
        sys.stderr.write("tfproof: this is a fault of tfproof, and nothing was judged; please report what is above\n")
        return 3  # Python's own 1 would say "findings"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tfproof", description=__doc__)
    parser.add_argument("--version", action="version", version=f"tfproof {metadata.version('tfproof')}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Callable[[argparse.Namespace], int], help_text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=help_text, description=help_text)
        command.set_defaults(run=run)
        return command

    assess.add_arguments(add("assess", assess.run, "Judge plan JSON or directories of Terraform, anybody's."))
    command = add("doctor", doctor.run, "Say what of the tools is there and what to do about what is not.")
    command.add_argument("--json", action="store_true")
    command = add("evidence", evidence.run, "Plan, apply and judge every stack, and leave an evidence bundle.")
    command.add_argument("--keep-results", action="store_true", help="use the test results there are, run no tests")
    command.add_argument("--json", action="store_true")
    command = add("explain", explain.run, "Explain a check or a control; without a name, list the checks.")
    command.add_argument("name", nargs="?", metavar="CHECK|CONTROL")
    command.add_argument("--json", action="store_true")
    command = add("trace", _trace, "List each requirement with its tests and their last result.")
    command.add_argument("--json", action="store_true")
    command.add_argument("--unproven", action="store_true", help="only what nothing proves")
    command = add("verify", _verify, "Check an evidence bundle for edits, removals and additions.")
    command.add_argument("bundle", type=Path, metavar="BUNDLE")
    command.add_argument("--json", action="store_true")
    return parser


def _trace(options: argparse.Namespace) -> int:
    project = Project.find(Path.cwd())
    rows = trace(project, Results(project).load())
    shown = [r for r in rows if not options.unproven or r.status in ("unproven", "failed")]
    if options.json:
        sys.stdout.write(json.dumps([r.to_json() for r in shown], indent=1) + "\n")
    else:
        for row in shown:
            sys.stdout.write(_trace_lines(row))
        sys.stdout.write(f"{trace_totals(rows)}\n")
        if not any(r.tests for r in rows):
            sys.stdout.write("No test results for this tree yet: run 'make evidence' or 'tox'.\n")
    return 1 if any(r.status == "failed" for r in rows) else 0


def _trace_lines(row: TraceRow) -> str:
    lines = [f"{row.requirement.id} {row.status} [{row.requirement.evidence}] {row.requirement.text}"]
    lines += [f"    {outcome} {name}" for name, outcome in row.tests]
    if row.missing:
        lines.append(f"    {row.missing}")
    if row.deviation:
        lines.append(f"    deviation: {row.deviation.seed} -> {row.deviation.actual}: {row.deviation.reason}")
    return "\n".join(lines) + "\n"


def _verify(options: argparse.Namespace) -> int:
    result = verify(options.bundle)
    if options.json:
        answer = {
            "ok": result.ok,
            "digest": result.digest,
            "previous": result.previous,
            "files": result.files,
            "problems": list(result.problems),
            "outside": result.outside,
        }
        sys.stdout.write(json.dumps(answer, indent=1) + "\n")
    else:
        sys.stdout.write("\n".join(result.lines()) + "\n")
    return 0 if result.ok else 1


if __name__ == "__main__":
    sys.exit(main())
