"""Cases of a module's smallest example, one for each value of a variable."""

import pytest


def each_value(module, mark, variable, *values, **options):
    """Cases that carry a mark (`plan` or `refused`) with one value of a variable each; options go to the mark."""
    return [
        pytest.param(id=str(value)[:60], marks=mark(module, example="minimal", **{variable: value}, **options))
        for value in values
    ]
