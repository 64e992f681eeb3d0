"""Codes of family tracing up to the child's return to the family."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import NoticeKind


class TracingState(TextChoices):
    """The state of a tracing request."""

    OPEN = "open", _("Tracing in progress")
    FOUND = "found", _("Person found")
    REUNIFIED = "reunified", _("Child reunified")
    IN_TOUCH = "in_touch", _("Kept in touch, child lives elsewhere")
    NOT_FOUND = "not_found", _("Ended, person not found")
    DIED = "died", _("Ended, person died")
    STOPPED_BY_CHILD = "stopped", _("Stopped by the child")
    NOT_PURSUED = "not_pursued", _("Not pursued, reason given")


OPEN_STATES: Final = (TracingState.OPEN, TracingState.FOUND)


class ViewSubject(TextChoices):
    """What the child was asked about."""

    TRACING = "tracing", _("Tracing this person")
    CONTACT = "contact", _("Contact with this person")
    REUNIFICATION = "reunification", _("Living with this person")


class TracingWish(TextChoices):
    """The child's answer. Each is complete, also that the child was not asked."""

    WANTS = "wants", _("Wants it")
    LATER = "later", _("Later, from a date the child chose")
    NOT_NOW = "not_now", _("Not now")
    NO = "no", _("Does not want it")
    CHOSE_NOT = "chose_not", _("Chose not to say")
    TOO_YOUNG = "too_young", _("Too young to answer in words")
    NOT_ASKED = "not_asked", _("Not asked")


class NotAskedReason(TextChoices):
    """Why the child was not asked."""

    NOT_RECORDED = "", _("Not recorded")
    DISTRESS = "distress", _("The child is ill or in distress")
    LANGUAGE = "language", _("No interpreter in the child’s language yet")
    NOT_ALONE = "not_alone", _("The child could not be met alone")
    DANGER = "danger", _("The question would put the child in danger")
    OTHER = "other", _("Other reason")


class HeardForChild(TextChoices):
    """Who was heard in place of a child who is too young to answer."""

    NOT_RECORDED = "", _("Not recorded")
    GUARDIAN = "guardian", _("Legal guardian: no objection")
    REPRESENTATIVE = "representative", _("Legal representative: no objection")
    OBJECTION = "objection", _("Guardian or representative objects")
    NO_ONE = "no_one", _("No one yet")


class EnquiryWay(TextChoices):
    """How an enquiry is made."""

    VISIT = "visit", _("Visit by a local worker")
    PHONE = "phone", _("Telephone call")
    VILLAGE_HEAD = "village_head", _("Village head or local council")
    SCHOOL = "school", _("School")
    RECORDS = "records", _("Search of records")
    PHOTO = "photo", _("Photo shown to a vetted person")
    RED_CROSS = "red_cross", _("Red Cross or Red Crescent message")
    ABROAD = "abroad", _("Cross-border request")
    RADIO = "radio", _("Radio or notice")
    FOCAL_POINT = "focal_point", _("Focal point of another agency")
    OTHER = "other", _("Other")


class DisclosedFact(TextChoices):
    """A fact disclosed in an enquiry."""

    NAME = "name", _("Child’s name")
    PHOTO = "photo", _("Photo of the child")
    WHEREABOUTS = "whereabouts", _("Where the child is")
    AGE = "age", _("Age or year of birth")
    FAMILY_NAMES = "family_names", _("Names of relatives")
    HOME = "home", _("Home place as the child remembers it")
    LANGUAGE = "language", _("Language")
    IN_CARE = "in_care", _("That a child is in care")


# Each of these tells the person asked which child is meant.
NAMING_FACTS: Final = (DisclosedFact.NAME, DisclosedFact.PHOTO, DisclosedFact.WHEREABOUTS)


class TracingActor(TextChoices):
    """Who made an enquiry or a contact."""

    OURS = "ours", _("Our agency, or another at our request")
    STAFF = "staff", _("A member of our staff, without permission")
    OTHERS = "others", _("Others, without our request")


class EnquiryResult(TextChoices):
    """The result of an enquiry."""

    WAITING = "", _("No result yet")
    FOUND = "found", _("Person found")
    PARTLY = "partly", _("New information, person not found yet")
    MOVED = "moved", _("Moved away")
    DIED = "died", _("Died")
    NOT_FOUND = "not_found", _("Not known there")
    NO_ANSWER = "no_answer", _("No answer")
    REFUSES = "refuses", _("Refuses contact")


class ClaimBringer(TextChoices):
    """Who brought a person who claims a child."""

    NOBODY = "nobody", _("Came alone")
    RELATIVE = "relative", _("Another relative")
    POLICE = "police", _("Police")
    OFFICIAL = "official", _("Village head or other official")
    LAWYER = "lawyer", _("Lawyer")
    ORGANISATION = "organisation", _("Another organisation")
    UNRELATED = "unrelated", _("A person who is not a relative")
    NOT_KNOWN = "not_known", _("Not known")


