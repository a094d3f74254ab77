"""A throw-away project to plan in."""

from pathlib import Path

from tfproof.project.layout import Project
from tfproof.terraform.planning import Planner
from tfproof.terraform.toolchain import Toolchain

VERSIONS = """
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100, < 7.0"
    }
  }
}
"""


#: A module that refuses a name that is too short, without AWS's provider, which takes seconds to start.
QUEUE = """
variable "name" {
  type = string
  validation {
    condition     = length(var.name) > 2
    error_message = "The name is too short."
  }
}
resource "terraform_data" "this" {
  input = var.name
}
"""


class Workshop:
    """Writes modules and stacks into a project of its own and plans them."""

    def __init__(self, root: Path, toolchain: Toolchain) -> None:
        (root / "terraform" / "modules").mkdir(parents=True)
        self.project = Project(root)
        self.toolchain = toolchain

    def module(self, name: str, text: str, **examples: str) -> Path:
        return self._write(self.project.root / "terraform" / "modules" / name, text, examples)

    def stack(self, name: str, text: str, **environments: str) -> Path:
        directory = self._write(self.project.root / "terraform" / "stacks" / name, text, {})
        (directory / "environments").mkdir(exist_ok=True)
        for environment, values in environments.items():
            (directory / "environments" / f"{environment}.tfvars").write_text(values)
        return directory

    def _write(self, directory: Path, text: str, examples: dict[str, str]) -> Path:
        directory.mkdir(parents=True, exist_ok=True)
        (directory / "main.tf").write_text(text)
        if "aws_" in text or 'provider "aws"' in text:  # it takes seconds to start
            (directory / "versions.tf").write_text(VERSIONS)
        for example, content in examples.items():
            (directory / "examples" / example).mkdir(parents=True, exist_ok=True)
            (directory / "examples" / example / "main.tf").write_text(content)
        return directory

    def planner(self) -> Planner:
        """A planner that remembers only what the cache on disk does."""
        return Planner(self.project, self.toolchain, quiet=True)
