"""Reads of care committees and their meetings. They are open data: no right to a file is needed."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.http import Http404
from django.utils.formats import date_format
from django.utils.translation import ngettext

from saathi.agencies.models import Staff
from saathi.agencies.register_kit import queries as register_queries
from saathi.agencies.register_kit.queries import awaits_second_person, is_corrected
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.infra.district_list import load_districts
from saathi.infra.join_words import join_words
from saathi.protection.care.care_committees.models import CareCommittee, CommitteeMeeting
from saathi.protection.care.care_committees.tables import CARE_COMMITTEES
from saathi.protection.care.care_committees.vocabulary import (
    MeetingState,
    MeetingSubject,
    SeatGroup,
)

_COUNTED = Q(meetings__state=MeetingState.RECORDED)


def published_committees(country: str) -> QuerySet[CareCommittee]:
    """The published committees of a country, by district."""
    care_committees = CareCommittee.objects.filter(state=EntryState.PUBLISHED, country=country)
    return care_committees.order_by("district", "name", "pk")


def list_committees() -> QuerySet[CareCommittee]:
    """The committees with the number of their confirmed meetings and the day of the last one."""
    return CareCommittee.objects.annotate(
        meeting_count=Count("meetings", filter=_COUNTED),
        last_meeting=Max("meetings__held_on", filter=_COUNTED),
    )


def is_review_due(today: dt.date) -> Q:
    """The condition on entries whose review is due."""
    return Q(review_on__lte=today)


def state_condition(state: str, reader: Staff, today: dt.date) -> Q:
    """A condition on the entries of the list: published, or a `CareCommitteeListState`."""
    published, ours = Q(state=EntryState.PUBLISHED), Q(agency=reader.agency_id)
    conditions = {
        "": published,
        "waiting": ours & awaits_second_person(),
        "changed": ours & is_corrected(),
        "draft": ours & Q(state=EntryState.DRAFT),
        "review": ours & published & is_review_due(today),
        "withdrawn": Q(state=EntryState.ARCHIVED),
    }
    return conditions[state]


def search_committees(entries: QuerySet[CareCommittee], text: str) -> QuerySet[CareCommittee]:
    """The committees with each word in their name, area or district."""
    for word in text.split():
        named = [d.code for d in load_districts().values() if word.lower() in d.name.lower()]
        entries = entries.filter(
            Q(name__icontains=word) | Q(area__icontains=word) | Q(district__in=named)
        )
    return entries


def may_keep_meetings(committee: CareCommittee, staff: Staff) -> bool:
    """Whether the person records and confirms meetings of the committee, and reads all of them.

    An administrator keeps the committee alone: a text may name a child until a second person has
    read it.
    """
    return staff.role_kind != "administrator" and register_queries.may_maintain(
        CARE_COMMITTEES, committee, staff
    )


def list_meetings(committee: CareCommittee, reader: Staff) -> list[CommitteeMeeting]:
    """The meetings of a committee that the reader may see, the latest first."""
    rows = CommitteeMeeting.objects.filter(committee=committee)
    if not may_keep_meetings(committee, reader):
        rows = rows.filter(state=MeetingState.RECORDED)
    return list(rows.order_by("-held_on", "-recorded_at", "pk")[:100])


def get_meeting(committee: CareCommittee, meeting_id: UUID) -> CommitteeMeeting:
    """One meeting of a committee; 404 if there is none."""
    row = CommitteeMeeting.objects.filter(pk=meeting_id, committee=committee).first()
    if row is None:
        raise Http404
    return row


def count_text(number: int, shown: str) -> str:
    """The number of committees found, in words."""
    return ngettext("%(count)s committee", "%(count)s committees", number) % {"count": shown}


def day_text(day: dt.date | None) -> str:
    """A day in words; empty if there is none."""
    return "" if day is None else date_format(day, "j F Y")


def groups_text(groups: list[str]) -> str:
    """Groups of a committee, in words."""
    return join_words(str(SeatGroup(code).label) for code in groups)


def subjects_text(subjects: list[str]) -> str:
    """Subjects of a meeting, in words."""
    return join_words(str(MeetingSubject(code).label) for code in subjects)


def keeper_committees_column(staff: Staff, _files: object, today: dt.date) -> Any:
    """How many of the agency's committees await publication by this keeper, or a review."""
    return register_queries.maintainer_tasks_column(CARE_COMMITTEES, staff, is_review_due(today))
