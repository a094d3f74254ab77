"""A few processes that answer questions side by side, each from the same things.

Unlike the pools of the standard library it ends at once: an error or an interruption in any of the processes ends them
all, and one that dies (the machine runs out of memory) is an error, not silence.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any

from tfproof import collector
from tfproof.errors import EnvironmentProblem

#: What one process is given, and what it makes of each question.
Ask = Callable[[Any], Any]


def available() -> int:
    """Return how many processes can work side by side here: one where starting others is not cheap and safe.

    Cheap is a copy of this process, which shares its memory; safe is that where no other thread holds a lock.
    """
    if not sys.platform.startswith("linux") or threading.active_count() > 1 or multiprocessing.parent_process():
        return 1
    return len(os.sched_getaffinity(0))


def fitting(size: int) -> int:
    """Return how many processes of `size` bytes fit into the memory of the machine; one at least."""
    return max(1, os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // size)


def answers(
    begin: Callable[..., Ask], given: tuple[Any, ...], questions: Sequence[Any], count: int, method: str = "fork"
) -> Iterator[Any]:
    """Yield the answers to the questions, in their order; `begin(*given)` is called once in each process.

    What is asked first is begun first. Raises what an answer raised, and EnvironmentProblem when a process dies.
    """
    context: Any = multiprocessing.get_context(method)
    ours: list[Connection] = []
    processes: list[Any] = []
    try:
        for _ in range(min(count, len(questions))):
            here, there = context.Pipe()
            ours.append(here)
            to_close = [*ours] if method == "fork" else []
            processes.append(context.Process(target=_answer, args=(there, to_close, begin, given), daemon=True))
            processes[-1].start()
            there.close()
        yield from _collected(ours, questions)
    finally:
        for process in processes:
            process.kill()
        for process in processes:
            process.join()
        for connection in ours:
            connection.close()


def _collected(connections: Sequence[Connection], questions: Sequence[Any]) -> Iterator[Any]:
    left = iter(enumerate(questions))
    asked: dict[Any, int] = {}
    found: dict[int, Any] = {}
    following = 0

    def ask(connection: Connection) -> None:
        number, question = next(left, (-1, None))
        if number >= 0:
            asked[connection] = number
            connection.send(question)

    for connection in connections:
        ask(connection)
    while asked:
        for ready in wait(list(asked)):
            assert isinstance(ready, Connection)
            try:
                good, answer = ready.recv()
            except (EOFError, OSError) as error:
                raise EnvironmentProblem(
                    "a process that was judging has died", "the machine may lack memory: judge fewer plans at once"
                ) from error
            if not good:
                raise answer
            found[asked.pop(ready)] = answer
            ask(ready)
        while following in found:
            yield found.pop(following)
            following += 1


def _answer(connection: Connection, to_close: Sequence[Connection], begin: Callable[..., Ask], given: Any) -> None:
    """Run in a process of its own: answer until nobody asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever has started this process ends it
    for inherited in to_close:
        inherited.close()  # else nobody would see that the other end is gone
    try:
        with collector.frozen():
            ask = begin(*given)
            while True:
                connection.send((True, ask(connection.recv())))
    except EOFError:
        return
    except BaseException as error:
        connection.send((False, _sendable(error)))


def _sendable(error: BaseException) -> BaseException:
    """Return an error that can be told to another process: itself, or one that says the same."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
