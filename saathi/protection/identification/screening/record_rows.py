"""Rows of the screening page, one for each kind of record."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.infra.join_words import join_words
from saathi.infra.route_countries import country_name
from saathi.people.languages import language_name
from saathi.protection.identification.screening import rules
from saathi.protection.identification.screening.models import (
    FamilyClue,
    Interview,
    Migration,
    PossibleMisidentification,
    Screening,
    ScreeningPromptReply,
)
from saathi.protection.identification.screening.queries import (
    OpenedScreeningRecord,
)
from saathi.protection.identification.screening.questionnaires import Questionnaire
from saathi.protection.identification.screening.vocabulary import (
    ChildMovement,
    FamilyClueKind,
    FamilyClueState,
    FollowsFromTrafficking,
    ImmigrationStatus,
    InterviewAttendee,
    InterviewEnd,
    Interviewer,
    InterviewerTraining,
    InterviewProcedure,
    InterviewSupport,
    MigrationCompanion,
    MigrationReason,
    MigrationRestriction,
    MisidentificationKind,
    Offence,
    PromptReply,
    QuestionnaireRole,
    RecordedBy,
    RightAtStake,
)
from saathi.protection.identification.trafficking.vocabulary import (
    SourceReliability,
    StatementSource,
)
from saathi.web.components import LabelledValue


@dataclass(frozen=True)
class ScreeningRecordRow:
    """One record on the page: title, time and author, details, and the link to change it."""

    title: str
    about: str
    pairs: Sequence[LabelledValue] = ()
    words: str = ""
    language: str = ""
    url: str = ""
    tag: str = ""


def format_day(day: dt.date) -> str:
    """A day in words."""
    return date_format(day, "j F Y")


def _times(happened: dt.date, recorded: dt.datetime, zone: ZoneInfo) -> str:
    """When something happened and was recorded, as text."""
    written = date_format(recorded.astimezone(zone), "j F Y, H:i")
    return _("%(day)s, recorded %(moment)s") % {"day": format_day(happened), "moment": written}


def _labels(kind: type[TextChoices], codes: Iterable[str]) -> str:
    return join_words(str(kind(code).label) for code in codes if code in kind.values)


def screening_row(
    row: Screening, zone: ZoneInfo, questionnaires: Mapping[str, Questionnaire]
) -> ScreeningRecordRow:
    """A screening with its questionnaire's title and version."""
    questionnaire = questionnaires.get(row.questionnaire)
    title = _("%(name)s, version %(version)d") % {
        "name": questionnaire.title if questionnaire else row.questionnaire,
        "version": row.questionnaire_version,
    }
    about = [_times(row.screened_on, row.recorded_at, zone), str(QuestionnaireRole(row.role).label)]
    url = reverse("screening:show_screening", args=[row.file_id, row.pk])
    return ScreeningRecordRow(title, " · ".join(about), url=url)


def misidentification_row(
    row: OpenedScreeningRecord[PossibleMisidentification],
) -> ScreeningRecordRow:
    """How an authority recorded the child, and whether the offence follows from trafficking."""
    record = row.record
    title, tag = _("Recorded %(kind)s") % {"kind": MisidentificationKind(record.kind).label}, ""
    if record.follows in rules.FOLLOWS_FROM_TRAFFICKING:
        title = _("The child was held responsible for a result of trafficking")
        tag = _("Safeguard violation")
    about = f"{format_day(record.happened_on)} · {RecordedBy(record.by_whom).label}"
    pairs, is_open = [], record.follows in {"", FollowsFromTrafficking.NOT_KNOWN}
    if record.offence:
        note = _("may be a result of trafficking: review needed") if is_open else ""
        pairs.append(LabelledValue(_("Accused of"), str(Offence(record.offence).label), note=note))
    if not is_open:
        follows = str(FollowsFromTrafficking(record.follows).label)
        pairs.append(LabelledValue(_("Result of trafficking"), follows))
    if unrelated := row.texts.get("unrelated"):
        pairs.append(LabelledValue(_("Reason it is not a result of trafficking"), unrelated))
    return ScreeningRecordRow(title, about, pairs, words=row.texts.get("what", ""), tag=tag)


