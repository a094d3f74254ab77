"""The module s3-bucket: a private bucket, its policy, lifecycle and replication."""

import pytest

from tfproof.iam.written import policy_statements

KEY = "arn:aws:kms:us-east-1:123456789012:key/1c9b0f0e-6a9d-4a35-8f6c-0d1f5a0c7b11"
REPLICA = {"destination_bucket_arn": "arn:aws:s3:::shop-replica-123456789012"}
LOG_DELIVERY = {"account_id": "123456789012", "sources": ["load-balancer", "cloudfront", "s3"]}


def statement(plan, sid):
    found = [s for s in policy_statements(plan.one("aws_s3_bucket_policy"), "policy") if s.get("Sid") == sid]
    assert len(found) == 1, f"{len(found)} statements {sid}"
    return found[0]


def lifecycle_rule(plan, name):
    rules = plan.one("aws_s3_bucket_lifecycle_configuration")["rule"]
    return next(rule for rule in rules if rule["id"] == name)


@pytest.mark.plan("s3-bucket", example="minimal")
@pytest.mark.parametrize(
    "setting", ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"]
)
def test_public_access_is_blocked(plan, setting):
    assert plan.one("aws_s3_bucket_public_access_block")[setting] is True


@pytest.mark.plan("s3-bucket", example="minimal", public_access_allowed=True)
def test_public_access_takes_a_named_variable(plan):
    assert plan.one("aws_s3_bucket_public_access_block")["block_public_policy"] is False


@pytest.mark.plan("s3-bucket", example="minimal")
def test_access_control_lists_are_off(plan):
    assert plan.one("aws_s3_bucket_ownership_controls")["rule.0.object_ownership"] == "BucketOwnerEnforced"


@pytest.mark.plan("s3-bucket", example="minimal")
def test_objects_are_encrypted_by_s3_by_default(plan):
    encryption = plan.one("aws_s3_bucket_server_side_encryption_configuration")
    assert encryption["rule.0.apply_server_side_encryption_by_default.0.sse_algorithm"] == "AES256"


@pytest.mark.plan("s3-bucket", example="minimal", kms_encryption_enabled=True, kms_key_arn=KEY)
def test_objects_can_be_encrypted_with_a_kms_key(plan):
    encryption = plan.one("aws_s3_bucket_server_side_encryption_configuration")
    assert encryption["rule.0.apply_server_side_encryption_by_default.0"] == {
        "sse_algorithm": "aws:kms",
        "kms_master_key_id": KEY,
    }


@pytest.mark.plan("s3-bucket", example="minimal")
def test_versions_are_kept(plan):
    assert plan.one("aws_s3_bucket_versioning")["versioning_configuration.0.status"] == "Enabled"


@pytest.mark.plan("s3-bucket", example="minimal", versioning_enabled=False)
def test_versioning_can_be_switched_off(plan):
    assert plan.one("aws_s3_bucket_versioning")["versioning_configuration.0.status"] == "Suspended"


@pytest.mark.plan("s3-bucket", example="minimal")
def test_objects_survive_the_destruction_of_the_bucket(plan):
    assert plan.one("aws_s3_bucket")["force_destroy"] is False


@pytest.mark.plan("s3-bucket", example="minimal")
def test_plain_http_is_denied_to_everybody(plan):
    denied = statement(plan, "DenyPlainHttp")
    assert (denied["Effect"], denied["Principal"], denied["Action"], denied["Condition"]) == (
        "Deny",
        {"AWS": ["*"]},
        ["s3:*"],
        {"Bool": {"aws:SecureTransport": ["false"]}},
    )


@pytest.mark.plan("s3-bucket", example="minimal")
def test_tls_older_than_1_2_is_denied(plan):
    assert statement(plan, "DenyOldTls")["Condition"] == {"NumericLessThan": {"s3:TlsVersion": ["1.2"]}}


@pytest.mark.plan("s3-bucket", example="minimal")
def test_nobody_is_admitted_by_default(plan):
    assert {s["Effect"] for s in policy_statements(plan.one("aws_s3_bucket_policy"), "policy")} == {"Deny"}


