"""CloudFront: distributions, and the objects that they refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tfproof.emulator import Emulator

CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/1a2b3c4d-0000-4000-8000-000000000000"
MANAGED_CACHING = "658327ea-f89d-4fab-a63d-7e88639e58f6"


def origin(name: str, **settings: Any) -> dict[str, Any]:
    return {
        "Id": name,
        "DomainName": f"{name}.s3.us-east-1.amazonaws.com",
        "S3OriginConfig": {"OriginAccessIdentity": ""},
        **settings,
    }


def make_distribution(
    aws: Emulator, *origins: dict[str, Any], behavior: dict[str, Any] | None = None, **settings: Any
) -> dict[str, Any]:
    """Make a distribution and return its configuration as it is read back."""
    client = aws.client("cloudfront")
    config = {
        "CallerReference": "once",
        "Comment": "",
        "Enabled": True,
        "Origins": {"Quantity": len(origins) or 1, "Items": list(origins) or [origin("static")]},
        "DefaultCacheBehavior": {
            "TargetOriginId": "static",
            "ViewerProtocolPolicy": "https-only",
            "CachePolicyId": MANAGED_CACHING,
            **(behavior or {}),
        },
        **settings,
    }
    made = client.create_distribution(DistributionConfig=config)["Distribution"]["Id"]
    read: dict[str, Any] = client.get_distribution_config(Id=made)["DistributionConfig"]
    return read


@pytest.mark.fix("cloudfront: an origin keeps its access control and its S3 settings")
def test_an_origin_keeps_its_access_control(aws: Emulator) -> None:
    config = make_distribution(aws, origin("static", OriginAccessControlId="E2QWRUHAPOMQZL"))
    read = config["Origins"]["Items"][0]
    assert read["OriginAccessControlId"] == "E2QWRUHAPOMQZL"
    assert read["S3OriginConfig"] == {"OriginAccessIdentity": ""}


@pytest.mark.fix("cloudfront: a cache behaviour is read as it was set")
def test_a_behaviour_with_a_cache_policy_forwards_no_values(aws: Emulator) -> None:
    assert "ForwardedValues" not in make_distribution(aws)["DefaultCacheBehavior"]


@pytest.mark.fix("cloudfront: a cache behaviour is read as it was set")
def test_functions_stay_associated(aws: Emulator) -> None:
    function = {"FunctionARN": "arn:aws:cloudfront::123456789012:function/headers", "EventType": "viewer-request"}
    associations = {"Quantity": 1, "Items": [function]}
    behavior = make_distribution(aws, behavior={"FunctionAssociations": associations})["DefaultCacheBehavior"]
    assert behavior["FunctionAssociations"] == associations


@pytest.mark.fix("cloudfront: a distribution has one kind of certificate")
def test_a_certificate_of_ones_own_replaces_cloudfronts(aws: Emulator) -> None:
    given = {
        "ACMCertificateArn": CERTIFICATE,
        "MinimumProtocolVersion": "TLSv1.2_2021",
        "SSLSupportMethod": "sni-only",
    }
    read = make_distribution(aws, ViewerCertificate=given)["ViewerCertificate"]
    assert read["CloudFrontDefaultCertificate"] is False
    assert read["ACMCertificateArn"] == CERTIFICATE


@pytest.mark.fix("cloudfront: a distribution has one kind of certificate")
def test_cloudfronts_certificate_stands_alone(aws: Emulator) -> None:
    read = make_distribution(aws, ViewerCertificate={"CloudFrontDefaultCertificate": True})["ViewerCertificate"]
    assert read["CloudFrontDefaultCertificate"] is True
    assert not {"ACMCertificateArn", "IAMCertificateId"} & set(read)


@pytest.mark.fix("cloudfront: a behaviour may target a group of origins")
def test_a_group_of_origins_can_be_the_target(aws: Emulator) -> None:
    group = {
        "Id": "files",
        "FailoverCriteria": {"StatusCodes": {"Quantity": 2, "Items": [500, 503]}},
        "Members": {"Quantity": 2, "Items": [{"OriginId": "static"}, {"OriginId": "replica"}]},
    }
    config = make_distribution(
        aws,
        origin("static"),
        origin("replica"),
        behavior={"TargetOriginId": "files"},
        OriginGroups={"Quantity": 1, "Items": [group]},
    )
    assert config["DefaultCacheBehavior"]["TargetOriginId"] == "files"
    assert config["OriginGroups"]["Items"] == [group]


def test_a_target_that_is_neither_origin_nor_group_is_refused(aws: Emulator) -> None:
    client = aws.client("cloudfront")
    with pytest.raises(client.exceptions.NoSuchOrigin):
        make_distribution(aws, behavior={"TargetOriginId": "nothing"})


CACHE = {
    "Name": "static",
    "MinTTL": 0,
    "DefaultTTL": 3600,
    "MaxTTL": 86400,
    "ParametersInCacheKeyAndForwardedToOrigin": {
        "EnableAcceptEncodingGzip": True,
        "EnableAcceptEncodingBrotli": True,
        "HeadersConfig": {"HeaderBehavior": "whitelist", "Headers": {"Quantity": 1, "Items": ["Origin"]}},
        "CookiesConfig": {"CookieBehavior": "none"},
        "QueryStringsConfig": {"QueryStringBehavior": "all"},
    },
}
ORIGIN_REQUEST = {
    "Name": "everything",
    "HeadersConfig": {"HeaderBehavior": "allViewer"},
    "CookiesConfig": {"CookieBehavior": "all"},
    "QueryStringsConfig": {"QueryStringBehavior": "all"},
}
RESPONSE_HEADERS = {
    "Name": "strict",
    "SecurityHeadersConfig": {
        "ContentTypeOptions": {"Override": False},
        "StrictTransportSecurity": {"Override": False, "IncludeSubdomains": True, "AccessControlMaxAgeSec": 63072000},
    },
}
POLICIES = pytest.mark.parametrize(
    ("call", "element", "plural", "config", "managed"),
    [
        ("cache_policy", "CachePolicy", "cache_policies", CACHE, "Managed-CachingOptimized"),
        (
            "origin_request_policy",
            "OriginRequestPolicy",
            "origin_request_policies",
            ORIGIN_REQUEST,
            "Managed-AllViewer",
        ),
        (
            "response_headers_policy",
            "ResponseHeadersPolicy",
            "response_headers_policies",
            RESPONSE_HEADERS,
            "Managed-SecurityHeadersPolicy",
        ),
    ],
)


@pytest.mark.fix("cloudfront: cache, origin request and response headers policies exist")
@POLICIES
def test_a_policy_lives_from_its_creation_to_its_deletion(
    aws: Emulator, call: str, element: str, plural: str, config: dict[str, Any], managed: str
) -> None:
    client = aws.client("cloudfront")

    def do(verb: str, **arguments: Any) -> Any:
        return getattr(client, f"{verb}_{call}")(**arguments)

    made = do("create", **{f"{element}Config": config})
    assert made[element][f"{element}Config"] == config
    with pytest.raises(client.exceptions.ClientError, match=f"{element}AlreadyExists"):
        do("create", **{f"{element}Config": config})

    identifier = made[element]["Id"]
    changed = {**config, "Comment": "changed"}
    with pytest.raises(client.exceptions.ClientError, match="PreconditionFailed"):
        do("update", Id=identifier, IfMatch="another-version", **{f"{element}Config": changed})
    tag = do("update", Id=identifier, IfMatch=made["ETag"], **{f"{element}Config": changed})["ETag"]
    read = do("get", Id=identifier)
    assert read["ETag"] == tag != made["ETag"]
    assert read[element][f"{element}Config"] == changed

    do("delete", Id=identifier, IfMatch=tag)
    with pytest.raises(client.exceptions.ClientError, match=f"NoSuch{element}"):
        do("get", Id=identifier)


@pytest.mark.fix("cloudfront: cache, origin request and response headers policies exist")
@POLICIES
def test_a_managed_policy_is_found_by_name_and_cannot_be_changed(
    aws: Emulator, call: str, element: str, plural: str, config: dict[str, Any], managed: str
) -> None:
    client = aws.client("cloudfront")
    listed: Callable[..., Any] = getattr(client, f"list_{plural}")
    items = listed(Type="managed")[f"{element}List"]["Items"]
    found = next(i[element] for i in items if i[element][f"{element}Config"]["Name"] == managed)
    with pytest.raises(client.exceptions.ClientError, match="AccessDenied"):
        getattr(client, f"delete_{call}")(Id=found["Id"], IfMatch="any")


@pytest.mark.fix("cloudfront: origin access identities exist")
def test_an_origin_access_identity_has_a_canonical_user(aws: Emulator) -> None:
    client = aws.client("cloudfront")
    config = {"CallerReference": "once", "Comment": "static"}
    made = client.create_cloud_front_origin_access_identity(CloudFrontOriginAccessIdentityConfig=config)
    identity = made["CloudFrontOriginAccessIdentity"]
    assert len(identity["S3CanonicalUserId"]) == 64
    listed = client.list_cloud_front_origin_access_identities()["CloudFrontOriginAccessIdentityList"]["Items"]
    assert [(i["Id"], i["Comment"]) for i in listed] == [(identity["Id"], "static")]
    client.delete_cloud_front_origin_access_identity(Id=identity["Id"], IfMatch=made["ETag"])
    with pytest.raises(client.exceptions.NoSuchCloudFrontOriginAccessIdentity):
        client.get_cloud_front_origin_access_identity(Id=identity["Id"])


@pytest.mark.fix("cloudfront: field-level encryption exists")
def test_field_level_encryption_is_kept(aws: Emulator) -> None:
    client = aws.client("cloudfront")
    fields = {"Quantity": 1, "Items": [{"PublicKeyId": "K1", "ProviderId": "app", "FieldPatterns": {"Quantity": 0}}]}
    profile = {"Name": "cards", "CallerReference": "once", "EncryptionEntities": fields}
    made = client.create_field_level_encryption_profile(FieldLevelEncryptionProfileConfig=profile)
    identifier = made["FieldLevelEncryptionProfile"]["Id"]
    read = client.get_field_level_encryption_profile_config(Id=identifier)
    assert read["FieldLevelEncryptionProfileConfig"] == profile

    config = {"CallerReference": "once", "Comment": "cards"}
    made = client.create_field_level_encryption_config(FieldLevelEncryptionConfig=config)
    read = client.get_field_level_encryption(Id=made["FieldLevelEncryption"]["Id"])
    assert read["FieldLevelEncryption"]["FieldLevelEncryptionConfig"] == config
    client.delete_field_level_encryption_config(Id=made["FieldLevelEncryption"]["Id"], IfMatch=made["ETag"])
    assert client.list_field_level_encryption_configs()["FieldLevelEncryptionList"]["Quantity"] == 0


VPC_ORIGIN = {
    "Name": "shop-alb",
    "Arn": "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/shop/50dc6c495c0c9188",
    "HTTPPort": 80,
    "HTTPSPort": 443,
    "OriginProtocolPolicy": "https-only",
}


@pytest.mark.fix("cloudfront: VPC origins exist")
def test_a_vpc_origin_has_an_arn_of_its_own_and_its_tags(aws: Emulator) -> None:
    client = aws.client("cloudfront")
    tags = [{"Key": "Name", "Value": "shop"}]
    made = client.create_vpc_origin(VpcOriginEndpointConfig=VPC_ORIGIN, Tags={"Items": tags})["VpcOrigin"]
    assert ":vpcorigin/" in made["Arn"]
    assert client.list_tags_for_resource(Resource=made["Arn"])["Tags"]["Items"] == tags


@pytest.mark.fix("cloudfront: VPC origins exist")
def test_a_vpc_origin_that_is_deleted_is_not_found(aws: Emulator) -> None:
    client = aws.client("cloudfront")
    made = client.create_vpc_origin(VpcOriginEndpointConfig=VPC_ORIGIN)
    client.delete_vpc_origin(Id=made["VpcOrigin"]["Id"], IfMatch=made["ETag"])
    with pytest.raises(client.exceptions.EntityNotFound):
        client.get_vpc_origin(Id=made["VpcOrigin"]["Id"])


@pytest.mark.fix("cloudfront: VPC origins exist")
def test_an_origin_keeps_its_vpc_origin(aws: Emulator) -> None:
    through = {"Id": "static", "DomainName": "origin.example.com", "VpcOriginConfig": {"VpcOriginId": "vo_1"}}
    read = make_distribution(aws, through)["Origins"]["Items"][0]
    assert read["VpcOriginConfig"] == {"VpcOriginId": "vo_1", "OriginReadTimeout": 30, "OriginKeepaliveTimeout": 5}


@pytest.mark.fix("cloudfront: key groups can be deleted")
def test_a_key_group_can_be_deleted(aws: Emulator) -> None:
    client = aws.client("cloudfront")
    made = client.create_key_group(KeyGroupConfig={"Name": "customers", "Items": ["K1"]})
    client.delete_key_group(Id=made["KeyGroup"]["Id"], IfMatch=made["ETag"])
    assert not client.list_key_groups()["KeyGroupList"].get("Items")


@pytest.mark.fix("cloudfront: functions are published and changed")
def test_a_function_is_changed_and_published(aws: Emulator) -> None:
    client = aws.client("cloudfront")
    config = {"Comment": "", "Runtime": "cloudfront-js-2.0"}
    etag = client.create_function(Name="index", FunctionConfig=config, FunctionCode=b"one")["ETag"]
    client.publish_function(Name="index", IfMatch=etag)
    client.update_function(
        Name="index", IfMatch=etag, FunctionConfig={**config, "Comment": "second"}, FunctionCode=b"two"
    )
    assert client.get_function(Name="index")["FunctionCode"].read() == b"two"
    found = client.describe_function(Name="index", Stage="LIVE")["FunctionSummary"]
    assert found["FunctionConfig"]["Comment"] == "second"


@pytest.mark.fix("cloudfront: a distribution has additional metrics")
def test_additional_metrics_come_and_go(aws: Emulator) -> None:
    make_distribution(aws)
    client = aws.client("cloudfront")
    (made,) = client.list_distributions()["DistributionList"]["Items"]
    enabled = {"RealtimeMetricsSubscriptionConfig": {"RealtimeMetricsSubscriptionStatus": "Enabled"}}
    client.create_monitoring_subscription(DistributionId=made["Id"], MonitoringSubscription=enabled)
    assert client.get_monitoring_subscription(DistributionId=made["Id"])["MonitoringSubscription"] == enabled
    client.delete_monitoring_subscription(DistributionId=made["Id"])
    with pytest.raises(client.exceptions.NoSuchMonitoringSubscription):
        client.get_monitoring_subscription(DistributionId=made["Id"])
