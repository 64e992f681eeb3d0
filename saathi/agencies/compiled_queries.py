"""Queries that the ORM puts together once, and that are asked again with other values.

Putting a query together costs more than its answer where it has many parts: the timeline of a file
unites 29 tables. What is kept is the text of the statement and where each value stands in it; never
a value, never a row. Each time it is asked anew, with the rights of who asks.

It is put together with stand-ins, twice, with other stand-ins the second time. What differs must be
a stand-in and nothing else: a value that was worked out is refused with a TypeError at the first use,
so that nobody's value can stay in a statement for somebody else. For the same reason a stand-in of
staff has her keys and nothing else that one could decide by. A builder may ask whether a value is
None, and must decide by no other: two stand-ins do not show every decision.
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

MAX_SHAPES = 256  # of one query; a reader's sections make its shape, and there are few such readers


class _StandIn:
    """Has the keys of a member of staff, and refuses all else."""

    def __init__(self, keys: Sequence[uuid.UUID]) -> None:
        self.id, self.agency_id = keys[:2]
        self.pk = self.id
        self.acts_as = list(keys[2:])

    def __getattr__(self, name: str) -> NoReturn:
        raise TypeError(f"A query that is kept cannot ask a member of staff for {name!r}.")


@dataclass(frozen=True, slots=True)
class _Known:
    """What a query was asked with: its shape, and the values in the order of the stand-ins."""

    shape: Hashable
    values: tuple[Any, ...]


def _known(given: Sequence[object]) -> _Known:
    shape: list[Any] = []
    values: list[Any] = [clock.now()]

    def take(one: object) -> None:
        match one:
            case Staff():
                shape.append((Staff, len(one.acts_as)))
                values.extend((one.id, one.agency_id, *one.acts_as))
            case uuid.UUID() | dt.date() | list():
                shape.append(type(one))
                values.append(one)
            case _ if is_dataclass(one):
                shape.append(type(one))
                for field in fields(one):
                    take(getattr(one, field.name))
            case _:
                shape.append(one)

    for one in given:
        take(one)
    return _Known(tuple(shape), tuple(values))


class _StandIns:
    """What a query is put together with in place of what was given; `values` are the keys in it."""

    def __init__(self, days: Iterator[int]) -> None:
        self._days = days
        self.values: list[Any] = [_moment(next(days))]

    def _value[ValueT](self, value: ValueT) -> ValueT:
        self.values.append(value)
        return value

    def of(self, one: Any) -> Any:
        """The stand-in of one thing that was given, of the same shape."""
        match one:
            case Staff():
                keys = [self._value(uuid.uuid4()) for _ in range(2 + len(one.acts_as))]
                return _StandIn(keys)
            case uuid.UUID():
                return self._value(uuid.uuid4())
            case dt.date():  # a moment is a date as well
                moment = _moment(next(self._days))
                return self._value(moment if isinstance(one, dt.datetime) else moment.date())
            case list():
                return self._value([uuid.uuid4()])
            case _ if is_dataclass(one):
                parts = {field.name: self.of(getattr(one, field.name)) for field in fields(one)}
                return replace(one, **parts)  # type: ignore[type-var]
        return one


def _moment(number: int) -> dt.datetime:
    """A moment that no query has of itself."""
    return dt.datetime(3000, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=number, seconds=number)


type _Place = Callable[[Sequence[Any]], Any]


@dataclass(frozen=True, slots=True)
class _Text:
    """A statement with its places, and the query that knows what its columns mean."""

    found: QuerySet[Any, Any]
    compiler: SQLCompiler
    sql: str
    places: tuple[_Place, ...]


class CompiledQuery[**P, RowT]:
    """`Assembled(build)(…)`: the rows of the query that `build(…)` makes; it is made once a shape.

    Give what it is asked with by place: staff, keys, lists of keys, days and moments are its values,
    everything else (words, sections, None) its shape; dataclasses such as rights are taken field by
    field. A list stands as one value (`infra.one_of`). What `build` reads elsewhere, such as settings,
    stays as it was at the first time.
    """

    def __init__(self, build: Callable[P, QuerySet[Any, RowT]]) -> None:
        self.build = build
        self._texts: dict[Hashable, _Text | None] = {}
        self._days = count(1)

    def __call__(self, *given: P.args, **named: P.kwargs) -> list[RowT]:
        """The rows, each asked for now."""
        if named:
            raise TypeError("What a kept query is asked with is given by its place.")
        known = _known(given)
        if known.shape not in self._texts:
            if len(self._texts) >= MAX_SHAPES:
                self._texts.clear()
            self._texts[known.shape] = self._assemble(given)
        text = self._texts[known.shape]
        return [] if text is None else _asked(text, known.values)

    def _assemble(self, given: Sequence[Any]) -> _Text | None:
        (found, compiler, sql, first), a = self._once(given)
        (_found, _compiler, again, second), b = self._once(given)
        if sql != again or len(first) != len(second):
            raise TypeError("The text of a kept query must not hang on its values.")
        if not sql:
            return None  # nothing can be found whatever the values, as where no section is read
        places = tuple(_place(one, two, a, b) for one, two in zip(first, second, strict=True))
        return _Text(found, compiler, sql, places)

    def _once(
        self, given: Sequence[Any]
    ) -> tuple[tuple[Any, Any, str, tuple[Any, ...]], list[Any]]:
        stand_ins = _StandIns(self._days)
        stand, values = [stand_ins.of(one) for one in given], stand_ins.values
        with clock.fixed_time(values[0]):
            found = cast("Any", self.build)(*stand)
            compiler = found.query.get_compiler(using=found.db)
            try:
                sql, params = compiler.as_sql()
            except EmptyResultSet:
                return (found, compiler, "", ()), values
        return (found, compiler, sql, tuple(params)), values


def _place(one: Any, two: Any, a: Sequence[Any], b: Sequence[Any]) -> _Place:
    """Where the value at one place of the statement comes from."""
    here = next((n for n, value in enumerate(a) if type(value) is type(one) and value == one), None)
    if here is not None and b[here] == two:
        return lambda values: values[here]
    if isinstance(one, list | tuple) and isinstance(two, list | tuple) and len(one) == len(two):
        parts = [_place(x, y, a, b) for x, y in zip(one, two, strict=True)]
        return lambda values: [part(values) for part in parts]
    if type(one) is not type(two) or one != two:
        raise TypeError(f"A kept query works out a value ({type(one).__name__}): give it instead.")
    return lambda _values: one


def _asked(text: _Text, values: Sequence[Any]) -> list[Any]:
    params = tuple(place(values) for place in text.places)
    compiler: Any = copy.copy(text.compiler)
    compiler.connection = connections[text.found.db]
    compiler.as_sql = lambda *_args, **_named: (text.sql, params)
    query: Any = copy.copy(text.found.query)
    query.get_compiler = lambda *_args, **_named: compiler
    kept: Any = text.found
    again: Any = type(kept)(model=kept.model, query=query, using=kept._db)
    for name in ("_iterable_class", "_fields", "_fetch_mode"):
        setattr(again, name, getattr(kept, name))
    return list(again)


def compiled_query[**P, RowT](build: Callable[P, QuerySet[Any, RowT]]) -> CompiledQuery[P, RowT]:
    """Makes a function that builds a query into one that gives its rows (see `CompiledQuery`)."""
    return CompiledQuery(build)


def first_row[RowT](rows: Sequence[RowT]) -> RowT | None:
    """The first row, if any."""
    return rows[0] if rows else None
