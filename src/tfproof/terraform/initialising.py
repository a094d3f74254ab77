"""What `terraform init` could not do, in one line: the files, the lock, a provider or module to be had, the machine."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from tfproof.errors import BadInput, EnvironmentProblem, TfproofError
from tfproof.places import shown
from tfproof.terraform.locks import pinned

if TYPE_CHECKING:
    from tfproof.terraform.running import Ended
    from tfproof.terraform.toolchain import Toolchain

_PROVIDER = re.compile(
    r"(?:available versions for|not resolve|install|locked|the) provider \"?([\w.-]+(?:/[\w.-]+)+)|"
    r"provider ([\w./-]+) was not found|"
    r"Error while installing ([\w.-]+(?:/[\w.-]+)+)"
)
#: Terraform's and OpenTofu's word for files that they cannot read; both spellings.
_INVALID = re.compile(
    r"encountered problems during initiali[sz]ation|Unreadable module directory|Invalid .* source address"
)
_MODULE = re.compile(
    r"Failed to download module|Error accessing remote module registry|Module not found|downloading module"
)


class InvalidConfiguration(BadInput):
    """Terraform cannot accept the files; `file` is the first that it names, relative to where it ran."""

    def __init__(self, message: str, hint: str, file: str) -> None:
        super().__init__(message, hint)
        self.file = file


class NotHere(EnvironmentProblem):
    """A provider or a module that some of the files ask for cannot be had on this machine."""


def init_problem(ended: Ended, source: Path, lock: Path, toolchain: Toolchain) -> TfproofError:
    """Return what to raise for a failed `init` in a copy of `source`; `lock` is the lock file that it used, if there is one."""
    text = " ".join(line.strip(" │╷╵") for line in f"{ended.out}\n{ended.err}".splitlines())
    text = " ".join(text.split())
    error = text[text.find("Error:") :] if "Error:" in text else text[-400:] or "it ended without a word"
    hint, where = "run 'terraform init' there to see all of it", shown(source)
    place = re.search(r"on (\S+\.(?:tf|tofu)(?:\.json)?) line \d+|at (\S+\.(?:tf|tofu)(?:\.json)?):\d+", text)
    if "no space left" in text:
        return EnvironmentProblem(f"{where}: terraform init failed: {error[:400]}", "free space on the disk")
    if "Unsupported Terraform Core version" in text or "Unsupported OpenTofu Core version" in text:
        return EnvironmentProblem(f"{where}: {error[:400]}", "install that version, or name it with TFPROOF_TERRAFORM")
    if _MODULE.search(text):
        return NotHere(f"{where}: terraform init failed: {error[:400]}", "give it the network, or a local source")
    if place or _INVALID.search(text):
        errors = [e.strip() for e in error.split("Error: ")[1:] if not _is_introduction(e)]
        said = (" Error: ".join(errors) or error)[:400]
        file = (place[1] or place[2]) if place else ""
        return InvalidConfiguration(f"{where}: terraform init failed: {said}", hint, file)
    if found := _PROVIDER.search(text):
        return _provider_problem(next(g for g in found.groups() if g).rstrip(".:"), text, lock, where, toolchain)
    return EnvironmentProblem(f"{where}: terraform init failed: {error[:400]}", hint)


def _is_introduction(error: str) -> bool:
    return "encountered problems during initiali" in error


def _provider_problem(name: str, text: str, lock: Path, where: str, toolchain: Toolchain) -> EnvironmentProblem:
    short = name.removeprefix(f"{toolchain.registry}/")
    held = ", ".join(toolchain.provider_versions(short)) or "none"
    version = next((v for n, v in pinned(lock).items() if n.endswith(f"/{short}")), "") if lock.is_file() else ""
    if version and (version not in held.split(", ") or "locked provider" in text):
        return NotHere(
            f"{shown(lock)} pins {short} {version}, the mirror holds {held}",
            "run 'terraform init -upgrade' there, add the version to the mirror, or let terraform reach its registry",
        )
    if "checksum" in text:
        return NotHere(
            f"{where}: provider {short} {version} is here, but {shown(lock)} does not know its checksum",
            "run 'terraform providers lock' there for this platform",
        )
    constraint = re.search(r"constraints? ([<>=~!\d., ]+\d)", text)
    wanted = f" {constraint[1].strip()}" if constraint else ""
    return NotHere(
        f"{where}: provider {name}{wanted} is not available here",
        f"the provider mirror holds: {held}; add the version to the mirror or let terraform reach its registry",
    )
