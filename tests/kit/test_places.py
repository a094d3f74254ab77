"""A repository that is only read runs nothing of its own, whoever asks git."""

import pytest

from tfproof.evidence import provenance
from tfproof.places import root_of

ASKING = {"the root": root_of, "the commit": provenance.commit_of}


@pytest.mark.parametrize("name", ASKING)
def test_every_question_to_git_forbids_it_to_run_programs(tmp_path, monkeypatch, name):
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$*" >> {tmp_path}/asked\necho {tmp_path}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/bin:/usr/bin")
    ASKING[name](tmp_path)
    asked = (tmp_path / "asked").read_text().splitlines()
    assert asked
    assert [q for q in asked if "-c core.fsmonitor=false -c core.hooksPath=/dev/null" not in q] == []
