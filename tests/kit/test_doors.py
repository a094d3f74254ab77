"""The doors of `assess`: what is given and has no effect, what is no plan, where files are, and how it ends."""

from __future__ import annotations

import codecs
import gzip
import io
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from small_plan import TOPIC

from tfproof.cli import main
from tfproof.evidence import jsonout

PACKAGE = Path(__file__).parents[2] / "src"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Run in an empty directory that is in no repository."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


def write(name: str, content: Any) -> str:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return name


def complaint(capsys, arguments: list[str], code: int = 2) -> str:
    """Run a command that must fail; return its last line on stderr."""
    capsys.readouterr()
    assert main(arguments) == code
    lines = capsys.readouterr().err.rstrip("\n").splitlines()
    assert "Traceback" not in "".join(lines)
    assert lines[-1].startswith("tfproof: ")
    return lines[-1]


STATE = {"format_version": "1.0", "terraform_version": "1.11.4", "values": TOPIC["planned_values"]}
WAIVER = (
    "- {id: W1, check: encryption.sns-at-rest, address: aws_sns_topic.news, environment: staging, owner: o,"
    " approver: p, reason: r, compensating_control: c, expires: 2999-01-01%s}\n"
)
FRAMEWORK = (
    "id: own\nname: Own\nedition: '1'\nlabel: Own\nsource: https://example.org/\ndenominator: all\nrequirements:\n"
    "  - id: R.1\n    title: T\n    coverage: automated\n    checks:\n"
    "      - {check: encryption.sns-at-ret, kind: satisfies, rationale: it reads it}\n"
)
SETTINGS = "settings: {environments: [development, staging, production]}\n"

#: Each is a use of an argument that would change nothing, and what is said of it.
USELESS = {
    "var-file for a plan": (["plan.json", "--var-file", "x.tfvars"], "--var-file is for directories"),
    "allow-external for a plan": (["plan.json", "--allow-external"], "--allow-external is for directories"),
    "source for a directory": (["root", "--source", "root"], "--source is for plan JSON"),
    "source that is not there": (["plan.json", "--source", "nowhere"], "no directory with .tf files"),
    "source of a state": (["state.json", "--source", "root"], "it is a state"),
    "system for two": (["plan.json", "other.json", "--system", "shop"], "--system names one plan"),
    "scope": (["plan.json", "--scope", "acount"], "did you mean account?"),
    "scope of no chosen check": (
        ["plan.json", "--scope", "account", "--check", "encryption.sns-at-rest"],
        "none of the chosen checks",
    ),
    "check": (["plan.json", "--check", "encryption.sns-at-ret"], "did you mean encryption.sns-at-rest?"),
    "skip-check": (["plan.json", "--skip-check", "encryption.sns-at-ret"], "did you mean encryption.sns-at-rest?"),
    "skip-check beside check": (
        ["plan.json", "--check", "encryption.sns-at-rest", "--skip-check", "logging.trail-exists"],
        "leaves out what is not among the chosen checks",
    ),
    "all checks skipped": (
        ["plan.json", "--check", "encryption.sns-at-rest", "--skip-check", "encryption.sns-at-rest"],
        "no check is left",
    ),
    "environment": (
        ["plan.json", "--environment", "stagin", "--settings", "settings.yaml"],
        "names no such environment: did you mean staging? there are development, staging, production",
    ),
    "setting": (["plan.json", "--settings", "misspelt.yaml"], "did you mean required_tags?"),
    "key of settings": (["plan.json", "--settings", "keys.yaml"], "did you mean exemptions?"),
    "scope in settings": (["plan.json", "--settings", "scopes.yaml"], "did you mean account?"),
    "exemption of no check": (["plan.json", "--settings", "exempt.yaml"], "did you mean encryption.sns-at-rest?"),
    "exemption in no environment": (["plan.json", "--settings", "exempt2.yaml"], "did you mean staging?"),
    "waivers that are none": (["plan.json", "--waivers", "none.yaml", "--environment", "staging"], "no waiver in it"),
    "waivers without environment": (["plan.json", "--waivers", "waivers.yaml"], "name it with --environment"),
    "waivers of another environment": (
        ["plan.json", "--waivers", "waivers.yaml", "--environment", "production"],
        "no waiver is for what was judged, all are for staging",
    ),
    "waivers of another system": (
        ["plan.json", "--waivers", "system.yaml", "--environment", "staging", "--system", "shop"],
        "all are for shpo/staging: did you mean shop/staging?",
    ),
    "waiver of no check": (
        ["plan.json", "--waivers", "check.yaml", "--environment", "staging"],
        "did you mean encryption.sns-at-rest?",
    ),
    "waiver of what does not fail": (
        ["plan.json", "--waivers", "address.yaml", "--environment", "staging"],
        "waivers that waive nothing",
    ),
    "framework of no check": (["plan.json", "--framework", "own.yaml"], "encryption.sns-at-ret"),
    "framework that is not there": (["plan.json", "--framework", "nowhere.yaml"], "nowhere.yaml"),
    "baseline of another system": (
        ["plan.json", "--baseline", "baseline.json", "--system", "shop"],
        "the baseline is of blog, this run of shop",
    ),
    "baseline of another environment": (
        ["plan.json", "--baseline", "baseline.json", "--system", "blog", "--environment", "staging"],
        "the baseline is of blog, this run of blog/staging",
    ),
    "the same plan twice": (["plan.json", "./plan.json"], "given twice"),
    "stdin twice": (["-", "-"], "given twice"),
}


