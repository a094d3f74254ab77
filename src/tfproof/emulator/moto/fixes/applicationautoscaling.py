"""Application Auto Scaling."""

from __future__ import annotations

import json
from typing import Any

from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.patching import adds, around, store


@fix(
    "application-autoscaling: scalable targets have tags",
    aws="A target is tagged when it is registered or later, and its tags can be listed; the provider does so whenever "
    "it reads a target.",
    kind="enforced",
)
def tags() -> None:
    @around(ApplicationAutoScalingResponse, "register_scalable_target")
    def register(original: Any, self: Any) -> str:
        answer: str = original(self)
        arn = json.loads(answer)["ScalableTargetARN"]
        _tags(self, arn).update(self._get_param("Tags") or {})
        return answer

    @adds(ApplicationAutoScalingResponse, "list_tags_for_resource")
    def list_tags(self: Any) -> str:
        return json.dumps({"Tags": _tags(self, self._get_param("ResourceARN"))})

    @adds(ApplicationAutoScalingResponse, "tag_resource")
    def tag(self: Any) -> str:
        _tags(self, self._get_param("ResourceARN")).update(self._get_param("Tags"))
        return "{}"

    @adds(ApplicationAutoScalingResponse, "untag_resource")
    def untag(self: Any) -> str:
        for key in self._get_param("TagKeys"):
            _tags(self, self._get_param("ResourceARN")).pop(key, None)
        return "{}"


def _tags(response: Any, arn: str) -> dict[str, str]:
    tags_of_target: dict[str, str] = store(response.applicationautoscaling_backend, "tags").setdefault(arn, {})
    return tags_of_target
