"""Which program of AWS's provider `init` has chosen, remembered for the next root that asks for the same.

`init` compares the checksum of the provider's 700 MB with the lock twice, and finds the same each time. What decides on the
choice is the lock, what the files require, Terraform, and what the mirror holds; where all of that was seen before, `init`
is told that somebody else starts this provider, installs modules and all other providers, and the program is put in place.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from tfproof.files import write_whole
from tfproof.terraform.locks import LOCK_FILE, pinned
from tfproof.terraform.provider_types import PROVIDER, disguised
from tfproof.terraform.toolchain import Toolchain


class Chosen:
    """The choice for a root whose lock pins AWS's provider."""

    def __init__(self, directory: Path, toolchain: Toolchain) -> None:
        self._directory = directory
        self._toolchain = toolchain
        self._name = f"{toolchain.registry}/{PROVIDER}"

    @property
    def is_locked(self) -> bool:
        """Whether the lock decides on the version, so that nothing newer can be chosen."""
        lock = self._directory / LOCK_FILE
        return lock.is_file() and self._name in pinned(lock)

    @property
    def environment(self) -> dict[str, str]:
        """What keeps `init` from choosing this provider; it only has to be named, nobody calls it."""
        nobody = {"Network": "unix", "String": "/nowhere"}
        told = {"Protocol": "grpc", "ProtocolVersion": 5, "Pid": 1, "Test": True, "Addr": nobody}
        return {"TF_REATTACH_PROVIDERS": json.dumps({self._name: told})}

    def put_in_place(self, sources: Iterable[bytes]) -> bool:
        """Put the program in place where the choice is known; return whether it is. `sources` are all files of the root."""
        try:
            known = json.loads(self._memo(sources).read_bytes())
            program = Path(known["program"])
            found = program.stat()
            link = self._directory / ".terraform" / "providers" / self._name / known["place"]
            if [found.st_size, found.st_mtime_ns] != known["is"]:
                return False
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(program.parent)
        except (OSError, ValueError, KeyError):
            return False
        return True

    def remember(self, program: Path | None, sources: Iterable[bytes]) -> None:
        """Remember what `init` has chosen, where that is a program of the mirror, which stays when the root is gone."""
        if program is None or not program.parent.is_symlink() or not self.is_locked:
            return
        real = program.resolve()
        found = real.stat()
        place = "/".join(program.parts[-3:-1])
        said = {"program": str(real), "place": place, "is": [found.st_size, found.st_mtime_ns]}
        write_whole(self._memo(sources), json.dumps(said).encode())

    def _memo(self, sources: Iterable[bytes]) -> Path:
        """Return where the choice for these files is kept; raise ValueError where it cannot be told what they require."""
        tool = self._toolchain
        parts = [json.dumps([tool.product, tool.version, *tool.inventory()]).encode()]
        parts.append((self._directory / LOCK_FILE).read_bytes())
        required: set[bytes] = set()
        for text in sources:
            if disguised(text):
                raise ValueError("what is required may be written with escapes")
            if b"required_providers" in text:
                required.add(text)
        digests = [hashlib.sha256(part).digest() for part in [*parts, *sorted(required)]]
        return tool.cache / "chosen" / f"{hashlib.sha256(b''.join(digests)).hexdigest()}.json"
