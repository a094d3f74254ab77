"""What a project demands is merged with the defaults entry by entry, and a demand that asks for nothing is refused."""

from __future__ import annotations

from typing import Any

import pytest

from tfproof.errors import BadInput
from tfproof.project.settings import settings_from


def test_limits_are_merged_entry_by_entry() -> None:
    settings = settings_from({"limits": {"identity.password-policy": {"characters": 16}}}, "f")
    assert settings.limit("identity.password-policy", "characters", "production") == 16
    assert settings.limit("identity.password-policy", "remembered", "production") == 24


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"limits": {"logging.log-retention": None}}, "is no mapping"),
        ({"limits": {"logging.log-retention": 5}}, "is no mapping"),
        ({"limits": {5: 5}}, "is no mapping"),
        ({"limits": {"logging.log-retention": {"hours": 5}}}, "has no hours"),
        ({"limits": {"resilience.rds-backup-retention": {"days": 0}}}, "above 0"),
        ({"limits": {"logging.log-retention": {"days": -5}}}, "above 0"),
        ({"limits": {"logging.log-retention": {"days": True}}}, "above 0"),
        ({"environments": [1]}, "list of texts"),
        ({"environments": [None]}, "list of texts"),
        ({"environments": [["a"]]}, "list of texts"),
        ({"environments": [{"a": "b"}]}, "list of texts"),
        ({"allowed_regions": [None]}, "list of texts"),
        ({"public_ports": ["22"]}, "list of whole numbers"),
        ({"public_ports": [True]}, "list of whole numbers"),
        ({"required_tags": [{"a": "b"}]}, "list of texts"),
    ],
)
def test_a_setting_of_the_wrong_kind_is_refused_in_one_line(given: dict[Any, Any], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        settings_from(given, "f")
