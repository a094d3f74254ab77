"""What instances, templates and fleets have in common: what they name, inherit and get from the account's defaults."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.model import Answer, fails, outside, passes
from tfproof.checks.reading import blocks, every, flag, unset
from tfproof.plans.values import is_unknown

if TYPE_CHECKING:
    from tfproof.plans.relations import Members
    from tfproof.plans.view import Resource

#: What names a launch template, and takes from it what it does not say itself.
INSTANCES = ("aws_instance", "aws_spot_instance_request")
TEMPLATES = ("aws_launch_template", "data.aws_launch_template")
IMAGES = ("aws_ami", "aws_ami_copy", "aws_ami_from_instance", "data.aws_ami")
Part = Callable[[], Answer]


def template_of(r: Resource) -> Members | None:
    """Return the launch template that an instance names, None where it names none."""
    if r.type in INSTANCES:
        for path in ("launch_template.0.id", "launch_template.0.name"):
            if not unset(r, path):
                return r.members(path, *TEMPLATES)
    return None


def inherited(r: Resource, judge: Callable[[Resource], Answer]) -> list[Part]:
    """Return the part that judges what an instance takes from its launch template, if it names one."""
    named = template_of(r)
    if named is None:
        return []
    return [partial(every, named, partial(_in_its_version, r, judge), none=fails("it names no launch template"))]


def _in_its_version(r: Resource, judge: Callable[[Resource], Answer], template: Resource) -> Answer:
    """Judge a template, of which a plan shows only the version that it makes, or the one that is the default."""
    version = r.get("launch_template.0.version")
    if not is_unknown(version) and str(version or "").isdigit() and template.actions != ("create",):
        outside(f"version {version} of {template.address}")
    return judge(template)


def images_named(r: Resource) -> list[str]:
    """Return the paths of the arguments that name an image."""
    if r.type == "aws_spot_fleet_request":
        return [f"{specification}.ami" for specification in blocks(r, "launch_specification")]
    return ["ami" if r.type in INSTANCES else "image_id"]


def image_of(r: Resource) -> list[Resource]:
    """Return the images that are named, as far as the plan shows them."""
    return [image for path in images_named(r) for image in r.members(path, *IMAGES).found]


def defaults(r: Resource, kind: str, judge: Callable[[Resource], Answer]) -> list[Part]:
    """Return the parts that judge what the account sets for the resource's region."""
    near = [s for s in r.plan.of(kind) if None in (s.region, r.region) or s.region == r.region]
    return [partial(_where_it_counts, r, setting, judge) for setting in near]


def _where_it_counts(r: Resource, setting: Resource, judge: Callable[[Resource], Answer]) -> Answer:
    answer = judge(setting)
    if setting.region != r.region:
        outside(f"whether {setting.address} is of the region of {r.address}")
    return answer


def encrypted_by_default(r: Resource) -> list[Part]:
    """Return the parts that judge whether the account encrypts each new volume in the resource's region."""
    return defaults(r, "aws_ebs_encryption_by_default", _encrypts)


def _encrypts(setting: Resource) -> Answer:
    if not flag(setting, "enabled", True):
        return fails(f"{setting.address} is off")
    return passes(f"{setting.address} encrypts every new volume")
