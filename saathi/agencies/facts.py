"""Facts: the only form in which a record reaches statistics. Policy: reviewed as access is.

Each view of a domain is a file of its folder `fact_views/`: a first line that says what a row is, then the
SELECT. Views made by code are listed in `facts.py`. All are owned by a role that cannot sign in and may
read statistical columns only: PostgreSQL itself refuses every column not classified statistical.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.apps import apps
from django.db import models

from saathi.agencies.models import File, Office, Scoped
from saathi.infra.app_modules import modules_of_apps
from saathi.infra.classification import STATISTICAL

_FIRST_LINE: Final = re.compile(
    r"-- A row: (?P<row>.+)\. Sources: (?P<sources>[a-z]+(?:, [a-z]+)*)\.\n"
)


@dataclass(frozen=True)
class FactView:
    """One view of facts: its name, its SELECT, the meaning of a row, and its source tables.

    `sources` names the tables of the query by their aliases, the record's own table first. The view then
    also gives the record of each row, when it was recorded, and how many transactions ago it was
    last changed, so that the warehouse can load what is new. A view without `sources` is loaded as a
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


def view_in_file(file: Path) -> FactView | None:
    """The view of this file; None if its first line declares none, because code makes views of it."""
    query = file.read_text(encoding="utf-8")
    declared = _FIRST_LINE.match(query)
    if declared is None:
        return None
    return FactView(file.stem, query, declared["row"], tuple(declared["sources"].split(", ")))


def all_fact_views() -> Iterator[FactView]:
    """Every view that a domain provides for statistics."""
    for config in apps.get_app_configs():
        for file in sorted(Path(config.path, "fact_views").glob("*.sql")):
            if view := view_in_file(file):
                yield view
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
