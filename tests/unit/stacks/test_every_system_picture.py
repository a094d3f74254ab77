"""Every system: its picture is the one that its plan gives (`make docs` draws it), and its README shows it."""

from systems import each_system

from tfproof.commands.picture import shown_of, title_of
from tfproof.picture import as_svg, picture_of
from tfproof.terraform.planning import Case


def drawn(planner, system):
    """The picture of a system, as `tfproof picture --stack` draws it."""
    environment = shown_of(system.environments)
    plan = planner.plan(Case.of(system.name, environment=environment))
    return picture_of(plan, title_of(system.stack, environment))


@each_system
def test_the_picture_is_what_the_plan_gives(planner, system):
    assert (system.documents / "picture.svg").read_text() == as_svg(drawn(planner, system))


@each_system
def test_the_readme_shows_the_picture(system):
    assert f"(../../../docs/operations/{system.name}/picture.svg)" in (system.stack / "README.md").read_text()


@each_system
def test_everything_that_flows_is_between_boxes_that_are_drawn(planner, system):
    picture = drawn(planner, system)
    ends = {end for arrow in picture.arrows for end in (arrow.source, arrow.target)}
    assert ends - {box.id for box in picture.boxes} == set()
    assert {arrow.says for arrow in picture.arrows} >= {"reaches", "uses", "tells"}
