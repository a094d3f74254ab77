"""Addresses hold any key."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tfproof.plans.addresses import (
    configuration_address,
    index_text,
    instance_key,
    module_path,
    split_address,
    type_in,
    without_key,
)

NAMES = st.from_regex(r"[a-z][a-z0-9_-]{0,5}", fullmatch=True)
KEYS = st.one_of(st.none(), st.integers(0, 99), st.text(max_size=8))
MODULES = st.lists(st.tuples(NAMES, KEYS), max_size=3)


@given(MODULES, st.sampled_from(["aws_x.y", "data.aws_x.y"]), KEYS)
def test_an_address_is_taken_apart_as_it_was_put_together(modules, name, key) -> None:
    path = module_path(tuple(modules))
    address = f"{path}.{name}" if path else name
    whole = address + index_text(key)
    assert split_address(whole) == (tuple(modules), name + index_text(key))
    assert instance_key(whole) == key
    assert without_key(whole) == address
    assert type_in(whole) == name.rpartition(".")[0]
    assert configuration_address(whole) == ".".join([*(f"module.{n}" for n, _ in modules), name])
