"""Codes of transfers of a child to another country."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.protection.returns.transfers import notice_kinds


class TransferDirection(TextChoices):
    """Whether the child leaves our care or arrives in it."""

    OUTGOING = "outgoing", _("To another country")
    INCOMING = "incoming", _("From another country")


class TransferKind(TextChoices):
    """What a transfer is for. A removal by force is never one: it is a safeguard violation."""

    RETURN = "return", _("Return to the country of origin")
    RELATIVES = "relatives", _("Move to relatives in another country")
    THIRD_COUNTRY = "third_country", _("Move to a third country")
    ORDERED = "ordered", _("Return ordered by an authority")


class TransferState(TextChoices):
    """The stage of a transfer."""

    CONSIDERED = "considered", _("Considered")
    REQUESTED = "requested", _("Request sent to the other country")
    ACCEPTED = "accepted", _("Accepted by the other country")
    SUBMITTED = "submitted", _("Awaiting authorisation")
    AUTHORISED = "authorised", _("Authorised")
    TRAVELLING = "travelling", _("Travelling")
    HANDED_OVER = "handed_over", _("Handed over")
    RECEIVED = "received", _("Received")
    FOLLOWED_UP = "followed_up", _("Followed up")
    ENDED = "ended", _("Follow-up ended")
    REFUSED = "refused", _("Refused by the other country")
    STOPPED = "stopped", _("Stopped")


# In these the child has not left: the transfer can be stopped, and a group shows what is missing.
BEFORE_DEPARTURE: Final = (
    TransferState.CONSIDERED,
    TransferState.REQUESTED,
    TransferState.ACCEPTED,
    TransferState.SUBMITTED,
    TransferState.AUTHORISED,
)
# The child may be on the way, and still comes back to us if the transfer is stopped.
BEFORE_HANDOVER: Final = (*BEFORE_DEPARTURE, TransferState.TRAVELLING)
OPEN_STATES: Final = (
    *BEFORE_HANDOVER,
    TransferState.HANDED_OVER,
    TransferState.RECEIVED,
    TransferState.FOLLOWED_UP,
)
# The states of an authorised transfer; one that another organisation sent is received without `authorised`.
AUTHORISED_STATES: Final = (
    TransferState.AUTHORISED,
    TransferState.TRAVELLING,
    TransferState.HANDED_OVER,
    TransferState.RECEIVED,
    TransferState.FOLLOWED_UP,
)


class TransferCoordination(TextChoices):
    """On what the two countries act together. Within the region: an agreement and both focal points."""

    AGREEMENT = "agreement", _("Under an agreement, through both national focal points")
    FOCAL_POINTS = "focal_points", _("No agreement; through both national focal points")
    OFFICES = "offices", _("No national focal point in one country; other offices act")


class TransferStopper(TextChoices):
    """Who stopped a transfer, or what did: the border, or a consent that ended."""

    CHILD = "child", _("The child")
    REPRESENTATIVE = "representative", _("Legal representative or guardian")
    ESCORT = "escort", _("Escort")
    FOCAL_POINT = "focal_point", _("National focal point")
    WORKER = "worker", _("Case worker")
    SUPERVISOR = "supervisor", _("Supervisor")
    AUTHORITY = "authority", _("Authority")
    CROSSING = "crossing", _("Not possible at the border")
    CONSENT = "consent", _("Consent or other legal basis was withdrawn")


class RequestChannel(TextChoices):
    """How a request reached the other country."""

    FOCAL_POINT = "focal_point", _("Through the national focal points")
    HERE = "here", _("In this system, with notice to the focal points")
    FILE = "file", _("From a transfer file")


class TransferAnswerCode(TextChoices):
    """The answer of the other country."""

    ACCEPTED = "accepted", _("Accepted")
    ACCEPTED_IF = "accepted_if", _("Accepted with conditions")
    REFUSED = "refused", _("Refused")
    NO_ANSWER = "no_answer", _("No answer")


class TransferRefusalReason(TextChoices):
    """Why the other country does not receive the child."""

    NO_PLACE = "no_place", _("No suitable care was found")
    NOT_SAFE = "not_safe", _("The child would not be safe")
    NOT_KNOWN = "not_known", _("The child or the family is not known there")
    NO_MANDATE = "no_mandate", _("Another authority has to decide")
    OTHER = "other", _("Another reason")


class ReceivingCare(TextChoices):
    """Where the child will live after the transfer; family and community come first."""

    PARENTS = "parents", _("With a parent")
    RELATIVES = "relatives", _("With relatives")
    FOSTER = "foster", _("Foster family")
    KAFALA = "kafala", _("Kafala or guardianship family")
    SUPPORTED = "supported", _("Supported independent living")
    TRANSIT = "transit", _("Transit home, for a limited time")
    FACILITY = "facility", _("Residential care")


class PlacementStanding(TextChoices):
    """Whether the receiving placement meets the minimum standards or, in a family, was assessed."""

    MEETS = "meets", _("Meets the standards, or family assessed as suitable")
    WITH_SUPPORT = "with_support", _("Meets them with the support named here")
    DOES_NOT = "does_not", _("Does not meet them")
    NOT_KNOWN = "not_known", _("Not known")


SUFFICIENT_STANDINGS: Final = (PlacementStanding.MEETS, PlacementStanding.WITH_SUPPORT)


class SafetySubject(TextChoices):
    """What a safety assessment is about (XBR-004)."""

    ORIGIN = "origin", _("Country of origin")
    MOVEMENT = "movement", _("Journey")
    DESTINATION = "destination", _("Place of destination")


class SafetyResult(TextChoices):
    """The result of a safety assessment."""

    SAFE = "safe", _("Safe")
    WITH_MEASURES = "with_measures", _("Safe with the measures named here")
    NOT_SAFE = "not_safe", _("Not safe")
    NOT_KNOWN = "not_known", _("Not known")


SAFE_RESULTS: Final = (SafetyResult.SAFE, SafetyResult.WITH_MEASURES)


class SafetySource(TextChoices):
    """From where the facts of a safety assessment are known."""

    VISIT = "visit", _("Visit")
    PARTNER = "partner", _("Social worker in the other country")
    AUTHORITY = "authority", _("Authority")
    CHILD = "child", _("The child")
    FAMILY = "family", _("Family")
    REPORTS = "reports", _("Published reports")


class PreparationStage(TextChoices):
    """The stage in which a document is needed."""

    FOUND = "found", _("When the child was found")
    PROTECTION = "protection", _("International protection")
    IDENTITY = "identity", _("Identity and family")
    DECISION = "decision", _("Decision")
    COURT = "court", _("Court")
    ACCEPTANCE = "acceptance", _("Acceptance")
    TRAVEL = "travel", _("Travel")
    HANDOVER = "handover", _("Handover")
    AFTER = "after", _("After arrival")


class TransferPaper(TextChoices):
    """A document of the checklist (XBR-001)."""

    PRODUCTION_REPORT = "production", _("Report of production before the authority")
    PLACEMENT_ORDER = "placement_order", _("Placement order")
    MEDICAL_NOTE = "medical_note", _("Medical care note")
    IDENTITY_PHOTO = "identity_photo", _("Photograph for identity")
    AGE_RECORD = "age_record", _("Record of age")
    PROTECTION_RECEIPT = "protection", _("Receipt of a protection referral")
    CONTACT_PERMISSION = "permission", _("Permission to contact the country of origin")
    FACTS_LETTER = "facts_letter", _("Letter to the focal point with the facts shared")
    HOME_REPORT = "home_report", _("Home report from the other country")
    BIRTH_RECORD = "birth_record", _("Birth or school record")
    FAMILY_PAPERS = "family_papers", _("Identity papers of the parent or caregiver")
    NATIONALITY_ANSWER = "nationality", _("Answer on nationality or address")
    DECISION_SHEET = "decision_sheet", _("Decision sheet without reasons")
    CHILD_VIEW = "child_view", _("Record of the child’s view")
    GUARDIAN_VIEW = "guardian_view", _("Statement of the guardian")
    COURT_CLEARANCE = "court", _("No objection of the court, or video arrangement")
    LAWYER_CONTACT = "lawyer", _("Contact of the lawyer")
    COMPENSATION = "compensation", _("Status of compensation and account")
    ACCEPTANCE = "acceptance", _("Acceptance naming the caregiver or place")
    STANDING = "standing", _("Proof that the placement meets the standards")
    TRAVEL_PERMIT = "travel_permit", _("Travel permit")
    EXIT_PERMIT = "exit_permit", _("Exit permit")
    ESCORT_ORDER = "escort_order", _("Escort order")
    FIT_TO_TRAVEL = "fit", _("Medical note: fit to travel")
    MEDICINES = "medicines", _("Medicines and instructions")
    ITINERARY = "itinerary", _("Itinerary")
    EMERGENCY_CONTACTS = "contacts", _("Emergency contacts")
    BELONGINGS = "belongings", _("List of belongings and money")
    HANDOVER_NOTE = "handover_note", _("Handover note in two languages")
    RECEIPT = "receipt", _("Receipt in two languages")
    OTHER = "other", _("Another document")


# Each of these is here, or not needed with a reason, before a transfer is authorised.
REQUIRED_PAPERS: Final = (
    TransferPaper.DECISION_SHEET,
    TransferPaper.CHILD_VIEW,
    TransferPaper.GUARDIAN_VIEW,
    TransferPaper.COURT_CLEARANCE,
    TransferPaper.COMPENSATION,
    TransferPaper.ACCEPTANCE,
    TransferPaper.STANDING,
    TransferPaper.TRAVEL_PERMIT,
    TransferPaper.EXIT_PERMIT,
    TransferPaper.ESCORT_ORDER,
    TransferPaper.FIT_TO_TRAVEL,
    TransferPaper.ITINERARY,
    TransferPaper.EMERGENCY_CONTACTS,
    TransferPaper.BELONGINGS,
)


# In which stage of the preparation each of these is needed.
STAGES_OF_PAPERS: Final = {
    TransferPaper.DECISION_SHEET: PreparationStage.DECISION,
    TransferPaper.CHILD_VIEW: PreparationStage.DECISION,
    TransferPaper.GUARDIAN_VIEW: PreparationStage.DECISION,
    TransferPaper.COURT_CLEARANCE: PreparationStage.COURT,
    TransferPaper.COMPENSATION: PreparationStage.COURT,
    TransferPaper.ACCEPTANCE: PreparationStage.ACCEPTANCE,
    TransferPaper.STANDING: PreparationStage.ACCEPTANCE,
    TransferPaper.TRAVEL_PERMIT: PreparationStage.TRAVEL,
    TransferPaper.EXIT_PERMIT: PreparationStage.TRAVEL,
    TransferPaper.ESCORT_ORDER: PreparationStage.TRAVEL,
    TransferPaper.FIT_TO_TRAVEL: PreparationStage.TRAVEL,
    TransferPaper.ITINERARY: PreparationStage.TRAVEL,
    TransferPaper.EMERGENCY_CONTACTS: PreparationStage.TRAVEL,
    TransferPaper.BELONGINGS: PreparationStage.TRAVEL,
}


class PaperForm(TextChoices):
    """In which form a document is held."""

    ORIGINAL = "original", _("Original")
    COPY = "copy", _("Copy")
    CERTIFIED = "certified", _("Certified copy")


class PaperState(TextChoices):
    """The state of a document of the checklist."""

    MISSING = "missing", _("Not obtained")
    REQUESTED = "requested", _("Requested")
    HELD = "held", _("Here")
    GIVEN = "given", _("Handed over")
    NOT_NEEDED = "not_needed", _("Not needed, reason given")


SETTLED_PAPERS: Final = (PaperState.HELD, PaperState.GIVEN, PaperState.NOT_NEEDED)  # not missing


class TransferViewMoment(TextChoices):
    """When the child was asked about a transfer."""

    PREPARATION = "preparation", _("During preparation")
    DEPARTURE = "departure", _("Within 24 hours before departure")


class TransferWish(TextChoices):
    """The child's answer. Each is complete, also that the child was not asked."""

    GOES = "goes", _("Wants to go")
    HAS_DOUBTS = "doubts", _("Has doubts or questions")
    DOES_NOT_WANT = "does_not", _("Does not want to go")
    CHOSE_NOT = "chose_not", _("Chose not to say")
    TOO_YOUNG = "too_young", _("Too young to answer in words")
    NOT_ASKED = "not_asked", _("Not asked")


