"""Every system: commands, links and tables of its documents are true."""

import re
import shlex
import subprocess
from pathlib import Path

import yaml
from systems import ROOT, each_page, each_system, table

from tfproof.terraform.hcl import read_directory


@each_system
def test_the_index_links_every_runbook(system):
    linked = set(re.findall(r"\(runbooks/([\w-]+\.md)\)", (system.documents / "README.md").read_text()))
    assert linked == {path.name for path in system.runbooks.glob("*.md")}
    assert linked


@each_system
def test_disaster_recovery_states_what_is_lost_and_how_long_it_takes(system):
    rows = table(
        system.runbooks / "disaster-recovery.md", "what is lost", "runbook", "data that may be lost", "back within"
    )
    assert len(rows) >= 6
    assert [row for row in rows if not re.search(r"\d+ (minutes|hours?)", row["back within"])] == []


@each_system
def test_the_control_matrix_points_to_frameworks_that_exist(system):
    named = set(re.findall(r"`(\w+\.yaml)`", (system.documents / "control-matrix.md").read_text()))
    there = {path.name for path in (ROOT / "src" / "tfproof" / "frameworks").glob("*.yaml")}
    assert named
    assert named - there == set()


@each_system
def test_every_manual_row_has_somebody_a_rhythm_and_a_record(system):
    rows = table(system.documents / "manual-controls.md", "id", "what", "who", "how often", "record")
    requirements = yaml.safe_load((system.stack / "requirements.yaml").read_text())
    assert sorted(row["id"] for row in rows) == sorted(r["id"] for r in requirements if r["evidence"] == "manual")
    assert all(all(row.values()) for row in rows)


def scripts(path: Path) -> list[str]:
    """The shell blocks of a page, without their indentation."""
    found = re.findall(r"^( *)```sh\n(.*?)^ *```$", path.read_text(), re.M | re.S)
    return ["\n".join(line.removeprefix(indent) for line in body.splitlines()) for indent, body in found]


def shell_words(line: str) -> list[str]:
    """The words and the operators of a line of shell."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    return list(lexer)


def commands(system, program: str) -> list[tuple[str, list[str]]]:
    """Every call of a program in the pages, as (page, words)."""
    found = []
    for page in system.pages():
        for line in "\n".join(scripts(page)).replace("\\\n", " ").splitlines():
            words: list[str] = []
            for word in [*shell_words(line), ";"]:
                if word == "do" or set(word) <= set("();<>|&"):
                    if words[:1] == [program]:
                        found.append((page.name, words))
                    words = []
                else:
                    words.append(word)
    return found


@each_page
def test_every_link_leads_somewhere(system, page):
    for target in re.findall(r"\]\(([^)#:]+\.md)?(?:#[\w-]+)?\)", page.read_text()):
        assert (page.parent / target).exists(), target


@each_page
def test_every_anchor_is_a_heading(system, page):
    for target, anchor in re.findall(r"\]\(([^)#:]+\.md)?#([\w-]+)\)", page.read_text()):
        text = (page.parent / target).read_text() if target else page.read_text()
        anchors = {
            re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-")
            for heading in re.findall(r"^#+ (.*)$", text, re.M)
        }
        assert anchor in anchors, f"{target}#{anchor}"


@each_page
def test_every_shell_block_is_valid_shell(system, page):
    for script in scripts(page):
        checked = subprocess.run(["bash", "-n"], input=script, text=True, capture_output=True, check=False)
        assert checked.stderr == "", script


@each_system
def test_every_terraform_command_names_files_that_exist(system):
    calls = commands(system, "terraform")
    assert len(calls) > 10
    for page, words in calls:
        (where,) = [word.removeprefix("-chdir=") for word in words if word.startswith("-chdir=")]
        assert list((ROOT / where).glob("*.tf")), (page, where)
        for word in words:
            option, _, file = word.partition("=")
            if option in ("-var-file", "-backend-config") and "recovery" not in file and "=" not in file:
                for name in system.environments:
                    assert (ROOT / where / file.replace("$ENVIRONMENT", name)).is_file(), (page, word)


@each_system
def test_every_output_that_a_command_reads_is_one(system):
    outputs = {block.labels[0] for block in read_directory(system.stack).of("output")}
    read = set(re.findall(r"\$\(out (\w+)\)", " ".join(page.read_text() for page in system.pages())))
    assert read
    assert read - outputs == set()
    bootstrap = {block.labels[0] for block in read_directory(ROOT / "terraform" / "bootstrap").of("output")}
    assert "bucket_name" in bootstrap


@each_system
def test_every_address_that_a_command_names_is_in_the_stack(system):
    addresses = [
        (
            re.match(r"((?:module\.\w+(?:\[\d+\])?\.)+)(\w+)\.(\w+)", word),
            next(w for w in words if w.startswith("-chdir=")),
        )
        for _, words in commands(system, "terraform")
        for word in words
    ]
    found = [(*match.groups(), ROOT / where.removeprefix("-chdir=")) for match, where in addresses if match]
    assert found
    for modules, kind, name, root in found:
        source = root
        for module in re.findall(r"module\.(\w+)", modules):
            source /= str(read_directory(source).module_calls[module].attributes["source"].literal())
        assert read_directory(source).find("resource", kind, name), f"{modules}{kind}.{name}"


#: Parts of the AWS command line that are its own and not an operation of a service.
OWN_COMMANDS = {("configure", "sso"), ("ecr", "get-login-password"), ("logs", "tail"), ("s3", "sync"), ("sso", "login")}


GLOBAL_OPTIONS = {"region", "output", "query", "max-items"}


@each_system
def test_every_aws_command_is_an_operation_with_these_options(system):
    import botocore.session  # noqa: PLC0415 - slow to import, and of all tests only this one asks it
    from botocore import xform_name  # noqa: PLC0415

    session = botocore.session.Session()
    calls = commands(system, "aws")
    assert len(calls) > 20
    for page, words in calls:
        service, operation, *rest = words[1:]
        service = {"configservice": "config", "deploy": "codedeploy", "s3api": "s3"}.get(service, service)
        if tuple(words[1:3]) in OWN_COMMANDS:
            continue
        if operation == "wait":
            waiters = session.get_waiter_model(service)
            names = {xform_name(name, "-"): waiters.get_waiter(name).operation for name in waiters.waiter_names}
            operation, rest = xform_name(names[rest[0]], "-"), rest[1:]
        model = session.get_service_model(service)
        operations = {xform_name(name, "-"): name for name in model.operation_names}
        assert operation in operations, (page, service, operation)
        shape = model.operation_model(operations[operation]).input_shape
        known = {xform_name(name, "-") for name in shape.members} | GLOBAL_OPTIONS if shape else GLOBAL_OPTIONS
        given = {word.removeprefix("--").partition("=")[0] for word in rest if word.startswith("--")}
        assert {option for option in given if option.removeprefix("no-") not in known} == set(), (
            page,
            operation,
        )
