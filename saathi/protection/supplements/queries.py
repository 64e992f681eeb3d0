"""Reads of an agency's forms, and of what was filled in for one child."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, QuerySet, Value

from saathi.agencies import access, records
from saathi.agencies.access import FileRights
from saathi.agencies.models import Staff
from saathi.agencies.queries import names_of
from saathi.agencies.sections import Section
from saathi.protection.supplements.models import (
    ANSWER_MODEL_BY_SECTION,
    ANSWER_MODELS,
    FormAnswers,
    FormDraft,
    FormVersion,
)
from saathi.protection.supplements.vocabulary import SECTION_LABELS, FormOutcome
from saathi.protection.supplements.xlsform.definition import (
    Texts,
    XlsformDefinition,
    form_from_json,
)

MAX_VERSIONS = 200
MAX_FILLED_FORMS = 50


def list_form_drafts(agency_id: UUID) -> list[FormDraft]:
    """What was uploaded and not yet asked for, the latest first."""
    found = FormDraft.objects.filter(agency=agency_id).order_by("-recorded_at")
    return list(_with_title(found)[:MAX_VERSIONS])


def get_form_draft(agency_id: UUID, draft_id: UUID) -> FormDraft:
    """One draft of an agency; NotAllowed where there is none."""
    found = FormDraft.objects.filter(agency=agency_id, pk=draft_id).first()
    if found is None:
        raise access.NotAllowed
    return found


def list_form_versions(agency_id: UUID, code: str | None = None) -> list[FormVersion]:
    """The versions of one form, or of all, the newest first; without their questions."""
    found = FormVersion.objects.filter(agency=agency_id)
    if code is not None:
        found = found.filter(code=code)
    return list(_with_title(found.order_by("-version", "code"))[:MAX_VERSIONS])


def get_form_version(agency_id: UUID, code: str, number: int) -> FormVersion:
    """One version with its questions; NotAllowed where there is none."""
    found = FormVersion.objects.filter(agency=agency_id, code=code, version=number).first()
    if found is None:
        raise access.NotAllowed
    return found


def list_forms_in_force(agency_id: UUID) -> list[FormVersion]:
    """The newest published version of each form that is filled in now, by code."""
    agreed = FormVersion.objects.filter(agency=agency_id, outcome=FormOutcome.AGREED)
    newest = agreed.order_by("code", "-version").distinct("code")
    return [one for one in _with_title(newest) if not one.is_end]


def latest_published_version(agency_id: UUID, code: str) -> FormVersion | None:
    """The version of one form that is filled in now, with its questions."""
    agreed = FormVersion.objects.filter(agency=agency_id, code=code, outcome=FormOutcome.AGREED)
    found = agreed.order_by("-version").first()
    return None if found is None or found.is_end else found


def previous_published_version(version: FormVersion) -> FormVersion | None:
    """The published version that this one takes the place of."""
    return (
        FormVersion.objects.filter(
            agency=version.agency_id,
            code=version.code,
            version__lt=version.version,
            outcome=FormOutcome.AGREED,
        )
        .order_by("-version")
        .first()
    )


def _with_title[ModelT: (FormDraft, FormVersion)](queryset: QuerySet[ModelT]) -> QuerySet[ModelT]:
    """With the title and the languages of each, and without its questions, which may be long."""
    return queryset.defer("body").annotate(titles=F("body__title"), spoken=F("body__languages"))


def form_definition(stored: FormDraft | FormVersion) -> XlsformDefinition:
    """What is asked."""
    return form_from_json(stored.body)


def title_in_language(titles: Texts, spoken: Iterable[str], language: str) -> str:
    """A title in a language, or in the first that has it."""
    return next((titles[code] for code in (language, *spoken) if titles.get(code)), "")


# --- What was filled in ---------------------------------------------------------------------------


@dataclass(frozen=True)
class FilledFormRow:
    """One form that was filled in, without a word of what was answered."""

    id: UUID
    part: str
    section: Section
    code: str
    form_version: int
    filled_on: dt.date
    by: str
    is_changed: bool
    title: str


def section_slug(section: Section) -> str:
    """How a part of the file is called in addresses."""
    return str(section.name).lower()


def section_by_slug(part: str) -> Section:
    """The part of the file that is called so; NotAllowed where no form can be of it."""
    found = next((one for one in SECTION_LABELS if section_slug(one) == part), None)
    if found is None:
        raise access.NotAllowed
    return found


def readable_sections(rights: FileRights) -> Section:
    """The parts of a file, of those a form can be of, that this person reads."""
    found = Section(0)
    for section in SECTION_LABELS:
        if rights.may_read(section):
            found |= section
    return found


def list_filled_forms(rights: FileRights, language: str) -> list[FilledFormRow]:
    """The forms filled in for a child in the parts this person reads, the latest first; one query."""
    parts = [
        _filled_in_model(rights, model) for model in ANSWER_MODELS if rights.may_read(model.section)
    ]
    if not parts:
        return []
    rows = list(
        parts[0].union(*parts[1:], all=True).order_by("-on", "-recorded")[:MAX_FILLED_FORMS]
    )
    names = names_of(row["by"] for row in rows)
    return [
        FilledFormRow(
            id=row["id_"],
            part=row["part"],
            section=section_by_slug(row["part"]),
            code=row["form_code"],
            form_version=row["form_version"],
            filled_on=row["on"],
            by=names.get(row["by"], ""),
            is_changed=row["changes"] > 1,
            title=title_in_language(row["titles"], row["spoken"], language),
        )
        for row in rows
    ]


def _filled_in_model(rights: FileRights, model: type[FormAnswers]) -> QuerySet[Any, Any]:
    return (
        rights.records(model)
        .order_by()
        .values(
            "form_code",
            "form_version",
            id_=F("id"),
            part=Value(section_slug(model.section), output_field=CharField()),
            on=F("filled_on"),
            recorded=F("recorded_at"),
            by=F("recorded_by"),
            changes=F("version"),
            titles=F("form__body__title"),
            spoken=F("form__body__languages"),
        )
    )


def get_filled_form(staff: Staff, file_id: UUID, part: str, filled_id: UUID) -> FormAnswers:
    """One form that was filled in, its look on record; 404 to strangers."""
    model = ANSWER_MODEL_BY_SECTION[section_by_slug(part)]
    return records.get_record_of_file(staff, model, file_id, filled_id)
