"""IndiVillage: what an instance does when it starts for the first time."""

import base64
import json
import re

import pytest

SETTING = re.compile(r"\$\(setting \"?([a-z/-]+)")


def script(plan, tier):
    """The script that an instance of the tier runs."""
    (template,) = [one for one in plan.of("aws_launch_template") if one.module == f"module.{tier}_tier"]
    return base64.b64decode(template["user_data"]).decode()


@pytest.mark.plan("indivillage")
@pytest.mark.requirement("IV-CMP-015")
def test_web_servers_read_their_settings_from_the_store_when_they_start(plan, environment):
    text = script(plan, "web")
    assert f'--name "/indivillage-{environment}/$1"' in text
    assert f"ENVIRONMENT={environment}\n" in text
    names = {parameter["name"] for parameter in plan.of("aws_ssm_parameter")}
    read = {name for name in SETTING.findall(text) if not name.endswith("-")}
    assert {"web/api-url", "web/app-url", "web/log-level"} <= read
    assert {name for name in read if f"/indivillage-{environment}/{name}" not in names} == set()


@pytest.mark.plan("indivillage")
@pytest.mark.requirement("IV-CMP-015")
def test_instances_of_the_application_join_the_cluster_of_their_environment(plan, environment):
    assert f"ECS_CLUSTER={plan.one('aws_ecs_cluster')['name']}\n" in script(plan, "app")
    assert plan.one("aws_ecs_cluster")["name"] == f"indivillage-{environment}"


@pytest.mark.plan("indivillage")
@pytest.mark.requirement("IV-CMP-014")
def test_nginx_serves_what_is_static_and_passes_the_rest_on_to_the_renderer(plan):
    text = script(plan, "web")
    static, _, rest = text.partition("location / {")
    assert "alias /srv/indivillage/current/.next/static/;" in static
    assert "proxy_pass http://renderer;" in rest
    assert "server 127.0.0.1:3000;" in static
    assert "ExecStart=/usr/bin/node /srv/indivillage/current/server.js" in static
    assert "systemctl enable --now indivillage-web.service nginx.service" in rest


@pytest.mark.plan("indivillage")
def test_web_servers_speak_tls_to_the_load_balancer_and_look_at_the_certificate_of_the_application(plan):
    text = script(plan, "web")
    (port,) = {group["port"] for group in plan.of("aws_lb_target_group") if group.module == "module.alb"}
    assert f"listen {port} ssl;" in text
    assert "ssl_protocols TLSv1.2 TLSv1.3;" in text
    assert "proxy_ssl_verify on;" in text


@pytest.mark.plan("indivillage")
@pytest.mark.requirement("IV-SEC-007")
def test_sessions_are_written_into_an_encrypted_log_while_they_go_on(plan):
    (sessions,) = [d for d in plan.of("aws_ssm_document") if d["document_type"] == "Session"]
    (log,) = [g["name"] for g in plan.of("aws_cloudwatch_log_group") if ".sessions[" in g.address]
    content = sessions.evaluated("content")
    assert isinstance(content, str), f"{content!r}"
    inputs = json.loads(content)["inputs"]
    assert inputs["cloudWatchLogGroupName"] == log
    assert inputs["cloudWatchStreamingEnabled"] is True
    assert inputs["cloudWatchEncryptionEnabled"] is True