class ClaimPaper(TextChoices):
    """A document that a claimant showed."""

    BIRTH = "birth", _("Birth registration of the child")
    IDENTITY = "identity", _("Own identity document")
    FAMILY_CARD = "family_card", _("Family card or household list")
    SCHOOL = "school", _("School papers of the child")
    PHOTO = "photo", _("Photo with the child")
    POLICE_REPORT = "police_report", _("Police report of a missing child")
    OTHER = "other", _("Other document")


class ClaimSign(TextChoices):
    """A warning sign in a claim."""

    BEFORE_ASKED = "before_asked", _("Claimed before any enquiry was made")
    THIRD_PERSON = "third_person", _("A third person pushes")
    MONEY = "money", _("Money was offered or asked for")
    HASTE = "haste", _("Haste")
    KNOWS_LITTLE = "knows_little", _("Knows too little about the child")
    THREATENS = "threatens", _("Threatens")
    KEPT_FROM = "kept_from", _("Must not learn of the tracing")


class SignsAssessed(TextChoices):
    """Whether warning signs were looked for."""

    SEEN = "seen", _("Warning signs seen")
    NONE = "none", _("No warning sign seen")
    NOT_ASSESSED = "not_assessed", _("Not assessed")


class ClaimExplained(TextChoices):
    """The information given to the claimant about recording a claim."""

    EXPLAINED = (
        "explained",
        _("Told that recording a claim is not an accusation, and that nothing is promised"),
    )
    PROSECUTOR = "prosecutor", _("Also told the decision of a prosecutor")
    NOT_YET = "not_yet", _("Not explained yet")


class ClaimState(TextChoices):
    """The state of a claim."""

    OPEN = "open", _("Open")
    VERIFIED = "verified", _("Relationship verified")
    NOT_VERIFIED = "not_verified", _("Relationship not verified")
    WITHDRAWN = "withdrawn", _("Withdrawn by the claimant")
    REFUSED = "refused", _("Refused, not to be verified")


# Neither verified nor refused: with warning signs, such a claim is in Act now.
UNDECIDED_CLAIMS: Final = (ClaimState.OPEN, ClaimState.WITHDRAWN)


class VerificationMethod(TextChoices):
    """How a relationship is verified."""

    QUESTIONS = "questions", _("Same questions to both sides")
    PHOTOS = "photos", _("Photo among others")
    COMMUNITY = "community", _("People in the community")
    PAPERS = "papers", _("Documents")
    DNA = "dna", _("DNA test ordered by an authority")


class ChildRecognition(TextChoices):
    """Whether the child recognises the person."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNSURE = "unsure", _("Not sure")
    NOT_ASKED = "not_asked", _("Not asked")


class VerificationOutcome(TextChoices):
    """The finding about a claimed relationship."""

    NOT_RECORDED = "", _("Not decided yet")
    VERIFIED = "verified", _("Relationship verified")
    DOUBTFUL = "doubtful", _("Relationship doubtful")
    NOT_VERIFIED = "not_verified", _("Relationship not verified")


class VerificationState(TextChoices):
    """The state of a verification."""

    OPEN = "open", _("In progress")
    SUBMITTED = "submitted", _("Waiting for a second person")
    CONFIRMED = "confirmed", _("Confirmed by a second person")


class ItemMatch(TextChoices):
    """How the answers of the two sides compare."""

    AGREES = "agrees", _("Agrees")
    DIFFERS = "differs", _("Differs")
    EXPLAINED = "explained", _("Differs, explained")
    NOT_ASKED = "not_asked", _("Not asked of both")


class ItemUse(TextChoices):
    """Whether a question may stand in letters. An answer from a letter proves nothing."""

    KEPT_BACK = "kept_back", _("Kept confidential")
    WRITTEN = "written", _("Already disclosed in a letter or enquiry")


class SeenAlone(TextChoices):
    """A person of the household who was seen alone."""

    CARER = "carer", _("Future caregiver")
    PARTNER = "partner", _("Partner of the caregiver")
    CHILDREN = "children", _("Children in the household")
    ELDERS = "elders", _("Grandparents or other elders")
    OTHERS = "others", _("Other adults")
    NEIGHBOURS = "neighbours", _("Neighbours")


class FamilyPart(TextChoices):
    """The part of the relatives in the trafficking (TRC-004)."""

    NONE = "none", _("No role")
    UNAWARE = "unaware", _("Did not know")
    DECEIVED = "deceived", _("Was deceived")
    PRESSURED = "pressured", _("Acted under pressure")
    AGREED = "agreed", _("Agreed")
    TOOK_MONEY = "took_money", _("Took money")
    NOT_KNOWN = "not_known", _("Asked, not known")
    NOT_ASSESSED = "not_assessed", _("Not assessed yet")


# With these, relatives had a part in the trafficking, whatever led them to it.
PARTS_IN_TRAFFICKING: Final = (FamilyPart.PRESSURED, FamilyPart.AGREED, FamilyPart.TOOK_MONEY)


class FamilyPushFactor(TextChoices):
    """Why the family let the child go (TRC-005)."""

    LIVELIHOOD = "livelihood", _("No livelihood")
    DEBT = "debt", _("Debt")
    KNOWLEDGE = "knowledge", _("Did not know the danger")
    NORMS = "norms", _("Social norms")
    VIOLENCE = "violence", _("Violence at home")
    NEW_PARTNER = "new_partner", _("New partner of a parent")
    OTHER = "other", _("Other")
    NONE = "none", _("Assessed, none found")
    NOT_KNOWN = "not_known", _("Assessed, not known")


class ViolenceScreen(TextChoices):
    """The result of the screening for violence and abuse at home (TRC-008)."""

    NONE = "none", _("No sign of violence")
    PAST = "past", _("Violence in the past")
    PRESENT = "present", _("Violence now, or feared")
    NOT_SCREENED = "not_screened", _("Not screened yet")


# With these, someone of the household did harm, or may do it.
HARM_AT_HOME: Final = (ViolenceScreen.PAST, ViolenceScreen.PRESENT)


class YesNoNotKnown(TextChoices):
    """An answer that may be unknown."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_KNOWN = "not_known", _("Not known")


