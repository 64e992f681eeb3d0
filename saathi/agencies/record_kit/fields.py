"""Fields of a record that declare their data class, their label, and their form field.

`statistical.date(label=...)` is an ordinary Django field;
`operational(models.UUIDField(null=True))` classifies any other. The declaration is an attribute of
the field, not part of the column, so that changing a label needs no migration. `short_text` and
`long_text` declare texts of the vault envelope.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Self, TypedDict, Unpack, cast, overload

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.expressions import Combinable

from saathi.infra import classification
from saathi.infra.classification import DataClass
from saathi.web.components import Text

type Choices = type[models.TextChoices]


class FieldOptions(TypedDict, total=False):
    """The options a field can declare; see `FieldDeclaration`."""

    label: Text
    row_label: Text
    help_text: Text
    missing: Text
    required: bool
    initial: Any
    is_past: bool
    is_radio: bool


@dataclass(frozen=True)
class FieldDeclaration:
    """The data class of a field, and what forms and pages need to know of it."""

    data_class: DataClass
    label: Text = ""  # in a form
    row_label: Text = ""  # on a page, if it differs from the label in the form
    help_text: Text = ""
    missing: Text = ""  # on a page, in place of an empty value
    required: bool | None = None  # None: as the column says; a sealed text is not required
    initial: Any = None  # a value, or a function of today's date at the office
    is_past: bool = False  # a date that is not in the future
    is_radio: bool = False  # a choice that shows all its options at once


@dataclass(frozen=True)
class FieldClassifier:
    """Makes fields of one data class. A call classifies any Django field; the methods make common ones."""

    data_class: DataClass

    def __call__[FieldT: models.Field[Any, Any]](
        self, column: FieldT, **options: Unpack[FieldOptions]
    ) -> FieldT:
        """The same field, with its declaration."""
        column.declaration = FieldDeclaration(self.data_class, **options)  # type: ignore[attr-defined]
        return column

    def date(
        self, **options: Unpack[FieldOptions]
    ) -> "models.DateField[str | dt.date | Combinable, dt.date]":
        """A date that is always known."""
        return self(models.DateField(), **options)

    def choice(
        self,
        choices: Choices,
        max_length: int,
        *,
        default: Any = models.NOT_PROVIDED,
        blank: bool = False,
        **options: Unpack[FieldOptions],
    ) -> "models.CharField[str | Combinable, str]":
        """One code of a vocabulary."""
        column: models.CharField[str | Combinable, str] = models.CharField(
            max_length=max_length, choices=choices, default=default, blank=blank
        )
        return self(column, **options)

    def choices(
        self,
        choices: Choices,
        max_length: int,
        *,
        blank: bool = False,
        **options: Unpack[FieldOptions],
    ) -> "ArrayField[list[str] | Combinable, list[str]]":
        """Any number of codes of a vocabulary."""
        code: models.CharField[str, str] = models.CharField(max_length=max_length, choices=choices)
        options.setdefault("required", False)
        return self(ArrayField(code, default=list, blank=blank), **options)

    def foreign_key[ModelT: models.Model](
        self,
        model: type[ModelT],
        *,
        on_delete: Any = models.PROTECT,
        related_name: str = "+",
        db_index: bool = True,
        **options: Unpack[FieldOptions],
    ) -> "models.ForeignKey[ModelT | Combinable, ModelT]":
        """A reference to another row, kept as long as this record by default (`on_delete`)."""
        column: models.ForeignKey[ModelT | Combinable, ModelT] = models.ForeignKey(
            model, on_delete=on_delete, related_name=related_name, db_index=db_index
        )
        return self(column, **options)

    def optional_foreign_key[ModelT: models.Model](
        self,
        model: type[ModelT],
        *,
        on_delete: Any = models.PROTECT,
        related_name: str = "+",
        db_index: bool = True,
        **options: Unpack[FieldOptions],
    ) -> "models.ForeignKey[ModelT | Combinable | None, ModelT | None]":
        """An optional reference to another row; `on_delete` as for `foreign_key`."""
        column: models.ForeignKey[ModelT | Combinable | None, ModelT | None] = models.ForeignKey(
            model,
            on_delete=on_delete,
            null=True,
            blank=True,
            related_name=related_name,
            db_index=db_index,
        )
        return self(column, **options)


identifying = FieldClassifier(classification.IDENTIFYING)
sensitive = FieldClassifier(classification.SENSITIVE)
operational = FieldClassifier(classification.OPERATIONAL)
statistical = FieldClassifier(classification.STATISTICAL)


def declaration_of(column: object) -> FieldDeclaration | None:
    """The declaration of a model's field; None for one that was not declared with this kit."""
    return getattr(column, "declaration", None)


