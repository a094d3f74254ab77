"""What planning reads, in the layouts that people have: all of it is copied, and all of it is in the key."""

import json
import os
from dataclasses import replace

import pytest

from tfproof import Plan
from tfproof.errors import BadInput, EnvironmentProblem
from tfproof.terraform.footprint import Footprint
from tfproof.terraform.planning import Case
from tfproof.terraform.planning.cache import Cache
from tfproof.terraform.root import Root
from tfproof.terraform.workspace import WorkingCopy, copy_files


def layout(base, files):
    for name, text in files.items():
        path = base / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return base


def output(expression):
    return f'output "read" {{\n  value = {expression}\n}}\n'


CALL = 'module "m" {\n  source = "../modules/m"\n%s}\noutput "read" {\n  value = module.m.read\n}\n'
#: The files of a project whose root is `infra`, whose output `read` must be "yes".
READ = {
    "beside the root": {"infra/main.tf": output('file("${path.module}/../policies/p.json")'), "policies/p.json": "yes"},
    "by path.root": {"infra/main.tf": output('file("${path.root}/../p.txt")'), "p.txt": "yes"},
    "by path.cwd": {"infra/main.tf": output('file("${path.cwd}/../p.txt")'), "p.txt": "yes"},
    "from the working directory": {"infra/main.tf": output('file("../p.txt")'), "p.txt": "yes"},
    "with any ending": {"infra/main.tf": output('file("${path.module}/odd.ending")'), "infra/odd.ending": "yes"},
    "a document": {"infra/main.tf": output('file("${path.module}/NOTES.md")'), "infra/NOTES.md": "yes"},
    "of an example": {"infra/main.tf": output('file("${path.module}/examples/x.txt")'), "infra/examples/x.txt": "yes"},
    "of dependencies": {
        "infra/main.tf": output('join("", [for k in ["a", "b"] : file("${path.module}/node_modules/x/${k}.js")])'),
        "infra/node_modules/x/a.js": "y", "infra/node_modules/x/b.js": "es",
    },
    "a state": {"infra/main.tf": output('file("old.tfstate")'), "infra/old.tfstate": "yes"},
    "a name with signs": {"infra/main.tf": output('file("${path.module}/../[a] {b}.txt")'), "[a] {b}.txt": "yes"},
    "a template": {
        "infra/main.tf": output('templatefile("${path.module}/../t/x.tpl", { w = "yes" })'), "t/x.tpl": "${w}",
    },
    "a set of files": {
        "infra/main.tf": 'locals {\n  d = "${path.module}/../d"\n}\n'
        + output('join("", [for f in fileset(local.d, "*.txt") : file("${local.d}/${f}")])'),
        "d/a.txt": "y", "d/b.txt": "es",
    },
    "a set by a pattern": {
        "infra/main.tf": output('length(fileset(path.module, "../d/*.txt")) == 2 ? "yes" : "no"'), "d/a.txt": "", "d/b.txt": "",
    },
    "a key in the name": {
        "infra/main.tf": output('join("", [for k in ["a", "b"] : file("${path.module}/../d/p-${k}.json")])'),
        "d/p-a.json": "y", "d/p-b.json": "es",
    },
    "through a local": {
        "infra/main.tf": 'locals {\n  base = "${path.module}/.."\n}\n' + output('file("${local.base}/policies/p.json")'),
        "policies/p.json": "yes",
    },
    "through an object": {
        "infra/main.tf": 'locals {\n  dirs = { base = "${path.module}/.." }\n}\n' + output('file("${local.dirs.base}/q/p.json")'),
        "q/p.json": "yes",
    },
    "through a call": {
        "infra/main.tf": CALL % '  dir = "${path.module}/../policies"\n',
        "modules/m/main.tf": 'variable "dir" {}\n' + output('file("${var.dir}/p.json")'), "policies/p.json": "yes",
    },
    "through a call upwards": {
        "infra/main.tf": CALL % '  base = "${path.module}/.."\n',
        "modules/m/main.tf": 'variable "base" {}\n' + output('file("${var.base}/policies/p.json")'), "policies/p.json": "yes",
    },
    "through a default": {
        "infra/main.tf": 'variable "f" {\n  default = "../policies/p.json"\n}\n' + output("file(var.f)"),
        "policies/p.json": "yes",
    },
    "through a variable file": {
        "infra/main.tf": 'variable "f" {}\n' + output("file(var.f)"), "infra/terraform.tfvars": 'f = "../p/p.json"\n',
        "p/p.json": "yes",
    },
    "beside a module": {
        "infra/main.tf": CALL % "", "modules/m/main.tf": output('file("${path.module}/../shared/p.json")'),
        "modules/shared/p.json": "yes",
    },
    "an automatic variable file": {
        "infra/main.tf": 'variable "w" {}\n' + output("var.w"), "infra/more.auto.tfvars": 'w = "yes"\n',
    },
    "a module in JSON": {
        "infra/main.tf.json": '{"module": {"m": {"source": "../modules/m"}}, "output": {"read": {"value": "${module.m.read}"}}}',
        "modules/m/main.tf.json": '{"output": {"read": {"value": "${file(\\"${path.module}/../s/p.json\\")}"}}}',
        "modules/s/p.json": "yes",
    },
    "modules of one name": {
        "infra/main.tf": 'module "a" {\n  source = "../a/queue"\n}\nmodule "b" {\n  source = "../b/queue"\n}\n'
        + output('"${module.a.read}${module.b.read}"'),
        "a/queue/main.tf": output('"y"'), "b/queue/main.tf": output('"es"'),
    },
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_what_a_root_reads_is_in_its_copy_and_in_its_key(tmp_path, toolchain, name, monkeypatch):
    """The copy is planned without any provider, which is fast."""
    layout(tmp_path, READ[name])
    root = tmp_path / "infra"
    footprint = Footprint.of(root)
    assert {tmp_path / n for n in READ[name]} <= set(footprint.files)
    with WorkingCopy(root, toolchain) as copy:
        copy.init()
        run = copy.plan()
    assert [str(e) for e in run.errors] == []
    assert Plan(run.raw, root).outputs["read"] == "yes"


#: One root, and outputs that read softly: without a file they give something else, and no error.
SOFT = {
    "a set outside": 'fileset("${path.module}/../d", "*.txt")',
    "a set around": 'fileset("${path.module}/..", "*.json")',
    "a set by braces": 'fileset("${path.module}/..", "{d,e}/*.txt")',
    "a set of all below": 'fileset("${path.module}/../d", "**")',
    "a set by a called module": "module.m.set",
    "a set by a local": "fileset(local.d, local.pattern)",
    "a set by a variable of a call": "module.m.given",
    "dependencies": 'fileset("${path.module}/node_modules", "*/*.js")',
    "examples": 'fileset(path.module, "examples/*/*.txt")',
    "states": 'fileset("${path.module}/states", "*.tfstate")',
    "all texts around": 'fileset("${path.module}/..", "**/*.txt")',
    "documents": 'fileset("${path.module}/docs", "*")',
    "hidden": 'fileset("${path.module}/../d", ".*")',
    "existing": 'fileexists("${path.module}/../d/a.txt")',
    "signs": 'fileexists("${path.module}/../[a] {b}.txt")',
    "signs in a set": 'fileset("${path.module}/..", "[[]a*")',
    "not existing": 'fileexists("${path.module}/../d/none.txt")',
    "a default": 'try(file("${path.module}/../only/here.txt"), "none")',
    "a format": 'try(file(format("%s/../only/%s", path.module, "here.txt")), "none")',
    "a join": 'try(file(join("/", [path.module, "..", "only", "here.txt"])), "none")',
    "a test": 'can(file("${path.root}/../only/here.txt"))',
    "one of two": 'fileset(local.one ? "${path.module}/../e" : "${path.module}/../none", "*")',
    "by a default": "fileexists(var.f)",
    "by a variable file": "fileexists(var.g)",
    "in a text": '"${join(",", fileset("${path.module}/../e", "*"))}!"',
}
SOFT_FILES = {
    "infra/main.tf": 'locals {\n  d       = "${path.module}/../d"\n  pattern = "*.txt"\n  one     = true\n}\n'
    'variable "f" {\n  default = "../d/a.txt"\n}\nvariable "g" {}\n'
    'module "m" {\n  source = "../modules/m"\n  given  = "${path.module}/../e"\n}\n'
    + "".join(f'output "{name}" {{\n  value = {e}\n}}\n' for name, e in ((n.replace(" ", "_"), e) for n, e in SOFT.items())),
    "infra/json.tf.json": '{"output": {"json": {"value": "${fileset(\\"${path.module}/../d\\", \\"*\\")}"}}}',
    "infra/terraform.tfvars": 'g = "../d/b.txt"\n',
    "infra/node_modules/x/a.js": "", "infra/examples/one/x.txt": "", "infra/states/old.tfstate": "", "infra/docs/x.md": "",
    "modules/m/main.tf": 'variable "given" {}\noutput "set" {\n  value = fileset(path.module, "../x/*")\n}\n'
    'output "given" {\n  value = fileset(var.given, "*")\n}\n',
    "modules/x/one.txt": "", "modules/x/two.txt": "", "d/a.txt": "", "d/b.txt": "", "d/.hidden": "", "d/in/c.md": "",
    "e/e.txt": "", "[a] {b}.txt": "", "beside.json": "", "only/here.txt": "here",
}  # fmt: skip
#: Where no string leads out, an unknown part of a path does not either.
DEEPER = {
    "infra/main.tf": output('[for n in ["x/a.js", "b.js"] : fileexists("${path.module}/node_modules/${n}")]')
    + 'module "m" {\n  source = "../modules/m"\n}\noutput "inner" {\n  value = module.m.read\n}\n',
    "infra/node_modules/x/a.js": "",
    "modules/m/main.tf": output('[for n in ["x"] : try(file(replace("./_.md", "_", n)), "none")]'),
    "infra/x.md": "yes",
}  # fmt: skip


@pytest.mark.parametrize("files", [SOFT_FILES, DEEPER], ids=["told", "untold"])
def test_what_is_read_softly_is_the_same_in_a_copy(tmp_path, toolchain, files):
    """Each is compared with a plan in place; no provider is needed, which is fast."""
    root = layout(tmp_path, files) / "infra"
    with WorkingCopy(root, toolchain) as copy:
        copy.init()
        copied = Plan(copy.plan().raw, root).outputs
    here = Root(root, root, toolchain)
    here.init()
    in_place = Plan(here.plan().raw, root).outputs
    assert {n for n in in_place if in_place[n] != copied[n]} == set()
    assert in_place.get("a_default", "here") == "here"


CANNOT_BE_TOLD = {
    "a way out that is put together": 'locals {\n  up = "../"\n}\noutput "x" {\n'
    '  value = fileexists(trimspace("${local.up}x"))\n}\n',
    "a key": 'resource "terraform_data" "x" {\n  for_each = toset(["../a"])\n'
    '  input    = fileexists("${path.module}/${each.key}")\n}\n',
    "the home directory": 'output "x" {\n  value = try(file("~/.ssh/id_rsa.pub"), "")\n}\n',
    "the machine": 'output "x" {\n  value = fileset("${path.module}/../../../../../../../../../../..", "**")\n}\n',
    "our own files from above": 'output "x" {\n  value = fileset("${path.module}/..", "*/*.json")\n}\n',
    "our own files by a variable": 'variable "d" {}\noutput "x" {\n  value = fileset(var.d, "*.json")\n}\n',
    "our own files by braces": 'output "x" {\n  value = fileset(path.module, "{a,zz}*.json")\n}\n',
    "our own files below": 'output "x" {\n  value = fileset(path.module, "**/*.json")\n}\n',
    "a template that reads": 'output "x" {\n  value = templatefile("${path.module}/x.tpl", {})\n}\n',
    "a template with a condition": 'output "x" {\n  value = templatefile("${path.module}/y.tpl", {})\n}\n',
    "our own files": 'output "x" {\n  value = fileset(path.module, "*.json")\n}\n',
}


@pytest.mark.parametrize("name", CANNOT_BE_TOLD)
def test_a_soft_read_of_nobody_knows_what_is_refused_in_one_line(tmp_path, name):
    layout(tmp_path, {"infra/main.tf": CANNOT_BE_TOLD[name], "infra/terraform.tfvars": 'd = "."\n'})
    layout(
        tmp_path, {"infra/x.tpl": '"${try(file("../y"), "")}"', "infra/y.tpl": '%{ if fileexists("../y") }y%{ endif }'}
    )
    with pytest.raises(BadInput, match=r"^\S+infra/main\.tf:\d+: it cannot be told which files [^\n]*$"):
        _ = Footprint.of(tmp_path / "infra").files


def test_links_are_followed_and_those_that_lead_nowhere_or_round_are_not(tmp_path):
    layout(
        tmp_path,
        {"real/main.tf": "", "real/inner/x.txt": "", "infra/main.tf": 'module "m" {\n  source = "../link"\n}\n'},
    )
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "infra" / "data.txt").symlink_to("../real/inner/x.txt")
    (tmp_path / "infra" / "folder").symlink_to("../real/inner")
    (tmp_path / "infra" / "round").symlink_to(".")
    (tmp_path / "infra" / "nowhere").symlink_to("/nowhere/at/all")
    copied = copy_files(Footprint.of(tmp_path / "infra"), tmp_path / "copy")
    found = sorted(str(p.relative_to(copied.parent)) for p in copied.parent.rglob("*") if p.is_file())
    assert found == ["infra/data.txt", "infra/folder/x.txt", "infra/main.tf", "real/inner/x.txt", "real/main.tf"]
    assert (copied / "../link/main.tf").is_file()


