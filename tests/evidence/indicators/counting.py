"""Counts the same facts in two ways: by DuckDB like the product, and by plain Python."""

import duckdb

from saathi.evidence.indicators import sql
from saathi.evidence.indicators.definition import Indicator
from saathi.evidence.warehouse import steps
from tests.evidence.indicators import reference
from tests.evidence.indicators.facts_rows import Facts, as_arrow
from tests.evidence.indicators.reference import Numbers


def by_duckdb(facts: Facts, indicators: list[Indicator]) -> dict[str, Numbers]:
    with duckdb.connect() as database:
        steps.run_steps_in_memory(as_arrow(facts), database)
        numbers_by_name = {}
        for indicator in indicators:
            rows = database.execute(sql.margins_sql(indicator)).fetchall()
            numbers_by_name[indicator.name] = {tuple(row[1:5]): (row[5], row[6]) for row in rows}
            assert len(numbers_by_name[indicator.name]) == len(rows)
        return numbers_by_name


def by_python(facts: Facts, indicators: list[Indicator]) -> dict[str, Numbers]:
    frames = reference.frames(facts)
    return {indicator.name: reference.numbers(indicator, frames) for indicator in indicators}


ENGINES = {"DuckDB": by_duckdb, "plain Python": by_python}
