"""Processes that a signal reaches, wherever the tests themselves were started."""

import signal
import subprocess


def start(command, **options):
    """Start a program that takes signals as one in a terminal does; `options` are those of Popen.

    What a shell starts in the background ignores the interrupt, what `nohup` starts the hangup, and so does all that they start.
    """
    return subprocess.Popen(command, text=True, preexec_fn=_listens, **options)  # noqa: PLW1509 - no threads here


def _listens():
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
