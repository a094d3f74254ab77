"""What databases and migrations write down."""

from __future__ import annotations

from functools import partial
from typing import Any

from tfproof.checks.model import Answer, Context, all_of, check, fails, holds, passes, until_apply
from tfproof.checks.reading import argument, blocks, document, every, unset
from tfproof.plans.values import is_unknown
from tfproof.plans.view import Resource

# Cluster to the argument that names its parameter group, and the type of the group.
_GROUPS = {
    "aws_docdb_cluster": ("db_cluster_parameter_group_name", "aws_docdb_cluster_parameter_group"),
    "aws_neptune_cluster": ("neptune_cluster_parameter_group_name", "aws_neptune_cluster_parameter_group"),
}
# Group to the parameter that makes the engine write an audit log, and the values that do not. Both are off by default.
_PARAMETERS = {
    "aws_docdb_cluster_parameter_group": ("audit_logs", ("disabled", "none")),
    "aws_neptune_cluster_parameter_group": ("neptune_enable_audit_log", ("0", "off", "false")),
}
#: Components of a migration that say what it read and wrote, and the levels at which they say too little.
_COMPONENTS = ("SOURCE_CAPTURE", "SOURCE_UNLOAD", "TARGET_APPLY", "TARGET_LOAD")
_TOO_LITTLE = ("LOGGER_SEVERITY_ERROR", "LOGGER_SEVERITY_WARNING")
_SETTINGS = {
    "aws_dms_replication_config": "replication_settings",
    "aws_dms_replication_task": "replication_task_settings",
}


@check(
    "logging.db-audit-logs",
    title="Document and graph databases write an audit log",
    severity="medium",
    aspect="logging",
    source=(
        "https://docs.aws.amazon.com/documentdb/latest/developerguide/event-auditing.html",
        "https://docs.aws.amazon.com/neptune/latest/userguide/auditing.html",
    ),
    types=(*_GROUPS, *_PARAMETERS),
    remediation="Set audit_logs = enabled (Neptune: neptune_enable_audit_log = 1) in the cluster's parameter group.",
)
def db_audit_logs(r: Resource, _: Context) -> Answer:
    """Reads the parameter by which the engine writes who connected and what was changed, in the group that the cluster
    names: it is off in the default groups. That the log leaves the cluster is `logging.rds-exports`. A group is judged by
    itself too, since clusters outside of the plan may use it."""
    if r.type in _PARAMETERS:
        return _writes(r)
    path, kind = _GROUPS[r.type]
    nothing = fails(f"{r.address} has the default parameter group, with which no audit log is written")
    if unset(r, path):
        return nothing
    groups = r.members(path, kind)
    if any(name.startswith("default.") for name in groups.outside):
        return nothing
    return every(groups, _writes, none=nothing)


def _writes(group: Resource) -> Answer:
    parameter, silent = _PARAMETERS[group.type]
    unknown_names = False
    for path in blocks(group, "parameter"):
        name = group.get(f"{path}.name")
        if is_unknown(name):
            unknown_names = True
        elif name.lower() == parameter:
            value = str(argument(group, f"{path}.value", ""))
            said = f"{group.address} sets {parameter} = {value}"
            return holds(value.lower() not in silent, said, f"{said}: no audit log is written")
    if unknown_names:
        until_apply(f"whether {group.address} sets {parameter}")
    return fails(f"{group.address} does not set {parameter}: no audit log is written")


@check(
    "logging.dms-logs",
    title="Data migrations log what they do",
    severity="medium",
    aspect="logging",
    source=(
        "https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TaskSettings.Logging.html",
        "https://docs.aws.amazon.com/securityhub/latest/userguide/dms-controls.html",
    ),
    types=tuple(_SETTINGS),
    remediation="Set Logging.EnableLogging to true in the task settings.",
)
def dms_logs(r: Resource, _: Context) -> Answer:
    """Reads `Logging` in the settings of the task: `EnableLogging`, off unless set, and of the components that capture,
    unload, load and apply that they say more than warnings and errors."""
    path = _SETTINGS[r.type]
    settings = document(r, path)
    off = fails(f"{path} of {r.address} does not enable logging: nobody can tell later which rows went where")
    logging = _member(settings, "Logging")
    if is_unknown(settings) or is_unknown(logging):
        until_apply(f"Logging in {path} of {r.address}")
    enabled = _member(logging, "EnableLogging")
    if is_unknown(enabled):
        until_apply(f"whether {path} of {r.address} enables logging")
    if str(enabled).lower() != "true":
        return off
    components = _member(logging, "LogComponents") or []
    if is_unknown(components) or not isinstance(components, list):
        until_apply(f"the components that {r.address} logs")
    on = partial(passes, f"{path} of {r.address} enables logging")
    return all_of([on, *(partial(_is_heard, r, component) for component in components)])


def _is_heard(r: Resource, component: Any) -> Answer:
    name, level = _member(component, "Id"), _member(component, "Severity")
    if is_unknown(component) or is_unknown(name) or (name in _COMPONENTS and is_unknown(level)):
        until_apply(f"what a component of {r.address} logs")
    said = f"{name} of {r.address} logs at {level}"
    return holds(name not in _COMPONENTS or level not in _TOO_LITTLE, said, f"{said}, which says too little")


def _member(content: Any, name: str) -> Any:
    return content.get(name) if isinstance(content, dict) else None
