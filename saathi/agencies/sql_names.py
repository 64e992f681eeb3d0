"""Names for sections and advisory locks in the SQL files of functions, replaced when these are applied.

`{section.CASE}` becomes the bit of a section, `{section.CASE|LEGAL}` the bits of both, and
`{lock.REVIEWS}` the number of a lock. Other braces of SQL stay as they are: none has a word and a
dot inside.
"""

import re
from functools import reduce
from operator import or_

from saathi.agencies.sections import (
    ALL_SECTIONS,
    EMERGENCY_SECTIONS,
    TEAM_MEMBER_SECTIONS,
    Section,
)
from saathi.infra.locks import AdvisoryLock

_NAME = re.compile(r"\{(\w+)\.([^{}]*)\}")
_NUMBERS: dict[str, dict[str, int]] = {
    "section": {
        **Section.__members__,
        "ALL": ALL_SECTIONS,
        "TEAM_MEMBER": TEAM_MEMBER_SECTIONS,
        "EMERGENCY": EMERGENCY_SECTIONS,
    },
    "lock": {**AdvisoryLock.__members__},
}


class UnknownSqlName(ValueError):
    """An SQL file contains a name that stands for no section and no lock."""


def replace_names(sql: str) -> str:
    """The SQL with numbers in place of names; UnknownSqlName if one stands for nothing."""
    return _NAME.sub(_number, sql)


def _number(found: re.Match[str]) -> str:
    kind, names = found.groups()
    parts = names.split("|") if kind == "section" else [names]
    try:
        return str(int(reduce(or_, (int(_NUMBERS[kind][part]) for part in parts))))
    except KeyError:
        raise UnknownSqlName(f"{found[0]} is no section and no lock.") from None
