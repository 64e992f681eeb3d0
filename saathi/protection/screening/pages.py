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
from saathi.infra.listing import listed
from saathi.people.languages import name_of as language_name
from saathi.protection.screening import queries, rules
from saathi.protection.screening.models import (
    FamilyClue,
    Interview,
    Migration,
    RecordedAs,
    Reply,
    Screening,
)
from saathi.protection.screening.queries import Found, Opened, Subject
from saathi.protection.screening.questionnaires import Questionnaire
from saathi.protection.screening.vocabulary import (
    Answer,
    Clue,
    ClueState,
    Dimension,
    Follows,
    InterviewEnd,
    Interviewer,
    Misread,
    Moved,
    MovingWith,
    Offence,
    Papers,
    Present,
    Procedure,
    PromptReply,
    Reading,
    RecordedBy,
    Restriction,
    RightAtStake,
    Role,
    Support,
    Training,
    WhyMoved,
)
from saathi.protection.screening.wording import ACT_QUESTION, PURPOSE_QUESTION
from saathi.protection.trafficking.places import country_name
from saathi.protection.trafficking.vocabulary import Confidence, Source
from saathi.web.parts import Action, Alert, Pair, isolated


@dataclass(frozen=True)
class Row:
    """One record on the page: its title, when and by whom, what stands in it, where it is changed."""

    title: str
    about: str
    pairs: Sequence[Pair] = ()
    words: str = ""
    language: str = ""
    url: str = ""
    tag: str = ""


@dataclass(frozen=True)
class SubjectPage:
    """All that was asked of a child, or of whom a report is about."""

    alerts: Sequence[Alert]
    screenings: Sequence[Row]
    recorded_as: Sequence[Row]
    replies: Sequence[Row]
    interviews: Sequence[Row]
    clues: Sequence[Row]
    migrations: Sequence[Row]
    is_child: bool


def subject_page(
    subject: Subject, found: Found, staff: Staff, known: Mapping[str, Questionnaire]
) -> SubjectPage:
    """The page for a reader whose right to the section was asked; `known` gives titles to codes."""
    zone = ZoneInfo(staff.office.time_zone)
    return SubjectPage(
        alerts=[*prompt_alerts(subject, found), *_spare_her(len(found.interviews))],
        screenings=[_screening(row, zone, known) for row in found.screenings],
        recorded_as=[_recorded_as(row) for row in found.recorded_as],
        replies=[_reply(row, found.names) for row in found.replies],
        interviews=[_interview(row, zone) for row in found.interviews],
        clues=[_clue(row) for row in found.clues],
        migrations=[_migration(row) for row in found.migrations],
        is_child=subject.child is not None,
    )


def prompt_alerts(subject: Subject, found: Found) -> list[Alert]:
    """That a screening suggests itself, why, and who is asked; nothing waits for the answer."""
    if not found.prompts:
        return []
    kinds = listed(str(Misread(kind).label) for kind in found.prompts)
    title = _("The child is recorded %(kinds)s: look whether trafficking was overlooked")
    asked = found.names.get(found.asked, "") if found.asked else ""
    text = _("Help goes on whatever comes of it.")
    if asked:
        text = _("%(name)s is asked.") % {"name": isolated(asked)} + " " + text
    answer = reverse("screening:reply", args=[subject.file_id])
    action = Action(_("Answer it without a screening"), answer)
    return [Alert(title % {"kinds": kinds}, text, action, "attend", "search")]


def _spare_her(count: int) -> list[Alert]:
    reasons = rules.reasons_to_spare_her(count)
    if not reasons:
        return []
    title = ngettext(
        "The child was interviewed %(count)d time",
        "The child was interviewed %(count)d times",
        count,
    )
    text = _(reasons[0].text)
    return [Alert(title % {"count": count}, text, None, "attend", "hand-stop")]


def spare_her(count: int) -> list[Alert]:
    """The warning before another interview."""
    return _spare_her(count)


def _day(day: dt.date) -> str:
    return date_format(day, "j F Y")


