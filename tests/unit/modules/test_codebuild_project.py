"""The module codebuild-project: a project with its role and its log."""

import pytest

from tfproof.iam.written import policy_statements

CONNECTION = {"arn": "arn:aws:codeconnections:us-east-1:123456789012:connection/7d4469fe-97e7-4d5c-9d0f-a1b2c3d4e5f6"}
REPOSITORY = "https://git-codecommit.us-east-1.amazonaws.com/v1/repos/shop"


def project(plan):
    return plan.one("aws_codebuild_project")


def rights(plan):
    return {s["Sid"]: s for s in policy_statements(plan.one("aws_iam_role_policy"), "policy")}


def reached(plan, sid):
    return sorted(rights(plan)[sid]["Resource"])


@pytest.mark.plan("codebuild-project", example="minimal")
def test_a_pipeline_hands_the_code_and_takes_what_is_made(plan):
    assert (project(plan)["source.0.type"], project(plan)["artifacts.0.type"]) == ("CODEPIPELINE", "CODEPIPELINE")


@pytest.mark.plan("codebuild-project", example="typical")
def test_code_is_cloned_by_a_connection(plan):
    assert project(plan)["source.0.auth.0"] == {"resource": CONNECTION["arn"], "type": "CODECONNECTIONS"}


@pytest.mark.plan("codebuild-project", example="typical")
def test_a_commit_shows_how_its_build_went(plan):
    assert project(plan)["source.0.report_build_status"] is True


@pytest.mark.plan("codebuild-project", example="typical")
def test_a_branch_can_be_built(plan):
    assert project(plan)["source_version"] == "main"


@pytest.mark.plan("codebuild-project", example="typical")
def test_no_build_overwrites_what_another_has_made(plan):
    assert project(plan)["artifacts.0.namespace_type"] == "BUILD_ID"


@pytest.mark.plan("codebuild-project", example="typical", artifacts=None)
def test_a_build_can_leave_nothing(plan):
    assert project(plan)["artifacts.0.type"] == "NO_ARTIFACTS"


@pytest.mark.plan("codebuild-project", example="minimal")
def test_what_is_made_is_encrypted_with_the_key(plan):
    assert project(plan)["encryption_key"].endswith("key/0f6b7c1e-52a9-4b6e-9f4e-3d7d0c1f2a3b")


@pytest.mark.plan("codebuild-project", example="minimal")
def test_builds_have_no_rights_on_their_machine(plan):
    assert project(plan)["environment.0.privileged_mode"] is False


@pytest.mark.plan("codebuild-project", example="typical")
def test_builds_of_images_have_rights_on_their_machine(plan):
    assert project(plan)["environment.0.privileged_mode"] is True


@pytest.mark.plan("codebuild-project", example="minimal")
def test_builds_run_in_the_newest_image_of_codebuild(plan):
    found = project(plan)["environment.0"]
    assert (found["image"], found["type"]) == ("aws/codebuild/amazonlinux-x86_64-standard:5.0", "LINUX_CONTAINER")


@pytest.mark.plan("codebuild-project", example="minimal", cpu_architecture="ARM64")
def test_builds_can_run_on_arm(plan):
    found = project(plan)["environment.0"]
    assert (found["image"], found["type"]) == ("aws/codebuild/amazonlinux-aarch64-standard:3.0", "ARM_CONTAINER")


@pytest.mark.plan("codebuild-project", example="minimal")
def test_an_image_of_codebuild_is_pulled_by_codebuild(plan):
    assert project(plan)["environment.0.image_pull_credentials_type"] == "CODEBUILD"


@pytest.mark.plan(
    "codebuild-project", example="minimal", image="123456789012.dkr.ecr.us-east-1.amazonaws.com/build:7d1e"
)
def test_another_image_is_pulled_by_the_role(plan):
    assert project(plan)["environment.0.image_pull_credentials_type"] == "SERVICE_ROLE"


@pytest.mark.plan("codebuild-project", example="grown")
def test_secrets_are_references(plan):
    variables = {v["name"]: v["type"] for v in project(plan)["environment.0.environment_variable"]}
    assert variables == {
        "LOG_LEVEL": "PLAINTEXT",
        "REGISTRY_TOKEN": "SECRETS_MANAGER",
        "SIGNING_KEY": "SECRETS_MANAGER",
        "STAGE": "PLAINTEXT",
    }


