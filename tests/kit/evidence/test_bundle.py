"""A bundle is there whole or not at all, and any change of it is found."""

import errno
import json
import os
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from filelock import FileLock
from samples import evidence

from tfproof.errors import BadInput, EnvironmentProblem
from tfproof.evidence import heads, manifest, verify, write_bundle
from tfproof.evidence.bundle import _plan_file


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("bundles") / "one"
    write_bundle(directory, evidence())
    return directory


@pytest.fixture
def bundle(written: Path, tmp_path: Path) -> Path:
    """A copy of a bundle, with the record beside it, to tamper with."""
    for source in written.parent.rglob("*"):
        target = tmp_path / source.relative_to(written.parent)
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    return tmp_path / "one"


def test_a_bundle_holds_what_is_promised(written):
    assert sorted(p.relative_to(written).as_posix() for p in written.rglob("*") if p.is_file()) == [
        "assessment.json",
        "assessment.schema.json",
        "findings.sarif",
        "junit.xml",
        "manifest.json",
        "plans/shop-production.json",
        "report.html",
    ]


def test_who_waits_for_another_run_says_so_and_does_not_wait_for_ever(tmp_path, monkeypatch, capfd):
    monkeypatch.setattr("tfproof.evidence.bundle._PATIENCE", 0.1)
    with FileLock(tmp_path / ".heads.lock"), pytest.raises(EnvironmentProblem, match="another run has been writing"):
        write_bundle(tmp_path / "two", evidence())
    assert f"waiting for another run that writes a bundle into {tmp_path}" in capfd.readouterr().err
    write_bundle(tmp_path / "two", evidence())


def test_an_untouched_bundle_verifies(bundle):
    result = verify(bundle)
    assert (result.ok, result.files, result.previous) == (True, 6, None)


def test_the_result_says_that_there_is_no_signature(bundle):
    assert "not signed" in verify(bundle).lines()[-1]


def test_the_digest_is_kept_outside_the_bundle(bundle):
    (head,) = heads.read(bundle.parent)
    assert (head.bundle, head.digest, head.previous) == ("one", verify(bundle).digest, None)
    assert "outside the bundle, recorded" in verify(bundle).outside


def change_one_byte(bundle: Path) -> None:
    report = bundle / "report.html"
    report.write_bytes(report.read_bytes().replace(b"fail", b"pass", 1))


def edit_manifest(change: Callable[[dict], None]) -> Callable[[Path], None]:
    def edit(bundle: Path) -> None:
        path = bundle / manifest.NAME
        document = json.loads(path.read_text())
        change(document)
        path.write_text(json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n")

    return edit


def forge(bundle: Path) -> None:
    """Edit a file and write a manifest that fits, as somebody would who wants to deceive."""
    change_one_byte(bundle)
    stated, _ = manifest.parse((bundle / manifest.NAME).read_bytes())
    forged = manifest.Manifest(stated.created, stated.previous, manifest.entries(bundle))
    (bundle / manifest.NAME).write_bytes(forged.to_bytes())


def link(bundle: Path) -> None:
    original = bundle.parent / "elsewhere"
    (bundle / "junit.xml").rename(original)
    (bundle / "junit.xml").symlink_to(original)


@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        (change_one_byte, "report.html: edited"),
        (lambda b: (b / "junit.xml").unlink(), "junit.xml: removed"),
        (lambda b: (b / "plans" / "more.json").write_text("{}"), "plans/more.json: added"),
        (lambda b: (b / "empty").mkdir(), "empty/: added"),
        (link, "junit.xml: replaced by a link"),
        (edit_manifest(lambda d: d["files"].pop("junit.xml")), "manifest.json: edited"),
        (edit_manifest(lambda d: d.update(previous="0" * 64)), "manifest.json: edited: it states digest"),
        (edit_manifest(lambda d: d.pop("previous")), "manifest.json: it lacks previous"),
        (edit_manifest(lambda d: d.pop("files")), "manifest.json: it lacks files"),
        (edit_manifest(lambda d: d.update(files=[])), "manifest.json: files does not give"),
        (edit_manifest(lambda d: d.update(format=99)), "manifest.json: its format is 99"),
        (edit_manifest(lambda d: d.update(comment="x")), "manifest.json: edited"),
        (lambda b: (b / manifest.NAME).write_text((b / manifest.NAME).read_text() + "\n"), "manifest.json: edited"),
        (lambda b: (b / manifest.NAME).write_text("{"), "manifest.json: Expecting"),
        (lambda b: (b / manifest.NAME).write_bytes(b"\xff\xfe\x00"), "manifest.json: "),
        (lambda b: (b / manifest.NAME).write_text("[]"), "manifest.json: it is not a JSON object"),
        (forge, "HEADS.jsonl recorded digest"),
    ],
)
def test_any_tampering_is_found(bundle, tamper, said):
    tamper(bundle)
    result = verify(bundle)
    assert not result.ok
    assert any(problem.startswith(said) for problem in result.problems), result.problems
    assert "The bundle is not what was written." in result.lines()


