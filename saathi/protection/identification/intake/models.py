"""Contacts, reports of a concern, and enquiries about a child known to another agency."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from saathi.agencies.codes_in_lists import CodesInLists
from saathi.agencies.decision_proofs import ProvedStates
from saathi.agencies.models import File, Scoped
from saathi.agencies.record_kit import identifying, operational, statistical
from saathi.agencies.sections import Section
from saathi.infra.classification import OPERATIONAL, DataClass
from saathi.people.vocabulary import Gender
from saathi.protection.identification.intake.queue.models import (
    BypassedPlace,
    DutyShift,
    ReportNote,
    ReportResponse,
    ResponseStep,
)
from saathi.protection.identification.intake.vocabulary import (
    KINDS_WITHOUT_TEXT,
    ChildView,
    CommunicationNeed,
    Concern,
    ContactBackPreference,
    ContactHelpGiven,
    ContactKind,
    ContactReferralKind,
    ContactReferralState,
    ContactSafety,
    ContactThrough,
    ContactTopic,
    EnquirySource,
    EnquiryState,
    HarmTiming,
    InformationSource,
    MatchUse,
    ReportChannel,
    ReportingPersonKind,
    ReportOutcome,
    SearchFact,
    SearchPurpose,
    Seeker,
    Urgency,
)

# Who reports may be in danger if others learn of it.
_REPORTING_PERSON = frozenset({"reporter_name", "reporter_contact"})

# Models of the queue; Django finds them here.
__all__ = ["BypassedPlace", "DutyShift", "ReportNote", "ReportResponse", "ResponseStep"]


class Report(Scoped):
    """A concern about a child as reported. It exists before any case; it is never rewritten."""

    # when it was reported; `recorded_at` is when it was recorded
    received_at = statistical(models.DateTimeField())
    # No time was entered: `received_at` has the day, and a time of it that says nothing.
    is_time_unknown = statistical(models.BooleanField(default=False, db_default=False))
    channel = statistical.choice(ReportChannel, 12)
    reporter_kind = statistical.choice(ReportingPersonKind, 20)
    # None: not recorded, which counts as "stays unnamed".
    reporter_is_confidential = operational(models.BooleanField(null=True, blank=True))
    urgency = statistical.choice(Urgency, 10)
    concerns = statistical(ArrayField(models.CharField(max_length=24), default=list))
    country = statistical(models.CharField(max_length=3, blank=True))
    district = statistical(models.CharField(max_length=12, blank=True))
    language = statistical(models.CharField(max_length=8, blank=True))
    child_gender = statistical.choice(Gender, 10, blank=True)
    child_age_low = statistical(models.SmallIntegerField(null=True, blank=True))
    child_age_high = statistical(models.SmallIntegerField(null=True, blank=True))
    child_file = operational.optional_foreign_key(
        File
    )  # the child's file, once it is opened or found
    outcome = statistical.choice(ReportOutcome, 20, blank=True)
    outcome_at = statistical(models.DateTimeField(null=True, blank=True))
    # The person who took the report requests a case; the request waits until there is an outcome.
    case_requested_at = statistical(models.DateTimeField(null=True, blank=True))
    case_requested_by = operational(models.UUIDField(null=True, blank=True))
    timing = statistical(
        models.CharField(
            max_length=12,
            choices=HarmTiming,
            blank=True,
            default="",
            db_default="",
        )
    )
    known_from = statistical(
        models.CharField(
            max_length=12,
            choices=InformationSource,
            blank=True,
            default="",
            db_default="",
        )
    )
    contact_back = operational(
        models.CharField(
            max_length=12,
            choices=ContactBackPreference,
            blank=True,
            default="",
            db_default="",
        )
    )
    # Whether an alleged perpetrator was named; who it is, as reported, is sealed and stays an
    # allegation.
    has_suspect = statistical(models.BooleanField(default=False, db_default=False))
    is_from_paper = statistical(models.BooleanField(default=False, db_default=False))
    needs = statistical(
        ArrayField(models.CharField(max_length=12), default=list, blank=True, db_default=[])
    )
    # keys: what, child_names, place, suspect, reporter_name, reporter_contact. Later texts are
    # `ReportNote`; earlier reports have outcome_note, request_note, handed_over (a list of: on, by,
    # to, note), additions (a list of: at, by, text, is_visit).
    sealed = identifying(models.BinaryField())

    section = Section.REPORT
    SEALED_FIELD_ID: ClassVar[str] = "intake.report"
    sections_of_texts: ClassVar = {"suspect": Section.SITUATION}
    kept_fields = ("received_at", "is_time_unknown", "urgency")
    codes_in_lists: ClassVar[CodesInLists] = {"concerns": Concern, "needs": CommunicationNeed}

    class Meta:
        indexes = [
            models.Index(fields=["received_at", "id"], name="intake_report_received"),
            models.Index(
                fields=["case_requested_at"],
                condition=models.Q(case_requested_at__isnull=False, child_file__isnull=True),
                name="intake_report_requested",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(case_requested_at__isnull=True, case_requested_by__isnull=True)
                | models.Q(case_requested_at__isnull=False, case_requested_by__isnull=False),
                name="intake_report_case_requested_by_and_at",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="", outcome_at__isnull=True)
                | (~models.Q(outcome="") & models.Q(outcome_at__isnull=False)),
                name="intake_report_outcome_with_time",
            ),
        ]

    def texts_left_out_of_export(self) -> frozenset[str]:
        """Name and contact of the reporting person, unless it is recorded that they may be named."""
        return frozenset() if self.reporter_is_confidential is False else _REPORTING_PERSON


class Contact(Scoped):
    """A call, visit or conversation. Contacts that are not reports are counted without any text.

    The report is stored in the same file, so that turning it into one needs no second right or key.
    """

    happened_at = statistical(models.DateTimeField())  # `recorded_at` is when it was recorded
    channel = statistical.choice(ReportChannel, 12)
    kind = statistical.choice(ContactKind, 14)
    reporter_kind = statistical.choice(ReportingPersonKind, 20, blank=True)
    language = statistical(models.CharField(max_length=8, blank=True))
    urgency = statistical.choice(Urgency, 10)
    country = statistical(models.CharField(max_length=3, blank=True))
    district = statistical(models.CharField(max_length=12, blank=True))
    asked_about = statistical(ArrayField(models.CharField(max_length=12), default=list, blank=True))
    given = statistical(ArrayField(models.CharField(max_length=12), default=list, blank=True))
    is_from_paper = statistical(models.BooleanField(default=False))
    report = operational.optional_foreign_key(Report, related_name="contacts")
    # Sealed keys: what, reporter_name, ..._contact.
    sealed = identifying(models.BinaryField(null=True, blank=True))

    section = Section.REPORT
    SEALED_FIELD_ID: ClassVar[str] = "intake.contact"
    texts_never_exported = _REPORTING_PERSON  # a contact does not say whether they may be named
    codes_in_lists: ClassVar[CodesInLists] = {
        "asked_about": ContactTopic,
        "given": ContactHelpGiven,
    }

    class Meta:
        indexes = [models.Index(fields=["happened_at", "id"], name="intake_contact_happened")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind__in=sorted(KINDS_WITHOUT_TEXT))
                | models.Q(sealed__isnull=True, reporter_kind="", report__isnull=True),
                name="intake_contact_without_words",
            )
        ]


class ContactReferral(Scoped):
    """A referral from a contact; a livelihood referral can accompany a report.

    It belongs to the services section: staff who help with it need not read the report.
    """

    contact = operational.foreign_key(Contact, db_index=False, related_name="referrals")
    kind = statistical.choice(ContactReferralKind, 12)
    state = statistical.choice(ContactReferralState, 12)
    made_at = statistical(models.DateTimeField())
    answered_on = statistical(models.DateField(null=True, blank=True))
    sealed = identifying(models.BinaryField())  # {"to", "whom", "what", "answer"}

    section = Section.SUPPORT
    SEALED_FIELD_ID: ClassVar[str] = "intake.referral"

    class Meta:
        indexes = [models.Index(fields=["contact"], name="intake_referral_of_contact")]


class Enquiry(Scoped):
    """A question about a child outside the asker's files. The answer is the same, match or none."""

    purpose = statistical.choice(SearchPurpose, 20)
    # the kinds of facts given
    facts = operational(ArrayField(models.CharField(max_length=16), default=list))
    sealed = identifying(models.BinaryField())  # the facts themselves

    section = Section.ENQUIRY
    SEALED_FIELD_ID: ClassVar[str] = "intake.enquiry"
    codes_in_lists: ClassVar[CodesInLists] = {"facts": SearchFact}

    class Meta:
        # The searches of a person within the last hour are counted at each search.
        indexes = [models.Index(fields=["recorded_by", "recorded_at"], name="intake_enquiry_of")]


