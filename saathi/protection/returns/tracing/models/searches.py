"""Tracing requests, the child's views on them, and enquiries."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.models import Scoped
from saathi.agencies.record_kit import (
    identifying,
    line,
    long_text,
    operational,
    short_text,
    statistical,
)
from saathi.agencies.sections import Section
from saathi.people.around.models import Relation
from saathi.people.around.vocabulary import RelationKind
from saathi.people.models import Child
from saathi.protection.returns.borders.models import CrossBorderEnquiry
from saathi.protection.returns.tracing import vocabulary as codes
from saathi.protection.returns.tracing.enquiry_vocabulary import AskedParty


class TracingRequest(Scoped):
    """A search for a person of the child's family (TRC-001)."""

    child = operational.foreign_key(Child, db_index=False, related_name="tracing_requests")
    relation = statistical.choice(RelationKind, 16, label=_("Relationship of the person sought"))
    person = operational.optional_foreign_key(
        Relation, db_index=False, label=_("Person in the child’s file")
    )
    opened_on = statistical.date(label=_("Date"), is_past=True, initial=lambda today: today)
    # Ids of clues to the family (`identification.screening`), which stay where they are (TRC-006).
    clues = operational(
        ArrayField(models.UUIDField(), default=list, blank=True), label=_("Clues used")
    )
    state = statistical.choice(
        codes.TracingState, 12, default=codes.TracingState.OPEN, label=_("Status")
    )
    ended_on = statistical(models.DateField(null=True, blank=True), label=_("Ended"), is_past=True)
    reviewed_on = statistical(
        models.DateField(null=True, blank=True), label=_("Last review"), is_past=True
    )
    # Another solution was assessed while tracing goes on.
    solution_on = statistical(
        models.DateField(null=True, blank=True),
        label=_("Other solutions assessed on"),
        is_past=True,
    )
    sealed = identifying(models.BinaryField())
    names = long_text(
        label=_("Name, in each known spelling and script"),
        help_text=_("One spelling per line, also as the child says it. Leave blank if not known."),
        row_label=_("Name"),
        missing=_("not known"),
    )
    languages = line(200, label=_("Languages and ways of speaking"))
    places = long_text(
        label=_("Places, in each known spelling and script"),
        help_text=_("Village, landmarks, the way there. One per line."),
        row_label=_("Places"),
    )
    about = long_text(label=_("Other information about the person"))
    keep_from = short_text(
        label=_("Who must not learn of the tracing"), row_label=_("Must not learn of it")
    )
    review = short_text(label=_("Result of the review"))
    solution = short_text(label=_("Other solutions assessed"))
    why_ended = short_text(label=_("Reason and explanation given to the child"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "tracing.request"
    kept_fields = ("child", "opened_on")

    class Meta:
        indexes = [
            models.Index(fields=["child"], name="tracing_request_of_child"),
            models.Index(fields=["person"], name="tracing_request_person"),
            models.Index(
                fields=["opened_on"],
                condition=Q(state__in=["open", "found"]),
                name="tracing_request_open",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["open", "found"], ended_on__isnull=True)
                | ~Q(state__in=["open", "found"]) & Q(ended_on__isnull=False),
                name="tracing_request_ended_on",
            ),
        ]


class ChildTracingView(Scoped):
    """What the child answered about tracing, contact or living with a person. Never changed."""

    request = operational.foreign_key(TracingRequest, related_name="views")
    subject = statistical.choice(codes.ViewSubject, 14, label=_("Question"), is_radio=True)
    asked_on = statistical.date(label=_("Date"), is_past=True)
    wish = statistical.choice(codes.TracingWish, 10, label=_("Child’s answer"), is_radio=True)
    wait_until = operational(
        models.DateField(null=True, blank=True), label=_("Date that the child chose")
    )
    why_not_asked = statistical.choice(
        codes.NotAskedReason, 10, blank=True, label=_("Reason for not asking")
    )
    heard_for_child = statistical.choice(
        codes.HeardForChild,
        16,
        blank=True,
        label=_("Heard for a child who is too young to answer"),
        help_text=_("Required before contact, unless a best interests assessment covers it."),
    )
    sealed = identifying(models.BinaryField())
    child_words = short_text(label=_("In the child’s words"), rows=3)
    why_not = short_text(label=_("Reasons of the child, or why the child was not asked"))
    said_for_child = short_text(label=_("What the guardian or representative said"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "tracing.view"
    sections_of_texts: ClassVar = {"child_words": Section.VOICE}
    kept_fields = (
        *("request", "subject", "asked_on", "wish", "wait_until", "why_not_asked"),
        "heard_for_child",
    )


class TracingEnquiry(Scoped):
    """One enquiry: who is asked, in which words, with which facts, and its result (TRC-003)."""

    request = operational.foreign_key(TracingRequest, related_name="enquiries")
    made_on = statistical.date(label=_("Date"), initial=lambda today: today)
    way = statistical.choice(
        codes.EnquiryWay, 14, label=_("Method"),
        help_text=_("A photo is shown only by the method “Photo shown to a vetted person”."),
    )  # fmt: skip
    # Empty in earlier records, and where it is not known of others.
    asked = statistical.choice(
        AskedParty, 14, blank=True, label=_("Who is asked"),
        help_text=_(
            "To ask a consulate, an authority of the country of origin or anyone in another "
            "country needs a finished screening for international protection, by every method."
        ),
    )  # fmt: skip
    country = statistical(
        models.CharField(max_length=3, blank=True), label=_("Country where they are"),
        help_text=_("Of a consulate: the country that it represents."),
    )  # fmt: skip
    made_through = statistical.choice(codes.TracingActor, 8, label=_("Enquiry by"), is_radio=True)
    facts = statistical.choices(
        codes.DisclosedFact, 14, blank=True, label=_("Facts told"),
        help_text=_(
            "Only what the person needs in order to answer. Never tell a village head, school, "
            "neighbours or the public where the child is."
        ),
    )  # fmt: skip
    cross_border = operational.optional_foreign_key(
        CrossBorderEnquiry, db_index=False, label=_("Cross-border request")
    )
    result = statistical.choice(codes.EnquiryResult, 10, blank=True, default="", label=_("Result"))
    result_on = statistical(
        models.DateField(null=True, blank=True), label=_("Date of the result"), is_past=True
    )
    next_on = operational(models.DateField(null=True, blank=True), label=_("Next attempt"))
    sealed = identifying(models.BinaryField())
    to_whom = line(300, label=_("Person or body asked"), required=True)
    cover_text = short_text(
        1000,
        rows=3,
        label=_("Words used"),
        required=True,
        help_text=_("What the person asked is told, for example “a child in care”."),
    )
    why_name = short_text(
        500,
        label=_("Why the child’s name is necessary"),
        help_text=_("Required if the child’s name is given."),
    )
    answer = long_text(label=_("Answer"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "tracing.enquiry"
    kept_fields = (
        *("request", "made_on", "way", "asked", "country", "made_through", "facts"),
        "cross_border",
    )

    class Meta:
        indexes = [models.Index(fields=["cross_border"], name="tracing_enquiry_abroad")]
        constraints = [
            models.CheckConstraint(
                condition=Q(result="", result_on__isnull=True)
                | ~Q(result="") & Q(result_on__isnull=False),
                name="tracing_enquiry_result_on",
            ),
        ]
