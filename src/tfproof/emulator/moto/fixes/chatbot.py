"""Amazon Q Developer in chat applications (formerly AWS Chatbot), which moto lacks altogether."""

from __future__ import annotations

from typing import Any

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import Refusal, adds_call, adds_service, adds_tag_calls, as_map, known, tags_of
from tfproof.emulator.moto.fixes.patching import store

_TAG = ("TagKey", "TagValue")
_DEFAULTS = {
    "GuardrailPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"],
    "LoggingLevel": "NONE",
    "SlackChannelName": "",
    "SlackTeamName": "",
    "SnsTopicArns": [],
    "State": "ENABLED",
    "UserAuthorizationRequired": False,
}


@fix(
    "chatbot: Slack channels can be configured",
    aws="A channel shows what its topics publish, and lets its members run commands within the guardrails. AWS refuses "
    "a Slack workspace that nobody has authorised in its console before.",
    kind="accepted",
)
def slack_channels() -> None:
    response = adds_service("chatbot", "chatbot")
    adds_tag_calls(response, "ResourceARN", "Tags", "TagKeys", _TAG)

    @adds_call(response, "create_slack_channel_configuration")
    def create(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        name = given["ConfigurationName"]
        arn = f"arn:aws:chatbot::{self.current_account}:chat-configuration/slack-channel/{name}"
        if arn in store(self.backend, "slack_channels"):
            raise Refusal("ConflictException", f"A configuration {name} exists already.")
        channel = {**_DEFAULTS, **given, "ChatConfigurationArn": arn}
        store(self.backend, "slack_channels")[arn] = channel
        tags_of(self.backend, arn).update(as_map(given.get("Tags", []), _TAG))
        return {"ChannelConfiguration": channel}

    @adds_call(response, "describe_slack_channel_configurations")
    def describe(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        channels = store(self.backend, "slack_channels").values()
        wanted = given.get("ChatConfigurationArn")
        return {"SlackChannelConfigurations": [c for c in channels if wanted in (None, c["ChatConfigurationArn"])]}

    @adds_call(response, "update_slack_channel_configuration")
    def update(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        channel = _channel(self, given)
        channel.update(given)
        return {"ChannelConfiguration": channel}

    @adds_call(response, "delete_slack_channel_configuration")
    def delete(self: Any, given: dict[str, Any]) -> None:
        arn = _channel(self, given)["ChatConfigurationArn"]
        del store(self.backend, "slack_channels")[arn]
        tags_of(self.backend, arn).clear()


def _channel(response: Any, given: dict[str, Any]) -> dict[str, Any]:
    arn = given["ChatConfigurationArn"]
    channels = store(response.backend, "slack_channels")
    return known(channels, arn, "ResourceNotFoundException", f"Cannot find the configuration {arn}.")
