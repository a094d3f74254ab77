"""How long a schedule expression of AWS leaves between two of its times, in days.

https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from functools import lru_cache

_RATE = re.compile(r"rate\(\s*(\d+)\s+(minute|hour|day)s?\s*\)")
_CRON = re.compile(r"cron\(\s*(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s+(\S+)\s*\)")
_A_DAY = {"minute": 1440, "hour": 24, "day": 1}
#: The lowest and the highest number of a field, and the names that stand for some.
_KINDS: dict[str, tuple[int, int, dict[str, int]]] = {
    "day": (1, 31, {}),
    "month": (1, 12, {name.upper(): number for number, name in enumerate(calendar.month_abbr) if name}),
    "weekday": (1, 7, {n: i for i, n in enumerate(("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"), 1)}),
}
#: Every pattern of weekdays and leap years comes again within 28 years.
_FIRST, _LAST = date(2024, 1, 1), date(2051, 12, 31)


@lru_cache(256)
def longest_days(expression: str) -> int | None:
    """Return the longest time from one time of a `rate` or `cron` expression to the next one, in whole days, rounded up.

    None when it comes once at most, or ends in some year. Raises ValueError for what is no such expression.
    """
    if found := _RATE.fullmatch(expression.strip()):
        amount, unit = int(found[1]), found[2]
        return -(-amount // _A_DAY[unit])
    if found := _CRON.fullmatch(expression.strip()):
        _, _, days, months, weekdays, years = found.groups()
        if years not in ("*", "?"):
            return None
        return _longest(days, months, weekdays)
    raise ValueError(f"no schedule expression: {expression}")


def _longest(days: str, months: str, weekdays: str) -> int | None:
    in_months = _numbers(months, "month")
    last, longest = None, 0
    day = _FIRST
    while day <= _LAST:
        if day.month in in_months and _is_day(day, days) and _is_weekday(day, weekdays):
            longest = max(longest, (day - last).days if last else 0)
            last = day
        day += timedelta(1)
    return longest or None


def _is_day(day: date, field: str) -> bool:
    end = calendar.monthrange(day.year, day.month)[1]
    if field == "L":
        return day.day == end
    if found := re.fullmatch(r"(L|\d+)W", field):
        return day == _nearest_workday(day.replace(day=end if found[1] == "L" else min(int(found[1]), end)))
    return day.day in _numbers(field, "day")


def _nearest_workday(day: date) -> date:
    """Return the workday nearest to a day, in the same month."""
    workdays = [d for d in (day + timedelta(o) for o in (0, -1, 1, -2, 2)) if d.weekday() < 5 and d.month == day.month]
    return workdays[0]


def _is_weekday(day: date, field: str) -> bool:
    number = day.isoweekday() % 7 + 1  # Sunday is 1
    if found := re.fullmatch(r"(\w+)#([1-5])", field):
        return number in _numbers(found[1], "weekday") and (day.day - 1) // 7 + 1 == int(found[2])
    if found := re.fullmatch(r"(\w+)L", field):
        return number in _numbers(found[1], "weekday") and (day + timedelta(7)).month != day.month
    return number in _numbers("SAT" if field == "L" else field, "weekday")


@lru_cache(256)
def _numbers(field: str, kind: str) -> frozenset[int]:
    """Return what a field means: `*`, `?`, numbers or names, ranges, steps, and lists of these."""
    low, high, names = _KINDS[kind]
    found: set[int] = set()
    for part in field.upper().split(","):
        what, _, step = part.partition("/")
        first, _, last = what.partition("-")
        if what in ("*", "?"):
            bounds = low, high
        else:
            begin = _number(first, names)
            bounds = begin, _number(last, names) if last else high if step else begin
        found |= set(range(bounds[0], bounds[1] + 1, int(step or 1)))
    return frozenset(found)


def _number(text: str, names: dict[str, int]) -> int:
    return names[text] if text in names else int(text)
