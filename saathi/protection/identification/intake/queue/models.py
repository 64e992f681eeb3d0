"""The response to a report: its deadline, who accepted it, who was notified; and who is on duty."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Office, Scoped, Staff
from saathi.agencies.read_conditions import IsActor, IsShownBy
from saathi.agencies.record_kit import (
    identifying,
    line,
    long_text,
    operational,
    sensitive,
    statistical,
)
from saathi.agencies.record_kit.fields import DeclaredClasses
from saathi.agencies.sections import Section
from saathi.infra import clock
from saathi.people.vocabulary import YesNo
from saathi.protection.identification.intake.queue.vocabulary import (
    ReportMeeting,
    ReportNoteKind,
    ReportVisitPlace,
    ResponseRoute,
    ResponseState,
    ResponseStepKind,
)

# Not to those that the report bypasses, see `functions/queue_access.sql`.
RESPONSE_IS_SHOWN = "report_response_is_shown"


class ReportResponse(Scoped):
    """The place of one report in the queue. A trigger adds it with the report; functions change it."""

    report = operational(
        models.OneToOneField(
            "intake.Report", on_delete=models.PROTECT, related_name="response", db_index=False
        )
    )
    office = operational.foreign_key(Office, db_index=False)  # that of the file
    state = operational.choice(ResponseState, 10)
    urgency_rank = operational(models.PositiveSmallIntegerField())  # 0 is the most urgent
    # By when it must be accepted; once accepted, by when its outcome must be recorded; once closed,
    # when it was closed.
    due_at = operational(models.DateTimeField())
    # The person who was given the report by name, or accepted it.
    assigned_to = operational(models.UUIDField(null=True, blank=True))
    accepted_by = operational(models.UUIDField(null=True, blank=True))
    accepted_at = operational(models.DateTimeField(null=True, blank=True))
    level = operational(models.PositiveSmallIntegerField(default=0))  # 0: no one was notified
    # How far up notices went, see `report_recipients`.
    reached = operational(models.PositiveSmallIntegerField(default=0))
    escalate_at = operational(models.DateTimeField(null=True, blank=True))
    route = operational.choice(ResponseRoute, 10, default=ResponseRoute.USUAL)
    named_staff = sensitive(ArrayField(models.UUIDField(), default=list, blank=True))
    named_office = sensitive.optional_foreign_key(Office, db_index=False)

    section = Section.REPORT
    written_by_functions = True
    read_condition = IsShownBy("report", RESPONSE_IS_SHOWN)

    class Meta:
        indexes = [
            # The worker queries this each minute.
            models.Index(
                fields=["escalate_at"],
                condition=models.Q(escalate_at__isnull=False),
                name="intake_response_escalates",
            ),
            # Few reports name anyone: see `desk/functions/hidden_files.sql`.
            models.Index(
                fields=["report"],
                condition=models.Q(named_office__isnull=False) | ~models.Q(named_staff=[]),
                name="intake_response_naming",
            ),
            models.Index(fields=["state", "due_at", "id"], name="intake_response_due"),
            # My day queries the most urgent first.
            models.Index(
                fields=["state", "urgency_rank", "due_at", "id"], name="intake_response_by_urgency"
            ),
            models.Index(fields=["office", "state", "due_at"], name="intake_response_of_office"),
            models.Index(
                fields=["assigned_to", "state", "due_at"],
                condition=models.Q(assigned_to__isnull=False),
                name="intake_response_of_staff",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(accepted_by__isnull=True, accepted_at__isnull=True)
                | models.Q(accepted_by__isnull=False, accepted_at__isnull=False),
                name="intake_response_accepted_by_and_at",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="accepted") | models.Q(accepted_by__isnull=False),
                name="intake_response_accepted_by_someone",
            ),
        ]


class ResponseStep(Scoped):
    """What happened to a report in the queue, and who was concerned. Written by functions alone."""

    report = operational(
        models.ForeignKey(
            "intake.Report", on_delete=models.PROTECT, related_name="steps", db_index=False
        )
    )
    kind = operational.choice(ResponseStepKind, 10)
    staff = operational(models.UUIDField(null=True, blank=True))
    level = operational(models.PositiveSmallIntegerField(default=0))
    # The right that came with a notice; it ends when someone else accepts the report.
    given_right = operational(models.UUIDField(null=True, blank=True))

    section = Section.REPORT
    written_by_functions = True
    read_condition = IsShownBy("report", RESPONSE_IS_SHOWN)

    class Meta:
        indexes = [
            models.Index(fields=["report", "recorded_at"], name="intake_step_of_report"),
            models.Index(fields=["staff", "kind", "report"], name="intake_step_of_staff"),
        ]


class BypassedPlace(models.Model):
    """Where a person was, so that a report bypasses the same people once they move.

    For each named person (`is_named`): the office at that time, and whether they led it and
    assigned cases; for others: the bypassed office that they left. Written by functions alone, read
    by no role.
    """

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    report = operational(
        models.ForeignKey(
            "intake.Report", on_delete=models.CASCADE, related_name="+", db_index=False
        )
    )
    staff = sensitive(models.UUIDField())
    office = sensitive.foreign_key(Office, db_index=False)
    is_named = operational(models.BooleanField())
    leads = operational(models.BooleanField())
    recorded_at = operational(models.DateTimeField(default=clock.now))

    written_by_functions: ClassVar[bool] = True
    classified = DeclaredClasses()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "staff", "is_named"], name="intake_bypassed_place_once"
            )
        ]
        indexes = [models.Index(fields=["staff"], name="intake_bypassed_staff")]


class ReportNote(Scoped):
    """What was added to a report later, with its author and time; no note is changed.

    Stored apart from the texts of the report: a person bypassed by it reads what they recorded
    themselves, and nothing that colleagues add.
    """

    report = operational(
        models.ForeignKey(
            "intake.Report", on_delete=models.PROTECT, related_name="notes", db_index=False
        )
    )
    kind = statistical.choice(ReportNoteKind, 12)
    sealed = identifying(models.BinaryField())
    text = long_text(label=_("Information"))
    to = line(200, label=_("Reassigned to"))
    who = line(200, label=_("Who went to the child"))
    went_on = line(10, label=_("Date"))  # as 2026-03-07
    went_time = line(5, label=_("Time of day"))  # as 14:30; empty if not known
    earlier = line(14, label=_("Reference of the earlier report"))  # as R-7K2P-9QXM, of an outcome
    outcome = line(20, label=_("Outcome"))  # the code of an outcome; earlier notes have none
    # When they went, to order the findings; for earlier notes, when these were recorded.
    went_at = statistical(models.DateTimeField(null=True, blank=True))
    # Of a visit: no time was entered; `went_at` is in the day, after what was recorded of it before.
    is_time_unknown = statistical(models.BooleanField(default=False, db_default=False))
    # Of a visit that met the child; only "yes" ends the danger in a report, until a later "no".
    child_safe = statistical(
        models.CharField(max_length=10, choices=YesNo, blank=True, default="", db_default="")
    )

    meeting = statistical(
        models.CharField(
            max_length=16, choices=ReportMeeting, blank=True, default="", db_default=""
        )
    )
    place = statistical(
        models.CharField(
            max_length=16, choices=ReportVisitPlace, blank=True, default="", db_default=""
        )
    )

    section = Section.REPORT
    SEALED_FIELD_ID: ClassVar[str] = "intake.report_note"
    kept_fields = ("report", "kind", "child_safe", "went_at", "is_time_unknown", "meeting", "place")
    read_condition = IsActor("recorded_by") | IsShownBy("report", RESPONSE_IS_SHOWN)

    class Meta:
        indexes = [models.Index(fields=["report", "recorded_at"], name="intake_note_of_report")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(child_safe="") | models.Q(kind="visit"),
                name="intake_note_safe_only_if_met",
            ),
            models.CheckConstraint(
                condition=models.Q(meeting="") | models.Q(kind="visit"),
                name="intake_note_meeting_only_if_met",
            ),
        ]


class DutyShift(models.Model):
    """A period in which a staff member answers for the new reports of an office."""

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    office = operational.foreign_key(
        Office, on_delete=models.CASCADE, related_name="duty_shifts", db_index=False
    )
    staff = operational.foreign_key(Staff, on_delete=models.CASCADE, related_name="duty_shifts")
    # Who is notified as well, and takes over if the person on duty cannot be reached.
    cover = operational.optional_foreign_key(Staff, on_delete=models.CASCADE, db_index=False)
    starts_at = operational(models.DateTimeField())
    ends_at = operational(models.DateTimeField())
    phone = sensitive(models.CharField(max_length=24, blank=True))
    # When those on duty were notified of the reports that waited as the shift began.
    notified_at = operational(models.DateTimeField(null=True, blank=True))
    recorded_at = operational(models.DateTimeField(default=clock.now))
    recorded_by = operational(models.UUIDField())

    written_by_functions: ClassVar[bool] = True
    classified = DeclaredClasses()

    class Meta:
        indexes = [
            models.Index(fields=["office", "ends_at"], name="intake_shift_of_office"),
            # The worker queries this each minute.
            models.Index(
                fields=["starts_at"],
                condition=models.Q(notified_at__isnull=True),
                name="intake_shift_to_tell",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="intake_shift_ends"
            )
        ]
