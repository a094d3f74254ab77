"""Viewers reach the site over HTTPS: the distribution sends everything else there, and answers from the bucket then."""

import pytest
from browser import ask

pytestmark = [
    pytest.mark.applied("social-flow", environments=["development"]),
    pytest.mark.emulator("enforces"),
    pytest.mark.requirement("SF-CDN-007"),
]


@pytest.fixture(scope="session")
def site(account, acting):
    """The name of the distribution, and what a worker has put into the bucket that it serves."""
    page = {"Bucket": account.bucket("static"), "Key": "index.html", "Body": b"<h1>Social Flow</h1>"}
    acting("task-worker").client("s3").put_object(**page)
    return account.resource("module.cdn.aws_cloudfront_distribution.this")["domain_name"]


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/", 301), ("GET", "/videos/x", 301), ("POST", "/api/x", 307)]
)
def test_a_viewer_in_plain_text_is_sent_to_https(applied, account, site, method, path, status):
    answer = ask(method, f"{account.endpoint}{path}", plain=True, Host=site)
    assert (answer.status, answer.headers["Location"]) == (status, f"https://{site}{path}")


def test_a_viewer_over_https_gets_the_page(applied, account, site):
    answer = ask("GET", f"{account.endpoint}/", Host=site)
    assert (answer.status, answer.body) == (200, b"<h1>Social Flow</h1>")
