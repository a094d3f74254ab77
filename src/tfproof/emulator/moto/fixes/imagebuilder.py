"""EC2 Image Builder, which moto lacks altogether."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from moto.core.utils import utcnow

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import Refusal, adds_call, adds_service, adds_tag_calls, known, tags_of
from tfproof.emulator.moto.fixes.patching import store


@dataclass(frozen=True, slots=True)
class _Kind:
    """What Image Builder has: the word of its calls, the word of its ARN, and the fields of its answers."""

    call: str
    arn: str
    field: str
    arn_field: str
    versioned: bool = False


_KINDS = (
    _Kind("component", "component", "component", "componentBuildVersionArn", versioned=True),
    _Kind("image_recipe", "image-recipe", "imageRecipe", "imageRecipeArn", versioned=True),
    _Kind(
        "infrastructure_configuration",
        "infrastructure-configuration",
        "infrastructureConfiguration",
        "infrastructureConfigurationArn",
    ),
    _Kind(
        "distribution_configuration",
        "distribution-configuration",
        "distributionConfiguration",
        "distributionConfigurationArn",
    ),
    _Kind("image_pipeline", "image-pipeline", "imagePipeline", "imagePipelineArn"),
)
#: What others have of a thing by its ARN: it cannot be deleted as long as they do.
_USES = ("imageRecipeArn", "infrastructureConfigurationArn", "distributionConfigurationArn")


@fix(
    "imagebuilder: components, recipes, configurations and pipelines exist",
    aws="Each tells what it was told. Two of one name and version cannot be, what has a version cannot be changed, and "
    "what another one uses cannot be deleted. Nothing is built here.",
    kind="enforced",
)
def pipelines() -> None:
    response = adds_service("imagebuilder", "imagebuilder")
    adds_tag_calls(response, "resourceArn", "tags", "tagKeys")
    for kind in _KINDS:
        _add(response, kind)


def _add(response: type, kind: _Kind) -> None:
    @adds_call(response, f"create_{kind.call}")
    def create(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        arn = f"arn:aws:imagebuilder:{self.region}:{self.current_account}:{kind.arn}/{given['name'].lower()}"
        if kind.versioned:
            version = given.pop("semanticVersion")
            given |= {"version": version, "owner": self.current_account}
            arn = f"{arn}/{version}"
        if kind.call == "component":
            arn = f"{arn}/1"
            given |= {"encrypted": True, "type": "BUILD"}
        if arn in store(self.backend, "things"):
            raise Refusal("ResourceAlreadyExistsException", f"The resource {arn} already exists.")
        tags_of(self.backend, arn).update(given.pop("tags", {}))
        store(self.backend, "things")[arn] = {**given, "arn": arn, "dateCreated": utcnow().isoformat()}
        return {kind.arn_field: arn}

    @adds_call(response, f"get_{kind.call}")
    def get(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        thing = _thing(self, given[kind.arn_field])
        return {kind.field: {**thing, "tags": tags_of(self.backend, thing["arn"])}}

    @adds_call(response, f"delete_{kind.call}")
    def delete(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        arn = _thing(self, given[kind.arn_field])["arn"]
        if users := [name for name, thing in store(self.backend, "things").items() if arn in _used(thing)]:
            raise Refusal("ResourceDependencyException", f"The resource {arn} is used by {users[0]}.")
        tags_of(self.backend, arn).clear()
        del store(self.backend, "things")[arn]
        return {kind.arn_field: arn}

    if not kind.versioned:

        @adds_call(response, f"update_{kind.call}")
        def update(self: Any, given: dict[str, Any]) -> dict[str, Any]:
            thing = _thing(self, given[kind.arn_field])
            thing.update({name: value for name, value in given.items() if name != kind.arn_field})
            return {kind.arn_field: thing["arn"]}


def _thing(response: Any, arn: str) -> dict[str, Any]:
    things = store(response.backend, "things")
    return known(things, arn, "ResourceNotFoundException", f"The resource {arn} cannot be found.")


def _used(thing: dict[str, Any]) -> set[str]:
    named = {thing.get(field) for field in _USES} | {c["componentArn"] for c in thing.get("components", [])}
    return {arn for arn in named if arn}
