"""Functions at the edge, and the additional metrics of a distribution."""

from __future__ import annotations

from typing import Any

from moto.cloudfront import urls
from moto.cloudfront.responses import CloudFrontResponse
from moto.core.utils import utcnow

from tfproof.emulator.moto.fixes import fix
from tfproof.emulator.moto.fixes.calls import adds_call, adds_path, known
from tfproof.emulator.moto.fixes.patching import store


@fix(
    "cloudfront: functions are published and changed",
    aws="A function runs at the edge once it is published; a change is made in development and published again.",
    kind="accepted",
)
def functions() -> None:
    adds_path(urls, CloudFrontResponse, "/2020-05-31/function/(?P<function_name>[^/]+)/publish$")

    @adds_call(CloudFrontResponse, "publish_function")
    def publish(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        function = self.backend.describe_function(given["Name"])
        function.stage, function.status = "LIVE", "UNASSOCIATED"
        return {"FunctionSummary": function.function_summary}

    @adds_call(CloudFrontResponse, "update_function")
    def update(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        function = self.backend.describe_function(given["Name"])
        function.code = given["FunctionCode"]
        function.config = given["FunctionConfig"]
        function.last_modified_time = utcnow()
        return {"FunctionSummary": function.function_summary, "ETag": function.etag}


@fix(
    "cloudfront: a distribution has additional metrics",
    aws="Additional metrics, such as the cache hit rate, are charged for each distribution that has them.",
    kind="accepted",
)
def metrics() -> None:
    # Here alone the API says "distributions".
    adds_path(
        urls, CloudFrontResponse, "/2020-05-31/distributions/(?P<distribution_id>[^/]+)/monitoring-subscription/?$"
    )

    def kept(response: Any) -> dict[str, Any]:
        return store(response.backend, "monitoring")

    @adds_call(CloudFrontResponse, "create_monitoring_subscription")
    def create(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        self.backend.get_distribution(given["DistributionId"])
        kept(self)[given["DistributionId"]] = given["MonitoringSubscription"]
        return {"MonitoringSubscription": given["MonitoringSubscription"]}

    @adds_call(CloudFrontResponse, "get_monitoring_subscription")
    def get(self: Any, given: dict[str, Any]) -> dict[str, Any]:
        said = "The distribution has no additional metrics."
        found = known(kept(self), given["DistributionId"], "NoSuchMonitoringSubscription", said)
        return {"MonitoringSubscription": found}

    @adds_call(CloudFrontResponse, "delete_monitoring_subscription")
    def delete(self: Any, given: dict[str, Any]) -> None:
        kept(self).pop(given["DistributionId"], None)
