"""AWS CodeBuild: projects keep all that they are told, and can be changed."""

from __future__ import annotations

from typing import Any

from moto.codebuild import responses
from moto.codebuild.exceptions import ResourceNotFoundException
from moto.codebuild.responses import CodeBuildResponse
from moto.core.responses import ActionResult

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import adds_call, asked
from tfproof.emulator.moto.fixes.patching import around


@fix(
    "codebuild: a project in a pipeline has no place of its own",
    aws="A pipeline hands a project its code and takes what it makes, so both have no location, nor has a project without code.",
    kind="enforced",
)
def no_place() -> None:
    @around(responses, "_validate_required_params_source")
    def source(original: Any, given: dict[str, Any]) -> None:
        kind = "GITHUB" if given["type"] == "GITLAB" else given["type"]  # moto knows no GitLab
        place = {"location": "elsewhere"} if kind in ("CODEPIPELINE", "NO_SOURCE") else {}
        original({**place, **given, "type": kind})

    @around(responses, "_validate_required_params_artifacts")
    def artifacts(original: Any, given: dict[str, Any]) -> None:
        original({"location": "elsewhere", **given} if given["type"] == "CODEPIPELINE" else given)


@fix(
    "codebuild: a project keeps what it is told and can be changed",
    aws="A project tells all of its settings, among them its key and the time that it waits, and an update names what changes.",
    kind="accepted",
)
def keep_and_update() -> None:
    @around(CodeBuildResponse, "create_project")
    def create(original: Any, self: Any) -> ActionResult:
        project = original(self).result["project"]
        project.update(asked(self))
        return ActionResult({"project": project})

    @adds_call(CodeBuildResponse, "update_project")
    def update(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        if given["name"] not in self.codebuild_backend.codebuild_projects:
            raise ResourceNotFoundException(f"No project is called {given['name']}.")
        project = self.codebuild_backend.codebuild_projects[given["name"]].project_metadata
        project.update(given)
        return {"project": project}
