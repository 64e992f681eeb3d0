"""What a reader may see of what a child said, as typed rows. Opens only what she lets be read."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q, Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access, kept, records
from saathi.agencies.models import File, Staff
from saathi.infra import places
from saathi.infra.countries import country_name
from saathi.infra.listing import listed
from saathi.participation import rules
from saathi.participation.models import Explanation, Statement, Themes
from saathi.participation.vocabulary import (
    Audience,
    Counted,
    Help,
    Path,
    StatementForm,
    StatementState,
    Topic,
)
from saathi.people import languages
from saathi.people.identity.vocabulary import Factor
from saathi.people.models import Child
from saathi.vault.models import StoredFile
from saathi.web.parts import Action, Alert, Pair, Words

A_PAGE = 50


@dataclass(frozen=True)
class Said:
    """One thing on record of the child's voice, ready to show to this reader.

    `words` where she spoke in words; else `sentence` says what there is: a drawing, "chose not to
    say", "do not ask".
    """

    id: UUID
    url: str
    state: StatementState
    said_on: dt.date
    about: str
    words: Words | None
    sentence: str
    translation: str
    present: str
    topics: tuple[Topic, ...]
    drawing_url: str


@dataclass(frozen=True)
class SaidPage:
    """A page of statements, latest first; `earlier` is the key of the next page, if there is one."""

    said: Sequence[Said]
    earlier: str


def said_by(child: Child, staff: Staff, *, before: UUID | None = None) -> SaidPage:
    """What the child said, as far as she lets `staff` read it; at most fifty, latest first.

    What is kept to others is not there, and not counted either.
    """
    found = access.visible(staff, Statement).filter(child=child)
    at = found.filter(pk=before).first() if before else None
    if at is not None:
        found = found.filter(
            Q(said_on__lt=at.said_on)
            | Q(said_on=at.said_on, recorded_at__lt=at.recorded_at)
            | Q(said_on=at.said_on, recorded_at=at.recorded_at, pk__lt=at.pk)
        )
    rows = list(found.order_by("-said_on", "-recorded_at", "-pk")[: A_PAGE + 1])
    shown = rows[:A_PAGE]
    earlier = str(shown[-1].pk) if len(rows) > A_PAGE else ""
    return SaidPage(_shown(shown), earlier)


def latest(child: Child, staff: Staff) -> Said | None:
    """The latest words or drawing of the child that `staff` may read; None when there are none."""
    spoken = access.visible(staff, Statement).filter(child=child, state=StatementState.SAID)
    rows = list(spoken.order_by("-said_on", "-recorded_at", "-pk")[:1])
    return _shown(rows)[0] if rows else None


def statement_of(staff: Staff, file_id: UUID, statement_id: UUID) -> Statement:
    """One statement of a file, its look on record; 404 for all whom she does not let read it."""
    return records.one_of(staff, Statement, file_id, statement_id)


def shown(statement: Statement) -> Said:
    """One statement, opened, for a reader whose access was asked."""
    return _shown([statement])[0]


def drawing_of(statement: Statement, staff: Staff) -> StoredFile:
    """The stored drawing, for those who may read the statement; 404 where it has none."""
    return kept.stored_file(staff, statement, "drawing")


def team(file_id: UUID) -> list[Staff]:
    """The persons of the child's team who can be named as readers, for those who read her voice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_team(%s)", [file_id])
        ids = [row[0] for row in cursor.fetchall()]
    return list(Staff.objects.filter(pk__in=ids).order_by("name", "pk"))


def readers_of(statement: Statement) -> list[Staff]:
    """The persons she named, for a reader of the statement."""
    if statement.audience != Audience.NAMED:
        return []
    named = statement.readers.values("staff")
    return list(Staff.objects.filter(pk__in=named).order_by("name", "pk"))


def not_to_ask(child: Child, staff: Staff, topics: Collection[Topic] = tuple(Topic)) -> list[Alert]:
    """What need not, or is not to be, asked of the child, one notice a topic; never a lock.

    Judged by what `staff` may read, so that a notice tells nothing of what is kept from her.
    """
    rows = access.visible(staff, Statement).filter(child=child).values_list("topics", "state")
    known = [
        (Topic(topic), StatementState(state))
        for row_topics, state in rows
        for topic in row_topics
        if topic in Topic.values
    ]
    notices = []
    for topic in topics:
        reasons = rules.reasons_not_to_ask(topic, known)
        if reasons:
            text = " ".join(gettext(reason.text) for reason in reasons)
            notices.append(Alert(topic.label, text, kind="calm", icon="hand-stop"))
    return notices


