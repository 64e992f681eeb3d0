"""README.txt of an export: what its tables, columns and codes mean, for a reader without Saathi."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from saathi.agencies.models import Scoped
from saathi.agencies.record_kit.fields import codes_in_list, sealed_texts_of
from saathi.agencies.sections import Section
from saathi.agencies.wording import SECTION_TEXTS
from saathi.protection.exchange.export_columns import (
    columns_left_out,
    label_of_column,
    label_of_field,
)
from saathi.protection.exchange.export_values import TEXT_PREFIX, column_of_field, column_of_text

README = "README.txt"
type Rows = Sequence[Mapping[str, Any]]


def write_readme(tables: Mapping[str, Rows], sections: Section) -> bytes:
    """The README in the current language, with the byte order mark that old editors need."""
    lines = [*_introduction(sections), ""]
    for name, rows in tables.items():
        lines += [*_table(apps.get_model(name), name, rows, sections), ""]
    return "\r\n".join(lines).encode("utf-8-sig")


def _introduction(sections: Section) -> Iterator[str]:
    chosen = [capfirst(str(name)) for section, name in SECTION_TEXTS.items() if section & sections]
    yield _("Records of children, exported from Saathi")
    yield ""
    yield _("Sections included: %(names)s") % {"names": ", ".join(chosen)}
    yield _("Each table (sheet, file or list) has one type of record; each row is one record.")
    yield _(
        "code_of_file is the same in all rows of one child. id identifies a record; other tables refer to it."
    )
    yield _(
        "Columns that begin with “said.” are texts as they were written; own_words are the child’s own words."
    )
    yield _(
        "Other columns are codes, dates (year-month-day) and numbers. The codes are listed below."
    )
    yield _(
        "Table names have two parts: the area, then the type of record. people.child is the child; "
        "cases.seat is the place of a colleague in the team of a case."
    )
    yield _(
        "“Sealed” means that a text is stored encrypted. An export has the texts of the chosen "
        "sections in plain text."
    )
    yield _(
        "left_out names the columns of a row that no export contains, such as the name of a "
        "confidential reporting person and who the person is to the child."
    )
    yield _(
        "Not included: sections that were not chosen, supervision notes, session notes, "
        "data breaches, photos, stored files and recordings, and statements that the child lets "
        "only other people read."
    )


def _table(model: type[Scoped], name: str, rows: Rows, sections: Section) -> Iterator[str]:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    described = (model.__doc__ or "").strip().splitlines()[0]
    yield f"== {name} =="
    yield f"{described} ({capfirst(str(SECTION_TEXTS[model.section]))})"
    fields = {column_of_field(field): field for field in model._meta.concrete_fields}
    texts = {
        f"{TEXT_PREFIX}{column_of_text(text.key)}": text for text in sealed_texts_of(model).values()
    }
    for column in columns:
        label = label_of_column(column.removeprefix(TEXT_PREFIX))
        if column in fields:
            label = label_of_field(fields[column]) or label
        elif column in texts:
            label = str(texts[column].declaration.label) or label
        yield f"- {column}: {label}" if label else f"- {column}"
        if column in fields:
            yield from (f"    {code} = {text}" for code, text in _codes(fields[column]) if code)
    yield from _left_out(model, sections)


def _left_out(model: type[Scoped], sections: Section) -> Iterator[str]:
    """The columns that would be here if other sections had been chosen."""
    columns = columns_left_out(model, sections)
    if columns:
        yield _("Left out, because no section that includes these columns was chosen:")
    for column in columns:
        yield f"- {column.name}: {column.label} ({column.sections})"


def _codes(field: "models.Field[Any, Any]") -> list[tuple[str, Any]]:
    """The codes of a field with their labels, also those of a list or of a mapping of codes."""
    base = field.base_field if isinstance(field, ArrayField) else field
    codes = list(getattr(base, "choices", None) or codes_in_list(field))
    for vocabulary in getattr(field.model, "json_codes", {}).get(field.name, ()):
        codes += list(getattr(vocabulary, "choices", ()))
    return [(str(code), label) for code, label in codes]
