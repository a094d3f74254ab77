"""Processes that an interrupt reaches, wherever the tests themselves were started."""

import signal
import subprocess


def started(command, **options):
    """Start a program that takes an interrupt as one in a terminal does; `options` are those of Popen.

    What a shell starts in the background ignores the interrupt, and so does all that it starts.
    """
    return subprocess.Popen(
        command,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads here
        **options,
    )
