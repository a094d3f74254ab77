"""What buckets and tables refuse, and what they tell.

AWS: https://docs.aws.amazon.com/goto/WebAPI/s3-2006-03-01/PublicAccessBlockConfiguration.
"""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote_plus

from performing import ALL, DENIED, OVER_HTTP, OVER_TLS, eventually, policy, refused, statement


def everyone(effect, action, bucket, **more):
    arn = f"arn:aws:s3:::{bucket}"
    return policy(statement(effect, action, [arn, f"{arn}/*"], Principal="*", **more))


def test_a_bucket_that_wants_tls_refuses_plain_http(aws, somebody, bucket):
    person, s3 = somebody(ALL).client("s3"), aws.client("s3")
    strict, control = bucket(), bucket()
    s3.put_bucket_policy(Bucket=strict, Policy=everyone("Deny", "s3:*", strict, Condition=OVER_HTTP))
    s3.put_bucket_policy(Bucket=control, Policy=everyone("Deny", "s3:*", control, Condition=OVER_TLS))
    person.put_object(Bucket=control, Key="x", Body=b"x")  # the condition is looked at
    with refused(*DENIED):
        person.put_object(Bucket=strict, Key="x", Body=b"x")


def test_a_bucket_that_wants_a_key_refuses_an_upload_without(aws, somebody, bucket, key):
    person, made = somebody(ALL).client("s3"), bucket()
    other = {"StringNotEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}}
    document = everyone("Deny", "s3:PutObject", made, Condition=other)
    aws.client("s3").put_bucket_policy(Bucket=made, Policy=document)
    person.put_object(Bucket=made, Key="x", Body=b"x", ServerSideEncryption="aws:kms", SSEKMSKeyId=key())
    with refused(*DENIED):
        person.put_object(Bucket=made, Key="x", Body=b"x")


def test_a_bucket_refuses_what_its_policy_denies(aws, somebody, bucket):
    person, made = somebody(ALL).client("s3"), bucket()
    aws.client("s3").put_bucket_policy(Bucket=made, Policy=everyone("Deny", "s3:PutObject", made))
    person.list_objects_v2(Bucket=made)
    with refused(*DENIED):
        person.put_object(Bucket=made, Key="x", Body=b"x")


def test_a_public_policy_is_refused_under_the_access_block(aws, bucket):
    s3, public, blocked = aws.client("s3"), bucket(public=True), bucket()
    s3.put_bucket_policy(Bucket=public, Policy=everyone("Allow", "s3:GetObject", public))
    with refused(*DENIED):
        s3.put_bucket_policy(Bucket=blocked, Policy=everyone("Allow", "s3:GetObject", blocked))


def test_a_public_acl_is_refused_under_the_access_block(aws, bucket):
    s3 = aws.client("s3")
    public, blocked = (bucket(public=p, ObjectOwnership="ObjectWriter") for p in (True, False))
    s3.put_bucket_acl(Bucket=public, ACL="public-read")
    with refused(*DENIED):
        s3.put_bucket_acl(Bucket=blocked, ACL="public-read")


def test_a_locked_version_is_not_deleted(aws, bucket):
    s3, made = aws.client("s3"), bucket(ObjectLockEnabledForBucket=True)
    free = s3.put_object(Bucket=made, Key="free", Body=b"x")["VersionId"]
    until = {"ObjectLockMode": "COMPLIANCE", "ObjectLockRetainUntilDate": datetime.now(UTC) + timedelta(days=1)}
    locked = s3.put_object(Bucket=made, Key="locked", Body=b"x", **until)["VersionId"]
    s3.delete_object(Bucket=made, Key="free", VersionId=free)
    with refused(*DENIED):
        s3.delete_object(Bucket=made, Key="locked", VersionId=locked)


def test_an_upload_below_a_prefix_tells_its_queue(aws, bucket, queue):
    s3, made, told = aws.client("s3"), bucket(), queue()
    told.allow({"Service": "s3.amazonaws.com"})
    rules = {"Key": {"FilterRules": [{"Name": "prefix", "Value": "in/"}]}}
    wanted = {"QueueArn": told.arn, "Events": ["s3:ObjectCreated:*"], "Filter": rules}
    s3.put_bucket_notification_configuration(Bucket=made, NotificationConfiguration={"QueueConfigurations": [wanted]})
    for name in ("out/x", "in/x"):
        s3.put_object(Bucket=made, Key=name, Body=b"x")

    def keys():
        bodies = [json.loads(body) for body in told.received()]
        return [unquote_plus(r["s3"]["object"]["key"]) for body in bodies for r in body.get("Records", [])]

    assert eventually(keys) == ["in/x"]


def test_a_lock_in_a_table_is_held_by_one(aws, name):
    table = aws.client("dynamodb")
    table.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "LockID", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "LockID", "KeyType": "HASH"}],
    )
    lock = {"TableName": name, "Item": {"LockID": {"S": "x"}}, "ConditionExpression": "attribute_not_exists(LockID)"}
    table.put_item(**lock)
    with refused("ConditionalCheckFailedException"):
        table.put_item(**lock)
