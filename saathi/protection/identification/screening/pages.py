"""Page data of screening, interviews, clues and migration."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies.models import Office, Staff
from saathi.agencies.queries import names_of
from saathi.infra.join_words import join_words
from saathi.people.languages import language_name
from saathi.protection.identification.screening import queries, record_rows, rules
from saathi.protection.identification.screening.models import (
    Screening,
)
from saathi.protection.identification.screening.queries import (
    ScreeningOverview,
    ScreeningSubject,
)
from saathi.protection.identification.screening.questionnaires import Questionnaire
from saathi.protection.identification.screening.vocabulary import (
    DelphiDimension,
    MisidentificationKind,
    QuestionnaireRole,
    ScreeningAnswer,
    ScreeningReading,
)
from saathi.protection.identification.screening.wording import ACT_QUESTION, PURPOSE_QUESTION
from saathi.web.components import ActionLink, AlertBox, LabelledValue, isolate_direction


@dataclass(frozen=True)
class ScreeningSubjectPage:
    """All screening records of a child, or of a report's subject."""

    alerts: Sequence[AlertBox]
    screenings: Sequence[record_rows.ScreeningRecordRow]
    recorded_as: Sequence[record_rows.ScreeningRecordRow]
    replies: Sequence[record_rows.ScreeningRecordRow]
    interviews: Sequence[record_rows.ScreeningRecordRow]
    clues: Sequence[record_rows.ScreeningRecordRow]
    migrations: Sequence[record_rows.ScreeningRecordRow]
    is_child: bool


def subject_page(
    subject: ScreeningSubject,
    overview: ScreeningOverview,
    staff: Staff,
    questionnaires: Mapping[str, Questionnaire],
) -> ScreeningSubjectPage:
    """The page of a subject; access was checked. `questionnaires` gives the titles by code."""
    zone = ZoneInfo(staff.office.time_zone)
    return ScreeningSubjectPage(
        alerts=[
            *prompt_alerts(subject, overview),
            *_interview_count_alerts(len(overview.interviews)),
        ],
        screenings=[
            record_rows.screening_row(row, zone, questionnaires) for row in overview.screenings
        ],
        recorded_as=[record_rows.misidentification_row(row) for row in overview.recorded_as],
        replies=[record_rows.prompt_reply_row(row, overview.names) for row in overview.replies],
        interviews=[record_rows.interview_row(row, zone) for row in overview.interviews],
        clues=[record_rows.clue_row(row) for row in overview.clues],
        migrations=[record_rows.migration_row(row) for row in overview.migrations],
        is_child=subject.child is not None,
    )


def prompt_alerts(subject: ScreeningSubject, overview: ScreeningOverview) -> list[AlertBox]:
    """Alerts that suggest a screening, with the reason and the staff member who is prompted.

    Nothing waits for the reply.
    """
    if not overview.prompts:
        return []
    kinds = join_words(str(MisidentificationKind(kind).label) for kind in overview.prompts)
    title = _("The child is recorded %(kinds)s: check for unidentified trafficking")
    prompted_name = (
        overview.names.get(overview.prompted_staff_id, "") if overview.prompted_staff_id else ""
    )
    text = _("Help continues whatever the result.")
    if prompted_name:
        text = _("Assigned to %(name)s.") % {"name": isolate_direction(prompted_name)} + " " + text
    reply_url = reverse("screening:reply_to_prompts", args=[subject.file_id])
    action = ActionLink(_("Answer without a screening"), reply_url)
    return [AlertBox(title % {"kinds": kinds}, text, action, "attend", "search")]


def _interview_count_alerts(count: int) -> list[AlertBox]:
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
    """The warning before another interview, if any."""
    return _interview_count_alerts(count)


@dataclass(frozen=True)
class ScreeningAnswerGroup:
    """The answers of one dimension; `is_positive` follows the rule and is shown only here."""

    label: str
    state: str
    is_positive: bool
    lines: Sequence[tuple[str, str, str]]  # question, answer, original wording in the list, weight


