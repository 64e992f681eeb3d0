"""Queries of an agency's forms, and of the forms filled in for a child."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, F, IntegerField, QuerySet, Value, When

from saathi.agencies import access, bundles, records
from saathi.agencies.access import FileRights
from saathi.agencies.models import Draft, Staff
from saathi.agencies.offline import drafts
from saathi.agencies.permissions import Permission
from saathi.agencies.queries import names_of
from saathi.agencies.sections import Section
from saathi.engines.xlsform.definition import (
    Texts,
    XlsformDefinition,
    form_from_json,
)
from saathi.infra.query_columns import rows_column
from saathi.protection.casework.supplements.models import (
    ANSWER_MODEL_BY_SECTION,
    ANSWER_MODELS,
    FormAnswers,
    FormDraft,
    FormVersion,
)
from saathi.protection.casework.supplements.vocabulary import (
    FORM_DRAFT,
    SECTION_LABELS,
    FormOutcome,
)

MAX_VERSIONS = 200
MAX_WAITING = 5  # on My day
MAX_FILLED_FORMS = 50


def list_form_drafts(agency_id: UUID) -> list[FormDraft]:
    """The drafts not yet submitted for publication, latest first."""
    result = FormDraft.objects.filter(agency=agency_id).order_by("-recorded_at")
    return list(_with_title(result)[:MAX_VERSIONS])


def get_form_draft(agency_id: UUID, draft_id: UUID) -> FormDraft:
    """One draft of an agency; NotAllowed if there is none."""
    draft = FormDraft.objects.filter(agency=agency_id, pk=draft_id).first()
    if draft is None:
        raise access.NotAllowed
    return draft


def find_draft_by_code(agency_id: UUID, code: str) -> FormDraft | None:
    """The draft with this form ID, if the agency has one."""
    form_drafts = FormDraft.objects.filter(agency=agency_id, code=code)
    return _with_title(form_drafts).first()


def form_codes_in_use(agency_id: UUID) -> frozenset[str]:
    """The IDs of all drafts and versions of an agency, which no other form should get."""
    of_drafts = FormDraft.objects.filter(agency=agency_id).values_list("code")
    of_versions = FormVersion.objects.filter(agency=agency_id).values_list("code")
    return frozenset(code for (code,) in of_drafts.union(of_versions))


def list_form_versions(agency_id: UUID, code: str | None = None) -> list[FormVersion]:
    """The versions of one form, or of all, newest first; without their questions."""
    versions = FormVersion.objects.filter(agency=agency_id)
    if code is not None:
        versions = versions.filter(code=code)
    return list(_with_title(versions.order_by("-version", "code"))[:MAX_VERSIONS])


def get_form_version(agency_id: UUID, code: str, number: int) -> FormVersion:
    """One version with its questions; NotAllowed if there is none."""
    version = FormVersion.objects.filter(agency=agency_id, code=code, version=number).first()
    if version is None:
        raise access.NotAllowed
    return version


def list_forms_in_force(agency_id: UUID) -> list[FormVersion]:
    """The newest published version of each form in use, by code."""
    agreed = FormVersion.objects.filter(agency=agency_id, outcome=FormOutcome.AGREED)
    newest = agreed.order_by("code", "-version").distinct("code")
    return [version for version in _with_title(newest) if not version.is_end]


def list_forms_with_title(agency_id: UUID, titles: Texts) -> list[FormVersion]:
    """The forms in use that have one of these titles in any language, ignoring case and spaces."""
    wanted = {_plain_title(title) for title in titles.values()} - {""}
    return [
        version
        for version in list_forms_in_force(agency_id)
        if wanted & {_plain_title(title) for title in version.titles.values()}  # type: ignore[attr-defined]
    ]


def _plain_title(title: str) -> str:
    return " ".join(title.casefold().split())


def latest_published_version(agency_id: UUID, code: str) -> FormVersion | None:
    """The version of a form that is in use, with its questions."""
    agreed = FormVersion.objects.filter(agency=agency_id, code=code, outcome=FormOutcome.AGREED)
    version = agreed.order_by("-version").first()
    return None if version is None or version.is_end else version


def version_to_continue(agency_id: UUID, code: str) -> FormVersion | None:
    """The version of a form that its next one resembles: the newest published, or else the newest."""
    versions = FormVersion.objects.filter(agency=agency_id, code=code)
    published_first = Case(
        When(outcome=FormOutcome.AGREED, then=0), default=1, output_field=IntegerField()
    )
    return versions.order_by(published_first, "-version").first()


def previous_published_version(version: FormVersion) -> FormVersion | None:
    """The published version that this one replaces."""
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


def deciders_of(version: FormVersion) -> list[Staff]:
    """The staff who may decide on a version as second persons: all but the one who requested it."""
    may_confirm = bundles.staff_with_permissions(version.agency_id, Permission.CONFIRM_STAFF)
    return list(may_confirm.exclude(pk=version.asked_by))


def waiting_versions_column(staff: Staff, _files: object) -> Any:
    """The column of the versions that await a decision of this person, oldest first."""
    waiting = FormVersion.objects.filter(agency=staff.agency_id, outcome=FormOutcome.WAITS)
    return rows_column(
        waiting.exclude(asked_by=staff.id).order_by("asked_at", "pk")[:MAX_WAITING],
        code="code",
        version="version",
        is_end="is_end",
        titles="body__title",
        spoken="body__languages",
    )


def _with_title[ModelT: (FormDraft, FormVersion)](queryset: QuerySet[ModelT]) -> QuerySet[ModelT]:
    """Annotated with title and languages, and without the questions, which may be long."""
    return queryset.defer("body").annotate(titles=F("body__title"), spoken=F("body__languages"))


def form_definition(stored: FormDraft | FormVersion) -> XlsformDefinition:
    """The questions of a draft or version."""
    return form_from_json(stored.body)


def title_in_language(titles: Texts, spoken: Iterable[str], language: str) -> str:
    """A title in a language, or else in the first language that has it."""
    return next((titles[code] for code in (language, *spoken) if titles.get(code)), "")


# --- What was filled in ---------------------------------------------------------------------------


@dataclass(frozen=True)
class FilledFormRow:
    """One completed form in a list, without any answers."""

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
    """The name of a section of the file in URLs."""
    return str(section.name).lower()


def section_by_slug(part: str) -> Section:
    """The section of the file with this URL name; NotAllowed if no form can belong to it."""
    section = next(
        (candidate for candidate in SECTION_LABELS if section_slug(candidate) == part), None
    )
    if section is None:
        raise access.NotAllowed
    return section


def readable_sections(rights: FileRights) -> Section:
    """The sections a form can belong to that this person may read."""
    readable = Section(0)
    for section in SECTION_LABELS:
        if rights.may_read(section):
            readable |= section
    return readable


def list_filled_forms(rights: FileRights, language: str) -> list[FilledFormRow]:
    """The forms filled in for a child in sections this person may read, latest first; one query."""
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


def list_answers_drafts(staff: Staff, file_id: UUID) -> list[Draft]:
    """The person's own drafts of forms for a child, the most recently changed first."""
    return [
        draft
        for draft in drafts.list_drafts(staff)
        if draft.file_id == file_id and draft.kind == FORM_DRAFT.code
    ]


def title_of_form(agency_id: UUID, code: str, language: str) -> str:
    """The title of a form, of its newest published version if it has one; else its ID."""
    version = version_to_continue(agency_id, code)
    if version is None:
        return code
    definition = form_definition(version)
    return definition.text_in_language(definition.title, language)


def get_filled_form(staff: Staff, file_id: UUID, part: str, filled_id: UUID) -> FormAnswers:
    """One completed form, with the access logged; 404 to staff without access."""
    model = ANSWER_MODEL_BY_SECTION[section_by_slug(part)]
    return records.get_record_of_file(staff, model, file_id, filled_id)
