"""The smallest plan that something fails in, as `terraform show -json` writes it: a topic without encryption."""

from typing import Any

TOPIC: dict[str, Any] = {
    "format_version": "1.2",
    "terraform_version": "1.11.4",
    "planned_values": {
        "root_module": {
            "resources": [
                {
                    "address": "aws_sns_topic.news",
                    "mode": "managed",
                    "type": "aws_sns_topic",
                    "name": "news",
                    "values": {"name": "news", "kms_master_key_id": None},
                }
            ]
        }
    },
    "resource_changes": [
        {
            "address": "aws_sns_topic.news",
            "mode": "managed",
            "type": "aws_sns_topic",
            "name": "news",
            "change": {
                "actions": ["create"],
                "before": None,
                "after": {"name": "news", "kms_master_key_id": None},
                "after_unknown": {"arn": True, "id": True},
            },
        }
    ],
    "configuration": {
        "root_module": {
            "resources": [
                {
                    "address": "aws_sns_topic.news",
                    "mode": "managed",
                    "type": "aws_sns_topic",
                    "name": "news",
                    "provider_config_key": "aws",
                    "expressions": {"name": {"constant_value": "news"}},
                }
            ]
        }
    },
}