def test_strings_that_are_no_paths_of_the_project_bring_nothing(tmp_path):
    strings = ["/", "..", "../..", "../../..", "/usr", "${path.module}/..", "*/../*", "../" * 40 + "etc", "a/../b"]
    text = "locals {\n" + "".join(f'  l{n} = "{s}"\n' for n, s in enumerate(strings)) + "}\n"
    layout(tmp_path, {"a/b/infra/main.tf": text, "a/other/secret.txt": "", "a/b/other.txt": ""})
    assert Footprint.of(tmp_path / "a/b/infra").files == (tmp_path / "a/b/infra/main.tf",)


#: What a module says, and the variables of its case; `FAR` is a directory elsewhere.
MACHINES = {
    "a file": ('output "x" {\n  value = file("FAR/p.json")\n}', {}),
    "a file that is not there": ('output "x" {\n  value = fileexists("FAR/none.json")\n}', {}),
    "a set": ('output "x" {\n  value = fileset("FAR", "*")\n}', {}),
    "a local": ('locals {\n  d = "FAR"\n}\noutput "x" {\n  value = file("${local.d}/p.json")\n}', {}),
    "a case's variable": ('variable "f" {}\noutput "x" {\n  value = file(var.f)\n}', {"f": "FAR/p.json"}),
    "a member": ('variable "f" {}\noutput "x" {\n  value = file(var.f.a)\n}', {"f": {"a": "FAR/p.json"}}),
    "letters of other languages": ('output "x" {\n  value = file("FAR/größe.json")\n}', {}),
    "what an expression makes": ('locals {\n  d = ["FAR"]\n}\noutput "x" {\n  value = file(one(local.d))\n}', {}),
    "the home directory": ('output "x" {\n  value = file("~/p.json")\n}', {}),
    "a data source": (
        'data "archive_file" "x" {\n  type = "zip"\n  source_dir = "FAR"\n  output_path = "x.zip"\n}',
        {},
    ),
}


