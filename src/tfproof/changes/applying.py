"""The states that examples of modules have once they are applied to an emulator, remembered as plans are."""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

from tfproof.emulator import Emulator
from tfproof.emulator.choice import start
from tfproof.errors import EnvironmentProblem
from tfproof.files import write_whole, writing
from tfproof.terraform.diagnostics import Diagnostic
from tfproof.terraform.planning import Case
from tfproof.terraform.planning.batch import Batch, case_of
from tfproof.terraform.planning.cache import Cache
from tfproof.terraform.planning.states import STATE_FILE, split_state
from tfproof.terraform.root import PlanRun

_ZONES = "abc"


def states_of(cases: Sequence[Case], cache: Cache) -> dict[Case, str]:
    """Return for each case of a module's example the file of its state, as a path of the project.

    What is not remembered is applied, all in one root. Raises EnvironmentProblem with what Terraform said where that fails.
    """
    root = cache.project.root
    files = {c: cache.project.cache / "plans" / "states" / f"{_key(c, cache)}.json" for c in cases}
    missing = [c for c, file in files.items() if not file.is_file()]
    if missing:
        states, errors = apply(missing, cache)
        for case, state in states.items():
            with writing(files[case]):
                write_whole(files[case], json.dumps(state).encode(), private=True)
        if errors:
            said = _replaced("\n".join(map(str, errors)), {f"module.{c.id}": str(c) for c in missing})
            raise EnvironmentProblem(f"examples do not apply:\n{said}", "read the errors above")
    return {c: file.relative_to(root).as_posix() for c, file in files.items()}


def _key(case: Case, cache: Cache) -> str:
    """What a state depends on: all that a plan does, the emulator, and what is made there beforehand."""
    own = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
    return hashlib.sha256("\n".join([cache.key(case), cache.emulator, own]).encode()).hexdigest()


def apply(cases: Sequence[Case], cache: Cache) -> tuple[dict[Case, dict[str, Any]], list[Diagnostic]]:
    """Apply examples to moto; return the state of each that could be, and the errors."""
    with AppliedExamples(cases, cache) as applied:
        failed = {case_of(e.address) for e in applied.errors}
        made = [c for c in cases if c.id not in failed and "" not in failed]
        return split_state(applied.state(), made), applied.errors


class AppliedExamples:
    """Examples, or compositions, applied together to one moto. Use as a context manager; leaving it discards everything.

    What they take as given is made beforehand, and they are told its identifiers; in the state they stand as they are named.
    """

    def __init__(self, cases: Sequence[Case], cache: Cache) -> None:
        self.cases = cases
        self.errors: list[Diagnostic] = []
        self._cache = cache
        self._held = ExitStack()

    def __enter__(self) -> AppliedExamples:
        with ExitStack() as held:
            base = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="tfproof-")))
            emulator = held.enter_context(start("moto"))
            cache = self._cache
            footprints = {c: cache.footprint(c) for c in self.cases}
            lock = cache.lock_file(self.cases[0])
            self._batch = Batch(base, footprints, cache.project, cache.toolchain, emulator.endpoint, lock=lock)
            places = [self._batch.directory / self._batch.place(c) for c in self.cases]
            files = [f for place in places for f in sorted(place.glob("*.tf"))]
            self._made = made_beforehand("\n".join(f.read_text(encoding="utf-8") for f in files), emulator)
            for file in files:
                file.write_text(_replaced(file.read_text(encoding="utf-8"), self._made), encoding="utf-8")
            self._batch.init()
            self.errors = self._batch.apply()
            self._held = held.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held.close()

    def state(self) -> dict[str, Any]:
        """Return the whole state."""
        text = (self._batch.directory / STATE_FILE).read_text(encoding="utf-8")
        state: dict[str, Any] = json.loads(_replaced(text, {own: name for name, own in self._made.items()}))
        return state

    def plan_again(self) -> PlanRun:
        """Plan against the emulator; what has just been applied has nothing to do."""
        return self._batch.plan(refresh=True)

    def destroy(self) -> list[Diagnostic]:
        """Destroy everything; return the errors."""
        return self._batch.destroy()