@pytest.mark.parametrize("case", USELESS)
def test_nothing_that_is_given_without_effect_is_silent(capsys, case):
    for name, content in {
        "plan.json": TOPIC,
        "other.json": TOPIC,
        "state.json": STATE,
        "root/main.tf": 'resource "aws_sns_topic" "news" {\n}\n',
        "settings.yaml": SETTINGS,
        "misspelt.yaml": "settings: {required_tag: [a]}\n",
        "keys.yaml": "exemption: []\n",
        "scopes.yaml": "scopes: {shop: [acount]}\n",
        "exempt.yaml": "exemptions:\n- {check: encryption.sns-at-ret, environments: [staging], owner: o, approver: p, reason: r,"
        " review: 2999-01-01}\n",
        "exempt2.yaml": "exemptions:\n- {check: encryption.sns-at-rest, environments: [stagin], owner: o, approver: p, reason: r,"
        " review: 2999-01-01}\n",
        "waivers.yaml": WAIVER % "",
        "none.yaml": "# none yet\n",
        "system.yaml": WAIVER % ", system: shpo",
        "check.yaml": (WAIVER % "").replace("at-rest", "at-ret"),
        "address.yaml": (WAIVER % "").replace("news", "olds"),
        "own.yaml": FRAMEWORK,
        "baseline.json": {"findings": [], "plans": [{"system": "blog", "environment": ""}], "checks": {}},
    }.items():
        write(name, content)
    arguments, said = USELESS[case]
    assert said in complaint(capsys, ["assess", *arguments])


def test_an_environment_that_nothing_names_is_said_to_be_judged_as_the_strictest(capfd):
    main(["assess", write("plan.json", TOPIC), "--environment", "qa"])
    assert "qa has no demands of its own: it is judged as the strictest" in capfd.readouterr().err


def test_the_remarks_of_a_baseline_are_said(capfd):
    main(["assess", write("plan.json", TOPIC), "--json"])
    write("baseline.json", capfd.readouterr().out)
    main(["assess", "plan.json", "--baseline", "baseline.json", "--skip-check", "encryption.sns-at-rest"])
    assert "1 fails in the baseline are of checks that did not run: encryption.sns-at-rest" in capfd.readouterr().err


