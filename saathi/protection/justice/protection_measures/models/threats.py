"""Threats to a child who is a victim of a crime, a witness or a party."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Scoped
from saathi.agencies.read_conditions import IsNotActor
from saathi.agencies.record_kit import (
    identifying,
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
    """A threat as it happened, what was done about it, and its end (JUS-013).

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
        ]
