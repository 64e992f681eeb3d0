"""Reports of missing children, the child's description, searches, sightings, public notices.

Each report has a file of its own, separate from any case: a missing child may have no case.
"""

from typing import ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from saathi.agencies.codes_in_lists import CodesInLists
from saathi.agencies.decision_proofs import ProvedStates
from saathi.agencies.models import File, Scoped
from saathi.agencies.read_conditions import WORKS_WITH_CHILD
from saathi.agencies.record_kit import identifying, line, operational, statistical
from saathi.agencies.sections import Section
from saathi.people.vocabulary import AgeBasis, DeathSource, Gender
from saathi.protection.identification.intake.vocabulary import (
    ContactBackPreference,
    ReportChannel,
    Seeker,
    Urgency,
)
from saathi.protection.identification.missing.vocabulary import (
    Circumstance,
    DistinguishingFeature,
    FoundCondition,
    FoundMethod,
    MayBeInformed,
    MissingCloseReason,
    MissingOutcome,
    MissingReportState,
    NoticePart,
    NoticeState,
    SearchMethod,
    SearchPerformer,
    SearchPhotoState,
    SearchResult,
    SightingSource,
    SightingState,
)

SEARCH_PHOTO_FIELD: Final = "missing.picture"


class MissingReport(Scoped):
    """A disappearance as it was reported, and its states until the child is found."""

    reported_at = statistical(models.DateTimeField())  # when reported; `recorded_at`: when entered
    channel = statistical.choice(ReportChannel, 12, blank=True)
    relation = statistical.choice(Seeker, 14, blank=True)
    contact_back = operational.choice(ContactBackPreference, 12, blank=True)
    may_tell = operational(ArrayField(models.CharField(max_length=12), default=list, blank=True))
    urgency = statistical.choice(Urgency, 10, default=Urgency.NOT_KNOWN)
    circumstances = statistical(
        ArrayField(models.CharField(max_length=16), default=list, blank=True)
    )
    # The first and last day on which it may have happened; both are empty if unknown.
    missing_from = statistical(models.DateField(null=True, blank=True))
    missing_to = statistical(models.DateField(null=True, blank=True))
    # where the child was last seen
    country = statistical(models.CharField(max_length=3, blank=True))
    district = statistical(models.CharField(max_length=12, blank=True))
    state = statistical.choice(MissingReportState, 10, default=MissingReportState.OPEN)
    found_on = statistical(models.DateField(null=True, blank=True))
    found_how = statistical.choice(FoundMethod, 14, blank=True)
    found_life = statistical.choice(FoundCondition, 10, blank=True)
    found_country = statistical(models.CharField(max_length=3, blank=True))
    outcome = statistical.choice(MissingOutcome, 12, blank=True)
    closed_on = statistical(models.DateField(null=True, blank=True))
    why_closed = statistical.choice(MissingCloseReason, 10, blank=True)
    # Of a child who died: how it is known. Who closed the report, also a second time to confirm it.
    death_source = statistical(
        models.CharField(max_length=12, choices=DeathSource, blank=True, default="", db_default="")
    )
    closed_by = operational(models.UUIDField(null=True, blank=True))
    child_file = operational.optional_foreign_key(
        File
    )  # the child's file, once a person who can read both links them
    case_opened_on = statistical(models.DateField(null=True, blank=True))
    # keys: told, where, teller_name, teller_contact, tell_note, found_note, closing_note,
    # earlier_closings (a list of: why, on, note)
    sealed = identifying(models.BinaryField())

    section = Section.REPORT
    SEALED_FIELD_ID: ClassVar[str] = "missing.report"
    texts_never_exported = frozenset({"teller_name", "teller_contact"})
    codes_in_lists: ClassVar[CodesInLists] = {
        "may_tell": MayBeInformed,
        "circumstances": Circumstance,
    }

    class Meta:
        indexes = [
            models.Index(fields=["reported_at", "id"], name="missing_report_told"),
            # My day queries these.
            models.Index(
                fields=["reported_at", "id"],
                condition=models.Q(urgency="now"),
                name="missing_report_urgent",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(death_source="") | models.Q(why_closed="died"),
                name="missing_source_of_death_if_died",
            ),
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

    report = operational(
        models.OneToOneField(MissingReport, on_delete=models.PROTECT, related_name="child")
    )
    gender = statistical.choice(Gender, 10, blank=True)
    # at the time of the disappearance
    age_low = statistical(models.SmallIntegerField(null=True, blank=True))
    age_high = statistical(models.SmallIntegerField(null=True, blank=True))
    age_basis = statistical.choice(AgeBasis, 12, blank=True)
    birth_year_low = statistical(models.SmallIntegerField(null=True, blank=True))
    birth_year_high = statistical(models.SmallIntegerField(null=True, blank=True))
    nationality = statistical(models.CharField(max_length=3, blank=True))
    home_country = statistical(models.CharField(max_length=3, blank=True))
    home_district = statistical(models.CharField(max_length=12, blank=True))
    languages = statistical(ArrayField(models.CharField(max_length=8), default=list, blank=True))
    clues = operational(ArrayField(models.CharField(max_length=12), default=list, blank=True))
    # keys: names (see `people.names`), siblings, clues (kind, words), places (text, also), born (as
    # reported), age_note
    sealed = identifying(models.BinaryField())

    section = Section.IDENTITY
    SEALED_FIELD_ID: ClassVar[str] = "missing.child"
    codes_in_lists: ClassVar[CodesInLists] = {"clues": DistinguishingFeature}

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(birth_year_low__lte=models.F("birth_year_high")),
                name="missing_child_years_in_order",
            ),
        ]