def before_interview(child: Child, staff: Staff, *, on: dt.date) -> list[Alert]:
    """Reminders for any form that follows a talk with the child (GDN-002); none of them blocks.

    Who does not read the case is not told whether it was explained, and is asked to make sure.
    """
    told = Explanation.objects.filter(child=child).order_by("explained_on").values("explained_on")
    reads_case = access.right_to(staff, "reads", Explanation.section, "pk")
    readable = File.objects.filter(reads_case, pk=child.file_id)
    row = readable.annotate(first_told=Subquery(told[:1])).values_list("first_told").first()
    if row is None:
        text = _("Ask the child's case worker whether this was done.")
        title = _("Were the limits of confidentiality explained to the child?")
        return [Alert(title, text, kind="calm", icon="info-circle")]
    reasons = rules.reminders_before_interview(
        limits_explained_on=row[0], language_known=bool(child.languages), interview_on=on
    )
    explain = Action(
        _("Explain the limits of confidentiality"),
        reverse("participation:explain_limits", args=[child.file_id]),
        "microphone",
    )
    return [
        Alert(
            gettext(reason.text),
            action=explain if reason.code == "limits_not_explained" else None,
            kind="attend",
            icon="info-circle",
        )
        for reason in reasons
    ]


def _shown(rows: Sequence[Statement]) -> list[Said]:
    opened = records.words_of_each(rows)
    return [_said(row, opened.get(row.pk, {})) for row in rows]


def _said(row: Statement, content: dict[str, str]) -> Said:
    address = [row.file_id, row.pk]
    about = _about(row)
    is_verbatim = row.form == StatementForm.VERBATIM
    language = row.language if is_verbatim and row.language in _IN_TEXT else ""
    text = content.get("words", "")
    return Said(
        id=row.pk,
        url=reverse("participation:show_statement", args=address),
        state=StatementState(row.state),
        said_on=row.said_on,
        about=about,
        words=Words(text, about, language, is_verbatim=is_verbatim) if text else None,
        sentence=_sentence(row),
        translation=content.get("translation", ""),
        present=content.get("present", ""),
        topics=tuple(Topic(topic) for topic in row.topics if topic in Topic.values),
        drawing_url=(
            reverse("participation:open_drawing", args=address) if row.drawing is not None else ""
        ),
    )


# Codes that browsers know as the language of a text; the rest are better left out of `lang`.
_IN_TEXT = frozenset(languages.Language.values) - {"other", "sgn"}


def _sentence(row: Statement) -> str:
    if row.state == StatementState.CHOSE_NOT_TO_SAY:
        return gettext("The child chose not to say.")
    if row.state == StatementState.DO_NOT_ASK:
        return gettext("It was decided not to ask the child.")
    if row.form == StatementForm.DRAWING:
        return gettext("The child made a drawing.")
    return ""


def _about(row: Statement) -> str:
    parts = [date_format(row.said_on, "j F Y")]
    if row.state == StatementState.SAID and row.form:
        parts.append(str(StatementForm(row.form).label))
    if row.language:
        parts.append(languages.name_of(row.language))
    if row.was_read_back:
        parts.append(gettext("read back to the child"))
    parts.append(gettext("may be read by: %(who)s") % {"who": Audience(row.audience).label})
    return " · ".join(parts)


def themes_of(staff: Staff, statement: Statement) -> Themes | None:
    """The themes of a statement that `staff` reads; None where nobody coded it yet."""
    return access.visible(staff, Themes).filter(statement=statement).first()


def theme_pairs(themes: Themes | None) -> list[Pair]:
    """The themes in words, for the page of the statement."""
    if themes is None:
        return []
    told = (
        (gettext("Good or helped"), Help, themes.helped),
        (gettext("Bad or did harm"), Help, themes.hurt),
        (gettext("Missed"), Help, themes.missed),
        (gettext("The child wants"), Path, themes.wants),
        (gettext("The child does not want"), Path, themes.refuses),
        (gettext("Puts children at risk"), Factor, themes.risks),
    )
    pairs = [
        Pair(term, listed(str(vocabulary(code).label) for code in codes))
        for term, vocabulary, codes in told
        if codes
    ]
    if themes.district or themes.country:
        where = places.district_name(themes.district) or country_name(themes.country)
        pairs.append(Pair(gettext("Where"), where))
    return [*pairs, Pair(gettext("Counted"), str(Counted(themes.counted).label))]
