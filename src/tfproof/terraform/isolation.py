"""Takes out of a copied module what could lead to a real account, and puts settings in that lead nowhere."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from tfproof.errors import BadInput
from tfproof.terraform import json_syntax
from tfproof.terraform.hcl import Block, Directory, Expression, NotLiteral
from tfproof.terraform.ours import DEFAULT_FILE, last_override
from tfproof.terraform.toolchain import EMULATED_ACCESS_KEY

#: Regions of the provider configurations that modules ask their caller for.
REGIONS = {"": "us-east-1", "us_east_1": "us-east-1"}
OTHER_REGION = "us-west-2"
#: Blocks of a provider that choose whom to ask, and as whom.
_LEAVING_BLOCKS = ("assume_role", "assume_role_with_web_identity", "endpoints")
#: Blocks of `terraform` that say where the state is.
_STATE = ("backend", "cloud")
#: Arguments of a provider that do the same.
_LEAVING_ARGUMENTS = (
    "allowed_account_ids", "custom_ca_bundle", "ec2_metadata_service_endpoint", "ec2_metadata_service_endpoint_mode",
    "forbidden_account_ids", "http_proxy", "https_proxy", "no_proxy", "profile", "retry_mode", "shared_config_files",
    "shared_credentials_file", "shared_credentials_files", "sts_region", "token", "use_dualstack_endpoint",
    "use_fips_endpoint",
)  # fmt: skip


def isolate_root(
    path: Path,
    endpoint: str | None,
    *,
    tofu: bool = False,
    default: bool = True,
    access_key: str = EMULATED_ACCESS_KEY,
    state_bucket: str = "",
) -> None:
    """Isolate a root module in its copy: its providers, its backend, and what it would import from an account.

    With `default` AWS's provider is configured also where the root does not. The state is kept in a file of the copy, or
    in a bucket at the endpoint.
    """
    directory = Directory(path, tofu=tofu)
    _strip(directory, imports=True)
    settings = partial(provider_settings, endpoint, access_key=access_key)
    configured = _configured(directory)
    providers = [settings(alias, names) for alias, names in configured]
    added = [] if not default or any("alias" not in p for p in providers) else [settings()]
    wanted = {
        a.partition(".")[2] for a in directory.provider_aliases if a.startswith("aws.")
    }  # of a module planned alone
    for alias in sorted(wanted - {alias for alias, _ in configured}):
        added.append({"region": REGIONS.get(alias, OTHER_REGION), **settings(alias)})
    if added:
        _write(path / DEFAULT_FILE, {"provider": {"aws": added}})
    backend = {"s3": _backend_settings(endpoint, state_bucket, access_key)} if state_bucket else {"local": {}}
    override: dict[str, Any] = {"terraform": {"backend": backend}}
    if providers:
        override["provider"] = {"aws": providers}
    _write(path / last_override(directory), override)


def isolate_module(
    path: Path, endpoint: str | None, *, tofu: bool = False, access_key: str = EMULATED_ACCESS_KEY
) -> None:
    """Isolate a module that is called: only where it configures providers of its own, as in former times."""
    directory = Directory(path, tofu=tofu)
    # An empty block only says that the caller passes the configuration; settings would make it one of its own.
    configured = [(alias, names) for alias, names in _configured(directory) if names - {"alias"}]
    if configured:
        _strip(directory, imports=False)
        providers = [provider_settings(endpoint, alias, names, access_key=access_key) for alias, names in configured]
        _write(path / last_override(directory), {"provider": {"aws": providers}})


def provider_settings(
    endpoint: str | None, alias: str = "", names: Collection[str] = (), *, access_key: str = EMULATED_ACCESS_KEY
) -> dict[str, Any]:
    """Settings for one provider configuration.

    Retries: a dead endpoint is asked nine times otherwise (22-29 s); an emulator on a busy machine loses a connection now
    and then.
    """
    settings: dict[str, Any] = {
        "access_key": access_key,
        "secret_key": "test",
        "max_retries": 6 if endpoint else 1,
        "s3_use_path_style": True,
        "skip_credentials_validation": True,
        "skip_metadata_api_check": True,
        "skip_requesting_account_id": endpoint is None,
    }
    settings |= {name: None for name in _LEAVING_ARGUMENTS if name in names}
    if alias:
        settings["alias"] = alias
    return settings


def _backend_settings(endpoint: str | None, bucket: str, access_key: str) -> dict[str, Any]:
    """Settings of the backend that keeps states in a bucket: https://developer.hashicorp.com/terraform/language/backend/s3"""
    return {
        "access_key": access_key,
        "bucket": bucket,
        "endpoints": {"s3": endpoint},
        "key": "terraform.tfstate",
        "region": REGIONS[""],
        "secret_key": "test",
        "skip_credentials_validation": True,
        "skip_metadata_api_check": True,
        "skip_region_validation": True,
        "skip_requesting_account_id": True,
        "use_path_style": True,
    }