def prompt_reply_row(
    row: OpenedScreeningRecord[ScreeningPromptReply], names: Mapping[UUID, str]
) -> ScreeningRecordRow:
    """A reply to the screening prompt."""
    record = row.record
    pairs = [
        LabelledValue(_("Person asked"), names.get(record.prompted_staff, "")),
        LabelledValue(
            _("Answered by"), names.get(record.recorded_by, ""), note=format_day(record.replied_on)
        ),
    ]
    title = f"{PromptReply(record.reply).label} ({MisidentificationKind(record.kind).label})"
    return ScreeningRecordRow(title, "", pairs, words=row.texts.get("why", ""))


def interview_row(row: OpenedScreeningRecord[Interview], zone: ZoneInfo) -> ScreeningRecordRow:
    """An interview: who asked, training, language, procedure."""
    record, texts = row.record, row.texts
    trained = LabelledValue(
        _("Training"),
        str(InterviewerTraining(record.training).label),
        note=texts.get("certificate", ""),
    )
    pairs = [
        LabelledValue(_("Interviewer"), texts.get("interviewer", ""), missing=_("not named")),
        trained,
        LabelledValue(_("Language"), language_name(record.language), missing=_("not recorded")),
        LabelledValue(_("Interpreter"), texts.get("interpreter", ""), missing=_("none named")),
        LabelledValue(
            _("Others present"),
            _labels(InterviewAttendee, record.present),
            note=texts.get("others", ""),
            missing=_("no one else"),
        ),
        LabelledValue(_("Support person"), str(InterviewSupport(record.support).label)),
        LabelledValue(
            _("What was done"),
            _labels(InterviewProcedure, record.procedure),
            missing=_("not recorded"),
        ),
    ]
    if record.breaks is not None:
        pairs.append(LabelledValue(_("Breaks"), str(record.breaks)))
    title = str(Interviewer(record.by_whom).label)
    if record.is_first:
        title = _("First interview: %(who)s") % {"who": title}
    return ScreeningRecordRow(
        title,
        date_format(record.happened_at.astimezone(zone), "j F Y, H:i"),
        pairs,
        words=texts.get("note", ""),
        url=reverse("screening:change_interview", args=[record.file_id, record.pk]),
        tag=str(InterviewEnd(record.ended).label),
    )


def clue_row(row: OpenedScreeningRecord[FamilyClue]) -> ScreeningRecordRow:
    """A clue to the child's family."""
    record, texts = row.record, row.texts
    about = [
        format_day(record.stated_on),
        str(StatementSource(record.source).label),
        str(SourceReliability(record.confidence).label),
    ]
    pairs = [
        LabelledValue(term, texts[name])
        for name, term in (("maybe", _("Possible meaning")), ("note", _("Follow-up")))
        if texts.get(name)
    ]
    return ScreeningRecordRow(
        str(FamilyClueKind(record.kind).label),
        " · ".join(about),
        pairs,
        words=texts.get("words", ""),
        language=record.language,
        url=reverse("screening:change_clue", args=[record.file_id, record.pk]),
        tag=str(FamilyClueState(record.state).label),
    )


def migration_row(row: OpenedScreeningRecord[Migration]) -> ScreeningRecordRow:
    """How the child moved, and the rights at stake."""
    record, texts = row.record, row.texts
    not_known = _("not known")
    pairs = [
        LabelledValue(
            _("From"),
            country_name(record.from_country) if record.from_country else "",
            "",
            not_known,
        ),
        LabelledValue(
            _("Current country"),
            country_name(record.country) if record.country else "",
            "",
            not_known,
        ),
        LabelledValue(_("Immigration status"), str(ImmigrationStatus(record.papers).label)),
        LabelledValue(_("Reason"), _labels(MigrationReason, record.why), missing=not_known),
        LabelledValue(
            _("People with the child"), str(MigrationCompanion(record.moving_with).label)
        ),
        LabelledValue(_("Child’s wishes"), texts.get("wish", ""), missing=_("not asked yet")),
        LabelledValue(_("Risk"), texts.get("risks", ""), missing=_("not recorded")),
        LabelledValue(
            _("Rights at stake"), _labels(RightAtStake, record.rights), missing=_("not recorded")
        ),
        LabelledValue(
            _("Effects of movement restrictions on the child"),
            _labels(MigrationRestriction, record.restrictions),
            missing=_("not recorded"),
        ),
    ]
    title, about = str(ChildMovement(record.moved).label), format_day(record.as_of)
    return ScreeningRecordRow(title, about, pairs, words=texts.get("note", ""))