@pytest.mark.plan("codebuild-project", example="minimal")
def test_the_log_has_a_group_with_key_and_end(plan):
    group = plan.one("aws_cloudwatch_log_group")
    assert (group["name"], group["retention_in_days"]) == ("/aws/codebuild/shop-production-app", 30)
    assert group["kms_key_id"].endswith("key/1234abcd-12ab-34cd-56ef-1234567890ab")


@pytest.mark.plan("codebuild-project", example="minimal")
def test_builds_write_to_that_group(plan):
    assert project(plan)["logs_config.0.cloudwatch_logs.0"] == {
        "group_name": "/aws/codebuild/shop-production-app",
        "status": "ENABLED",
        "stream_name": None,
    }


@pytest.mark.plan("codebuild-project", example="typical")
def test_builds_run_in_the_subnets(plan):
    found = project(plan)["vpc_config.0"]
    assert sorted(found["subnets"]) == ["subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829"]


@pytest.mark.plan("codebuild-project", example="typical")
def test_the_role_lends_interfaces_of_these_subnets_to_codebuild_only(plan):
    condition = rights(plan)["LendInterface"]["Condition"]
    assert condition["StringEquals"] == {"ec2:AuthorizedService": ["codebuild.amazonaws.com"]}
    assert sorted(condition["ArnEquals"]["ec2:Subnet"]) == [
        f"arn:aws:ec2:us-east-1:123456789012:subnet/{name}"
        for name in ("subnet-0a1b2c3d4e5f60718", "subnet-1b2c3d4e5f6071829")
    ]


@pytest.mark.plan("codebuild-project", example="typical")
def test_the_role_joins_the_subnets_and_groups_that_are_named(plan):
    assert {arn.split(":")[-1].partition("/")[0] for arn in reached(plan, "JoinNetwork")} == {
        "network-interface",
        "security-group",
        "subnet",
    }
    assert len(reached(plan, "JoinNetwork")) == 4


@pytest.mark.plan("codebuild-project", example="typical")
def test_the_role_keeps_artifacts_in_their_path(plan):
    assert reached(plan, "KeepArtifacts") == ["arn:aws:s3:::shop-production-artifacts-123456789012/app/*"]


@pytest.mark.plan("codebuild-project", example="minimal")
def test_the_role_reaches_all_that_the_pipeline_keeps(plan):
    assert reached(plan, "KeepArtifacts") == ["arn:aws:s3:::shop-production-pipeline-123456789012/*"]


@pytest.mark.plan("codebuild-project", example="grown")
def test_the_role_reads_the_secrets_that_are_named(plan):
    assert reached(plan, "ReadSecrets") == [
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/registry-a1b2c3",
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/signing-d4e5f6",
    ]


@pytest.mark.plan("codebuild-project", example="grown")
def test_the_role_pushes_to_some_repositories_and_pulls_from_more(plan):
    assert [len(reached(plan, sid)) for sid in ("PushImages", "PullImages")] == [2, 3]


@pytest.mark.plan(
    "codebuild-project", example="minimal", artifacts=None, code={"type": "CODECOMMIT", "location": REPOSITORY}
)
def test_the_role_clones_the_repository_that_is_named(plan):
    assert reached(plan, "Clone") == ["arn:aws:codecommit:us-east-1:123456789012:shop"]


@pytest.mark.plan("codebuild-project", example="minimal")
def test_the_role_of_a_build_in_a_pipeline_has_no_more_than_it_needs(plan):
    assert set(rights(plan)) == {"KeepArtifacts", "LookAtBucket", "ReportTests", "UseKeyOfArtifacts", "WriteLog"}


@pytest.mark.refused("codebuild-project", example="minimal", artifacts=None, match="reads and writes the bucket")
def test_a_build_in_a_pipeline_without_its_bucket_is_refused(refusal):
    assert refusal.variable == "artifacts"


@pytest.mark.refused(
    "codebuild-project",
    example="minimal",
    code={"type": "GITHUB", "location": "https://github.com/example/shop.git"},
    match="need a connection",
)
def test_github_without_a_connection_is_refused(refusal):
    assert refusal.variable == "code"


@pytest.mark.refused(
    "codebuild-project", example="minimal", environment_variables={"AWS_ACCESS_KEY_ID": "a"}, match="must not set keys"
)
def test_keys_of_aws_are_refused(refusal):
    assert refusal.variable == "environment_variables"
