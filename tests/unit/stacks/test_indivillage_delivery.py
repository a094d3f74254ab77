"""IndiVillage: what the workflows do, in which order, and who has to approve."""

import json
import re
from fnmatch import fnmatchcase

import pytest
import yaml
from systems import ROOT

from tfproof.iam.written import policy_statements

WORKFLOWS = ROOT / ".github" / "workflows"


def workflow(name):
    found = yaml.safe_load((WORKFLOWS / f"{name}.yml").read_text())
    return {"on": found.pop(True), **found}  # YAML 1.1 reads the word on as true


def commands(job):
    """What the steps of a job run, one after the other."""
    return "\n".join(step.get("run", "") for step in job["steps"])


def runs(job, command):
    """Whether a step is this command and nothing else, so that the job fails where it does."""
    heeded = not job.get("continue-on-error")
    steps = [s for s in job["steps"] if s.get("run", "").strip() == command and not s.get("continue-on-error")]
    return heeded and [s.get("if") for s in steps] == [None]


PIPELINE = workflow("indivillage")
APPLY = workflow("indivillage-apply")
RELEASE = workflow("indivillage-release")
ENVIRONMENTS = ["development", "staging", "production"]


@pytest.mark.requirement("IV-CICD-003", "IV-CICD-006")
def test_a_pull_request_plans_every_environment_and_applies_none():
    plan = PIPELINE["jobs"]["plan"]
    assert "pull_request" in PIPELINE["on"]
    assert plan["strategy"]["matrix"]["environment"] == ENVIRONMENTS
    assert re.search(r"terraform .* plan ", commands(plan))
    assert " apply" not in commands(plan)
    assert "github.event_name != 'push'" in plan["if"]


@pytest.mark.requirement("IV-CICD-003")
def test_a_merge_applies_one_environment_after_the_other():
    jobs = PIPELINE["jobs"]
    assert PIPELINE["on"]["push"]["branches"] == ["main"]
    assert "github.event_name == 'push'" in jobs["development"]["if"]
    assert [jobs[name]["needs"] for name in ENVIRONMENTS] == ["test", "development", "staging"]
    for name in ENVIRONMENTS:
        assert jobs[name]["uses"] == "./.github/workflows/indivillage-apply.yml"
        assert jobs[name]["with"] == {"environment": name}


@pytest.mark.requirement("IV-CICD-004", "IV-CICD-020")
def test_what_is_applied_is_the_plan_that_was_read_after_the_environment_has_let_it_pass():
    plan, apply = APPLY["jobs"]["plan"], APPLY["jobs"]["apply"]
    assert apply["needs"] == "plan"
    assert apply["environment"] == "indivillage-${{ inputs.environment }}"
    assert plan["environment"] != apply["environment"]
    assert '-out="$ENVIRONMENT.tfplan"' in commands(plan)
    assert " show " in commands(plan)
    assert "terraform/scripts/apply.sh indivillage" in commands(apply)
    assert " plan " not in commands(apply)


@pytest.mark.requirement("IV-CICD-004", "IV-CICD-020")
def test_the_digest_of_the_plan_that_was_read_goes_with_the_approval():
    plan, apply = APPLY["jobs"]["plan"], APPLY["jobs"]["apply"]
    (keep,) = [step for step in plan["steps"] if step.get("id") == "keep"]
    assert plan["outputs"] == {"sha256": "${{ steps.keep.outputs.sha256 }}"}
    assert keep["run"].index("sha256sum") < keep["run"].index("GITHUB_OUTPUT") < keep["run"].index("aws s3 cp")
    (run,) = [step for step in apply["steps"] if "apply.sh" in step.get("run", "")]
    assert run["env"] == {"PLAN_SHA256": "${{ needs.plan.outputs.sha256 }}"}
    kept, fetched = (re.search(r's3://[^"]+/plans/([^"]+)"', commands(job))[1] for job in (plan, apply))
    assert kept == fetched == "indivillage/$ENVIRONMENT/$GITHUB_RUN_ID.tfplan"


