"""One generated root that calls many cases."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tfproof.files import writing
from tfproof.project.layout import Project
from tfproof.terraform.diagnostics import Diagnostic
from tfproof.terraform.footprint import Footprint
from tfproof.terraform.hcl import read_directory
from tfproof.terraform.isolation import OTHER_REGION, REGIONS, isolate_module, provider_settings
from tfproof.terraform.locks import LOCK_FILE
from tfproof.terraform.ours import PROVIDERS_FILE, is_ours
from tfproof.terraform.planning.case import Case
from tfproof.terraform.planning.changing import change_example, escaped
from tfproof.terraform.planning.states import STATE_FILE, joined
from tfproof.terraform.root import Root
from tfproof.terraform.toolchain import Toolchain
from tfproof.terraform.workspace import copy_files

_CASE = re.compile(r"case_[0-9a-f]{12}")
#: A file of a copy as terraform names it from the generated root; the rest is its place below `place`.
_COPIED = re.compile(r"\.\./(?:shared|copies/case_[0-9a-f]{12})/([\w./@+-]+)")


class Batch(Root):
    """A generated root below `base` that calls every case.

    With `own_copies` each case gets its own copy of the module, so that the file name in any diagnostic names the case.
    """

    def __init__(
        self,
        base: Path,
        cases: Mapping[Case, Footprint],
        project: Project,
        toolchain: Toolchain,
        endpoint: str | None = None,
        *,
        lock: Path | None = None,
        own_copies: bool = False,
    ) -> None:
        super().__init__(base / "root", project.root, toolchain, endpoint, lock, base)
        self._project = project
        self._modules: dict[Case, Path] = {}
        self._isolated: set[Path] = set()
        around = [project.root.resolve(), *(f.place() for f in cases.values())]
        self._place = Path(os.path.commonpath(around))
        with writing(base):
            self._write(base, cases, own_copies=own_copies)
            if lock is not None:
                shutil.copy(lock, self.directory / LOCK_FILE)

    def _write(self, base: Path, cases: Mapping[Case, Footprint], *, own_copies: bool) -> None:
        self.directory.mkdir(parents=True)
        aliases: set[str] = set()
        for case, footprint in cases.items():
            module = self._modules[case] = self._placed(
                case, footprint, base / (f"copies/{case.id}" if own_copies else "shared")
            )
            providers = read_directory(case.directory(self._project), tofu=self.toolchain.is_tofu).provider_aliases
            aliases |= {p.partition(".")[2] for p in providers}
            call: dict[str, Any] = {"source": os.path.relpath(module, self.directory)}
            if providers:
                call["providers"] = {"aws": "aws", **{p: p for p in providers}}
            if not case.example:
                call |= {name: escaped(value) for name, value in case.variables.items()}
            outputs = {
                output_name(case, name): {"value": f"${{module.{case.id}.{name}}}", "sensitive": True}
                for name in read_directory(module, tofu=self.toolchain.is_tofu).output_names
            }
            self._json(f"{case.id}.tf.json", {"module": {case.id: call}} | ({"output": outputs} if outputs else {}))
        states = {c: json.loads((self._project.root / c.state).read_text(encoding="utf-8")) for c in cases if c.state}
        if states:
            self._json(STATE_FILE, joined(states))
        if not any(f.may_use_aws for f in cases.values()):
            return
        configurations = [{"region": REGIONS[""], **provider_settings(self.endpoint)}]
        for alias in sorted(aliases):
            region = REGIONS.get(alias, OTHER_REGION)
            configurations.append({"region": region, **provider_settings(self.endpoint, alias)})
        self._json(PROVIDERS_FILE, {"provider": {"aws": configurations}})

    def _json(self, name: str, content: Any) -> None:
        (self.directory / name).write_text(json.dumps(content, indent=1), encoding="utf-8")

    def _placed(self, case: Case, footprint: Footprint, copies: Path) -> Path:
        """Copy the case's module (or example) with everything in reach; return the directory to call."""
        copy = copy_files(footprint, copies, self._place)
        copied = {copies / directory.path.relative_to(self._place) for directory in footprint.directories}
        for module in copied - self._isolated:  # what cases share is isolated once
            isolate_module(module, self.endpoint, tofu=self.toolchain.is_tofu)
        self._isolated |= copied
        if not case.example:
            return copy
        own = copy.parent / f"{copy.name}-{case.id}"
        if not own.exists():
            shutil.copytree(copy, own)
        change_example(own, case, self._project)
        return own

    def place(self, case: Case) -> str:
        """Return how the generated root names the directory that is a case's module."""
        return os.path.relpath(self._modules[case], self.directory)

    def original(self, file: str) -> Path | None:
        """Return the user's own file for one of a copy that terraform named; None for any other."""
        found = _COPIED.fullmatch(file)
        return self._place / re.sub(r"-case_[0-9a-f]{12}(?=/)", "", found[1]) if found else None

    def explained(self, text: str) -> str:
        """Return what Terraform said with the user's own files in place of the copies'."""
        return _COPIED.sub(lambda m: os.path.relpath(self.original(m[0]) or "", self._project.root.resolve()), text)

    def as_a_stranger_sees(self, found: Diagnostic, case: Case) -> Diagnostic:
        """Return a diagnostic of a case without anything of the generated root."""

        def told(text: str) -> str:
            return text.replace(f"module.{case.id}.", "")

        named = replace(
            found,
            summary=told(found.summary),
            detail=told(found.detail),
            address=told(found.address),
            context="" if case.id in found.context else found.context,
            values=tuple((told(t), s) for t, s in found.values),
        )
        return named.in_tree(self._shown)

    def _shown(self, file: str) -> str:
        own = self.original(file)
        ours = own is None or is_ours(own.name)
        return "" if ours else os.path.relpath(own or "", self._project.root.resolve())


def output_name(case: Case, name: str) -> str:
    """Return what the generated root calls an output of a case."""
    return f"{case.id}_{name}"


def case_of(*texts: str) -> str:
    """Return the id of the case that one of the texts names, or an empty string."""
    return next((m[0] for t in texts if (m := _CASE.search(t))), "")


def shards(cases: Sequence[Case], size: int) -> Iterator[Sequence[Case]]:
    """Split the cases into runs of at most `size`, of about equal length."""
    count = -(-len(cases) // size)
    for position in range(count):
        yield cases[position::count]
