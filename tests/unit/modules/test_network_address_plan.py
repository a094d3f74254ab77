"""The address plan of the module network, with generated inputs.

Hypothesis draws one list of cases, which are planned together; every case that breaks a promise is reported.
"""

from dataclasses import dataclass
from ipaddress import IPv4Network
from itertools import combinations

from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from tfproof.terraform.planning import Case

#: One example is a whole list, so that one is enough; shrinking it would plan everything again and again. Hypothesis
#: begins with the simplest list, which repeats one case: the tests assume away what is too uniform.
ONE_LIST = settings(max_examples=1, phases=[Phase.generate], suppress_health_check=list(HealthCheck), deadline=None)

ANYWHERE = IPv4Network("10.0.0.0/8")
TIERS = ["app", "batch", "cache", "data", "edge", "files", "public"]
LETTERS = "abcdefgh"


@dataclass(frozen=True)
class Layout:
    """A VPC block, the slots of its tiers, and the letters of its zones."""

    block: str
    slots: dict[str, int]
    letters: list[str]

    def case(self):
        """The module call; without NAT, because a layout need not have a public tier."""
        return network(
            self.block, self.letters, {name: {"kind": "isolated", "slot": slot} for name, slot in self.slots.items()}
        )


def network(block, letters, tiers, *, refused=False):
    variables = {
        "account_id": "123456789012",
        "availability_zones": [f"us-east-1{letter}" for letter in letters],
        "cidr_block": block,
        "flow_logs_enabled": False,
        "gateway_endpoints": [],
        "name": "shop",
        "nat": "none",
        "tiers": tiers,
    }
    return Case.of("network", variables, refused=refused)


def blocks(plan):
    return {subnet.index: IPv4Network(subnet["cidr_block"]) for subnet in plan.of("aws_subnet")}


def network_blocks(shortest, longest, within=ANYWHERE):
    """Networks of a prefix length between two, anywhere within another, and often at its beginning or end."""

    def place(length, fraction):
        count = 2 ** (length - within.prefixlen)
        return IPv4Network((int(within.network_address) + (fraction % count) * 2 ** (32 - length), length))

    fractions = st.one_of(st.integers(0, 2**32), st.sampled_from([0, -1]))
    return st.builds(place, st.integers(shortest, longest), fractions)


@st.composite
def growing_layouts(draw):
    """A layout, and the same with a tier and a zone added and everything in another order."""
    names = draw(st.lists(st.sampled_from(TIERS), min_size=2, max_size=4, unique=True))
    places = draw(st.lists(st.integers(0, 7), min_size=len(names), max_size=len(names), unique=True))
    letters = draw(st.lists(st.sampled_from(LETTERS), min_size=2, max_size=4, unique=True))
    block = str(draw(network_blocks(16, 22)))
    slots = dict(zip(names, places, strict=True))
    small = Layout(block, dict(list(slots.items())[1:]), letters[1:])
    return small, Layout(block, dict(reversed(slots.items())), letters[::-1])


@given(pairs=st.lists(growing_layouts(), min_size=40, max_size=40))
@ONE_LIST
def test_computed_blocks_are_disjoint_and_stay_where_they_are(planner, pairs):
    assume(len({large.block for _, large in pairs}) >= 25)
    layouts = [layout for pair in pairs for layout in pair]
    planned = dict(zip(map(id, layouts), planner.plan_all([layout.case() for layout in layouts]), strict=True))
    broken = []
    for small, large in pairs:
        before, after = blocks(planned[id(small)]), blocks(planned[id(large)])
        vpc = IPv4Network(large.block)
        if len(after) != len(large.slots) * len(large.letters):
            broken.append(("a tier misses a zone", large))
        if not all(block.subnet_of(vpc) for block in after.values()):
            broken.append(("a subnet lies outside of the VPC", large))
        if any(a.overlaps(b) for a, b in combinations(after.values(), 2)):
            broken.append(("subnets overlap", large))
        if before != {key: after[key] for key in before}:
            broken.append(("growth moved a subnet", small, large))
    assert not broken, "\n".join(map(str, broken))


@st.composite
def explicit_layouts(draw):
    """A VPC block and two tiers in two zones, whose blocks may overlap or leave the VPC."""
    vpc = draw(network_blocks(16, 18))
    around = draw(st.sampled_from([vpc, vpc, vpc, vpc.supernet()]))
    given_blocks = draw(st.lists(network_blocks(19, 26, around), min_size=4, max_size=4))
    return vpc, given_blocks


@given(layouts=st.lists(explicit_layouts(), min_size=60, max_size=60))
@ONE_LIST
def test_explicit_blocks_are_refused_when_they_overlap_or_leave_the_vpc(planner, layouts):
    expected = {}
    for vpc, given_blocks in layouts:
        texts = [str(block) for block in given_blocks]
        tiers = {
            "app": {"kind": "isolated", "cidr_blocks": {"us-east-1a": texts[0], "us-east-1b": texts[1]}},
            "data": {"kind": "isolated", "cidr_blocks": {"us-east-1a": texts[2], "us-east-1b": texts[3]}},
        }
        overlapping = any(a.overlaps(b) for a, b in combinations(given_blocks, 2))
        outside = not all(block.subnet_of(vpc) for block in given_blocks)
        expected[network(str(vpc), "ab", tiers, refused=overlapping or outside)] = overlapping or outside
    assume(min(list(expected.values()).count(kind) for kind in (True, False)) >= 10)
    outcomes = planner.outcomes(list(expected))
    wrong = [str(case) for case, refused in expected.items() if (outcomes[case].refusal is not None) != refused]
    assert not wrong, "\n".join(wrong)