@pytest.mark.plan("s3-bucket", example="typical")
def test_a_distribution_is_admitted_by_its_arn(plan):
    assert statement(plan, "ReadByCloudFrontDistributions")["Condition"] == {
        "StringEquals": {"aws:SourceArn": ["arn:aws:cloudfront::123456789012:distribution/E1A2B3C4D5E6F7"]}
    }


@pytest.mark.plan("s3-bucket", example="typical")
def test_a_distribution_may_only_read(plan):
    assert statement(plan, "ReadByCloudFrontDistributions")["Action"] == ["s3:GetObject"]


@pytest.mark.plan(
    "s3-bucket",
    example="minimal",
    origin_access_identity_arns=["arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1A2B3C4D5E6F7"],
)
def test_an_origin_access_identity_can_be_admitted(plan):
    assert statement(plan, "ReadByOriginAccessIdentities")["Principal"] == {
        "AWS": ["arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1A2B3C4D5E6F7"]
    }


@pytest.mark.plan("s3-bucket", example="minimal", log_delivery=LOG_DELIVERY)
@pytest.mark.parametrize(
    ("sid", "service"),
    [
        ("LogsOfLoadBalancer", "logdelivery.elasticloadbalancing.amazonaws.com"),
        ("LogsOfCloudfront", "delivery.logs.amazonaws.com"),
        ("LogsOfS3", "logging.s3.amazonaws.com"),
    ],
)
def test_a_log_source_is_admitted_as_its_service(plan, sid, service):
    assert statement(plan, sid)["Principal"] == {"Service": [service]}


@pytest.mark.plan("s3-bucket", example="minimal", log_delivery=LOG_DELIVERY)
@pytest.mark.parametrize("sid", ["LogsOfLoadBalancer", "LogsOfCloudfront", "LogsOfS3"])
def test_a_log_source_may_only_write(plan, sid):
    assert statement(plan, sid)["Action"] == ["s3:PutObject"]


@pytest.mark.plan("s3-bucket", example="minimal", log_delivery=LOG_DELIVERY)
@pytest.mark.parametrize("sid", ["LogsOfCloudfront", "LogsOfS3"])
def test_a_log_source_writes_for_the_account_only(plan, sid):
    assert statement(plan, sid)["Condition"]["StringEquals"]["aws:SourceAccount"] == ["123456789012"]


@pytest.mark.plan("s3-bucket", example="minimal", log_delivery={"account_id": "123456789012", "sources": ["s3"]})
def test_only_the_named_log_sources_are_admitted(plan):
    sids = {s.get("Sid") for s in policy_statements(plan.one("aws_s3_bucket_policy"), "policy")}
    assert sids == {"DenyPlainHttp", "DenyOldTls", "LogsOfS3"}


@pytest.mark.plan("s3-bucket", example="typical")
def test_access_is_logged_below_the_buckets_name(plan):
    logging = plan.one("aws_s3_bucket_logging")
    assert (logging["target_bucket"], logging["target_prefix"]) == (
        "shop-production-logs-123456789012",
        "s3/shop-production-media-123456789012/",
    )


@pytest.mark.plan("s3-bucket", example="minimal")
def test_unfinished_uploads_are_removed_after_7_days(plan):
    assert lifecycle_rule(plan, "clean-up")["abort_incomplete_multipart_upload"] == [{"days_after_initiation": 7}]


@pytest.mark.plan("s3-bucket", example="minimal")
def test_old_versions_are_removed_after_90_days(plan):
    assert lifecycle_rule(plan, "clean-up")["noncurrent_version_expiration"][0]["noncurrent_days"] == 90


@pytest.mark.plan("s3-bucket", example="minimal", noncurrent_version_days=None)
def test_old_versions_can_be_kept_for_ever(plan):
    assert lifecycle_rule(plan, "clean-up")["noncurrent_version_expiration"] == []


@pytest.mark.plan("s3-bucket", example="typical")
def test_objects_move_to_another_storage_class(plan):
    transition = lifecycle_rule(plan, "archive")["transition"][0]
    assert (transition["storage_class"], transition["days"]) == ("GLACIER_IR", 90)


@pytest.mark.plan("s3-bucket", example="typical")
def test_objects_expire(plan):
    assert lifecycle_rule(plan, "archive")["expiration"][0]["days"] == 730