def codes_in_list(column: "models.Field[Any, Any]") -> list[tuple[str, Any]]:
    """The codes of a list with their labels, where the model names their vocabulary (`codes_in_lists`)."""
    vocabulary = getattr(column.model, "codes_in_lists", {}).get(column.name)
    return list(vocabulary.choices) if vocabulary else []


class DeclaredClasses:
    """`Model.classified`: the data class of each field, from the declarations of the fields."""

    def __get__(
        self, record: models.Model | None, model: type[models.Model]
    ) -> dict[str, DataClass]:
        """The classes by field name; a field without a declaration is left out, which a test refuses."""
        classes: dict[str, DataClass] = dict(getattr(model, "base_classified", {}))
        for column in model._meta.concrete_fields:
            if declaration := declaration_of(column):
                classes[column.name] = declaration.data_class
        return classes


class TextsNotOpened(Exception):
    """A sealed text of a stored record was read before its envelope was opened."""


class SealedText:
    """A text of a record that is sealed in its column `sealed`: an attribute, not a column.

    Set texts on a new record as attributes, and `writing.add` seals them. On a stored record they
    can be read after `records.open_texts` or `records.open_texts_of_each`; before that, reading
    raises `TextsNotOpened`.
    """

    def __init__(
        self, *, max_length: int | None, rows: int, key: str, **options: Unpack[FieldOptions]
    ) -> None:
        self.declaration = FieldDeclaration(classification.IDENTIFYING, **options)
        self.max_length, self.rows, self.key = max_length, rows, key

    def __set_name__(self, model: type[models.Model], name: str) -> None:
        self.key = self.key or name

    @overload
    def __get__(self, record: None, model: type[models.Model]) -> Self: ...
    @overload
    def __get__(self, record: models.Model, model: type[models.Model]) -> str: ...
    def __get__(self, record: models.Model | None, model: type[models.Model]) -> Self | str:
        """The text, empty if none is sealed; on the class, the declaration itself."""
        return self if record is None else str((_opened_texts(record) or {}).get(self.key, ""))

    def __set__(self, record: models.Model, text: str) -> None:
        _writable_texts(record)[self.key] = text


def line(max_length: int, *, key: str = "", **options: Unpack[FieldOptions]) -> SealedText:
    """A sealed text of one line. `key` is its name in the envelope, if that is not the attribute's."""
    return SealedText(max_length=max_length, rows=1, key=key, **options)


def short_text(
    max_length: int | None = None, *, key: str = "", rows: int = 2, **options: Unpack[FieldOptions]
) -> SealedText:
    """A sealed text of a line or two."""
    return SealedText(max_length=max_length, rows=rows, key=key, **options)


def long_text(
    max_length: int | None = None, *, key: str = "", **options: Unpack[FieldOptions]
) -> SealedText:
    """A sealed text of several lines."""
    return SealedText(max_length=max_length, rows=4, key=key, **options)


@cache
def sealed_texts_of(model: type[models.Model]) -> dict[str, SealedText]:
    """The sealed texts that a model declares, by attribute."""
    return dict(_sealed_texts(model))


def _sealed_texts(model: type[models.Model]) -> Iterator[tuple[str, SealedText]]:
    for base in reversed(model.__mro__):
        for name, value in vars(base).items():
            if isinstance(value, SealedText):
                yield name, value


def payload_of(record: models.Model) -> dict[str, Any]:
    """The content of a record's envelope: its texts that are not blank.

    Raises `TextsNotOpened` for a stored record that was not opened, or whose texts cannot be read.
    """
    return {key: text for key, text in _writable_texts(record).items() if text}


def attach_opened_texts(record: models.Model, payload: Mapping[str, Any] | None) -> None:
    """Gives a record the content of its opened envelope as attributes.

    With None (it cannot be read) the attributes are empty and cannot be changed.
    """
    record.__dict__[_OPENED] = None if payload is None else dict(payload)


_OPENED = "opened_texts"


def _opened_texts(record: models.Model) -> dict[str, Any] | None:
    if _OPENED not in record.__dict__:
        if not record._state.adding:
            raise TextsNotOpened(f"Open the texts of this {type(record).__name__} first.")
        record.__dict__[_OPENED] = {}
    return cast("dict[str, Any] | None", record.__dict__[_OPENED])


def _writable_texts(record: models.Model) -> dict[str, Any]:
    texts = _opened_texts(record)
    if texts is None:
        raise TextsNotOpened(f"The texts of this {type(record).__name__} cannot be read.")
    return texts
