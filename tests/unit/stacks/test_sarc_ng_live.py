"""SARC-NG: the Terragrunt tree plans the same code as the root of the stack, unit by unit.

Terragrunt is not needed for this: its files are read as what they are, HCL.
"""

import json
import re
from functools import cache
from pathlib import Path

import pytest
from systems import ROOT, System

from tfproof.terraform.hcl import Expression, parsed, read_directory, read_whole

LIVE = ROOT / "terraform" / "live" / "sarc-ng"
ACCOUNTS = {"dev": "development", "staging": "staging", "prod": "production"}
SYSTEM = System("sarc-ng")
STACK = SYSTEM.stack

#: What a unit's definition is called in the root of the stack.
CALLS = {
    "account": "account",
    "account-further-region": "secondary_account",
    "api": "api",
    "api-function": "api_function",
    "api-record": "api_record",
    "compute": "compute",
    "compute-further-region": "secondary_compute",
    "database": "database",
    "database-member": "secondary_database",
    "dns": "dns",
    "dns-further-region": "secondary_dns",
    "network": "network",
    "observability": "observability",
    "schema": "schema",
    "web": "web",
    "web-record": "web_record",
    "worker": "worker",
}

#: What the specification names in the first region of each account.
UNITS = ["network", "database", "compute", "dns", "observability", "services"]
API_UNITS = ["ecs-alb-service", "lambda-http-api", "dns/record", "schema"]

FOLDERS = sorted(path.parent for path in (LIVE / "accounts").rglob("terragrunt.hcl"))
DEFINITIONS = sorted((LIVE / "units").glob("*.hcl"))

each_folder = pytest.mark.parametrize(
    "folder", FOLDERS, ids=lambda path: path.relative_to(LIVE / "accounts").as_posix()
)
each_definition = pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda path: path.stem)
each_account = pytest.mark.parametrize("account", ACCOUNTS)


@cache
def blocks(file: Path, kind: str):
    return [block for block in read_whole(file) if block.type == kind]


@cache
def keys_of(file: Path) -> dict[str, str]:
    """The inputs that a file gives, as written; they are its last statement."""
    _, given, text = file.read_text().partition("\ninputs = ")
    if not given:
        return {}
    (attribute,) = parsed(f"inputs = {text}").named_children[0].named_children
    return {key: value.text for key, value in Expression(attribute.named_children[-1]).pairs()}


def definition_of(folder: Path) -> Path:
    """The file below units/ that a folder takes its unit from."""
    text = (folder / "terragrunt.hcl").read_text()
    (name,) = re.findall(r'/units/([\w-]+)\.hcl"', text)
    return LIVE / "units" / f"{name}.hcl"


def source_of(definition: Path) -> Path:
    (terraform,) = blocks(definition, "terraform")
    text = terraform.attributes["source"].text.strip('"')
    before, _, inside = text.partition("//")
    assert before == '${dirname(find_in_parent_folders("root.hcl"))}/../..'
    return ROOT / "terraform" / inside


def parent_with(folder: Path, name: str) -> Path:
    """What find_in_parent_folders finds from a folder."""
    return next(parent / name for parent in folder.parents if (parent / name).is_file())


def dependencies(folder: Path) -> dict[str, tuple[Path, set[str]]]:
    """Name to folder and mocked outputs of every dependency; what the folder says itself replaces what its definition says."""
    found = {}
    for file in (definition_of(folder), folder / "terragrunt.hcl"):
        for block in blocks(file, "dependency"):
            text = block.attributes["config_path"].text.strip('"')
            marker, rest = re.fullmatch(r'\$\{dirname\(find_in_parent_folders\("(\w+\.hcl)"\)\)\}/(.*)', text).groups()
            mocked = {key for key, _ in block.attributes["mock_outputs"].pairs()}
            found[block.labels[0]] = (parent_with(folder, marker).parent / rest, mocked)
    return found


def used(file: Path, dependency: str) -> set[str]:
    return set(re.findall(rf"\bdependency\.{dependency}\.outputs\.(\w+)", file.read_text()))


