"""Who gets the credentials of instances and jobs, and what containers of jobs may do to their host."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.concerns._batch_compute import DEFINITION, members
from tfproof.checks.concerns._beanstalk_compute import ENVIRONMENTS, GENERAL, is_on, platform_is
from tfproof.checks.concerns._compute import INSTANCES, TEMPLATES, defaults, image_of, inherited
from tfproof.checks.concerns._zones import SUBNETS
from tfproof.checks.concerns.network_compute import address_of
from tfproof.checks.model import Answer, Context, any_of, check, fails, holds, passes, until_apply
from tfproof.checks.reading import argument, given, unset
from tfproof.findings import Verdict
from tfproof.plans.values import Undecided, is_unknown

if TYPE_CHECKING:
    from tfproof.plans.view import Plan, Resource

_OPTIONS = "metadata_options.0"
_DEFAULTS = "aws_ec2_instance_metadata_defaults"
_SETTINGS = "aws:autoscaling:launchconfiguration"


@check(
    "identity.instance-imdsv2",
    title="Instances require tokens for their metadata",
    severity="high",
    aspect="access-policy",
    source=(
        "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html",
        "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceMetadataOptionsRequest.html",
    ),
    types=(*INSTANCES, "aws_launch_template", "aws_launch_configuration"),
    looks_at=("aws_ami", "data.aws_ami", "data.aws_launch_template", _DEFAULTS),
    remediation='Add metadata_options with http_tokens = "required".',
)
def instance_imdsv2(r: Resource, _: Context) -> Answer:
    """Reads `metadata_options`: `http_tokens` is `required`, or `http_endpoint` is `disabled`. What an instance does not
    say its launch template may; after that the account's default of the same plan and region decides, then the image
    (`imds_support`). Else AWS also answers requests without a token (IMDSv1), and whoever makes the instance send a
    request gets the credentials of its role."""
    return _requires_tokens(r)


def _requires_tokens(r: Resource) -> Answer:
    closed = partial(_is_closed, r)
    if not unset(r, f"{_OPTIONS}.http_tokens"):
        return any_of([partial(_own_tokens, r), closed])
    accounts = defaults(r, _DEFAULTS, _default_tokens)
    images = [] if accounts else [partial(_image_requires, image) for image in image_of(r)]
    return any_of([closed, *inherited(r, _template_requires), *accounts, *images])


def _template_requires(template: Resource) -> Answer:
    if template.mode == "managed":
        return _requires_tokens(template)
    tokens = argument(template, f"{_OPTIONS}.http_tokens", "optional")
    text = f"http_tokens of {template.address} is {tokens}"
    return holds(tokens == "required", text, text)


def _own_tokens(r: Resource) -> Answer:
    tokens = argument(r, f"{_OPTIONS}.http_tokens", "optional")
    text = f"http_tokens of {r.address} is {tokens}"
    return holds(tokens == "required", text, f"{text}: IMDSv1 answers")


def _is_closed(r: Resource) -> Answer:
    endpoint = argument(r, f"{_OPTIONS}.http_endpoint", "enabled")
    return holds(endpoint == "disabled", f"{r.address} has no metadata", f"nothing requires tokens of {r.address}")


def _default_tokens(setting: Resource) -> Answer:
    tokens = argument(setting, "http_tokens", "no-preference")
    return holds(
        tokens == "required", f"{setting.address} requires tokens", f"{setting.address} does not require tokens"
    )


def _image_requires(image: Resource) -> Answer:
    if image.type != "aws_ami":
        return fails(f"{image.address} does not say that it requires tokens")
    support = image.get("imds_support", "")
    if is_unknown(support) and not unset(image, "imds_support"):
        until_apply(f"imds_support of {image.address}")
    return holds(support == "v2.0", f"{image.address} requires tokens", f"{image.address} does not require tokens")


@check(
    "identity.instance-role",
    title="Instances have a role of their own",
    severity="low",
    aspect="access-policy",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2.html",
    types=INSTANCES,
    looks_at=TEMPLATES,
    remediation="Set iam_instance_profile; what needs nothing of AWS is still reached through Session Manager with it.",
)
def instance_role(r: Resource, _: Context) -> Answer:
    """Reads `iam_instance_profile` of the instance, or of the launch template that it names. Without a role whoever needs
    something of AWS puts keys of a user on the instance, and logs in with keys of SSH instead of Session Manager."""
    return any_of([partial(_has_profile, r, ("iam_instance_profile",)), *inherited(r, _template_profile)])


def _template_profile(template: Resource) -> Answer:
    return _has_profile(template, ("iam_instance_profile.0.arn", "iam_instance_profile.0.name"))


def _has_profile(r: Resource, paths: tuple[str, ...]) -> Answer:
    named = any(given(r, path) for path in paths)
    return holds(named, f"{r.address} has a profile", f"{r.address} has no iam_instance_profile")


@check(
    "identity.instance-role-not-shared",
    title="Instances with a public address share their role with no private one",
    severity="medium",
    aspect="access-policy",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    types=("aws_instance",),
    looks_at=("aws_iam_instance_profile", "aws_eip", "aws_eip_association", *SUBNETS),
    remediation="Give instances that the internet reaches a profile of their own, with the rights that they need.",
    when=lambda r: not unset(r, "iam_instance_profile"),
)
def instance_role_not_shared(r: Resource, _: Context) -> Answer:
    """Reads the profile of each instance, and whether it has a public address. Whoever takes over what the internet
    reaches has its role; where private instances share it, that role may do what they need as well."""
    profile = _profile(r)
    if profile is None:
        until_apply(f"which profile {r.address} has")
    sharing = r.plan.remembered("profiles of instances", partial(_by_profile, r.plan))[profile]
    if sharing.size == 1:
        return passes(f"nothing else in the plan has {profile}")
    public = address_of(r).verdict is Verdict.FAIL
    other = sharing.private if public else sharing.public
    if other:
        return fails(f"{other} has {profile} as well, and {'no' if public else 'a'} public address")
    if sharing.open:
        until_apply(f"whether {sharing.open} has a public address")
    return passes(f"all that have {profile} are {'public' if public else 'private'}")


@dataclass(slots=True)
class _Sharing:
    """One instance of each kind that has a profile, and how many there are."""

    size: int = 0
    public: str = ""
    private: str = ""
    open: str = ""


def _by_profile(plan: Plan) -> dict[str, _Sharing]:
    found: dict[str, _Sharing] = {}
    for instance in plan.of("aws_instance"):
        profile = None if unset(instance, "iam_instance_profile") else _profile(instance)
        if profile is not None:
            sharing = found.setdefault(profile, _Sharing())
            sharing.size += 1
            try:
                public = address_of(instance).verdict is Verdict.FAIL
            except Undecided:
                sharing.open = instance.address
            else:
                setattr(sharing, "public" if public else "private", instance.address)
    return found


def _profile(r: Resource) -> str | None:
    """Return what tells one profile from another, None where that is not known."""
    named = r.members("iam_instance_profile", "aws_iam_instance_profile")
    return next((p.address for p in named.found), next(iter(named.outside), None))


@check(
    "identity.batch-not-privileged",
    title="Containers of jobs have no power over their host",
    severity="high",
    aspect="access-policy",
    source=(
        "https://docs.aws.amazon.com/batch/latest/APIReference/API_ContainerProperties.html",
        "https://docs.aws.amazon.com/batch/latest/APIReference/API_EksContainerSecurityContext.html",
    ),
    types=(DEFINITION,),
    remediation="Leave privileged out, and grant single capabilities or devices instead.",
)
def batch_not_privileged(r: Resource, _: Context) -> Answer:
    """Reads `privileged` of each container of a job definition, in the properties of containers, ECS, EKS and of several
    nodes; it is off unless set. A privileged container is root on its host, and so on all jobs there."""
    found = list(members(r, "privileged"))
    if any(v is True or str(v).lower() == "true" for v in found if not is_unknown(v)):
        return fails("a container is privileged")
    if any(map(is_unknown, found)):
        until_apply(f"whether a container of {r.address} is privileged")
    return passes("no container is privileged")


@check(
    "identity.beanstalk-imdsv2",
    title="Instances of Elastic Beanstalk require tokens for their metadata",
    severity="high",
    aspect="access-policy",
    source=GENERAL,
    types=ENVIRONMENTS,
    looks_at=("aws_elastic_beanstalk_configuration_template",),
    remediation="Set DisableIMDSv1 of aws:autoscaling:launchconfiguration to true.",
)
def beanstalk_imdsv2(r: Resource, _: Context) -> Answer:
    """Reads the option `DisableIMDSv1` of `aws:autoscaling:launchconfiguration`, which is on unless set on platforms of
    Amazon Linux 2023 only. Without it whoever makes an instance send a request gets the credentials of its role."""
    return is_on(r, _SETTINGS, "DisableIMDSv1", default=partial(platform_is, r, "Amazon Linux 2023"))
