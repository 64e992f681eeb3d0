"""Facts: the only form in which a record reaches statistics. Policy: reviewed as access is.

A domain lists its views in `facts.py`. They are owned by a role that cannot sign in and that may
read statistical columns only: what is not classified statistical is refused by PostgreSQL itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import models

from saathi.agencies.models import Office, Scoped
from saathi.infra.classification import STATISTICAL


@dataclass(frozen=True)
class View:
    """One view of facts: its name, the SELECT that makes it, and what a row is."""

    name: str
    query: str
    row: str


def views() -> Iterator[View]:
    """Every view that a domain hands to statistics."""
    for config in apps.get_app_configs():
        module = f"{config.name}.facts"
        if config.name.startswith("saathi.") and config.label != "agencies" and find_spec(module):
            yield from import_module(module).VIEWS


def readable_columns(model: type[Scoped]) -> list[str]:
    """The columns that a view may read: statistical ones, and ids to join records and offices by."""
    return [
        str(field.column)
        for field in model._meta.concrete_fields
        if model.classified[field.name] == STATISTICAL
        or field.name in {"id", "file"}
        or (
            isinstance(field, models.ForeignKey)
            and issubclass(field.related_model, (Scoped, Office))
        )
    ]
