"""People around a child and alleged perpetrators. Each record belongs to one file alone.

No record is shared by two children: a person who is alleged to have harmed both is recorded twice,
so that neither file leads to the other.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from saathi.agencies.codes_in_lists import CodesInLists
from saathi.agencies.models import Scoped
from saathi.agencies.read_conditions import IsNotActor, ReadsParent
from saathi.agencies.sections import Section
from saathi.infra.classification import (
    IDENTIFYING,
    OPERATIONAL,
    SENSITIVE,
    STATISTICAL,
    DataClass,
)
from saathi.people.around.vocabulary import (
    AllegationSource,
    AllegationState,
    AllegedPerpetratorKind,
    AllegedRelationship,
    AllegedRole,
    ApproachChannel,
    AuthorityBody,
    AuthorityOutcomeKind,
    ContactWish,
    DangerToChild,
    FirmKind,
    LifeStatus,
    RelationKind,
)
from saathi.people.models import Child
from saathi.people.vocabulary import YesNo


class Relation(Scoped):
    """A person around the child: the relation, and the contact that the child wants."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="relations")
    kind = models.CharField(max_length=16, choices=RelationKind)
    lives_with = models.CharField(max_length=10, choices=YesNo, default=YesNo.NOT_KNOWN)
    is_carer = models.CharField(max_length=10, choices=YesNo, default=YesNo.NOT_KNOWN)
    contact = models.CharField(max_length=12, choices=ContactWish, default=ContactWish.NOT_ASKED)
    danger = models.CharField(max_length=10, choices=DangerToChild, default=DangerToChild.NOT_KNOWN)
    life = models.CharField(max_length=10, choices=LifeStatus, default=LifeStatus.NOT_KNOWN)
    ended_on = models.DateField(null=True, blank=True)
    # {"name", "where", "phone", "note", "her_words", "why_ended", "file"}. `file` is the id of a
    # sibling's file: sealed, and shown only to readers of that file.
    sealed = models.BinaryField()

    section = Section.IDENTITY
    SEALED_FIELD_ID: ClassVar[str] = "around.relation"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "kind": STATISTICAL,
        "lives_with": STATISTICAL,
        "is_carer": STATISTICAL,
        "contact": STATISTICAL,
        "danger": SENSITIVE,
        "life": STATISTICAL,
        "ended_on": OPERATIONAL,
        "sealed": IDENTIFYING,
    }


class AllegedPerpetrator(Scoped):
    """An alleged perpetrator: alleged by whom, since when and on what basis. Never a finding.

    A parent can be recorded here and as a relation (`relation`), and can be the person to whom the
    child returns. Staff who are accused never read their own record.
    """

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="alleged")
    subject = models.CharField(max_length=10, choices=AllegedPerpetratorKind)
    firm_kind = models.CharField(max_length=12, choices=FirmKind, blank=True)
    roles = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    relationship = models.CharField(
        max_length=12, choices=AllegedRelationship, default=AllegedRelationship.NOT_KNOWN
    )
    relation = models.ForeignKey(
        Relation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reached = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    is_organised = models.CharField(max_length=10, choices=YesNo, default=YesNo.NOT_KNOWN)
    said_by = models.CharField(max_length=12, choices=AllegationSource)
    said_on = models.DateField()
    standing = models.CharField(
        max_length=12, choices=AllegationState, default=AllegationState.STANDS
    )
    accused_staff = models.UUIDField(null=True, blank=True)
    sealed = models.BinaryField()  # {"name", "where", "marks", "on_what", "how", "said_by_name"}

    section = Section.SITUATION
    SEALED_FIELD_ID: ClassVar[str] = "around.alleged"
    codes_in_lists: ClassVar[CodesInLists] = {"roles": AllegedRole, "reached": ApproachChannel}
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "subject": STATISTICAL,
        "firm_kind": STATISTICAL,
        "roles": STATISTICAL,
        "relationship": STATISTICAL,
        "relation": OPERATIONAL,
        "reached": STATISTICAL,
        "is_organised": STATISTICAL,
        "said_by": STATISTICAL,
        "said_on": STATISTICAL,
        "standing": STATISTICAL,
        "accused_staff": SENSITIVE,
        "sealed": IDENTIFYING,
    }
    # Who is accused does not read the accusation.
    read_condition = IsNotActor("accused_staff")

    class Meta:
        db_table = "around_alleged"


class Outcome(Scoped):
    """A step or decision of an authority about an alleged perpetrator (TRF-009)."""

    alleged = models.ForeignKey(
        AllegedPerpetrator, on_delete=models.PROTECT, related_name="outcomes"
    )
    kind = models.CharField(max_length=16, choices=AuthorityOutcomeKind)
    body = models.CharField(max_length=12, choices=AuthorityBody, default=AuthorityBody.NOT_KNOWN)
    decided_on = models.DateField()
    sealed = models.BinaryField()  # {"name", "number", "note"} of the authority and its document

    section = Section.SITUATION
    SEALED_FIELD_ID: ClassVar[str] = "around.outcome"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "alleged": OPERATIONAL,
        "kind": STATISTICAL,
        "body": STATISTICAL,
        "decided_on": STATISTICAL,
        "sealed": IDENTIFYING,
    }
    # As far as the accusation itself is read.
    read_condition = ReadsParent("alleged")
