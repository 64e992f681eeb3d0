"""Bounds of the values in a model's columns, as SQL conditions, and the order of its numbers.

Every integer column has a range and every column of text, bytes, lists or JSON a size, by its type
and name unless the model says otherwise in `ranges` and `max_sizes`. These keep pages and jobs
working, whoever writes a row; forms have their own, narrower limits.

A model's `ordered_within` names the field within which its `number` counts 1, 2, 3 …, so that no
row can take the highest number, after which none could be added.
"""

import re
from collections.abc import Iterator
from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db import models

type Ranges = dict[str, tuple[int, int]]  # by the field: the smallest and the largest value
type MaxSizes = dict[str, int]  # by field: most bytes, letters of a text or entries of a list

MIB: Final = 1024 * 1024
# Values stored by a page are smaller: a form may have two MiB (`DATA_UPLOAD_MAX_MEMORY_SIZE`).
MAX_BYTES: Final = 4 * MIB
MAX_LETTERS: Final = 100_000
MAX_ENTRIES: Final = 1_000
# For values computed by background processes, in tables that the web does not write.
COMPUTED_BYTES: Final = 512 * MIB
# A year as in `value_triggers.FIRST_DAY`: even with the years of a childhood added, Python can read
# it.
YEARS: Final = (100, 9_900)
AGES: Final = (0, 150)  # forms accept up to 120, `people.ages.MAX_AGE`

_AGES: Final = re.compile(r"(^|_)age_(low|high)$")
_RANGES: Final[tuple[tuple[type[models.Field], tuple[int, int]], ...]] = (  # type: ignore[type-arg]
    (models.BigIntegerField, (-1, 2**62)),
    (models.PositiveSmallIntegerField, (0, 32_767)),
    (models.SmallIntegerField, (0, 10_000)),
    (models.IntegerField, (0, 1_000_000_000)),
)


def integer_ranges(model: type[models.Model]) -> dict[str, tuple[int, int]]:
    """The integer columns of a model, each with its range.

    Keys and version counters have their own rules.
    """
    said: Ranges = getattr(model, "ranges", {})
    ranges = {}
    for field in model._meta.concrete_fields:
        if not isinstance(field, models.IntegerField) or field.primary_key:
            continue
        if field.name == "version" and field.default == 1:
            continue
        ranges[str(field.column)] = said.get(field.name) or _range(field)
    return ranges


def _range(field: "models.IntegerField[object, object]") -> tuple[int, int]:
    if _AGES.search(field.name or ""):
        return AGES
    if (field.name or "").startswith("birth_year"):
        return YEARS
    return next(span for kind, span in _RANGES if isinstance(field, kind))


def _ranges_of_entries(model: type[models.Model]) -> dict[str, tuple[int, int]]:
    """The columns of lists of integers, each with the range of an entry."""
    return {
        str(field.column): _range(field.base_field)
        for field in model._meta.concrete_fields
        if isinstance(field, ArrayField) and isinstance(field.base_field, models.IntegerField)
    }


def size_limits(model: type[models.Model]) -> dict[str, tuple[str, int]]:
    """The columns whose type has no length, each with its size in SQL and the maximum."""
    said: MaxSizes = getattr(model, "max_sizes", {})
    sizes = {}
    for field in model._meta.concrete_fields:
        if by_type := _size(field):
            measured, most = by_type
            sizes[str(field.column)] = (measured, said.get(field.name, most))
    return sizes


def _size(field: "models.Field[object, object]") -> tuple[str, int] | None:
    column = f'NEW."{field.column}"'
    if isinstance(field, ArrayField):
        return f"cardinality({column})", MAX_ENTRIES
    if isinstance(field, models.JSONField):
        return f"octet_length({column}::text)", MAX_BYTES
    if isinstance(field, models.BinaryField):
        return f"octet_length({column})", field.max_length or MAX_BYTES
    if isinstance(field, models.TextField) or (
        isinstance(field, models.CharField) and not field.max_length
    ):
        return f"length({column})", field.max_length or MAX_LETTERS
    return None


def out_of_bounds_conditions(model: type[models.Model]) -> Iterator[tuple[str, str]]:
    """Each bounded column with the condition under which a new row's value lies outside its bounds."""
    for column, (low, high) in integer_ranges(model).items():
        yield column, f'NEW."{column}" NOT BETWEEN {low} AND {high}'
    for column, (low, high) in _ranges_of_entries(model).items():
        yield column, f'({low} > ANY (NEW."{column}") OR {high} < ANY (NEW."{column}"))'
    for column, (measured, most) in size_limits(model).items():
        yield column, f"{measured} > {most}"


def order_number_columns(model: type[models.Model]) -> tuple[str, str] | None:
    """The column of a model's order numbers and the column within which they count, or None."""
    within: str | None = getattr(model, "ordered_within", None)
    if within is None:
        return None
    number, parent = model._meta.get_field("number"), model._meta.get_field(within)
    return str(number.column), str(parent.column)  # type: ignore[union-attr]