@each_folder
@pytest.mark.requirement("SN-OPS-005")
def test_a_unit_has_what_all_share_and_a_definition(folder):
    text = (folder / "terragrunt.hcl").read_text()
    assert 'path = find_in_parent_folders("root.hcl")' in text
    assert definition_of(folder).is_file()
    assert parent_with(folder, "root.hcl") == LIVE / "root.hcl"


@each_definition
def test_the_source_of_a_unit_is_a_unit_of_the_stack(definition):
    call = read_directory(STACK).module_calls[CALLS[definition.stem]]
    assert source_of(definition) == (STACK / call.attributes["source"].literal()).resolve()


def test_every_unit_of_the_root_is_in_the_tree():
    calls = {
        name
        for name, call in read_directory(STACK).module_calls.items()
        if "./units/" in call.attributes["source"].text
    }
    # The network of a second region is the same unit, with blocks of its own.
    assert calls == {*CALLS.values(), "secondary_network"}
    assert {path.stem for path in DEFINITIONS} == CALLS.keys()
    assert {definition_of(folder) for folder in FOLDERS} == set(DEFINITIONS)


@each_folder
def test_every_input_is_a_variable_of_the_unit(folder):
    given = keys_of(definition_of(folder)).keys() | keys_of(folder / "terragrunt.hcl").keys()
    assert given - read_directory(source_of(definition_of(folder))).input_names == set()


@each_folder
def test_every_variable_without_a_default_is_given(folder):
    given = keys_of(definition_of(folder)).keys() | keys_of(folder / "terragrunt.hcl").keys()
    assert read_directory(source_of(definition_of(folder))).required_variables - given == set()


@each_folder
@pytest.mark.requirement("SN-OPS-015")
def test_every_dependency_is_a_unit_with_the_outputs_that_are_used(folder):
    for name, (there, mocked) in dependencies(folder).items():
        assert (there / "terragrunt.hcl").is_file(), name
        outputs = read_directory(source_of(definition_of(there))).output_names
        wanted = used(definition_of(folder), name) | used(folder / "terragrunt.hcl", name)
        assert wanted, name
        assert wanted - outputs == set(), name
        assert wanted <= mocked <= outputs, name


@each_folder
def test_every_dependency_that_is_used_is_declared(folder):
    text = definition_of(folder).read_text() + (folder / "terragrunt.hcl").read_text()
    assert set(re.findall(r"\bdependency\.(\w+)\.", text)) == dependencies(folder).keys()


#: Outputs that are null somewhere, and never where they are counted on.
NEVER_NULL = {
    ("database-member", "global_cluster_id"): "the primary of production has a global cluster",
    ("database-member", "master_secret_replica_arn"): "the primary of production copies its secret",
}


@each_folder
def test_no_unit_counts_on_an_output_that_may_be_null(folder):
    """Terraform stores no output that is null, and Terragrunt then knows no such attribute: gruntwork-io/terragrunt#3874."""
    definition = definition_of(folder)
    text = definition.read_text() + (folder / "terragrunt.hcl").read_text()
    counted_on = re.sub(r"\btry\(dependency\.[\w.]+, ", "try(", text)
    for name, (there, _) in dependencies(folder).items():
        outputs = {block.labels[0]: block for block in read_directory(source_of(definition_of(there))).of("output")}
        may_be_null = {
            key
            for key, block in outputs.items()
            if re.search(r"(?<![!=]= )\bnull\b", block.attributes["description"].text + block.attributes["value"].text)
        }
        taken = set(re.findall(rf"\bdependency\.{name}\.outputs\.(\w+)", counted_on))
        assert {key for key in taken & may_be_null if (definition.stem, key) not in NEVER_NULL} == set(), name


def test_made_up_outputs_are_never_applied():
    for file in [*DEFINITIONS, *(folder / "terragrunt.hcl" for folder in FOLDERS)]:
        allowed = re.findall(r"(?:mocked|mock_outputs_allowed_terraform_commands)\s*=\s*(\[.*\])", file.read_text())
        assert len(allowed) == (
            1 if file.parent.name == "units" and blocks(file, "dependency") else len(blocks(file, "dependency"))
        )
        assert {command for one in allowed for command in json.loads(one)} <= {"init", "validate", "plan"}