@pytest.mark.plan("s3-bucket", example="typical")
def test_a_rule_applies_below_its_prefix(plan):
    assert lifecycle_rule(plan, "previews")["filter"][0]["prefix"] == "previews/"


@pytest.mark.plan("s3-bucket", example="typical")
def test_browsers_on_named_origins_are_admitted(plan):
    rule = plan.one("aws_s3_bucket_cors_configuration")["cors_rule"][0]
    assert (rule["allowed_origins"], sorted(rule["allowed_methods"])) == (
        ["https://shop.example.com"],
        ["GET", "PUT"],
    )


@pytest.mark.plan("s3-bucket", example="typical")
def test_events_are_sent_to_a_queue(plan):
    queue = plan.one("aws_s3_bucket_notification")["queue"][0]
    assert (queue["queue_arn"], queue["filter_suffix"]) == (
        "arn:aws:sqs:us-east-1:123456789012:shop-production-thumbnails",
        ".jpg",
    )


@pytest.mark.plan("s3-bucket", example="minimal", replication=REPLICA)
def test_objects_are_copied_to_the_named_bucket(plan):
    replication = plan.one("aws_s3_bucket_replication_configuration")
    assert replication["rule.0.destination.0.bucket"] == "arn:aws:s3:::shop-replica-123456789012"


@pytest.mark.plan("s3-bucket", example="minimal", replication=REPLICA)
def test_deletions_are_copied_too(plan):
    replication = plan.one("aws_s3_bucket_replication_configuration")
    assert replication["rule.0.delete_marker_replication.0.status"] == "Enabled"


@pytest.mark.plan("s3-bucket", example="minimal", replication=REPLICA)
def test_replication_within_a_time_is_not_paid_for_by_default(plan):
    destination = plan.one("aws_s3_bucket_replication_configuration")["rule.0.destination.0"]
    assert (destination["metrics"], destination["replication_time"]) == ([], [])


@pytest.mark.plan("s3-bucket", example="grown")
def test_copies_can_be_promised_and_measured_within_15_minutes(plan):
    destination = plan.one("aws_s3_bucket_replication_configuration")["rule.0.destination.0"]
    assert destination["replication_time"] == [{"status": "Enabled", "time": [{"minutes": 15}]}]
    assert destination["metrics"] == [{"event_threshold": [{"minutes": 15}], "status": "Enabled"}]


@pytest.mark.plan("s3-bucket", example="minimal", replication=REPLICA)
def test_the_replication_role_writes_to_the_destination_only(plan):
    statements = policy_statements(plan.one("aws_iam_role_policy"), "policy")
    assert [s["Resource"] for s in statements if "s3:ReplicateObject" in s["Action"]] == [
        ["arn:aws:s3:::shop-replica-123456789012/*"]
    ]


@pytest.mark.plan("s3-bucket", example="typical")
def test_copies_are_encrypted_with_the_destinations_key(plan):
    replication = plan.one("aws_s3_bucket_replication_configuration")
    key = replication["rule.0.destination.0.encryption_configuration.0.replica_kms_key_id"]
    assert key == "arn:aws:kms:us-west-2:123456789012:key/2d0c1f1f-7b0e-4b46-9f7d-1e2f6b1d8c22"


@pytest.mark.plan("s3-bucket", example="minimal", object_lock={"days": 365})
def test_objects_can_be_locked(plan):
    lock = plan.one("aws_s3_bucket_object_lock_configuration")
    assert lock["rule.0.default_retention.0"] == {"days": 365, "mode": "GOVERNANCE", "years": None}


@pytest.mark.plan("s3-bucket", example="minimal", intelligent_tiering={"deep_archive_days": 180})
def test_idle_objects_can_be_archived(plan):
    tiering = plan.one("aws_s3_bucket_intelligent_tiering_configuration")
    assert tiering["tiering"] == [{"access_tier": "DEEP_ARCHIVE_ACCESS", "days": 180}]


@pytest.mark.refused(
    "s3-bucket",
    example="minimal",
    cors_rules={"all": {"allowed_origins": ["*"], "allowed_methods": ["GET"]}},
    match="would admit every site",
)
def test_every_origin_at_once_is_refused(refusal):
    assert refusal.variable == "cors_rules"