@pytest.mark.parametrize("name", MACHINES)
def test_a_plan_that_reads_what_is_named_absolutely_is_not_remembered(workshop, tmp_path, name):
    text, variables = MACHINES[name]
    workshop.module("m", text.replace("FAR", str(tmp_path)) + "\n")
    given = json.loads(json.dumps(variables).replace("FAR", str(tmp_path)))
    cache = Cache(workshop.project, workshop.toolchain)
    assert not cache.remembers(Case.of("m", given))


def test_absolute_texts_that_name_no_file_keep_no_plan_from_being_remembered(workshop):
    workshop.module("m", 'output "path" {\n  value = "/health"\n}\n' + output('file("${path.module}/x")'))
    assert Cache(workshop.project, workshop.toolchain).remembers(Case.of("m"))


def test_a_file_that_a_cases_variable_names_is_in_its_copy_and_in_its_key(workshop):
    workshop.module("m", 'variable "f" {}\n' + output('try(file("${path.module}/${var.f}"), "none")'))
    named = layout(workshop.project.root, {"terraform/modules/größe.txt": "one"}) / "terraform/modules/größe.txt"
    case, other = Case.of("m", {"f": "../größe.txt"}), Case.of("m", {"f": "none"})
    assert [p.outputs["read"] for p in workshop.planner().plan_all([case, other])] == ["one", "none"]
    named.write_text("two")
    assert [p.outputs["read"] for p in workshop.planner().plan_all([case, other])] == ["two", "none"]


