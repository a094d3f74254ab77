"""The volumes that instances, templates, images and fleets declare, and whether they are encrypted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.concerns._compute import Part, encrypted_by_default, image_of, inherited
from tfproof.checks.model import Answer, all_of, any_of, fails, holds, outside, passes
from tfproof.checks.reading import argument, blocks, every, flag, unset
from tfproof.plans.values import is_unknown

if TYPE_CHECKING:
    from tfproof.plans.view import Resource

SNAPSHOTS = (
    "aws_ebs_snapshot", "aws_ebs_snapshot_copy", "aws_ebs_snapshot_import", "data.aws_ebs_snapshot",
)  # fmt: skip
_VOLUMES = ("aws_ebs_volume", "data.aws_ebs_volume")
# How images call the volume that they start from.
# https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/device_naming.html
_ROOTS = ("/dev/xvda", "/dev/sda1", "/dev/sda", "xvda")
_TEMPLATE = "aws_launch_template"
_MAPPINGS = "block_device_mappings"
_SPECIFICATION = "launch_specification"
_Judge = Callable[["Resource", str], Answer]


def volumes(r: Resource, judge: _Judge) -> list[Part]:
    """Return a part for each volume that a resource declares, by its path; ephemeral and suppressed ones are none."""
    if r.type == _TEMPLATE:
        return [partial(_mapped, r, mapping, judge) for mapping in blocks(r, _MAPPINGS)]
    if r.type == "aws_spot_fleet_request":
        paths = [v for s in blocks(r, _SPECIFICATION) for v in _of_instance(r, f"{s}.")]
    else:
        paths = blocks(r, "ebs_block_device") if r.type == "aws_ami" else _of_instance(r, "")
    return [partial(judge, r, path) for path in paths]


def _of_instance(r: Resource, before: str) -> list[str]:
    return [v for kind in ("root_block_device", "ebs_block_device") for v in blocks(r, f"{before}{kind}")]


def _mapped(r: Resource, mapping: str, judge: _Judge) -> Answer:
    """Judge what a template maps: a volume, or something else."""
    if not blocks(r, f"{mapping}.ebs"):
        return passes(f"{mapping} is no volume")
    return judge(r, f"{mapping}.ebs.0")


def has_volumes(r: Resource) -> bool:
    """Whether a resource is of a type that always has volumes, or says of any."""
    return r.type != "aws_spot_fleet_request" or bool(blocks(r, _SPECIFICATION))


def declares_root(r: Resource) -> bool:
    """Whether a resource says anything about the volume that it starts from."""
    if r.type == _TEMPLATE:
        devices = [r.get(f"{mapping}.device_name") for mapping in blocks(r, _MAPPINGS)]
        named = [i.get("root_device_name") for i in image_of(r) if i.type == "aws_ami"]
        roots = {*_ROOTS, *(n for n in named if isinstance(n, str))}
        return any(is_unknown(d) or d in roots for d in devices)
    if r.type == "aws_spot_fleet_request":
        return all(blocks(r, f"{s}.root_block_device") for s in blocks(r, _SPECIFICATION))
    return bool(blocks(r, "root_block_device"))


def volumes_encrypted(r: Resource) -> Answer:
    """Judge whether every volume of a resource is encrypted, by its own word, its template's, its image's or the account's."""
    own = volumes(r, _volume_encrypted)
    if not declares_root(r):
        own.append(partial(_root_by_others, r))
    return any_of([*encrypted_by_default(r), lambda: all_of(own)])


def _root_by_others(r: Resource) -> Answer:
    """Judge the volume that an instance starts from where it says nothing of it: by the template, then by the image."""
    found: list[Part] = [*inherited(r, volumes_encrypted), *(partial(image_encrypted, image) for image in image_of(r))]
    if r.type in ("aws_launch_template", "aws_spot_fleet_request"):
        found.append(
            partial(outside, f"whether the image of {r.address} is encrypted, of which it maps no root volume")
        )
    none = partial(fails, f"{r.address} declares no encrypted root volume")
    return any_of([*found, none])


