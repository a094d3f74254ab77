locals {
  # What a host has beside what Amazon Linux 2023 comes with: https://docs.aws.amazon.com/linux/al2023/ug/security.html
  hardening = yamlencode({
    name          = "hardening"
    description   = "Keys alone open SSH, the kernel routes nothing, and security updates come by themselves."
    schemaVersion = "1.0"
    phases = [
      {
        name = "build"
        steps = [{
          name   = "Harden"
          action = "ExecuteBash"
          inputs = { commands = [
            "set -euo pipefail",
            "install -m 600 /dev/null /etc/ssh/sshd_config.d/10-hardening.conf",
            "printf '%s\\n' 'KbdInteractiveAuthentication no' 'MaxAuthTries 3' 'PasswordAuthentication no' 'PermitRootLogin no' 'X11Forwarding no' > /etc/ssh/sshd_config.d/10-hardening.conf",
            "printf '%s\\n' 'kernel.dmesg_restrict = 1' 'net.ipv4.conf.all.accept_redirects = 0' 'net.ipv4.conf.all.send_redirects = 0' 'net.ipv4.ip_forward = 0' > /etc/sysctl.d/90-hardening.conf",
            "dnf install --assumeyes dnf-automatic",
            "sed -i -e 's/^upgrade_type.*/upgrade_type = security/' -e 's/^apply_updates.*/apply_updates = yes/' /etc/dnf/automatic.conf",
            "systemctl enable dnf-automatic.timer",
          ] }
        }]
      },
      {
        name = "validate"
        steps = [{
          name   = "Validate"
          action = "ExecuteBash"
          inputs = { commands = ["sshd -t", "grep -q '^PermitRootLogin no' /etc/ssh/sshd_config.d/10-hardening.conf"] }
        }]
      },
    ]
  })
}