MODULE = {
    "terraform/modules/m/main.tf": 'module "i" {\n  source = "../inner"\n}\n'
    + output('file("${path.module}/../../policies/p.json")')
    + 'data "aws_caller_identity" "me" {}\n',
    "terraform/modules/m/script.py": "x",
    "terraform/modules/m/sub/data.bin": "x",
    "terraform/modules/m/.terraform.lock.hcl": 'provider "registry.terraform.io/hashicorp/aws" {\n  version = "5.100.0"\n}\n',
    "terraform/modules/inner/main.tf": "",
    "terraform/policies/p.json": "x",
}
SILENT = {
    "terraform/modules/m/README.md": "x",
    "terraform/modules/m/examples/minimal/main.tf": "",
    "terraform/modules/m/.terraform/x": "x",
    "terraform/modules/other/main.tf": "",
    "terraform/policies/q.json": "x",
}


def test_the_key_covers_what_a_plan_reads_and_nothing_else(workshop):
    base = layout(workshop.project.root, MODULE | SILENT)
    case = Case.of("m")

    def key():
        return Cache(workshop.project, workshop.toolchain).key(case)

    first, changes, keeps = key(), [], []
    for name in MODULE | SILENT:
        was = (base / name).read_text()
        (base / name).write_text(was + "\n# changed\n")
        (changes if key() != first else keeps).append(name)
        (base / name).write_text(was)
    assert key() == first
    assert (changes, keeps) == (list(MODULE), list(SILENT))