def actions_in(text):
    return set(re.findall(r'"([a-z0-9-]+:[A-Za-z]+)"', text))


@pytest.mark.requirement("IV-CICD-003")
def test_what_plans_is_denied_all_that_people_are_denied():
    """Whoever adds to the list of modules/iam-people adds here, too."""
    people = (ROOT / "terraform" / "modules" / "iam-people" / "contents.tf").read_text()
    pipeline = (ROOT / "terraform" / "stacks" / "indivillage" / "delivery.tf").read_text()
    (denied,) = re.findall(r'document" "pipeline_contents" \{\n(.*?)\n\}', pipeline, re.S)
    assert actions_in(people) <= actions_in(denied)
    assert len(actions_in(people)) > 40


@pytest.mark.requirement("IV-CICD-003", "IV-CICD-014")
def test_a_job_that_any_branch_runs_takes_the_role_that_only_reads():
    """What `pull_request` and `schedule` start, and what a merge starts, have environments apart."""
    assert {job["environment"] for job in PIPELINE["jobs"].values() if "environment" in job} == {
        "indivillage-${{ matrix.environment }}-plan"
    }
    assert APPLY["jobs"]["plan"]["environment"] == "indivillage-${{ inputs.environment }}-prepare"
    assert "-lock=false" in commands(PIPELINE["jobs"]["plan"])
    assert "-lock=false" in commands(APPLY["jobs"]["plan"])
    assert "aws s3" not in commands(PIPELINE["jobs"]["plan"])


@pytest.mark.requirement("IV-CICD-020")
@pytest.mark.parametrize("job", ["plan", "apply"])
def test_a_refused_approval_ends_the_run(job):
    """A job that needs one that was refused is passed over, unless it says otherwise."""
    assert "always()" not in str(APPLY["jobs"][job].get("if", ""))
    assert all("always()" not in str(PIPELINE["jobs"][name].get("if", "")) for name in ENVIRONMENTS)


@pytest.mark.requirement("IV-CICD-005")
def test_an_apply_is_validated_and_says_how_it_is_taken_back():
    script = (ROOT / "terraform" / "scripts" / "apply.sh").read_text()
    assert script.splitlines()[-1] == 'exec "$scripts/verify-deployment.sh" "$environment" --stack "$stack"'
    assert "set -eu" in script.splitlines()
    assert runs(APPLY["jobs"]["apply"], 'CONFIRM="$ENVIRONMENT" terraform/scripts/apply.sh indivillage "$ENVIRONMENT"')
    (failed,) = [step for step in APPLY["jobs"]["apply"]["steps"] if step.get("if") == "failure()"]
    assert "Revert $GITHUB_SHA" in failed["run"]


@pytest.mark.requirement("IV-CICD-006")
def test_pipelines_are_workflows_of_github():
    assert {path.stem for path in WORKFLOWS.glob("indivillage*.yml")} == {
        "indivillage",
        "indivillage-apply",
        "indivillage-release",
    }


@pytest.mark.requirement("IV-CICD-009")
def test_a_release_has_its_stages_in_this_order():
    names = [step["name"] for step in RELEASE["jobs"]["release"]["steps"] if "name" in step]
    assert names[:6] == ["Checkout", "Build and test", "Security scan", "Artefact", "Deploy", "Validate"]


@pytest.mark.requirement("IV-CICD-015")
@pytest.mark.parametrize("job", [APPLY["jobs"]["apply"], RELEASE["jobs"]["release"]], ids=["apply", "release"])
def test_every_deployment_records_what_was_released_however_it_ends(job):
    (record,) = [step for step in job["steps"] if step.get("name") == "Record what was released"]
    assert record["if"] == "always()"
    assert "aws ssm put-parameter" in record["run"]
    assert re.search(r"\$(GITHUB_SHA|VERSION) .*job\.status", record["run"])


@pytest.mark.requirement("IV-CICD-016")
def test_security_checks_run_before_anything_is_applied():
    assert runs(PIPELINE["jobs"]["test"], 'make test TOXARGS="-e lint,checkov,compliance"')
    assert PIPELINE["jobs"]["development"]["needs"] == "test"


