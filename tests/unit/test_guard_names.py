"""What is called an ARN is one: the name of an output or an argument says which attribute it holds, and what is secret."""

import re
from pathlib import Path

import pytest

from tfproof.plans.schema import Schema
from tfproof.project.layout import Project
from tfproof.terraform.hcl import core, elements, read_directory, text_of

PROJECT = Project.find(Path(__file__))

#: The words that a name may end with, and the attributes that are meant by other words.
WORDS = {"address", "arn", "block", "fqdn", "id", "identifier", "ip", "name", "port", "suffix", "url"}
ALSO_CALLED = {
    # A bucket's name, as the provider calls it.
    ("name", "bucket"),
    ("id", "bucket"),
}
#: Outputs whose attribute has a name that says something else, with the reason.
OTHER_WORDS = {
    ("acm-certificate", "domain_names"): "the main name is among the alternative ones",
    ("ecs-service", "arn"): "the provider's id of a service is its ARN",
    ("rds-proxy", "resource_id"): "the identifier is the end of the ARN",
    ("state-backend", "bucket_name"): "the provider's id of a bucket is its name",
}


def word(name):
    """The last word of a name, in the singular: `target_group_arns` are ARNs."""
    last = name.rpartition("_")[2]
    return {"suffixes": "suffix", "addresses": "address"}.get(
        last, last if last == "address" else last.removesuffix("s")
    )


def chains(node):
    """Yield the steps of every reference whose value an expression hands on: not what a loop runs over."""
    if node.type in ("for_intro", "for_cond", "index", "new_index"):
        return
    children = node.named_children
    if node.type == "conditional":
        children = children[1:]
    if node.type == "for_object_expr":
        children = [c for c in children if c.type == "expression"][1:]
    if node.type == "object_elem":
        children = children[1:]
    for position, child in enumerate(children):
        if child.type == "variable_expr":
            steps = [text_of(child)]
            for after in children[position + 1 :]:
                if after.type in ("get_attr", "splat"):
                    steps += re.findall(r"\.(\w+)", text_of(after))
                elif after.type not in ("index", "new_index"):
                    break
            yield steps
        yield from chains(child)


def is_composed(expression):
    """Whether a text is put together from parts: what it becomes is not what its parts are."""
    return core(expression.node).type == "quoted_template"


def attributes(expression):
    """What an expression hands on of resources, modules, locals and loop variables: the last step of each reference."""
    return {steps[-1] for steps in chains(expression.node) if len(steps) > 1 and steps[0] not in ("var", "each")}


@pytest.mark.parametrize("name", PROJECT.modules)
def test_an_output_is_what_it_is_called(name):
    wrong = {
        (output.labels[0], attribute)
        for output in read_directory(PROJECT.modules[name]).of("output")
        if (name, output.labels[0]) not in OTHER_WORDS and word(output.labels[0]) in WORDS
        for attribute in attributes(output.attributes["value"])
        if word(attribute) != word(output.labels[0]) and (word(output.labels[0]), attribute) not in ALSO_CALLED
    }
    assert wrong == set()


@pytest.mark.parametrize("name", PROJECT.modules)
def test_an_attribute_of_an_output_is_what_it_is_called(name):
    wrong = set()
    for output in read_directory(PROJECT.modules[name]).of("output"):
        for element in objects(output.attributes["value"].node):
            key, value = text_of(element.named_children[0]), text_of(element.named_children[-1])
            if re.fullmatch(r"[\w.\[\]]+\.\w+", value) and word(key) in WORDS and not value.endswith(f".{key}"):
                wrong.add((output.labels[0], key, value))
    assert wrong == set()


def objects(node):
    """Yield the elements of all objects that are written out."""
    if core(node).type == "object":
        yield from elements(core(node), "object_elem")
    for child in node.named_children:
        yield from objects(child)


#: The attributes that arguments take whose name does not say so.
TAKES = {
    "bucket": {"bucket", "id"},
    "function_name": {"arn", "name"},
    "group": {"name"},
    "log_destination": {"arn"},
    "log_group_arn_list": {"arn"},
    "repository": {"name"},
    "target_id": {"arn", "id"},
    "task_definition": {"arn"},
}


def taken(resource_type, argument):
    """The last words of the attributes that an argument takes; None where its name does not tell."""
    if argument == "role" and resource_type.startswith("aws_iam_"):
        return {"id", "name"}
    if argument.endswith("kms_key_id"):
        return {"arn", "id"}
    if (resource_type, argument) == ("aws_s3_bucket_replication_configuration", "bucket"):
        return None  # its source is named, its destination is an ARN
    own = {"arn": {"arn"}, "id": {"id"}, "name": {"bucket", "id", "identifier", "name"}}
    return TAKES.get(argument) or own.get(word(argument))


def arguments(block):
    """Yield the arguments of a block and of the blocks in it."""
    yield from block.attributes.items()
    for inner in block.blocks:
        yield from arguments(inner)


@pytest.mark.parametrize("name", PROJECT.modules)
def test_an_argument_is_given_the_attribute_that_it_takes(name):
    wrong = set()
    for block in read_directory(PROJECT.modules[name]).of("resource"):
        for argument, expression in arguments(block):
            found = {s[-1] for s in chains(expression.node) if len(s) > 2 and not is_composed(expression)}
            takes = taken(block.labels[0], argument)
            wrong |= {
                (".".join(block.labels), argument, a)
                for a in found
                if takes and word(a) in {"arn", "id", "name"} and word(a) not in takes
            }
    assert wrong == set()


