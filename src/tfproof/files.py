"""Files of this package and of users: YAML read strictly, and contents that are there whole or not at all."""

from __future__ import annotations

import contextlib
import os
import threading
from typing import TYPE_CHECKING, Any

import yaml

from tfproof.errors import BadInput, EnvironmentProblem

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator
    from importlib.resources.abc import Traversable
    from pathlib import Path

# The parser written in C, where PyYAML was built with it, is several times faster.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _NoDuplicates(_Loader):  # type: ignore[misc]
    """YAML in which a key given twice is an error; PyYAML would silently keep the last one."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [key.value for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} is given twice", node.start_mark)
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
        return mapping


def read_yaml(file: Traversable) -> Any:
    """Return the content of a YAML file, None when it is empty; raise BadInput when it cannot be read."""
    try:
        # A SafeLoader in all but the treatment of duplicate keys.
        return yaml.load(file.read_text(encoding="utf-8"), Loader=_NoDuplicates)  # noqa: S506
    except OSError as error:
        raise BadInput(f"{file}: cannot be read ({error.strerror or error})", "name a readable YAML file") from error
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        said = " ".join(str(error).split())
        raise BadInput(f"{file}: not valid YAML, so it cannot be read ({said})", "correct the file") from error


def existing(path: Path) -> Path | None:
    """Return the path of a file that may be left out, or None where there is none."""
    return path if path.is_file() else None


def write_whole(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write a file, and the directories above it; other threads and processes see either nothing or all of it.

    A `private` file and its directory can be read by their owner only, whatever the umask is.
    """
    if private:
        private_directory(path.parent)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    try:
        with open(draft, "wb", opener=_owners if private else None) as file:
            file.write(content)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def writing(place: Path) -> Iterator[None]:
    """Raise EnvironmentProblem in one line for what the disk refuses inside of the block."""
    try:
        yield
    except OSError as error:
        where = error.filename or place
        raise EnvironmentProblem(
            f"{where}: cannot be written ({error.strerror or error})", "look at the disk and its permissions"
        ) from error


def private_directory(path: Path) -> Path:
    """Make a directory that only its owner can look into, also where it was there already; return it."""
    path.mkdir(parents=True, exist_ok=True)
    if path.stat().st_mode & 0o077:
        path.chmod(0o700)
    return path


def _owners(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
