"""People around a child and alleged perpetrators. Each record belongs to only one file.

No record is shared by two children: a person who is alleged to have harmed both is recorded twice,
so that neither file leads to the other.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.codes_in_lists import CodesInLists
from saathi.agencies.models import Scoped
from saathi.agencies.read_conditions import IsNotActor, ReadsParent
from saathi.agencies.record_kit import (
    identifying,
    line,
    operational,
    sensitive,
    short_text,
    statistical,
)
from saathi.agencies.sections import Section
from saathi.people.around.vocabulary import (
    AllegationSource,
    AllegationState,
    AllegedPerpetratorKind,
    AllegedRole,
    ApproachChannel,
    AuthorityBody,
    AuthorityOutcomeKind,
    ContactWish,
    DangerToChild,
    FirmKind,
    LifeStatus,
    PerpetratorRelationship,
    RelationKind,
)
from saathi.people.models import Child
from saathi.people.vocabulary import YesNo


class Relation(Scoped):
    """A person around the child: the relation, and the contact that the child wants."""

    child = operational.foreign_key(Child, related_name="relations")
    kind = statistical.choice(RelationKind, 16, label=_("Relationship to the child"))
    lives_with = statistical.choice(YesNo, 10, blank=True, label=_("Lives with the child"))
    is_carer = statistical.choice(YesNo, 10, blank=True, label=_("Daily caregiver"))
    contact = statistical.choice(
        ContactWish,
        12,
        blank=True,
        label=_("Does the child want contact?"),
        is_radio=True,
    )
    danger = sensitive.choice(
        DangerToChild,
        10,
        blank=True,
        label=_("Danger to the child"),
        help_text=_(
            "Everyone who can read the child’s personal details sees this. Do not record here"
            " what happened."
        ),
    )
    life = statistical.choice(LifeStatus, 10, blank=True, label=_("Living or deceased"))
    ended_on = operational(
        models.DateField(null=True, blank=True),
        label=_("No longer in the child’s life since"),
        is_past=True,
    )
    sealed = identifying(models.BinaryField())
    name = line(200, label=_("Name, as said or written"))
    child_words = short_text(2000, label=_("In the child’s words"))
    where = line(500, label=_("Whereabouts"))
    phone = line(200, label=_("Telephone"))
    note = short_text(2000, label=_("Additional information"))
    why_ended = line(500, label=_("Reason"))
    # The id of a sibling's file, shown only to readers of that file.
    linked_file = line(32, key="file")

    section = Section.IDENTITY
    SEALED_FIELD_ID: ClassVar[str] = "around.relation"
    earlier_text_keys: ClassVar[dict[str, str]] = {"her_words": "child_words"}
    texts_never_exported = frozenset({"file"})
    sections_of_texts: ClassVar = {"child_words": Section.VOICE}


class AllegedPerpetrator(Scoped):
    """An alleged perpetrator: who alleged it, since when and on what basis. Never a finding.

    A parent can be recorded here and as a relation (`relation`), and can be the person that the
    child returns. Staff who are accused never read their own record.
    """

    child = operational.foreign_key(Child, related_name="alleged")
    subject = statistical.choice(AllegedPerpetratorKind, 10, label=_("Alleged perpetrator"))
    firm_kind = statistical.choice(
        FirmKind, 12, blank=True, label=_("Type of business or establishment")
    )
    roles = statistical(ArrayField(models.CharField(max_length=12), default=list, blank=True))
    relationship = statistical.choice(
        PerpetratorRelationship,
        12,
        blank=True,
        label=_("Relationship to the child"),
    )
    relation = operational.optional_foreign_key(Relation)
    reached = statistical(ArrayField(models.CharField(max_length=16), default=list, blank=True))
    is_organised = statistical.choice(
        YesNo,
        10,
        blank=True,
        label=_("Organised group"),
    )
    said_by = statistical.choice(AllegationSource, 12, label=_("Source of the allegation"))
    said_on = statistical.date(label=_("Date of the allegation"), is_past=True)
    allegation_state = statistical.choice(
        AllegationState, 12, default=AllegationState.ALLEGED, label=_("Current status")
    )
    # The status that one person recorded, and that another one has to record too (`rules`).
    asked_state = operational(
        models.CharField(
            max_length=12, choices=AllegationState, blank=True, default="", db_default=""
        )
    )
    asked_by = operational(models.UUIDField(null=True, blank=True))
    accused_staff = sensitive(models.UUIDField(null=True, blank=True))
    sealed = identifying(models.BinaryField())
    name = line(200, label=_("Name, as far as known"))
    description = short_text(8000, rows=3, label=_("Description of the person"))
    said_by_name = line(200, label=_("Name of the source, if it may be recorded"))
    on_what = short_text(
        8000, rows=3, label=_("Basis of the allegation: what was seen, heard or found")
    )
    how = short_text(
        8000,
        rows=3,
        label=_("Methods: promises, money, places, telephones, documents"),
    )
    where = line(500, label=_("Whereabouts"))
    marks = line(500, label=_("Distinguishing features"))
    why_changed = short_text(
        2000,
        rows=3,
        label=_("Reason for the change"),
        help_text=_(
            "Needed in at least 20 letters for another status, and for another name or source if the "
            "child is the source. Another person records “Withdrawn by the source” or “Mistaken "
            "identity” too before it takes effect."
        ),
    )

    section = Section.SITUATION
    SEALED_FIELD_ID: ClassVar[str] = "around.alleged"
    codes_in_lists: ClassVar[CodesInLists] = {"roles": AllegedRole, "reached": ApproachChannel}
    # The accused cannot read the accusation.
    read_condition = IsNotActor("accused_staff")

    class Meta:
        db_table = "around_alleged"
        constraints = [
            models.CheckConstraint(
                condition=Q(asked_state="", asked_by__isnull=True)
                | ~Q(asked_state="") & Q(asked_by__isnull=False),
                name="around_alleged_asked_by",
            )
        ]

    @property
    def waits_for_second(self) -> bool:
        """Whether one person recorded another status, which is not in effect yet."""
        return self.asked_state not in {"", self.allegation_state}

    def texts_left_out_of_export(self) -> frozenset[str]:
        """The name of the source, where this is the person who reported: they may be confidential."""
        is_reporter = self.said_by == AllegationSource.REPORTER
        return frozenset({"said_by_name"} if is_reporter else ())


class Outcome(Scoped):
    """A step or decision of an authority about an alleged perpetrator (TRF-009)."""

    alleged = operational.foreign_key(AllegedPerpetrator, related_name="outcomes")
    kind = statistical.choice(AuthorityOutcomeKind, 16, label=_("Action of the authority"))
    body = statistical.choice(AuthorityBody, 12, blank=True, label=_("Authority"))
    decided_on = statistical.date(label=_("Date"), is_past=True)
    sealed = identifying(models.BinaryField())
    name = line(200, label=_("Name and place of the authority"))
    number = line(80, label=_("Case or document number"))
    note = short_text(4000, label=_("Additional information"))

    section = Section.SITUATION
    SEALED_FIELD_ID: ClassVar[str] = "around.outcome"
    # Readable by whoever can read the accusation.
    read_condition = ReadsParent("alleged")
