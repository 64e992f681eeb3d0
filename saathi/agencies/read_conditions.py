"""Conditions on records beyond reading their section: written once, enforced by both locks.

A restricted model declares `read_condition`. Each condition provides the Django condition for the
first lock (`access`) and the SQL condition for the second (row-level security). There is no general
negation, because `NOT` treats NULL differently in the two languages. Every condition here refuses
if a column is NULL, unless it says otherwise.

Policy: changes here are reviewed by those responsible for access.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from django.apps import apps
from django.db.models import BooleanField, Exists, F, Field, Func, OuterRef, Q, TextChoices
from django.db.models.fields.reverse_related import ManyToOneRel
from django.db.models.functions import Now

from saathi.agencies import access
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.rls_conditions import has_right_sql
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import GrantKind

ACTOR_SQL = "(SELECT access_staff())"  # as a subquery: evaluated once per statement


class ReadCondition(ABC):
    """A condition on a row of a scoped model, for a member of staff."""

    @abstractmethod
    def query(self, model: type[Scoped], staff: Staff) -> Q:
        """The condition for a query of `model` that `staff` makes (first lock)."""

    @abstractmethod
    def sql(self, model: type[Scoped]) -> str:
        """The condition for a policy of the table of `model` (second lock); needs no parentheses."""

    def __and__(self, other: "ReadCondition") -> "ReadCondition":
        return _Both(self, other)

    def __or__(self, other: "ReadCondition") -> "ReadCondition":
        return _Either(self, other)


@dataclass(frozen=True)
class _Pair(ReadCondition):
    left: ReadCondition
    right: ReadCondition


class _Both(_Pair):
    def query(self, model: type[Scoped], staff: Staff) -> Q:
        return self.left.query(model, staff) & self.right.query(model, staff)

    def sql(self, model: type[Scoped]) -> str:
        return f"({self.left.sql(model)} AND {self.right.sql(model)})"


class _Either(_Pair):
    def query(self, model: type[Scoped], staff: Staff) -> Q:
        return self.left.query(model, staff) | self.right.query(model, staff)

    def sql(self, model: type[Scoped]) -> str:
        return f"({self.left.sql(model)} OR {self.right.sql(model)})"


class _OfOneField(ReadCondition):
    field: str


@dataclass(frozen=True)
class IsActor(_OfOneField):
    """The column names the reader."""

    field: str

    def query(self, model: type[Scoped], staff: Staff) -> Q:  # noqa: ARG002 - same for each model
        """See `ReadCondition.query`."""
        return Q(**{self.field: staff.id})

    def sql(self, model: type[Scoped]) -> str:
        """See `ReadCondition.sql`."""
        return f"{_column(model, self.field)} = {ACTOR_SQL}"


@dataclass(frozen=True)
class IsNotActor(_OfOneField):
    """The column names someone else, or is NULL and names no one."""

    field: str

    def query(self, model: type[Scoped], staff: Staff) -> Q:  # noqa: ARG002 - same for each model
        """See `ReadCondition.query`."""
        return Q(**{self.field: None}) | ~Q(**{self.field: staff.id})

    def sql(self, model: type[Scoped]) -> str:
        """See `ReadCondition.sql`."""
        column = _column(model, self.field)
        return f"({column} IS NULL OR {column} <> {ACTOR_SQL})"


@dataclass(frozen=True)
class DoesNotListActor(_OfOneField):
    """The array, which is never NULL, does not contain the reader."""

    field: str

    def query(self, model: type[Scoped], staff: Staff) -> Q:  # noqa: ARG002 - same for each model
        """See `ReadCondition.query`."""
        return ~Q(**{f"{self.field}__contains": [staff.id]})

    def sql(self, model: type[Scoped]) -> str:
        """See `ReadCondition.sql`; TypeError where the array may be NULL."""
        if model._meta.get_field(self.field).null:
            raise TypeError(f"{model.__name__}.{self.field} may be NULL: the locks would differ.")
        return f"NOT ({ACTOR_SQL} = ANY ({_column(model, self.field)}))"


@dataclass(frozen=True)
class ListsActor(_OfOneField):
    """The array, which is never NULL, contains the reader."""

    field: str

    def query(self, model: type[Scoped], staff: Staff) -> Q:  # noqa: ARG002 - same for each model
        """See `ReadCondition.query`."""
        return Q(**{f"{self.field}__contains": [staff.id]})

    def sql(self, model: type[Scoped]) -> str:
        """See `ReadCondition.sql`; TypeError where the array may be NULL."""
        if model._meta.get_field(self.field).null:
            raise TypeError(f"{model.__name__}.{self.field} may be NULL: the locks would differ.")
        return f"{ACTOR_SQL} = ANY ({_column(model, self.field)})"


@dataclass(frozen=True)
class HasCode(_OfOneField):
    """The column holds this code of its vocabulary."""

    field: str
    code: TextChoices

    def query(self, model: type[Scoped], staff: Staff) -> Q:  # noqa: ARG002 - same for everybody
        """See `ReadCondition.query`."""
        return Q(**{self.field: self.code})

    def sql(self, model: type[Scoped]) -> str:
        """See `ReadCondition.sql`."""
        code = str(self.code.value).replace("'", "''")
        return f"{_column(model, self.field)} = '{code}'"


@dataclass(frozen=True)
class HasOtherCode(_OfOneField):
    """The column, which is never NULL, holds a code of its vocabulary other than this one."""

    field: str
    code: TextChoices

    def query(self, model: type[Scoped], staff: Staff) -> Q:  # noqa: ARG002 - same for everybody
        """See `ReadCondition.query`."""
        return ~Q(**{self.field: self.code})

    def sql(self, model: type[Scoped]) -> str:
        """See `ReadCondition.sql`."""
        return f"NOT ({HasCode(self.field, self.code).sql(model)})"


@dataclass(frozen=True)
class IsSet(_OfOneField):
    """The column is not NULL."""

    field: str

    def query(self, model: type[Scoped], staff: Staff) -> Q:  # noqa: ARG002 - same for everybody
        """See `ReadCondition.query`."""
        return Q(**{f"{self.field}__isnull": False})

    def sql(self, model: type[Scoped]) -> str:
        """See `ReadCondition.sql`."""
        return f"{_column(model, self.field)} IS NOT NULL"


class _Answer(Func):
    output_field = BooleanField()


@dataclass(frozen=True)
class _AskedOfFunction(_OfOneField):
    field: str
    function: str

    def query(self, model: type[Scoped], staff: Staff) -> Q:  # noqa: ARG002 - the function asks
        """See `ReadCondition.query`."""
        return Q(_Answer(F(self.field), function=self.function))

    def sql(self, model: type[Scoped]) -> str:
        """See `ReadCondition.sql`."""
        return f"{self.function}({_column(model, self.field)})"


class IsShownBy(_AskedOfFunction):
    """A database function is true for the record that the column names and for this reader."""


class IsFoundBy(_AskedOfFunction):
    """A database function is true for the record that the column names, whoever reads."""


@dataclass(frozen=True)
class IsNotExpired(_OfOneField):
    """The time in the column is in the future, by the database's clock."""

    field: str

    def query(self, model: type[Scoped], staff: Staff) -> Q:  # noqa: ARG002 - same for everybody
        """See `ReadCondition.query`."""
        return Q(**{f"{self.field}__gt": Now()})

    def sql(self, model: type[Scoped]) -> str:
        """See `ReadCondition.sql`."""
        return f"{_column(model, self.field)} > now()"


