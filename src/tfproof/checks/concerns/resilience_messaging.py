"""What becomes of messages that nobody can process."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple

from tfproof.checks.model import Answer, Context, any_of, check, fails, holds, passes, until_apply
from tfproof.checks.reading import document, given, unset
from tfproof.findings import Verdict
from tfproof.plans.addresses import type_in
from tfproof.plans.values import UNKNOWN, PartialJson, PartialText, Reference, Undecided
from tfproof.plans.view import Plan, Resource

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
    return not _of_the_plan(r.plan).are(r)


class _Targets(NamedTuple):
    """The queues that policies of a plan send dead letters to: by address, by name, and whether there may be others."""

    addresses: frozenset[str]
    names: frozenset[str]
    open: bool

    def are(self, r: Resource) -> bool:
        """Whether a queue is among them, as far as they are known."""
        return r.address in self.addresses or r.get("name") in self.names


def _of_the_plan(plan: Plan) -> _Targets:
    found: _Targets = plan.remembered("queues for dead letters", partial(_find, plan))
    return found


def _find(plan: Plan) -> _Targets:
    addresses: set[str] = set()
    names: set[str] = set()
    open_ = False
    for target in _targets(plan):
        parts = target.parts if isinstance(target, PartialText) else (target,)
        queues = {p.address for p in parts if isinstance(p, Reference) and type_in(p.address) == _QUEUE}
        addresses |= queues
        if isinstance(target, str):
            names.add(target.rpartition(":")[2])
        open_ = open_ or not (queues or isinstance(target, str))
    return _Targets(frozenset(addresses), frozenset(names), open_)


def _targets(plan: Plan) -> Iterator[Any]:
    """Yield what each policy of the plan names as target; UNKNOWN where that cannot be told."""
    for kind in (_QUEUE, _REDRIVE, "aws_sns_topic_subscription"):
        for holder in plan.of(kind):
            if unset(holder, "redrive_policy"):
                continue
            try:
                content = document(holder, "redrive_policy")
            except Undecided:
                yield UNKNOWN
                continue
            if content:
                yield content.get("deadLetterTargetArn", UNKNOWN) if isinstance(content, dict) else UNKNOWN


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
    if answer.verdict is Verdict.FAIL and _of_the_plan(r.plan).open:
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