class HomeResult(TextChoices):
    """The conclusion of a home assessment."""

    NOT_CONCLUDED = "open", _("Not concluded yet")
    SUITABLE = "suitable", _("Suitable")
    CONDITIONS = "conditions", _("Suitable with conditions")
    CONTACT_ONLY = "contact_only", _("Contact only")
    NOT_SUITABLE = "not_suitable", _("Not suitable")


# With these the child may live in the household.
SUITABLE_RESULTS: Final = (HomeResult.SUITABLE, HomeResult.CONDITIONS)


class ContactStep(TextChoices):
    """A step of contact with the family."""

    MESSAGE = "message", _("Message")
    CALL = "call", _("Call")
    VISIT = "visit", _("Visit")
    ACCOMPANIED_VISIT = "accompanied", _("Accompanied visit")
    TRIAL_STAY = "trial_stay", _("Trial stay")


class SafetyCheck(TextChoices):
    """Whether it was checked that a contact is safe for the child."""

    SAFE = "safe", _("Checked: safe in this way")
    NOT_SAFE = "not_safe", _("Checked: not safe")
    NOT_CHECKED = "not_checked", _("Not checked yet")


class ContactState(TextChoices):
    """The state of a contact."""

    PLANNED = "planned", _("Planned")
    TOOK_PLACE = "took_place", _("Took place")
    STOPPED = "stopped", _("Stopped by the child")
    CANCELLED = "cancelled", _("Did not take place")


class ReunificationState(TextChoices):
    """The state of the child's return to the family."""

    PROPOSED = "proposed", _("Waiting for approval")
    APPROVED = "approved", _("Approved")
    CARRIED_OUT = "carried_out", _("Child handed over")
    BY_OTHERS = "by_others", _("Handed over by others, without our approval")
    SENT_BACK = "returned", _("Returned for revision")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class HandedOverBy(TextChoices):
    """Who handed the child to a relative without our approval."""

    NOT_RECORDED = "", _("Not recorded")
    POLICE = "police", _("Police")
    CARE_HOME = "care_home", _("Children’s home or shelter")
    COURT = "court", _("Court or child welfare committee")
    ORGANISATION = "organisation", _("Another organisation")
    OTHER = "other", _("Others")


class OrderCheck(TextChoices):
    """Whether a protection order prohibits the return."""

    NONE = "none", _("No protection order in force")
    OTHER_PERSONS = "other_persons", _("In force, but not against this household")
    AGAINST = "against", _("In force against a person in this household")
    NOT_CHECKED = "not_checked", _("Not checked yet")


VERIFICATION_SUBMITTED_NOTICE = NoticeKind(
    "verify_asked", _("A verified family relationship is waiting for a second person")
)
REUNIFICATION_ASKED_NOTICE = NoticeKind(
    "reunify_asked", _("A reunification is waiting for your approval")
)
REUNIFICATION_DECIDED_NOTICE = NoticeKind("reunify_done", _("A reunification was decided"))
NOTICES = (
    VERIFICATION_SUBMITTED_NOTICE,
    REUNIFICATION_ASKED_NOTICE,
    REUNIFICATION_DECIDED_NOTICE,
)
