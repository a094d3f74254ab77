"""Keeps Python's garbage collector from walking through all of a large plan again and again.

It goes through everything that is alive each time that much has been added: six of the eight seconds in which a plan of
100,000 resources is parsed. What is counted by reference, which is nearly everything here, is freed all the same.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """Collect nothing in here: for what makes much that stays and no circles, such as a parser."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def frozen() -> Iterator[None]:
    """Do not look at what is there already while something else is made from it."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
