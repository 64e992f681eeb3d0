"""The columns that name which member of staff did something with a row: the web role names the actor alone.

A column is found by its name, `by` or `…_by`, and by its type. Who recorded a record of a file is compared
by the policies of `agencies.row_security`; functions of the warden write in the name of their caller.
"""

from django.db import models

from saathi.agencies.models import Scoped, Staff


def actor_columns(model: type[models.Model]) -> list[str]:
    """Those of a model that its triggers compare with the signed context."""
    if issubclass(model, Scoped) and model.written_by_functions:
        return []
    compared = {"recorded_by"} if issubclass(model, Scoped) else set()
    return [column for column in named_columns(model) if column not in compared]


def named_columns(model: type[models.Model]) -> list[str]:
    """All columns of a model that name who acted: by their names, but for `columns_without_actor`."""
    others: frozenset[str] = getattr(model, "columns_without_actor", frozenset())
    return [
        str(field.column)
        for field in model._meta.concrete_fields
        if (field.name == "by" or field.name.endswith("_by"))
        and (isinstance(field, models.UUIDField) or field.related_model is Staff)
        and field.column not in others
    ]