def _times(happened: dt.date, recorded: dt.datetime, zone: ZoneInfo) -> str:
    """Both times: when it happened and when it was written."""
    written = date_format(recorded.astimezone(zone), "j F Y, H:i")
    return _("%(day)s, written %(moment)s") % {"day": _day(happened), "moment": written}


def _labels(kind: type[TextChoices], codes: Iterable[str]) -> str:
    return listed(str(kind(code).label) for code in codes if code in kind.values)


def _screening(row: Screening, zone: ZoneInfo, known: Mapping[str, Questionnaire]) -> Row:
    asked = known.get(row.questionnaire)
    title = _("%(name)s, version %(version)d") % {
        "name": asked.title if asked else row.questionnaire,
        "version": row.questionnaire_version,
    }
    about = [_times(row.screened_on, row.recorded_at, zone), str(Role(row.role).label)]
    url = reverse("screening:show_screening", args=[row.file_id, row.pk])
    return Row(title, " · ".join(about), url=url)


def _recorded_as(row: Opened[RecordedAs]) -> Row:
    record = row.record
    title, tag = _("Recorded %(kind)s") % {"kind": Misread(record.kind).label}, ""
    if record.follows in rules.HELD_AGAINST_HER:
        title = _("What follows from trafficking was held against the child")
        tag = _("A safeguard was broken")
    about = f"{_day(record.happened_on)} · {RecordedBy(record.by_whom).label}"
    pairs, is_open = [], record.follows in {"", Follows.NOT_KNOWN}
    if record.offence:
        note = _("may follow from trafficking: to be looked at again") if is_open else ""
        pairs.append(Pair(_("Accused of"), str(Offence(record.offence).label), note=note))
    if not is_open:
        follows = str(Follows(record.follows).label)
        pairs.append(Pair(_("Whether it follows from trafficking"), follows))
    if unrelated := row.words.get("unrelated"):
        pairs.append(Pair(_("Why not"), unrelated))
    return Row(title, about, pairs, words=row.words.get("what", ""), tag=tag)


def _reply(row: Opened[Reply], names: Mapping[UUID, str]) -> Row:
    record = row.record
    pairs = [
        Pair(_("Asked"), names.get(record.asked, "")),
        Pair(_("Answered by"), names.get(record.recorded_by, ""), note=_day(record.replied_on)),
    ]
    title = f"{PromptReply(record.reply).label} ({Misread(record.kind).label})"
    return Row(title, "", pairs, words=row.words.get("why", ""))


def _interview(row: Opened[Interview], zone: ZoneInfo) -> Row:
    record, words = row.record, row.words
    trained = Pair(
        _("Training"), str(Training(record.training).label), note=words.get("certificate", "")
    )
    pairs = [
        Pair(_("Who asked"), words.get("interviewer", ""), missing=_("not named")),
        trained,
        Pair(_("Language"), language_name(record.language), missing=_("not said")),
        Pair(_("Interpreter"), words.get("interpreter", ""), missing=_("none named")),
        Pair(
            _("In the room"),
            _labels(Present, record.present),
            note=words.get("others", ""),
            missing=_("nobody else"),
        ),
        Pair(_("Support person"), str(Support(record.support).label)),
        Pair(_("What was done"), _labels(Procedure, record.procedure), missing=_("nothing noted")),
    ]
    if record.breaks is not None:
        pairs.append(Pair(_("Breaks"), str(record.breaks)))
    title = str(Interviewer(record.by_whom).label)
    if record.is_first:
        title = _("First interview: %(who)s") % {"who": title}
    return Row(
        title,
        date_format(record.happened_at.astimezone(zone), "j F Y, H:i"),
        pairs,
        words=words.get("note", ""),
        url=reverse("screening:change_interview", args=[record.file_id, record.pk]),
        tag=str(InterviewEnd(record.ended).label),
    )


def _clue(row: Opened[FamilyClue]) -> Row:
    record, words = row.record, row.words
    about = [
        _day(record.told_on),
        str(Source(record.source).label),
        str(Confidence(record.confidence).label),
    ]
    pairs = [
        Pair(term, words[name])
        for name, term in (("maybe", _("What it may be")), ("note", _("How it was followed")))
        if words.get(name)
    ]
    return Row(
        str(Clue(record.kind).label),
        " · ".join(about),
        pairs,
        words=words.get("words", ""),
        language=record.language,
        url=reverse("screening:change_clue", args=[record.file_id, record.pk]),
        tag=str(ClueState(record.state).label),
    )