@dataclass(frozen=True)
class IsLedOffice(_OfOneField):
    """The column names an office that the reader leads."""

    field: str

    def query(self, model: type[Scoped], staff: Staff) -> Q:  # noqa: ARG002 - same for each model
        """See `ReadCondition.query`."""
        return Q(**{f"{self.field}__in": staff.acts_as})

    def sql(self, model: type[Scoped]) -> str:
        """See `ReadCondition.sql`."""
        return f"{_column(model, self.field)} = ANY ((SELECT access_principals())::uuid[])"


@dataclass(frozen=True)
class HoldsGrant(ReadCondition):
    """A current grant of one of these kinds gives access to the record's section."""

    kinds: tuple[GrantKind, ...]

    def query(self, model: type[Scoped], staff: Staff) -> Q:
        """See `ReadCondition.query`."""
        held = (
            access.current_grants(staff)
            .annotate(held=F("reads").bitand(int(model.section)))
            .filter(file=OuterRef("file"), kind__in=self.kinds, held__gt=0)
        )
        return Q(Exists(held))

    def sql(self, model: type[Scoped]) -> str:
        """See `ReadCondition.sql`; the policies of `agencies_grant` show the reader's own only."""
        kinds = ", ".join(f"'{kind.value}'" for kind in self.kinds)
        return (
            f"EXISTS (SELECT 1 FROM agencies_grant o WHERE o.file_id = {_column(model, 'file')} "
            f"AND o.kind IN ({kinds}) AND (o.reads & {int(model.section)}) <> 0 "
            "AND o.starts_at <= now() AND (o.ends_at IS NULL OR o.ends_at > now()) OFFSET 0)"
        )


