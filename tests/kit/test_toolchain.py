"""The tools are found by general rules, and nothing of the caller's AWS set-up reaches terraform."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from tfproof.errors import EnvironmentProblem
from tfproof.terraform.toolchain import DEAD_ENDPOINT, Toolchain
from tfproof.terraform.workspace import WorkingCopy


def program(path, body):
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def terraform(path, version):
    answer = f'{{"terraform_version": "{version}"}}'
    return program(path, f"[ \"$2\" = -json ] && echo '{answer}' || echo 'Terraform v{version}'")


def test_no_terraform_is_said_in_one_line(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("TFPROOF_TERRAFORM", raising=False)
    with pytest.raises(EnvironmentProblem, match="no terraform on PATH: install Terraform"):
        Toolchain.find(tmp_path)


def test_an_old_terraform_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("TFPROOF_TERRAFORM", str(terraform(tmp_path / "terraform", "1.5.7")))
    with pytest.raises(EnvironmentProblem, match=r"is Terraform 1\.5\.7: install Terraform 1\.11 or newer"):
        Toolchain.find(tmp_path)


def test_something_else_than_terraform_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("TFPROOF_TERRAFORM", str(program(tmp_path / "terraform", "echo hello")))
    with pytest.raises(EnvironmentProblem, match="does not answer 'version -json'"):
        Toolchain.find(tmp_path)


def test_a_named_program_that_is_not_there_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("TFPROOF_TERRAFORM", str(tmp_path / "nowhere"))
    with pytest.raises(EnvironmentProblem, match="no such program"):
        Toolchain.find(tmp_path)


def test_the_version_is_asked_once_for_a_binary(tmp_path, monkeypatch):
    binary = terraform(tmp_path / "terraform", "1.11.4")
    monkeypatch.setenv("TFPROOF_TERRAFORM", str(binary))
    assert Toolchain.find(tmp_path).version == "1.11.4"
    stat = binary.stat()
    binary.write_bytes(b" " * stat.st_size)
    os.utime(binary, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert Toolchain.find(tmp_path).version == "1.11.4"


def chooser(path, *versions):
    """A script as version managers put it in Terraform's place; a file beside it says which version runs."""
    path.mkdir()
    for version in versions:
        terraform(path / version, version)
    (path / "chosen").write_text(versions[0])
    return program(path / "terraform", f'exec "{path}/$(cat "{path}/chosen")" "$@"')


def test_a_script_that_chooses_among_versions_is_asked_each_time(tmp_path, monkeypatch):
    monkeypatch.setenv("TFPROOF_TERRAFORM", str(chooser(tmp_path / "bin", "1.11.4", "1.12.0")))
    assert Toolchain.find(tmp_path).version == "1.11.4"
    (tmp_path / "bin" / "chosen").write_text("1.12.0")
    assert Toolchain.find(tmp_path).version == "1.12.0"


def test_a_plan_by_another_version_than_the_one_that_was_asked_is_refused(toolchain, tmp_path):
    (tmp_path / "main.tf").write_text('output "x" {\n  value = 1\n}\n')
    said = r"is \w+ 1\.99\.0 in one directory and [\d.]+ in another: name the program itself by TFPROOF_TERRAFORM"
    with WorkingCopy(tmp_path, replace(toolchain, version="1.99.0")) as copy:
        copy.isolate()
        copy.init()
        with pytest.raises(EnvironmentProblem, match=said):
            copy.plan()


def test_a_temporary_directory_that_is_not_there_is_told(tmp_path, monkeypatch):
    monkeypatch.setenv("TFPROOF_TERRAFORM", str(terraform(tmp_path / "terraform", "1.11.4")))
    monkeypatch.setenv("TMPDIR", "/nowhere")
    with pytest.raises(EnvironmentProblem, match="TMPDIR=/nowhere: no such directory: make it, or unset the variable"):
        Toolchain.find(tmp_path)


@pytest.mark.parametrize("taken", ["toolchain", "home", "cli"])
def test_a_cache_that_cannot_be_written_is_told_in_one_line(tmp_path, monkeypatch, taken):
    """A file stands where a directory has to be, which stops everybody, root included."""
    monkeypatch.setenv("TFPROOF_TERRAFORM", str(terraform(tmp_path / "terraform", "1.11.4")))
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / taken).write_text("")
    with pytest.raises(EnvironmentProblem, match=rf"cache/{taken}\S*: cannot be written \([^\n]*$"):
        Toolchain.find(tmp_path / "cache").environment()


