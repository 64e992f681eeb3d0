"""Queries that the ORM compiles once and that run again with other values.

Compiling a query with many parts costs more than running it: the timeline of a file unites 29
tables. Only the text of the statement and the position of each value are kept, never a value or a
row. The query runs anew each time, with the rights of the current reader.

It is compiled twice with different stand-ins. Every difference must be exactly a stand-in: a
computed value is refused with a TypeError at the first use, so that one reader's value can never
remain in a statement for another reader. For the same reason a stand-in for staff has keys only,
and no other attribute a decision could depend on. A builder may check whether a value is None, but
must not decide by any other property of a value: two stand-ins do not reveal every decision.
"""

import copy
import datetime as dt
import uuid
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from itertools import count
from typing import Any, NoReturn, cast

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

from saathi.agencies.models import Staff
from saathi.infra import clock

# per query; the shape depends on the sections a reader may read, and there are few combinations
MAX_SHAPES = 256


class _StandIn:
    """Has the keys of a member of staff and refuses every other attribute.

    In `acts_as`, the person's own key keeps its position, since a query may leave it out.
    """

    def __init__(self, keys: Sequence[uuid.UUID], own: Sequence[bool]) -> None:
        self.id, self.agency_id, self.office_id = keys[:3]
        self.pk = self.id
        self.acts_as = [
            self.id if is_own else key for key, is_own in zip(keys[3:], own, strict=True)
        ]

    def __getattr__(self, name: str) -> NoReturn:
        raise TypeError(f"A query that is kept cannot ask a member of staff for {name!r}.")


@dataclass(frozen=True, slots=True)
class _Arguments:
    """The arguments of a query: its shape, and the values in the order of the stand-ins."""

    shape: Hashable
    values: tuple[Any, ...]


def _arguments_of(arguments: Sequence[object]) -> _Arguments:
    shape: list[Any] = []
    values: list[Any] = [clock.now()]

    def take(argument: object) -> None:
        match argument:
            case Staff():
                shape.append((Staff, _own_places(argument)))
                values.extend(
                    (argument.id, argument.agency_id, argument.office_id, *argument.acts_as)
                )
            case uuid.UUID() | dt.date() | list():
                shape.append(type(argument))
                values.append(argument)
            case _ if is_dataclass(argument):
                shape.append(type(argument))
                for field in fields(argument):
                    take(getattr(argument, field.name))
            case _:
                shape.append(argument)

    for argument in arguments:
        take(argument)
    return _Arguments(tuple(shape), tuple(values))


def _own_places(staff: Staff) -> tuple[bool, ...]:
    """For each key that a person acts as, whether it is the person's own id."""
    return tuple(key == staff.id for key in staff.acts_as)


class _StandIns:
    """The stand-ins used in place of the arguments while compiling; `values` are their keys."""

    def __init__(self, days: Iterator[int]) -> None:
        self._days = days
        self.values: list[Any] = [_moment(next(days))]

    def _value[ValueT](self, value: ValueT) -> ValueT:
        self.values.append(value)
        return value

    def of(self, argument: Any) -> Any:
        """A stand-in of the same shape as one argument."""
        match argument:
            case Staff():
                keys = [self._value(uuid.uuid4()) for _ in range(3 + len(argument.acts_as))]
                return _StandIn(keys, _own_places(argument))
            case uuid.UUID():
                return self._value(uuid.uuid4())
            case dt.date():  # a datetime is a date as well
                moment = _moment(next(self._days))
                return self._value(moment if isinstance(argument, dt.datetime) else moment.date())
            case list():
                return self._value([uuid.uuid4()])
            case _ if is_dataclass(argument):
                parts = {
                    field.name: self.of(getattr(argument, field.name)) for field in fields(argument)
                }
                return replace(argument, **parts)  # type: ignore[type-var]
        return argument


def _moment(number: int) -> dt.datetime:
    """A time that no query contains as a constant."""
    return dt.datetime(3000, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=number, seconds=number)


type _Place = Callable[[Sequence[Any]], Any]


@dataclass(frozen=True, slots=True)
class _Text:
    """A statement with the positions of its values, and the query that interprets its columns."""

    queryset: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    places: tuple[_Place, ...]


