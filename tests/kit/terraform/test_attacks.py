"""What a module may write so that its copy would ask somebody: it is taken out, or refused before anything runs."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tfproof.assessment.data_sources import refuse_unsafe
from tfproof.errors import BadInput
from tfproof.evidence.provenance import commit_of
from tfproof.terraform.isolation import isolate_root
from tfproof.terraform.toolchain import Toolchain

DISGUISED = {
    "another name": 'terraform {\n required_providers {\n  amazon = { source = "hashicorp/aws" }\n }\n}\n',
    "another name, in capitals": 'terraform {\n required_providers {\n  x = { source = "HashiCorp/AWS" }\n }\n}\n',
    "another name, escaped": 'terraform {\n required_providers {\n  x = { "sourc\\u0065" = "hashicorp/aws" }\n }\n}\n',
    "an escaped label": 'provider "\\u0061ws" {\n profile = "evil"\n}\n',
    "an escaped inner label": 'provider "aws" {\n dynamic "\\u0065ndpoints" {\n  for_each = [1]\n  content {}\n }\n}\n',
}
SOURCES = {
    "after a comment": '{\n  # was: source = "hashicorp/random"\n  source = "hashicorp/aws"\n }',
    "escaped": '{ "sourc\\u0065" = "hashicorp/aws" }',
    "given twice": '{ source = "hashicorp/random", source = "hashicorp/aws" }',
}


@pytest.mark.parametrize("text", DISGUISED.values(), ids=DISGUISED)
def test_a_disguised_configuration_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "main.tf").write_text(text)
    with pytest.raises(BadInput):
        isolate_root(tmp_path, None)


@pytest.mark.parametrize("name", ["zzz_override.tf", "override.tf", "zz~_override.tf", "ÿ_override.tf"])
def test_our_override_has_the_last_word(tmp_path: Path, name: str) -> None:
    (tmp_path / "main.tf").write_text('provider "aws" {\n region = "eu-west-1"\n}\n')
    (tmp_path / name).write_text('provider "aws" {\n profile = "evil"\n}\n')
    isolate_root(tmp_path, None)
    (ours,) = [f for f in tmp_path.iterdir() if "tfproof" in f.name and "override" in f.name]
    assert ours.name == max(f.name for f in tmp_path.iterdir() if "override" in f.name)
    assert json.loads(ours.read_text())["provider"]["aws"][0]["profile"] is None


@pytest.mark.parametrize("name", ["main.tf", "zzz_override.tf"])
@pytest.mark.parametrize("block", ['backend "http" {\n  address = "http://x"\n }', 'cloud {\n  organization = "x"\n }'])
def test_no_state_elsewhere_is_left(tmp_path: Path, name: str, block: str) -> None:
    (tmp_path / "main.tf").write_text("")
    (tmp_path / name).write_text(f"terraform {{\n {block}\n}}\n")
    isolate_root(tmp_path, None)
    assert "address" not in (tmp_path / name).read_text()
    assert "organization" not in (tmp_path / name).read_text()


def test_a_dynamic_block_in_json_is_taken_out(tmp_path: Path) -> None:
    endpoints = {"dynamic": {"endpoints": {"for_each": ["x"], "content": {"sts": "http://x"}}}}
    (tmp_path / "main.tf.json").write_text(json.dumps({"provider": {"aws": {"region": "eu-west-1", **endpoints}}}))
    isolate_root(tmp_path, None)
    assert "http://x" not in (tmp_path / "main.tf.json").read_text()


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_a_provider_is_not_taken_for_another(tmp_path: Path, source: str) -> None:
    required = f"terraform {{\n required_providers {{\n  random = {source}\n }}\n}}\n"
    (tmp_path / "main.tf").write_text(
        f'{required}data "aws_ip_ranges" "x" {{\n provider = random\n services = ["s3"]\n}}\n'
    )
    with pytest.raises(BadInput, match="aws_ip_ranges"):
        refuse_unsafe(tmp_path, "x")


def test_a_function_behind_escapes_is_seen(tmp_path: Path) -> None:
    (tmp_path / "main.tf.json").write_text('{"locals": {"x": "${provider\\u003a\\u003aext\\u003a\\u003arun(1)}"}}')
    with pytest.raises(BadInput, match="functions of provider"):
        refuse_unsafe(tmp_path, "x")


@pytest.mark.parametrize("output", ["var.out", '"/tmp/x.zip"', '"../x.zip"', f'"{"a" * 60}$"', '"${var.x}/a.zip"'])
def test_an_archive_is_written_below_its_module_only(tmp_path: Path, output: str) -> None:
    archive = f'data "archive_file" "x" {{\n type = "zip"\n output_path = {output}\n}}\n'
    (tmp_path / "main.tf").write_text(archive)
    with pytest.raises(BadInput, match="writes to"):
        refuse_unsafe(tmp_path, "x")


def test_a_repository_that_is_read_runs_no_program(tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    git = ["git", "-C", str(tmp_path), "-c", "user.name=x", "-c", "user.email=x@example.com"]
    (tmp_path / "f").write_text("x")
    for command in (
        ["init", "-q"],
        ["add", "f"],
        ["commit", "-qm", "x"],
        ["config", "core.fsmonitor", f"touch {ran} #"],
    ):
        subprocess.run([*git, *command], check=True)
    commit, dirty = commit_of(tmp_path)
    assert (len(commit), dirty, ran.exists()) == (40, None, False)


def test_a_directory_that_somebody_else_prepared_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    prepared = tmp_path / f"tfproof-toolchain-{os.getuid()}"
    assert Toolchain.find().cache == prepared
    prepared.chmod(0o777)
    assert Toolchain.find().cache not in (prepared, tmp_path / "tfproof-toolchain")