def test_the_key_covers_where_a_link_leads(workshop):
    """Two modules of the same files: which one is called makes another place in every plan."""
    root = layout(
        workshop.project.root,
        {"terraform/a/main.tf": output("path.module"), "terraform/b/main.tf": output("path.module")},
    )
    workshop.module(
        "m",
        'module "i" {\n  source = "../../link"\n}\nmodule "a" {\n  source = "../../a"\n}\n'
        'module "b" {\n  source = "../../b"\n}\n' + output("module.i.read"),
    )
    keys = set()
    for name in ("a", "b"):
        (root / "terraform" / "link").unlink(missing_ok=True)
        (root / "terraform" / "link").symlink_to(name)
        keys.add(Cache(workshop.project, workshop.toolchain).key(Case.of("m")))
    assert len(keys) == 2


def test_what_nobody_has_used_for_a_month_is_removed(workshop):
    workshop.module("m", 'variable "a" {}\n' + output("var.a"))
    cases = [Case.of("m", {"a": n}) for n in ("forgotten", "used", "new")]
    workshop.planner().plan_all(cases[:2])
    cache = Cache(workshop.project, workshop.toolchain)
    for entry in (workshop.project.cache / "plans").rglob("*.json"):
        os.utime(entry, (0, 0))
    draft = layout(workshop.project.cache / "plans" / "ab", {"x.1-2": ""}) / "x.1-2"
    os.utime(draft, (0, 0))
    assert cache.load(cases[1]) is not None
    workshop.planner().plan_all(cases[2:])
    assert [cache.has(c) for c in cases] == [False, True, True]
    assert not draft.exists()