#: What describes the environment as a whole: env.hcl says the one, network.hcl and compute.hcl read the others in their own way.
READ_OTHERWISE = {"environment", "secondary_network"}


def said_by_the_tree() -> set[str]:
    """What root.hcl refuses in a variable file, because the tree says it itself."""
    (locals_,) = blocks(LIVE / "root.hcl", "locals")
    return set(locals_.attributes["said_here"].literal())


def read_by_the_tree() -> set[str]:
    files = [*DEFINITIONS, *(folder / "terragrunt.hcl" for folder in FOLDERS)]
    return {
        name
        for file in files
        for name in re.findall(r"\b(?:local|locals)\.(?:values|network)\.(\w+)", file.read_text())
    }


def test_every_variable_of_the_root_has_an_effect_in_the_tree_or_is_refused():
    variables = read_directory(STACK).input_names
    assert variables - read_by_the_tree() - said_by_the_tree() - READ_OTHERWISE == set()
    assert said_by_the_tree() <= variables
    assert said_by_the_tree() & read_by_the_tree() == set()
    assert "file(" in blocks(LIVE / "root.hcl", "locals")[0].attributes["all_are_read"].text


@each_definition
def test_what_the_root_gives_a_unit_and_the_tree_does_not_the_tree_refuses(definition):
    call = read_directory(STACK).module_calls[CALLS[definition.stem]]
    folders = [folder for folder in FOLDERS if definition_of(folder) == definition]
    given = set.union(set(keys_of(definition)), *(keys_of(folder / "terragrunt.hcl") for folder in folders))
    left_out = {
        key: value.text
        for key, value in call.attributes.items()
        if key not in given | {"source", "count", "providers", "depends_on"}
    }
    assert [key for key, text in left_out.items() if not re.fullmatch(r"var\.\w+", text)] == []
    assert {text.removeprefix("var.") for text in left_out.values()} - said_by_the_tree() == set()


@each_definition
def test_what_the_tree_gives_a_unit_the_root_gives_it_too(definition):
    call = read_directory(STACK).module_calls[CALLS[definition.stem]]
    assert set(keys_of(definition)) - call.attributes.keys() == set()


@each_definition
def test_values_come_from_the_variable_file_by_their_name_there(definition):
    known = read_directory(STACK).input_names | {"availability_zones", "nat"}
    named = set(re.findall(r"\blocal\.(?:values|network)\.(\w+)", definition.read_text()))
    assert named - known == set()


def bare(text: str) -> str:
    """An expression without the spaces and commas that do not matter."""
    return re.sub(r"[\s,]", "", text)


@each_definition
def test_where_a_variable_file_says_nothing_the_tree_takes_what_the_root_takes(definition):
    variables = read_directory(STACK).variables
    for name, fallback in re.findall(r"try\(local\.values\.(\w+), ([^()\n]*)\)", definition.read_text()):
        if name == "secondary_network":  # what there is none of in the first region, and never asked for
            continue
        default = variables[name].attributes["default"]
        assert bare(fallback) == bare(default.text), name


@each_account
@pytest.mark.requirement("SN-OPS-001", "SN-OPS-002", "SN-IAM-006")
def test_each_account_says_who_it_is_and_which_environment_it_holds(account):
    folder = LIVE / "accounts" / account
    said = (folder / "account.hcl").read_text()
    (number,) = set(re.findall(r'"(\d{12})"', said))
    assert f'role_arn     = "arn:aws:iam::{number}:role/pipelines/sarc-ng-deploy"' in said
    env = (folder / "env.hcl").read_text()
    assert f'environment = "{ACCOUNTS[account]}"' in env
    assert f"stacks/sarc-ng/environments/{ACCOUNTS[account]}.tfvars" in env


@pytest.mark.requirement("SN-IAM-006", "SN-OPS-002")
def test_the_environments_are_accounts_of_their_own():
    numbers = {re.search(r'"(\d{12})"', (LIVE / "accounts" / a / "account.hcl").read_text())[1] for a in ACCOUNTS}
    assert len(numbers) == len(ACCOUNTS)
    assert {path.name for path in (LIVE / "accounts").iterdir()} == set(ACCOUNTS)


