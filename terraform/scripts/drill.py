#!/usr/bin/env python3
"""Compares the times of a drill with the objectives of its environment.

    python3 terraform/scripts/drill.py production --failed 2026-01-31T12:00:00Z --recovered 2026-01-31T12:41:00Z \\
      --data-until 2026-01-31T11:52:00Z

Exit code 0: both objectives were met; 1: one was missed; 2: the times are in no order that can be.
"""

from __future__ import annotations

import argparse
import sys
from datetime import datetime, timedelta

#: Back within, and data that may be lost.
OBJECTIVES = {
    "development": (timedelta(hours=4), timedelta(hours=24)),
    "staging": (timedelta(hours=2), timedelta(hours=12)),
    "production": (timedelta(hours=1), timedelta(minutes=15)),
}


def moment(text: str) -> datetime:
    """Return the moment that is written; a time without a zone is none."""
    found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    if found.tzinfo is None:
        raise ValueError(text)
    return found


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("environment", choices=OBJECTIVES)
    parser.add_argument("--failed", type=moment, required=True, help="when the failure began")
    parser.add_argument("--recovered", type=moment, required=True, help="when the first good answer came")
    parser.add_argument("--data-until", type=moment, required=True, help="of when the last good record was")
    given = parser.parse_args(arguments)
    if not given.data_until <= given.failed <= given.recovered:
        print("the data ends before the failure, and that is before the recovery: look at the times", file=sys.stderr)
        return 2
    measured = (given.recovered - given.failed, given.failed - given.data_until)
    met = True
    for name, limit, was in zip(("RTO", "RPO"), OBJECTIVES[given.environment], measured, strict=True):
        # The objective is an upper bound: exactly as long is too long.
        met &= was < limit
        print(f"{name}  {was} measured, below {limit} wanted: {'met' if was < limit else 'missed'}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
