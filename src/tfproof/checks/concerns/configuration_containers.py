"""What containers may do to the host that they run on, and to themselves."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from tfproof.checks.model import Answer, Context, all_of, check, fails, holds, outside, passes, until_apply
from tfproof.checks.reading import argument, blocks, containers, every
from tfproof.findings import Cause
from tfproof.plans.values import Undecided, is_unknown, shown

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

# https://docs.docker.com/engine/containers/run/#runtime-privilege-and-linux-capabilities
_STRONG = {
    "ALL", "AUDIT_CONTROL", "BPF", "DAC_READ_SEARCH", "MAC_ADMIN", "MAC_OVERRIDE", "NET_ADMIN", "PERFMON", "SYSLOG",
    "SYS_ADMIN", "SYS_BOOT", "SYS_MODULE", "SYS_PTRACE", "SYS_RAWIO", "SYS_TIME",
}  # fmt: skip
_ADMINISTRATORS = {"root", "0", "containeradministrator"}
# Who may talk to the container engine is root on the host, be the socket mounted read-only or not.
_ENGINE = {"/", "/run", "/var/run", "/run/docker.sock", "/var/run/docker.sock", "/run/containerd",
           "/run/containerd/containerd.sock", "/var/run/containerd", "/var/run/containerd/containerd.sock"}  # fmt: skip
_OF_THE_SYSTEM = (
    "/bin",
    "/boot",
    "/dev",
    "/etc",
    "/lib",
    "/lib64",
    "/proc",
    "/root",
    "/sbin",
    "/sys",
    "/usr",
    "/var/lib/docker",
)
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-fargate.html
_PLATFORMS = ("LATEST", "1.4.0")
_PLATFORM_OF_WINDOWS = "1.0.0"


def _each(r: Resource, judge: Callable[[Any], Answer]) -> Answer:
    found = containers(r)
    return all_of(partial(judge, c) for c in found) if found else passes("there is no container")


def _member(content: Any, name: str, kind: type | tuple[type, ...]) -> Any:
    """Return a member of what ECS reads from JSON, which does not mind upper and lower case; None where it is not there.

    Raises Undecided where it is not known, or is something else than ECS has there.
    """
    if is_unknown(content):
        until_apply("a container")
    value = next((v for k, v in content.items() if k.lower() == name.lower()), None)
    if is_unknown(value):
        until_apply(f"{name} of {_name(content)}")
    if value is not None and not isinstance(value, kind):
        raise Undecided(Cause.UNREADABLE, f"{name} of {_name(content)} is {value!r}")
    return value


def _name(container: Any) -> str:
    return shown(next((v for k, v in container.items() if k.lower() == "name"), None))


def _runs_windows(definition: Resource) -> bool:
    return str(argument(definition, "runtime_platform.0.operating_system_family", "LINUX")).startswith("WINDOWS")


@check(
    "configuration.ecs-not-privileged",
    title="Containers are not privileged",
    severity="high",
    aspect="access-policy",
    source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
    types=("aws_ecs_task_definition",),
    remediation="Leave privileged out, and add the single capability that is needed, if any.",
)
def ecs_not_privileged(r: Resource, _: Context) -> Answer:
    """Reads `privileged` of every container, off unless set: a privileged one is root on its host."""
    return _each(r, _not_privileged)


def _not_privileged(container: Any) -> Answer:
    on = bool(_member(container, "privileged", bool))
    return holds(not on, f"{_name(container)} is not privileged", f"{_name(container)} is privileged: root on its host")


@check(
    "configuration.ecs-read-only-root",
    title="Containers cannot change their root file system",
    severity="medium",
    aspect="access-policy",
    source=(
        "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html",
    ),
    types=("aws_ecs_task_definition",),
    remediation="Set readonlyRootFilesystem = true, and mount a volume where the application writes.",
    when=lambda r: not _runs_windows(r),
)
def ecs_read_only_root(r: Resource, _: Context) -> Answer:
    """Reads `readonlyRootFilesystem` of every container, off unless set: what breaks in can then leave its tools beside the
    application, or change it. Containers of Windows do not have it and are not asked."""
    return _each(r, _read_only)


def _read_only(container: Any) -> Answer:
    on = bool(_member(container, "readonlyRootFilesystem", bool))
    name = _name(container)
    return holds(on, f"the root of {name} is read-only", f"readonlyRootFilesystem of {name} is not true")


@check(
    "configuration.ecs-not-root",
    title="Containers do not run as root",
    severity="medium",
    aspect="access-policy",
    source=(
        "https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-tasks-containers.html",
    ),
    types=("aws_ecs_task_definition",),
    remediation='Set user to one without rights of its own, such as "1000:1000".',
)
def ecs_not_root(r: Resource, _: Context) -> Answer:
    """Reads `user` of every container: neither root, by name or by number, nor Windows' ContainerAdministrator. Without
    one the image decides, which no plan shows. Who breaks out of a container is on the host whom he was inside."""
    return _each(r, _not_root)


def _not_root(container: Any) -> Answer:
    user = _member(container, "user", (str, int))
    name = _name(container)
    if user is None or user == "":
        outside(f"which user the image of {name} names")
    who = str(user).partition(":")[0].lower()
    return holds(who not in _ADMINISTRATORS, f"{name} runs as {user}", f"{name} runs as {user}")


@check(
    "configuration.ecs-capabilities",
    title="Containers are given no capability that takes over a host",
    severity="high",
    aspect="access-policy",
    source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html",
    types=("aws_ecs_task_definition",),
    remediation="Take the capability out of linuxParameters.capabilities.add.",
)
def ecs_capabilities(r: Resource, _: Context) -> Answer:
    """Reads `linuxParameters.capabilities.add` of every container. Some of what can be added (ALL, SYS_ADMIN, SYS_PTRACE,
    NET_ADMIN …) is enough to read other containers or to become root on the host."""
    return _each(r, _harmless_capabilities)


def _harmless_capabilities(container: Any) -> Answer:
    parameters = _member(container, "linuxParameters", dict) or {}
    added = _member(_member(parameters, "capabilities", dict) or {}, "add", list) or []
    known = {str(c).upper().removeprefix("CAP_") for c in added if not is_unknown(c)}
    if strong := sorted(known & _STRONG):
        return fails(f"{_name(container)} is given {', '.join(strong)}")
    if any(is_unknown(c) for c in added):
        until_apply(f"a capability of {_name(container)}")
    return passes(f"{_name(container)} is given {', '.join(sorted(known)) or 'nothing'}")


@check(
    "configuration.ecs-no-host-paths",
    title="Tasks do not mount the system of their host",
    severity="high",
    aspect="access-policy",
    source="https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HostVolumeProperties.html",
    types=("aws_ecs_task_definition",),
    remediation="Mount a Docker volume, EFS or a directory of the application's own; mount system directories read-only.",
)
def ecs_no_host_paths(r: Resource, _: Context) -> Answer:
    """Reads `host_path` of every volume, and `readOnly` of its mounts: the socket of the container engine, and what holds
    it, makes whoever can use it root on the host; a directory of the system does so where it can be written."""
    found = blocks(r, "volume")
    return all_of(partial(_harmless_volume, r, path) for path in found) if found else passes("there is no volume")


def _harmless_volume(r: Resource, volume: str) -> Answer:
    path = str(argument(r, f"{volume}.host_path", ""))
    if not path:
        return passes(f"{volume} is none of the host")
    path = posixpath.normpath(path)
    if path in _ENGINE:
        return fails(f"{volume} is {path} of the host: with the container engine's socket comes the host")
    if not any(path == own or path.startswith(f"{own}/") for own in _OF_THE_SYSTEM):
        return passes(f"{volume} is {path} of the host")
    name = argument(r, f"{volume}.name", "")
    return _each(r, partial(_mounts_read_only, name, path))


def _mounts_read_only(volume: str, path: str, container: Any) -> Answer:
    for mount in _member(container, "mountPoints", list) or []:
        if is_unknown(mount) or not isinstance(mount, dict):
            until_apply(f"a mount of {_name(container)}")
        source, locked = _member(mount, "sourceVolume", str), _member(mount, "readOnly", bool)
        if source == volume and not locked:
            return fails(f"{_name(container)} may write to {path} of the host")
    return passes(f"{_name(container)} cannot write to {path} of the host")


@check(
    "configuration.ecs-platform-supported",
    title="Fargate runs tasks on its current platform",
    severity="medium",
    aspect="maintenance",
    source=(
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-fargate.html",
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/platform-windows-fargate.html",
    ),
    types=("aws_ecs_service", "aws_ecs_task_set"),
    looks_at=("aws_ecs_task_definition",),
    remediation='Leave platform_version out, or set it to "LATEST".',
)
def ecs_platform_supported(r: Resource, _: Context) -> Answer:
    """Reads `platform_version`, LATEST unless set. The platform is the kernel and the container runtime: an old one lacks
    corrections. The current one is 1.4.0 of Linux and 1.0.0 of Windows, which the task definition tells."""
    version = argument(r, "platform_version", "") or "LATEST"
    said = f"platform_version is {version}"
    if version != _PLATFORM_OF_WINDOWS:
        return holds(version in _PLATFORMS, said, f"{said}, which is not the current one")
    definitions = r.members("task_definition", "aws_ecs_task_definition")
    return every(definitions, partial(_is_windows, said), none=fails(f"{said}, the oldest one of Linux"))


def _is_windows(said: str, definition: Resource) -> Answer:
    return holds(
        _runs_windows(definition), f"{said}, that of Windows", f"{said}, and {definition.address} is one of Linux"
    )
