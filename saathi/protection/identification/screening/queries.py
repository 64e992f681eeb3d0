"""Queries for screening pages: subject, screenings, interviews, clues, migration."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q

from saathi.agencies import access, records
from saathi.agencies.models import Configuration, Office, Scoped, Staff
from saathi.agencies.queries import names_of
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import ConfigurationKind
from saathi.people.models import Child
from saathi.people.queries import child_of_file
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.screening import prompts
from saathi.protection.identification.screening.models import (
    FamilyClue,
    Interview,
    Migration,
    PossibleMisidentification,
    Screening,
    ScreeningPromptReply,
)
from saathi.protection.identification.screening.questionnaires import (
    Questionnaire,
    all_shipped_versions,
    parse_country_questionnaire,
    shipped_questionnaires,
)
from saathi.protection.identification.screening.vocabulary import (
    MisidentificationKind,
    ScreeningAnswer,
)
from saathi.vault import store as vault

PAGE_SIZE = 50


@dataclass(frozen=True)
class ScreeningSubject:
    """The subject of a screening: a child, or the subject of a report without a file."""

    file_id: UUID
    child: Child | None
    report: Report | None = None


def get_screening_subject(staff: Staff, rights: access.FileRights) -> ScreeningSubject:
    """The child of the file, otherwise the report; the access is logged. 404 without access."""
    try:
        child = child_of_file(staff, rights.file_id, Section.SITUATION)
    except access.NotAllowed:
        report = rights.records(Report).first()
        if report is None or not rights.may_read(Section.SITUATION):
            raise
        return ScreeningSubject(rights.file_id, None, access.get(staff, Report, report.pk))
    return ScreeningSubject(rights.file_id, child)


def list_questionnaires(office: Office) -> dict[str, Questionnaire]:
    """The questionnaires of an office: the newest of its country, and the shipped ones."""
    questionnaires = dict(shipped_questionnaires())
    rows = Configuration.objects.filter(
        kind=ConfigurationKind.QUESTIONS, country=office.country, valid_from__lte=office.today()
    ).order_by("name", "valid_from", "version")
    for row in rows:
        questionnaire = parse_country_questionnaire(
            row.name, row.version, row.body if isinstance(row.body, dict) else {}
        )
        if questionnaire is not None:
            questionnaires[row.name] = questionnaire
    return questionnaires


def get_questionnaire(screening: Screening) -> Questionnaire:
    """The version used in the screening, even if there is a newer one; 404 if unknown.

    A country's own questionnaire is the one of the author's office: the file may be in another
    country by now.
    """
    code, version = screening.questionnaire, screening.questionnaire_version
    shipped = all_shipped_versions().get((code, version))
    if shipped is not None:
        return shipped
    asker = Staff.objects.filter(pk=screening.recorded_by).values("office__country")
    body: Any = (
        Configuration.objects.filter(
            kind=ConfigurationKind.QUESTIONS, country__in=asker, name=code, version=version
        )
        .values_list("body", flat=True)
        .first()
    )
    questionnaire = (
        parse_country_questionnaire(code, version, body) if isinstance(body, dict) else None
    )
    if questionnaire is None:
        raise access.NotAllowed
    return questionnaire


def open_answers(screening: Screening) -> tuple[dict[str, ScreeningAnswer], dict[str, str]]:
    """The answers by code, and other texts, of a screening whose access was checked."""
    content = vault.open(screening)
    answers = {
        code: ScreeningAnswer(answer)
        for code, answer in content.pop("answers", {}).items()
        if answer in ScreeningAnswer.values
    }
    return answers, content


@dataclass(frozen=True)
class OpenedScreeningRecord[RecordT: Scoped]:
    """A record with its opened texts."""

    record: RecordT
    texts: dict[str, str]


@dataclass(frozen=True)
class ScreeningOverview:
    """All records on the page of one child, the latest fifty of each kind."""

    screenings: Sequence[Screening] = ()
    prompts: Sequence[MisidentificationKind] = ()
    prompted_staff_id: UUID | None = None
    recorded_as: Sequence[OpenedScreeningRecord[PossibleMisidentification]] = ()
    replies: Sequence[OpenedScreeningRecord[ScreeningPromptReply]] = ()
    interviews: Sequence[OpenedScreeningRecord[Interview]] = ()
    clues: Sequence[OpenedScreeningRecord[FamilyClue]] = ()
    migrations: Sequence[OpenedScreeningRecord[Migration]] = ()
    names: Mapping[UUID, str] = field(default_factory=dict)  # names of colleagues by id
    shown_ids: Sequence[UUID] = ()


def load_screening_overview(staff: Staff, subject: ScreeningSubject) -> ScreeningOverview:
    """The records of a child; for a report, its screenings only."""
    screenings = list_screenings(staff, subject)
    child = subject.child
    if child is None:
        return ScreeningOverview(screenings, shown_ids=[screening.pk for screening in screenings])
    rows: dict[type[Scoped], list[Scoped]] = {
        model: _latest(staff, model, child, by)
        for model, by in (
            (PossibleMisidentification, "-happened_on"),
            (ScreeningPromptReply, "-replied_on"),
            (Interview, "-happened_at"),
            (FamilyClue, "-stated_on"),
            (Migration, "-as_of"),
        )
    }
    every = [row for rows_of_kind in rows.values() for row in rows_of_kind]
    opened = records.open_texts_of_each(every)

    def with_words(model: type[Scoped]) -> list[Any]:
        return [OpenedScreeningRecord(row, opened.get(row.pk, {})) for row in rows[model]]

    prompted_id = prompts.get_prompted_staff_id(staff, child)
    replies = [
        reply for reply in rows[ScreeningPromptReply] if isinstance(reply, ScreeningPromptReply)
    ]
    authors = (
        staff_id for reply in replies for staff_id in (reply.prompted_staff, reply.recorded_by)
    )
    return ScreeningOverview(
        screenings=screenings,
        names=names_of([prompted_id, *authors]),
        prompts=prompts.list_open_prompts_of_file(staff, child.file_id),
        prompted_staff_id=prompted_id,
        recorded_as=with_words(PossibleMisidentification),
        replies=with_words(ScreeningPromptReply),
        interviews=with_words(Interview),
        clues=with_words(FamilyClue),
        migrations=with_words(Migration),
        shown_ids=[row.pk for row in (*screenings, *every)],
    )


def list_screenings(staff: Staff, subject: ScreeningSubject) -> list[Screening]:
    """The screenings of a file, and those of reports linked to this child."""
    reports = access.visible(staff, Report).filter(child_file=subject.file_id).order_by()
    of_her = Q(file=subject.file_id)
    if subject.child is not None:
        of_her |= Q(file__in=reports.values("file"))
    screenings = access.visible(staff, Screening).filter(of_her).defer("sealed")
    return list(screenings.order_by("-screened_on", "-recorded_at", "-pk")[:PAGE_SIZE])


def _latest(staff: Staff, model: type[Scoped], child: Child, by: str) -> list[Scoped]:
    visible_records = access.visible(staff, model).filter(file=child.file_id)
    return list(visible_records.order_by(by, "-recorded_at", "-pk")[:PAGE_SIZE])


def count_interviews(staff: Staff, child: Child) -> int:
    """The number of interviews with the child, by anyone."""
    return access.visible(staff, Interview).filter(child=child).count()


@dataclass(frozen=True)
class PromptedChild:
    """A child with a suggested screening."""

    child: Child
    kinds: Sequence[MisidentificationKind]


def list_prompted_children(staff: Staff) -> list[PromptedChild]:
    """Children with a suggested screening, in open cases that the person works on or covers."""
    kinds = prompts.find_prompts_in_open_cases(staff)
    children = access.visible(staff, Child).filter(file__in=list(kinds)).order_by("code")
    return [
        PromptedChild(child, sorted(kinds[child.file_id]))
        for child in children[: prompts.MAX_PROMPTED_CHILDREN]
    ]