class CompiledQuery[**P, RowT]:
    """`CompiledQuery(build)(…)`: the rows of the query of `build(…)`, compiled once per shape.

    Pass arguments by position. Staff, keys, lists of keys, dates and datetimes are values;
    everything else (words, sections, None) is part of the shape; dataclasses such as rights are
    taken field by field. A list is a single value (`infra.any_of`). Whatever else `build` reads,
    such as settings, is fixed at the first use.
    """

    def __init__(self, build: Callable[P, QuerySet[Any, RowT]]) -> None:
        self.build = build
        self._texts: dict[Hashable, _Text | None] = {}
        self._days = count(1)

    def __call__(self, *arguments: P.args, **named: P.kwargs) -> list[RowT]:
        """The rows, read now."""
        if named:
            raise TypeError("What a kept query is asked with is given by its place.")
        call = _arguments_of(arguments)
        if call.shape not in self._texts:
            if len(self._texts) >= MAX_SHAPES:
                self._texts.clear()
            self._texts[call.shape] = self._assemble(arguments)
        text = self._texts[call.shape]
        return [] if text is None else _run(text, call.values)

    def _assemble(self, arguments: Sequence[Any]) -> _Text | None:
        (queryset, compiler, sql, first), a = self._once(arguments)
        (_found, _compiler, second_sql, second), b = self._once(arguments)
        if sql != second_sql or len(first) != len(second):
            raise TypeError("The text of a kept query must not hang on its values.")
        if not sql:
            # the query has no result whatever the values, for example if no section may be read
            return None
        places = tuple(
            _place(first_value, second_value, a, b)
            for first_value, second_value in zip(first, second, strict=True)
        )
        return _Text(queryset, compiler, sql, places)

    def _once(
        self, arguments: Sequence[Any]
    ) -> tuple[tuple[Any, Any, str, tuple[Any, ...]], list[Any]]:
        stand_ins = _StandIns(self._days)
        substitutes, values = [stand_ins.of(argument) for argument in arguments], stand_ins.values
        with clock.fixed_time(values[0]):
            queryset = cast("Any", self.build)(*substitutes)
            compiler = queryset.query.get_compiler(using=queryset.db)
            try:
                sql, params = compiler.as_sql()
            except EmptyResultSet:
                return (queryset, compiler, "", ()), values
        return (queryset, compiler, sql, tuple(params)), values


def _place(first: Any, second: Any, a: Sequence[Any], b: Sequence[Any]) -> _Place:
    """Where the value at one position of the statement comes from."""
    index = next(
        (n for n, value in enumerate(a) if type(value) is type(first) and value == first), None
    )
    if index is not None and b[index] == second:
        return lambda values: values[index]
    if (
        isinstance(first, list | tuple)
        and isinstance(second, list | tuple)
        and len(first) == len(second)
    ):
        parts = [_place(left, right, a, b) for left, right in zip(first, second, strict=True)]
        return lambda values: [part(values) for part in parts]
    if type(first) is not type(second) or first != second:
        raise TypeError(
            f"A kept query works out a value ({type(first).__name__}): give it instead."
        )
    return lambda _values: first


def _run(text: _Text, values: Sequence[Any]) -> list[Any]:
    params = tuple(place(values) for place in text.places)
    compiler: Any = copy.copy(text.compiler)
    compiler.connection = connections[text.queryset.db]
    compiler.as_sql = lambda *_args, **_named: (text.sql, params)
    query: Any = copy.copy(text.queryset.query)
    query.get_compiler = lambda *_args, **_named: compiler
    queryset: Any = text.queryset
    rows: Any = type(queryset)(model=queryset.model, query=query, using=queryset._db)
    for name in ("_iterable_class", "_fields", "_fetch_mode"):
        setattr(rows, name, getattr(queryset, name))
    return list(rows)


def compiled_query[**P, RowT](build: Callable[P, QuerySet[Any, RowT]]) -> CompiledQuery[P, RowT]:
    """Turns a function that builds a query into one that returns its rows (see `CompiledQuery`)."""
    return CompiledQuery(build)


def first_row[RowT](rows: Sequence[RowT]) -> RowT | None:
    """The first row, if any."""
    return rows[0] if rows else None
