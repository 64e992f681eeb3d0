"""Care committees and their meetings: open data about a group; never about a child or a family."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from saathi.agencies.decision_proofs import ProvedStates
from saathi.agencies.record_kit import operational
from saathi.agencies.record_kit.fields import DeclaredClasses
from saathi.agencies.register_kit.models import RegisterEntry, RegisterEntryVersion
from saathi.agencies.register_kit.vocabulary import EntryState
from saathi.infra import clock
from saathi.infra.countries import Country
from saathi.protection.care.care_committees import vocabulary as codes


class CareCommittee(RegisterEntry):
    """A committee of an area, and which groups have a seat in it. It holds no name of a member."""

    kind = operational.choice(codes.CareCommitteeKind, 16)
    name = operational(models.CharField(max_length=200))
    country = operational.choice(Country, 3)
    district = operational(models.CharField(max_length=12))
    area = operational(models.CharField(max_length=200, blank=True))
    groups = operational.choices(codes.SeatGroup, 16)
    seats = operational(models.PositiveSmallIntegerField())
    child_seats = operational(models.PositiveSmallIntegerField())
    child_role = operational.choice(codes.ChildSeatRole, 12)
    # Whether the members were screened and promised confidentiality.
    pledge = operational.choice(codes.CommitteePledge, 12)
    contact = operational(models.CharField(max_length=200, blank=True))
    since = operational(models.DateField(null=True, blank=True))
    source = operational(models.CharField(max_length=300, blank=True))

    class Meta(RegisterEntry.Meta):
        indexes = [
            models.Index(
                fields=["agency", "proposed_at"],
                condition=Q(state=EntryState.PROPOSED),
                name="care_committee_waits",
            ),
            models.Index(
                fields=["agency", "changed_at"],
                condition=Q(state=EntryState.PUBLISHED, changed_at__gt=F("published_at")),
                name="care_committee_corrected",
            ),
            models.Index(fields=["country", "district", "id"], name="care_committee_by_place"),
            models.Index(fields=["name", "id"], name="care_committee_by_name"),
        ]
        constraints = [
            *RegisterEntry.Meta.constraints,
            models.UniqueConstraint(
                fields=["agency", "district", "name"],
                condition=~Q(state=EntryState.ARCHIVED),
                name="care_committee_once",
            ),
            models.CheckConstraint(
                condition=Q(child_seats__lte=F("seats"), seats__gte=1),
                name="care_committee_seats",
            ),
            models.CheckConstraint(
                condition=Q(child_seats=0, child_role="no_seat") & ~Q(groups__contains=["children"])
                | Q(child_seats__gt=0, groups__contains=["children"]) & ~Q(child_role="no_seat"),
                name="care_committee_children",
            ),
        ]


class CareCommitteeVersion(RegisterEntryVersion):
    """The content of a committee's entry before a change, and who changed it."""

    committee = operational.foreign_key(CareCommittee, db_index=False, related_name="versions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "version"], name="care_committee_version_once"
            )
        ]


class CommitteeMeeting(models.Model):
    """A meeting of a committee: its subjects, and what it decided without naming a child.

    A second keeper reads the text and confirms it; until then only keepers of the agency see it. An
    error is marked as such, and the record stays.
    """

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    committee = operational.foreign_key(CareCommittee, db_index=False, related_name="meetings")
    held_on = operational(models.DateField())
    groups = operational.choices(codes.SeatGroup, 16)
    children_present = operational(models.PositiveSmallIntegerField(null=True, blank=True))
    subjects = operational.choices(codes.MeetingSubject, 16)
    decided = operational(models.CharField(max_length=500, blank=True))
    recorded_at = operational(models.DateTimeField(default=clock.now))
    recorded_by = operational(models.UUIDField())
    state = operational.choice(codes.MeetingState, 12)
    published_by = operational(models.UUIDField(null=True, blank=True))
    published_at = operational(models.DateTimeField(null=True, blank=True))
    withdrawn_by = operational(models.UUIDField(null=True, blank=True))
    withdrawn_at = operational(models.DateTimeField(null=True, blank=True))
    why_withdrawn = operational(models.CharField(max_length=300, blank=True))

    proved_states: ClassVar[ProvedStates] = (
        "state",
        (codes.MeetingState.RECORDED.value, codes.MeetingState.WITHDRAWN.value),
    )
    classified = DeclaredClasses()

    class Meta:
        indexes = [
            models.Index(
                fields=["committee", "-held_on", "-recorded_at"], name="care_committee_meetings"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("recorded_by")),
                name="care_committee_meeting_second",
            ),
            models.CheckConstraint(
                condition=~Q(state=codes.MeetingState.RECORDED) | Q(published_by__isnull=False),
                name="care_committee_meeting_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(state=codes.MeetingState.WITHDRAWN, withdrawn_by__isnull=False)
                & ~Q(why_withdrawn="")
                | ~Q(state=codes.MeetingState.WITHDRAWN) & Q(withdrawn_by__isnull=True),
                name="care_committee_meeting_error",
            ),
            models.CheckConstraint(
                condition=~Q(decided__regex=codes.IDENTIFYING_TEXT),
                name="care_committee_meeting_text",
            ),
            models.CheckConstraint(
                condition=~Q(decided__regex=codes.CASE_ID_TEXT)
                & ~Q(why_withdrawn__regex=codes.CASE_ID_TEXT),
                name="care_committee_meeting_case",
            ),
            models.CheckConstraint(
                condition=Q(children_present__isnull=True)
                | Q(children_present=0) & ~Q(groups__contains=["children"])
                | Q(children_present__gt=0, groups__contains=["children"]),
                name="care_committee_meeting_kids",
            ),
        ]
