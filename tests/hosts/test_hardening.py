"""What hardens hosts, run: OpenSSH takes it, the kernel would take it, and updates come by themselves."""

import base64

import pytest
from debian import commands_of, seen

#: What Amazon Linux writes into this file when dnf-automatic is installed.
AUTOMATIC = "[commands]\nupgrade_type = default\napply_updates = no\n"


def effective(host):
    """What sshd makes of all its files."""
    checked = seen(host).run("/usr/sbin/sshd -T")
    assert checked.rc == 0, checked.stderr
    return dict(line.split(" ", 1) for line in checked.stdout.splitlines() if " " in line)


@pytest.fixture(scope="session")
def image(new_host, example):
    """A host from whose image one is made, after the build and the validation of the hardening component."""
    (component,) = [
        c["data"]
        for c in example("image-builder", "typical").of("aws_imagebuilder_component")
        if "hardening" in c["data"]
    ]
    host = new_host()
    host.write("/etc/dnf/automatic.conf", AUTOMATIC)
    for phase in ("build", "validate"):
        done = host.run(commands_of(component, phase))
        assert done.returncode == 0, done.stderr
    return host


@pytest.fixture(scope="session")
def bastion(new_host, example):
    """A bastion that admits SSH, after its first start."""
    (template,) = example("bastion", "typical").of("aws_launch_template")
    host = new_host()
    host.write("/etc/dnf/automatic.conf", AUTOMATIC)
    done = host.run(base64.b64decode(template["user_data"]).decode())
    assert done.returncode == 0, done.stderr
    return host


@pytest.fixture(scope="session", params=["image", "bastion"])
def hardened(request):
    return request.getfixturevalue(request.param)


@pytest.mark.requirement("IV-SEC-042")
@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("kbdinteractiveauthentication", "no"),
        ("maxauthtries", "3"),
        ("passwordauthentication", "no"),
        ("permitrootlogin", "no"),
        ("x11forwarding", "no"),
    ],
)
def test_keys_alone_open_ssh(hardened, setting, value):
    assert effective(hardened)[setting] == value


def test_without_hardening_passwords_open_ssh(new_host):
    """The control: these are not the values that OpenSSH has by itself."""
    assert effective(new_host())["passwordauthentication"] == "yes"


@pytest.mark.requirement("IV-SEC-042")
def test_security_updates_come_by_themselves(hardened):
    told = seen(hardened).file("/etc/dnf/automatic.conf").content_string.splitlines()
    assert {"upgrade_type = security", "apply_updates = yes"} <= set(told)
    assert any(call.startswith("systemctl enable") and "dnf-automatic.timer" in call for call in hardened.calls)


@pytest.mark.requirement("IV-SEC-042")
def test_the_kernel_routes_nothing(image):
    told = seen(image).file("/etc/sysctl.d/90-hardening.conf").content_string.splitlines()
    assert {"kernel.dmesg_restrict = 1", "net.ipv4.ip_forward = 0", "net.ipv4.conf.all.send_redirects = 0"} <= set(told)


def test_validation_refuses_an_image_that_is_not_hardened(new_host, example):
    (component,) = [
        c["data"]
        for c in example("image-builder", "typical").of("aws_imagebuilder_component")
        if "hardening" in c["data"]
    ]
    assert new_host().run(commands_of(component, "validate")).returncode != 0


def test_a_bastion_for_sessions_alone_has_no_ssh(new_host, example):
    (template,) = example("bastion", "minimal").of("aws_launch_template")
    host = new_host()
    host.write("/etc/dnf/automatic.conf", AUTOMATIC)
    assert host.run(base64.b64decode(template["user_data"]).decode()).returncode == 0
    assert "systemctl disable --now sshd" in host.calls
