"""Models of consents, guardians, information, decisions and other people's views."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from saathi.agencies.codes_in_lists import CodesInLists
from saathi.agencies.models import Scoped
from saathi.agencies.sections import Section
from saathi.consent.vocabulary import (
    AccompanimentStatus,
    ChildAgreement,
    ChildAnswer,
    ChildCapacity,
    ChildParticipation,
    ChildViewWeight,
    ConsentScope,
    DecisionKind,
    DecisionMaker,
    GuardianKind,
    GuardianYesNo,
    InformationAudience,
    InformationMethod,
    InformationTopic,
    LegalBasis,
    Speaker,
)
from saathi.infra.classification import (
    IDENTIFYING,
    OPERATIONAL,
    SENSITIVE,
    STATISTICAL,
    DataClass,
)
from saathi.participation.vocabulary import UnderstandingLevel
from saathi.people.models import Child


class Guardian(Scoped):
    """A child's guardian or representative: the ground and the period (GDN-004)."""

    child = models.ForeignKey(
        Child, on_delete=models.PROTECT, db_index=False, related_name="guardians"
    )
    kind = models.CharField(max_length=12, choices=GuardianKind)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    is_independent = models.CharField(
        max_length=10, choices=GuardianYesNo, default=GuardianYesNo.NOT_KNOWN
    )
    has_conflict = models.CharField(
        max_length=10, choices=GuardianYesNo, default=GuardianYesNo.NOT_KNOWN
    )
    may_be_involved = models.CharField(
        max_length=10, choices=GuardianYesNo, default=GuardianYesNo.NOT_KNOWN
    )
    sealed = models.BinaryField()  # {"name", "contact", "order", "note"}

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "consent.guardian"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "kind": STATISTICAL,
        "starts_on": STATISTICAL,
        "ends_on": STATISTICAL,
        "is_independent": STATISTICAL,
        "has_conflict": SENSITIVE,
        "may_be_involved": SENSITIVE,
        "sealed": IDENTIFYING,
    }

    class Meta:
        indexes = [models.Index(fields=["child"], name="consent_guardian_of_child")]


class Accompaniment(Scoped):
    """Whether an adult responsible for the child was with the child on a day. Later records are added."""

    child = models.ForeignKey(
        Child, on_delete=models.PROTECT, db_index=False, related_name="accompaniments"
    )
    state = models.CharField(max_length=12, choices=AccompanimentStatus)
    as_of = models.DateField()

    section = Section.LEGAL
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "state": STATISTICAL,
        "as_of": STATISTICAL,
    }

    class Meta:
        indexes = [models.Index(fields=["child"], name="consent_accompanied_child")]


class Consent(Scoped):
    """The legal basis of a step or of sharing data: scope and validity (GDN-001)."""

    child = models.ForeignKey(
        Child, on_delete=models.PROTECT, db_index=False, related_name="consents"
    )
    basis = models.CharField(max_length=16, choices=LegalBasis)
    scopes = ArrayField(models.CharField(max_length=16), default=list)
    answer = models.CharField(max_length=12, choices=ChildAnswer)
    capacity = models.CharField(max_length=12, choices=ChildCapacity)
    language = models.CharField(max_length=8, blank=True)
    guardian = models.ForeignKey(
        Guardian, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    given_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    # Sealed keys: recipient, withheld, reason, her_words, why_withdrawn.
    sealed = models.BinaryField()

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "consent.consent"
    proved_fields = ("scopes", "ends_on", "withdrawn_on")  # until when others may be told, and what
    codes_in_lists: ClassVar[CodesInLists] = {"scopes": ConsentScope}
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "basis": STATISTICAL,
        "scopes": STATISTICAL,
        "answer": STATISTICAL,
        "capacity": STATISTICAL,
        "language": STATISTICAL,
        "guardian": OPERATIONAL,
        "given_on": STATISTICAL,
        "ends_on": OPERATIONAL,
        "withdrawn_on": STATISTICAL,
        "sealed": IDENTIFYING,
    }

    class Meta:
        indexes = [models.Index(fields=["child", "given_on"], name="consent_consent_of_child")]


class Information(Scoped):
    """Information given to a child or family: topics, day, language, understanding."""

    child = models.ForeignKey(
        Child, on_delete=models.PROTECT, db_index=False, related_name="information"
    )
    about = ArrayField(models.CharField(max_length=16, choices=InformationTopic), default=list)
    told_to = models.CharField(
        max_length=8,
        choices=InformationAudience,
        default=InformationAudience.CHILD,
        db_default=InformationAudience.CHILD,
    )
    way = models.CharField(max_length=12, choices=InformationMethod)
    told_on = models.DateField()
    language = models.CharField(max_length=8)
    understood = models.CharField(max_length=12, choices=UnderstandingLevel)
    sealed = models.BinaryField()  # {"by", "note"}: who informed the child, what the child asked

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "consent.information"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "about": STATISTICAL,
        "told_to": STATISTICAL,
        "way": STATISTICAL,
        "told_on": STATISTICAL,
        "language": STATISTICAL,
        "understood": STATISTICAL,
        "sealed": IDENTIFYING,
    }

    class Meta:
        indexes = [models.Index(fields=["child"], name="consent_information_of")]


class Decision(Scoped):
    """A significant decision about a child, assessed by the four principles (RTS-001)."""

    child = models.ForeignKey(
        Child, on_delete=models.PROTECT, db_index=False, related_name="decisions"
    )
    kind = models.CharField(max_length=16, choices=DecisionKind)
    decided_on = models.DateField()
    decided_by = models.CharField(max_length=12, choices=DecisionMaker)
    heard = models.CharField(max_length=12, choices=ChildParticipation)
    weight = models.CharField(max_length=12, choices=ChildViewWeight)
    agreement = models.CharField(
        max_length=12, choices=ChildAgreement, default=ChildAgreement.NOT_ASKED
    )
    told_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    # Sealed keys: what, why, equal, best, develop, views, harm, why_not_heard, answer.
    sealed = models.BinaryField()

    section = Section.DECISIONS
    SEALED_FIELD_ID: ClassVar[str] = "consent.decision"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "kind": STATISTICAL,
        "decided_on": STATISTICAL,
        "decided_by": STATISTICAL,
        "heard": STATISTICAL,
        "weight": STATISTICAL,
        "agreement": STATISTICAL,
        "told_on": STATISTICAL,
        "review_on": OPERATIONAL,
        "sealed": IDENTIFYING,
    }

    class Meta:
        indexes = [models.Index(fields=["child", "decided_on"], name="consent_decision_of_child")]


class OthersView(Scoped):
    """The view of a caregiver, relative or field worker on a matter (CHP-014)."""

    child = models.ForeignKey(
        Child, on_delete=models.PROTECT, db_index=False, related_name="views_of_others"
    )
    speaker = models.CharField(max_length=12, choices=Speaker)
    said_on = models.DateField()
    sealed = models.BinaryField()  # {"name", "about", "words"}

    section = Section.DECISIONS
    SEALED_FIELD_ID: ClassVar[str] = "consent.others_view"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "speaker": STATISTICAL,
        "said_on": STATISTICAL,
        "sealed": IDENTIFYING,
    }

    class Meta:
        indexes = [models.Index(fields=["child"], name="consent_others_view_of")]