# The kinds of grants other than those by a referral alone.
ALL_BUT_REFERRAL = tuple(kind for kind in GrantKind if kind != GrantKind.REFERRAL)
WORKS_WITH_CHILD = HoldsGrant((GrantKind.OWNER, GrantKind.TEAM))


@dataclass(frozen=True)
class ReadsOtherFile(_OfOneField):
    """The reader may read a section of a second file that the record names."""

    field: str
    section: Section

    def query(self, model: type[Scoped], staff: Staff) -> Q:  # noqa: ARG002 - same for each model
        """See `ReadCondition.query`."""
        return access.right_condition(staff, "reads", self.section, self.field)

    def sql(self, model: type[Scoped]) -> str:
        """See `ReadCondition.sql`."""
        return f"({has_right_sql(_column(model, self.field), 'reads', int(self.section))})"


@dataclass(frozen=True)
class ReadsParent(ReadCondition):
    """The reader may read the record that a foreign key names, if `when` is true for it.

    Both must be in one file, as row security ensures, and in one section; otherwise TypeError,
    because the first lock checks no second right.
    """

    field: str
    when: ReadCondition | None = None

    def query(self, model: type[Scoped], staff: Staff) -> Q:
        """See `ReadCondition.query`."""
        parent = self._parent(model)
        parents = parent._default_manager.filter(pk=OuterRef(self.field))
        for condition in (parent.read_condition, self.when):
            if condition is not None:
                parents = parents.filter(condition.query(parent, staff))
        return Q(Exists(parents))

    def sql(self, model: type[Scoped]) -> str:
        """See `ReadCondition.sql`; the parent's own row security decides whether it can be read."""
        parent = self._parent(model)
        table = parent._meta.db_table
        when = f" AND {self.when.sql(parent)}" if self.when else ""
        column = _column(model, self.field)
        return f"EXISTS (SELECT 1 FROM {table} WHERE {table}.id = {column}{when})"

    def _parent(self, model: type[Scoped]) -> type[Scoped]:
        parent = model._meta.get_field(self.field).related_model
        if not (isinstance(parent, type) and issubclass(parent, Scoped)) or parent is model:
            raise TypeError(f"{model.__name__}.{self.field} names no other record of a file.")
        if parent.section != model.section:
            raise TypeError(f"{model.__name__}.{self.field} names a record of another section.")
        return parent


@dataclass(frozen=True)
class RecordedSibling(ReadCondition):
    """The reader recorded a `sibling` (a model's label) with the same foreign key."""

    sibling: str
    field: str

    def query(self, model: type[Scoped], staff: Staff) -> Q:  # noqa: ARG002 - same for each model
        """See `ReadCondition.query`."""
        sibling = apps.get_model(self.sibling)
        beside = {self.field: OuterRef(self.field), "recorded_by": staff.id}
        return Q(Exists(sibling._default_manager.filter(**beside)))

    def sql(self, model: type[Scoped]) -> str:
        """See `ReadCondition.sql`."""
        sibling = cast("type[Scoped]", apps.get_model(self.sibling))
        return (
            f"EXISTS (SELECT 1 FROM {sibling._meta.db_table} "
            f"WHERE {_column(sibling, self.field)} = {_column(model, self.field)} "
            f"AND {_column(sibling, 'recorded_by')} = {ACTOR_SQL})"
        )


@dataclass(frozen=True)
class IsNamedReader(ReadCondition):
    """A record that points to this one (`related`) names the reader in its `staff`.

    Row security uses `function`: two tables whose policies query each other would recurse
    endlessly.
    """

    related: str
    function: str

    def query(self, model: type[Scoped], staff: Staff) -> Q:
        """See `ReadCondition.query`."""
        relation = cast("ManyToOneRel", model._meta.get_field(self.related))
        readers = relation.related_model._default_manager
        named = {relation.field.name: OuterRef("pk"), "staff": staff.id}
        return Q(Exists(readers.filter(**named)))

    def sql(self, model: type[Scoped]) -> str:
        """See `ReadCondition.sql`."""
        return f"{self.function}({_column(model, 'id')})"


def models_with_read_condition() -> Iterator[type[Scoped]]:
    """The models with records that not everyone who can read their section may read."""
    for model in apps.get_models():
        if issubclass(model, Scoped) and model.read_condition is not None:
            yield model


def _column(model: type[Scoped], field: str) -> str:
    """The column of a field with its table, so that a subquery cannot mistake it for its own."""
    model_field = model._meta.get_field(field)
    if not isinstance(model_field, Field):
        raise TypeError(f"{model.__name__}.{field} is no column.")
    return f"{model._meta.db_table}.{model_field.column}"
