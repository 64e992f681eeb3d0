"""The SQL of an indicator, in named steps: cells, then the margins that pages and cubes need.

Made from our own definitions, never from user input.
"""

from saathi.evidence.indicators.conditions import (
    AllConditions,
    AnyCondition,
    ColumnCondition,
    ColumnTest,
    Condition,
    NegatedCondition,
    Value,
)
from saathi.evidence.indicators.definition import Indicator
from saathi.evidence.indicators.dimensions import NOT_KNOWN, Dimension

NO_YEAR = 0  # the year is unknown
NO_COUNTRY = "XXX"
TOTAL = "Total"


def cells_sql(indicator: Indicator) -> str:
    """SQL for step one: the finest cells, in one pass over the frame, for all later steps."""
    counted = (
        f"count(*) FILTER (WHERE {condition_sql(indicator.counts)})"
        if indicator.counts
        else "NULL::BIGINT"
    )
    dimensions = "".join(f", {dimension.frame_column}" for dimension in indicator.by)
    return (
        f"SELECT coalesce(year({indicator.when}), {NO_YEAR})::INTEGER AS year, "
        f"coalesce(country, '{NO_COUNTRY}') AS country{dimensions},\n"
        f"       count(*) AS among, {counted} AS counted\n"
        f"FROM {indicator.frame} WHERE {condition_sql(indicator.among)}\n"
        f"GROUP BY ALL"
    )


def margins_sql(indicator: Indicator) -> str:
    """SQL for step two: each year, with and without its country, in total and by each dimension."""
    blocks = ["SELECT year, country, '' AS dimension, '' AS category, among, counted FROM cells"]
    blocks += [
        f"SELECT year, country, '{dimension.name}', {category_sql(dimension)}, among, counted FROM cells"
        for dimension in indicator.by
    ]
    union = "\n    UNION ALL ".join(blocks)
    return (
        f"WITH cells AS MATERIALIZED (\n{cells_sql(indicator)}\n), long AS (\n    {union}\n)\n"
        f"SELECT '{indicator.name}' AS indicator, coalesce(country, '') AS country, year, dimension, "
        "category,\n       sum(among)::BIGINT AS among, sum(counted)::BIGINT AS counted\n"
        "FROM long\n"
        "GROUP BY GROUPING SETS ((year, dimension, category), (year, country, dimension, category))"
    )


def cube_sql(indicator: Indicator, dimensions: tuple[Dimension, ...]) -> str:
    """SQL for disclosure control: a long table, a column per dimension, `Total` margins, `count`.

    Only dimensions whose categories add up are allowed; year and country are dimensions like
    others. A share is two such tables, one of the whole and one of the part (`counted`).
    """
    if refused := [dimension.name for dimension in dimensions if not dimension.do_sums_hold]:
        raise ValueError(
            f"{', '.join(refused)} cannot be part of a cube: a child may be in several."
        )
    labels = {"year": "year::VARCHAR", "country": "country"}
    labels |= {dimension.name: category_sql(dimension) for dimension in dimensions}
    inner = ", ".join(f"{label} AS {name}" for name, label in labels.items())
    outer = ", ".join(f"coalesce({name}, '{TOTAL}') AS {name}" for name in labels)
    return (
        f"WITH cells AS MATERIALIZED (\n{cells_sql(indicator)}\n),\n"
        f"named AS (SELECT {inner}, among, counted FROM cells)\n"
        f"SELECT {outer}, sum(among)::BIGINT AS count, sum(counted)::BIGINT AS counted\n"
        f"FROM named GROUP BY CUBE ({', '.join(labels)})"
    )


def condition_sql(condition: Condition) -> str:
    """The condition in SQL; a test of an unknown value is false, never NULL."""
    match condition:
        case AllConditions(parts):
            return _join_conditions(" AND ", parts) if parts else "TRUE"
        case AnyCondition(parts):
            return _join_conditions(" OR ", parts)
        case NegatedCondition(part):
            return f"NOT ({condition_sql(part)})"
        case ColumnCondition(column, test, values):
            return _column_test_sql(column, test, values)
    raise TypeError(f"{condition!r} is no condition.")


def _join_conditions(word: str, parts: tuple[Condition, ...]) -> str:
    return "(" + word.join(condition_sql(part) for part in parts) + ")"


def _column_test_sql(column: str, test: ColumnTest, values: tuple[Value, ...]) -> str:
    listed = ", ".join(_literal(value) for value in values)
    condition = {
        ColumnTest.IS_TRUE: column,
        ColumnTest.IS_KNOWN: f"{column} IS NOT NULL",
        ColumnTest.ONE_OF: f"{column} IN ({listed})",
        ColumnTest.AT_MOST: f"{column} <= {listed}",
        ColumnTest.AT_LEAST: f"{column} >= {listed}",
        ColumnTest.HOLDS: f"list_has_any({column}, [{listed}])",
    }[test]
    return condition if test == ColumnTest.IS_KNOWN else f"coalesce({condition}, FALSE)"


def _literal(value: Value) -> str:
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value)


def category_sql(dimension: Dimension) -> str:
    """SQL for the category of a row along a dimension; "unknown" is a category of its own."""
    name = dimension.frame_column
    if dimension.do_sums_hold:
        return f"coalesce(nullif({name}::VARCHAR, ''), '{NOT_KNOWN}')"
    return f"unnest(CASE WHEN array_length({name}) > 0 THEN list_distinct({name}) ELSE ['{NOT_KNOWN}'] END)"