def test_plans_from_pipes_are_called_so_and_nothing_of_the_machine_is_told(tmp_path):
    write("plan.json", TOPIC)
    command = f'exec "{sys.executable}" -m tfproof.cli assess <(cat plan.json) <(cat plan.json) --bundle bundle'
    environment = os.environ | {"PYTHONPATH": str(PACKAGE)}
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 1, done.stderr
    document = json.loads(Path("bundle/assessment.json").read_text())
    assert [p["label"] for p in document["plans"]] == ["pipe", "pipe 2"]
    assert "/dev/fd" not in done.stdout + done.stderr + "".join(f.read_text() for f in Path("bundle").rglob("*.*"))


def test_a_working_directory_that_is_gone_is_no_fault_of_ours(tmp_path):
    (tmp_path / "gone").mkdir()
    command = f'cd gone && rmdir ../gone && exec "{sys.executable}" -m tfproof.cli assess plan.json'
    environment = os.environ | {"PYTHONPATH": str(PACKAGE)}
    done = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False, env=environment
    )
    assert (done.returncode in (2, 3), "Traceback" in done.stderr) == (True, False), done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["assess", "loop"],
        ["assess", "plan.json", "--waivers", "loop"],
        ["assess", "plan.json", "--baseline", "loop"],
        ["assess", "plan.json", "--settings", "loop"],
        ["assess", "plan.json", "--framework", "loop"],
        ["assess", "plan.json", "--source", "loop"],
        ["assess", "root", "--var-file", "loop"],
        ["verify", "loop"],
    ],
)
@pytest.mark.parametrize("name", ["loop", "n" * 5000], ids=["circle", "long"])
def test_a_name_that_no_file_can_have_is_bad_input(capsys, arguments, name):
    write("plan.json", TOPIC)
    write("root/main.tf", MAIN)
    Path("loop").symlink_to("loop")
    assert name in complaint(capsys, [a.replace("loop", name) for a in arguments])


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["assess", "{here}/nowhere.json"], 2, "tfproof: nowhere.json: No such file"),
        (
            ["assess", "{here}/plan.json", "--waivers", "{here}/nowhere.yaml"],
            2,
            "tfproof: nowhere.yaml: cannot be read",
        ),
        (["trace"], 2, "tfproof: .: no project here: "),
        (["verify", "{here}/nowhere"], 2, "tfproof: nowhere: no bundle here"),
    ],
)
def test_files_below_the_working_directory_are_called_by_their_way_from_it(capsys, arguments, code, said):
    write("plan.json", TOPIC)
    assert complaint(capsys, [a.format(here=Path.cwd()) for a in arguments], code).startswith(said)


@pytest.mark.parametrize(
    ("expires", "listed"),
    [
        ("2999-01-01", "until 2999-01-01: 1 findings (owner o: r)"),
        ("2020-01-01", "expired on 2020-01-01: 1 findings fail again (owner o: r)"),
    ],
)
def test_every_waiver_is_listed_with_what_became_of_it(capsys, expires, listed):
    write("plan.json", TOPIC)
    write("waivers.yaml", (WAIVER % "").replace("2999-01-01", expires))
    main(["assess", "plan.json", "--waivers", "waivers.yaml", "--environment", "staging"])
    assert f"waiver W1 of encryption.sns-at-rest at aws_sns_topic.news, {listed}" in capsys.readouterr().out


@pytest.mark.parametrize(("system", "said"), [("shop", True), ("blog", False)])
def test_scopes_of_other_systems_are_told(capfd, system, said):
    write("plan.json", TOPIC)
    write("settings.yaml", "scopes: {blog: [account]}\n")
    main(["assess", "plan.json", "--settings", "settings.yaml", "--system", system])
    assert ("the scopes of the settings are of other systems than were judged, blog" in capfd.readouterr().err) == said