@pytest.mark.requirement("IV-CICD-005", "IV-CICD-016", "IV-CICD-020")
@pytest.mark.parametrize("name", ["indivillage", "indivillage-apply", "indivillage-release"])
def test_no_step_goes_on_after_it_has_failed(name):
    for key, job in workflow(name)["jobs"].items():
        assert not job.get("continue-on-error"), key
        for step in job.get("steps", []):
            assert not step.get("continue-on-error"), (key, step)
            assert not re.search(r"\|\|\s*(true|:|exit 0)(\s|$)", step.get("run", "")), (key, step)


@pytest.mark.requirement("IV-IAM-011")
@pytest.mark.parametrize("name", ["indivillage", "indivillage-apply", "indivillage-release"])
def test_a_workflow_takes_a_role_and_has_no_key(name):
    text = (WORKFLOWS / f"{name}.yml").read_text()
    assert "role-to-assume" in text or "indivillage-apply.yml" in text
    assert not re.search(r"aws-access-key-id|AWS_SECRET_ACCESS_KEY|secrets\.", text)


@pytest.mark.requirement("IV-CICD-001", "IV-CICD-017", "IV-CICD-021")
def test_the_branch_takes_reviewed_pull_requests_with_green_checks_only():
    rules = {
        rule["type"]: rule.get("parameters")
        for rule in json.loads((ROOT / ".github/rulesets/main.json").read_text())["rules"]
    }
    assert rules["pull_request"]["required_approving_review_count"] >= 1
    assert rules["pull_request"]["require_code_owner_review"] is True
    checks = {check["context"] for check in rules["required_status_checks"]["required_status_checks"]}
    assert checks == workflow("proof")["jobs"].keys() & {"test", "evidence"}


@pytest.mark.requirement("IV-CICD-017", "IV-CICD-021")
def test_whoever_owns_the_code_of_the_system_has_to_review_it():
    lines = [line.split() for line in (ROOT / ".github/CODEOWNERS").read_text().splitlines() if line.startswith("/")]
    owned = {path: owners for path, *owners in lines}
    assert [path for path in owned if not (ROOT / path.strip("/")).is_dir()] == []
    assert all(owned.values())
    assert {"/terraform/stacks/indivillage/", "/terraform/modules/", "/.github/"} <= owned.keys()


@pytest.mark.requirement("IV-OPS-032")
def test_updates_are_looked_for_where_there_are_versions():
    updates = yaml.safe_load((ROOT / ".github" / "dependabot.yml").read_text())["updates"]
    assert {one["package-ecosystem"]: one["schedule"]["interval"] for one in updates} == {
        "terraform": "weekly",
        "github-actions": "weekly",
        "pip": "weekly",
    }


@pytest.mark.requirement("IV-SEC-047")
def test_open_findings_are_reported_every_month_in_every_environment():
    report = PIPELINE["jobs"]["findings"]
    (cron,) = [one["cron"] for one in PIPELINE["on"]["schedule"] if one["cron"] in report["if"]]
    assert re.fullmatch(r"\d+ \d+ 1 \* \*", cron)
    assert cron in PIPELINE["jobs"]["plan"]["if"]
    assert report["strategy"]["matrix"]["environment"] == ENVIRONMENTS
    assert "security_findings.py" in commands(report)


@pytest.mark.plan("indivillage")
def test_the_role_that_applies_may_change_every_role_of_the_system(plan, environment):
    (policy,) = [p for p in plan.of("aws_iam_role_policy") if p.index == "apply/roles"]
    (own,) = [s for s in policy_statements(policy, "policy") if s["Sid"] == "RolesOfSystem"]
    roles = {f"arn:aws:iam::123456789012:role{r['path']}{r['name']}" for r in plan.of("aws_iam_role")}
    assert len(roles) > 30
    assert [role for role in sorted(roles) if not any(fnmatchcase(role, each) for each in own["Resource"])] == []