def provider() -> str:
    (generated,) = [block for block in blocks(LIVE / "root.hcl", "generate") if block.labels == ("provider",)]
    text: str = generated.attributes["contents"].text
    return text


@pytest.mark.requirement("SN-IAM-006")
def test_the_provider_refuses_the_credentials_of_another_account():
    assert 'allowed_account_ids = ["${local.account.account_id}"]' in provider()
    assert 'region              = "${local.region.region}"' in provider()


@pytest.mark.requirement("SN-TAG-001")
@pytest.mark.plan("sarc-ng", environments=["production"])
def test_units_have_the_tags_of_the_root(plan, environment):
    tags = dict(re.findall(r'^ +(\w+) +=  *"([^"]*)"$', provider(), re.M))
    tags = {key: value for key, value in tags.items() if key[0].isupper()} | {"Environment": "prod"}
    assert len(tags) == 6
    for vpc in plan.of("aws_vpc"):
        assert {key: vpc.tags[key] for key in tags} == tags


def remote_state():
    (block,) = blocks(LIVE / "root.hcl", "remote_state")
    return block


@pytest.mark.requirement("SN-STATE-001", "SN-STATE-002", "SN-STATE-003")
def test_the_state_is_said_once_and_generated_for_every_unit():
    block = remote_state()
    text = block.attributes["config"].text
    assert '? "local" : "s3"' in block.attributes["backend"].text
    assert "terraform-state-${local.account.account_id}" in text
    assert 'dynamodb_table = "terraform-state-lock"' in text
    assert re.search(r"use_lockfile\s*= true", text)
    assert [
        path for path in LIVE.rglob("*.hcl") if path.name != "root.hcl" and "remote_state" in path.read_text()
    ] == []


@pytest.mark.requirement("SN-STATE-006")
def test_each_unit_has_a_state_below_its_path():
    assert (
        'key            = "sarc-ng/${path_relative_to_include()}/terraform.tfstate"'
        in remote_state().attributes["config"].text
    )
    assert len({folder.relative_to(LIVE).as_posix() for folder in FOLDERS}) == len(FOLDERS)


@each_account
@pytest.mark.requirement("SN-OPS-004", "SN-OPS-005")
def test_the_first_region_has_its_units(account):
    region = LIVE / "accounts" / account / "us-east-1"
    assert 'region     = "us-east-1"' in (region / "region.hcl").read_text()
    assert [unit for unit in UNITS if not list((region / unit).rglob("terragrunt.hcl"))] == []


@pytest.mark.requirement("SN-OPS-004", "SN-OPS-024")
def test_every_region_folder_says_which_region_it_is():
    regions = {parent for folder in FOLDERS for parent in folder.parents if parent.parent.parent == LIVE / "accounts"}
    assert {region.name for region in regions} == {"us-east-1", "us-west-2"}
    for region in regions:
        assert f'region     = "{region.name}"' in (region / "region.hcl").read_text()


@each_account
@pytest.mark.requirement("SN-OPS-006", "SN-DB-018")
def test_the_api_has_its_units(account):
    api = LIVE / "accounts" / account / "us-east-1" / "services" / "sarcng-api"
    assert [unit for unit in API_UNITS if not (api / unit / "terragrunt.hcl").is_file()] == []


@each_account
@pytest.mark.requirement("SN-CTR-024")
def test_the_website_has_its_units(account):
    web = LIVE / "accounts" / account / "us-east-1" / "services" / "sarcng-web"
    assert (web / "ecs-alb-service" / "terragrunt.hcl").is_file()
    assert (web / "dns" / "record" / "terragrunt.hcl").is_file()


#: Where a definition names a region: what it takes from the first one, and where production's second one is.
NAMED_REGIONS = {
    "account-further-region": {("config_path", "us-east-1")},
    "compute": {("image_replica_regions", "us-west-2")},
    "database-member": {("config_path", "us-east-1"), ("global_cluster", "us-east-1")},
    "dns-further-region": {("config_path", "us-east-1")},
}


