"""What becomes of messages that nobody can process."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from tfproof.checks.model import Answer, Context, any_of, check, fails, holds, passes, until_apply
from tfproof.checks.reading import document, given, unset
from tfproof.findings import Verdict
from tfproof.plans.values import PartialJson, PartialText, Reference, has_unknown, is_unknown
from tfproof.plans.view import Resource

_DLQ_NAME = re.compile(r"dlq|dead|poison|undeliver|fail", re.IGNORECASE)
_QUEUE, _REDRIVE, _ALLOW = "aws_sqs_queue", "aws_sqs_queue_redrive_policy", "aws_sqs_queue_redrive_allow_policy"
#: By which argument others name the queue that takes what they could not deliver.
_SENDERS = {
    "aws_cloudwatch_event_target": "dead_letter_config.0.arn",
    "aws_lambda_function": "dead_letter_config.0.target_arn",
    "aws_lambda_function_event_invoke_config": "destination_config.0.on_failure.0.destination",
    "aws_scheduler_schedule": "target.0.dead_letter_config.0.arn",
}


def _takes_work(r: Resource) -> bool:
    """Whether a queue is none for dead letters, as far as the plan shows: by its name, by what others send there, or by
    whom it admits."""
    names = [r.get("name"), r.get("name_prefix"), r.address.rpartition(".")[2]]
    if any(isinstance(n, str) and _DLQ_NAME.search(n) for n in names):
        return False
    if r.companions(_ALLOW, "queue_url").found or _is_set(r, "redrive_allow_policy"):
        return False
    if any(r.companions(kind, path, attribute="arn").found for kind, path in _SENDERS.items()):
        return False
    return True not in {_is(target, r) for target in _targets(r)}


def _targets(r: Resource) -> Iterator[Any]:
    """Yield the queues that policies of the plan send dead letters to."""
    for kind in (_QUEUE, _REDRIVE, "aws_sns_topic_subscription"):
        for other in r.plan.of(kind):
            if unset(other, "redrive_policy"):
                continue
            policy = other.evaluated("redrive_policy")
            open_ = is_unknown(policy) and not isinstance(policy, PartialJson)
            content = None if open_ else document(other, "redrive_policy")
            if content or open_:
                yield content.get("deadLetterTargetArn") if isinstance(content, dict) else None


def _is(target: Any, r: Resource) -> bool | None:
    if isinstance(target, Reference):
        return target.address == r.address
    if isinstance(target, PartialText):
        return True if any(isinstance(p, Reference) and p.address == r.address for p in target.parts) else None
    if isinstance(target, str) and not is_unknown(r.get("name")):
        return bool(target.rpartition(":")[2] == r.get("name"))
    return None if target is None or has_unknown(target) else False


@check(
    "resilience.sqs-dead-letters",
    title="Queues put aside what nobody can process",
    severity="low",
    aspect="resilience",
    source="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
    types=(_QUEUE,),
    looks_at=(_REDRIVE, _ALLOW, "aws_sns_topic_subscription", *_SENDERS),
    remediation="Set redrive_policy, or add aws_sqs_queue_redrive_policy, with a queue for dead letters.",
    when=_takes_work,
)
def sqs_dead_letters(r: Resource, _: Context) -> Answer:
    """Reads `redrive_policy` of the queue, or of a resource of its own. Without one a message that cannot be processed
    comes back until it is too old, and is then lost. Queues that are for dead letters themselves are not asked: others
    send there, they say whom they admit, or their name says so."""
    answer = any_of([partial(_has_policy, r), partial(_has_separate, r)])
    if answer.verdict is Verdict.FAIL and None in {_is(target, r) for target in _targets(r)}:
        until_apply(f"whether {r.address} takes the dead letters of another queue")
    return answer


def _has_policy(r: Resource) -> Answer:
    return holds(_is_set(r, "redrive_policy"), "redrive_policy is set", "no redrive_policy: nothing is put aside")


def _is_set(r: Resource, path: str) -> bool:
    """Whether JSON is given; of what is partly known that is certain."""
    return not unset(r, path) and (isinstance(r.evaluated(path), PartialJson) or given(r, path))


def _has_separate(r: Resource) -> Answer:
    separate = r.companions(_REDRIVE, "queue_url")
    if separate.found:
        return passes(f"{separate.found[0].address} is its redrive policy")
    if reason := separate.undecided():
        raise reason
    return fails(f"no {_REDRIVE} names it")