def _configured(directory: Directory) -> list[tuple[str, set[str]]]:
    """Alias and names of arguments of each configuration of the AWS provider, of all files that say something of it."""
    _refuse_disguised(directory)
    found = [_alias_and_names(b) for b in directory.of("provider") if b.labels == ("aws",)]
    bodies = (b.body for b in directory.json_blocks if b.type == "provider" and b.labels == ("aws",))
    found += [(str(body.get("alias", "")), set(body)) for body in bodies]
    named: dict[str, set[str]] = {}
    for alias, names in found:
        named.setdefault(alias, set()).update(names)
    return list(named.items())


def _refuse_disguised(directory: Directory) -> None:
    """Raise BadInput for a configuration of the AWS provider that would not be recognised as one, and so not isolated."""
    for required, name, said in directory.required:
        if name != "aws" and _is_aws(said):
            raise BadInput(
                f"{required.file.name}:{said.line}: it cannot be told that provider {name} is not hashicorp/aws",
                "call the AWS provider aws, and write the source of another as a plain text",
            )
    for name, said_in_json in directory.required_in_json:
        if name != "aws" and "hashicorp/aws" in json.dumps(said_in_json).lower():
            raise BadInput(f"provider {name} is hashicorp/aws", "call the AWS provider aws")
    for configured in directory.of("provider"):
        inner = [b for b in configured.blocks if b.type == "dynamic"]
        if any("\\" in label for b in (configured, *inner) for label in b.labels):
            raise BadInput(f"{configured.file.name}:{configured.line}: a label with escapes", "write it as it is")


def _is_aws(source: Expression) -> bool:
    """Whether what `required_providers` says of a name may mean the AWS provider."""
    try:
        said = source.literal()
    except NotLiteral:
        return True
    origin = said.get("source") if isinstance(said, dict) else None
    if origin is None:
        return isinstance(said, dict) and any("\\" in str(k) or k is None for k in said)
    return str(origin).lower().endswith("hashicorp/aws")


def _alias_and_names(block: Block) -> tuple[str, set[str]]:
    if "alias" not in block.attributes:
        return "", block.names
    try:
        return str(block.attributes["alias"].literal()), block.names
    except NotLiteral as error:
        raise BadInput(f"the alias of a provider is not a literal: {error}", "write it as one") from error


def _strip(directory: Directory, *, imports: bool) -> None:
    """Take the blocks that lead elsewhere out of the files of a copy."""
    for file in directory.files:
        if file.suffix == ".json":
            _strip_json(file, imports=imports)
            continue
        blocks = [b for b in directory.blocks if b.file == file]
        lines = [b.lines for p in blocks if p.type == "provider" for b in _leaving(p)]
        lines += [b.lines for b in blocks if imports and b.type == "import"]
        lines += [b.lines for t in blocks if imports and t.type == "terraform" for b in t.blocks if b.type in _STATE]
        if lines:
            blank(file, lines)


def _leaving(provider: Block) -> Iterator[Block]:
    for block in provider.blocks:
        if (block.labels[0] if block.type == "dynamic" and block.labels else block.type) in _LEAVING_BLOCKS:
            yield block


def _strip_json(file: Path, *, imports: bool) -> None:
    document = json_syntax.load(file)
    before = json.dumps(document)
    for block in json_syntax.blocks(document, file):
        if block.type == "provider":
            generated = [d for d in json_syntax.as_list(block.body.get("dynamic")) if isinstance(d, dict)]
            for name in _LEAVING_BLOCKS:
                for holder in (block.body, *generated):
                    holder.pop(name, None)
            if generated and not any(generated):
                del block.body["dynamic"]
    for top in json_syntax.as_list(document) if imports else ():
        if isinstance(top, dict):
            top.pop("import", None)
            for terraform in json_syntax.as_list(top.get("terraform")):
                for name in _STATE if isinstance(terraform, dict) else ():
                    terraform.pop(name, None)
    if json.dumps(document) != before:
        _write(file, document)


def blank(file: Path, spans: Iterable[tuple[int, int]], *, all_but: bool = False) -> None:
    """Empty these lines of a copy, or `all_but` these; the others keep their numbers."""
    chosen = {number for first, last in spans for number in range(first, last + 1)}
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = ("\n" if (number in chosen) is not all_but else line for number, line in enumerate(lines, start=1))
    file.write_text("".join(kept), encoding="utf-8")


def _write(file: Path, content: Any) -> None:
    file.write_text(json.dumps(content, indent=1), encoding="utf-8")
