"""`tfproof doctor`: says what of the tools is there, and what to do about what is not."""

from __future__ import annotations

import argparse
import json
import os
import sys
from importlib import metadata
from pathlib import Path

from tfproof.assessment import scanner
from tfproof.emulator.choice import VARIABLE, start
from tfproof.emulator.ministack import driver
from tfproof.errors import TfproofError
from tfproof.terraform.toolchain import Toolchain


def run(options: argparse.Namespace) -> int:
    """Look at each tool; return 0 when everything that is needed works, else 3."""
    rows: list[tuple[str, bool, str]] = []
    try:
        tools = Toolchain.find()
        rows.append(("terraform", True, f"{tools.product} {tools.version} ({tools.binary})"))
        held = ", ".join(tools.provider_versions()) or "none: terraform asks its registry"
        rows.append(("provider hashicorp/aws", True, f"in {tools.mirror}: {held}" if tools.mirror else held))
    except TfproofError as error:
        rows.append(("terraform", False, str(error)))
    # moto answers data sources, whatever stacks are applied to.
    rows += [_emulator(name) for name in dict.fromkeys(("moto", os.environ.get(VARIABLE) or "moto"))]
    python = driver.find(Path.cwd())
    rows.append(("ministack", True, str(python) if python else "not installed: what needs it to be seen is skipped"))
    command = scanner.find(Path.cwd())
    rows.append(("checkov", True, str(command) if command else "not installed: the second opinion will be missing"))
    rows.append(("tfproof", True, metadata.version("tfproof")))
    if options.json:
        answer = [{"name": n, "ok": ok, "detail": d} for n, ok, d in rows]
        sys.stdout.write(json.dumps(answer, indent=1) + "\n")
    else:
        for name, ok, detail in rows:
            sys.stdout.write(f"{'ok  ' if ok else 'FAIL'} {name}: {detail}\n")
    return 0 if all(ok for _, ok, _ in rows) else 3


def _emulator(name: str) -> tuple[str, bool, str]:
    try:
        with start(name, Path.cwd()) as emulator:
            account = emulator.client("sts").get_caller_identity()["Account"]
            return "emulator", True, f"{emulator.name} {emulator.version} answers for account {account}"
    except TfproofError as error:
        return "emulator", False, str(error)