@pytest.mark.refused("s3-bucket", example="minimal", kms_key_arn=KEY, match="no effect unless kms_encryption_enabled")
def test_a_key_without_kms_encryption_is_refused(refusal):
    assert refusal.variable == "kms_key_arn"


@pytest.mark.refused(
    "s3-bucket",
    example="minimal",
    lifecycle_rules={"late": {"transitions": {"GLACIER": 90}, "expiration_days": 30}},
    match="must move before they expire",
)
def test_expiry_before_transition_is_refused(refusal):
    assert refusal.variable == "lifecycle_rules"


@pytest.mark.refused(
    "s3-bucket",
    example="minimal",
    lifecycle_rules={"x": {"transitions": {"ICE": 90}}},
    match="must be among STANDARD_IA",
)
def test_an_unknown_storage_class_is_refused(refusal):
    assert refusal.variable == "lifecycle_rules"


@pytest.mark.refused(
    "s3-bucket",
    example="minimal",
    versioning_enabled=False,
    replication=REPLICA,
    match="Replication needs versioning",
)
def test_replication_without_versioning_is_refused(refusal):
    assert refusal.variable == "replication"


@pytest.mark.refused(
    "s3-bucket",
    example="minimal",
    kms_encryption_enabled=True,
    kms_key_arn=KEY,
    replication=REPLICA,
    match="needs kms_key_arn and destination_kms_key_arn",
)
def test_replicating_kms_objects_without_a_key_there_is_refused(refusal):
    assert refusal.variable == "replication"


@pytest.mark.refused(
    "s3-bucket",
    example="minimal",
    kms_encryption_enabled=True,
    log_delivery=LOG_DELIVERY,
    match="cannot write logs to a bucket with KMS encryption",
)
def test_logs_in_a_kms_bucket_are_refused(refusal):
    assert refusal.variable == "log_delivery"


@pytest.mark.refused(
    "s3-bucket",
    example="minimal",
    log_delivery={"account_id": "123456789012", "sources": ["vpc"]},
    match="among load-balancer, cloudfront, s3",
)
def test_an_unknown_log_source_is_refused(refusal):
    assert refusal.variable == "log_delivery"


@pytest.mark.refused("s3-bucket", example="minimal", name="Uploads", match="lower-case letters")
def test_upper_case_in_the_name_is_refused(refusal):
    assert refusal.variable == "name"


@pytest.mark.refused(
    "s3-bucket",
    example="minimal",
    object_lock={"days": 1, "mode": "SOFT"},
    match="one of GOVERNANCE, COMPLIANCE",
)
def test_an_unknown_lock_mode_is_refused(refusal):
    assert refusal.variable == "object_lock"


@pytest.mark.plan(
    "s3-bucket",
    example="minimal",
    lifecycle_rules={
        "a": {"transitions": {"STANDARD_IA": 30}},
        "b": {"transitions": {"ONEZONE_IA": 30, "GLACIER": 60}},
        "c": {"transitions": {"GLACIER_IR": 0}},
    },
)
def test_objects_can_move_to_infrequent_access_after_thirty_days(plan):
    rules = plan.one("aws_s3_bucket_lifecycle_configuration")["rule"]
    moved = {t["storage_class"]: t["days"] for rule in rules for t in rule["transition"]}
    assert moved == {"STANDARD_IA": 30, "ONEZONE_IA": 30, "GLACIER": 60, "GLACIER_IR": 0}


@pytest.mark.parametrize(
    (),
    [
        pytest.param(
            id=storage_class,
            marks=pytest.mark.refused(
                "s3-bucket",
                example="minimal",
                lifecycle_rules={"move": {"transitions": {storage_class: days}}},
                match="after 30 days or more",
            ),
        )
        for storage_class, days in (("STANDARD_IA", 29), ("ONEZONE_IA", 29), ("GLACIER", -1))
    ],
)
def test_objects_that_move_too_early_are_refused(refusal):
    assert refusal.variable == "lifecycle_rules"


@pytest.mark.parametrize(
    "days",
    [
        pytest.param(days, marks=pytest.mark.plan("s3-bucket", example="minimal", intelligent_tiering=days))
        for days in ({"archive_days": 90, "deep_archive_days": 180}, {"archive_days": 730}, {"deep_archive_days": 730})
    ],
    ids=str,
)
def test_archive_tiers_begin_between_their_bounds(plan, days):
    tiers = plan.one("aws_s3_bucket_intelligent_tiering_configuration")["tiering"]
    assert sorted(tier["days"] for tier in tiers) == sorted(days.values())


