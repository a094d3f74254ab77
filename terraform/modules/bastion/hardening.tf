locals {
  # Without SSH there is no daemon; with it, keys alone open it, and EC2 Instance Connect hands in one for a minute.
  ssh_commands = length(var.ssh_cidr_blocks) == 0 ? ["systemctl disable --now sshd"] : [
    "cat > /etc/ssh/sshd_config.d/10-bastion.conf <<'END'",
    "AllowAgentForwarding no",
    "ClientAliveCountMax 2",
    "ClientAliveInterval 300",
    "KbdInteractiveAuthentication no",
    "LogLevel VERBOSE",
    "MaxAuthTries 3",
    "PasswordAuthentication no",
    "PermitRootLogin no",
    "X11Forwarding no",
    "END",
    "systemctl reload sshd",
  ]

  user_data = join("\n", concat(
    [
      "#!/bin/bash",
      "set -euo pipefail",
      "# Security updates come by themselves, beside those of the image.",
      "dnf install --assumeyes dnf-automatic",
      "sed -i -e 's/^upgrade_type.*/upgrade_type = security/' -e 's/^apply_updates.*/apply_updates = yes/' /etc/dnf/automatic.conf",
      "systemctl enable --now dnf-automatic.timer",
    ],
    local.ssh_commands,
    var.setup_commands,
    [""],
  ))
}
