"""Runs in a process of its own, with Spark: counts what it is asked for and prints the rows as JSON.

Asked is a list of `frame` (its name), `file` (its Parquet) and `sql` in DuckDB's words.
"""

import json
import sys
from typing import Any

import sqlglot
from pyspark.sql import SparkSession


def main() -> None:
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "1")
        .getOrCreate()
    )
    found = []
    for asked in json.load(sys.stdin):
        session.read.parquet(asked["file"]).createOrReplaceTempView(asked["frame"])
        found.append([list(row) for row in session.sql(to_spark_sql(asked["sql"])).collect()])
    session.stop()
    json.dump(found, sys.stdout)


def to_spark_sql(sql: str) -> str:
    said: Any = sqlglot.parse_one(sql, read="duckdb")
    for step in said.find_all(sqlglot.exp.CTE):
        step.set("materialized", None)  # how often a step is made, not what it is
    return str(said.sql("spark"))


if __name__ == "__main__":
    main()