def made_beforehand(text: str, emulator: Emulator) -> dict[str, str]:
    """Make what examples take as given, such as the network and buckets of logs; return its identifiers by those they name."""
    ec2, s3 = emulator.client("ec2"), emulator.client("s3")
    made: dict[str, str] = {}
    vpc = ec2.create_vpc(CidrBlock="10.99.0.0/16")["Vpc"]["VpcId"]
    for name in _named(r'"(vpc-[0-9a-f]{8,})"', text):
        made[name] = vpc
    for number, name in enumerate(_named(r'"(subnet-[0-9a-f]{8,})"', text)):
        zone = f"us-east-1{_ZONES[number % len(_ZONES)]}"
        subnet = ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.99.{number}.0/24", AvailabilityZone=zone)
        made[name] = subnet["Subnet"]["SubnetId"]
    for name in _named(r'"(sg-[0-9a-f]{8,})"', text):
        made[name] = ec2.create_security_group(GroupName=name[3:], Description=name, VpcId=vpc)["GroupId"]
    for name in _named(r'\bzone_id\s*=\s*"(Z\w+)"', text):
        zone = emulator.client("route53").create_hosted_zone(Name="example.com", CallerReference=name)
        made[name] = zone["HostedZone"]["Id"].rpartition("/")[2]
    for name in _named(r'\bbucket\s*=\s*"([\w.-]+)"', text):
        s3.create_bucket(Bucket=name)
        allowed = {"Effect": "Allow", "Principal": {"Service": "logging.s3.amazonaws.com"}, "Action": "s3:PutObject"}
        s3.put_bucket_policy(
            Bucket=name, Policy=json.dumps({"Statement": [{**allowed, "Resource": f"arn:aws:s3:::{name}/*"}]})
        )
    for name in _named(r'"(arn:aws:kms:[^"]+:key/[^"]+)"', text):
        made[name] = emulator.client("kms", name.split(":")[3]).create_key()["KeyMetadata"]["Arn"]
    for name in _named(r'"(arn:aws:acm:us-east-1:[^"]+)"', text):
        made[name] = emulator.client("acm").request_certificate(DomainName="example.com")["CertificateArn"]
    for name in _named(r'"arn:aws:ecs:[^"]+:cluster/([^"]+)"', text):
        emulator.client("ecs").create_cluster(clusterName=name)
    for name in _named(r'"(arn:aws:elasticloadbalancing:[^"]+:(?:listener|loadbalancer)/[^"]+)"', text):
        made[name] = _balancer(name, vpc, emulator)
    return made


def _balancer(name: str, vpc: str, emulator: Emulator) -> str:
    """Make a load balancer, with a listener where one is named, under a name that no example gives; return the ARN."""
    ec2, elb = emulator.client("ec2"), emulator.client("elbv2")
    kind = "network" if "/net/" in name else "application"
    used = len(ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["Subnets"])
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.99.{used}.0/24", AvailabilityZone="us-east-1a")["Subnet"][
        "SubnetId"
    ]
    own = hashlib.sha256(name.encode()).hexdigest()[:16]
    arn = str(elb.create_load_balancer(Name=own, Type=kind, Subnets=[subnet])["LoadBalancers"][0]["LoadBalancerArn"])
    if ":loadbalancer/" in name:
        return arn
    protocol = "TCP" if kind == "network" else "HTTP"
    group = elb.create_target_group(Name=own, Protocol=protocol, Port=80, VpcId=vpc)["TargetGroups"][0][
        "TargetGroupArn"
    ]
    forward = [{"Type": "forward", "TargetGroupArn": group}]
    made = elb.create_listener(LoadBalancerArn=arn, Protocol=protocol, Port=80, DefaultActions=forward)
    return str(made["Listeners"][0]["ListenerArn"])


def _named(pattern: str, text: str) -> list[str]:
    return sorted(set(re.findall(pattern, text)))


def _replaced(text: str, names: Mapping[str, str]) -> str:
    for old, new in names.items():
        text = text.replace(old, new)
    return text
