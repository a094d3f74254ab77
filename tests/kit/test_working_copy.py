"""A root is planned in a working copy as it stands, in either of Terraform's syntaxes."""

import json

from tfproof import Plan
from tfproof.terraform.workspace import WorkingCopy

ROOT = {
    "terraform": {"required_providers": {"aws": {"source": "hashicorp/aws"}}},
    "provider": {"aws": [{"region": "eu-central-1"}, {"alias": "far", "region": "us-west-2", "profile": "mine"}]},
    "resource": {
        "aws_s3_bucket": {"b": {"bucket": "acme-json"}},
        "aws_s3_bucket_versioning": {
            "v": {"bucket": "${aws_s3_bucket.b.id}", "versioning_configuration": {"status": "Enabled"}}
        },
        "aws_sqs_queue": {"q": {"provider": "aws.far", "name": "q"}},
    },
}


def test_a_root_in_json_syntax_keeps_its_providers(tmp_path, toolchain):
    (tmp_path / "root").mkdir()
    (tmp_path / "root" / "main.tf.json").write_text(json.dumps(ROOT))
    with WorkingCopy(tmp_path / "root", toolchain) as copy:
        copy.isolate()
        copy.init()
        run = copy.plan()
    assert run.errors == []
    plan = Plan(run.raw, tmp_path / "root")
    assert {r.address: r.region for r in plan.managed} == {
        "aws_s3_bucket.b": "eu-central-1",
        "aws_s3_bucket_versioning.v": "eu-central-1",
        "aws_sqs_queue.q": "us-west-2",
    }
    found = plan.one("aws_s3_bucket").companions("aws_s3_bucket_versioning", "bucket")
    assert [r.address for r in found.all()] == ["aws_s3_bucket_versioning.v"]
