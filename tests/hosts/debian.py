"""A Debian of one's own in a folder, without Docker: made once, copied for each host, entered by chroot.

What a host's scripts would fetch or start is replaced by stand-ins that write down how they were called; what they write,
and what judges it (nginx, sshd, openssl, bash), is real.
"""

import hashlib
import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import testinfra
import yaml
from filelock import FileLock

from tfproof.project.layout import Project

PROJECT = Project.find(Path(__file__))
SUITE = "trixie"  # its nginx understands what that of Amazon Linux 2023 does
PACKAGES = ("ca-certificates", "nginx-light", "openssh-server", "openssl", "systemd")
#: Where the stand-ins are, before everything else on the path.
STAND_INS = "/opt/stand-ins"
CALLS = "/var/log/calls"
STAND_IN = f'#!/bin/sh\nprintf "%s\\n" "$(basename "$0") $*" >> {CALLS}\n'
#: What Amazon Linux has and Debian has not.
FOLDERS = (
    "etc/dnf", "etc/ecs", "etc/pki/tls/certs", "etc/pki/tls/private", "etc/ssh/sshd_config.d", "etc/sysctl.d", "run/sshd",
)  # fmt: skip
#: Programs that a host has and a folder cannot: they fetch, or speak to a system that runs.
REPLACED = ("aws", "amazon-cloudwatch-agent-ctl", "dnf", "mount", "rpm", "sysctl", "systemctl", "yum")


def missing() -> str:
    """Why no Debian can be made here; empty if one can."""
    if os.geteuid():
        return "entering a Debian root needs the rights of root"
    if not shutil.which("unshare"):
        return "there is no unshare"
    if not (shutil.which("debootstrap") or (shutil.which("apt-get") and shutil.which("dpkg-deb"))):
        return "there is neither debootstrap nor an apt that could fetch it"
    return ""


def debian(folder: Path) -> Path:
    """Return the root of a Debian below the folder, made unless it is there; of several processes one makes it."""
    with FileLock(folder / "lock"):
        return _made(folder)


def _made(folder: Path) -> Path:
    key = hashlib.sha256(" ".join((SUITE, *PACKAGES, *FOLDERS)).encode()).hexdigest()[:12]
    root = folder / f"debian-{key}"
    if not root.is_dir():
        draft = Path(tempfile.mkdtemp(prefix="draft-", dir=folder))
        program, settings = _debootstrap(folder)
        command = [program, "--variant=minbase", f"--include={','.join(PACKAGES)}", SUITE, str(draft / "root")]
        done = subprocess.run(command, env=os.environ | settings, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        for name in FOLDERS:
            (draft / "root" / name).mkdir(parents=True, exist_ok=True)
        bundle = draft / "root/etc/pki/tls/certs/ca-bundle.crt"  # where Amazon Linux has it
        bundle.symlink_to("/etc/ssl/certs/ca-certificates.crt")
        (draft / "root").replace(root)
        draft.rmdir()
    return root


def _debootstrap(folder: Path) -> tuple[str, dict[str, str]]:
    """Return the program and what it has to be told; one that is not installed is fetched by apt and unpacked."""
    if installed := shutil.which("debootstrap"):
        return installed, {}
    own = folder / "tools"
    for name in ("lists/partial", "cache/archives/partial", "root"):
        (own / name).mkdir(parents=True, exist_ok=True)
    apt = ["apt-get", "-qq", "-o", f"Dir::State::lists={own / 'lists'}", "-o", f"Dir::Cache={own / 'cache'}"]
    subprocess.run([*apt, "update"], cwd=own, check=True)
    subprocess.run([*apt, "download", "debootstrap"], cwd=own, check=True)
    (package,) = own.glob("debootstrap_*.deb")
    subprocess.run(["dpkg-deb", "-x", str(package), str(own / "root")], check=True)
    return str(own / "root/usr/sbin/debootstrap"), {"DEBOOTSTRAP_DIR": str(own / "root/usr/share/debootstrap")}


class Host:
    """A copy of the Debian in which a script has run as it runs at the first start of a host.

    `settings` is what Parameter Store says, by name; a setting that it does not have is called after its name.
    """

    def __init__(self, base: Path, root: Path, settings: Mapping[str, str]) -> None:
        shutil.copytree(base, root, symlinks=True, ignore=shutil.ignore_patterns("dev", "proc", "sys"))
        for name in ("dev", "proc", "sys"):
            (root / name).mkdir(exist_ok=True)
        for name, device in (("null", "c 1 3"), ("urandom", "c 1 9"), ("random", "c 1 8")):
            kind, major, minor = device.split()
            subprocess.run(["mknod", "-m", "666", str(root / "dev" / name), kind, major, minor], check=True)
        self.root = root
        for name in REPLACED:
            self.stand_in(name, STAND_IN)
        self.stand_in("rpm", STAND_IN + "exit 1\n")  # nothing is installed yet
        answer = "".join(f"  {name}) echo {shlex.quote(value)} ;;\n" for name, value in settings.items())
        self.stand_in(
            "aws",
            f'{STAND_IN}while [ "$1" != --name ] && [ $# -gt 1 ]; do shift; done\n'
            f'[ "$1" = --name ] && case "$2" in\n{answer}  *) echo "$2" ;;\nesac\n',
        )

    def stand_in(self, name: str, text: str) -> None:
        """Put a program of ours in front of one of that name."""
        path = self.root / STAND_INS[1:] / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)

    def write(self, path: str, text: str) -> None:
        """Write what the image of the system has there."""
        (self.root / path[1:]).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path[1:]).write_text(text)

    def run(self, script: str) -> "subprocess.CompletedProcess[str]":
        """Run a script with bash, in a network that has nothing in it."""
        (self.root / "opt/script").write_text(script)
        path = f"{STAND_INS}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        command = ["unshare", "--net", "--pid", "--fork", "chroot", str(self.root)]
        return subprocess.run(
            [*command, "/usr/bin/env", "-i", f"PATH={path}", "HOME=/tmp", "bash", "/opt/script"],
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def calls(self) -> list[str]:
        """How the stand-ins were called, in their order."""
        path = self.root / CALLS[1:]
        return path.read_text().splitlines() if path.is_file() else []


def commands_of(component, phase):
    """The commands of a phase of a component of Image Builder, as one script."""
    (found,) = [p for p in yaml.safe_load(component)["phases"] if p["name"] == phase]
    return "\n".join(line for step in found["steps"] for line in step["inputs"]["commands"])


def seen(host):
    """The host as testinfra sees it."""
    return testinfra.get_host(str(host.root), connection="chroot")
