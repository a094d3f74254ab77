"""The names of the files that a working copy has and the user's tree has not."""

from __future__ import annotations

import re

from tfproof.terraform.hcl import Directory

DEFAULT_FILE = "zz_tfproof_default.tf.json"
PROVIDERS_FILE = "zz_tfproof_providers.tf.json"
UNKNOWN_FILE = "zz_tfproof_unknown.tf.json"
CHANGES_FILE = "zz_tfproof_changes_override.tf.json"
VARIABLES_FILE = "tfproof.tfvars.json"
PLAN_FILE = "tfproof.plan"
_OVERRIDE_FILE = "zz_tfproof_override.tf.json"
#: Those that a root may have, for who asks whether a pattern finds any.
IN_A_ROOT = (_OVERRIDE_FILE, DEFAULT_FILE, UNKNOWN_FILE, CHANGES_FILE, VARIABLES_FILE, PLAN_FILE)
_OURS = re.compile(r"(?:zz|.*~)_tfproof_\w+\.tf\.json|tfproof\.(?:tfvars\.json|plan)|case_[0-9a-f]{12}\.tf\.json")
_OVERRIDE = re.compile(r"(?:(.*)_)?override\.(?:tf|tofu)(?:\.json)?")


def is_ours(name: str) -> bool:
    """Whether a file of this name means nothing to a user."""
    return _OURS.fullmatch(name) is not None


def last_override(directory: Directory) -> str:
    """Return a name for our override file that sorts behind those that the module has.

    Terraform merges them in the order of their names, and the last one wins.
    """
    there = [m[1] or "override" for f in directory.files if not is_ours(f.name) and (m := _OVERRIDE.fullmatch(f.name))]
    return f"{max(*there, 'zz')}~_tfproof_override.tf.json" if there else _OVERRIDE_FILE
