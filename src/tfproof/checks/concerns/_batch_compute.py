"""What is in the JSON of a job definition of AWS Batch, which does not mind upper and lower case."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tfproof.checks.reading import blocks, document
from tfproof.plans.values import UNKNOWN, is_unknown

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

DEFINITION = "aws_batch_job_definition"
_DOCUMENTS = ("container_properties", "ecs_properties", "node_properties")
#: What holds containers, or says how they are connected.
_HOLDS = ("container", "containers", "ecsproperties", "networkconfiguration", "noderangeproperties", "taskproperties")
_PODS = "eks_properties.0.pod_properties.0"


def members(r: Resource, name: str) -> Iterator[Any]:
    """Yield each value that has the name, wherever it stands; an Unknown for what may have it and is not known."""
    for path in _DOCUMENTS:
        yield from _in(document(r, path), name.lower())
    for kind in ("containers", "init_containers"):
        for container in blocks(r, f"{_PODS}.{kind}"):
            for context in blocks(r, f"{container}.security_context"):
                if name == "privileged":
                    yield r.get(f"{context}.privileged", False)


def images_of_pods(r: Resource) -> Iterator[Any]:
    """Yield the image of each container of the pods that a job definition starts."""
    for kind in ("containers", "init_containers"):
        for container in blocks(r, f"{_PODS}.{kind}"):
            yield r.evaluated(f"{container}.image")


def _in(value: Any, name: str) -> Iterator[Any]:
    if is_unknown(value):
        yield UNKNOWN
    elif isinstance(value, list):
        for item in value:
            yield from _in(item, name)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if str(key).lower() == name:
                yield inner
            elif str(key).lower() in _HOLDS:
                yield from _in(inner, name)
