"""Cross-border enquiries, the disclosed facts and the answers."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from saathi.agencies.models import Scoped
from saathi.agencies.protocols import ProtocolQuestion, ProtocolShareableFact
from saathi.agencies.sections import Section
from saathi.infra.classification import IDENTIFYING, OPERATIONAL, SENSITIVE, STATISTICAL, DataClass
from saathi.infra.countries import Country
from saathi.people.models import Child
from saathi.protection.returns.borders.vocabulary import (
    ChildViewOnEnquiry,
    CrossBorderEnquiryState,
    EnquiryDirection,
    FearOfAuthority,
)


class CrossBorderEnquiry(Scoped):
    """An enquiry about a child to or from another country, under a version of a protocol."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, db_index=False, related_name="+")
    direction = models.CharField(max_length=8, choices=EnquiryDirection)
    country = models.CharField(max_length=3, choices=Country)  # the other country
    protocol = models.SlugField(max_length=40, blank=True)  # empty if they asked without one
    protocol_version = models.PositiveIntegerField(null=True, blank=True)
    asks = ArrayField(models.CharField(max_length=12, choices=ProtocolQuestion), default=list)
    asked_on = models.DateField()
    answer_by = models.DateField(null=True, blank=True)
    facts = ArrayField(
        models.CharField(max_length=12, choices=ProtocolShareableFact), default=list
    )  # the disclosed facts
    fear = models.CharField(
        max_length=12, choices=FearOfAuthority, default=FearOfAuthority.NOT_ASKED
    )
    her_view = models.CharField(max_length=12, choices=ChildViewOnEnquiry, blank=True)
    consent = models.UUIDField(null=True, blank=True)  # legal basis of the disclosure
    state = models.CharField(
        max_length=12, choices=CrossBorderEnquiryState, default=CrossBorderEnquiryState.OPEN
    )
    answered_on = models.DateField(null=True, blank=True)
    told_on = models.DateField(null=True, blank=True)  # when the child was informed of the answer
    due = models.UUIDField(null=True, blank=True)
    # Sealed: partner, question, clues, her_words, best, answer, she_says.
    sealed = models.BinaryField()

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "borders.asked"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "child": OPERATIONAL,
        "direction": STATISTICAL,
        "country": STATISTICAL,
        "protocol": OPERATIONAL,
        "protocol_version": OPERATIONAL,
        "asks": STATISTICAL,
        "asked_on": STATISTICAL,
        "answer_by": OPERATIONAL,
        "facts": OPERATIONAL,
        "fear": SENSITIVE,
        "her_view": STATISTICAL,
        "consent": OPERATIONAL,
        "state": STATISTICAL,
        "answered_on": STATISTICAL,
        "told_on": STATISTICAL,
        "due": OPERATIONAL,
        "sealed": IDENTIFYING,
    }

    class Meta:
        db_table = "borders_askedabroad"
        indexes = [models.Index(fields=["child", "asked_on"], name="borders_asked_of_child")]
        constraints = [
            # The table enforces the rules as well: no disclosure against the child's will or
            # without asking the child.
            models.CheckConstraint(
                condition=models.Q(facts=[])
                | (
                    models.Q(
                        fear=FearOfAuthority.NONE,
                        protocol_version__isnull=False,
                        consent__isnull=False,
                    )
                    & ~models.Q(her_view__in=[ChildViewOnEnquiry.REFUSES, ""])
                ),
                name="borders_facts_go_with_her",
            ),
            # A confirmation discloses that the child is here: it is an answer, with its disclosed
            # facts.
            models.CheckConstraint(
                condition=~models.Q(
                    direction=EnquiryDirection.THEY_ASK,
                    state__in=[CrossBorderEnquiryState.CONFIRMED, CrossBorderEnquiryState.IN_PART],
                    facts=[],
                ),
                name="borders_confirmed_by_an_answer",
            ),
        ]