@each_definition
@pytest.mark.requirement("SN-OPS-024")
def test_no_unit_knows_the_region_it_is_in(definition):
    text = re.sub(r"mock_outputs = \{.*?\n  \}", "", definition.read_text(), flags=re.DOTALL)
    named = {
        (line.partition("=")[0].strip(), region)
        for line in text.splitlines()
        if not line.lstrip().startswith("#")
        for region in re.findall(r"\b[a-z]{2}-[a-z]+-\d\b", line)
    }
    assert named == NAMED_REGIONS.get(definition.stem, set())
    assert keys_of(definition).get("region", "local.region.region") == "local.region.region"


def everything_before(folder: Path) -> set[Path]:
    """Every unit that has to be there before one."""
    found: set[Path] = set()
    for there, _ in dependencies(folder).values():
        found |= {there.resolve()} | everything_before(there.resolve())
    for block in blocks(definition_of(folder), "dependencies"):
        for text in re.findall(r'"(\$\{.*?\}/[\w/-]+)"', block.attributes["paths"].text):
            marker, rest = re.fullmatch(r'\$\{dirname\(find_in_parent_folders\("(\w+\.hcl)"\)\)\}/(.*)', text).groups()
            found |= {(there := parent_with(folder, marker).parent / rest)} | everything_before(there)
    return found


@each_account
@pytest.mark.requirement("SN-OPS-015", "SN-OPS-016")
def test_network_database_cluster_and_services_follow_each_other(account):
    region = LIVE / "accounts" / account / "us-east-1"
    order = [region / "network", region / "database", region / "compute" / "ecs-cluster"]
    service = region / "services" / "sarcng-api" / "ecs-alb-service"
    assert set(order) <= everything_before(service)
    assert set(order[:2]) <= everything_before(order[2])
    assert set(order[:1]) <= everything_before(order[1])
    assert everything_before(order[0]) == set()


@pytest.mark.requirement("SN-OPS-003", "SN-OPS-011")
def test_development_can_be_sent_to_an_emulator_and_no_other_account_can():
    said = (LIVE / "accounts" / "dev" / "localstack.hcl").read_text()
    assert 'get_env("LOCALSTACK", "false") == "true"' in said
    assert 'get_env("LOCALSTACK_ENDPOINT", "http://localhost:4566")' in said
    assert [path for path in LIVE.rglob("localstack.hcl") if path.parent.name != "dev"] == []
    root = (LIVE / "root.hcl").read_text()
    assert 'find_in_parent_folders("localstack.hcl", "no-localstack.hcl")' in root
    assert "enabled = false" in root


@pytest.mark.requirement("SN-OPS-011")
def test_the_emulator_gets_credentials_that_open_nothing_else():
    emulated = re.search(r"%\{ ?if local\.localstack\.enabled ?\}(.*?)%\{ ?endif ?\}", provider(), re.DOTALL)[1]
    assert re.search(r'access_key +=  *"test"', emulated)
    assert re.search(r'secret_key +=  *"test"', emulated)
    assert '${service} = "${local.localstack.endpoint}"' in emulated


#: Beginnings of types whose service is called otherwise among the endpoints of the provider.
SERVICES = {
    "appautoscaling": "applicationautoscaling",
    "config": "configservice",
    "db": "rds",
    "lb": "elbv2",
} | dict.fromkeys(
    ["default", "ebs", "eip", "flow", "internet", "nat", "network", "route", "security", "subnet", "vpc"], "ec2"
)


@pytest.mark.requirement("SN-OPS-011")
@pytest.mark.plan("sarc-ng", environments=["development"])
def test_every_service_of_development_has_its_endpoint_there(plan, environment):
    (listed,) = blocks(LIVE / "accounts" / "dev" / "localstack.hcl", "locals")
    endpoints = set(listed.attributes["services"].literal())
    kinds = {
        resource.type.removeprefix("aws_").split("_")[0]
        for resource in plan.managed
        if resource.type.startswith("aws_")
    }
    needed = {SERVICES.get(kind, kind) for kind in kinds}
    assert needed
    assert needed - endpoints == set()
