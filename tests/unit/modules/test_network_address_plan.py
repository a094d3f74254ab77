"""The address plan of the module network, with drawn inputs: the same ones each time, planned with all other cases."""

from dataclasses import dataclass
from ipaddress import IPv4Network
from itertools import combinations
from random import Random

import pytest

DRAW = Random(1)  # noqa: S311 - nothing is to be secret
ANYWHERE = IPv4Network("10.0.0.0/8")
TIERS = ["app", "batch", "cache", "data", "edge", "files", "public", "search"]
LETTERS = "abcdefgh"
OVERLAP, LEAVE = "Overlapping subnets", "outside of the VPC's blocks"


def network(mark, block, letters, tiers, **options):
    """The mark of a call; without NAT, because a layout need not have a public tier."""
    return mark(
        "network",
        account_id="123456789012",
        availability_zones=[f"us-east-1{letter}" for letter in letters],
        cidr_block=str(block),
        flow_logs_enabled=False,
        gateway_endpoints=[],
        name="shop",
        nat="none",
        tiers=tiers,
        **options,
    )


def blocks(plan):
    return {subnet.index: IPv4Network(subnet["cidr_block"]) for subnet in plan.of("aws_subnet")}


def drawn_block(length, within=ANYWHERE):
    """A network of that prefix length anywhere within another, and often at its beginning or end."""
    last = 2 ** (length - within.prefixlen) - 1
    place = DRAW.choice([0, last, DRAW.randint(0, last), DRAW.randint(0, last)])
    return IPv4Network((int(within.network_address) + place * 2 ** (32 - length), length))


@dataclass(frozen=True)
class Layout:
    """A VPC block, the slots of its tiers, and the letters of its zones, each in any order."""

    block: IPv4Network
    slots: dict[str, int]
    letters: str

    def __str__(self):
        slots = "".join(f"{name}{slot}" for name, slot in self.slots.items())
        return f"{self.block}-{slots}-{self.letters}".replace("/", "_")

    @property
    def blocks(self):
        """Where a subnet lies, whatever tiers and zones there are beside its own."""
        parts = list(self.block.subnets(prefixlen_diff=6))
        return {
            f"{name}/us-east-1{letter}": parts[8 * slot + LETTERS.index(letter)]
            for name, slot in self.slots.items()
            for letter in self.letters
        }

    @classmethod
    def drawn(cls, length, tiers, zones):
        names, letters = DRAW.sample(TIERS, tiers), DRAW.sample(LETTERS, zones)
        return cls(drawn_block(length), dict(zip(names, DRAW.sample(range(8), tiers), strict=True)), "".join(letters))


#: Of each size that has slots a large layout and a small one, and of the extremes one with every place in use.
LAYOUTS = [
    *(Layout.drawn(length, DRAW.randint(4, 6), DRAW.randint(3, 5)) for length in range(16, 23)),
    *(Layout.drawn(length, DRAW.randint(1, 3), DRAW.randint(2, 3)) for length in range(16, 23)),
    *(Layout.drawn(length, 8, 8) for length in (16, 22)),
]
EACH_LAYOUT = pytest.mark.parametrize(
    "layout",
    [
        pytest.param(
            layout,
            id=str(layout),
            marks=network(
                pytest.mark.plan,
                layout.block,
                layout.letters,
                {name: {"kind": "isolated", "slot": slot} for name, slot in layout.slots.items()},
            ),
        )
        for layout in LAYOUTS
    ],
)


@EACH_LAYOUT
def test_a_computed_block_depends_on_slot_and_letter_only(plan, layout):
    assert blocks(plan) == layout.blocks


@EACH_LAYOUT
def test_computed_blocks_are_disjoint(plan, layout):
    assert [pair for pair in combinations(blocks(plan).values(), 2) if pair[0].overlaps(pair[1])] == []


@EACH_LAYOUT
def test_computed_blocks_lie_in_the_vpc(plan, layout):
    assert [block for block in blocks(plan).values() if not block.subnet_of(layout.block)] == []


@dataclass(frozen=True)
class Given:
    """A VPC block and those of two tiers in two zones, which may overlap or leave the VPC."""

    block: IPv4Network
    subnets: tuple[IPv4Network, ...]

    @property
    def wrong(self):
        """What Terraform has to say of them; nothing where they are accepted."""
        overlap = any(a.overlaps(b) for a, b in combinations(self.subnets, 2))
        leave = not all(subnet.subnet_of(self.block) for subnet in self.subnets)
        return [said for said, true in ((OVERLAP, overlap), (LEAVE, leave)) if true]

    @property
    def param(self):
        names = [f"{tier}/us-east-1{letter}" for tier in ("app", "data") for letter in "ab"]
        texts = dict(zip(names, map(str, self.subnets), strict=True))
        tiers = {
            tier: {"kind": "isolated", "cidr_blocks": {f"us-east-1{z}": texts[f"{tier}/us-east-1{z}"] for z in "ab"}}
            for tier in ("app", "data")
        }
        kind, options = (pytest.mark.refused, {"match": self.wrong[0]}) if self.wrong else (pytest.mark.plan, {})
        name = "-".join(map(str, (self.block, *self.subnets))).replace("/", "_")
        return pytest.param(self, id=name, marks=network(kind, self.block, "ab", tiers, **options))


def drawn_subnets():
    """Blocks for a VPC, of which a quarter may lie beside it."""
    vpc = drawn_block(DRAW.randint(16, 18))
    around = DRAW.choice([vpc, vpc, vpc, vpc.supernet()])
    return Given(vpc, tuple(drawn_block(DRAW.randint(19, 26), around) for _ in range(4)))


DRAWN = [drawn_subnets() for _ in range(200)]
ACCEPTED = [given for given in DRAWN if not given.wrong][:12]
KINDS = ([OVERLAP], [LEAVE], [OVERLAP, LEAVE])
REFUSED = [given for kind in KINDS for given in [given for given in DRAWN if given.wrong == kind][:6]]


@pytest.mark.parametrize("given", [given.param for given in ACCEPTED])
def test_blocks_that_fit_are_accepted(plan, given):
    assert set(blocks(plan).values()) == set(given.subnets)


@pytest.mark.parametrize("given", [given.param for given in REFUSED])
def test_blocks_that_overlap_or_leave_the_vpc_are_refused(refusal, given):
    assert [wrong for wrong in given.wrong if wrong not in refusal.message] == []


def test_enough_of_each_kind_was_drawn():
    assert (len(ACCEPTED), len(REFUSED)) == (12, 18)