def test_the_answer_is_made_once_and_is_the_one_of_the_bundle(capsys, monkeypatch):
    write("plan.json", nasty_plan())
    made = []
    told = jsonout.streamed
    monkeypatch.setattr(jsonout, "streamed", lambda *given: made.append(1) or told(*given))
    assert main(["assess", "plan.json", "--json", "--bundle", "bundle"]) == 1
    out = capsys.readouterr().out
    assert out.isascii()
    assert json.loads(out) == json.loads(Path("bundle/assessment.json").read_text())
    assert made == [1]


def test_who_is_answered_by_a_code_is_told_why(capfd):
    write("plan.json", TOPIC)
    for arguments, said in (
        (
            ["--check", "encryption.sns-at-rest"],
            "exit code 1: 1 findings fail that are neither waived nor in a baseline",
        ),
        (["--check", "logging.trail-exists"], "no check passed or failed, so this run shows nothing: choose checks"),
    ):
        assert main(["assess", "plan.json", *arguments]) != 0
        assert said in capfd.readouterr().err.splitlines()[-1]


def deep(levels: int) -> str:
    return json.dumps(TOPIC).replace('"values": {', '"values": {"x": ' + "[" * levels + "]" * levels + ", ", 1)


PLAN_TEXT = json.dumps(TOPIC)
MESSAGES = '{"@level":"info","@message":"Terraform 1.11.4","type":"version"}\n{"@level":"info","@message":"x"}\n'
PEOPLE = "\x1b[1mTerraform used the selected providers to generate the following execution plan.\x1b[0m\n"
#: What `terraform plan -refresh-only` gives: no change, and nothing planned beside outputs.
REFRESHED = {k: v for k, v in TOPIC.items() if k != "resource_changes"} | {
    "planned_values": {"outputs": {}, "root_module": {}},
    "prior_state": {"format_version": "1.0", "values": TOPIC["planned_values"]},
}
NO_PLAN = {
    "empty": (b"", "the file is empty"),
    "blank": (b"\n \n", "the file is empty"),
    "utf-16 without mark": (PLAN_TEXT.encode("utf-16-le"), "text in UTF-16 without a byte order mark"),
    "utf-16 big without mark": (PLAN_TEXT.encode("utf-16-be"), "text in UTF-16 without a byte order mark"),
    "gzip": (gzip.compress(PLAN_TEXT.encode()), "packed by gzip"),
    "zip": (b"PK\x03\x04\x14\x00\x08\x08\x08\x00tfplan\xff", "a zip archive, as a binary plan is"),
    "xz": (b"\xfd7zXZ\x00\xff", "packed by xz"),
    "binary": (b"\x7fELF\x02\xff\xfe\x00", "not a text file"),
    "nul": (b'{"a": "\x00"}', "not a text file"),
    "stored state": (
        b'{"version": 4, "serial": 1, "lineage": "a", "resources": []}',
        "a state file as Terraform stores",
    ),
    "encrypted state": (b'{"serial": 1, "lineage": "a", "meta": {}, "encrypted_data": ""}', "a state file"),
    "empty state": (b'{"format_version": "1.0"}', "a state without any resource"),
    "messages": (MESSAGES.encode(), "the messages of a run of Terraform with -json"),
    "one message": (MESSAGES.splitlines()[0].encode(), "the messages of a run of Terraform with -json"),
    "for people": (PEOPLE.encode(), "as people read it"),
    "shown state": (b'# aws_sns_topic.news:\nresource "aws_sns_topic" "news" {\n}\n', "as people read it"),
    "configuration": (b'resource "aws_sns_topic" "news" {\n}\n', "Terraform's configuration"),
    "schemas": (b'{"format_version": "1.0", "provider_schemas": {}}', "the schemas of providers"),
    "part": (b'{"format_version": "1.2", "resource_changes": []}', "a part of a Terraform plan"),
    "list": (b"[]", "JSON, but not a Terraform plan"),
    "cut off": (PLAN_TEXT[:-9].encode(), "not valid JSON"),
    "nan": (PLAN_TEXT.replace('"name": "news"', '"name": NaN', 1).encode(), "NaN is no JSON"),
    "infinity": (PLAN_TEXT.replace('"name": "news"', '"name": -Infinity', 1).encode(), "-Infinity is no JSON"),
    "too large": (PLAN_TEXT.replace('"name": "news"', '"name": 1e999', 1).encode(), "1e999 is too large"),
    "very long number": (PLAN_TEXT.replace('"name": "news"', '"name": ' + "9" * 5000, 1).encode(), "not valid JSON"),
    "twice": (PLAN_TEXT.replace('"planned_values"', '"planned_values": {}, "planned_values"').encode(), "given twice"),
    "surrogate": (PLAN_TEXT.replace('"news"', '"\\ud800"', 1).encode(), "no Unicode"),
    "null": (json.dumps(TOPIC | {"planned_values": None}).encode(), "not a whole Terraform plan"),
    "deep": (deep(2000).encode(), "nested deeper than 200 levels"),
    "very deep": (deep(200_000).encode(), "nested deeper than 200 levels"),
    "refresh only": (json.dumps(REFRESHED).encode(), "a plan that only refreshes the state"),
    "errored": (json.dumps(TOPIC | {"errored": True}).encode(), "the plan ended with errors"),
}


