"""What a plan does to what is there, told from its changes."""

import pytest

from tfproof.changes.effects import effect_of, effects_of


def change(*actions, before=None, after=None, kind="aws_x"):
    return {"type": kind, "mode": "managed", "change": {"actions": list(actions), "before": before, "after": after}}


@pytest.mark.parametrize(
    ("actions", "effect"),
    [
        (["no-op"], "nothing"),
        (["read"], "nothing"),
        (["create"], "made"),
        (["update"], "in place"),
        (["delete"], "deleted"),
        (["delete", "create"], "delete then create"),
    ],
)
def test_each_action_has_a_word(actions, effect):
    assert effect_of(change(*actions)) == effect


def test_an_action_that_has_no_word_is_not_nothing():
    with pytest.raises(KeyError):
        effect_of(change("forget"))


def test_what_is_made_beside_the_old_one_has_another_name():
    assert effect_of(change("create", "delete", before={"name": "a"}, after={"name": "b"})) == "create then delete"


def test_what_has_no_name_is_made_beside_the_old_one():
    assert effect_of(change("create", "delete", before={"name": ""}, after={"name": ""})) == "create then delete"


def test_a_name_that_is_known_after_the_apply_is_another_one():
    assert effect_of(change("create", "delete", before={"name": "a"}, after={})) == "create then delete"


def test_one_name_for_both_is_told():
    seen = effect_of(change("create", "delete", before={"name": "a"}, after={"name": "a"}))
    assert seen == "create then delete, of one name"


@pytest.mark.parametrize(
    ("version", "effect"), [("1.0.1", "create then delete"), ("1.0.0", "create then delete, of one name")]
)
def test_what_has_a_version_is_known_by_both(version, effect):
    before, after = {"name": "a", "version": "1.0.0"}, {"name": "a", "version": version}
    recipe = change("create", "delete", before=before, after=after, kind="aws_imagebuilder_image_recipe")
    assert effect_of(recipe) == effect


def test_the_worst_effect_on_a_type_is_the_one_that_counts():
    raw = {
        "resource_changes": [
            change("update"),
            change("delete", "create"),
            change("create"),
            change("no-op", kind="aws_y"),
        ]
    }
    assert effects_of(raw) == {"aws_x": "delete then create"}
