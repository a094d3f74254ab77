"""The command line.

Exit codes: 0 nothing fails; 1 findings, nothing was decided, or something is not there; 2 bad input or usage; 3 the
environment, a fault of tfproof, or an answer that nobody could be given or nobody gave; 130 interrupted; 143 told to end,
129 by a terminal that is gone.
"""

from __future__ import annotations

import argparse
import errno
import io
import json
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib import metadata
from pathlib import Path
from typing import NoReturn

from tfproof.commands import assess, doctor, evidence, explain, picture, verify_deployment, waivers
from tfproof.errors import TfproofError
from tfproof.evidence import verify
from tfproof.progress import from_here, printable
from tfproof.project.layout import Project
from tfproof.project.requirements import TraceRow, trace, trace_totals
from tfproof.project.results import Results
from tfproof.secrecy import discreet
from tfproof.terraform.ending import ToldToEnd, end_in_order

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; a problem is one line on stderr."""
    _write_anything()
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.run
    try:
        undo = end_in_order()
        try:
            code = command(options)
        finally:
            undo()
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except TfproofError as error:
        _complain(str(error))
        return error.exit_code
    except ToldToEnd as told:
        _complain("told to end; nothing was kept")
        return 128 + told.number
    except KeyboardInterrupt:
        _complain("interrupted; nothing was kept")
        return INTERRUPTED
    except BrokenPipeError:
        _write_no_more()  # the reader has gone, perhaps before the verdict: that is no 0
        return 3
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _write_no_more()
        if error.errno in (errno.ENAMETOOLONG, errno.ELOOP):
            _complain(f"{where}{error.strerror}: name another file")
            return 2
        _complain(f"{where}{error.strerror or error}: see that there is room, and the right to read and write")
        return 3
    except Exception:
        for line in traceback.format_exc().splitlines():
            sys.stderr.write(f"{printable(discreet(line))}\n")
        _complain("this is a fault of tfproof, and nothing was judged; please report what is above")
        return 3  # Python's own 1 would say "findings"


def _write_no_more() -> None:
    """Drop what stdout still holds: Python's own try to write it at the end would turn the exit code into its 120."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(text: str) -> None:
    sys.stderr.write(f"tfproof: {printable(from_here(discreet(text)))}\n")


def _write_anything() -> None:
    """Let what an encoding has no sign for be written as its escape, and what nobody listens to be written nowhere."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started us
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - it lasts as long as we do
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        super().error(printable(message))


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="tfproof", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
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
    picture.add_arguments(add("picture", picture.run, "Draw a system from its plan: regions, services and what flows."))
    command = add("trace", _trace, "List each requirement with its tests and their last result.")
    command.add_argument("--json", action="store_true")
    command.add_argument("--unproven", action="store_true", help="only what nothing proves")
    command = add("verify", _verify, "Check an evidence bundle for edits, removals and additions.")
    command.add_argument("bundle", type=Path, metavar="BUNDLE")
    command.add_argument("--json", action="store_true")
    command = add(
        "verify-deployment", verify_deployment.run, "Ask a deployed system, by the cloud's API, what the checks judge."
    )
    verify_deployment.add_arguments(command)
    command = add("waivers", waivers.run, "List what the project has accepted, and when each row comes up for review.")
    waivers.add_arguments(command)
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
    return "\n".join(map(printable, lines)) + "\n"


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
        sys.stdout.write("\n".join(map(printable, result.lines())) + "\n")
    return 0 if result.ok else 1


if __name__ == "__main__":
    sys.exit(main())
