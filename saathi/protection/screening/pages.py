"""What the screens of screening, interviews, clues and moving show, ready to draw."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies.models import Office, Staff
from saathi.agencies.queries import names_of
from saathi.infra.join_words import join_words
from saathi.people.languages import language_name
from saathi.protection.screening import queries, rules
from saathi.protection.screening.models import (
    FamilyClue,
    Interview,
    Migration,
    PossibleMisidentification,
    Screening,
    ScreeningPromptReply,
)
from saathi.protection.screening.queries import (
    OpenedScreeningRecord,
    ScreeningOverview,
    ScreeningSubject,
)
from saathi.protection.screening.questionnaires import Questionnaire
from saathi.protection.screening.vocabulary import (
    ChildMovement,
    DelphiDimension,
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
    ScreeningAnswer,
    ScreeningReading,
)
from saathi.protection.screening.wording import ACT_QUESTION, PURPOSE_QUESTION
from saathi.protection.trafficking.places import country_name
from saathi.protection.trafficking.vocabulary import SourceReliability, StatementSource
from saathi.web.components import ActionLink, AlertBox, LabelledValue, isolate_direction


@dataclass(frozen=True)
class ScreeningRecordRow:
    """One record on the page: its title, when and by whom, what stands in it, where it is changed."""

    title: str
    about: str
    pairs: Sequence[LabelledValue] = ()
    words: str = ""
    language: str = ""
    url: str = ""
    tag: str = ""


@dataclass(frozen=True)
class ScreeningSubjectPage:
    """All that was asked of a child, or of whom a report is about."""

    alerts: Sequence[AlertBox]
    screenings: Sequence[ScreeningRecordRow]
    recorded_as: Sequence[ScreeningRecordRow]
    replies: Sequence[ScreeningRecordRow]
    interviews: Sequence[ScreeningRecordRow]
    clues: Sequence[ScreeningRecordRow]
    migrations: Sequence[ScreeningRecordRow]
    is_child: bool


def subject_page(
    subject: ScreeningSubject,
    overview: ScreeningOverview,
    staff: Staff,
    questionnaires: Mapping[str, Questionnaire],
) -> ScreeningSubjectPage:
    """The page for a reader whose right to the section was asked; `known` gives titles to codes."""
    zone = ZoneInfo(staff.office.time_zone)
    return ScreeningSubjectPage(
        alerts=[*prompt_alerts(subject, overview), *_spare_her(len(overview.interviews))],
        screenings=[_screening(row, zone, questionnaires) for row in overview.screenings],
        recorded_as=[_recorded_as(row) for row in overview.recorded_as],
        replies=[_reply(row, overview.names) for row in overview.replies],
        interviews=[_interview(row, zone) for row in overview.interviews],
        clues=[_clue(row) for row in overview.clues],
        migrations=[_migration(row) for row in overview.migrations],
        is_child=subject.child is not None,
    )


def prompt_alerts(subject: ScreeningSubject, overview: ScreeningOverview) -> list[AlertBox]:
    """That a screening suggests itself, why, and who is asked; nothing waits for the answer."""
    if not overview.prompts:
        return []
    kinds = join_words(str(MisidentificationKind(kind).label) for kind in overview.prompts)
    title = _("The child is recorded %(kinds)s: look whether trafficking was overlooked")
    asked = overview.names.get(overview.prompted_staff_id, "") if overview.prompted_staff_id else ""
    text = _("Help goes on whatever comes of it.")
    if asked:
        text = _("%(name)s is asked.") % {"name": isolate_direction(asked)} + " " + text
    answer = reverse("screening:reply", args=[subject.file_id])
    action = ActionLink(_("Answer it without a screening"), answer)
    return [AlertBox(title % {"kinds": kinds}, text, action, "attend", "search")]


def _spare_her(count: int) -> list[AlertBox]:
    reasons = rules.reasons_to_avoid_interview(count)
    if not reasons:
        return []
    title = ngettext(
        "The child was interviewed %(count)d time",
        "The child was interviewed %(count)d times",
        count,
    )
    text = _(reasons[0].text)
    return [AlertBox(title % {"count": count}, text, None, "attend", "hand-stop")]


def interview_limit_alerts(count: int) -> list[AlertBox]:
    """The warning before another interview."""
    return _spare_her(count)


def _day(day: dt.date) -> str:
    return date_format(day, "j F Y")


def _times(happened: dt.date, recorded: dt.datetime, zone: ZoneInfo) -> str:
    """Both times: when it happened and when it was written."""
    written = date_format(recorded.astimezone(zone), "j F Y, H:i")
    return _("%(day)s, written %(moment)s") % {"day": _day(happened), "moment": written}


def _labels(kind: type[TextChoices], codes: Iterable[str]) -> str:
    return join_words(str(kind(code).label) for code in codes if code in kind.values)


def _screening(
    row: Screening, zone: ZoneInfo, known: Mapping[str, Questionnaire]
) -> ScreeningRecordRow:
    asked = known.get(row.questionnaire)
    title = _("%(name)s, version %(version)d") % {
        "name": asked.title if asked else row.questionnaire,
        "version": row.questionnaire_version,
    }
    about = [_times(row.screened_on, row.recorded_at, zone), str(QuestionnaireRole(row.role).label)]
    url = reverse("screening:show_screening", args=[row.file_id, row.pk])
    return ScreeningRecordRow(title, " · ".join(about), url=url)


def _recorded_as(row: OpenedScreeningRecord[PossibleMisidentification]) -> ScreeningRecordRow:
    record = row.record
    title, tag = _("Recorded %(kind)s") % {"kind": MisidentificationKind(record.kind).label}, ""
    if record.follows in rules.FOLLOWS_FROM_TRAFFICKING:
        title = _("What follows from trafficking was held against the child")
        tag = _("A safeguard was broken")
    about = f"{_day(record.happened_on)} · {RecordedBy(record.by_whom).label}"
    pairs, is_open = [], record.follows in {"", FollowsFromTrafficking.NOT_KNOWN}
    if record.offence:
        note = _("may follow from trafficking: to be looked at again") if is_open else ""
        pairs.append(LabelledValue(_("Accused of"), str(Offence(record.offence).label), note=note))
    if not is_open:
        follows = str(FollowsFromTrafficking(record.follows).label)
        pairs.append(LabelledValue(_("Whether it follows from trafficking"), follows))
    if unrelated := row.texts.get("unrelated"):
        pairs.append(LabelledValue(_("Why not"), unrelated))
    return ScreeningRecordRow(title, about, pairs, words=row.texts.get("what", ""), tag=tag)


def _reply(
    row: OpenedScreeningRecord[ScreeningPromptReply], names: Mapping[UUID, str]
) -> ScreeningRecordRow:
    record = row.record
    pairs = [
        LabelledValue(_("Asked"), names.get(record.asked, "")),
        LabelledValue(
            _("Answered by"), names.get(record.recorded_by, ""), note=_day(record.replied_on)
        ),
    ]
    title = f"{PromptReply(record.reply).label} ({MisidentificationKind(record.kind).label})"
    return ScreeningRecordRow(title, "", pairs, words=row.texts.get("why", ""))


def _interview(row: OpenedScreeningRecord[Interview], zone: ZoneInfo) -> ScreeningRecordRow:
    record, words = row.record, row.texts
    trained = LabelledValue(
        _("Training"),
        str(InterviewerTraining(record.training).label),
        note=words.get("certificate", ""),
    )
    pairs = [
        LabelledValue(_("Who asked"), words.get("interviewer", ""), missing=_("not named")),
        trained,
        LabelledValue(_("Language"), language_name(record.language), missing=_("not said")),
        LabelledValue(_("Interpreter"), words.get("interpreter", ""), missing=_("none named")),
        LabelledValue(
            _("In the room"),
            _labels(InterviewAttendee, record.present),
            note=words.get("others", ""),
            missing=_("nobody else"),
        ),
        LabelledValue(_("Support person"), str(InterviewSupport(record.support).label)),
        LabelledValue(
            _("What was done"),
            _labels(InterviewProcedure, record.procedure),
            missing=_("nothing noted"),
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
        words=words.get("note", ""),
        url=reverse("screening:change_interview", args=[record.file_id, record.pk]),
        tag=str(InterviewEnd(record.ended).label),
    )


def _clue(row: OpenedScreeningRecord[FamilyClue]) -> ScreeningRecordRow:
    record, words = row.record, row.texts
    about = [
        _day(record.told_on),
        str(StatementSource(record.source).label),
        str(SourceReliability(record.confidence).label),
    ]
    pairs = [
        LabelledValue(term, words[name])
        for name, term in (("maybe", _("What it may be")), ("note", _("How it was followed")))
        if words.get(name)
    ]
    return ScreeningRecordRow(
        str(FamilyClueKind(record.kind).label),
        " · ".join(about),
        pairs,
        words=words.get("words", ""),
        language=record.language,
        url=reverse("screening:change_clue", args=[record.file_id, record.pk]),
        tag=str(FamilyClueState(record.state).label),
    )


def _migration(row: OpenedScreeningRecord[Migration]) -> ScreeningRecordRow:
    record, words = row.record, row.texts
    none = _("not known")
    pairs = [
        LabelledValue(
            _("From"), country_name(record.from_country) if record.from_country else "", "", none
        ),
        LabelledValue(
            _("Now in"), country_name(record.country) if record.country else "", "", none
        ),
        LabelledValue(_("How the child stands there"), str(ImmigrationStatus(record.papers).label)),
        LabelledValue(_("Why"), _labels(MigrationReason, record.why), missing=none),
        LabelledValue(_("With whom"), str(MigrationCompanion(record.moving_with).label)),
        LabelledValue(_("What the child wants"), words.get("wish", ""), missing=_("not asked yet")),
        LabelledValue(_("Danger"), words.get("risks", ""), missing=_("nothing noted")),
        LabelledValue(
            _("Rights at stake"), _labels(RightAtStake, record.rights), missing=_("none noted")
        ),
        LabelledValue(
            _("What rules against moving did"),
            _labels(MigrationRestriction, record.restrictions),
            missing=_("nothing noted"),
        ),
    ]
    title, about = str(ChildMovement(record.moved).label), _day(record.as_of)
    return ScreeningRecordRow(title, about, pairs, words=words.get("note", ""))


@dataclass(frozen=True)
class ScreeningAnswerGroup:
    """The answers of one dimension; `is_positive` by the rule, shown on this page alone."""

    label: str
    state: str
    is_positive: bool
    lines: Sequence[tuple[str, str, str]]  # question, answer, what the list prints and its weight


@dataclass(frozen=True)
class ScreeningPage:
    """One screening as it is read and printed."""

    title: str
    source: str
    is_verified: bool
    facts: Sequence[LabelledValue]
    reading: str
    is_sign: bool
    first: Sequence[tuple[str, str]]
    groups: Sequence[ScreeningAnswerGroup]
    note: str


def screening_page(
    screening: Screening, questionnaire: Questionnaire, office: Office
) -> ScreeningPage:
    """One screening, opened: what was answered, and what the rule reads in it."""
    answers, words = queries.open_answers(screening)
    result = rules.evaluate_answers(answers, questionnaire.indicators)
    return ScreeningPage(
        title=str(questionnaire.title),
        source=str(questionnaire.source),
        is_verified=questionnaire.is_verified,
        facts=_facts(screening, questionnaire, words, office),
        reading=str(result.reading.label),
        is_sign=result.reading == ScreeningReading.SIGNS,
        first=[
            (str(ACT_QUESTION), _answer(answers, rules.ACT)),
            (str(PURPOSE_QUESTION), _answer(answers, rules.PURPOSE)),
        ],
        groups=list(_groups(questionnaire, answers, result)),
        note=words.get("note", ""),
    )


def _facts(
    screening: Screening, asked: Questionnaire, words: dict[str, str], office: Office
) -> list[LabelledValue]:
    zone = ZoneInfo(office.time_zone)
    written = date_format(screening.recorded_at.astimezone(zone), "j F Y, H:i")
    writer = names_of([screening.recorded_by]).get(screening.recorded_by, "")
    by = words.get("by") or writer
    return [
        LabelledValue(_("Questionnaire"), str(asked.title)),
        LabelledValue(_("Version"), str(screening.questionnaire_version), note=str(asked.owner)),
        LabelledValue(_("Asked by"), by, note=str(QuestionnaireRole(screening.role).label)),
        LabelledValue(_("Asked on"), _day(screening.screened_on)),
        LabelledValue(_("Written"), written, note=writer),
        LabelledValue(_("Language"), language_name(screening.language), missing=_("not said")),
    ]


def _answer(answers: dict[str, ScreeningAnswer], code: str) -> str:
    return str(answers.get(code, ScreeningAnswer.NOT_ASKED).label)


def _groups(
    asked: Questionnaire, answers: dict[str, ScreeningAnswer], result: rules.ScreeningResult
) -> Iterable[ScreeningAnswerGroup]:
    for dimension in DelphiDimension:
        own = [one for one in asked.questions if one.indicator.dimension == dimension]
        if not own:
            continue
        is_positive = dimension in result.positive
        state = _("positive by the rule") if is_positive else _("not positive")
        if dimension in result.undecided:
            state = _("open: too little was asked or said")
        lines = [
            (
                str(one.text),
                _answer(answers, one.code),
                f"{one.source} ({one.indicator.weight.label})" if one.source else "",
            )
            for one in own
        ]
        yield ScreeningAnswerGroup(str(dimension.label), state, is_positive, lines)


@dataclass(frozen=True)
class PromptedChildRow:
    """A child on the list of prompts, by code: no name stands beside why she is there."""

    code: str
    why: str
    url: str
    file_id: UUID


def prompted_child_rows(prompted: Sequence[queries.PromptedChild]) -> list[PromptedChildRow]:
    """The children of one's open cases for whom a screening suggests itself."""
    return [
        PromptedChildRow(
            one.child.code,
            join_words(str(MisidentificationKind(kind).label) for kind in one.kinds),
            reverse("screening:show_subject", args=[one.child.file_id]),
            one.child.file_id,
        )
        for one in prompted
    ]
