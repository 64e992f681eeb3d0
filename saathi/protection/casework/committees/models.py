"""Follow-ups requested from committees, and their observations."""

import datetime as dt
from typing import ClassVar, Final

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Scoped, Staff
from saathi.agencies.read_conditions import WORKS_WITH_CHILD, IsActor
from saathi.agencies.record_kit import identifying, line, operational, short_text, statistical
from saathi.agencies.sections import Section
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.committees import vocabulary as codes

DEFAULT_FOLLOW_UP: Final = dt.timedelta(days=30)


class FollowUp(Scoped):
    """A follow-up by a local committee member until a day. It gives no access to the file."""

    case = operational.foreign_key(Case, related_name="follow_ups")
    asked_of = operational.foreign_key(Staff, db_index=False, label=_("Committee member"))
    look_at = statistical.choices(codes.FollowUpFocus, 8, label=_("What to check"))
    asked_on = statistical.date()
    until = operational.date(
        label=_("Until"),
        initial=lambda today: today + DEFAULT_FOLLOW_UP,
    )
    state = statistical.choice(codes.FollowUpState, 8, default=codes.FollowUpState.ASKED)
    ended_on = statistical(models.DateField(null=True, blank=True))
    access = operational(models.UUIDField(null=True, blank=True))  # the grant to the member
    sealed = identifying(models.BinaryField())
    called = line(80, label=_("Name by which the committee knows the child"))
    where = short_text(label=_("Where the child can be found"), missing=_("not recorded"))
    keep_in_mind = short_text(
        label=_("Instructions"),
        help_text=_("Write nothing about what happened to the child or what the child said."),
        missing=_("not recorded"),
    )

    section = Section.CASE
    SEALED_FIELD_ID: ClassVar[str] = "committees.follow_up"
    read_condition = IsActor("asked_of") | WORKS_WITH_CHILD

    class Meta:
        indexes = [
            models.Index(fields=["asked_of", "state", "until"], name="committees_asked_of"),
            models.Index(fields=["file", "asked_on"], name="committees_of_file"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="asked", ended_on__isnull=True)
                | Q(state="ended", ended_on__isnull=False),
                name="committees_ended_on_a_day",
            )
        ]


class CommitteeObservation(Scoped):
    """A committee's observation on a day.

    Committees write nothing else, and only through a database function. Staff who work with the
    child use another function to record that they responded; until then an observation of danger is
    an alert.
    """

    follow_up = operational.foreign_key(FollowUp, db_index=False, related_name="observations")
    seen_on = statistical.date(label=_("Date"), is_past=True, initial=lambda today: today)
    seen = statistical.choice(
        codes.ChildSighting, 12, label=_("Was the child seen?"), is_radio=True
    )
    how = statistical.choice(codes.ChildCondition, 12, label=_("How is the child?"), is_radio=True)
    responded_at = operational(models.DateTimeField(null=True, blank=True))
    responded_by = operational(models.UUIDField(null=True, blank=True))
    sealed = identifying(models.BinaryField(null=True, blank=True))
    what = short_text(
        key="words",
        label=_("What you observed"),
        row_label=_("Observation"),
        missing=_("not recorded"),
    )
    child_words = short_text(label=_("Message from the child"), missing=_("not recorded"))

    section = Section.CASE
    written_by_functions = True
    SEALED_FIELD_ID: ClassVar[str] = "committees.told"
    earlier_text_keys: ClassVar[dict[str, str]] = {"her_words": "child_words"}
    sections_of_texts: ClassVar = {"child_words": Section.VOICE}
    read_condition = IsActor("recorded_by") | WORKS_WITH_CHILD

    class Meta:
        indexes = [
            models.Index(fields=["follow_up", "seen_on"], name="committees_observation_of"),
            models.Index(
                fields=["file"],
                condition=Q(how="danger", responded_at=None),
                name="committees_danger_open",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(responded_at=None, responded_by=None)
                | Q(responded_at__isnull=False, responded_by__isnull=False),
                name="committees_responded_whole",
            )
        ]