@pytest.mark.parametrize(
    (),
    [
        pytest.param(
            id=str(days),
            marks=pytest.mark.refused(
                "s3-bucket", example="minimal", intelligent_tiering=days, match="archive_days must be between 90"
            ),
        )
        for days in (
            {"archive_days": 89},
            {"archive_days": 731},
            {"deep_archive_days": 179},
            {"deep_archive_days": 731},
        )
    ],
)
def test_archive_tiers_beyond_their_bounds_are_refused(refusal):
    assert refusal.variable == "intelligent_tiering"


@pytest.mark.plan("s3-bucket", example="minimal", event_bridge_enabled=True)
def test_events_can_go_to_the_event_bus(plan):
    assert plan.one("aws_s3_bucket_notification")["eventbridge"] is True


@pytest.mark.plan("s3-bucket", example="typical")
def test_events_stay_off_the_event_bus_by_default(plan):
    assert plan.one("aws_s3_bucket_notification")["eventbridge"] is False


def elements(plan, name):
    """What the filter of a rule asks."""
    (found,) = lifecycle_rule(plan, name)["filter"]
    joined = [{key: value for key, value in one.items() if value} for one in found["and"]]
    return {key: value for key, value in {**found, "and": joined}.items() if value}


FILTERS = {
    "everything": ({}, {}),
    "one-tag": ({"tags": {"a": "b"}}, {"tag": [{"key": "a", "value": "b"}]}),
    "larger": ({"larger_than_bytes": 1}, {"object_size_greater_than": 1}),
    "smaller": ({"smaller_than_bytes": 1}, {"object_size_less_than": 1}),
    "two-tags": (
        {"tags": {"a": "b", "c": "d"}},
        {"and": [{"tags": {"a": "b", "c": "d"}}]},
    ),
    "between": (
        {"prefix": "p/", "larger_than_bytes": 1, "smaller_than_bytes": 3},
        {"and": [{"prefix": "p/", "object_size_greater_than": 1, "object_size_less_than": 3}]},
    ),
}


@pytest.mark.plan(
    "s3-bucket",
    example="minimal",
    lifecycle_rules={name: {"expiration_days": 1, **rule} for name, (rule, _) in FILTERS.items()},
)
@pytest.mark.parametrize("name", FILTERS)
def test_a_rule_asks_for_prefix_tags_and_sizes(plan, name):
    assert elements(plan, name) == FILTERS[name][1]


@pytest.mark.plan("s3-bucket", example="grown")
def test_old_versions_can_move_to_another_storage_class(plan):
    (moved,) = lifecycle_rule(plan, "old")["noncurrent_version_transition"]
    assert (moved["storage_class"], moved["noncurrent_days"]) == ("GLACIER_IR", 30)


@pytest.mark.plan(
    "s3-bucket",
    example="minimal",
    noncurrent_version_days=31,
    lifecycle_rules={"a": {"noncurrent_transitions": {"STANDARD_IA": 30}}},
)
def test_old_versions_can_move_the_day_before_they_go(plan):
    assert lifecycle_rule(plan, "a")["noncurrent_version_transition"][0]["noncurrent_days"] == 30


@pytest.mark.plan(
    "s3-bucket",
    example="minimal",
    noncurrent_version_days=None,
    lifecycle_rules={"a": {"noncurrent_transitions": {"DEEP_ARCHIVE": 3650}}},
)
def test_old_versions_that_stay_can_move_at_any_time(plan):
    assert lifecycle_rule(plan, "a")["noncurrent_version_transition"][0]["noncurrent_days"] == 3650


@pytest.mark.plan("s3-bucket", example="typical")
def test_a_statement_can_admit_a_role_to_some_objects(plan):
    found = statement(plan, "ReadByReports")
    assert (found["Principal"], found["Action"]) == (
        {"AWS": ["arn:aws:iam::210987654321:role/reports"]},
        ["s3:GetObject"],
    )


@pytest.mark.plan("s3-bucket", example="grown")
def test_a_statement_can_be_for_an_organisation(plan):
    assert statement(plan, "ListByOrganisation")["Condition"] == {
        "StringEquals": {"aws:PrincipalOrgID": ["o-a1b2c3d4e5"]}
    }