def test_opentofu_is_recognised(tmp_path, monkeypatch):
    answer = '{"terraform_version": "1.12.6"}'
    body = f"[ \"$2\" = -json ] && echo '{answer}' || echo 'OpenTofu v1.12.6'"
    monkeypatch.setenv("TFPROOF_TERRAFORM", str(program(tmp_path / "tofu", body)))
    assert Toolchain.find(tmp_path).product == "tofu"


def test_opentofu_gets_a_mirror_under_its_own_registrys_name(tmp_path, monkeypatch):
    platform = tmp_path / "mirror/registry.terraform.io/hashicorp/aws/5.100.0/linux_amd64"
    platform.mkdir(parents=True)
    tools = Toolchain(tmp_path / "tofu", "tofu", "1.12.6", tmp_path / "mirror", tmp_path / "cache")
    tools.environment()
    (link,) = (tmp_path / "cache/mirror").glob("*/registry.opentofu.org/hashicorp/aws/5.100.0/linux_amd64")
    assert link.resolve() == platform
    assert link.is_symlink()
    assert not link.parent.is_symlink()


def test_a_named_mirror_without_providers_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("TFPROOF_PROVIDER_MIRROR", str(tmp_path))
    with pytest.raises(EnvironmentProblem, match=r"holds no registry\.terraform\.io directory"):
        Toolchain.find(tmp_path)


def test_nothing_of_the_callers_aws_set_up_is_inherited(toolchain, monkeypatch):
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_CA_BUNDLE", "TF_CLI_ARGS", "TF_VAR_x", "TF_LOG"):
        monkeypatch.setenv(name, "callers")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "callers")
    environment = toolchain.environment()
    assert "callers" not in environment.values()
    assert environment["AWS_ENDPOINT_URL"] == DEAD_ENDPOINT


def test_no_cluster_of_the_callers_is_reached(toolchain, monkeypatch):
    monkeypatch.setenv("KUBE_HOST", "https://callers.example.com")
    monkeypatch.setenv("KUBE_CONFIG_PATH", "/callers/config")
    environment = toolchain.environment()
    assert environment["KUBE_HOST"] == DEAD_ENDPOINT
    assert "KUBE_CONFIG_PATH" not in environment


def test_a_configuration_file_that_points_nowhere_is_not_inherited(toolchain, monkeypatch):
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", "/nowhere/terraformrc")
    assert os.path.isfile(toolchain.environment()["TF_CLI_CONFIG_FILE"])  # noqa: PTH113


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("query available", "retrieve the list of available versions for"),  # Terraform
        ("resolve", "resolve"),  # OpenTofu
    ],
)
def test_a_provider_version_that_cannot_be_had_is_named(toolchain, tmp_path, title, said):
    reason = f"Could not {said} provider hashicorp/aws:\nno available releases match the given constraints 9.9.9"
    text = f"Error: Failed to {title} provider packages\n\n{reason}\n"
    binary = program(tmp_path / "terraform", f"cat >&2 <<END\n{text}END\nexit 1")
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "main.tf").write_text("")
    with (
        WorkingCopy(tmp_path / "root", replace(toolchain, binary=binary)) as copy,
        pytest.raises(EnvironmentProblem, match=r"root: provider hashicorp/aws 9\.9\.9 is not available here"),
    ):
        copy.init()


USERS = """
plugin_cache_dir = "/shared"
credentials "registry.example.com" {
  token = "users-own"
}
"""


def test_the_users_own_registries_are_kept_and_a_shared_cache_is_not(toolchain, tmp_path, monkeypatch):
    (tmp_path / "rc").write_text(USERS)
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", str(tmp_path / "rc"))
    monkeypatch.delenv("TFPROOF_PROVIDER_MIRROR", raising=False)
    written = Path(toolchain.environment()["TF_CLI_CONFIG_FILE"])
    assert 'token = "users-own"' in written.read_text()
    assert "plugin_cache_dir" not in written.read_text()
    assert "filesystem_mirror" in written.read_text()
    assert written.stat().st_mode & 0o077 == 0


def test_the_users_own_mirror_is_the_one(toolchain, tmp_path, monkeypatch):
    (tmp_path / "rc").write_text("provider_installation {\n  direct {}\n}\n")
    monkeypatch.setenv("TF_CLI_CONFIG_FILE", str(tmp_path / "rc"))
    monkeypatch.delenv("TFPROOF_PROVIDER_MIRROR", raising=False)
    text = Path(toolchain.environment()["TF_CLI_CONFIG_FILE"]).read_text()
    assert text.count("provider_installation") == 1
    monkeypatch.setenv("TFPROOF_PROVIDER_MIRROR", str(toolchain.mirror))
    assert "filesystem_mirror" in Path(toolchain.environment()["TF_CLI_CONFIG_FILE"]).read_text()