def test_the_key_covers_the_tools_and_tfproof_itself(workshop, tmp_path, monkeypatch):
    layout(workshop.project.root, MODULE)
    case = Case.of("m")
    mirror = tmp_path / "mirror"
    layout(mirror, {"registry.terraform.io/hashicorp/aws/5.100.0/linux_amd64/p": ""})
    code = layout(tmp_path / "code" / "tfproof", {"terraform/x.py": "", "emulator/moto/x.py": ""}) / "terraform"
    monkeypatch.setattr("tfproof.terraform.planning.cache._CODE", code)
    monkeypatch.setattr("tfproof.terraform.planning.cache.metadata.version", lambda _: "5.2.5")
    tool = replace(workshop.toolchain, mirror=mirror)

    def key(changed=tool):
        return Cache(workshop.project, changed).key(case)

    keys = {
        "before": key(),
        "version": key(replace(tool, version="1.99.0")),
        "product": key(replace(tool, product="tofu")),
    }
    layout(mirror, {"registry.terraform.io/hashicorp/random/3.7.0/linux_amd64/p": ""})
    keys["another provider"] = key()
    (code / "x.py").write_text("changed")
    keys["tfproof"] = key()
    (code.parent / "emulator/moto/x.py").write_text("changed")
    keys["fixes"] = key()
    monkeypatch.setattr("tfproof.terraform.planning.cache.metadata.version", lambda _: "5.2.6")
    keys["emulator"] = key()
    monkeypatch.setenv("HOME", str(layout(tmp_path / "home", {".terraformrc": 'credentials "x" {\n}\n'})))
    keys["configuration"] = key()
    assert len(set(keys.values())) == len(keys)


def test_the_emulator_is_in_the_key_only_where_it_is_asked(workshop, monkeypatch):
    workshop.module("m", 'data "aws_iam_policy_document" "d" {}\n')
    before = Cache(workshop.project, workshop.toolchain).key(Case.of("m"))
    monkeypatch.setattr("tfproof.terraform.planning.cache._emulator", lambda: "another")
    assert Cache(workshop.project, workshop.toolchain).key(Case.of("m")) == before


MOMENTS = {
    'output "x" {\n  value = plantimestamp()\n}': True,
    'data "http" "x" {\n  url = "https://example.com"\n}': True,
    'data "external" "x" {\n  program = ["date"]\n}': True,
    'data "aws_ip_ranges" "x" {}': True,
    'module "m" {\n  source  = "acme/vpc/aws"\n  version = "~> 5.0"\n}': True,
    'module "m" {\n  source  = "acme/vpc/aws"\n  version = "5.1.0"\n}': False,
    'module "m" {\n  source = "git::https://example.com/x.git"\n}': True,
    'module "m" {\n  source = "git::https://example.com/x.git?ref=v1.2.0"\n}': False,
    'module "m" {\n  source = "git::https://example.com/x.git?ref=main"\n}': True,
    'module "m" {\n  source = "git::https://example.com/x.git//deep?depth=1&ref=release"\n}': True,
    'module "m" {\n  source = "git::https://example.com/x.git?ref=%s"\n}' % ("0123456789" * 4): False,
    'module "m" {\n  source = "/srv/modules/m"\n}': True,
    'output "x" {\n  value = timestamp()\n}': False,  # unknown in every plan
    'data "aws_caller_identity" "x" {}': False,
}


@pytest.mark.parametrize("text", MOMENTS)
def test_what_depends_on_the_moment_is_told(tmp_path, text):
    layout(tmp_path, {"main.tf": text})
    assert Footprint.of(tmp_path).depends_on_the_moment is MOMENTS[text]


