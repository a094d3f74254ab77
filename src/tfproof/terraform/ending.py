"""Being told to end: by SIGTERM, by a terminal that is gone, or by a parent that is. All of it unwinds as Ctrl-C does.

So whatever was started is ended, and whatever was written for the time being is put away, on the way out.
"""

from __future__ import annotations

import os
import select
import signal
import threading
import time
from collections.abc import Callable
from typing import NoReturn

_SIGNALS = (signal.SIGTERM, signal.SIGHUP)
#: Seconds that a process whose parent is gone may take to put everything away.
_GRACE = 8.0


class ToldToEnd(KeyboardInterrupt):
    """A signal has told this process to end; `number` says which. Like an interrupt, nothing takes it for a failure."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.number = number


def end_in_order() -> Callable[[], None]:
    """Let signals that would end this process at once raise ToldToEnd; return what undoes that.

    Signals that somebody ignores (as `nohup` does) or handles are left alone. Only the first one counts: a second one must not
    interrupt the putting away.
    """

    def end(number: int, _frame: object) -> NoReturn:
        for each in ours:
            signal.signal(each, signal.SIG_IGN)
        raise ToldToEnd(number)

    if threading.current_thread() is not threading.main_thread():
        return lambda: None
    ours = [n for n in _SIGNALS if signal.getsignal(n) is signal.SIG_DFL]
    for number in ours:
        signal.signal(number, end)

    def undo() -> None:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)

    return undo


def end_with_parent() -> None:
    """Tell this process to end when its parent does; for workers that would go on for a while. Linux only."""
    if not hasattr(os, "pidfd_open"):
        return
    parent = os.getppid()
    handle = os.pidfd_open(parent)

    def end() -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_GRACE)
        os.kill(os.getpid(), signal.SIGKILL)

    def watch() -> None:
        waiting = select.poll()
        waiting.register(handle, select.POLLIN)
        waiting.poll()
        end()

    threading.Thread(target=watch, daemon=True, name="end-with-parent").start()
    if os.getppid() != parent:
        end()  # it ended before it was watched
