"""Launch templates of Amazon EC2."""

from __future__ import annotations

from typing import Any

from moto.ec2.models.launch_templates import LaunchTemplateVersion

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.patching import around


@fix(
    "ec2: the tags of a launch template are not those of what it launches",
    aws="The tags of the template itself are no part of the data of a version. moto adds them to what the version tags.",
    kind="accepted",
)
def tags_of_the_template() -> None:
    @around(LaunchTemplateVersion, "__init__")
    def init(original: Any, self: Any, template: Any, number: int, data: dict[str, Any], description: str) -> None:
        original(self, template, number, data, description)
        if tagged := data.get("TagSpecifications"):
            data["TagSpecifications"] = [one for one in tagged if one["ResourceType"] != "launch-template"]
