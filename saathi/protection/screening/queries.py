"""What the pages of screening read: whose file it is, screenings, interviews, clues, moving."""

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
from saathi.protection.intake.models import Report
from saathi.protection.screening import prompts
from saathi.protection.screening.models import (
    FamilyClue,
    Interview,
    Migration,
    PossibleMisidentification,
    Screening,
    ScreeningPromptReply,
)
from saathi.protection.screening.questionnaires import (
    Questionnaire,
    all_shipped_versions,
    parse_country_questionnaire,
    shipped_questionnaires,
)
from saathi.protection.screening.vocabulary import MisidentificationKind, ScreeningAnswer
from saathi.vault import store as vault

PAGE_SIZE = 50


@dataclass(frozen=True)
class ScreeningSubject:
    """Whom a screening is about: a child, or whom a report is about that is no child's file yet."""

    file_id: UUID
    child: Child | None
    report: Report | None = None


def get_screening_subject(staff: Staff, rights: access.FileRights) -> ScreeningSubject:
    """The child of the file, else the report; the look is on record. 404 to strangers."""
    try:
        child = child_of_file(staff, rights.file_id, Section.SITUATION)
    except access.NotAllowed:
        report = rights.records(Report).first()
        if report is None or not rights.may_read(Section.SITUATION):
            raise
        return ScreeningSubject(rights.file_id, None, access.get(staff, Report, report.pk))
    return ScreeningSubject(rights.file_id, child)


def list_questionnaires(office: Office) -> dict[str, Questionnaire]:
    """The questionnaires in use at an office: its country's newest, and those shipped."""
    found = dict(shipped_questionnaires())
    rows = Configuration.objects.filter(
        kind=ConfigurationKind.QUESTIONS, country=office.country, valid_from__lte=office.today()
    ).order_by("name", "valid_from", "version")
    for row in rows:
        made = parse_country_questionnaire(
            row.name, row.version, row.body if isinstance(row.body, dict) else {}
        )
        if made is not None:
            found[row.name] = made
    return found


def get_questionnaire(screening: Screening) -> Questionnaire:
    """The version that was asked, also when there is a newer one; 404 where nobody knows it.

    Of a country's own it is that of whoever asked: the file may be with another country by now.
    """
    code, version = screening.questionnaire, screening.questionnaire_version
    own = all_shipped_versions().get((code, version))
    if own is not None:
        return own
    asker = Staff.objects.filter(pk=screening.recorded_by).values("office__country")
    body: Any = (
        Configuration.objects.filter(
            kind=ConfigurationKind.QUESTIONS, country__in=asker, name=code, version=version
        )
        .values_list("body", flat=True)
        .first()
    )
    made = parse_country_questionnaire(code, version, body) if isinstance(body, dict) else None
    if made is None:
        raise access.NotAllowed
    return made


def open_answers(screening: Screening) -> tuple[dict[str, ScreeningAnswer], dict[str, str]]:
    """The answers by code, and the other words, of a screening whose access was asked."""
    content = vault.open(screening)
    answers = {
        code: ScreeningAnswer(told)
        for code, told in content.pop("answers", {}).items()
        if told in ScreeningAnswer.values
    }
    return answers, content


@dataclass(frozen=True)
class OpenedScreeningRecord[RecordT: Scoped]:
    """A record with the words of its envelope."""

    record: RecordT
    texts: dict[str, str]


@dataclass(frozen=True)
class ScreeningOverview:
    """All that stands on the page of one child, the latest fifty of each."""

    screenings: Sequence[Screening] = ()
    prompts: Sequence[MisidentificationKind] = ()
    prompted_staff_id: UUID | None = None
    recorded_as: Sequence[OpenedScreeningRecord[PossibleMisidentification]] = ()
    replies: Sequence[OpenedScreeningRecord[ScreeningPromptReply]] = ()
    interviews: Sequence[OpenedScreeningRecord[Interview]] = ()
    clues: Sequence[OpenedScreeningRecord[FamilyClue]] = ()
    migrations: Sequence[OpenedScreeningRecord[Migration]] = ()
    names: Mapping[UUID, str] = field(default_factory=dict)  # of colleagues, by id
    shown_ids: Sequence[UUID] = ()


def load_screening_overview(staff: Staff, subject: ScreeningSubject) -> ScreeningOverview:
    """What was asked of a child; for a report, its screenings alone."""
    screenings = list_screenings(staff, subject)
    child = subject.child
    if child is None:
        return ScreeningOverview(screenings, shown_ids=[one.pk for one in screenings])
    rows: dict[type[Scoped], list[Scoped]] = {
        model: _latest(staff, model, child, by)
        for model, by in (
            (PossibleMisidentification, "-happened_on"),
            (ScreeningPromptReply, "-replied_on"),
            (Interview, "-happened_at"),
            (FamilyClue, "-told_on"),
            (Migration, "-as_of"),
        )
    }
    every = [row for found in rows.values() for row in found]
    opened = records.open_texts_of_each(every)

    def with_words(model: type[Scoped]) -> list[Any]:
        return [OpenedScreeningRecord(row, opened.get(row.pk, {})) for row in rows[model]]

    asked = prompts.get_prompted_staff_id(staff, child)
    replies = [one for one in rows[ScreeningPromptReply] if isinstance(one, ScreeningPromptReply)]
    named = [asked, *(one for reply in replies for one in (reply.asked, reply.recorded_by))]
    return ScreeningOverview(
        screenings=screenings,
        names=names_of(named),
        prompts=prompts.list_open_prompts_of_file(staff, child.file_id),
        prompted_staff_id=asked,
        recorded_as=with_words(PossibleMisidentification),
        replies=with_words(ScreeningPromptReply),
        interviews=with_words(Interview),
        clues=with_words(FamilyClue),
        migrations=with_words(Migration),
        shown_ids=[row.pk for row in (*screenings, *every)],
    )


def list_screenings(staff: Staff, subject: ScreeningSubject) -> list[Screening]:
    """The screenings of a file, and those done on a report that turned out to be about this child."""
    reports = access.visible(staff, Report).filter(about=subject.file_id).order_by()
    of_her = Q(file=subject.file_id)
    if subject.child is not None:
        of_her |= Q(file__in=reports.values("file"))
    found = access.visible(staff, Screening).filter(of_her).defer("sealed")
    return list(found.order_by("-screened_on", "-recorded_at", "-pk")[:PAGE_SIZE])


def _latest(staff: Staff, model: type[Scoped], child: Child, by: str) -> list[Scoped]:
    found = access.visible(staff, model).filter(file=child.file_id)
    return list(found.order_by(by, "-recorded_at", "-pk")[:PAGE_SIZE])


def count_interviews(staff: Staff, child: Child) -> int:
    """How many interviews the child had, by whomever."""
    return access.visible(staff, Interview).filter(child=child).count()


@dataclass(frozen=True)
class PromptedChild:
    """A child for whom a screening suggests itself."""

    child: Child
    kinds: Sequence[MisidentificationKind]


def list_prompted_children(staff: Staff) -> list[PromptedChild]:
    """The children of her open cases for whom a screening suggests itself."""
    kinds = prompts.find_prompts_in_open_cases(staff)
    found = access.visible(staff, Child).filter(file__in=list(kinds)).order_by("code")
    return [
        PromptedChild(child, sorted(kinds[child.file_id]))
        for child in found[: prompts.MAX_PROMPTED_CHILDREN]
    ]
