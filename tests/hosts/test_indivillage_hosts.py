"""The instances of IndiVillage after their first start: configuration as written, judged by what reads it."""

import re

import pytest
from debian import seen

SETTINGS = "/indivillage-production"
FOLDERS = ("processing", "settings")


@pytest.fixture(scope="session")
def scripts(first_start):
    return {tier: first_start("indivillage", "production", f"{tier}_tier") for tier in ("web", "app")}


def started(new_host, script, settings):
    host = new_host(settings("indivillage", "production"))
    done = host.run(script)
    assert done.returncode == 0, done.stderr
    return host


@pytest.fixture(scope="session")
def web(new_host, scripts, settings):
    return started(new_host, scripts["web"], settings)


@pytest.fixture(scope="session")
def app(new_host, scripts, settings):
    return started(new_host, scripts["app"], settings)


@pytest.fixture(scope="session", params=["web", "app"])
def tier(request):
    return request.getfixturevalue(request.param)


@pytest.mark.requirement("IV-CMP-014")
def test_nginx_takes_its_configuration(web):
    checked = seen(web).run("nginx -t")
    assert checked.rc == 0, checked.stderr


@pytest.mark.requirement("IV-CMP-014")
def test_nginx_serves_over_tls_and_hands_on_to_the_renderer(web):
    told = seen(web).file("/etc/nginx/conf.d/indivillage.conf").content_string
    assert re.search(r"listen 8443 ssl;", told)
    assert re.search(r"upstream renderer \{\s*server 127\.0\.0\.1:3000;", told)
    assert re.search(r"location / \{\s*proxy_pass http://renderer;", told)
    assert re.search(r"location /_next/static/ \{\s*alias ", told)


def test_nginx_without_a_semicolon_is_refused(new_host, scripts, settings):
    """The control beside the test that it is taken."""
    host = new_host(settings("indivillage", "production"))
    assert host.run(scripts["web"].replace("server_tokens off;", "server_tokens off")).returncode != 0


def test_a_server_to_which_nothing_is_released_is_ill(web):
    """The control of what the load balancer is told: from the first release on, none is a fault."""
    told = seen(web).file("/etc/nginx/conf.d/indivillage.conf").content_string
    assert re.search(r"location = /health \{[^}]*return 503 ", told)


@pytest.mark.requirement("IV-CMP-014")
def test_the_renderer_is_a_service_that_starts_again(web):
    unit = seen(web).file("/etc/systemd/system/indivillage-web.service").content_string
    assert "Restart=always" in unit
    assert "DynamicUser=yes" in unit
    assert "systemctl enable --now indivillage-web.service nginx.service" in web.calls


def test_the_units_are_taken_by_systemd(web):
    web.write("/usr/bin/node", "#!/bin/sh\n")
    (web.root / "usr/bin/node").chmod(0o755)
    checked = seen(web).run("systemd-analyze verify /etc/systemd/system/indivillage-web.service")
    assert checked.rc == 0, checked.stderr


def test_the_key_of_the_server_is_its_own(web):
    key = seen(web).file("/etc/pki/tls/private/web.key")
    assert (key.user, oct(key.mode)) == ("root", "0o600")


def test_what_the_renderer_is_told_holds_no_secret(web):
    told = seen(web).file("/etc/indivillage/web.env").content_string
    assert f"PREVIEW_TOKEN_PARAMETER={SETTINGS}/web/preview-token" in told
    assert not re.search(r"^\w*(SECRET|PASSWORD|TOKEN)=", told, re.M)


@pytest.mark.requirement("IV-STO-021")
def test_shared_files_are_mounted_with_tls_at_boot(tier):
    lines = [line.split() for line in seen(tier).file("/etc/fstab").content_string.splitlines() if " efs " in line]
    assert [(line[0], line[1], line[2]) for line in lines] == [
        (f"{SETTINGS}/files/file-system:/", f"/mnt/indivillage/{name}", "efs") for name in FOLDERS
    ]
    for line in lines:
        assert {"_netdev", "tls", "iam"} <= set(line[3].split(","))
    assert "mount --all --types efs" in tier.calls
    assert all(seen(tier).file(f"/mnt/indivillage/{name}").is_directory for name in FOLDERS)


@pytest.mark.requirement("IV-STO-021")
def test_what_mounts_with_tls_is_installed_first(tier):
    install = next(n for n, call in enumerate(tier.calls) if call.startswith("dnf install"))
    assert "amazon-efs-utils" in tier.calls[install]
    assert install < tier.calls.index("mount --all --types efs")


@pytest.mark.requirement("IV-MON-002")
def test_the_agent_starts_with_the_settings_of_the_system(tier):
    assert any(re.fullmatch(r"amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -c ssm:\S+ -s", c) for c in tier.calls)


def test_an_instance_of_the_application_joins_its_cluster_and_keeps_its_role(app):
    told = seen(app).file("/etc/ecs/ecs.config").content_string.splitlines()
    assert "ECS_CLUSTER=indivillage-production" in told
    assert "ECS_AWSVPC_BLOCK_IMDS=true" in told


def test_a_start_that_fails_half_way_says_so(new_host, scripts):
    host = new_host()
    host.stand_in("dnf", "#!/bin/sh\nexit 1\n")
    done = host.run(scripts["web"])
    assert done.returncode != 0
    assert "systemctl enable" not in " ".join(host.calls)
