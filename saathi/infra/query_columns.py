"""Columns with the rows or the number of another query, so that one statement answers several."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, IntegerField, QuerySet
from django.db.models.functions import JSONObject


def rows_column(rows: QuerySet[Any, Any], **columns: Any) -> ArraySubquery:
    """The rows in their order, each a JSON object: ids are texts in it, dates and moments ISO texts."""
    return ArraySubquery(rows.values(row=JSONObject(**columns)))


def count_column(rows: QuerySet[Any, Any], at_most: int, *, of: str = "pk") -> Func:
    """The number of different values of a field, counted up to a limit."""
    counted = rows.order_by().values(of)
    counted = counted if of == "pk" else counted.distinct()
    return Func(
        ArraySubquery(counted[:at_most]), function="cardinality", output_field=IntegerField()
    )