@pytest.mark.parametrize("case", NO_PLAN)
def test_what_is_no_plan_is_named_for_what_it_is(capsys, case):
    content, said = NO_PLAN[case]
    Path("plan.json").write_bytes(content)
    assert said in complaint(capsys, ["assess", "plan.json"])


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8])
def test_a_plan_with_a_byte_order_mark_is_read(mark):
    encoding = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}.get(mark, "utf-8")
    Path("plan.json").write_bytes(mark + PLAN_TEXT.encode(encoding))
    assert main(["assess", "plan.json"]) == 1


def test_a_plan_as_deep_as_any_is_judged_and_written():
    write("plan.json", deep(190))
    assert main(["assess", "plan.json", "--bundle", "bundle"]) == 1
    assert main(["verify", "bundle"]) == 0


def test_a_directory_without_terraform_is_named(capsys):
    Path("empty").mkdir()
    assert "no .tf files here" in complaint(capsys, ["assess", "empty"])


def run(arguments: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE), **options.pop("env", {})}
    command = [sys.executable, "-m", "tfproof.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, **options)


def test_a_closed_stdin_is_one_line():
    done = subprocess.run(
        ["/bin/sh", "-c", f'exec "{sys.executable}" -m tfproof.cli assess - <&-'],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(PACKAGE)},
    )  # fmt: skip
    assert (done.returncode, done.stderr.splitlines()) == (
        2,
        ["tfproof: stdin: it is closed: pipe a plan's JSON into '-'"],
    )


def test_a_closed_stdout_leaves_the_verdict():
    write("plan.json", TOPIC)
    done = subprocess.run(
        ["/bin/sh", "-c", f'exec "{sys.executable}" -m tfproof.cli assess plan.json >&-'],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(PACKAGE)},
    )  # fmt: skip
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_an_answer_that_cannot_be_written_is_one_line_and_no_finding(unbuffered):
    write("plan.json", TOPIC)
    done = subprocess.run(
        ["/bin/sh", "-c", f'exec "{sys.executable}" -m tfproof.cli assess plan.json >/dev/full'],
        capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(PACKAGE), "PYTHONUNBUFFERED": unbuffered},
    )  # fmt: skip
    assert (done.returncode, "Traceback" in done.stderr) == (3, False)
    assert "No space left on device" in done.stderr


NASTY = "\x1b[31mred\u202e\r\x07\u0085é"


def nasty_plan() -> dict[str, Any]:
    """A plan with an address, a name and a value that would move the cursor."""
    text = json.dumps(TOPIC).replace("aws_sns_topic.news", "aws_sns_topic.news[KEY]")
    return json.loads(text.replace("[KEY]", json.dumps(f'["{NASTY}"]')[1:-1]))