@pytest.mark.parametrize("name", PROJECT.modules)
def test_a_local_value_is_what_it_is_called(name):
    wrong = {
        (local, attribute)
        for local, expression in read_directory(PROJECT.modules[name]).locals.items()
        if word(local) in {"arn", "id", "name"} and not is_composed(expression)
        for attribute in attributes(expression)
        if word(attribute) in {"arn", "id", "name"} and word(attribute) != word(local)
    }
    assert wrong == set()


@pytest.mark.parametrize("name", PROJECT.modules)
def test_a_policy_names_its_resources_by_their_arn(name):
    wrong = set()
    for block in read_directory(PROJECT.modules[name]).of("data"):
        for argument, expression in arguments(block):
            if argument in ("resources", "not_resources", "identifiers"):
                found = {s[-1] for s in chains(expression.node) if s[0].startswith("aws_") and len(s) > 2}
                wrong |= {(".".join(block.labels), argument, a) for a in found if word(a) != "arn"}
    assert wrong == set()


#: What every resource is given that takes it: nobody else should choose a name, an owner, a key or an end.
GIVEN = ("deletion_protection", "kms_key_arn", "kms_key_id", "kms_master_key_id", "name", "retention_in_days", "tags")
NOT_GIVEN = {
    # It says how an image is made, is encrypted by AWS, and another key would be another version.
    ("aws_imagebuilder_component", "kms_key_id"),
    # The service makes and owns this role.
    ("aws_iam_service_linked_role", "tags"),
    # It encrypts filters, and none are given: https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
    ("aws_lambda_event_source_mapping", "kms_key_arn"),
}


@pytest.mark.parametrize("name", PROJECT.modules)
def test_whatever_takes_a_name_tags_a_key_or_an_end_is_given_it(name):
    schema = Schema.load()
    missing = {
        (".".join(block.labels), argument)
        for block in read_directory(PROJECT.modules[name]).of("resource")
        for argument in GIVEN
        if (kind := schema.kind_of(block.labels[0], argument)) is not None and kind.settable
        if argument not in block.names and (block.labels[0], argument) not in NOT_GIVEN
    }
    assert missing == set()


SECRET = re.compile(r"(^|_)(token|password|secret|private_key)$|^sensitive_|integration URL", re.IGNORECASE)


@pytest.mark.parametrize("name", PROJECT.modules)
def test_what_is_secret_is_marked_as_sensitive(name):
    directory = read_directory(PROJECT.modules[name])
    plain = {
        block.labels[0]
        for block in [*directory.variables.values(), *directory.of("output")]
        if getattr(block.attributes.get("type"), "text", "string") in ("string", "map(string)")
        and (SECRET.search(block.labels[0]) or "integration URL" in block.attributes["description"].text)
        and "true" not in getattr(block.attributes.get("sensitive"), "text", "")
    }
    assert plain == set()


@pytest.mark.parametrize("name", PROJECT.modules)
def test_what_is_never_stored_is_never_shown_either(name):
    shown = {
        label
        for label, block in read_directory(PROJECT.modules[name]).variables.items()
        if getattr(block.attributes.get("ephemeral"), "text", "") == "true"
        and getattr(block.attributes.get("sensitive"), "text", "") != "true"
    }
    assert shown == set()


def uses(directory, variable=""):
    """All expressions of a module, but for those of one variable's own declaration."""
    others = (b for b in directory.blocks if (b.type, b.labels) != ("variable", (variable,)))
    return "\n".join(e.text for block in others for _, e in arguments(block))


#: Inputs that do nothing but give leave: their own validation refuses what they do not allow.
GIVE_LEAVE = {"anonymous_access_enabled"}


@pytest.mark.parametrize("name", PROJECT.modules)
def test_every_input_is_used_outside_its_own_declaration(name):
    directory = read_directory(PROJECT.modules[name])
    unused = {v for v in directory.variables if not re.search(rf"\bvar\.{v}\b", uses(directory, v))}
    assert unused == GIVE_LEAVE & set(directory.variables)


#: Attributes that are asked for nothing but to be compared with what the module makes.
ONLY_COMPARED = {("lambda-function", "queues", "visibility_timeout_seconds")}


def handed_on(directory):
    """The inputs that a sibling of the module takes as they are: its own tests are about their attributes."""
    given = {argument.text for call in directory.module_calls.values() for argument in call.attributes.values()}
    return {name for name in directory.variables if {f"var.{name}", f"local.{name}"} & given}


@pytest.mark.parametrize("name", PROJECT.modules)
def test_every_attribute_of_an_input_is_used_outside_its_own_declaration(name):
    directory = read_directory(PROJECT.modules[name])
    unused = {
        (variable, attribute)
        for variable, block in directory.variables.items()
        if variable not in handed_on(directory)
        for attribute in re.findall(r"^\s*(\w+)\s*=", block.attributes["type"].text, re.MULTILINE)
        if (name, variable, attribute) not in ONLY_COMPARED
        if not re.search(rf"\.{attribute}\b", uses(directory, variable))
    }
    assert unused == set()


DIRECTORIES = sorted(
    {path.parent for path in (PROJECT.root / "terraform").rglob("*.tf") if ".terraform" not in path.parts}
)


@pytest.mark.parametrize("path", DIRECTORIES, ids=[str(path.relative_to(PROJECT.root)) for path in DIRECTORIES])
def test_nothing_is_computed_or_looked_up_that_nobody_reads(path):
    """A local value or a data source that nothing names is left over from something that was taken out."""
    directory = read_directory(path)
    code = "\n".join(file.read_text() for file in sorted(path.glob("*.tf")))
    named = {f"local.{name}" for block in directory.of("locals") for name in block.attributes}
    named |= {f"data.{'.'.join(block.labels)}" for block in directory.of("data")}
    assert {name for name in named if not re.search(rf"\b{re.escape(name)}\b", code)} == set()
