"""What only some commands need comes as an extra, and is missed in one line that says how to get it."""

from __future__ import annotations

from importlib.util import find_spec

from tfproof.errors import EnvironmentProblem

#: Modules by which an extra is known to be installed.
_MODULES = {
    "emulator": ("boto3", "flask", "localstack_client", "moto"),
    "pytest": ("pytest", "xdist"),
}


def require(extra: str, purpose: str) -> None:
    """Raise EnvironmentProblem unless an extra of this package is installed; `purpose` says what needs it."""
    missing = [module for module in _MODULES[extra] if find_spec(module) is None]
    if missing:
        raise EnvironmentProblem(
            f"{purpose} needs {', '.join(missing)}, which is not installed", f"pip install 'tfproof[{extra}]'"
        )
