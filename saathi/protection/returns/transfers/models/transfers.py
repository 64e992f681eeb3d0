"""A transfer, the group that travels together, and what is prepared before it is authorised."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from saathi.agencies.country_protocols import ProtocolShareableFact
from saathi.agencies.decision_proofs import ProvedStates
from saathi.agencies.models import Agency, Office, Scoped, Staff
from saathi.agencies.read_conditions import WORKS_WITH_CHILD, IsActor, ReadsParent
from saathi.agencies.record_kit import (
    identifying,
    line,
    long_text,
    operational,
    sensitive,
    short_text,
    statistical,
)
from saathi.agencies.record_kit.fields import DeclaredClasses
from saathi.agencies.sections import Section
from saathi.consent.models import Consent
from saathi.infra import clock
from saathi.people.models import Child
from saathi.policy.agreements.models import Agreement, FocalPoint
from saathi.protection.returns.transfers import vocabulary as codes

# What one receiver read is not for the next: a request, a placement and a plan are read by our own
# side and by the colleague for whom they were recorded.
ADDRESSED = ReadsParent("transfer") & (WORKS_WITH_CHILD | IsActor("addressee"))


class TransferGroup(models.Model):
    """Children who are to travel together: a name, a day, two countries. It decides nothing (XBR-006)."""

    id = operational(models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False))
    agency = operational.foreign_key(Agency, db_index=False)
    office = operational.foreign_key(Office)
    name = sensitive(
        models.CharField(max_length=80),
        label=_("Name of the group"),
        help_text=_("Do not include a child’s name or a place that identifies a child."),
    )
    from_country = operational(models.CharField(max_length=3), label=_("From"))
    to_country = operational(models.CharField(max_length=3), label=_("To"))
    planned_on = operational(models.DateField(null=True, blank=True), label=_("Planned journey"))
    expected = operational(
        models.PositiveSmallIntegerField(null=True, blank=True),
        label=_("Expected number of children"),
    )
    agreement = operational.optional_foreign_key(Agreement, db_index=False, label=_("Agreement"))
    recorded_at = operational(models.DateTimeField(default=clock.now))
    recorded_by = operational(models.UUIDField())
    version = operational(models.PositiveIntegerField(default=1))

    classified = DeclaredClasses()

    class Meta:
        indexes = [models.Index(fields=["agency", "planned_on"], name="transfers_group_of_agency")]


class Transfer(Scoped):
    """One leg of a child's way to another country, under a reference that both sides use (XBR-012).

    Staff of the receiving agency named in a request read this row and the records of this section,
    and nothing else of the file.
    """

    child = operational.foreign_key(Child, db_index=False, related_name="transfers")
    # Random; the same on both sides and for every leg of a chain (XBR-013).
    reference = operational(models.CharField(max_length=16), label=_("Reference"))
    leg = operational(models.PositiveSmallIntegerField(default=1), label=_("Leg"))
    direction = statistical.choice(codes.TransferDirection, 8, label=_("Direction"), is_radio=True)
    kind = statistical.choice(codes.TransferKind, 16, label=_("Kind of transfer"), is_radio=True)
    from_country = statistical(models.CharField(max_length=3), label=_("From"))
    to_country = statistical(models.CharField(max_length=3), label=_("To"))
    # Origin, transit and destination of the child's whole way, in order.
    chain = statistical(
        ArrayField(models.CharField(max_length=3), default=list, blank=True),
        label=_("Countries of the child’s way"),
    )
    agreement = operational.optional_foreign_key(Agreement, db_index=False, label=_("Agreement"))
    our_focal_point = operational.optional_foreign_key(
        FocalPoint, db_index=False, related_name="+", label=_("Our national focal point")
    )
    their_focal_point = operational.optional_foreign_key(
        FocalPoint, db_index=False, related_name="+", label=_("Focal point of the other country")
    )
    coordination = statistical.choice(
        codes.TransferCoordination,
        16,
        blank=True,
        label=_("How the two countries coordinate"),
        is_radio=True,
    )
    group = operational.optional_foreign_key(TransferGroup, label=_("Group"))
    # The determination, or the order of an authority with our assessment, as its basis. Not
    # foreign keys: whoever receives the child does not read them.
    determination = operational(models.UUIDField(null=True, blank=True))
    order = operational(models.UUIDField(null=True, blank=True))
    opened_on = statistical.date(label=_("Opened on"), is_past=True, initial=lambda today: today)
    planned_on = operational(models.DateField(null=True, blank=True), label=_("Planned journey"))
    state = statistical.choice(
        codes.TransferState, 12, default=codes.TransferState.CONSIDERED, label=_("Stage")
    )
    state_since = statistical(models.DateField(), label=_("Since"))
    # Who receives it, if the other agency uses this installation, and the right given for it.
    receiver = operational.optional_foreign_key(
        Staff, db_index=False, related_name="+", label=_("Colleague of the receiving agency")
    )
    access = operational(models.UUIDField(null=True, blank=True))
    submitted_by = operational(models.UUIDField(null=True, blank=True))
    # All others who changed it or recorded its preparation: authors as well, who do not decide. A
    # trigger writes it (`functions/preparation.sql`).
    editors = operational(ArrayField(models.UUIDField(), default=list, blank=True))
    decided_by = operational(models.UUIDField(null=True, blank=True))
    decided_on = statistical(models.DateField(null=True, blank=True), label=_("Authorised on"))
    # By the clock of the database; no departure is before it.
    decided_at = operational(models.DateTimeField(null=True, blank=True))
    # Since when an authorisation that was given no longer holds; a trigger writes it.
    withdrawn_on = operational(
        models.DateField(null=True, blank=True), label=_("Authorisation withdrawn on")
    )
    # Whether a person withdrew it, with a reason; false if it ended because what it was for changed.
    has_withdrawal_reason = operational(models.BooleanField(default=False, db_default=False))
    departed_at = operational(models.DateTimeField(null=True, blank=True), label=_("Departure"))
    stopped_by = statistical.choice(
        codes.TransferStopper, 16, blank=True, default="", label=_("Stopped by"), is_radio=True
    )
    ended_on = statistical(models.DateField(null=True, blank=True), label=_("Ended on"))
    sealed = identifying(models.BinaryField())
    partner = line(200, label=_("Receiving or sending agency"), required=True)
    acting_office = line(
        300,
        label=_("Law or practice, and the offices that act"),
        help_text=_("Required without an agreement or a national focal point."),
    )
    authority_paper = line(200, label=_("Authorisation of the authority: body and number"))
    stop_reason = short_text(2000, label=_("Why it was stopped"))
    place_tonight = line(300, label=_("Where the child stays tonight"))
    next_step = short_text(2000, label=_("What happens next"))
    question = short_text(2000, label=_("What is to be revised"))
    withdrawal_reason = short_text(2000, label=_("Why the authorisation was withdrawn"))

    section = Section.TRANSFER
    # Whoever receives the child reads the transfers of which they are the receiver, not earlier ones.
    read_condition = WORKS_WITH_CHILD | IsActor("receiver")
    SEALED_FIELD_ID: ClassVar[str] = "transfers.transfer"
    # What our own side decided and why is not for the receiving agency.
    sections_of_texts: ClassVar = {
        "stop_reason": Section.LEGAL,
        "place_tonight": Section.LEGAL,
        "next_step": Section.LEGAL,
        "question": Section.LEGAL,
        "withdrawal_reason": Section.LEGAL,
    }
    proved_states: ClassVar[ProvedStates] = (
        "state",
        tuple(state.value for state in codes.AUTHORISED_STATES),
    )
    kept_fields = ("child", "reference", "leg", "direction", "from_country", "to_country")

    class Meta:
        indexes = [
            models.Index(fields=["child", "opened_on"], name="transfers_of_child"),
            models.Index(fields=["reference"], name="transfers_by_reference"),
            models.Index(fields=["state", "state_since"], name="transfers_by_state"),
            models.Index(
                fields=["receiver"],
                condition=Q(receiver__isnull=False),
                name="transfers_of_receiver",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_country=F("to_country")), name="transfers_two_countries"
            ),
            # Whoever prepared or submitted it does not authorise it.
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | ~Q(decided_by=F("recorded_by"))
                & ~Q(editors__contains=[F("decided_by")])
                & (Q(submitted_by__isnull=True) | ~Q(decided_by=F("submitted_by"))),
                name="transfers_never_ones_own",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "authorised", "travelling", "handed_over"])
                | Q(direction="outgoing", submitted_by__isnull=False),
                name="transfers_submitted_by",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["authorised", "travelling", "handed_over"])
                | Q(decided_by__isnull=False, decided_on__isnull=False),
                name="transfers_authorised_by",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["travelling", "handed_over"])
                | Q(departed_at__isnull=False),
                name="transfers_departed",
            ),
            models.CheckConstraint(
                condition=~Q(state="stopped") | ~Q(stopped_by="") & Q(ended_on__isnull=False),
                name="transfers_stopped_whole",
            ),
        ]


class TransferRequest(Scoped):
    """A request to receive the child: the facts that crossed, as the protocol allows, and the questions."""

    transfer = operational.foreign_key(Transfer, related_name="requests")
    sent_on = statistical.date(label=_("Sent on"), is_past=True, initial=lambda today: today)
    channel = statistical.choice(
        codes.RequestChannel, 12, label=_("How it was sent"), is_radio=True
    )
    protocol = operational(models.SlugField(max_length=40, blank=True))
    protocol_version = operational(models.PositiveIntegerField(null=True, blank=True))
    facts = operational.choices(
        ProtocolShareableFact,
        12,
        blank=True,
        label=_("Information shared"),
        help_text=_("Select each fact separately, and only what the other side needs."),
    )
    consent = operational.optional_foreign_key(
        Consent, db_index=False, related_name="+", label=_("Consent or other legal basis")
    )
    answer_by = operational(models.DateField(), label=_("Answer expected by"))
    # The colleague in this system to whom it was sent; none if it went another way.
    addressee = operational(models.UUIDField(null=True, blank=True))
    sealed = identifying(models.BinaryField())
    shared = long_text(4000, label=_("The facts, as they are sent"))
    needs = short_text(
        4000,
        label=_("Care that the child needs"),
        help_text=_("Health, language, school. Nothing about what happened to the child."),
    )
    asks = short_text(2000, label=_("What the other country is asked"))

    section = Section.TRANSFER
    read_condition = ADDRESSED
    SEALED_FIELD_ID: ClassVar[str] = "transfers.request"
    kept_fields = ("transfer", "sent_on", "channel", "facts", "consent", "addressee")


class TransferAnswer(Scoped):
    """An answer of the other country to a request; recorded by them, or by us from their letter."""

    transfer = operational.foreign_key(Transfer, related_name="answers")
    answered_on = statistical.date(label=_("Answered on"), is_past=True)
    answer = statistical.choice(codes.TransferAnswerCode, 12, label=_("Answer"), is_radio=True)
    refusal = statistical(
        models.CharField(
            max_length=12,
            choices=codes.TransferRefusalReason,
            blank=True,
            default="",
            db_default="",
        ),
        label=_("Reason of the refusal"),
        help_text=_("Required for a refusal."),
    )
    next_on = operational(
        models.DateField(null=True, blank=True),
        label=_("Ask again on"),
        help_text=_("Required if there is no answer."),
    )
    sealed = identifying(models.BinaryField())
    conditions = short_text(2000, label=_("Conditions or reasons"))
    answered_by = line(200, label=_("Answered by: office and function"), required=True)

    section = Section.TRANSFER
    # A receiver reads its own answers, not those of another agency or from a letter.
    read_condition = ReadsParent("transfer") & (WORKS_WITH_CHILD | IsActor("recorded_by"))
    SEALED_FIELD_ID: ClassVar[str] = "transfers.answer"
    kept_fields = ("transfer", "answered_on", "answer", "refusal")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(answer="no_answer") | Q(next_on__isnull=False),
                name="transfers_answer_waits_until",
            )
        ]


class ReceivingPlacement(Scoped):
    """Where the child will live after the transfer, and whether it meets the standards (XBR-008)."""

    transfer = operational.foreign_key(Transfer, related_name="placements")
    care = statistical.choice(codes.ReceivingCare, 12, label=_("Care after the transfer"))
    standing = statistical.choice(
        codes.PlacementStanding, 12, label=_("Minimum standards"), is_radio=True
    )
    visited_on = statistical(
        models.DateField(null=True, blank=True), label=_("Visited on"), is_past=True
    )
    first_visit_on = operational(
        models.DateField(null=True, blank=True), label=_("First visit to the child planned for")
    )
    # Whether it says why no family placement is possible; the database cannot read the text.
    has_reasons = operational(models.BooleanField())
    # Who received the child in this system when it was recorded (`functions/addressees.sql`).
    addressee = operational(models.UUIDField(null=True, blank=True))
    sealed = identifying(models.BinaryField())
    place = short_text(1000, label=_("Caregiver or place"), required=True)
    visited_by = line(200, label=_("Visited by: name and function"))
    worker = line(200, label=_("Case worker who receives the child"), required=True)
    school_health = short_text(2000, label=_("School and health care arranged"))
    support = short_text(2000, label=_("Support, and what the standards check found"))
    why_facility = short_text(
        2000,
        label=_("Why no family placement is possible"),
        help_text=_("Required for residential care."),
    )

    section = Section.TRANSFER
    read_condition = ADDRESSED
    SEALED_FIELD_ID: ClassVar[str] = "transfers.placement"
    kept_fields = ("transfer", "addressee")


class TransferSafetyAssessment(Scoped):
    """Whether the country of origin, the journey or the destination is safe (XBR-004)."""

    transfer = operational.foreign_key(Transfer, related_name="safety_assessments")
    subject = statistical.choice(
        codes.SafetySubject, 12, label=_("What is assessed"), is_radio=True
    )
    assessed_on = statistical.date(label=_("Date"), is_past=True, initial=lambda today: today)
    sources = statistical.choices(codes.SafetySource, 12, label=_("Sources"))
    result = statistical.choice(codes.SafetyResult, 16, label=_("Result"), is_radio=True)
    # The author's own assessment of the last 24 hours that was recorded by mistake; it no longer counts.
    corrects = operational(models.UUIDField(null=True, blank=True))
    sealed = identifying(models.BinaryField())
    threats = long_text(4000, label=_("Threats and dangers"))
    measures = short_text(4000, label=_("Safety measures, and who is responsible"))
    assessor = line(200, label=_("Assessed by: name and function"), required=True)
    why_corrected = line(300, label=_("Why it is corrected"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "transfers.safety"
    kept_fields = ("transfer", "subject", "assessed_on", "result", "corrects")


class TransferDocument(Scoped):
    """A document of the checklist: form, issuing authority, validity, whether it goes (XBR-001)."""

    transfer = operational.foreign_key(Transfer, related_name="papers")
    stage = statistical.choice(codes.PreparationStage, 12, label=_("Stage"))
    paper = statistical.choice(codes.TransferPaper, 16, label=_("Document"))
    state = statistical.choice(codes.PaperState, 12, label=_("Status"), is_radio=True)
    form = statistical.choice(codes.PaperForm, 12, blank=True, label=_("Original or copy"))
    valid_until = operational(models.DateField(null=True, blank=True), label=_("Valid until"))
    goes = operational(models.BooleanField(default=False), label=_("Goes to the other country"))
    # The document in the child's file, if it is kept there (`casework.documents`).
    document = operational(models.UUIDField(null=True, blank=True))
    sealed = identifying(models.BinaryField())
    issuer = line(200, label=_("Issuing authority"))
    note = short_text(1000, label=_("Remarks"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "transfers.paper"
    kept_fields = ("transfer", "paper")


class TransferView(Scoped):
    """What the child says about the transfer: during preparation, and within 24 hours before departure."""

    transfer = operational.foreign_key(Transfer, related_name="views")
    moment = statistical.choice(codes.TransferViewMoment, 12, label=_("When"), is_radio=True)
    asked_at = statistical(models.DateTimeField(), label=_("Date and time"), is_past=True)
    wish = statistical.choice(codes.TransferWish, 12, label=_("The child’s answer"), is_radio=True)
    # Whether the child’s doubts got a written reply; the database cannot read the text.
    is_replied = operational(models.BooleanField())
    sealed = identifying(models.BinaryField())
    words = long_text(4000, label=_("In the child’s words"))
    why_not_asked = short_text(2000, label=_("Why the child was not asked"))
    asked_by = line(200, label=_("Asked by, in which language"), required=True)
    reply = short_text(2000, label=_("Reply to the child’s doubts"))

    section = Section.LEGAL
    SEALED_FIELD_ID: ClassVar[str] = "transfers.view"
    sections_of_texts: ClassVar = {"words": Section.VOICE, "reply": Section.VOICE}
    kept_fields = ("transfer", "moment", "asked_at", "wish")
