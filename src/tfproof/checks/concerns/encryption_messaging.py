"""Encryption of queues, topics and delivery streams: at rest, and whether plain HTTP is refused."""

from __future__ import annotations

from functools import partial

from tfproof.checks.concerns._named import names_in
from tfproof.checks.concerns._tls import denies_everyone_without_tls
from tfproof.checks.model import Answer, Context, all_of, any_of, check, fails, holds, passes, until_apply
from tfproof.checks.reading import KEYS, argument, blocks, every, flag, own_key
from tfproof.iam.documents import Statement
from tfproof.iam.logic import all_true, any_true
from tfproof.iam.matching import Text, covers
from tfproof.iam.reading import document, is_given
from tfproof.plans.values import PartialText, Reference
from tfproof.plans.view import Resource

#: What reads and writes messages, and the separate policy with the argument that names what it is for.
_TALK = {
    "aws_sns_topic": (("sns:Publish",), "aws_sns_topic_policy", "arn"),
    "aws_sqs_queue": (("sqs:SendMessage", "sqs:ReceiveMessage"), "aws_sqs_queue_policy", "queue_url"),
}
#: Streams that a delivery stream reads from: what is encrypted there is not kept by Firehose.
_SOURCES = ("kinesis_source_configuration", "msk_source_configuration")


@check(
    "encryption.sqs-at-rest",
    title="Queues are encrypted at rest",
    severity="medium",
    aspect="at-rest",
    source=(
        "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html",
        "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html",
    ),
    types=("aws_sqs_queue",),
    remediation="Set kms_master_key_id, or remove sqs_managed_sse_enabled = false.",
)
def sqs_at_rest(r: Resource, _: Context) -> Answer:
    """Reads `kms_master_key_id` and `sqs_managed_sse_enabled`. SQS encrypts new queues with keys of its own unless it is
    told not to. Then messages rest in clear, and a request may come without TLS."""
    return any_of([partial(_has_a_key, r), partial(_is_encrypted_by_sqs, r)])


def _has_a_key(r: Resource) -> Answer:
    named = r.members("kms_master_key_id", *KEYS)
    if named.none:
        return fails("kms_master_key_id is not set")
    return passes(f"kms_master_key_id is {names_in(named)}")


def _is_encrypted_by_sqs(r: Resource) -> Answer:
    return holds(
        flag(r, "sqs_managed_sse_enabled", True),
        "SQS encrypts with keys of its own",
        "sqs_managed_sse_enabled is false: messages rest in clear",
    )


@check(
    "encryption.messages-tls-only",
    title="Queues and topics refuse requests without TLS",
    severity="medium",
    aspect="in-transit",
    source=(
        "https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html",
        "https://docs.aws.amazon.com/sns/latest/dg/sns-server-side-encryption.html",
        "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html",
        "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html",
    ),
    types=("aws_sns_topic", "aws_sqs_queue"),
    looks_at=("aws_sns_topic_policy", "aws_sqs_queue_policy", "data.aws_iam_policy_document"),
    remediation="Encrypt it, or deny everyone to send and receive where aws:SecureTransport is false.",
)
def messages_tls_only(r: Resource, _: Context) -> Answer:
    """Reads whether the queue or topic is encrypted, for then AWS takes requests through TLS only, and else its policy,
    inline or as a resource of its own, for a statement that denies everyone every message sent or received without TLS
    (`aws:SecureTransport`)."""
    encrypted = partial(_has_a_key, r)
    if r.type == "aws_sqs_queue":
        encrypted = partial(sqs_at_rest.predicate, r, _)
    return any_of([encrypted, partial(_refuses_plain_http, r)])


def _refuses_plain_http(r: Resource) -> Answer:
    _, kind, names = _TALK[r.type]
    separate = r.companions(kind, names)
    nothing = fails(f"no policy of {r.address} denies requests without TLS (aws:SecureTransport)")
    if is_given(r, "policy") and separate.none:
        return _denied_by(r, r)
    return every(separate, partial(_denied_by, r), none=nothing)  # it is the whole policy, whatever was there before