def test_what_would_move_the_cursor_never_reaches_the_terminal():
    write(f"{NASTY}.json", nasty_plan())
    for arguments in (
        ["assess", f"{NASTY}.json"],
        ["assess", f"{NASTY}.json", "--json"],
        ["assess", f"{NASTY}.jso"],
        ["assess", f"{NASTY}.json", "--check", NASTY],
        ["assess", f"{NASTY}.json", "--bundle", f"{NASTY}"],
        ["explain", NASTY],
        ["verify", f"{NASTY}.x"],
        [NASTY],
    ):
        done = run(arguments)
        said = done.stdout + done.stderr
        assert "Traceback" not in said
        assert [c for c in said if c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160 or c == "\u202e")] == [], arguments
        assert done.returncode in (1, 2), said


def test_a_terminal_without_the_signs_gets_their_escapes():
    write("plan.json", nasty_plan())
    for arguments in (["assess", "plan.json"], ["assess", "é.json"], ["explain", "é"]):
        done = run(arguments, env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
        assert done.returncode in (1, 2)
        assert "Traceback" not in done.stderr


STARTED = "import sys; from tfproof.cli import main; print('x', flush=True); sys.exit(main())"


def test_told_to_end_it_ends_in_order():
    """SIGTERM while the plan's JSON is awaited on stdin."""
    process = subprocess.Popen(
        [sys.executable, "-c", STARTED, "assess", "-"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(PACKAGE)},
    )  # fmt: skip
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        process.stdin.write("{")  # more than it can keep: when all is written, it reads
        process.stdin.write(" " * 1_000_000)
        process.stdin.flush()
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert (process.returncode, err.splitlines()[-1]) == (143, "tfproof: told to end; nothing was kept")


# What is documented.

REFERENCE = (PACKAGE.parent / "docs" / "reference.md").read_text()


def test_every_variable_that_is_read_is_documented_and_no_other():
    read = {name for f in PACKAGE.rglob("*.py") for name in re.findall(r"TFPROOF_[A-Z_]*[A-Z]", f.read_text())}
    assert set(re.findall(r"^\| `(TFPROOF_\w+)`", REFERENCE, re.MULTILINE)) == read


def test_the_documented_files_are_taken(capsys):
    waivers, settings = re.findall(r"```yaml\n(.*?)```", REFERENCE, re.DOTALL)
    write("plan.json", TOPIC)
    write("waivers.yaml", waivers)
    write("tfproof.yaml", settings)
    given = ["--waivers", "waivers.yaml", "--environment", "staging", "--system", "shop"]
    assert main(["assess", "plan.json", *given, "--check", "encryption.sns-at-rest"]) == 0
    assert "[waived]" in capsys.readouterr().out


# Where files are.

MAIN = 'resource "aws_sns_topic" "news" {\n  name = "news"\n}\n'


def git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path):
    """A repository whose Terraform lies in `infra dir`, with a plan's JSON beside it and one in `plans`."""
    root = tmp_path / "repository"
    root.mkdir()
    git("init", "-q", str(root))
    (root / "infra dir").mkdir()
    (root / "infra dir" / "main.tf").write_text(MAIN)
    (root / "plans").mkdir()
    for folder in ("infra dir", "plans"):
        (root / folder / "plan.json").write_text(json.dumps(TOPIC))
    return root


