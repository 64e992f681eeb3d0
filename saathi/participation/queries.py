"""Queries for a child's statements as typed rows. Opens only what the child lets the reader read."""

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

from saathi.agencies import access, records
from saathi.agencies.models import File, Staff
from saathi.agencies.record_kit.rows import labelled_values
from saathi.infra import district_list
from saathi.infra.countries import country_name
from saathi.participation import rules
from saathi.participation.models import THEME_FIELDS, Explanation, Statement, Themes
from saathi.participation.vocabulary import (
    StatementAudience,
    StatementMedium,
    StatementState,
    StatementTopic,
)
from saathi.people import languages
from saathi.people.models import Child
from saathi.web.components import ActionLink, AlertBox, LabelledValue, StatementQuote

PAGE_SIZE = 50


@dataclass(frozen=True)
class StatementRow:
    """One statement, ready to show to this reader.

    `words` if the child spoke in words; otherwise `sentence` describes it: a drawing, "chose not to
    say", "do not ask".
    """

    id: UUID
    url: str
    about: str
    words: StatementQuote | None
    sentence: str
    translation: str
    present: str
    topics: tuple[StatementTopic, ...]
    drawing_url: str


@dataclass(frozen=True)
class StatementListPage:
    """A page of statements, latest first; `earlier` is the key of the next page, if any."""

    statements: Sequence[StatementRow]
    earlier: str


def list_statements(child: Child, staff: Staff, *, before: UUID | None = None) -> StatementListPage:
    """The child's statements that `staff` may read; at most fifty, latest first.

    Statements for other readers are neither listed nor counted.
    """
    statements = access.visible(staff, Statement).filter(child=child)
    previous_last = statements.filter(pk=before).first() if before else None
    if previous_last is not None:
        statements = statements.filter(
            Q(said_on__lt=previous_last.said_on)
            | Q(said_on=previous_last.said_on, recorded_at__lt=previous_last.recorded_at)
            | Q(
                said_on=previous_last.said_on,
                recorded_at=previous_last.recorded_at,
                pk__lt=previous_last.pk,
            )
        )
    rows = list(statements.order_by("-said_on", "-recorded_at", "-pk")[: PAGE_SIZE + 1])
    page_rows = rows[:PAGE_SIZE]
    earlier = str(page_rows[-1].pk) if len(rows) > PAGE_SIZE else ""
    return StatementListPage(_statement_rows(page_rows), earlier)


def get_statement(staff: Staff, file_id: UUID, statement_id: UUID) -> Statement:
    """One statement of a file, with an entry in the access log; 404 for anyone the child has not chosen."""
    return records.get_record_of_file(staff, Statement, file_id, statement_id)


def open_statement(statement: Statement) -> StatementRow:
    """One statement, opened, for a reader whose access was checked."""
    return _statement_rows([statement])[0]


