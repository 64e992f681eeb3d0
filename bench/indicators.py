"""How fast facts leave PostgreSQL and indicators are counted, each beside its peer in the same run.

    python -m bench.indicators --children 60000 [--home FOLDER] [--rounds 3]

Loads a simulated nation into a home of its own (kept, so that a second run starts at once), then:
1. all views of facts out of PostgreSQL: the warehouse (Arrow into Parquet, compressed, hashed) beside
   `COPY ... TO STDOUT (FORMAT binary)` of the same statements, read and thrown away;
2. a refresh after one row changed, and one after nothing did;
3. the steps from facts to frames;
4. all indicators over the frames beside queries as one writes them by hand, one GROUPING SETS query an
   indicator over the same Parquet; and six that were written by hand, whose results must be the same.
Peak memory is that of the whole process.
"""
# ruff: noqa: PLC0415 - Django and its settings wait until the process is started

import argparse
import os
import resource
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from saathi.config import env, start

BY_HAND = {
    "children_with_a_case": """
        SELECT year(identified) AS year, country, sex, count(*)
        FROM children WHERE has_case AND is_counted
        GROUP BY GROUPING SETS ((year), (year, country), (year, sex), (year, country, sex))""",
    "trafficked_by_identification": """
        SELECT year(identified) AS year, country, form, count(*)
        FROM children WHERE is_trafficked AND is_counted AND NOT was_adult
        GROUP BY GROUPING SETS ((year), (year, country), (year, form), (year, country, form))""",
    "country_roles": """
        SELECT year(recruited) AS year, country, role, count(*)
        FROM roles WHERE is_counted
        GROUP BY GROUPING SETS ((year), (year, country), (year, role), (year, country, role))""",
    "assessed_in_a_week": """
        SELECT year(identified) AS year, country, sex, count(*) FILTER (WHERE days_to_assessment <= 7)
        FROM children WHERE has_case AND is_counted
        GROUP BY GROUPING SETS ((year), (year, country), (year, sex), (year, country, sex))""",
    "visits_made": """
        SELECT year(happened) AS year, country, kind, count(*) FILTER (WHERE outcome <> 'not_met')
        FROM visits
        GROUP BY GROUPING SETS ((year), (year, country), (year, kind), (year, country, kind))""",
    "reports_received": """
        SELECT year(received) AS year, country, channel, count(*)
        FROM reports
        GROUP BY GROUPING SETS ((year), (year, country), (year, channel), (year, country, channel))""",
}


def timed(rounds: int, run: Callable[[], Any]) -> float:
    results = []
    for _ in range(rounds):
        began = time.perf_counter()
        run()
        results.append(time.perf_counter() - began)
    return median(results)


def grouping_sets(indicator: Any) -> str:
    """The indicator as one writes it by hand: every margin asked of the frame at once."""
    from saathi.evidence.indicators import sql

    plain = [result.source for result in indicator.by if result.adds_up]
    lists = [result.source for result in indicator.by if not result.adds_up]
    sets = ["(year)", "(year, country)"]
    sets += [f"({both}, {result})" for result in plain for both in ("year", "year, country")]
    counted = (
        f", count(*) FILTER (WHERE {sql.condition_sql(indicator.counts)})"
        if indicator.counts
        else ""
    )
    where = f"FROM {indicator.frame} WHERE {sql.condition_sql(indicator.among)}"
    head = f"SELECT year({indicator.when}) AS year, country"
    query = (
        f"{head}{''.join(f', {item}' for item in plain)}, count(*){counted} {where} "
        f"GROUP BY GROUPING SETS ({', '.join(sets)})"
    )
    more = [
        f"{head}, unnest({entry}) AS each, count(*){counted} {where} "
        "GROUP BY GROUPING SETS ((year, each), (year, country, each))"
        for entry in lists
    ]
    return ";\n".join([query, *more])


def copied(address: str, statements: list[str]) -> int:
    """Every statement by binary COPY, its bytes read and thrown away; how many there were."""
    import psycopg

    size = 0
    with psycopg.connect(address) as connection, connection.cursor() as cursor:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for statement in statements:
            with cursor.copy(f"COPY ({statement}) TO STDOUT (FORMAT binary)") as copy:
                for block in copy:
                    size += len(block)
    return size


