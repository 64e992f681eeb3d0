"""Facts: the only form in which a record reaches statistics. Policy: reviewed as access is.

A domain lists its views in `facts.py`; the SELECT of each is in `fact_views/` beside it. They are
owned by a role that cannot sign in and may read statistical columns only: PostgreSQL itself refuses
every column not classified statistical.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import models

from saathi.agencies.models import File, Office, Scoped
from saathi.infra.app_modules import modules_of_apps
from saathi.infra.classification import STATISTICAL


@dataclass(frozen=True)
class FactView:
    """One view of facts: its name, its SELECT, the meaning of a row, and its source tables.

    `of` names the tables of the query by their aliases, the record's own table first. The view then
    also gives the record of each row, when it was recorded, and how many transactions ago it was
    last changed, so that the warehouse can load what is new. A view without `of` is loaded as a
    whole each time. A row must not leave the view when it changes: withdrawal is a column.
    """

    name: str
    query: str
    row: str
    sources: tuple[str, ...] = ()

    def sql(self) -> str:
        """The SELECT with the columns by which the warehouse identifies a row."""
        if not self.sources:
            return self.query
        ages = ", ".join(f"age({alias}.xmin)" for alias in self.sources)
        columns = (
            f"{self.sources[0]}.id AS record, least({ages}) AS changed_ago, "
            f"date_trunc('month', {self.sources[0]}.recorded_at)::date AS recorded"
        )
        return self.query.replace("SELECT ", f"SELECT {columns}, ", 1)


def read_query(facts_file: str, name: str) -> str:
    """The SQL of `fact_views/<name>.sql` beside the `facts.py` of a domain."""
    file = Path(facts_file).parent / "fact_views" / f"{name}.sql"
    return file.read_text(encoding="utf-8")


def fact_view(facts_file: str, name: str, row: str, sources: tuple[str, ...] = ()) -> FactView:
    """The view `name`, whose SELECT is in the file of that name; `facts_file` is the caller's `__file__`."""
    return FactView(name, read_query(facts_file, name), row, sources)


def all_fact_views() -> Iterator[FactView]:
    """Every view that a domain provides for statistics."""
    for module in modules_of_apps("facts"):
        if module.__name__ != __name__:
            yield from module.VIEWS


def readable_columns(model: type[Scoped]) -> list[str]:
    """The columns that a view may read: statistical ones, and ids for joining records and offices.

    Also `xmin`, PostgreSQL's number of the transaction that wrote the row.
    """
    return ["xmin"] + [
        str(field.column)
        for field in model._meta.concrete_fields
        if model.classified[field.name] == STATISTICAL
        or field.name in {"id", "file"}
        or (
            isinstance(field, models.ForeignKey)
            and issubclass(field.related_model, (Scoped, Office, File))
        )
    ]
