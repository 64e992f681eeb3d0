"""Says what a file was read as: the column of each field, and values that could not be read.

No value of a record is in it: a value is shown by its form, letters as a and figures as 9.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
import pyarrow as pa

from saathi.engines.matching.linking import dates, normalisation
from saathi.engines.matching.linking.columns import ID_ROLE, LABELS, ChosenColumns
from saathi.engines.matching.linking.csv_records import name_rows
from saathi.engines.matching.linking.preparing import (
    BIRTH_PART_ROLES,
    NO_VALUE,
    CodeArray,
    read_birth_parts,
    read_figures,
)
from saathi.engines.matching.linking.record_files import LinkageRecords

MAX_FORMS: Final = 3  # forms of unreadable values that are shown
MAX_FORM_LENGTH: Final = 24
# Which column is read instead of another one, if a file has both.
_INSTEAD: Final = (
    ("name", "given"),
    ("birth_year", "birth"),
    ("birth_month", "birth"),
    ("birth_day", "birth"),
    ("age", "birth"),
    ("age", "birth_year"),
    ("as_of", "birth"),
    ("as_of", "birth_year"),
)


# Columns of which any tells when a child was born.
_BIRTH: Final = frozenset({"birth", "birth_year", "birth_month", "birth_day", "age", "as_of"})


def list_comparable_roles(records: LinkageRecords) -> set[str]:
    """The roles of another file that these columns are compared with: a full name has both names."""
    roles = set(records.columns)
    if "name" in roles and "given" not in roles:
        roles |= {"given", "family"}
    if "given" in roles:
        roles.add("name")
    if roles & {"birth", "birth_year", "age"}:
        roles |= _BIRTH
    return roles


def describe_columns(
    records: LinkageRecords, chosen: ChosenColumns, compared: set[str] | None = None
) -> Iterator[str]:
    """A line for each column that is used, then one for those that are not.

    `compared` are the roles that are compared with the other file, if there is one.
    """
    parts = read_birth_parts(records.columns, len(records))
    for role, label in {ID_ROLE: LABELS[ID_ROLE], **LABELS}.items():
        if role not in chosen.by_role:
            continue
        line = f"  {label}: {chosen.by_role[role]}"
        instead = next((r for mine, r in _INSTEAD if mine == role and r in chosen.by_role), None)
        if instead:
            line += f" (not used: the {LABELS[instead]} has a column of its own)"
        elif compared is not None and role != ID_ROLE and role not in compared:
            line += " (not compared: the other file has none)"
        elif role in records.columns:
            read = parts[:, BIRTH_PART_ROLES.index(role)] if role in BIRTH_PART_ROLES else None
            line += describe_values(role, records.columns[role], read)
        yield line
    left_out = [*chosen.unused, *chosen.ignored]
    if left_out:
        yield f"  not used: {', '.join(left_out)}"


def describe_values(role: str, values: pa.Array, part: CodeArray | None = None) -> str:
    """What of a column cannot be read, with the rows; and in which order its dates are.

    `part` is what was read of a column of years, months or days, beside the two others.
    """
    said = []
    is_month_first = role == "birth" and dates.writes_month_first(
        value for value in values.unique().to_pylist() if value
    )
    if is_month_first:
        said.append("the month comes before the day")
    if unreadable := _unreadable_rows(role, values, part):
        forms = Counter(form_of(values[row - 1].as_py()) for row in unreadable)
        shown = ", ".join(form for form, _ in forms.most_common(MAX_FORMS))
        said.append(
            f"{name_rows(unreadable)} of {len(values)} cannot be read and count as missing, "
            f"written like {shown}"
        )
    return f" ({'; '.join(said)})" if said else ""


def form_of(value: str) -> str:
    """The form of a value without the value: figures as 9, letters as a."""
    form = re.sub(r"[^\W\d_]", "a", re.sub(r"\d", "9", value.strip()))
    return form if len(form) <= MAX_FORM_LENGTH else form[:MAX_FORM_LENGTH] + "..."


def _unreadable_rows(role: str, values: pa.Array, part: CodeArray | None) -> list[int]:
    """The rows, from 1, that say something in a column of dates, ages, sex or phones that is not one."""
    if part is not None:
        missing = np.flatnonzero(part == NO_VALUE).tolist()
        return [
            row + 1 for row in missing if not normalisation.is_unknown(values[row].as_py() or "")
        ]
    can_read = _READABLE.get(role)
    if can_read is None:
        return []
    encoded = values.dictionary_encode()
    bad = [
        place
        for place, value in enumerate(encoded.dictionary.to_pylist())
        if not normalisation.is_unknown(value) and not can_read(value)
    ]
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return [int(row) + 1 for row in np.flatnonzero(np.isin(codes, bad))]


def _is_date(value: str) -> bool:
    return dates.parse_date(value) != dates.NO_DATE


def _is_number(value: str) -> bool:
    return bool(read_figures(pa.array([value]), 1)[0] >= 0)


_READABLE: Final[dict[str, Callable[[str], bool]]] = {
    "birth": _is_date,
    "as_of": _is_date,
    "age": _is_number,
    "sex": lambda value: bool(normalisation.fold_sex(value).text),
    "phone": lambda value: bool(normalisation.fold_phone(value).text),
}
