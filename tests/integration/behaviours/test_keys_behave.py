"""Who may use a key, for what, and in which state it is of use.

AWS: https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html and …/key-state.html.
"""

from performing import ALL, DENIED, refused, statement


def allowed(person, **more):
    return statement("Allow", ["kms:Encrypt", "kms:Decrypt"], Principal={"AWS": person.arn}, **more)


def test_a_key_is_used_by_whom_its_policy_names_and_nobody_else(somebody, key):
    user, other = somebody(ALL), somebody(ALL)
    made = key(allowed(user))
    assert user.client("kms").encrypt(KeyId=made, Plaintext=b"x")["CiphertextBlob"]
    with refused(*DENIED):
        other.client("kms").encrypt(KeyId=made, Plaintext=b"x")


def test_whoever_administers_a_key_does_not_use_it(somebody, key):
    user, administrator = somebody(ALL), somebody(ALL)
    administers = statement("Allow", ["kms:Describe*", "kms:Put*"], Principal={"AWS": administrator.arn})
    made = key(allowed(user), administers)
    assert administrator.client("kms").describe_key(KeyId=made)["KeyMetadata"]
    with refused(*DENIED):
        administrator.client("kms").encrypt(KeyId=made, Plaintext=b"x")


def test_a_key_for_an_encryption_context_is_not_used_without_it(somebody, key):
    user = somebody(ALL)
    made = key(allowed(user, Condition={"StringEquals": {"kms:EncryptionContext:purpose": "logs"}}))
    kms = user.client("kms")
    assert kms.encrypt(KeyId=made, Plaintext=b"x", EncryptionContext={"purpose": "logs"})["CiphertextBlob"]
    with refused(*DENIED):
        kms.encrypt(KeyId=made, Plaintext=b"x", EncryptionContext={"purpose": "else"})


def test_a_key_through_a_service_is_not_used_by_a_person(somebody, key):
    direct, through = somebody(ALL), somebody(ALL)
    service = {"StringEquals": {"kms:ViaService": "secretsmanager.us-east-1.amazonaws.com"}}
    made = key(allowed(direct), allowed(through, Condition=service))
    assert direct.client("kms").encrypt(KeyId=made, Plaintext=b"x")["CiphertextBlob"]
    with refused(*DENIED):
        through.client("kms").encrypt(KeyId=made, Plaintext=b"x")


def test_a_disabled_key_encrypts_nothing(aws, key):
    kms, made = aws.client("kms"), key()
    assert kms.encrypt(KeyId=made, Plaintext=b"x")["CiphertextBlob"]
    kms.disable_key(KeyId=made)
    with refused("DisabledException"):
        kms.encrypt(KeyId=made, Plaintext=b"x")


def test_a_key_that_waits_for_its_deletion_encrypts_nothing(aws, key):
    kms, made = aws.client("kms"), key()
    assert kms.encrypt(KeyId=made, Plaintext=b"x")["CiphertextBlob"]
    kms.schedule_key_deletion(KeyId=made, PendingWindowInDays=7)
    with refused("KMSInvalidStateException"):
        kms.encrypt(KeyId=made, Plaintext=b"x")
