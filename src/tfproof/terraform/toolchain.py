"""Finds terraform (or tofu) and its providers, and makes the environment that every process of theirs gets.

Nothing of the caller's AWS configuration is inherited: credentials are fake and, unless an emulator is named, the
endpoint of every service is a dead port on this machine. So no run can reach a real account by accident.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tfproof.errors import EnvironmentProblem
from tfproof.files import write_whole, writing

MINIMUM_VERSION = (1, 11)
DEAD_ENDPOINT = "http://127.0.0.1:1"
#: Account that emulators use; reports label it as such.
EMULATED_ACCOUNT = "123456789012"
#: The key that a plan is made with where nobody's credentials are used.
EMULATED_ACCESS_KEY = "test"
_REGISTRIES = {"terraform": "registry.terraform.io", "tofu": "registry.opentofu.org"}
#: Only for `init`, which may have to ask a registry through the caller's network.
_NETWORK_VARIABLES = ("HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR")


@dataclass(frozen=True, slots=True)
class Toolchain:
    """One way to run Terraform: the binary, its version, a provider mirror and a directory for generated files."""

    binary: Path
    product: str
    version: str
    mirror: Path | None
    cache: Path

    @classmethod
    def find(cls, cache: Path | None = None) -> Toolchain:
        """Find the tools by the documented order; raise EnvironmentProblem saying what is missing and what to do.

        `TFPROOF_TERRAFORM`, then `terraform` on PATH, then `tofu`. Providers: `TFPROOF_PROVIDER_MIRROR`, then the
        directories that Terraform itself looks into, then an unpacked mirror in a usual place, then the registry.
        What is found out is kept in `cache`, outside of a project in the temporary directory.
        """
        temporary = os.environ.get("TMPDIR")
        if temporary and not Path(temporary).is_dir():
            raise EnvironmentProblem(f"TMPDIR={temporary}: no such directory", "make it, or unset the variable")
        cache = cache or _own_directory()
        binary = _find_binary()
        product, version = _identify(binary, cache)
        numbers = tuple(int(p) for p in version.split("-")[0].split("."))
        if product == "terraform" and numbers[:2] < MINIMUM_VERSION:
            wanted = ".".join(str(n) for n in MINIMUM_VERSION)
            raise EnvironmentProblem(
                f"{binary} is Terraform {version}", f"install Terraform {wanted} or newer, or set TFPROOF_TERRAFORM"
            )
        return cls(binary, product, version, _find_mirror(), cache)

    @property
    def registry(self) -> str:
        """The registry host that this product's provider addresses begin with."""
        return _REGISTRIES[self.product]

    @property
    def is_tofu(self) -> bool:
        """Whether it is OpenTofu."""
        return self.product == "tofu"

    def inventory(self) -> list[str]:
        """Everything that decides which providers a run gets: what the mirror holds, and the CLI configuration."""
        held = self.mirror.glob("*/*/*/*") if self.mirror is not None else ()
        return [self._cli_config().name, *sorted(p.relative_to(self.mirror).as_posix() for p in held if self.mirror)]

    def provider_versions(self, name: str = "hashicorp/aws") -> list[str]:
        """Versions of a provider that the mirror holds unpacked or packed, newest last."""
        if self.mirror is None:
            return []
        found: set[str] = set()
        for host in _REGISTRIES.values():
            folder = self.mirror / host / name
            found |= {p.name for p in folder.glob("*.*.*") if p.is_dir()}
        return sorted(found, key=lambda v: [int(n) for n in v.split("-")[0].split(".")])

    def environment(self, endpoint: str | None = None, *, network: bool = False) -> dict[str, str]:
        """Return the whole environment of a terraform process; `endpoint` is an emulator's URL."""
        home = self.cache / "home"
        with writing(home):
            home.mkdir(parents=True, exist_ok=True)
        environment = {
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_ENDPOINT_URL": endpoint or DEAD_ENDPOINT,
            "AWS_REGION": "us-east-1",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "CHECKPOINT_DISABLE": "1",
            # Decoding the provider's schema makes much garbage in a short life: collecting it less often saves a fifth.
            "GOGC": "400",
            "HOME": str(home),
            # Nor is any cluster of Kubernetes reached.
            "KUBE_HOST": DEAD_ENDPOINT,
            "LANG": "C.UTF-8",
            "PATH": os.environ.get("PATH", os.defpath),
            "TF_CLI_CONFIG_FILE": str(self._cli_config()),
            "TF_IN_AUTOMATION": "1",
            "TF_INPUT": "0",
        }
        if "TMPDIR" in os.environ:
            environment["TMPDIR"] = os.environ["TMPDIR"]
        if endpoint:
            # S3 Control puts the account in front of the host; as a proxy the emulator still gets these calls. Go never
            # sends calls to a loopback address itself through a proxy.
            environment["HTTP_PROXY"] = endpoint
        if network:
            environment |= {n: os.environ[n] for n in _NETWORK_VARIABLES if n in os.environ}
        return environment

    def _cli_config(self) -> Path:
        """Write the CLI configuration (content-addressed, so that concurrent runs agree) and return its path."""
        users = _users_configuration(self.product)
        lines = ["disable_checkpoint = true", *users]
        mirror = self._mirror_for_product()
        if mirror is not None and not any(re.match(r"\s*provider_installation\b", line) for line in users):
            held = sorted(
                f"{p.parent.parent.name}/{p.parent.name}/{p.name}" for p in mirror.glob("*/*/*") if p.is_dir()
            )
            listed = json.dumps(held)
            lines += [
                "provider_installation {",
                f"  filesystem_mirror {{\n    path    = {json.dumps(str(mirror))}\n    include = {listed}\n  }}",
                f"  direct {{\n    exclude = {listed}\n  }}",
                "}",
            ]
        text = "\n".join(lines) + "\n"
        path = self.cache / "cli" / f"{hashlib.sha256(text.encode()).hexdigest()[:16]}.tfrc"
        if not path.is_file():
            with writing(path):
                write_whole(path, text.encode(), private=True)  # a registry's token may be in it
        return path

    def _mirror_for_product(self) -> Path | None:
        """Return a mirror with this product's registry host; for tofu, links to the same unpacked providers.

        Terraform's installers follow a link only where a platform's own directory would be.
        """
        if self.mirror is None or (self.mirror / self.registry).is_dir():
            return self.mirror
        linked = self.cache / "mirror" / hashlib.sha256(str(self.mirror).encode()).hexdigest()[:16]
        for platform in self.mirror.glob(f"{_REGISTRIES['terraform']}/*/*/*/*"):
            link = linked / self.registry / platform.relative_to(self.mirror / _REGISTRIES["terraform"])
            if platform.is_dir() and not link.exists():
                with writing(link), contextlib.suppress(FileExistsError):  # a concurrent run made the same link
                    link.parent.mkdir(parents=True, exist_ok=True)
                    link.symlink_to(platform.resolve())
        return linked


