"""What is released past Terraform is what is judged: the version that runs, not the one that the state names."""

import pytest
from answers import Answering

from tfproof.findings import Cause
from tfproof.observed import observe

ACCOUNT = "us-east-1:123456789012"
FAMILY = f"arn:aws:ecs:{ACCOUNT}:task-definition/api"


def resource(address, **values):
    kind, name = address.split(".")
    return {"address": address, "mode": "managed", "type": kind, "name": name, "values": values}


def seen(resources, answers, region_of=lambda _: "us-east-1"):
    def answer(call, arguments):
        given = answers.get(call.name, {})
        return given(arguments) if callable(given) else given

    cloud = Answering(answer)
    found = observe({"values": {"root_module": {"resources": resources}}}, cloud, region_of)
    return found, cloud


def definition(arguments):
    arn = arguments["taskDefinition"]
    return {
        "taskDefinition": {"taskDefinitionArn": arn, "networkMode": arn.rsplit(":")[-1], "containerDefinitions": []}
    }


SERVICE = resource("aws_ecs_service.api", name="api", cluster="main")
DEFINITION = resource("aws_ecs_task_definition.api", arn=f"{FAMILY}:1", family="api")


def service_of(*revisions, **more):
    return {
        "services": [{"status": "ACTIVE", "taskDefinition": f"{FAMILY}:{revision}", **more} for revision in revisions]
    }


@pytest.mark.parametrize("revision", ["1", "2", "12"])
def test_the_revision_that_a_service_runs_is_the_one_that_is_judged(revision):
    found, _ = seen(
        [DEFINITION, SERVICE],
        {"ecs:DescribeServices": service_of(revision), "ecs:DescribeTaskDefinition": definition},
    )
    judged = found.plan.resource_at("aws_ecs_task_definition.api")
    assert (judged["network_mode"], judged["arn"]) == (revision, f"{FAMILY}:{revision}")
    assert bool(found.released) == (revision != "1")
    for why in found.released.values():
        assert f"{FAMILY}:{revision} runs" in why
        assert f"{FAMILY}:1" in why


def test_of_a_service_in_the_hands_of_codedeploy_the_primary_tasks_count():
    tasks = [
        {"status": "ACTIVE", "taskDefinition": f"{FAMILY}:4"},
        {"status": "PRIMARY", "taskDefinition": f"{FAMILY}:3"},
    ]
    found, _ = seen(
        [DEFINITION, SERVICE],
        {"ecs:DescribeServices": service_of("1", taskSets=tasks), "ecs:DescribeTaskDefinition": definition},
    )
    assert found.plan.resource_at("aws_ecs_task_definition.api")["network_mode"] == "3"


def test_what_a_rule_starts_is_judged():
    target = resource("aws_cloudwatch_event_target.api", rule="r", event_bus_name="default", target_id="t")
    answer = {"Targets": [{"Id": "t", "Arn": "cluster", "EcsParameters": {"TaskDefinitionArn": f"{FAMILY}:7"}}]}
    found, _ = seen(
        [DEFINITION, target], {"events:ListTargetsByRule": answer, "ecs:DescribeTaskDefinition": definition}
    )
    assert found.plan.resource_at("aws_ecs_task_definition.api")["network_mode"] == "7"


def test_what_nothing_runs_is_judged_as_the_state_names_it():
    found, _ = seen([DEFINITION], {"ecs:DescribeTaskDefinition": definition})
    assert found.plan.resource_at("aws_ecs_task_definition.api")["network_mode"] == "1"
    assert dict(found.released) == {}


def test_of_several_versions_that_run_none_is_taken_for_all():
    other = resource("aws_ecs_service.other", name="other", cluster="main")

    def services(arguments):
        return service_of("2" if arguments["services"] == ["api"] else "3")

    found, cloud = seen([DEFINITION, SERVICE, other], {"ecs:DescribeServices": services})
    assert "ecs:DescribeTaskDefinition" not in {name for name, _ in cloud.asked}
    (why,) = [detail for detail in found.silent if "2 versions of it run" in detail]
    assert found.plan.raw["unanswered"][DEFINITION["address"]]["*"] == [Cause.UNANSWERED.value, why]


FUNCTION = resource("aws_lambda_function.f", function_name="f", arn=f"arn:aws:lambda:{ACCOUNT}:function:f", version="9")


def configuration(arguments):
    return {"FunctionName": "f", "Handler": "x", "Runtime": arguments.get("Qualifier", "as it is")}


@pytest.mark.parametrize(
    "name", ["f", f"arn:aws:lambda:{ACCOUNT}:function:f", f"arn:aws:lambda:{ACCOUNT}:function:f:live"]
)
@pytest.mark.parametrize("version", ["9", "3", "$LATEST"])
def test_the_version_that_an_alias_leads_to_is_the_one_that_is_judged(name, version):
    alias = resource("aws_lambda_alias.live", function_name=name, name="live")
    answers = {
        "lambda:GetAlias": {"FunctionVersion": version},
        "lambda:GetFunctionConfiguration": configuration,
        "lambda:ListTags": {"Tags": {"a": "b"}},
    }
    found, _ = seen([FUNCTION, alias], answers)
    judged = found.plan.resource_at("aws_lambda_function.f")
    assert (judged["runtime"], judged["tags_all"]) == (version, {"a": "b"})
    assert bool(found.released) == (version != "9")


def test_a_function_without_an_alias_is_judged_as_it_is():
    found, _ = seen([FUNCTION], {"lambda:GetFunctionConfiguration": configuration})
    assert found.plan.resource_at("aws_lambda_function.f")["runtime"] == "as it is"
    assert dict(found.released) == {}


@pytest.mark.parametrize(
    "routing", [{"AdditionalVersionWeights": {"4": 0.1}}, {"AdditionalVersionWeights": {"4": 0.1, "5": 0.2}}]
)
def test_while_a_release_is_under_way_two_versions_run(routing):
    alias = resource("aws_lambda_alias.live", function_name="f", name="live")
    found, _ = seen([FUNCTION, alias], {"lambda:GetAlias": {"FunctionVersion": "3", "RoutingConfig": routing}})
    assert [d for d in found.silent if "versions of it run (3, 4" in d]


def test_functions_of_one_name_in_two_regions_are_two():
    there = resource("aws_lambda_function.there", function_name="f")
    alias = resource("aws_lambda_alias.live", function_name="f", name="live")
    found, _ = seen(
        [FUNCTION, there, alias],
        {"lambda:GetAlias": {"FunctionVersion": "3"}, "lambda:GetFunctionConfiguration": configuration},
        lambda address: "us-west-2" if address.endswith("there") else "us-east-1",
    )
    judged = [found.plan.resource_at(f"aws_lambda_function.{name}")["runtime"] for name in ("f", "there")]
    assert judged == ["3", "as it is"]