@dataclass(frozen=True)
class ScreeningPage:
    """One screening for reading and printing."""

    title: str
    source: str
    is_verified: bool
    facts: Sequence[LabelledValue]
    reading: str
    is_sign: bool
    first: Sequence[tuple[str, str]]
    groups: Sequence[ScreeningAnswerGroup]
    note: str


def build_screening_page(
    screening: Screening, questionnaire: Questionnaire, office: Office
) -> ScreeningPage:
    """One screening, opened: the answers and the result of the rule."""
    answers, texts = queries.open_answers(screening)
    result = rules.evaluate_answers(answers, questionnaire.indicators)
    return ScreeningPage(
        title=str(questionnaire.title),
        source=str(questionnaire.source),
        is_verified=questionnaire.is_verified,
        facts=_facts(screening, questionnaire, texts, office),
        reading=str(result.reading.label),
        is_sign=result.reading == ScreeningReading.SIGNS,
        first=[
            (str(ACT_QUESTION), _answer(answers, rules.ACT)),
            (str(PURPOSE_QUESTION), _answer(answers, rules.PURPOSE)),
        ],
        groups=list(_groups(questionnaire, answers, result)),
        note=texts.get("note", ""),
    )


def _facts(
    screening: Screening, questionnaire: Questionnaire, texts: dict[str, str], office: Office
) -> list[LabelledValue]:
    zone = ZoneInfo(office.time_zone)
    written = date_format(screening.recorded_at.astimezone(zone), "j F Y, H:i")
    writer = names_of([screening.recorded_by]).get(screening.recorded_by, "")
    asked_by = texts.get("by") or writer
    return [
        LabelledValue(_("Questionnaire"), str(questionnaire.title)),
        LabelledValue(
            _("Version"), str(screening.questionnaire_version), note=str(questionnaire.owner)
        ),
        LabelledValue(
            _("Requested by"), asked_by, note=str(QuestionnaireRole(screening.role).label)
        ),
        LabelledValue(_("Date"), record_rows.format_day(screening.screened_on)),
        LabelledValue(_("Recorded on"), written, note=writer),
        LabelledValue(_("Language"), language_name(screening.language), missing=_("not recorded")),
    ]


def _answer(answers: dict[str, ScreeningAnswer], code: str) -> str:
    return str(answers.get(code, ScreeningAnswer.NOT_ASKED).label)


def _groups(
    questionnaire: Questionnaire, answers: dict[str, ScreeningAnswer], result: rules.ScreeningResult
) -> Iterable[ScreeningAnswerGroup]:
    for dimension in DelphiDimension:
        questions = [
            question
            for question in questionnaire.questions
            if question.indicator.dimension == dimension
        ]
        if not questions:
            continue
        is_positive = dimension in result.positive
        state = _("positive") if is_positive else _("not positive")
        if dimension in result.undecided:
            state = _("undetermined: not enough information")
        lines = [
            (
                str(question.text),
                _answer(answers, question.code),
                f"{question.source} ({question.indicator.weight.label})" if question.source else "",
            )
            for question in questions
        ]
        yield ScreeningAnswerGroup(str(dimension.label), state, is_positive, lines)


@dataclass(frozen=True)
class PromptedChildRow:
    """A child on the list of prompts, by file code; no name is shown with the reason."""

    code: str
    why: str
    url: str
    file_id: UUID


def prompted_child_rows(prompted: Sequence[queries.PromptedChild]) -> list[PromptedChildRow]:
    """Children in the reader's open cases with a suggested screening."""
    return [
        PromptedChildRow(
            prompted_child.child.code,
            join_words(str(MisidentificationKind(kind).label) for kind in prompted_child.kinds),
            reverse("screening:show_screenings", args=[prompted_child.child.file_id]),
            prompted_child.child.file_id,
        )
        for prompted_child in prompted
    ]