def _users_configuration(product: str) -> list[str]:
    """Return the lines of the user's own CLI configuration (registries, credentials, mirrors), if there is one.

    A mirror that is named for tfproof has the last word. A plugin cache is left out: concurrent runs would write to it.
    """
    if os.environ.get("TFPROOF_PROVIDER_MIRROR"):
        return []
    usual = (".tofurc", ".terraformrc") if product == "tofu" else (".terraformrc",)
    places = [Path(os.environ.get("TF_CLI_CONFIG_FILE") or os.devnull), *(Path.home() / name for name in usual)]
    found = next((p for p in places if p.is_file()), None)
    if found is None:
        return []
    dropped = re.compile(r"\s*(?:plugin_cache_\w+|disable_checkpoint\w*)\s*=")
    return [line for line in found.read_text(encoding="utf-8").splitlines() if not dropped.match(line)]


def _own_directory() -> Path:
    """Return a directory in the temporary one that nobody else can have prepared: what lies there is believed."""
    path = Path(tempfile.gettempdir()) / f"tfproof-toolchain-{os.getuid()}"
    with contextlib.suppress(FileExistsError):
        path.mkdir(mode=0o700)
    found = path.lstat()
    if stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077:
        return path
    return Path(tempfile.mkdtemp(prefix="tfproof-toolchain-"))


