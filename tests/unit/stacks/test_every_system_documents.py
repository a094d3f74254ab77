"""Every system: commands, links and tables of its documents are true."""

import re
import shlex
import subprocess
from pathlib import Path

import yaml
from systems import ROOT, each_page, each_system, section, table

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
                if word in ("do", "until", "while") or set(word) <= set("();<>|&"):
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


def root_of(words: list[str]) -> Path:
    """The root that a terraform command works in."""
    return ROOT / next(word.removeprefix("-chdir=") for word in words if word.startswith("-chdir="))


@each_system
def test_every_output_that_a_command_reads_is_one(system):
    read = [
        (system.stack, name) for page in system.pages() for name in re.findall(r"\$\(out (\w+)\)", page.read_text())
    ]
    for _, words in commands(system, "terraform"):
        if "output" in words:
            names = [word for word in words[words.index("output") + 1 :] if not word.startswith("-")]
            read += [(root_of(words), name) for name in names if name != "$1"]
    assert read
    for root, name in read:
        assert name in {block.labels[0] for block in read_directory(root).of("output")}, (root.name, name)


@each_system
def test_a_state_is_found_by_the_number_of_the_account_and_not_by_a_file_of_one_clone(system):
    """The bucket of one account must not be taken for another's, and whoever comes second has no state of `bootstrap`."""
    text = "\n".join(page.read_text() for page in system.pages())
    assert "-chdir=terraform/bootstrap" not in text
    assert re.findall(r"^ *\w*STATE_BUCKET=(.*)$", text, re.M)
    for name in re.findall(r"^ *\w*STATE_BUCKET=(.*)$", text, re.M):
        assert re.fullmatch(r"terraform-state-([a-z0-9-]+-)?\$(ACCOUNT|\(aws sts get-caller-identity .*\))", name), name


@each_page
def test_nobody_waits_for_an_instance_that_is_not_known_yet(system, page):
    """`wait` fails over a name that is not known, and a name that was changed is not known for some minutes."""
    known = True
    for line in "\n".join(scripts(page)).replace("\\\n", " ").splitlines():
        if "--new-db-instance-identifier" in line:
            assert known, "the second change of a name is refused while the first runs"
            known = False
        if "wait db-" in line:
            assert known, line
        known |= line.startswith("until aws rds describe-db-")
    assert known, "what comes after the page finds no instance of that name"


@each_system
def test_a_health_check_that_is_turned_round_is_switched_off_and_both_are_taken_back(system):
    """Turned round alone it is healthy as soon as the region fails, and leads everybody there."""
    given = [
        (page, {w for w in words if w.startswith("--") and w.endswith(("inverted", "disabled"))})
        for page, words in commands(system, "aws")
        if "update-health-check" in words
    ]
    for _, options in given:
        assert options in ({"--inverted", "--disabled"}, {"--no-inverted", "--no-disabled"})
    away, back = ({page for page, o in given if ("--inverted" in o) is turned} for turned in (True, False))
    assert away == back


@each_page
def test_an_earlier_state_is_pushed_with_a_higher_serial(system, page):
    """Terraform refuses to import a state over a newer one, and the page has to say it before the command."""
    before, found, _ = page.read_text().partition(" state push ")
    if found:
        assert re.search(r"Raise `serial` in .*? above", before, re.S)
        assert "state pull >" in before


@each_system
def test_the_first_deployment_uses_no_variable_before_it_is_set(system):
    """What is read from the stack by `out` is there after its first apply; the environment and the bucket before it."""
    page = (system.documents / "DEPLOYMENT.md").read_text()
    for name in ("ENVIRONMENT", "STATE_BUCKET"):
        first = min(m.start() for m in re.finditer(rf"\${name}\b", page))
        linked = re.search(r"\(#working-with-an-environment\)", page[:first])
        assert re.search(rf"^ *(export )?{name}=", page[:first], re.M) or linked, name


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


@each_system
def test_the_readme_says_which_changes_cost_much(system):
    text = section(system.stack / "README.md", "What a change costs")
    rows = table(system.stack / "README.md", "change", "what it does")
    variables = {block.labels[0] for block in read_directory(system.stack).of("variable")}
    named = {name for row in rows for name in re.findall(r"`(\w+)`", row["change"])}
    assert named <= variables, named - variables
    # What every resource is called by, where everything stands, and what holds data.
    dear = {"availability_zones", "database_engine_version", "secrets_name_suffix", "system", "vpc_cidr_block"}
    assert dear & variables <= named, dear & variables - named
    assert "must be replaced" in text
