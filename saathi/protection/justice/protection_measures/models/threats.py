"""Threats to a child who is a victim of a crime, a witness or a party."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Scoped
from saathi.agencies.read_conditions import IsNotActor, ReadsParent
from saathi.agencies.record_kit import (
    identifying,
    line,
    long_text,
    operational,
    sensitive,
    short_text,
    statistical,
)
from saathi.agencies.sections import Section
from saathi.people.around.models import AllegedPerpetrator
from saathi.people.models import Child
from saathi.protection.justice.protection_measures import vocabulary as codes


class Threat(Scoped):
    """A threat as it happened, what was done about it, its next check, and its end (JUS-013).

    Staff who are accused of it never read it. Its texts are in no export.
    """

    child = operational.foreign_key(Child, db_index=False)
    happened_on = statistical.date(label=_("Date of the threat"), is_past=True)
    urgency = statistical.choice(codes.ThreatUrgency, 12, label=_("Urgency"), is_radio=True)
    targets = statistical.choices(codes.ThreatTarget, 12, label=_("Threatened"), required=True)
    ways = statistical.choices(codes.ThreatWay, 12, label=_("How"), required=True)
    alleged = operational.optional_foreign_key(
        AllegedPerpetrator,
        label=_("Alleged perpetrator in the child’s file"),
        missing=_("not recorded"),
    )
    accused_staff = sensitive(models.UUIDField(null=True, blank=True))
    police = statistical.choice(
        codes.PoliceInformed, 12, label=_("Are the police informed?"), is_radio=True
    )
    state = statistical.choice(
        codes.ThreatState, 12, default=codes.ThreatState.OPEN, label=_("Status")
    )
    recorded_on = statistical(models.DateField(), label=_("Recorded on"))
    answered_on = statistical(
        models.DateField(null=True, blank=True), label=_("Action taken on"), is_past=True
    )
    ended_on = statistical(
        models.DateField(null=True, blank=True), label=_("Ended on"), is_past=True
    )
    end_reason = statistical.choice(
        codes.ThreatEnd, 12, blank=True, default="", label=_("Reason"), is_radio=True, required=True
    )
    check_on = operational(
        models.DateField(null=True, blank=True), label=_("Next check on"), missing=_("none")
    )
    # What the latest check says; the database sets both (`functions/threat_checks.sql`).
    safety = statistical.choice(
        codes.ThreatSafety, 12, blank=True, default="", label=_("Child safe at the latest check")
    )
    safe_since = operational(
        models.DateField(null=True, blank=True), label=_("Safe, as confirmed on")
    )
    # The highest urgency since a check last confirmed that the child is safe; a check that found the child
    # not safe counts as the highest. The database keeps it: no edit ends an alarm.
    alarm_urgency = statistical.choice(
        codes.ThreatUrgency, 12, blank=True, default="", label=_("Urgency of the alarm")
    )
    # When what is on record of the threat changed last; the database sets it. None: as first recorded.
    changed_at = operational(models.DateTimeField(null=True, blank=True))
    sealed = identifying(models.BinaryField())
    what = long_text(4000, label=_("What happened"), required=True)
    child_words = short_text(2000, label=_("In the child’s words"))
    response = short_text(2000, label=_("Action taken, and by whom"))
    end_note = short_text(2000, label=_("Why it is no longer a threat"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "protection_measures.threat"
    sections_of_texts: ClassVar = {"child_words": Section.VOICE}
    texts_never_exported = frozenset({"what", "child_words", "response", "end_note"})
    read_condition = IsNotActor("accused_staff")
    kept_fields = ("child",)

    class Meta:
        indexes = [
            models.Index(fields=["child", "happened_on"], name="protection_threat_of"),
            models.Index(
                fields=["file"],
                condition=~Q(state="ended"),
                name="protection_threat_active",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", answered_on__isnull=True, ended_on__isnull=True)
                | Q(state="answered", answered_on__isnull=False, ended_on__isnull=True)
                | Q(state="ended", ended_on__isnull=False, ended_on__gte=F("happened_on")),
                name="protection_threat_states",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", check_on__isnull=True)
                | ~Q(state="ended") & Q(check_on__isnull=False),
                name="protection_threat_checked",
            ),
        ]


class ThreatCheck(Scoped):
    """A check whether the child is safe from a threat; each one names the day of the next (JUS-013).

    Whoever may not read the threat does not read its checks. Its texts are in no export.
    """

    threat = operational.foreign_key(Threat, db_index=False, related_name="checks")
    checked_on = statistical.date(label=_("Date of the check"), is_past=True)
    safe_now = statistical.choice(
        codes.ThreatSafety, 12, label=_("Is the child safe now?"), is_radio=True
    )
    sources = statistical.choices(
        codes.SafetyCheckSource, 12, label=_("How this is known"), required=True
    )
    next_on = operational(models.DateField(), label=_("Next check on"))
    sealed = identifying(models.BinaryField())
    checker = line(200, label=_("Who checked, name and function"), required=True)
    seen = short_text(2000, label=_("What was seen or heard"), required=True)
    child_words = short_text(2000, label=_("In the child’s words"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "protection_measures.threatcheck"
    sections_of_texts: ClassVar = {"child_words": Section.VOICE}
    texts_never_exported = frozenset({"checker", "seen", "child_words"})
    read_condition = ReadsParent("threat")
    kept_fields = ("threat", "checked_on", "safe_now", "sources", "next_on")

    class Meta:
        indexes = [models.Index(fields=["threat", "checked_on"], name="protection_check_of")]
