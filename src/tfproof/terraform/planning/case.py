"""A case: one module or stack and one set of variables."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tfproof.errors import BadInput
from tfproof.project.layout import Project
from tfproof.terraform.hcl import Block, Directory, NotLiteral, read_directory


@dataclass(frozen=True, slots=True)
class Case:
    """What to plan. Made with `Case.of`; hashable, so that the same case is planned once.

    `example` names a directory of the module's `examples/`; then `variables` change arguments of its call. With
    `unknown`, arguments that take identifiers or ARNs are fed with values known only after an apply. A `refused` case
    is expected not to plan. With `state`, a file of the project, a module's case is planned as a change of what that
    state has.
    """

    target: str
    variables_json: str = "{}"
    example: str = ""
    environment: str = ""
    unknown: bool = False
    refused: bool = False
    state: str = ""

    @classmethod
    def of(
        cls,
        target: str,
        variables: dict[str, Any] | None = None,
        *,
        example: str = "",
        environment: str = "",
        unknown: bool = False,
        refused: bool = False,
        state: str = "",
    ) -> Case:
        """Make a case from plain values; raise BadInput naming the variable whose value is none."""
        for name, value in (variables or {}).items():
            try:
                json.dumps(value, sort_keys=True, allow_nan=False)
            except (TypeError, ValueError, RecursionError) as error:
                raise BadInput(
                    f"{target}: the value of {name}, {value!r}, is nothing that Terraform knows ({error})",
                    "give a string, a number, a boolean, None, a list or a dictionary, such as str(value)",
                ) from error
        text = json.dumps(variables or {}, sort_keys=True)
        return cls(target, text, example, environment, unknown, refused, state)

    @property
    def variables(self) -> dict[str, Any]:
        """The variables as a dictionary."""
        loaded: dict[str, Any] = json.loads(self.variables_json)
        return loaded

    @property
    def id(self) -> str:
        """A short name that is the same for the same case."""
        text = json.dumps([getattr(self, name) for name in self.__slots__])
        return f"case_{hashlib.sha256(text.encode()).hexdigest()[:12]}"

    def __str__(self) -> str:
        parts = [self.target, self.example, self.environment, "unknown inputs" if self.unknown else "", self.state]
        label = " ".join(p for p in parts if p)
        return f"{label} {self.variables_json}" if self.variables else label

    def directory(self, project: Project) -> Path:
        """Return the directory that is planned: the module's, the example's or the stack's."""
        base = project.directory(self.target)
        if not self.example:
            return base
        directory = base / "examples" / self.example
        if not directory.is_dir():
            there = ", ".join(sorted(p.name for p in (base / "examples").glob("*/"))) or "none"
            raise BadInput(f"{self.target}: no example {self.example!r}", f"there are: {there}")
        return directory

    def call(self, project: Project) -> Block:
        """Return the module call of the example."""
        return example_call(self.directory(project), project.directory(self.target))

    def check(self, project: Project) -> None:
        """Check argument names and required variables before anything is planned.

        Terraform would report such a mistake for one module of a run, at random, and hide all other errors.
        """
        module = read_directory(project.directory(self.target))
        given = set(self.variables)
        if wrong := sorted(given - module.input_names):
            known = ", ".join(sorted(module.input_names)) or "none"
            raise BadInput(f"{self}: no variable {', '.join(wrong)}", f"{self.target} has: {known}")
        if self.example:
            given |= set(self.call(project).attributes)
        elif not project.is_module(self.target):
            return  # a stack's variable files are Terraform's to read
        if missing := sorted(module.required_variables - given):
            raise BadInput(f"{self}: required variables are missing: {', '.join(missing)}", "give them a value")


def example_call(example: Path, module: Path) -> Block:
    """Return the call of `module` in an example's directory."""
    directory: Directory = read_directory(example)
    for call in directory.module_calls.values():
        try:
            source = str(call.attributes["source"].literal())
        except (KeyError, NotLiteral):
            continue
        if (example / source).resolve() == module.resolve():
            return call
    raise BadInput(
        f"{example}: does not call the module it is an example of", 'add a module block with source = "../.."'
    )
