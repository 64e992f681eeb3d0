"""Collects the records for an export, limited to what the person who requested it may read."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.utils import translation

from saathi.agencies import access, records
from saathi.agencies.models import ErasureRequest, Scoped, Staff
from saathi.agencies.sections import Section
from saathi.engines.sheets import writing
from saathi.engines.sheets.writing import OutputTable
from saathi.people.models import Child
from saathi.protection.exchange.export_readme import README, write_readme
from saathi.protection.exchange.export_values import (
    TEXT_PREFIX,
    ExportNames,
    column_of_field,
    column_of_text,
    plain_value,
)
from saathi.protection.exchange.models import Export, Import, SavedPlan
from saathi.protection.exchange.standards.children import EncodedChild, encode_children
from saathi.protection.exchange.standards.files import build_extract_files
from saathi.protection.exchange.standards.mapping import load_standards
from saathi.protection.exchange.vocabulary import STANDARDS
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.matches.models import (
    MachineAssessment,
    MatchPair,
    MatchReview,
    Merge,
    RepeatAllegation,
)
from saathi.protection.identification.missing.models import SearchPhoto
from saathi.protection.identification.portraits.models import Portrait

# Records of the office or of a request, not of the child's file.
_NOT_THE_CHILD = (Import, Export, SavedPlan, ErasureRequest)
# A comparison of two files names another file, which may be protected or hidden.
_OF_TWO_FILES = (MatchPair, MatchReview, MachineAssessment, Merge)
# A photo is for those who work with the child, as is what its row says about the consent.
_OF_WORKERS = (Portrait, SearchPhoto)
# A hint of the machine expires; a copy in an export would not.
_NEVER_EXPORTED = (*_NOT_THE_CHILD, *_OF_TWO_FILES, *_OF_WORKERS, RepeatAllegation)

# Links the tables of an export: the code of the child's file, first in each row.
CODE_COLUMN = "code_of_file"
# Names the texts of a row that were left out.
LEFT_OUT_COLUMN = "left_out"
# Each model of a report has it; None, not recorded, and a record without it count as confidential.
IS_CONFIDENTIAL = "reporter_is_confidential"

type ExportRow = dict[str, Any]
type ExportRows = dict[str, list[ExportRow]]


class ExportRecords:
    """The records of children in Saathi's own format."""

    def __init__(self, form: str, sections: Section, language: str) -> None:
        self.form = form
        self.sections = sections
        self.language = language
        self.rows: ExportRows = {}
        self.names = ExportNames()

    def add_children(self, staff: Staff, children: Sequence[Child]) -> None:
        """Adds the records of these children."""
        with translation.override(self.language):
            add_records(staff, children, self.sections, self.names, into=self.rows)

    def files(self) -> dict[str, bytes]:
        """The files of the form, and the README that explains them."""
        with translation.override(self.language):
            readme = write_readme(self.rows, self.sections)
        return {README: readme} | write_export_files(self.rows, self.form)


class ExportStandardRows:
    """Rows without names, in the variables of a standard."""

    def __init__(self, form: str, sections: Section) -> None:
        self.standard = load_standards()[form]
        self.sections = sections
        self.encoded: list[EncodedChild] = []

    def add_children(self, staff: Staff, children: Sequence[Child]) -> None:
        """Adds what the standard can express about these children."""
        self.encoded += encode_children(staff, children, self.sections)

    def files(self) -> dict[str, bytes]:
        """The table and its dictionary."""
        return build_extract_files(self.standard, self.encoded, self.sections)


def start_export_contents(
    form: str, sections: Section, language: str
) -> ExportRecords | ExportStandardRows:
    """The empty contents for an export in this format, to be filled child by child."""
    if form in STANDARDS:
        return ExportStandardRows(form, sections)
    return ExportRecords(form, sections, language)


def list_record_types(sections: Section) -> list[type[Scoped]]:
    """The record types of these sections; identity comes first because of the code."""
    types = [
        model
        for model in apps.get_models()
        if issubclass(model, Scoped)
        and model.section in sections & ~Section.ENQUIRY
        and model.is_exported
        and not issubclass(model, _NEVER_EXPORTED)
    ]
    return sorted(types, key=lambda model: (model is not Child, model._meta.label_lower))


