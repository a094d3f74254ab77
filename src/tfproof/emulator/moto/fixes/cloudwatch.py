"""Amazon CloudWatch."""

from __future__ import annotations

from typing import Any

from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import EmptyResult

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.patching import adds, around

#: What only a composite alarm has.
_SUPPRESSION = ("ActionsSuppressor", "ActionsSuppressorWaitPeriod", "ActionsSuppressorExtensionPeriod")


@fix(
    "cloudwatch: composite alarms exist",
    aws="A composite alarm's state follows from its rule, which combines the states of other alarms; another alarm can "
    "suppress its actions.",
    kind="accepted",
)
def composite_alarms() -> None:
    # moto's metric alarms carry a rule already and are described as composite alarms when they have one.
    @adds(CloudWatchResponse, "put_composite_alarm")
    def put(self: Any) -> EmptyResult:
        self.put_metric_alarm()
        (alarm,) = self.cloudwatch_backend.get_alarms_by_alarm_names([self._get_param("AlarmName")])
        alarm.alarm_rule = alarm.rule
        vars(alarm).update({name: self._get_param(name) for name in _SUPPRESSION})
        return EmptyResult()


@fix(
    "cloudwatch: alarms are described by type",
    aws="DescribeAlarms returns alarms of the types that were asked for, and metric alarms alone unless asked.",
    kind="enforced",
)
def alarm_types() -> None:
    @around(CloudWatchResponse, "describe_alarms")
    def describe(original: Any, self: Any) -> Any:
        answer = original(self)
        wanted = self._get_param("AlarmTypes", ["MetricAlarm"])
        for kind in ("MetricAlarm", "CompositeAlarm"):
            if kind not in wanted:
                answer.result[f"{kind}s"] = []
        return answer
