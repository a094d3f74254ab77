"""The pytest plugin: marks and fixtures for plans, refusals and applies, and the record of what tests prove.

A test asks with `@pytest.mark.plan("network", example="typical", nat="single")` and the fixture `plan`, or with
`@pytest.mark.refused(…, match="…")` and the fixture `refusal`. All cases of the selected tests are known after the
collection and are planned together by the first worker that needs one.

The plugin is loaded wherever tfproof is installed, so it acts only on tests that use its own fixtures (`origin`), and
what it needs for that is imported when the first such test runs.
"""

pytest_plugins = (
    "tfproof.pytest_plugin.origin",
    "tfproof.pytest_plugin.marks",
    "tfproof.pytest_plugin.cases",
    "tfproof.pytest_plugin.fixtures",
    "tfproof.pytest_plugin.reports",
    "tfproof.pytest_plugin.skips",
)