def possible_readers(file_id: UUID) -> list[Staff]:
    """Staff of the child's team who can be named as readers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_team(%s)", [file_id])
        ids = [row[0] for row in cursor.fetchall()]
    return list(Staff.objects.filter(pk__in=ids).order_by("name", "pk"))


def named_readers(statement: Statement) -> list[Staff]:
    """The staff the child named, for a reader of the statement."""
    if statement.audience != StatementAudience.NAMED:
        return []
    reader_ids = statement.readers.values("staff")
    return list(Staff.objects.filter(pk__in=reader_ids).order_by("name", "pk"))


def do_not_ask_alerts(
    child: Child, staff: Staff, topics: Collection[StatementTopic] = tuple(StatementTopic)
) -> list[AlertBox]:
    """Alerts about topics that the child need not or must not be asked about; they never block.

    Based on what `staff` may read, so that an alert reveals nothing the child withheld.
    """
    rows = access.visible(staff, Statement).filter(child=child).values_list("topics", "state")
    recorded = [
        (StatementTopic(topic), StatementState(state))
        for row_topics, state in rows
        for topic in row_topics
        if topic in StatementTopic.values
    ]
    notices = []
    for topic in topics:
        reasons = rules.reasons_not_to_ask(topic, recorded)
        if reasons:
            text = " ".join(gettext(reason.text) for reason in reasons)
            notices.append(AlertBox(topic.label, text, kind="calm", icon="hand-stop"))
    return notices


def interview_reminders(child: Child, staff: Staff, *, on: dt.date) -> list[AlertBox]:
    """Reminders for forms that follow an interview with the child (GDN-002); none of them blocks.

    A reader without access to the case does not learn whether the limits were explained, and is
    reminded to make sure.
    """
    explained_days = (
        Explanation.objects.filter(child=child).order_by("explained_on").values("explained_on")
    )
    reads_case = access.right_condition(staff, "reads", Explanation.section, "pk")
    readable = File.objects.filter(reads_case, pk=child.file_id)
    row = (
        readable.annotate(first_told=Subquery(explained_days[:1])).values_list("first_told").first()
    )
    if row is None:
        text = _("Ask the child’s case worker whether this was done.")
        title = _("Were the limits of confidentiality explained to the child?")
        return [AlertBox(title, text, kind="calm", icon="info-circle")]
    reasons = rules.reminders_before_interview(
        limits_explained_on=row[0], language_known=bool(child.languages), interview_on=on
    )
    explain = ActionLink(
        _("Explain the limits of confidentiality"),
        reverse("participation:explain_confidentiality", args=[child.file_id]),
        "microphone",
    )
    return [
        AlertBox(
            gettext(reason.text),
            action=explain if reason.code == "limits_not_explained" else None,
            kind="attend",
            icon="info-circle",
        )
        for reason in reasons
    ]


def _statement_rows(rows: Sequence[Statement]) -> list[StatementRow]:
    opened = records.open_texts_of_each(rows)
    return [_statement_row(row, opened.get(row.pk, {})) for row in rows]


def _statement_row(row: Statement, content: dict[str, str]) -> StatementRow:
    address = [row.file_id, row.pk]
    about = _context_line(row)
    is_verbatim = row.form == StatementMedium.VERBATIM
    language = row.language if is_verbatim and row.language in _IN_TEXT else ""
    text = content.get("words", "")
    return StatementRow(
        id=row.pk,
        url=reverse("participation:show_statement", args=address),
        about=about,
        words=StatementQuote(text, about, language, is_verbatim=is_verbatim) if text else None,
        sentence=_state_sentence(row),
        translation=content.get("translation", ""),
        present=content.get("present", ""),
        topics=tuple(
            StatementTopic(topic) for topic in row.topics if topic in StatementTopic.values
        ),
        drawing_url=(
            reverse("participation:show_drawing", args=address) if row.drawing is not None else ""
        ),
    )


# Language codes that browsers know; others are left out of `lang`.
_IN_TEXT = frozenset(languages.Language.values) - {"other", "sgn"}


def _state_sentence(row: Statement) -> str:
    if row.state == StatementState.CHOSE_NOT_TO_SAY:
        return gettext("The child chose not to say.")
    if row.state == StatementState.DO_NOT_ASK:
        return gettext("It was decided not to ask the child.")
    if row.form == StatementMedium.DRAWING:
        return gettext("The child made a drawing.")
    return ""


def _context_line(row: Statement) -> str:
    parts = [date_format(row.said_on, "j F Y")]
    if row.state == StatementState.SAID and row.form:
        parts.append(str(StatementMedium(row.form).label))
    if row.language:
        parts.append(languages.language_name(row.language))
    if row.was_read_back:
        parts.append(gettext("read back to the child"))
    parts.append(
        gettext("may be read by: %(who)s") % {"who": StatementAudience(row.audience).label}
    )
    return " · ".join(parts)


def get_themes(staff: Staff, statement: Statement) -> Themes | None:
    """The themes of a statement that `staff` may read; None if none are recorded."""
    return access.visible(staff, Themes).filter(statement=statement).first()


def describe_themes(themes: Themes) -> list[LabelledValue]:
    """The themes in words, for the page of the statement."""
    records.open_texts(themes)
    recorded = [name for name in THEME_FIELDS if getattr(themes, name)]
    place = district_list.district_name(themes.district) or country_name(themes.country)
    where = [LabelledValue(gettext("Place"), place)] if themes.district or themes.country else []
    corrected = ["correction"] if themes.correction else []
    return labelled_values(themes, [*recorded, *where, "counted", *corrected])
