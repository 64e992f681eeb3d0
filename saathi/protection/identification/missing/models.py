"""Reports of missing children, the child's description, searches, sightings, public notices.

Each report has a file of its own, separate from any case: a missing child may have no case.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from saathi.agencies.codes_in_lists import CodesInLists
from saathi.agencies.decision_proofs import ProvedStates
from saathi.agencies.models import File, Scoped
from saathi.agencies.sections import Section
from saathi.infra.classification import IDENTIFYING, OPERATIONAL, STATISTICAL, DataClass
from saathi.people.vocabulary import AgeBasis, Gender
from saathi.protection.identification.intake.vocabulary import (
    ContactBackPreference,
    ReportChannel,
    Seeker,
    Urgency,
)
from saathi.protection.identification.missing.vocabulary import (
    Circumstance,
    DisclosureRecipient,
    DistinguishingFeature,
    FoundCondition,
    FoundMethod,
    MissingCloseReason,
    MissingOutcome,
    MissingReportState,
    NoticePart,
    NoticeState,
    SearchMethod,
    SearchPerformer,
    SearchResult,
    SightingSource,
    SightingState,
)


class MissingReport(Scoped):
    """A disappearance as it was reported, and its states until the child is found."""

    told_at = models.DateTimeField()  # `recorded_at` is when it was recorded
    channel = models.CharField(
        max_length=12, choices=ReportChannel, default=ReportChannel.IN_PERSON
    )
    relation = models.CharField(max_length=14, choices=Seeker, default=Seeker.NOT_SAID)
    contact_back = models.CharField(
        max_length=12, choices=ContactBackPreference, default=ContactBackPreference.NOT_ASKED
    )
    may_tell = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    urgency = models.CharField(max_length=10, choices=Urgency, default=Urgency.NOT_KNOWN)
    circumstances = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    # The first and last day on which it may have happened; both empty if unknown.
    missing_from = models.DateField(null=True, blank=True)
    missing_to = models.DateField(null=True, blank=True)
    country = models.CharField(max_length=3, blank=True)  # where the child was last seen
    district = models.CharField(max_length=12, blank=True)
    state = models.CharField(
        max_length=10, choices=MissingReportState, default=MissingReportState.OPEN
    )
    found_on = models.DateField(null=True, blank=True)
    found_how = models.CharField(max_length=14, choices=FoundMethod, blank=True)
    found_life = models.CharField(max_length=10, choices=FoundCondition, blank=True)
    found_country = models.CharField(max_length=3, blank=True)
    outcome = models.CharField(max_length=12, choices=MissingOutcome, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    why_closed = models.CharField(max_length=10, choices=MissingCloseReason, blank=True)
    about = models.ForeignKey(
        File, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )  # the child's file, once a person who can read both has linked them
    case_opened_on = models.DateField(null=True, blank=True)
    # keys: told, where, teller_name, teller_contact, tell_note, found_note, closing_note
    sealed = models.BinaryField()

    section = Section.REPORT
    SEALED_FIELD_ID: ClassVar[str] = "missing.report"
    codes_in_lists: ClassVar[CodesInLists] = {
        "may_tell": DisclosureRecipient,
        "circumstances": Circumstance,
    }
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "told_at": STATISTICAL,
        "channel": STATISTICAL,
        "relation": STATISTICAL,
        "contact_back": OPERATIONAL,
        "may_tell": OPERATIONAL,
        "urgency": STATISTICAL,
        "circumstances": STATISTICAL,
        "missing_from": STATISTICAL,
        "missing_to": STATISTICAL,
        "country": STATISTICAL,
        "district": STATISTICAL,
        "state": STATISTICAL,
        "found_on": STATISTICAL,
        "found_how": STATISTICAL,
        "found_life": STATISTICAL,
        "found_country": STATISTICAL,
        "outcome": STATISTICAL,
        "closed_on": STATISTICAL,
        "why_closed": STATISTICAL,
        "about": OPERATIONAL,
        "case_opened_on": STATISTICAL,
        "sealed": IDENTIFYING,
    }

    class Meta:
        indexes = [models.Index(fields=["told_at", "id"], name="missing_report_told")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(missing_from__isnull=True, missing_to__isnull=True)
                | models.Q(missing_from__lte=models.F("missing_to")),
                name="missing_days_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(found_on__isnull=True, found_how="", outcome="")
                | models.Q(found_on__isnull=False)
                & ~models.Q(found_how="")
                & ~models.Q(outcome=""),
                name="missing_found_with_day_way_and_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True, why_closed="")
                | models.Q(closed_on__isnull=False) & ~models.Q(why_closed=""),
                name="missing_closed_for_a_reason",
            ),
        ]


class MissingChild(Scoped):
    """The description of the missing child, with which found children are compared."""

    report = models.OneToOneField(MissingReport, on_delete=models.PROTECT, related_name="child")
    gender = models.CharField(max_length=10, choices=Gender, default=Gender.NOT_SAID)
    age_low = models.SmallIntegerField(null=True, blank=True)  # at the time of the disappearance
    age_high = models.SmallIntegerField(null=True, blank=True)
    age_basis = models.CharField(max_length=12, choices=AgeBasis, default=AgeBasis.STATED)
    birth_year_low = models.SmallIntegerField(null=True, blank=True)
    birth_year_high = models.SmallIntegerField(null=True, blank=True)
    nationality = models.CharField(max_length=3, blank=True)
    home_country = models.CharField(max_length=3, blank=True)
    home_district = models.CharField(max_length=12, blank=True)
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    clues = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    # keys: names (see `people.names`), siblings, clues (kind, words), places (text, also), born (as
    # reported), age_note
    sealed = models.BinaryField()

    section = Section.IDENTITY
    SEALED_FIELD_ID: ClassVar[str] = "missing.child"
    codes_in_lists: ClassVar[CodesInLists] = {"clues": DistinguishingFeature}
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "report": OPERATIONAL,
        "gender": STATISTICAL,
        "age_low": STATISTICAL,
        "age_high": STATISTICAL,
        "age_basis": STATISTICAL,
        "birth_year_low": STATISTICAL,
        "birth_year_high": STATISTICAL,
        "nationality": STATISTICAL,
        "home_country": STATISTICAL,
        "home_district": STATISTICAL,
        "languages": STATISTICAL,
        "clues": OPERATIONAL,
        "sealed": IDENTIFYING,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(birth_year_low__lte=models.F("birth_year_high")),
                name="missing_child_years_in_order",
            ),
        ]


class Search(Scoped):
    """A search for the child: who searched, where, when, and the result."""

    report = models.ForeignKey(
        MissingReport, on_delete=models.PROTECT, db_index=False, related_name="searches"
    )
    by_whom = models.CharField(max_length=12, choices=SearchPerformer)
    way = models.CharField(max_length=12, choices=SearchMethod)
    searched_on = models.DateField()
    country = models.CharField(max_length=3, blank=True)
    district = models.CharField(max_length=12, blank=True)
    result = models.CharField(max_length=10, choices=SearchResult)
    sealed = models.BinaryField()  # {"who", "where", "words"}

    section = Section.REPORT
    SEALED_FIELD_ID: ClassVar[str] = "missing.search"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "report": OPERATIONAL,
        "by_whom": STATISTICAL,
        "way": STATISTICAL,
        "searched_on": STATISTICAL,
        "country": STATISTICAL,
        "district": STATISTICAL,
        "result": STATISTICAL,
        "sealed": IDENTIFYING,
    }

    class Meta:
        indexes = [models.Index(fields=["report", "-searched_on"], name="missing_search_of")]


class Sighting(Scoped):
    """A reported sighting of the child: unconfirmed until it is confirmed or found wrong."""

    report = models.ForeignKey(
        MissingReport, on_delete=models.PROTECT, db_index=False, related_name="sightings"
    )
    heard_from = models.CharField(max_length=10, choices=SightingSource)
    told_on = models.DateField()
    seen_on = models.DateField(null=True, blank=True)
    country = models.CharField(max_length=3, blank=True)
    district = models.CharField(max_length=12, blank=True)
    state = models.CharField(
        max_length=12, choices=SightingState, default=SightingState.UNCONFIRMED
    )
    settled_on = models.DateField(null=True, blank=True)
    sealed = models.BinaryField()  # {"words", "teller", "note"}

    section = Section.REPORT
    SEALED_FIELD_ID: ClassVar[str] = "missing.sighting"
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "report": OPERATIONAL,
        "heard_from": STATISTICAL,
        "told_on": STATISTICAL,
        "seen_on": STATISTICAL,
        "country": STATISTICAL,
        "district": STATISTICAL,
        "state": STATISTICAL,
        "settled_on": STATISTICAL,
        "sealed": IDENTIFYING,
    }

    class Meta:
        indexes = [models.Index(fields=["report", "-told_on"], name="missing_sighting_of")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="unconfirmed", settled_on__isnull=True)
                | ~models.Q(state="unconfirmed") & models.Q(settled_on__isnull=False),
                name="missing_sighting_settled_on_a_day",
            ),
        ]


class PublicNotice(Scoped):
    """A public notice, generated from parts with consent; a second person approves it."""

    report = models.ForeignKey(
        MissingReport, on_delete=models.PROTECT, db_index=False, related_name="notices"
    )
    parts = ArrayField(models.CharField(max_length=12), default=list)
    consent_by = models.CharField(max_length=14, choices=Seeker)
    consent_on = models.DateField()
    until = models.DateField()
    state = models.CharField(max_length=10, choices=NoticeState, default=NoticeState.WAITS)
    decided_by = models.UUIDField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    sealed = models.BinaryField()  # {"contact", "consent_note", "reason"}

    section = Section.REPORT
    SEALED_FIELD_ID: ClassVar[str] = "missing.notice"
    proved_states: ClassVar[ProvedStates] = ("state", ("approved",))
    codes_in_lists: ClassVar[CodesInLists] = {"parts": NoticePart}
    classified: ClassVar[dict[str, DataClass]] = Scoped.base_classified | {
        "report": OPERATIONAL,
        "parts": OPERATIONAL,
        "consent_by": STATISTICAL,
        "consent_on": OPERATIONAL,
        "until": OPERATIONAL,
        "state": STATISTICAL,
        "decided_by": OPERATIONAL,
        "decided_at": STATISTICAL,
        "withdrawn_on": OPERATIONAL,
        "sealed": IDENTIFYING,
    }

    class Meta:
        indexes = [models.Index(fields=["report", "-recorded_at"], name="missing_notice_of")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True, decided_at__isnull=True)
                | models.Q(decided_by__isnull=False, decided_at__isnull=False),
                name="missing_notice_decided_by_and_at",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["approved", "refused"])
                | models.Q(decided_by__isnull=False),
                name="missing_notice_is_decided_by_somebody",
            ),
            # Not decided by the requester: the database enforces two persons as well.
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | ~models.Q(decided_by=models.F("recorded_by")),
                name="missing_notice_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="withdrawn") | models.Q(withdrawn_on__isnull=False),
                name="missing_notice_withdrawn_on_a_day",
            ),
        ]