def _migration(row: Opened[Migration]) -> Row:
    record, words = row.record, row.words
    none = _("not known")
    pairs = [
        Pair(_("From"), country_name(record.from_country) if record.from_country else "", "", none),
        Pair(_("Now in"), country_name(record.country) if record.country else "", "", none),
        Pair(_("How the child stands there"), str(Papers(record.papers).label)),
        Pair(_("Why"), _labels(WhyMoved, record.why), missing=none),
        Pair(_("With whom"), str(MovingWith(record.moving_with).label)),
        Pair(_("What the child wants"), words.get("wish", ""), missing=_("not asked yet")),
        Pair(_("Danger"), words.get("risks", ""), missing=_("nothing noted")),
        Pair(_("Rights at stake"), _labels(RightAtStake, record.rights), missing=_("none noted")),
        Pair(
            _("What rules against moving did"),
            _labels(Restriction, record.restrictions),
            missing=_("nothing noted"),
        ),
    ]
    title, about = str(Moved(record.moved).label), _day(record.as_of)
    return Row(title, about, pairs, words=words.get("note", ""))


@dataclass(frozen=True)
class AnswerGroup:
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
    facts: Sequence[Pair]
    reading: str
    is_sign: bool
    first: Sequence[tuple[str, str]]
    groups: Sequence[AnswerGroup]
    note: str


def screening_page(screening: Screening, asked: Questionnaire, office: Office) -> ScreeningPage:
    """One screening, opened: what was answered, and what the rule reads in it."""
    answers, words = queries.answers_of(screening)
    result = rules.read(answers, asked.indicators)
    return ScreeningPage(
        title=str(asked.title),
        source=str(asked.source),
        is_verified=asked.is_verified,
        facts=_facts(screening, asked, words, office),
        reading=str(result.reading.label),
        is_sign=result.reading == Reading.SIGNS,
        first=[
            (str(ACT_QUESTION), _answer(answers, rules.ACT)),
            (str(PURPOSE_QUESTION), _answer(answers, rules.PURPOSE)),
        ],
        groups=list(_groups(asked, answers, result)),
        note=words.get("note", ""),
    )


def _facts(
    screening: Screening, asked: Questionnaire, words: dict[str, str], office: Office
) -> list[Pair]:
    zone = ZoneInfo(office.time_zone)
    written = date_format(screening.recorded_at.astimezone(zone), "j F Y, H:i")
    writer = names_of([screening.recorded_by]).get(screening.recorded_by, "")
    by = words.get("by") or writer
    return [
        Pair(_("Questionnaire"), str(asked.title)),
        Pair(_("Version"), str(screening.questionnaire_version), note=str(asked.owner)),
        Pair(_("Asked by"), by, note=str(Role(screening.role).label)),
        Pair(_("Asked on"), _day(screening.screened_on)),
        Pair(_("Written"), written, note=writer),
        Pair(_("Language"), language_name(screening.language), missing=_("not said")),
    ]


def _answer(answers: dict[str, Answer], code: str) -> str:
    return str(answers.get(code, Answer.NOT_ASKED).label)


def _groups(
    asked: Questionnaire, answers: dict[str, Answer], result: rules.Result
) -> Iterable[AnswerGroup]:
    for dimension in Dimension:
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
        yield AnswerGroup(str(dimension.label), state, is_positive, lines)


@dataclass(frozen=True)
class PromptLine:
    """A child on the list of prompts, by code: no name stands beside why she is there."""

    code: str
    why: str
    url: str
    file_id: UUID


def prompt_lines(found: Sequence[queries.Prompted]) -> list[PromptLine]:
    """The children of one's open cases for whom a screening suggests itself."""
    return [
        PromptLine(
            one.child.code,
            listed(str(Misread(kind).label) for kind in one.kinds),
            reverse("screening:show_subject", args=[one.child.file_id]),
            one.child.file_id,
        )
        for one in found
    ]
