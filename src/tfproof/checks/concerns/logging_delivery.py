"""What builds, sessions and transfers of files write down."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.concerns._sessions import destinations, is_session
from tfproof.checks.model import Answer, Context, any_of, check, fails, holds, passes
from tfproof.checks.reading import argument, flag, given, listed

if TYPE_CHECKING:
    from tfproof.plans.view import Resource


@check(
    "logging.codebuild-logs",
    title="Builds keep their logs",
    severity="medium",
    aspect="logging",
    source="https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CloudWatchLogsConfig.html",
    types=("aws_codebuild_project",),
    remediation='Set the status of cloudwatch_logs or s3_logs to "ENABLED".',
)
def codebuild_logs(r: Resource, _: Context) -> Answer:
    """Reads the `status` of `cloudwatch_logs`, ENABLED unless set, and of `s3_logs`, DISABLED unless set: one of them has
    to be on. Without a log nobody can tell afterwards what a build did with its role."""
    ways = (("cloudwatch_logs", "ENABLED"), ("s3_logs", "DISABLED"))
    return any_of(partial(_is_on, r, f"logs_config.0.{way}.0.status", unset) for way, unset in ways)


def _is_on(r: Resource, path: str, unset: str) -> Answer:
    status = argument(r, path, unset)
    return holds(status == "ENABLED", f"{path} is {status}", f"{path} is {status}")


@check(
    "logging.session-logs",
    title="Sessions on instances are logged",
    severity="medium",
    aspect="logging",
    source="https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-logging.html",
    types=("aws_ssm_document",),
    remediation="Set s3BucketName or cloudWatchLogGroupName in the inputs of the session document.",
    when=is_session,
)
def session_logs(r: Resource, _: Context) -> Answer:
    """Reads `s3BucketName` and `cloudWatchLogGroupName` in the inputs of session documents: without one, nothing of what
    somebody typed on an instance is left. Documents of other types, and those that forward ports or run one command, are
    not in the population."""
    found = destinations(r)
    return holds(
        bool(found), f"logs go to {', '.join(found)}", "neither s3BucketName nor cloudWatchLogGroupName is set"
    )


@check(
    "logging.transfer-logs",
    title="Transfers of files are logged",
    severity="medium",
    aspect="logging",
    source="https://docs.aws.amazon.com/transfer/latest/userguide/logging.html",
    types=("aws_transfer_server", "aws_transfer_connector"),
    remediation="Set structured_log_destinations, or a logging_role.",
)
def transfer_logs(r: Resource, _: Context) -> Answer:
    """Reads `logging_role` and, of servers, `structured_log_destinations`: one of them is needed, or nobody can tell
    afterwards who took which file."""
    parts = [partial(_has_role, r)]
    if r.type == "aws_transfer_server":
        parts.append(partial(_has_destination, r))
    return any_of(parts)


def _has_role(r: Resource) -> Answer:
    return holds(given(r, "logging_role"), "logging_role is set", "logging_role is not set")


def _has_destination(r: Resource) -> Answer:
    found = listed(r, "structured_log_destinations")
    if found.known or found.open:
        return passes("structured_log_destinations is set")
    return fails("structured_log_destinations is not set")


_COMMAND = "task_invocation_parameters.0.run_command_parameters.0"


@check(
    "logging.maintenance-task-logs",
    title="Commands in maintenance windows keep their output",
    severity="low",
    aspect="logging",
    source="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_MaintenanceWindowRunCommandParameters.html",
    types=("aws_ssm_maintenance_window_task",),
    remediation="Set output_s3_bucket, or cloudwatch_config with cloudwatch_output_enabled = true.",
    when=lambda r: argument(r, "task_type", "") == "RUN_COMMAND",
)
def maintenance_task_logs(r: Resource, _: Context) -> Answer:
    """Reads `output_s3_bucket` and `cloudwatch_output_enabled` of tasks that run commands: without one, a long output is
    cut off, and all of it is gone with the command's history."""
    return any_of([partial(_writes_to_a_bucket, r), partial(_writes_to_cloudwatch, r)])


def _writes_to_a_bucket(r: Resource) -> Answer:
    path = f"{_COMMAND}.output_s3_bucket"
    return holds(given(r, path), "output_s3_bucket is set", "output_s3_bucket is not set")


def _writes_to_cloudwatch(r: Resource) -> Answer:
    on = flag(r, f"{_COMMAND}.cloudwatch_config.0.cloudwatch_output_enabled")
    return holds(on, "cloudwatch_output_enabled is true", "cloudwatch_output_enabled is not true")
