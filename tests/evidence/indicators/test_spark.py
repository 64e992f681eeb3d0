"""The SQL of indicators counts the same in Spark, for installations that outgrow one machine."""

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from saathi.evidence.indicators import catalogue, sql
from saathi.evidence.warehouse import steps
from tests.evidence.indicators.facts_rows import as_arrow, facts
from tests.evidence.indicators.literal import IndicatorExample
from tests.evidence.indicators.test_numbers import SPECS
from tools import spark

SIDE = Path(__file__).with_name("spark_side.py")
# Counts and shares, several categories of one child, ages, countries, and unknown dates.
HANDFUL = (
    "children_with_a_case", "trafficked_by_identification", "trafficked_by_background",
    "flows_across_borders", "country_roles", "missing_reported", "views_of_help",
    "psychosocial_help_given", "reports_by_children", "findings_made",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.deploy
@pytest.mark.skipif(
    spark.java() is None or spark.find() is None,
    reason="2026-11-28: needs Java 17, which not every machine has, and Spark, which `make spark` "
    "fetches there.",
)
def test_spark_counts_the_same_by_the_same_sql(tmp_path: Path) -> None:
    examples = [spec for spec in SPECS if spec.indicator in HANDFUL]
    assert {spec.indicator for spec in examples} == set(HANDFUL)
    requests, expected = [], []
    for number, spec in enumerate(examples):
        question, rows = _by_duckdb(spec, tmp_path / f"{number}.parquet")
        requests.append(question)
        expected.append(sorted(rows))
    done = subprocess.run(
        [sys.executable, SIDE],
        input=json.dumps(requests),
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        # By loopback: a machine in a test may be unable to resolve its own name.
        env=os.environ
        | {
            "PYTHONPATH": str(spark.find()),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_LOCAL_HOSTNAME": "localhost",
        },
    )
    assert done.returncode == 0, done.stderr[-2000:]
    results = [sorted(tuple(row) for row in rows) for rows in json.loads(done.stdout)]
    assert all(expected)
    assert results == expected


def _by_duckdb(
    spec: IndicatorExample, file: Path
) -> tuple[dict[str, str], list[tuple[object, ...]]]:
    indicator = catalogue.find_indicator(spec.indicator)
    assert indicator is not None
    statement = sql.margins_sql(indicator)
    with duckdb.connect() as database:
        steps.run_steps_in_memory(as_arrow(facts(**spec.facts)), database)
        database.execute(f"COPY (FROM {indicator.frame}) TO '{file}' (FORMAT parquet)")
        rows = database.execute(statement).fetchall()
    return {"frame": indicator.frame, "file": str(file), "sql": statement}, rows