def _denied_by(r: Resource, holder: Resource) -> Answer:
    policy = document(holder, "policy")
    may_say_more = () if policy.complete else (None,)
    refused = any_true([*(_denies(s, r) for s in policy.statements), *may_say_more])
    if refused is None:
        until_apply(f"whether {policy.where} denies requests without TLS")
    return holds(
        refused,
        f"{holder.address} denies requests without TLS",
        f"{holder.address} does not deny everyone to send and receive without TLS (aws:SecureTransport)",
    )


def _denies(statement: Statement, r: Resource) -> bool | None:
    actions, _, _ = _TALK[r.type]
    return all_true(
        [
            denies_everyone_without_tls(statement),
            *(any_true(covers(given, asked, fold=True) for given in statement.actions) for asked in actions),
            any_true(_means(resource, r) for resource in statement.resources or ()),
        ]
    )


def _means(resource: Text, r: Resource) -> bool | None:
    """Whether a resource element means the queue or topic itself."""
    if isinstance(resource, Reference):
        return resource.address == r.address
    if isinstance(resource, PartialText):
        last = resource.parts[-1]
        return _ends_with_the_name(last, r) if isinstance(last, str) and last.strip(":") else None
    return True if resource == "*" else _ends_with_the_name(resource, r) if isinstance(resource, str) else None


def _ends_with_the_name(text: str, r: Resource) -> bool | None:
    name = r.get("name")
    return text.rpartition(":")[2] in (name, "*") if isinstance(name, str) else None


def _keeps_what_is_put(r: Resource) -> bool:
    """Whether a delivery stream takes records directly; one that reads from a stream keeps nothing by itself."""
    return not any(blocks(r, source) for source in _SOURCES)


@check(
    "encryption.firehose-at-rest",
    title="Delivery streams encrypt what is put into them",
    severity="high",
    aspect="at-rest",
    source="https://docs.aws.amazon.com/firehose/latest/dev/encryption.html",
    types=("aws_kinesis_firehose_delivery_stream",),
    remediation="Add server_side_encryption with enabled = true.",
    when=_keeps_what_is_put,
)
def firehose_at_rest(r: Resource, _: Context) -> Answer:
    """Reads `server_side_encryption.enabled`, off unless set, of streams into which records are put directly. Where the
    source is a stream of Kinesis or Kafka, that one encrypts, and Firehose keeps nothing on disk."""
    return holds(
        flag(r, "server_side_encryption.0.enabled"),
        "server_side_encryption is enabled",
        "server_side_encryption is not enabled: records wait in clear until they are delivered",
    )


@check(
    "encryption.firehose-own-key",
    title="Delivery streams are encrypted with a key of the account's own",
    severity="low",
    aspect="at-rest",
    source=(
        "https://docs.aws.amazon.com/firehose/latest/dev/encryption.html",
        "https://docs.aws.amazon.com/firehose/latest/APIReference/API_DeliveryStreamEncryptionConfigurationInput.html",
    ),
    types=("aws_kinesis_firehose_delivery_stream",),
    remediation='Set key_type = "CUSTOMER_MANAGED_CMK" and key_arn in server_side_encryption.',
    when=_keeps_what_is_put,
)
def firehose_own_key(r: Resource, _: Context) -> Answer:
    """Reads `key_type` (AWS's own key unless set) and `key_arn` of `server_side_encryption`. Only an own key lets the
    account decide who may decrypt, and take that back."""
    block = "server_side_encryption.0"
    kind = partial(argument, r, f"{block}.key_type", "AWS_OWNED_CMK")
    return all_of(
        [
            lambda: holds(
                kind() == "CUSTOMER_MANAGED_CMK",
                "key_type is CUSTOMER_MANAGED_CMK",
                f"key_type is {kind()}, a key of AWS",
            ),
            partial(own_key, r, f"{block}.key_arn", managed_alias="AWS's own"),
        ]
    )