class Search(Scoped):
    """A search for the child: who searched, where, when, and the result."""

    report = operational.foreign_key(MissingReport, db_index=False, related_name="searches")
    by_whom = statistical.choice(SearchPerformer, 12)
    way = statistical.choice(SearchMethod, 12)
    searched_on = statistical.date()
    country = statistical(models.CharField(max_length=3, blank=True))
    district = statistical(models.CharField(max_length=12, blank=True))
    result = statistical.choice(SearchResult, 10)
    sealed = identifying(models.BinaryField())  # {"who", "where", "words"}

    section = Section.REPORT
    SEALED_FIELD_ID: ClassVar[str] = "missing.search"

    class Meta:
        indexes = [models.Index(fields=["report", "-searched_on"], name="missing_search_of")]


class Sighting(Scoped):
    """A reported sighting of the child: unconfirmed until it is confirmed or proves wrong."""

    report = operational.foreign_key(MissingReport, db_index=False, related_name="sightings")
    heard_from = statistical.choice(SightingSource, 10)
    reported_on = statistical.date()
    seen_on = statistical(models.DateField(null=True, blank=True))
    country = statistical(models.CharField(max_length=3, blank=True))
    district = statistical(models.CharField(max_length=12, blank=True))
    state = statistical.choice(SightingState, 12, default=SightingState.UNCONFIRMED)
    settled_on = statistical(models.DateField(null=True, blank=True))
    sealed = identifying(models.BinaryField())  # {"words", "teller", "note"}

    section = Section.REPORT
    SEALED_FIELD_ID: ClassVar[str] = "missing.sighting"
    texts_never_exported = frozenset({"teller"})

    class Meta:
        indexes = [models.Index(fields=["report", "-reported_on"], name="missing_sighting_of")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="unconfirmed", settled_on__isnull=True)
                | ~models.Q(state="unconfirmed") & models.Q(settled_on__isnull=False),
                name="missing_sighting_settled_on_a_day",
            ),
        ]


class SearchPhoto(Scoped):
    """A photo given for the search by those who miss the child; their consent and its end.

    For a child who cannot be asked and has no file: once the report is linked to the child's file,
    the photos and consents of that file count. Only a copy without metadata is kept; it is shown
    while the search goes on and the consent holds. It is not available to emergency access or other
    agencies.
    """

    report = operational.foreign_key(MissingReport, db_index=False, related_name="photos")
    consent_by = statistical.choice(Seeker, 14, label=_("Consent given by"))
    consent_on = operational.date(label=_("Date of the consent"), is_past=True)
    until = operational.date(label=_("Shown until"), help_text=_("Maximum 90 days."))
    taken_in = operational(
        models.SmallIntegerField(null=True, blank=True), label=_("Year of the photo")
    )
    state = statistical.choice(SearchPhotoState, 10, default=SearchPhotoState.KEPT)
    erased_on = statistical(models.DateField(null=True, blank=True))
    # The id of the stored picture, whose stored file no longer exists after the photo's erasure.
    picture = operational(models.UUIDField())
    sealed = identifying(models.BinaryField())
    consent_note = line(500, label=_("How consent was requested, and the response"), required=True)

    section = Section.IDENTITY
    SEALED_FIELD_ID: ClassVar[str] = "missing.photo"
    kept_fields = ("report", "consent_by", "consent_on", "until", "picture")
    stored_files: ClassVar[dict[str, str]] = {SEARCH_PHOTO_FIELD: "picture"}
    read_condition = WORKS_WITH_CHILD

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report"],
                condition=models.Q(state="kept"),
                name="missing_photo_one_current",
            ),
            # Those who may consent to public notices: the child is not there to be asked.
            models.CheckConstraint(
                condition=models.Q(
                    consent_by__in=["mother", "father", "grandparent", "relative", "guardian"]
                ),
                name="missing_photo_by_family",
            ),
            models.CheckConstraint(
                condition=models.Q(state="erased", erased_on__isnull=False)
                | ~models.Q(state="erased") & models.Q(erased_on__isnull=True),
                name="missing_photo_erased_on_a_day",
            ),
        ]


class PublicNotice(Scoped):
    """A public notice, generated from parts with consent; a second person approves it."""

    report = operational.foreign_key(MissingReport, db_index=False, related_name="notices")
    parts = operational(ArrayField(models.CharField(max_length=12), default=list))
    consent_by = statistical.choice(Seeker, 14)
    consent_on = operational.date()
    until = operational.date()
    state = statistical.choice(NoticeState, 10, default=NoticeState.WAITS)
    decided_by = operational(models.UUIDField(null=True, blank=True))
    decided_at = statistical(models.DateTimeField(null=True, blank=True))
    withdrawn_on = operational(models.DateField(null=True, blank=True))
    sealed = identifying(models.BinaryField())  # {"contact", "consent_note", "reason"}

    section = Section.REPORT
    SEALED_FIELD_ID: ClassVar[str] = "missing.notice"
    proved_states: ClassVar[ProvedStates] = ("state", ("approved",))
    codes_in_lists: ClassVar[CodesInLists] = {"parts": NoticePart}

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
            # Not decided by the requester: the database also requires two people.
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
