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
from saathi.agencies.record_kit import identifying, operational, sensitive, statistical
from saathi.agencies.sections import Section
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

    child = operational.foreign_key(Child, related_name="relations")
    kind = statistical.choice(RelationKind, 16)
    lives_with = statistical.choice(YesNo, 10, default=YesNo.NOT_KNOWN)
    is_carer = statistical.choice(YesNo, 10, default=YesNo.NOT_KNOWN)
    contact = statistical.choice(ContactWish, 12, default=ContactWish.NOT_ASKED)
    danger = sensitive.choice(DangerToChild, 10, default=DangerToChild.NOT_KNOWN)
    life = statistical.choice(LifeStatus, 10, default=LifeStatus.NOT_KNOWN)
    ended_on = operational(models.DateField(null=True, blank=True))
    # {"name", "where", "phone", "note", "her_words", "why_ended", "file"}. `file` is the id of a
    # sibling's file: sealed, and shown only to readers of that file.
    sealed = identifying(models.BinaryField())

    section = Section.IDENTITY
    SEALED_FIELD_ID: ClassVar[str] = "around.relation"


class AllegedPerpetrator(Scoped):
    """An alleged perpetrator: alleged by whom, since when and on what basis. Never a finding.

    A parent can be recorded here and as a relation (`relation`), and can be the person to whom the
    child returns. Staff who are accused never read their own record.
    """

    child = operational.foreign_key(Child, related_name="alleged")
    subject = statistical.choice(AllegedPerpetratorKind, 10)
    firm_kind = statistical.choice(FirmKind, 12, blank=True)
    roles = statistical(ArrayField(models.CharField(max_length=12), default=list, blank=True))
    relationship = statistical.choice(
        AllegedRelationship, 12, default=AllegedRelationship.NOT_KNOWN
    )
    relation = operational(
        models.ForeignKey(
            Relation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
        )
    )
    reached = statistical(ArrayField(models.CharField(max_length=16), default=list, blank=True))
    is_organised = statistical.choice(YesNo, 10, default=YesNo.NOT_KNOWN)
    said_by = statistical.choice(AllegationSource, 12)
    said_on = statistical.date()
    standing = statistical.choice(AllegationState, 12, default=AllegationState.STANDS)
    accused_staff = sensitive(models.UUIDField(null=True, blank=True))
    # keys: "name", "where", "marks", "on_what", "how", "said_by_name"
    sealed = identifying(models.BinaryField())

    section = Section.SITUATION
    SEALED_FIELD_ID: ClassVar[str] = "around.alleged"
    codes_in_lists: ClassVar[CodesInLists] = {"roles": AllegedRole, "reached": ApproachChannel}
    # Who is accused does not read the accusation.
    read_condition = IsNotActor("accused_staff")

    class Meta:
        db_table = "around_alleged"


class Outcome(Scoped):
    """A step or decision of an authority about an alleged perpetrator (TRF-009)."""

    alleged = operational.foreign_key(AllegedPerpetrator, related_name="outcomes")
    kind = statistical.choice(AuthorityOutcomeKind, 16)
    body = statistical.choice(AuthorityBody, 12, default=AuthorityBody.NOT_KNOWN)
    decided_on = statistical.date()
    # {"name", "number", "note"} of the authority and its document
    sealed = identifying(models.BinaryField())

    section = Section.SITUATION
    SEALED_FIELD_ID: ClassVar[str] = "around.outcome"
    # As far as the accusation itself is read.
    read_condition = ReadsParent("alleged")
