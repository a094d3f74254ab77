"""The modules and stacks are written for aws 5.100 and 6.x alike: `data/provider_v6.yaml` says what that forbids."""

from pathlib import Path

import pytest
import yaml

from tfproof.project.layout import Project
from tfproof.terraform.hcl import read_directory

PROJECT = Project.find(Path(__file__))
RULES = yaml.safe_load((Path(__file__).parent / "data" / "provider_v6.yaml").read_text())
DIRECTORIES = {p.relative_to(PROJECT.root).as_posix(): p for p in [*PROJECT.modules.values(), *PROJECT.stacks.values()]}


def resources(directory):
    return read_directory(directory).of("resource")


def every_block(blocks):
    for block in blocks:
        yield block
        yield from every_block(block.blocks)


def reads(directory):
    """Kind, type and attribute (behind a key, if there is one) of every reference to a resource or data source."""
    for block in every_block(read_directory(directory).blocks):
        for expression in block.attributes.values():
            for traversal in expression.references():
                steps = [s for s in traversal.steps if isinstance(s, str)]
                if traversal.root == "data" and steps:
                    yield from (("data", steps[0], s) for s in steps[2:4])
                else:
                    yield from (("resource", traversal.root, s) for s in steps[1:3])


@pytest.mark.parametrize("name", DIRECTORIES)
def test_no_argument_is_set_that_6_lacks(name):
    found = [
        f"{b.file.name}:{b.line} {argument}"
        for b in resources(DIRECTORIES[name])
        for argument in RULES["never_set"].get(b.labels[0], [])
        if argument in b.names
    ]
    assert found == []


@pytest.mark.parametrize("name", DIRECTORIES)
def test_no_type_is_used_that_6_lacks_or_reads_otherwise(name):
    assert [b.labels for b in resources(DIRECTORIES[name]) if b.labels[0] in RULES["never_used"]] == []


@pytest.mark.parametrize("name", DIRECTORIES)
def test_nothing_is_read_that_6_names_otherwise(name):
    forbidden = {tuple(rule) for rule in RULES["never_read"]}
    assert forbidden & set(reads(DIRECTORIES[name])) == set()


@pytest.mark.parametrize("name", DIRECTORIES)
def test_what_6_wants_together_is_set_together(name):
    for block in resources(DIRECTORIES[name]):
        for argument, companion in RULES["together"].get(block.labels[0], {}).items():
            assert argument not in block.names or companion in block.names, f"{block.file.name}:{block.line}"


def test_the_reader_of_references_sees_what_the_rules_name(tmp_path):
    (tmp_path / "main.tf").write_text(
        'locals {\n  a = data.aws_region.here.name\n  b = aws_s3_bucket.x["k"].region\n}\n'
    )
    assert set(reads(tmp_path)) >= {("data", "aws_region", "name"), ("resource", "aws_s3_bucket", "region")}
