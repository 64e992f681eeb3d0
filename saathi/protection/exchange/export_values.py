"""Values of records as an export gives them: days and ids as text, colleagues and offices by name."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext as _

from saathi.agencies.actor_columns import named_columns
from saathi.agencies.models import Office, Staff
from saathi.agencies.queries import names_of

# Before the names of columns from the envelope.
TEXT_PREFIX: Final = "said."
# Names of columns that a receiver understands, in place of those of the code.
_COLUMNS: Final = {
    "child_words": "own_words",
    "child_response": "own_words_in_reply",
    "child_view_words": "own_view",
    "child_reply": "own_reply",
}


def column_of_text(key: str) -> str:
    """The name of a sealed text in an export, without the prefix of such columns."""
    return _COLUMNS.get(key, key)


def column_of_field(field: "models.Field[Any, Any]") -> str:
    """The name of a field in an export."""
    return _COLUMNS.get(field.name, field.name)


class ExportNames:
    """The names of staff and offices by id, each looked up once in an export.

    Whoever receives an export cannot look up an id of our staff.
    """

    def __init__(self) -> None:
        self._names: dict[UUID, str] = {}
        self._asked: set[UUID] = set()

    def look_up(self, records: Iterable[models.Model]) -> None:
        """Finds the names that these records need. Two queries, or none if all were asked before."""
        ids = {key for record in records for key in _ids_of_people(record)} - self._asked
        if ids:
            self._names |= names_of(ids)
            self._names |= dict(Office.objects.filter(pk__in=ids).values_list("pk", "name"))
            self._asked |= ids

    def value_of(self, record: models.Model, field: "models.Field[Any, Any]") -> Any:
        """The value of a field for an export; a member of staff without a known name is not an id."""
        value = getattr(record, field.attname)
        if isinstance(value, UUID) and _may_name(field):
            return self._names.get(value) or (_unnamed() if _is_staff(field) else str(value))
        if isinstance(field, ArrayField) and isinstance(field.base_field, models.UUIDField):
            return [self._names.get(key) or _unnamed() for key in value or ()]
        return plain_value(value)


def plain_value(value: Any) -> Any:
    """The value in what JSON knows; lists and mappings too."""
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain_value(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain_value(item) for key, item in value.items()}
    return value if isinstance(value, str | int | float | None) else str(value)


def _ids_of_people(record: models.Model) -> Iterator[UUID]:
    for field in record._meta.concrete_fields:
        value = getattr(record, field.attname)
        if isinstance(value, UUID) and _may_name(field):
            yield value
        elif isinstance(value, list):
            yield from (key for key in value if isinstance(key, UUID))


def _may_name(field: "models.Field[Any, Any]") -> bool:
    """Whether the field may hold a member of staff or an office: all ids but those of other records."""
    return not field.primary_key and field.related_model in {None, Staff, Office}


def _is_staff(field: "models.Field[Any, Any]") -> bool:
    return field.related_model is Staff or field.column in named_columns(field.model)


def _unnamed() -> str:
    return _("a member of staff whose name is not available")
