"""SQL conditions that refuse a JSON value of another shape than the pages expect.

Whether a column holds an object or a list follows from its default, or from `json_types` of the
model. `json_codes` of the model names the vocabularies of an object's keys and values.
"""

from collections.abc import Iterator
from typing import Literal

from django.db import models

type JsonType = Literal["object", "array"]
type JsonTypes = dict[str, JsonType]
# By the field: the vocabulary of its keys and that of their values.
type JsonCodes = dict[str, tuple[type[models.TextChoices], type[models.TextChoices]]]

_BY_DEFAULT: dict[object, JsonType] = {dict: "object", list: "array"}


def json_types(model: type[models.Model]) -> JsonTypes:
    """The JSON columns of a model whose type is known, each with its type."""
    said: JsonTypes = getattr(model, "json_types", {})
    found: JsonTypes = {}
    for field in model._meta.concrete_fields:
        if isinstance(field, models.JSONField):
            kind = said.get(field.name) or _BY_DEFAULT.get(field.default)
            if kind:
                found[str(field.column)] = kind
    return found


def misshapen(model: type[models.Model]) -> Iterator[str]:
    """The conditions under which a new row of a model has a JSON column that a page cannot read."""
    codes: JsonCodes = getattr(model, "json_codes", {})
    for column, kind in json_types(model).items():
        new = f'NEW."{column}"'
        yield f"jsonb_typeof({new}) <> '{kind}'"
        if column in codes:
            keys, values = codes[column]
            known = ", ".join(f"'{key}'" for key in keys.values)
            unknown = " && ".join(f'@ != "{value}"' for value in values.values)
            path = f'strict $.* ? (@.type() != "string" || {unknown})'
            yield (  # only an object has keys to take away
                f"CASE WHEN jsonb_typeof({new}) = 'object' THEN {new} - ARRAY[{known}]::text[] "
                f"<> '{{}}'::jsonb OR jsonb_path_exists({new}, '{path}') ELSE false END"
            )