def _volume_encrypted(r: Resource, path: str) -> Answer:
    if not unset(r, f"{path}.encrypted"):
        encrypted = flag(r, f"{path}.encrypted")
        return holds(encrypted, f"{path} is encrypted", f"encrypted of {path} is false")
    missing = fails(f"encrypted of {path} is not set")
    if "root_block_device" not in path:
        return missing if unset(r, f"{path}.snapshot_id") else from_snapshot(r, f"{path}.snapshot_id")
    images = [partial(image_encrypted, image) for image in image_of(r)]
    return any_of([*inherited(r, volumes_encrypted), *images, lambda: missing])


def from_snapshot(r: Resource, path: str) -> Answer:
    """Judge what is made of a snapshot: it is encrypted where the snapshot is."""
    none = fails(f"{path} names no snapshot")
    return every(r.members(path, *SNAPSHOTS), snapshot_encrypted, none=none)


def snapshot_encrypted(snapshot: Resource) -> Answer:
    """Judge a snapshot: the copy and the import say it, one of a volume is as the volume is."""
    if snapshot.qualified_type == "aws_ebs_snapshot":
        none = fails(f"{snapshot.address} names no volume")
        return every(snapshot.members("volume_id", *_VOLUMES), volume_encrypted, none=none)
    if flag(snapshot, "encrypted"):
        return passes(f"{snapshot.address} is encrypted")
    missing = partial(fails, f"encrypted of {snapshot.address} is not true")
    if snapshot.mode == "data":
        return missing()
    source: list[Part] = []
    if snapshot.type == "aws_ebs_snapshot_copy":
        named = snapshot.members("source_snapshot_id", *SNAPSHOTS)
        source = [partial(snapshot_encrypted, s) for s in named.found]
    return any_of([*encrypted_by_default(snapshot), *source, missing])


def volume_encrypted(volume: Resource) -> Answer:
    """Judge a volume by its own word, its snapshot's or the account's."""
    if flag(volume, "encrypted"):
        return passes(f"{volume.address} is encrypted")
    missing = fails(f"encrypted of {volume.address} is not true")
    if volume.mode == "data":
        return missing
    parts = encrypted_by_default(volume)
    if unset(volume, "encrypted") and not unset(volume, "snapshot_id"):
        parts.append(partial(from_snapshot, volume, "snapshot_id"))
    return any_of([*parts, lambda: missing])


def image_encrypted(image: Resource) -> Answer:
    """Judge an image by its volumes, by the copy's word, or by the instance that it is made of."""
    if image.type == "aws_ami_copy":
        if flag(image, "encrypted"):
            return passes(f"{image.address} is encrypted")
        sources = image.members("source_ami_id", "aws_ami", "aws_ami_copy", "aws_ami_from_instance").found
        missing = partial(fails, f"encrypted of {image.address} is not true")
        return any_of([*encrypted_by_default(image), *(partial(image_encrypted, s) for s in sources), missing])
    if image.type == "aws_ami_from_instance":
        none = fails(f"{image.address} names no instance")
        return every(image.members("source_instance_id", "aws_instance"), volumes_encrypted, none=none)
    if image.mode == "data":
        return _shown_encrypted(image)
    found = volumes(image, _volume_encrypted)
    return all_of(found) if found else passes(f"{image.address} has no volume")


def _shown_encrypted(image: Resource) -> Answer:
    """Judge an image that the plan looks up, by the mappings that it shows."""
    mappings = argument(image, "block_device_mappings", [])
    shown = [m.get("ebs") or {} for m in mappings if isinstance(m, dict)]
    encrypted = [str(e.get("encrypted", "")).lower() == "true" for e in shown if e]
    return holds(
        bool(encrypted) and all(encrypted), f"{image.address} is encrypted", f"{image.address} is not encrypted"
    )
