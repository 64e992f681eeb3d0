"""The shape that a model's JSON columns must have so that pages can read them, as SQL conditions.

A column is an object or a list, by its default or as the model's `json_types` says; `json_codes`
names closed vocabularies for its keys and values; `json_paths` adds further conditions on the whole
as SQL/JSON paths. No column may be nested so deeply, or hold so large a number, that Python could
not read it.
"""

from collections.abc import Iterator
from typing import Literal

from django.db import models

type JsonType = Literal["object", "array"]
type JsonTypes = dict[str, JsonType]
# By field: the vocabulary of its keys and the vocabulary of its values.
type JsonCodes = dict[str, tuple[type[models.TextChoices], type[models.TextChoices]]]

# By field: an SQL/JSON predicate on the value `@`. It is not true if a key is missing.
type JsonPaths = dict[str, str]

ONLY_NUMBERS = '!exists(@.* ? (@.type() != "number"))'
ONLY_TEXTS = '!exists(@.* ? (@.type() != "string"))'
MAX_DEPTH = 32
_TOO_LARGE = 'strict $.** ? (@.type() == "number" && (@ > 1e18 || @ < -1e18))'
_BY_DEFAULT: dict[object, JsonType] = {dict: "object", list: "array"}


def json_types(model: type[models.Model]) -> JsonTypes:
    """The JSON columns of a model whose type is known, each with its type."""
    declared: JsonTypes = getattr(model, "json_types", {})
    types_by_column: JsonTypes = {}
    for field in model._meta.concrete_fields:
        if isinstance(field, models.JSONField):
            kind = declared.get(field.name) or _BY_DEFAULT.get(field.default)
            if kind:
                types_by_column[str(field.column)] = kind
    return types_by_column


def json_columns(model: type[models.Model]) -> list[str]:
    """The JSON columns of a model."""
    fields = model._meta.concrete_fields
    return [str(field.column) for field in fields if isinstance(field, models.JSONField)]


def invalid_json_conditions(model: type[models.Model]) -> Iterator[str]:
    """The SQL conditions under which a new row has a JSON column that a page cannot read."""
    for column in json_columns(model):
        for path in (f"strict $.**{{{MAX_DEPTH}}}", _TOO_LARGE):
            yield f"jsonb_path_exists(NEW.\"{column}\", '{path}')"
    paths: JsonPaths = getattr(model, "json_paths", {})
    for name, holds in paths.items():
        yield f"NOT jsonb_path_exists(NEW.\"{name}\", 'strict $ ? ({holds})')"
    codes: JsonCodes = getattr(model, "json_codes", {})
    for column, kind in json_types(model).items():
        new = f'NEW."{column}"'
        yield f"jsonb_typeof({new}) <> '{kind}'"
        if column in codes:
            keys, values = codes[column]
            known = ", ".join(f"'{key}'" for key in keys.values)
            unknown = " && ".join(f'@ != "{value}"' for value in values.values)
            path = f'strict $.* ? (@.type() != "string" || {unknown})'
            yield (  # only from an object can keys be removed
                f"CASE WHEN jsonb_typeof({new}) = 'object' THEN {new} - ARRAY[{known}]::text[] "
                f"<> '{{}}'::jsonb OR jsonb_path_exists({new}, '{path}') ELSE false END"
            )
