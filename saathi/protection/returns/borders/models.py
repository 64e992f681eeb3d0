"""Cross-border enquiries, the disclosed facts and the answers."""

from typing import ClassVar

from django.db import models

from saathi.agencies.country_protocols import ProtocolQuestion, ProtocolShareableFact
from saathi.agencies.models import Scoped
from saathi.agencies.record_kit import identifying, operational, sensitive, statistical
from saathi.agencies.sections import Section
from saathi.infra.countries import Country
from saathi.people.models import Child
from saathi.policy.agreements.models import FocalPoint
from saathi.protection.returns.borders.vocabulary import (
    ChildViewOnEnquiry,
    CrossBorderEnquiryState,
    EnquiryDirection,
    EnquiryRoute,
    FearOfAuthority,
)


class CrossBorderEnquiry(Scoped):
    """An enquiry about a child to or from another country, under a version of a protocol."""

    child = operational.foreign_key(Child, db_index=False)
    direction = statistical.choice(EnquiryDirection, 8)
    country = statistical.choice(Country, 3)  # the other country
    # empty if they enquired without one
    protocol = operational(models.SlugField(max_length=40, blank=True))
    protocol_version = operational(models.PositiveIntegerField(null=True, blank=True))
    route = statistical.choice(EnquiryRoute, 12, blank=True)
    # the national focal point of the other country through which it goes
    focal_point = operational.optional_foreign_key(FocalPoint, db_index=False)
    asks = statistical.choices(ProtocolQuestion, 12)
    asked_on = statistical.date()
    answer_by = operational(models.DateField(null=True, blank=True))
    facts = operational.choices(ProtocolShareableFact, 12)  # the disclosed facts
    fear = sensitive.choice(FearOfAuthority, 12, blank=True)
    child_view = statistical.choice(ChildViewOnEnquiry, 12, blank=True)
    consent = operational(models.UUIDField(null=True, blank=True))  # legal basis of the disclosure
    state = statistical.choice(CrossBorderEnquiryState, 12, default=CrossBorderEnquiryState.OPEN)
    answered_on = statistical(models.DateField(null=True, blank=True))
    # when the child was informed of the answer
    informed_on = statistical(models.DateField(null=True, blank=True))
    due = operational(models.UUIDField(null=True, blank=True))
    # Sealed: partner, question, clues, child_words, best, answer, child_response.
    sealed = identifying(models.BinaryField())

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "borders.asked"
    earlier_text_keys: ClassVar[dict[str, str]] = {
        "her_words": "child_words", "she_says": "child_response",
    }  # fmt: skip
    sections_of_texts: ClassVar = dict.fromkeys(("child_words", "child_response"), Section.VOICE)

    class Meta:
        db_table = "borders_askedabroad"
        indexes = [models.Index(fields=["child", "asked_on"], name="borders_asked_of_child")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(route=EnquiryRoute.FOCAL_POINT, focal_point__isnull=False)
                | (~models.Q(route=EnquiryRoute.FOCAL_POINT) & models.Q(focal_point__isnull=True)),
                name="borders_route_whole",
            ),
            # The table also enforces the rules: no disclosure against the child's will or without
            # asking the child.
            models.CheckConstraint(
                condition=models.Q(facts=[])
                | (
                    models.Q(
                        fear=FearOfAuthority.NONE,
                        protocol_version__isnull=False,
                        consent__isnull=False,
                    )
                    & ~models.Q(child_view__in=[ChildViewOnEnquiry.REFUSES, ""])
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
