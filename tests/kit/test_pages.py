"""What the pages of this repository point at is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    page.relative_to(ROOT).as_posix()
    for page in (
        *ROOT.glob("*.md"),
        *(p for d in ("benchmarks", "docs", "localstack", "terraform") for p in (ROOT / d).rglob("*.md")),
    )
    if ".terraform" not in page.parts
)
#: Where a path in a sentence may begin: at the root, or in the package.
BEGINNINGS = (ROOT, ROOT / "src" / "tfproof")
PATH = re.compile(r"`((?:src|tests|docs|terraform|localstack|benchmarks|compliance|requirements)/[\w./*-]+)`")
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_names_files_that_are_there(name):
    page = ROOT / name
    text = page.read_text(encoding="utf-8")
    links = {link for link in LINK.findall(text) if not (page.parent / link).exists()}
    paths = {path for path in PATH.findall(text) if not any(list(b.glob(path.rstrip("/"))) for b in BEGINNINGS)}
    assert links | paths == set()
