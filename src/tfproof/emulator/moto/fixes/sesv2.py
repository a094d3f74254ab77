"""Amazon SES: domains that mails are sent as."""

from __future__ import annotations

import time
from typing import Any

from moto.moto_api._internal import mock_random
from moto.ses.models import EmailIdentity
from moto.ses.utils import get_arn
from moto.sesv2.models import SESV2Backend

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.patching import around


@fix(
    "ses: a domain has three tokens",
    aws="SES signs for a domain with keys of its own unless it is given one. Three names below the domain, made of a token each, "
    "lead to them, and by these SES sees whose the domain is. An address has none.",
    kind="accepted",
)
def tokens() -> None:
    @around(EmailIdentity, "__init__")
    def made(original: Any, self: EmailIdentity, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        given: Any = self.dkim_signing_attributes or {}
        if self.identity_type == "DOMAIN" and "DomainSigningPrivateKey" not in given:
            self.dkim_attributes.update(
                CurrentSigningKeyLength=self.dkim_attributes["NextSigningKeyLength"],
                SigningAttributesOrigin="AWS_SES",
                SigningEnabled=True,
                Status="PENDING",
                Tokens=[mock_random.get_random_string(32, lower_case=True) for _ in range(3)],
            )


@fix(
    "ses: the time of a key is a number",
    aws="SES tells in epoch seconds when a key was made, as its API writes all times; Terraform reads no other.",
    kind="accepted",
)
def times() -> None:
    @around(EmailIdentity, "__init__")
    def made(original: Any, self: EmailIdentity, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        if "LastKeyGenerationTimestamp" in self.dkim_attributes:
            self.dkim_attributes["LastKeyGenerationTimestamp"] = int(time.time())


@fix(
    "ses: an identity has the tags that it is made with",
    aws="By the ARN of an identity (identity/ and its name) SES tells the tags that CreateEmailIdentity was given.",
    kind="accepted",
)
def tags() -> None:
    @around(SESV2Backend, "create_email_identity")
    def made(original: Any, self: Any, email_identity: str, tags: Any, **others: Any) -> Any:
        identity = original(self, email_identity, tags, **others)
        if tags:
            self.core_backend.tagger.tag_resource(get_arn(self, "ses", f"identity/{email_identity}"), tags)
        return identity
