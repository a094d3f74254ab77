"""What an identity may do, and as whom it may act."""

from performing import ALL, DENIED, policy, refused, statement

TRUST = {"Effect": "Allow", "Action": "sts:AssumeRole"}


def role(aws, name, **trust):
    document = policy({**TRUST, **trust})
    return aws.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]["Arn"]


def test_an_identity_may_do_what_it_is_allowed_and_nothing_else(somebody):
    person = somebody(statement("Allow", "s3:ListAllMyBuckets"))
    person.client("s3").list_buckets()
    with refused(*DENIED):
        person.client("sqs").list_queues()


def test_a_deny_wins_over_an_allow(somebody):
    person = somebody(ALL, statement("Deny", "sqs:*"))
    person.client("s3").list_buckets()
    with refused(*DENIED):
        person.client("sqs").list_queues()


def test_without_mfa_nothing_is_possible_but_what_the_deny_leaves_out(somebody):
    without = {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}
    deny = statement("Deny", None, NotAction=["iam:ListMFADevices", "iam:EnableMFADevice"], Condition=without)
    person, unlimited = somebody(ALL, deny), somebody(ALL)
    user = person.arn.rpartition("/")[2]
    person.client("iam").list_mfa_devices(UserName=user)
    unlimited.client("s3").list_buckets()
    with refused(*DENIED):
        person.client("s3").list_buckets()


def test_a_role_is_assumed_by_whom_it_trusts_and_nobody_else(aws, somebody, name):
    trusted, other = somebody(ALL), somebody(ALL)
    arn = role(aws, name, Principal={"AWS": trusted.arn})
    assert trusted.client("sts").assume_role(RoleArn=arn, RoleSessionName="session")["AssumedRoleUser"]
    with refused(*DENIED):
        other.client("sts").assume_role(RoleArn=arn, RoleSessionName="session")


def test_a_role_that_asks_for_an_external_id_is_not_assumed_without(aws, somebody, name):
    person = somebody(ALL)
    condition = {"StringEquals": {"sts:ExternalId": "agreed"}}
    arn = role(aws, name, Principal={"AWS": person.arn}, Condition=condition)
    sts = person.client("sts")
    sts.assume_role(RoleArn=arn, RoleSessionName="session", ExternalId="agreed")
    with refused(*DENIED):
        sts.assume_role(RoleArn=arn, RoleSessionName="session")


def test_an_assumed_role_may_do_what_its_policy_allows_and_nothing_else(aws, somebody, name):
    person = somebody(ALL)
    arn = role(aws, name, Principal={"AWS": person.arn})
    document = policy(statement("Allow", "s3:ListAllMyBuckets"))
    aws.client("iam").put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=document)
    given = person.client("sts").assume_role(RoleArn=arn, RoleSessionName="session")["Credentials"]
    keys = {
        "aws_access_key_id": given["AccessKeyId"],
        "aws_secret_access_key": given["SecretAccessKey"],
        "aws_session_token": given["SessionToken"],
    }
    s3, sqs = aws.client_as(keys, "s3"), aws.client_as(keys, "sqs")
    s3.list_buckets()
    with refused(*DENIED):
        sqs.list_queues()


def test_a_secret_is_read_by_whom_its_policy_leaves_out_of_the_deny_and_nobody_else(aws, somebody, name):
    reader, other = somebody(ALL), somebody(ALL)
    manager = aws.client("secretsmanager")
    arn = manager.create_secret(Name=name, SecretString="value")["ARN"]
    others = {"ArnNotEquals": {"aws:PrincipalArn": [reader.arn]}}
    deny = statement("Deny", "secretsmanager:GetSecretValue", Principal="*", Condition=others)
    manager.put_resource_policy(SecretId=arn, ResourcePolicy=policy(deny))
    assert reader.client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"] == "value"
    with refused(*DENIED):
        other.client("secretsmanager").get_secret_value(SecretId=arn)


def test_a_person_may_do_to_itself_what_a_variable_allows_and_to_nobody_else(somebody):
    own = statement("Allow", "iam:ListAccessKeys", "arn:aws:iam::*:user/${aws:username}")
    person, other = somebody(own), somebody(own)
    iam, (name, others) = person.client("iam"), (p.arn.rpartition("/")[2] for p in (person, other))
    assert iam.list_access_keys(UserName=name)["AccessKeyMetadata"]
    with refused(*DENIED):
        iam.list_access_keys(UserName=others)


def test_a_virtual_device_is_made_by_whom_its_name_allows_and_nobody_else(somebody, name):
    iam = somebody(statement("Allow", "iam:CreateVirtualMFADevice", f"arn:aws:iam::*:mfa/{name}")).client("iam")
    assert iam.create_virtual_mfa_device(VirtualMFADeviceName=name)["VirtualMFADevice"]
    with refused(*DENIED):
        iam.create_virtual_mfa_device(VirtualMFADeviceName=f"{name}-another")


def test_a_session_is_known_by_its_role_where_a_policy_names_it(aws, somebody, name):
    person, manager = somebody(ALL), aws.client("secretsmanager")
    arns = {key: manager.create_secret(Name=f"{name}-{key}", SecretString="value")["ARN"] for key in ("own", "other")}
    arn = role(aws, name, Principal={"AWS": person.arn})
    aws.client("iam").put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=policy(ALL))
    for key, reader in (("own", arn), ("other", person.arn)):
        others = {"ArnNotEquals": {"aws:PrincipalArn": [reader]}}
        deny = statement("Deny", "secretsmanager:GetSecretValue", Principal="*", Condition=others)
        manager.put_resource_policy(SecretId=arns[key], ResourcePolicy=policy(deny))
    given = person.client("sts").assume_role(RoleArn=arn, RoleSessionName="session")["Credentials"]
    keys = {
        "aws_access_key_id": given["AccessKeyId"],
        "aws_secret_access_key": given["SecretAccessKey"],
        "aws_session_token": given["SessionToken"],
    }
    session = aws.client_as(keys, "secretsmanager")
    assert session.get_secret_value(SecretId=arns["own"])["SecretString"] == "value"
    with refused(*DENIED):
        session.get_secret_value(SecretId=arns["other"])
