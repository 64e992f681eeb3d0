"""Reads of guidelines and of who has read them. Guidelines are open data."""

import datetime as dt
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.register_kit import queries as register_queries
from saathi.agencies.register_kit.queries import awaits_second_person, is_corrected
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.infra.countries import country_name
from saathi.infra.query_columns import count_column
from saathi.policy.guidelines.models import Guideline, GuidelineReading, GuidelineVersion
from saathi.policy.guidelines.tables import GUIDELINES

MAX_COUNT: Final = 1000
MAX_UNREAD: Final = 200
# The content of an edition, which does not change once it is published.
FIXED_FIELDS: Final = (
    "title", "edition", "kind", "subject", "country", "language", "issuer", "issued_on", "summary",
    "text", "link", "must_read", "read_by", "replaces",
)  # fmt: skip


def is_newest() -> Q:
    """The condition for published guidelines that no published edition replaces."""
    newer = Guideline.objects.filter(replaces=OuterRef("pk"), state=EntryState.PUBLISHED)
    return Q(state=EntryState.PUBLISHED) & ~Q(Exists(newer))


def applies_to(country: str) -> Q:
    """The condition for guidelines of a country or of every country."""
    return Q(country="") | Q(country=country)


def is_unread(reader: Staff, country: str) -> Q:
    """The condition for guidelines of a country that the reader is to read and has not read."""
    read = GuidelineReading.objects.filter(guideline=OuterRef("pk"), recorded_by=reader.id)
    return is_newest() & Q(must_read=True) & applies_to(country) & ~Q(Exists(read))


def is_in_force(guideline: Guideline) -> bool:
    """Whether staff are to follow this edition now."""
    return Guideline.objects.filter(is_newest(), pk=guideline.pk).exists()


def was_published(guideline: Guideline) -> bool:
    """Whether a second person ever published this edition: staff may have read it."""
    earlier = GuidelineVersion.objects.filter(
        guideline=guideline, body__state=EntryState.PUBLISHED.value
    )
    return guideline.published_at is not None or earlier.exists()


def newer_edition(guideline: Guideline) -> Guideline | None:
    """The published edition that replaces a guideline; None if there is none."""
    rows = Guideline.objects.filter(replaces=guideline, state=EntryState.PUBLISHED)
    return rows.order_by("-published_at", "pk").first()


def reading_of(guideline: Guideline, reader: Staff) -> GuidelineReading | None:
    """The reader's own acknowledgement."""
    rows = GuidelineReading.objects.filter(guideline=guideline, recorded_by=reader.id)
    return rows.first()


def readers_of_agency(guideline: Guideline, reader: Staff) -> set[UUID]:
    """The staff of the reader's agency who acknowledged a guideline, for those who lead them."""
    rows = GuidelineReading.objects.filter(guideline=guideline, agency=reader.agency_id)
    return set(rows.values_list("recorded_by", flat=True))


def staff_who_have_not_read(guideline: Guideline, reader: Staff) -> list[Staff]:
    """The active staff whom the reader leads and who have not acknowledged a guideline, by name.

    A supervisor leads the staff of their offices; an administrator those of the whole agency.
    """
    staff = Staff.objects.filter(agency=reader.agency_id, is_active=True)
    if Permission.APPROVE in reader.permissions:
        staff = staff.filter(office__in=reader.acts_as)
    if guideline.country:
        staff = staff.filter(office__country=guideline.country)
    unread = staff.exclude(pk__in=readers_of_agency(guideline, reader))
    return list(unread.select_related("office").order_by("name", "pk")[:MAX_UNREAD])


def replaceable_guidelines(actor: Staff) -> QuerySet[Guideline]:
    """The published guidelines of the actor's agency, which a new edition can replace."""
    rows = Guideline.objects.filter(agency=actor.agency_id, state=EntryState.PUBLISHED)
    return rows.order_by("title", "edition", "pk")


def is_review_due(today: dt.date) -> Q:
    """The condition on entries whose review is due."""
    return Q(review_on__lte=today)


def state_condition(state: str, reader: Staff, today: dt.date) -> Q:
    """A condition on the entries of the list: those in force, or a `GuidelineListState`."""
    published, ours = Q(state=EntryState.PUBLISHED), Q(agency=reader.agency_id)
    conditions = {
        "": is_newest(),
        "unread": is_unread(reader, reader.office.country),
        "replaced": published & ~is_newest(),
        "waiting": ours & awaits_second_person(),
        "changed": ours & is_corrected(),
        "draft": ours & Q(state=EntryState.DRAFT),
        "review": ours & published & is_review_due(today),
        "withdrawn": Q(state=EntryState.ARCHIVED),
    }
    return conditions[state]


def search_guidelines(entries: QuerySet[Guideline], text: str) -> QuerySet[Guideline]:
    """The guidelines with each word in their title, issuer, summary or text."""
    for word in text.split():
        entries = entries.filter(
            Q(title__icontains=word)
            | Q(issuer__icontains=word)
            | Q(summary__icontains=word)
            | Q(text__icontains=word)
        )
    return entries


def keeper_guidelines_column(staff: Staff, _files: object, today: dt.date) -> Any:
    """How many of the agency's guidelines await publication by this keeper, or a review."""
    return register_queries.maintainer_tasks_column(GUIDELINES, staff, is_review_due(today))


def unread_values(staff: Staff) -> tuple[dt.date, str]:
    """The values for `unread_column`: today's date and the country of the office."""
    return (staff.office.today(), staff.office.country)


def unread_column(staff: Staff, _files: object, today: dt.date, country: str) -> Any:
    """How many guidelines this person is to read, and how many of them are overdue."""
    unread = Guideline.objects.filter(is_unread(staff, country))
    return JSONObject(
        unread=count_column(unread, MAX_COUNT),
        overdue=count_column(unread.filter(read_by__lt=today), MAX_COUNT),
    )


# --- words -----------------------------------------------------------------------------------------


def title_text(row: Guideline) -> str:
    """A guideline with its edition."""
    return f"{row.title}, {row.edition}"


def country_text(row: Guideline) -> str:
    """The country of a guideline."""
    return country_name(row.country) if row.country else _("Every country")


def count_text(number: int, shown: str) -> str:
    """The number of guidelines found, in words."""
    return ngettext("%(count)s guideline", "%(count)s guidelines", number) % {"count": shown}


def day_text(day: dt.date | None) -> str:
    """A day in words; empty if there is none."""
    return "" if day is None else date_format(day, "j F Y")