def add_records(
    staff: Staff,
    children: Sequence[Child],
    sections: Section,
    names: ExportNames,
    *,
    into: ExportRows,
) -> None:
    """Adds the records of these children, with any conditions narrower than the section.

    Records that disclose another section than that of their type are left out unless it is chosen
    too.
    """
    codes = {child.file_id: child.code for child in children}
    for model in list_record_types(sections):
        visible_records = _records(staff, model, codes, sections)
        if not visible_records:
            continue
        opened = records.open_texts_of_each(visible_records)
        names.look_up(visible_records)
        file_field = "child_file_id" if model is Report else "file_id"
        rows = into.setdefault(model._meta.label_lower, [])
        rows += [
            {CODE_COLUMN: codes[getattr(record, file_field)]}
            | _row(record, opened.get(record.pk, {}), sections, names)
            for record in visible_records
        ]


def _records(
    staff: Staff, model: type[Scoped], files: Collection[UUID], sections: Section
) -> list[Scoped]:
    """The readable records of these files, with reports, which have files of their own."""
    if model is Report:
        return list(
            access.visible(staff, Report).filter(child_file__in=files).order_by("received_at")
        )
    visible_records = access.visible(staff, model).filter(file__in=files)
    if model.never_exported is not None:
        visible_records = visible_records.exclude(model.never_exported)
    for section, tells_of_it in model.further_sections.items():
        if not section & sections:
            visible_records = visible_records.exclude(tells_of_it)
    return list(visible_records.order_by("file", "recorded_at", "pk"))


def _row(
    record: Scoped, opened: Mapping[str, Any], sections: Section, names: ExportNames
) -> ExportRow:
    kept_back, of = record.texts_left_out_of_export(), record.sections_of_texts
    fields = fields_left_out_of_export(record)
    texts = {
        f"{TEXT_PREFIX}{column_of_text(key)}": plain_value(value)
        for key, value in opened.items()
        if key not in kept_back and of.get(key, sections) & sections
    }
    left_out = sorted(
        [
            *(key for key in kept_back if opened.get(key)),
            *(name for name in fields if getattr(record, name)),
        ]
    )
    if left_out:
        texts[LEFT_OUT_COLUMN] = left_out
    columns = _columns(record, sections, names)
    return {name: value for name, value in columns if name not in fields} | texts


def fields_left_out_of_export(record: Scoped) -> frozenset[str]:
    """The fields of this record that no export holds, as `texts_left_out_of_export` has its texts.

    Who the reporting person is to the child often names the person. A report and its copy in the
    child's file keep it back unless it is recorded that the person may be named.
    """
    if getattr(record, IS_CONFIDENTIAL, None) is False:
        return frozenset()
    names = {field.name for field in record._meta.concrete_fields}
    return frozenset(name for name in names if name.startswith("reporter_")) - {IS_CONFIDENTIAL}


def _columns(record: Scoped, sections: Section, names: ExportNames) -> Iterator[tuple[str, Any]]:
    for field in record._meta.concrete_fields:
        if isinstance(field, models.BinaryField) or field.name == "file":
            continue
        if record.sections_of_fields.get(field.name, sections) & sections:
            yield column_of_field(field), names.value_of(record, field)


def write_export_files(rows: ExportRows, form: str) -> dict[str, bytes]:
    """The files of the export by name; file names contain no child's name."""
    if form == "json":
        return {"children.json": writing.write_json(_by_child(rows))}
    tables = [_table(name, records_of_type) for name, records_of_type in rows.items()]
    if form == "book":
        return {"children.xlsx": writing.write_workbook(tables)}
    return {f"{table.name}.csv": writing.write_csv(table) for table in tables}


def _by_child(rows: ExportRows) -> list[ExportRow]:
    by_child: dict[str, ExportRow] = {}
    for name, records_of_type in rows.items():
        for row in records_of_type:
            child = by_child.setdefault(row[CODE_COLUMN], {CODE_COLUMN: row[CODE_COLUMN]})
            child.setdefault(name, []).append({k: v for k, v in row.items() if k != CODE_COLUMN})
    return list(by_child.values())


def _table(name: str, rows: Sequence[ExportRow]) -> OutputTable:
    columns = list(dict.fromkeys(key for row in rows for key in row))
    return OutputTable(
        name, columns, [[_text(row.get(column)) for column in columns] for row in rows]
    )


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)