class BorderCrossing(TextChoices):
    """How the border is crossed."""

    LAND = "land", _("By land")
    AIR = "air", _("By air")
    SEA = "sea", _("By sea or river")


class EscortChoice(TextChoices):
    """Whether the child chose or accepted the escort."""

    CHOSEN = "chosen", _("Chosen by the child")
    ACCEPTED = "accepted", _("Accepted by the child")
    NOT_ASKED = "not_asked", _("The child was not asked")
    REFUSED = "refused", _("The child does not want this escort")


class EscortScreening(TextChoices):
    """Whether the escort was screened for work with children."""

    SCREENED = "screened", _("Screened")
    NOT_SCREENED = "not_screened", _("Not screened")


class SharedLanguage(TextChoices):
    """Whether the escort speaks with the child."""

    SHARED = "shared", _("Speaks the child’s language")
    INTERPRETER = "interpreter", _("Interpreter travels with them")
    NONE = "none", _("No common language, no interpreter")


class TravelFitness(TextChoices):
    """Whether the child is fit to travel."""

    FIT = "fit", _("Fit to travel")
    WITH_CARE = "with_care", _("Fit to travel with the care named here")
    NOT_FIT = "not_fit", _("Not fit to travel")
    NOT_EXAMINED = "not_examined", _("Not examined")


