"""Columns that hold the staff member who did something, such as `approved_by`.

Triggers refuse a row in which the web role enters anyone but the actor in such a column. A column
is found by its name, `by` or `…_by`, and by its type. `recorded_by` of a record is checked by the
policies of `agencies.row_security` instead, and rows written by functions of the warden are not
checked.
"""

from django.db import models

from saathi.agencies.models import Scoped, Staff


def actor_columns(model: type[models.Model]) -> list[str]:
    """The columns of a model that its triggers compare with the signed context."""
    if issubclass(model, Scoped) and model.written_by_functions:
        return []
    compared = {"recorded_by"} if issubclass(model, Scoped) else set()
    return [column for column in named_columns(model) if column not in compared]


def named_columns(model: type[models.Model]) -> list[str]:
    """All columns of a model that name who acted, except those in `columns_without_actor`."""
    others: frozenset[str] = getattr(model, "columns_without_actor", frozenset())
    return [
        str(field.column)
        for field in model._meta.concrete_fields
        if (field.name == "by" or field.name.endswith("_by"))
        and (isinstance(field, models.UUIDField) or field.related_model is Staff)
        and field.column not in others
    ]