@pytest.mark.plan(
    "s3-bucket",
    example="minimal",
    policy_statements={
        "nobody-deletes": {"effect": "Deny", "actions": ["s3:*"], "principals": {"AWS": ["*"]}, "bucket_itself": True}
    },
)
def test_a_statement_can_deny_everything_to_everybody(plan):
    assert statement(plan, "NobodyDeletes")["Effect"] == "Deny"


def one_statement(**given):
    return {"policy_statements": {"a": {"actions": ["s3:GetObject"], "principals": {"AWS": ["arn:a"]}, **given}}}


def condition(test, variable, value):
    return {"test": test, "variable": variable, "values": [value]}


def one_rule(**given):
    return {"lifecycle_rules": {"a": {"expiration_days": 365, **given}}}


REFUSED = {
    "a statement with a space": (
        "policy_statements",
        {"policy_statements": {"a b": {"actions": ["s3:GetObject"], "principals": {"AWS": ["arn:a"]}}}},
        "names of statements",
    ),
    "an unknown effect": ("policy_statements", one_statement(effect="Audit"), "one of Allow, Deny"),
    "nobody": ("policy_statements", one_statement(principals={}), "at least one"),
    "an unknown kind of principal": (
        "policy_statements",
        one_statement(principals={"Role": ["a"]}),
        "must be among AWS",
    ),
    "nothing": ("policy_statements", one_statement(objects=[]), "needs objects, bucket_itself or both"),
    "all actions": ("policy_statements", one_statement(actions=["s3:*"]), "must be named"),
    "all actions of all services": ("policy_statements", one_statement(actions=["*"]), "must begin with s3:"),
    "the actions of another service": (
        "policy_statements",
        one_statement(effect="Deny", actions=["sqs:SendMessage"]),
        "must begin with s3:",
    ),
    "everybody": ("policy_statements", one_statement(principals={"AWS": ["*"]}), "needs a condition"),
    "everybody who speaks TLS": (
        "policy_statements",
        one_statement(principals={"AWS": ["*"]}, conditions=[condition("Bool", "aws:SecureTransport", "true")]),
        "needs a condition",
    ),
    "everybody outside of an organisation": (
        "policy_statements",
        one_statement(
            principals={"AWS": ["*"]}, conditions=[condition("StringNotEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5")]
        ),
        "needs a condition",
    ),
    "everybody of any account": (
        "policy_statements",
        one_statement(principals={"AWS": ["*"]}, conditions=[condition("StringLike", "aws:PrincipalAccount", "*")]),
        "needs a condition",
    ),
    "everybody everywhere": (
        "policy_statements",
        one_statement(principals={"AWS": ["*"]}, conditions=[condition("IpAddress", "aws:SourceIp", "0.0.0.0/0")]),
        "needs a condition",
    ),
    "roles of any account": (
        "policy_statements",
        one_statement(
            principals={"AWS": ["*"]},
            conditions=[condition("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/admin")],
        ),
        "needs a condition",
    ),
    "whoever has a name": (
        "policy_statements",
        one_statement(
            principals={"AWS": ["*"]}, conditions=[condition("StringLike", "aws:userid", "A???????????????:*")]
        ),
        "needs a condition",
    ),
    "whoever says so": (
        "policy_statements",
        one_statement(
            principals={"AWS": ["*"]},
            conditions=[condition("StringEquals", "aws:SourceVpc", "${aws:PrincipalTag/vpc}")],
        ),
        "needs a condition",
    ),
    "half of everywhere": (
        "policy_statements",
        one_statement(principals={"AWS": ["*"]}, conditions=[condition("IpAddress", "aws:SourceIp", "128.0.0.0/1")]),
        "needs a condition",
    ),
    "all of IPv6": (
        "policy_statements",
        one_statement(principals={"AWS": ["*"]}, conditions=[condition("IpAddress", "aws:SourceIp", "2000::/3")]),
        "needs a condition",
    ),
    "a service for trails of any account": (
        "policy_statements",
        one_statement(
            principals={"Service": ["cloudtrail.amazonaws.com"]},
            conditions=[condition("ArnLike", "aws:SourceArn", "arn:aws:cloudtrail:*:*:trail/*")],
        ),
        "needs a condition",
    ),
    "a way back": ("lifecycle_rules", one_rule(transitions={"GLACIER": 30, "STANDARD_IA": 60}), "one way"),
    "a way back of versions": (
        "lifecycle_rules",
        one_rule(noncurrent_transitions={"DEEP_ARCHIVE": 40, "GLACIER": 41}),
        "one way",
    ),
    "two moves on a day": ("lifecycle_rules", one_rule(transitions={"GLACIER": 30, "DEEP_ARCHIVE": 30}), "one way"),
    "29 days in STANDARD_IA": (
        "lifecycle_rules",
        one_rule(transitions={"STANDARD_IA": 30, "GLACIER": 59}),
        "for 30 days",
    ),
    "29 days in ONEZONE_IA": (
        "lifecycle_rules",
        one_rule(transitions={"ONEZONE_IA": 30, "GLACIER": 59}),
        "for 30 days",
    ),
    "from ONEZONE_IA to GLACIER_IR": (
        "lifecycle_rules",
        one_rule(transitions={"ONEZONE_IA": 30, "GLACIER_IR": 90}),
        "moves nothing",
    ),
    "a service for anybody": (
        "policy_statements",
        one_statement(principals={"Service": ["logging.s3.amazonaws.com"]}),
        "needs a condition",
    ),
    "versions that move when they go": (
        "lifecycle_rules",
        one_rule(noncurrent_transitions={"GLACIER": 90}),
        "before they are removed",
    ),
    "versions that move too early": (
        "lifecycle_rules",
        one_rule(noncurrent_transitions={"STANDARD_IA": 29}),
        "after 30 days or more",
    ),
    "versions that move to an unknown class": (
        "lifecycle_rules",
        one_rule(noncurrent_transitions={"ICE": 30}),
        "must be among STANDARD_IA",
    ),
    "versions that are not kept": (
        "lifecycle_rules",
        {"versioning_enabled": False, **one_rule(noncurrent_transitions={"GLACIER": 30})},
        "Only a bucket with versioning",
    ),
    "a rule that does nothing": ("lifecycle_rules", {"lifecycle_rules": {"a": {}}}, "Each rule needs transitions"),
    "larger than less than nothing": ("lifecycle_rules", one_rule(larger_than_bytes=-1), "0 or more"),
    "smaller than nothing": ("lifecycle_rules", one_rule(smaller_than_bytes=0), "1 or more"),
    "no size between": (
        "lifecycle_rules",
        one_rule(larger_than_bytes=1, smaller_than_bytes=2),
        "a size must fit between them",
    ),
}