class IdentityCheck(TextChoices):
    """Whether identity was checked at the handover."""

    BOTH = "both", _("Child and receiving person")
    CHILD = "child", _("Child only")
    RECEIVER = "receiver", _("Receiving person only")
    NONE = "none", _("Not checked")


class HandoverPresence(TextChoices):
    """Who else was present at a handover."""

    POLICE = "police", _("Police or border force")
    PRESS = "press", _("Press or cameras")
    OFFICIALS = "officials", _("Officials")
    FAMILY = "family", _("Family")
    OTHERS = "others", _("Others")


class TransferReportKind(TextChoices):
    """Which report after the transfer it is."""

    ARRIVAL = "arrival", _("Confirmation of arrival, 24 hours")
    FIRST_VISIT = "first_visit", _("First visit, 72 hours")
    MONTH_1 = "month_1", _("After 1 month")
    MONTH_3 = "month_3", _("After 3 months")
    MONTH_6 = "month_6", _("After 6 months")
    MONTH_12 = "month_12", _("After 12 months")
    OTHER = "other", _("Another report")


class SituationAfterTransfer(TextChoices):
    """How the child is after the transfer."""

    WELL = "well", _("Safe and supported")
    NEEDS_HELP = "needs_help", _("Safe, needs more help")
    NOT_SAFE = "not_safe", _("Not safe")
    MOVED = "moved", _("Lives elsewhere now")
    MISSING = "missing", _("Whereabouts not known")
    EXPLOITED = "exploited", _("Exploited or trafficked")
    NOT_SEEN = "not_seen", _("Could not be visited")


NOTICES = notice_kinds.NOTICES
