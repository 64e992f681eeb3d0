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
    RecordedAs,
    Reply,
    Screening,
)
from saathi.protection.screening.questionnaires import (
    Questionnaire,
    every_shipped,
    of_country,
    shipped,
)
from saathi.protection.screening.vocabulary import Answer, Misread
from saathi.vault import store as vault

A_PAGE = 50


@dataclass(frozen=True)
class Subject:
    """Whom a screening is about: a child, or whom a report is about that is no child's file yet."""

    file_id: UUID
    child: Child | None
    report: Report | None = None


def subject_of(staff: Staff, rights: access.FileRights) -> Subject:
    """The child of the file, else the report; the look is on record. 404 to strangers."""
    try:
        child = child_of_file(staff, rights.file_id, Section.SITUATION)
    except access.NotAllowed:
        report = rights.records(Report).first()
        if report is None or not rights.may_read(Section.SITUATION):
            raise
        return Subject(rights.file_id, None, access.get(staff, Report, report.pk))
    return Subject(rights.file_id, child)


def questionnaires_at(office: Office) -> dict[str, Questionnaire]:
    """The questionnaires in use at an office: its country's newest, and those shipped."""
    found = dict(shipped())
    rows = Configuration.objects.filter(
        kind=ConfigurationKind.QUESTIONS, country=office.country, valid_from__lte=office.today()
    ).order_by("name", "valid_from", "version")
    for row in rows:
        made = of_country(row.name, row.version, row.body if isinstance(row.body, dict) else {})
        if made is not None:
            found[row.name] = made
    return found


def questionnaire_of(screening: Screening) -> Questionnaire:
    """The version that was asked, also when there is a newer one; 404 where nobody knows it.

    Of a country's own it is that of whoever asked: the file may be with another country by now.
    """
    code, version = screening.questionnaire, screening.questionnaire_version
    own = every_shipped().get((code, version))
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
    made = of_country(code, version, body) if isinstance(body, dict) else None
    if made is None:
        raise access.NotAllowed
    return made


def answers_of(screening: Screening) -> tuple[dict[str, Answer], dict[str, str]]:
    """The answers by code, and the other words, of a screening whose access was asked."""
    content = vault.open(screening)
    answers = {
        code: Answer(told)
        for code, told in content.pop("answers", {}).items()
        if told in Answer.values
    }
    return answers, content


@dataclass(frozen=True)
class Opened[RecordT: Scoped]:
    """A record with the words of its envelope."""

    record: RecordT
    words: dict[str, str]


@dataclass(frozen=True)
class Found:
    """All that stands on the page of one child, the latest fifty of each."""

    screenings: Sequence[Screening] = ()
    prompts: Sequence[Misread] = ()
    asked: UUID | None = None
    recorded_as: Sequence[Opened[RecordedAs]] = ()
    replies: Sequence[Opened[Reply]] = ()
    interviews: Sequence[Opened[Interview]] = ()
    clues: Sequence[Opened[FamilyClue]] = ()
    migrations: Sequence[Opened[Migration]] = ()
    names: Mapping[UUID, str] = field(default_factory=dict)  # of colleagues, by id
    shown: Sequence[UUID] = ()


def found_of(staff: Staff, subject: Subject) -> Found:
    """What was asked of a child; for a report, its screenings alone."""
    screenings = screenings_of(staff, subject)
    child = subject.child
    if child is None:
        return Found(screenings, shown=[one.pk for one in screenings])
    rows: dict[type[Scoped], list[Scoped]] = {
        model: _latest(staff, model, child, by)
        for model, by in (
            (RecordedAs, "-happened_on"),
            (Reply, "-replied_on"),
            (Interview, "-happened_at"),
            (FamilyClue, "-told_on"),
            (Migration, "-as_of"),
        )
    }
    every = [row for found in rows.values() for row in found]
    opened = records.words_of_each(every)

    def with_words(model: type[Scoped]) -> list[Any]:
        return [Opened(row, opened.get(row.pk, {})) for row in rows[model]]

    asked = prompts.asked(staff, child)
    replies = [one for one in rows[Reply] if isinstance(one, Reply)]
    named = [asked, *(one for reply in replies for one in (reply.asked, reply.recorded_by))]
    return Found(
        screenings=screenings,
        names=names_of(named),
        prompts=prompts.open_kinds(staff, child.file_id),
        asked=asked,
        recorded_as=with_words(RecordedAs),
        replies=with_words(Reply),
        interviews=with_words(Interview),
        clues=with_words(FamilyClue),
        migrations=with_words(Migration),
        shown=[row.pk for row in (*screenings, *every)],
    )


def screenings_of(staff: Staff, subject: Subject) -> list[Screening]:
    """The screenings of a file, and those done on a report that turned out to be about this child."""
    reports = access.visible(staff, Report).filter(about=subject.file_id).order_by()
    of_her = Q(file=subject.file_id)
    if subject.child is not None:
        of_her |= Q(file__in=reports.values("file"))
    found = access.visible(staff, Screening).filter(of_her).defer("sealed")
    return list(found.order_by("-screened_on", "-recorded_at", "-pk")[:A_PAGE])


def _latest(staff: Staff, model: type[Scoped], child: Child, by: str) -> list[Scoped]:
    found = access.visible(staff, model).filter(file=child.file_id)
    return list(found.order_by(by, "-recorded_at", "-pk")[:A_PAGE])


def interviews_held(staff: Staff, child: Child) -> int:
    """How many interviews the child had, by whomever."""
    return access.visible(staff, Interview).filter(child=child).count()


@dataclass(frozen=True)
class Prompted:
    """A child for whom a screening suggests itself."""

    child: Child
    kinds: Sequence[Misread]


def prompted(staff: Staff) -> list[Prompted]:
    """The children of her open cases for whom a screening suggests itself."""
    kinds = prompts.of_open_cases(staff)
    found = access.visible(staff, Child).filter(file__in=list(kinds)).order_by("code")
    return [Prompted(child, sorted(kinds[child.file_id])) for child in found[: prompts.MOST]]
