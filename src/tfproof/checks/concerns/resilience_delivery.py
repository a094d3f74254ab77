"""Whether what was issued can be taken back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tfproof.checks.model import Answer, Context, any_of, check, holds
from tfproof.checks.reading import argument, flag

if TYPE_CHECKING:
    from tfproof.plans.view import Resource


@check(
    "resilience.ca-revocation",
    title="Certificates of private authorities can be revoked",
    severity="medium",
    aspect="resilience",
    source="https://docs.aws.amazon.com/privateca/latest/userguide/revocation-setup.html",
    types=("aws_acmpca_certificate_authority",),
    remediation="Add revocation_configuration with a crl_configuration or an ocsp_configuration that is enabled.",
    when=lambda r: argument(r, "usage_mode", "GENERAL_PURPOSE") != "SHORT_LIVED_CERTIFICATE",
)
def ca_revocation(r: Resource, _: Context) -> Answer:
    """Reads whether the list of revoked certificates or OCSP is enabled, both off unless set. Otherwise a stolen key is
    good until its certificate ends. Authorities whose certificates live a week at most are not in the population."""
    ways = ("crl_configuration", "ocsp_configuration")
    return any_of(partial(_is_on, r, f"revocation_configuration.0.{way}.0.enabled") for way in ways)


def _is_on(r: Resource, path: str) -> Answer:
    on = flag(r, path)
    return holds(on, f"{path} is true", f"{path} is not true")