WAYS = {
    "from the root": ("", ["infra dir/plan.json"]),
    "from the directory": ("infra dir", ["plan.json"]),
    "from another directory": ("plans", ["../infra dir/plan.json"]),
    "absolute": ("", ["{root}/infra dir/plan.json"]),
    "absolute from elsewhere": ("..", ["{root}/infra dir/plan.json"]),
    "with a dot": ("infra dir", ["./plan.json"]),
    "with source": ("", ["plans/plan.json", "--source", "infra dir"]),
    "with absolute source": ("plans", ["plan.json", "--source", "{root}/infra dir"]),
    "with source above": ("plans", ["plan.json", "--source", "../infra dir"]),
    "several": ("plans", ["../infra dir/plan.json", "plan.json", "--source", "../infra dir"]),
    "stdin": ("plans", ["-", "--source", "../infra dir"]),
    "a directory": ("", ["infra dir"]),
    "a directory from within": ("infra dir", ["."]),
    "an absolute directory": ("plans", ["{root}/infra dir"]),
}


@pytest.mark.parametrize("way", WAYS)
def test_files_are_called_by_their_place_in_the_repository_and_never_by_an_absolute_one(
    way, repository, monkeypatch, tmp_path, capsys
):
    folder, arguments = WAYS[way]
    bundle = tmp_path / "bundle"
    monkeypatch.chdir(repository / folder)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(TOPIC).encode())))
    given = [a.format(root=repository) for a in arguments]
    assert main(["assess", *given, "--json", "--bundle", str(bundle)]) == 1
    everything = capsys.readouterr().out
    if not any(Path(a).is_dir() for a in given[:1]):  # planning takes its time, and the report says what the JSON does
        sys.stdin.seek(0)
        main(["assess", *given])
        everything += capsys.readouterr().out
    sarif = json.loads((bundle / "findings.sarif").read_text())
    places = [
        r["locations"][0]["physicalLocation"]["artifactLocation"]
        for r in sarif["runs"][0]["results"]
        if r["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "aws_sns_topic.news"
    ]
    assert places
    assert {(p["uri"], p["uriBaseId"]) for p in places} == {("infra%20dir/main.tf", "%SRCROOT%")}
    for file in bundle.rglob("*"):
        everything += file.read_text() if file.is_file() else ""
    for private in (str(tmp_path), str(Path.home()) + "/", "/tfproof-", str(repository)):
        assert private not in everything, everything[max(0, everything.find(private) - 300) :][:400]


# What it ends with.


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["assess", "plan.json", "--check", "logging.log-retention"], 2),
        (["assess", "encrypted.json", "--check", "encryption.sns-at-rest"], 0),
        (["assess", "plan.json", "--check", "encryption.sns-at-rest"], 1),
        (["assess", "gone.json"], 0),
        (["assess", "gone.json", "--strict"], 1),
        (["assess", "gone.json", "gone2.json"], 0),
        (["assess", "gone.json", "plan.json"], 1),
        (["assess", "gone.json", "encrypted.json", "--check", "encryption.sns-at-rest"], 0),
        (["assess", "nowhere.json"], 2),
        (["assess", "plan.json", "--bundle", "plan.json/x"], 3),
        (["explain"], 0),
        (["explain", "nothing"], 2),
        (["verify", "nowhere"], 2),
        (["trace"], 2),
        (["evidence"], 2),
    ],
)
def test_the_exit_code_is_the_documented_one(arguments, code):
    write("plan.json", TOPIC)
    write("encrypted.json", json.dumps(TOPIC).replace('"kms_master_key_id": null', '"kms_master_key_id": "alias/own"'))
    gone = {**TOPIC["resource_changes"][0], "change": {"actions": ["delete"], "before": {}, "after": None}}
    for name in ("gone.json", "gone2.json"):
        write(name, TOPIC | {"planned_values": {"root_module": {}}, "resource_changes": [gone]})
    assert main(arguments) == code


def test_a_plan_that_leaves_nothing_is_named_beside_the_others(capsys):
    write("plan.json", TOPIC)
    write("gone.json", TOPIC | {"planned_values": {"root_module": {}}, "resource_changes": []})
    main(["assess", "gone.json", "plan.json"])
    out = capsys.readouterr().out
    assert "The design, from the plan in gone.json; no AWS account was read; it leaves no resource" in out
    assert "aws_sns_topic.news" in out
