"""Modules whose provider cannot be had on this machine are not planned here: each test that would need it says so."""

import re

import pytest

#: What is said of a provider other than AWS's that is neither in the mirror nor in a registry in reach.
NOT_HERE = re.compile(r"provider \S*hashicorp/(?!aws\b)[\w-]+[^:]* is not available here")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.failed and call.excinfo is not None and (found := NOT_HERE.search(str(call.excinfo.value))):
        report.outcome = "skipped"
        report.longrepr = (str(item.path), item.location[1], f"Skipped: {found[0]}")
    return report
