"""Counts the same facts in both ways: by DuckDB as the product does, and by plain Python."""

import duckdb

from saathi.evidence.indicators import sql
from saathi.evidence.indicators.definition import Indicator
from saathi.evidence.warehouse import steps
from tests.evidence.indicators import reference
from tests.evidence.indicators.facts_rows import Facts, as_arrow
from tests.evidence.indicators.reference import Numbers


def by_duckdb(facts: Facts, wanted: list[Indicator]) -> dict[str, Numbers]:
    with duckdb.connect() as database:
        steps.run_steps_in_memory(as_arrow(facts), database)
        found = {}
        for indicator in wanted:
            rows = database.execute(sql.margins_sql(indicator)).fetchall()
            found[indicator.name] = {tuple(row[1:5]): (row[5], row[6]) for row in rows}
            assert len(found[indicator.name]) == len(rows)
        return found


def by_python(facts: Facts, wanted: list[Indicator]) -> dict[str, Numbers]:
    frames = reference.frames(facts)
    return {one.name: reference.numbers(one, frames) for one in wanted}


ENGINES = {"DuckDB": by_duckdb, "plain Python": by_python}