def facts_out(store: Any, address: str, rounds: int) -> dict[str, Any]:
    from saathi.agencies import facts
    from saathi.evidence.warehouse import refresh
    from saathi.evidence.warehouse.facts_source import open_facts_source

    views = list(facts.all_fact_views())
    with open_facts_source(address, store.key) as source:
        statements = [source.select_statement(view) for view in views]
    parts: dict[str, Any] = {}

    def take() -> None:
        nonlocal parts
        parts = refresh.export_facts(
            store, refresh.WarehouseRefresh(address, views, is_full=True), lambda _: None
        )

    # In turn, so that both find the same machine.
    ours, peers, size = [], [], 0
    copied(address, statements)  # warms the cache for both
    for _ in range(rounds):
        ours.append(timed(1, take))
        began = time.perf_counter()
        size = copied(address, statements)
        peers.append(time.perf_counter() - began)
    rows = sum(part.rows for part in parts.values())
    written = sum(part.size for part in parts.values())
    print(
        f"views {len(views)}, rows {rows}, COPY {size / 1e6:.0f} MB, Parquet {written / 1e6:.0f} MB"
    )
    line("facts out of PostgreSQL", median(ours), "COPY", median(peers))
    same = timed(
        1,
        lambda: refresh.export_facts(
            store, refresh.WarehouseRefresh(address, views), lambda _: None
        ),
    )
    print(f"refresh, nothing changed          {same:8.2f} s")
    return parts


def line(what: str, ours: float, peer: str, theirs: float) -> None:
    print(f"{what:34}{ours:8.2f} s   {peer} {theirs:.2f} s   ratio {ours / theirs:.2f}")


def numbers_of(store: Any, parts: dict[str, Any], rounds: int) -> None:
    from saathi.evidence.indicators import catalogue, numbers
    from saathi.evidence.warehouse import steps

    files = {name: store.path(part) for name, part in parts.items()}
    made_by = numbers.number_statements(catalogue.all_indicators())
    by_hand = [grouping_sets(indicator) for indicator in catalogue.all_indicators()]
    with steps.open_facts(files, store.work) as database:
        began = time.perf_counter()
        frames = steps.run_steps(database, store, lambda _: None)
        print(f"steps, {len(frames)} frames kept            {time.perf_counter() - began:8.2f} s")
        ours, peers = [], []
        for _ in range(rounds):
            ours.append(timed(1, lambda: numbers.write_numbers(database, store, made_by)))
            peers.append(
                timed(1, lambda: [database.execute(query).fetchall() for query in by_hand])
            )
        line(f"all {len(made_by)} indicators", median(ours), "GROUPING SETS", median(peers))
        compare(database, made_by, rounds)


def compare(database: Any, made_by: dict[str, str], rounds: int) -> None:
    """The six written by hand: the same numbers, and how long each takes."""
    from saathi.evidence.indicators import catalogue

    for name, query in BY_HAND.items():
        indicator = catalogue.find_indicator(name)
        whole = {row[2]: row[6] if indicator and indicator.is_share else row[5]
                 for row in database.execute(made_by[name]).fetchall()
                 if row[1] == "" and row[3] == ""}  # fmt: skip
        theirs = {}
        for year, country, part, count in database.execute(query).fetchall():
            if country is None and part is None and (year or 0) not in theirs:
                theirs[year or 0] = max(count, theirs.get(year or 0, 0))
        # A margin whose category is NULL looks like the whole in plain SQL: the whole is the largest.
        for year, country, part, count in database.execute(query).fetchall():
            if country is None and part is None:
                theirs[year or 0] = max(count, theirs[year or 0])
        assert whole == theirs, (name, whole, theirs)
        ours = timed(rounds, lambda n=name: database.execute(made_by[n]).fetchall())
        peer = timed(rounds, lambda q=query: database.execute(q).fetchall())
        print(f"  {name:32}{ours:8.3f} s   by hand, one dimension {peer:.3f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--children", type=int, default=60_000)
    parser.add_argument("--home", type=Path, default=Path(".saathi/bench-indicators"))
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    os.environ["SAATHI_HOME"] = str(options.home.absolute())
    with start.database():
        start.run_command("migrate")
        start.run_command("simulate", "--children", str(options.children), "--if-empty")
        with start.process("analyst"):
            from saathi.evidence.warehouse.store import open_store

            store = open_store(start.home())
            address = env.text(f"{start.PREFIX}_ANALYST")
            parts = facts_out(store, address, options.rounds)
            numbers_of(store, parts, options.rounds)
            for path in (store.root / "parts").iterdir():
                path.unlink()
            store.clear_unfinished()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"peak memory of this process       {peak:8.2f} GB")


if __name__ == "__main__":
    main()
