"""Runs in a separate process with Spark: counts the requests and prints the rows as JSON.

A request is a list of `frame` (its name), `file` (its Parquet) and `sql` in DuckDB's dialect.
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
    results = []
    for query in json.load(sys.stdin):
        session.read.parquet(query["file"]).createOrReplaceTempView(query["frame"])
        results.append([list(row) for row in session.sql(to_spark_sql(query["sql"])).collect()])
    session.stop()
    json.dump(results, sys.stdout)


def to_spark_sql(sql: str) -> str:
    statement: Any = sqlglot.parse_one(sql, read="duckdb")
    for step in statement.find_all(sqlglot.exp.CTE):
        step.set("materialized", None)  # the materialisation of a step, not its meaning
    return str(statement.sql("spark"))


if __name__ == "__main__":
    main()
