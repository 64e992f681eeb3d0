"""Names for sections, locks and parts in the SQL files of functions, replaced on applying them.

`{section.CASE}` becomes the bit of a section, `{section.CASE|LEGAL}` the bits of both, and
`{lock.REVIEWS}` the number of a lock. `{rows.NAME}` becomes the SELECTs that higher apps declare
under this name in `function_parts` of their `database_access.py`, joined by UNION ALL, and
`{values.NAME}` their expressions, separated by commas. Other braces in SQL stay as they are,
because none contains a word and a dot.
"""

import re
from functools import reduce
from operator import or_

from saathi.agencies.sections import (
    ALL_SECTIONS,
    EMERGENCY_SECTIONS,
    RISK_SECTIONS,
    TEAM_MEMBER_SECTIONS,
    Section,
)
from saathi.infra.database_access import function_parts
from saathi.infra.locks import AdvisoryLock

_NAME = re.compile(r"\{(\w+)\.([^{}]*)\}")
_NUMBERS: dict[str, dict[str, int]] = {
    "section": {
        **Section.__members__,
        "ALL": ALL_SECTIONS,
        "TEAM_MEMBER": TEAM_MEMBER_SECTIONS,
        "EMERGENCY": EMERGENCY_SECTIONS,
        "RISK": RISK_SECTIONS,
    },
    "lock": {**AdvisoryLock.__members__},
}


# Separates the parts of one name.
_JOINED_BY = {"rows": "\nUNION ALL\n", "values": ", "}


class UnknownSqlName(ValueError):
    """An SQL file contains a name that is not a section, a lock or a declared part."""


def replace_names(sql: str) -> str:
    """The SQL with names replaced by their values; raises UnknownSqlName for an unknown name."""
    return _NAME.sub(_replacement, sql)


def _replacement(match: re.Match[str]) -> str:
    kind, name = match.groups()
    if kind not in _JOINED_BY:
        return _number(match)
    parts = list(function_parts(name))
    if not parts:
        raise UnknownSqlName(f"No app declares a part for {match[0]}.")
    return _JOINED_BY[kind].join(parts)


def _number(match: re.Match[str]) -> str:
    kind, names = match.groups()
    parts = names.split("|") if kind == "section" else [names]
    try:
        return str(int(reduce(or_, (int(_NUMBERS[kind][part]) for part in parts))))
    except KeyError:
        raise UnknownSqlName(f"{match[0]} is no section, no lock and no part.") from None
