"""The generated parts of a module's README."""

import re

from tfproof.terraform.module_readme import rendered


def test_a_readme_without_any_place_for_them_gets_all_generated_parts(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.2.3"\n')
    module = tmp_path / "terraform/modules/shop"
    (module / "examples/minimal").mkdir(parents=True)
    (module / "main.tf").write_text('variable "name" {\n  description = "Name of it."\n  type = string\n}\n')
    (module / "examples/minimal/main.tf").write_text('module "shop" {\n  source = "../.."\n}\n')
    (module / "README.md").write_text("# shop\n\nMakes a shop.\n")
    text = rendered(module)
    assert text.startswith("# shop\n\nMakes a shop.\n\n<!-- example -->\n```hcl\n")
    assert "terraform/modules/shop?ref=v1.2.3" in text
    assert re.findall(r"^## .*", text, re.MULTILINE) == ["## Inputs", "## Outputs", "## What a change does"]
    assert "| `name` | `string` | required | Name of it. |" in text
    (module / "README.md").write_text(text)
    assert rendered(module) == text
