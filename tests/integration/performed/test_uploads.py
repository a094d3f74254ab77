"""An upload from a browser works: the preflight, what the application signs, and what arrives.

AWS: https://docs.aws.amazon.com/AmazonS3/latest/API/RESTOPTIONSobject.html,
https://docs.aws.amazon.com/AmazonS3/latest/userguide/PresignedUrlUploadObject.html.
"""

import pytest
from browser import ask, form

pytestmark = [
    pytest.mark.applied("social-flow", environments=["development"]),
    pytest.mark.emulator("enforces"),
    pytest.mark.requirement("SF-STO-004"),
]

SITE, ELSEWHERE = "https://dev.socialflow.com", "https://example.org"
ALLOWS = "Access-Control-Allow-Origin"


@pytest.fixture
def signed(account, acting):
    """What somebody signs so that a browser may send a file: an address to put it to, or the fields of a form."""

    def sign(who, key, *, bucket="uploads", method="put_object"):
        wanted = {"Bucket": account.bucket(bucket), "Key": key}
        s3 = acting(who).client("s3")
        return s3.generate_presigned_post(**wanted) if method == "post" else s3.generate_presigned_url(method, wanted)

    return sign


def preflight(account, bucket, origin, method):
    wants = {"Access-Control-Request-Method": method, "Access-Control-Request-Headers": "content-type"}
    return ask("OPTIONS", f"{account.endpoint}/{account.bucket(bucket)}/new", Origin=origin, **wants)


@pytest.mark.parametrize("method", ["POST", "PUT"])
@pytest.mark.parametrize("bucket", ["uploads", "videos"])
def test_a_browser_on_the_site_may_send_files(applied, account, bucket, method):
    answer = preflight(account, bucket, SITE, method)
    assert (answer.status, answer.headers.get(ALLOWS)) == (200, SITE)
    assert method in answer.headers["Access-Control-Allow-Methods"]


@pytest.mark.parametrize(
    ("bucket", "origin", "method"),
    [("uploads", ELSEWHERE, "PUT"), ("uploads", SITE, "DELETE"), ("static", SITE, "PUT")],
)
def test_a_browser_elsewhere_or_with_anything_else_may_not(applied, account, bucket, origin, method):
    assert preflight(account, "uploads", SITE, "PUT").status == 200
    answer = preflight(account, bucket, origin, method)
    assert (answer.status, answer.headers.get(ALLOWS)) == (403, None)


def test_a_file_whose_address_the_application_signed_arrives(applied, account, acting, signed):
    answer = ask("PUT", signed("task-app", "put"), b"a video", Origin=SITE)
    assert (answer.status, answer.headers.get(ALLOWS)) == (200, SITE)
    found = acting("task-worker").client("s3").get_object(Bucket=account.bucket("uploads"), Key="put")
    assert found["Body"].read() == b"a video"


def test_a_form_that_the_application_signed_arrives(applied, account, acting, signed):
    answer = form(signed("task-app", "posted", method="post"), b"a video", Origin=SITE)
    assert (answer.status, answer.headers.get(ALLOWS)) == (204, SITE)
    found = acting("task-worker").client("s3").get_object(Bucket=account.bucket("uploads"), Key="posted")
    assert found["Body"].read() == b"a video"


def test_a_page_elsewhere_is_not_told_what_became_of_its_upload(applied, signed):
    assert ask("PUT", signed("task-app", "told"), b"x", Origin=SITE).headers.get(ALLOWS) == SITE
    assert ask("PUT", signed("task-app", "untold"), b"x", Origin=ELSEWHERE).headers.get(ALLOWS) is None


@pytest.mark.parametrize("who", ["execution", "task-worker"])
def test_what_somebody_signs_who_may_not_put_it_there_does_not_arrive(applied, signed, who):
    assert ask("PUT", signed("task-app", who), b"x", Origin=SITE).status == 200
    assert ask("PUT", signed(who, who), b"x", Origin=SITE).status == 403


def test_what_nobody_signed_does_not_arrive(applied, signed):
    address = signed("task-app", "unsigned")
    assert ask("PUT", address.partition("?")[0], b"x", Origin=SITE).status == 403
    assert ask("PUT", address, b"x", Origin=SITE).status == 200


def test_what_was_signed_for_one_object_is_no_leave_for_another(applied, signed):
    address = signed("task-app", "mine")
    assert ask("PUT", address.replace("/mine?", "/there?"), b"x", Origin=SITE).status == 403
    assert ask("PUT", address, b"x", Origin=SITE).status == 200


@pytest.mark.requirement("SF-STO-011")
def test_an_upload_in_plain_text_is_refused(applied, signed):
    assert ask("PUT", signed("task-app", "plain"), b"x", Origin=SITE, plain=True).status == 403
    assert ask("PUT", signed("task-app", "plain"), b"x", Origin=SITE).status == 200