#: What a module asks for, what a lock file pins, and whether it is told which versions that gives; the mirror holds AWS's.
PROVIDERS = {
    "in the mirror": ('resource "aws_sqs_queue" "q" {}', "", True),
    "elsewhere": ('resource "random_pet" "p" {}', "", False),
    "elsewhere and locked": ('resource "random_pet" "p" {}', "hashicorp/random", True),
    "of another name": (
        'terraform {\n  required_providers {\n    x = {\n      source = "acme/x"\n    }\n  }\n}\nresource "x_y" "z" {}',
        "hashicorp/x", False,
    ),
    "of data": ('data "tls_public_key" "k" {}', "hashicorp/aws", False),
    "built in": ('resource "terraform_data" "d" {}', "", True),
    "of a foreign module": ('module "m" {\n  source  = "acme/vpc/aws"\n  version = "5.1.0"\n}', "", False),
    "of a foreign module, locked": ('module "m" {\n  source  = "acme/vpc/aws"\n  version = "5.1.0"\n}', "hashicorp/aws", True),
}  # fmt: skip


@pytest.mark.parametrize("name", PROVIDERS)
def test_a_plan_by_whatever_version_a_registry_has_is_not_remembered(workshop, tmp_path, name):
    text, locked, remembered = PROVIDERS[name]
    folder = workshop.module("m", text + "\n")
    if locked:
        lock = f'provider "registry.terraform.io/{locked}" {{\n  version = "3.7.0"\n}}\n'
        layout(folder, {".terraform.lock.hcl": lock})
    mirror = layout(tmp_path / "mirror", {"registry.terraform.io/hashicorp/aws/5.100.0/linux_amd64/p": ""})
    cache = Cache(workshop.project, replace(workshop.toolchain, mirror=mirror))
    assert cache.remembers(Case.of("m")) is remembered


def test_a_plan_of_the_moment_is_not_remembered(workshop):
    workshop.module("clock", 'output "now" {\n  value = plantimestamp()\n}\n')
    planner = workshop.planner()
    assert planner.plan(Case.of("clock")).outputs["now"] == planner.plan(Case.of("clock")).outputs["now"]
    assert not list((workshop.project.cache / "plans").rglob("*.json"))


def test_a_file_that_cannot_be_read_is_told(workshop, monkeypatch):
    workshop.module("m", "")

    def refused(path, **_):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("tfproof.terraform.footprint._tree", refused)
    with pytest.raises(EnvironmentProblem, match="modules/m: Permission denied: make it readable"):
        workshop.planner().outcome(Case.of("m"))


def test_modules_are_planned_wherever_they_lie(workshop, tmp_path):
    """Outside of `terraform/`, outside of the project, behind a link, and by an absolute path."""
    root = workshop.project.root
    places = {"beside": root / "shared/m", "outside": tmp_path / "elsewhere/m", "far": tmp_path / "far/m"}
    for name, place in places.items():
        layout(place, {"main.tf": output(f'"{name} ${{file("${{path.module}}/data.txt")}}"'), "data.txt": "yes"})
    (root / "terraform/link").symlink_to("../shared")
    sources = {
        "beside": "../../../shared/m",
        "outside": "../../../../elsewhere/m",
        "linked": "../../link/m",
        "far": str(places["far"]),
    }
    for name, source in sources.items():
        workshop.module(name, f'module "m" {{\n  source = "{source}"\n}}\n' + output("module.m.read"))
    planned = workshop.planner().plan_all([Case.of(name) for name in sources])
    assert [p.outputs["read"] for p in planned] == ["beside yes", "outside yes", "beside yes", "far yes"]


def test_a_module_in_json_is_one(workshop):
    module = workshop.module("json", "")
    (module / "main.tf").unlink()
    content = '{"variable": {"w": {"type": "string"}}, "output": {"read": {"value": "${var.w}"}}}'
    (module / "main.tf.json").write_text(content)
    planner = workshop.planner()
    assert planner.plan(Case.of("json", {"w": "yes"})).outputs["read"] == "yes"
    with pytest.raises(BadInput, match="required variables are missing: w"):
        planner.plan(Case.of("json"))