def _find_binary() -> Path:
    explicit = os.environ.get("TFPROOF_TERRAFORM")
    if explicit:
        found = shutil.which(explicit)
        if not found:
            raise EnvironmentProblem(
                f"TFPROOF_TERRAFORM={explicit}: no such program", "name terraform or tofu, or unset it"
            )
        return Path(found)
    for name in _REGISTRIES:
        if found := shutil.which(name):
            return Path(found)
    raise EnvironmentProblem(
        "no terraform on PATH", "install Terraform 1.11 or newer (or OpenTofu), or name it with TFPROOF_TERRAFORM"
    )


def _identify(binary: Path, cache: Path) -> tuple[str, str]:
    """Return product and version; asked once for each binary, told apart by path, size and time of change.

    A script in its place (of tfenv, asdf, mise) chooses among versions by the moment, so it is asked each time.
    """
    real = binary.resolve()
    found = real.stat()
    key = hashlib.sha256(f"{real}|{found.st_size}|{found.st_mtime_ns}".encode()).hexdigest()[:16]
    memo = cache / "toolchain" / f"{key}.json"
    is_script = False
    with contextlib.suppress(PermissionError), real.open("rb") as file:
        is_script = file.read(2) == b"#!"
    if memo.is_file() and not is_script:
        known = json.loads(memo.read_text())
        return known["product"], known["version"]
    environment = {"CHECKPOINT_DISABLE": "1", "PATH": os.environ.get("PATH", os.defpath)}
    environment["TF_CLI_CONFIG_FILE"] = os.devnull
    hint = "check that it is Terraform or OpenTofu, or set TFPROOF_TERRAFORM"
    try:
        answer = subprocess.run(  # noqa: S603 - the program is the caller's own choice
            [str(binary), "version", "-json"], capture_output=True, text=True, env=environment, timeout=60, check=True
        )
        version = str(json.loads(answer.stdout)["terraform_version"])
        banner = subprocess.run(  # noqa: S603
            [str(binary), "version"], capture_output=True, text=True, env=environment, timeout=60, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError, ValueError, KeyError) as error:
        raise EnvironmentProblem(f"{binary} does not answer 'version -json' ({error})", hint) from error
    product = "tofu" if banner.startswith("OpenTofu") else "terraform"
    with writing(memo):
        write_whole(memo, json.dumps({"product": product, "version": version}).encode())
    return product, version


def _find_mirror() -> Path | None:
    explicit = os.environ.get("TFPROOF_PROVIDER_MIRROR")
    if explicit:
        path = Path(explicit)
        if not any((path / host).is_dir() for host in _REGISTRIES.values()):
            raise EnvironmentProblem(
                f"TFPROOF_PROVIDER_MIRROR={explicit}: holds no {_REGISTRIES['terraform']} directory",
                "name the directory that holds it, or unset the variable",
            )
        return path
    for place in _mirror_places():
        if any((place / host).is_dir() for host in _REGISTRIES.values()):
            return place
    return None


def _mirror_places() -> Iterator[Path]:
    """Yield where providers may lie unpacked: first where Terraform itself looks, then the usual system places."""
    home = Path.home()
    yield home / ".terraform.d" / "plugins"
    yield Path(os.environ.get("XDG_DATA_HOME", home / ".local/share")) / "terraform/plugins"
    shared = os.environ.get("XDG_DATA_DIRS", "/usr/local/share:/usr/share").split(":")
    yield from (Path(d) / "terraform/plugins" for d in shared if d)
    for base in (Path("/usr/local/share"), Path("/usr/share"), Path("/opt")):
        yield base
        if base.is_dir():
            yield from sorted(p for p in base.iterdir() if p.is_dir())