class EnquiryMatch(Scoped):
    """Tells the holder of a file that someone may be looking for this child.

    Written only by the matcher, into the holder's file; the asker never sees it. It says that there
    may be a match and not how good it is. The holder's data officer decides whether to make contact.
    """

    # The asker's enquiry or report of a missing child; no foreign key, the holder cannot see it.
    enquiry = operational(models.UUIDField())
    source = statistical(
        models.CharField(
            max_length=8,
            choices=EnquirySource,
            default=EnquirySource.ENQUIRY,
            db_default=EnquirySource.ENQUIRY,
        )
    )
    use = statistical(models.CharField(max_length=10, choices=MatchUse, blank=True, db_default=""))
    relation = statistical(
        models.CharField(max_length=14, choices=Seeker, blank=True, default="", db_default="")
    )  # the relation to the child that the seeker states
    urgency = statistical(
        models.CharField(
            max_length=10, choices=Urgency, default=Urgency.NOT_KNOWN, db_default=Urgency.NOT_KNOWN
        )
    )
    asker = operational(models.UUIDField())
    asker_agency = operational(models.UUIDField())
    purpose = operational.choice(SearchPurpose, 20)
    asked_at = operational(models.DateTimeField())
    state = operational.choice(EnquiryState, 12, default=EnquiryState.WAITING)
    decided_by = operational(models.UUIDField(null=True, blank=True))
    decided_at = operational(models.DateTimeField(null=True, blank=True))
    # The child's view on contact with this person, and its day; then whether contact is safe.
    view = statistical(
        models.CharField(max_length=10, choices=ChildView, blank=True, db_default="")
    )
    view_on = operational(models.DateField(null=True, blank=True))
    safety = statistical(
        models.CharField(max_length=10, choices=ContactSafety, blank=True, db_default="")
    )
    through = statistical(
        models.CharField(max_length=10, choices=ContactThrough, blank=True, db_default="")
    )
    # keys: view_words, asked_by, safety_note, reason, through_whom
    sealed = identifying(models.BinaryField(null=True, blank=True))

    section = Section.ENQUIRY
    SEALED_FIELD_ID: ClassVar[str] = "intake.enquiry_match"
    proved_states: ClassVar[ProvedStates] = ("state", ("contact_made",))
    kept_fields = ("enquiry", "source", "asker", "asker_agency", "purpose", "asked_at")

    class Meta:
        indexes = [
            models.Index(
                fields=["asked_at", "id"],
                condition=models.Q(state="waiting"),
                name="intake_match_waiting",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["enquiry", "file"], name="intake_match_once_an_enquiry"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state="waiting", decided_by__isnull=True, decided_at__isnull=True
                )
                | (
                    ~models.Q(state="waiting")
                    & models.Q(decided_by__isnull=False, decided_at__isnull=False)
                ),
                name="intake_match_decided_by_and_at",
            ),
            # No contact from tracing is made before the child's view on that person is on record.
            models.CheckConstraint(
                condition=~models.Q(use="tracing", state="contact_made")
                | models.Q(view__in=["yes", "careful", "unable"], view_on__isnull=False),
                name="intake_match_her_view_before_contact",
            ),
        ]


class CandidateOpening(models.Model):
    """The number of names the matcher opened for one question on one day, which is limited.

    Written only by a function of the warden, read by no role.
    """

    subject = models.UUIDField()
    day = models.DateField()
    opened = models.PositiveIntegerField()

    classified: ClassVar[dict[str, DataClass]] = {
        "id": OPERATIONAL,
        "subject": OPERATIONAL,
        "day": OPERATIONAL,
        "opened": OPERATIONAL,
    }

    class Meta:
        db_table = "intake_opening"
        constraints = [
            models.UniqueConstraint(fields=["subject", "day"], name="intake_opening_once_a_day")
        ]