@pytest.mark.parametrize(
    "variable",
    [
        pytest.param(
            variable, id=what, marks=pytest.mark.refused("s3-bucket", example="minimal", match=match, **arguments)
        )
        for what, (variable, arguments, match) in REFUSED.items()
    ],
)
def test_what_a_bucket_should_not_be_is_refused(refusal, variable):
    assert refusal.variable == variable


@pytest.mark.plan(
    "s3-bucket",
    example="minimal",
    lifecycle_rules={
        "a": {"transitions": {"STANDARD_IA": 30, "GLACIER_IR": 60, "GLACIER": 61, "DEEP_ARCHIVE": 62}},
        "b": {"transitions": {"INTELLIGENT_TIERING": 0, "GLACIER": 1}},
        "c": {"transitions": {"ONEZONE_IA": 30, "GLACIER": 60}},
    },
)
def test_objects_move_from_class_to_class_one_way(plan):
    rules = plan.one("aws_s3_bucket_lifecycle_configuration")["rule"]
    assert {rule["id"]: len(rule["transition"]) for rule in rules if rule["id"] in "abc"} == {"a": 4, "b": 2, "c": 2}


@pytest.mark.plan(
    "s3-bucket",
    example="minimal",
    **one_statement(principals={"AWS": ["*"]}, conditions=[condition("IpAddress", "AWS:SourceIp", "192.0.2.0/24")]),
)
def test_a_statement_can_be_for_a_network(plan):
    assert statement(plan, "A")["Condition"] == {"IpAddress": {"AWS:SourceIp": ["192.0.2.0/24"]}}