def test_a_forged_manifest_is_not_found_without_the_record_outside(bundle):
    """What the result says of unsigned bundles is true."""
    forge(bundle)
    (bundle.parent / heads.NAME).unlink()
    result = verify(bundle)
    assert result.ok
    assert "No record of digests" in result.outside


def test_a_directory_without_manifest_is_no_bundle(tmp_path):
    with pytest.raises(BadInput, match="no bundle here"):
        verify(tmp_path)


def test_a_bundle_that_was_moved_elsewhere_still_verifies(bundle, tmp_path):
    moved = tmp_path / "away" / "two"
    moved.parent.mkdir()
    bundle.rename(moved)
    assert verify(moved).ok


def test_bundles_form_a_chain(tmp_path):
    first = write_bundle(tmp_path / "a", evidence())
    second = write_bundle(tmp_path / "b", evidence())
    assert verify(tmp_path / "b").previous == first
    assert [h.previous for h in heads.read(tmp_path)] == [None, first]
    assert [h.digest for h in heads.read(tmp_path)] == [first, second]


def test_a_bundle_taken_out_of_the_record_breaks_the_chain(tmp_path):
    for name in "abc":
        write_bundle(tmp_path / name, evidence())
    lines = (tmp_path / heads.NAME).read_text().splitlines(keepends=True)
    (tmp_path / heads.NAME).write_text(lines[0] + lines[2])
    assert verify(tmp_path / "c").problems == ("HEADS.jsonl: the chain is broken at c",)


def test_a_damaged_record_stops_the_next_bundle(tmp_path):
    write_bundle(tmp_path / "a", evidence())
    (tmp_path / heads.NAME).write_text("{")
    with pytest.raises(BadInput, match="line 1 is damaged"):
        write_bundle(tmp_path / "b", evidence())
    assert not (tmp_path / "b").exists()


def test_an_existing_directory_is_not_overwritten(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "file").write_text("mine")
    with pytest.raises(BadInput, match="exists already"):
        write_bundle(tmp_path / "a", evidence())
    assert [p.name for p in (tmp_path / "a").iterdir()] == ["file"]


def left_behind(directory: Path) -> list[str]:
    return sorted(p.name for p in directory.iterdir() if p.name != ".heads.lock")


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_file_that_cannot_be_written_whole_leaves_nothing_behind(tmp_path):
    with files_no_larger_than(30_000), pytest.raises(EnvironmentProblem) as problem:
        write_bundle(tmp_path / "a", evidence())
    assert "cannot be written (File too large)" in str(problem.value)
    assert left_behind(tmp_path) == []


@pytest.mark.parametrize("nth", [1, 3, 7])
def test_a_full_disk_leaves_nothing_behind(tmp_path, monkeypatch, nth):
    calls = []

    def full(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) == nth:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("tfproof.evidence.bundle.os.fsync", full)
    with pytest.raises(EnvironmentProblem) as problem:
        write_bundle(tmp_path / "a", evidence())
    assert "No space left on device" in str(problem.value)
    assert "\n" not in str(problem.value)
    assert left_behind(tmp_path) == []


def test_a_disk_that_is_full_when_the_digest_is_recorded_leaves_nothing_behind(tmp_path, monkeypatch):
    write_bundle(tmp_path / "a", evidence())
    before = (tmp_path / heads.NAME).read_bytes()
    monkeypatch.setattr("tfproof.evidence.heads.os.write", lambda descriptor, line: os.pwrite(descriptor, line[:5], 0))
    with pytest.raises(EnvironmentProblem):
        write_bundle(tmp_path / "b", evidence())
    assert left_behind(tmp_path) == [heads.NAME, "a"]
    assert (tmp_path / heads.NAME).read_bytes() == before


def test_an_interruption_leaves_nothing_behind(tmp_path, monkeypatch):
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tfproof.evidence.bundle._sync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_bundle(tmp_path / "a", evidence())
    assert left_behind(tmp_path) == []


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(EnvironmentProblem, match="the bundle cannot be written"):
        write_bundle(tmp_path / "file" / "bundle", evidence())


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("shop-production", "plans/shop-production.json"),
        ("../../etc/plan.json", "plans/etc-plan.json"),
        ("-", "plans/plan.json"),
        ("taken", "plans/taken-2.json"),
    ],
)
def test_the_file_of_a_plan_stays_inside_the_bundle(label, name):
    assert _plan_file(label, {"plans/taken.json": b""}) == name
