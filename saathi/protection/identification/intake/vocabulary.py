"""Codes of reports of a concern and of searches, before there is a case.

Findings about the child established later are not here.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import DraftKind, NoticeKind
from saathi.protection.identification.intake.queue.notices import REPORT_QUEUE_NOTICES


class ReportChannel(TextChoices):
    """How a report was received (IDN-002 to IDN-006, IDN-016)."""

    HELPLINE = "helpline", _("Helpline call")
    IN_PERSON = "in_person", _("In person")
    OUTREACH = "outreach", _("Outreach in the community")
    COMMITTEE = "committee", _("Local committee")
    REFERRAL = "referral", _("Referral from another agency")
    POLICE = "police", _("Police")
    BORDER_POST = "border_post", _("Border post")
    COURT = "court", _("Court or welfare committee")
    SCHOOL = "school", _("School")
    HEALTH = "health", _("Health service")
    LETTER = "letter", _("Letter, message or web form")
    OTHER = "other", _("Another way")


class ReportingPersonKind(TextChoices):
    """Who reported; children may report for themselves, and no name is required (IDN-004)."""

    CHILD = "child", _("The child")
    ANOTHER_CHILD = "another_child", _("Another child")
    PARENT = "parent", _("Parent")
    RELATIVE = "relative", _("Relative")
    COMMUNITY = "community", _("Neighbour or member of the community")
    COMMITTEE_MEMBER = "committee_member", _("Member of a local committee")
    TEACHER = "teacher", _("Teacher")
    HEALTH_WORKER = "health_worker", _("Health worker")
    SOCIAL_WORKER = "social_worker", _("Social worker")
    POLICE = "police", _("Police officer")
    OFFICIAL = "official", _("Another official")
    ORGANISATION = "organisation", _("Civil society organisation")
    EMPLOYER = "employer", _("Employer")
    ANONYMOUS = "anonymous", _("Does not wish to be named")
    OTHER = "other", _("Someone else")


class Urgency(TextChoices):
    """How soon someone must go to the child, as assessed when the report was received."""

    NOW = "now", _("Immediate danger")
    TODAY = "today", _("Today")
    SOON = "soon", _("Within a few days")
    LATER = "later", _("Not urgent")
    NOT_KNOWN = "not_known", _("Not known")


class Concern(TextChoices):
    """The reporting person's concerns: one or more, trafficked or not (IDN-001, DEF-032)."""

    TRAFFICKING = "trafficking", _("May have been trafficked, or is about to be")
    SEXUAL_EXPLOITATION = "sexual_exploitation", _("Sexual exploitation of the child")
    SEXUAL_ABUSE = "sexual_abuse", _("Sexual abuse of the child")
    PHYSICAL_VIOLENCE = "physical_violence", _("Physical violence")
    EMOTIONAL_VIOLENCE = "emotional_violence", _("Emotional violence")
    NEGLECT = "neglect", _("Neglect")
    CHILD_LABOUR = "child_labour", _("Harmful or forced work")
    CHILD_MARRIAGE = "child_marriage", _("Child marriage, planned or past")
    MISSING = "missing", _("Child is missing")
    SEPARATED = "separated", _("Alone or separated from family")
    ON_THE_MOVE = "on_the_move", _("On the move without protection")
    STREET = "street", _("Living or working on the street")
    ARMED_GROUP = "armed_group", _("Used by an armed force or group")
    DETAINED = "detained", _("Arrested, detained or charged")
    ONLINE = "online", _("Harm by phone or internet")
    OTHER = "other", _("Another concern")


class HarmTiming(TextChoices):
    """Whether harm has already occurred; feared harm may be reported as well (IDN-004, IDN-017)."""

    NOT_RECORDED = "", _("Not recorded")
    FEARED = "feared", _("Feared, has not happened yet")
    GOING_ON = "going_on", _("Happening now")
    PAST = "past", _("Has happened")
    NOT_KNOWN = "not_known", _("Not known")


class InformationSource(TextChoices):
    """How the reporting person knows it; hearsay is recorded as well."""

    NOT_RECORDED = "", _("Not recorded")
    LIVED_IT = "lived_it", _("Own experience")
    CHILD = "child", _("The child said so")
    SAW = "saw", _("Saw or heard it")
    WAS_TOLD = "was_told", _("Heard from others")
    SUSPECTS = "suspects", _("Suspects it from indicators")
    NOT_SAID = "not_said", _("Not stated")


class ContactBackPreference(TextChoices):
    """Whether the reporting person may be contacted again, by their own statement (IDN-021)."""

    NOT_RECORDED = "", _("Not recorded")
    NOT_ASKED = "not_asked", _("Not asked: do not call or visit")
    SAFE = "safe", _("Safe in the way stated here")
    CAREFUL = "careful", _("Only at the time or through the person stated here")
    NEVER = "never", _("Never call or visit")


class CommunicationNeed(TextChoices):
    """What a person needs in order to report: by age, language, ability and gender (IDN-007)."""

    LANGUAGE = "language", _("Someone who speaks their language")
    SIGNS = "signs", _("Sign language or lip reading")
    WRITING = "writing", _("Writing instead of speaking")
    PICTURES = "pictures", _("Pictures, toys or drawing")
    EASY = "easy", _("Simple language and extra time")
    WOMAN = "woman", _("Female worker")
    MAN = "man", _("Male worker")
    COMPANION = "companion", _("A trusted person present")
    REACHABLE = "reachable", _("A place accessible without walking or stairs")


class ContactKind(TextChoices):
    """The kind of a contact. Every kind is recorded, so that no call goes uncounted."""

    CONCERN = "concern", _("Concern about a child or family")
    HELP = "help", _("Request for help for the family")
    INFORMATION = "information", _("Request for information")
    TALK = "talk", _("Wish to talk to someone")
    ASKS_AFTER = "asks_after", _("Question about an earlier report")
    OUTREACH = "outreach", _("Community conversation without a specific concern")
    INSULTS = "insults", _("Insults or threats")
    SILENT = "silent", _("Silent")
    HUNG_UP = "hung_up", _("Ended before anything was said")
    JOKE = "joke", _("Prank or test")
    WRONG_NUMBER = "wrong_number", _("Wrong number or address")
    OTHER = "other", _("Other")


# For these only the fact is recorded: no text, no name, no number.
KINDS_WITHOUT_TEXT = frozenset(
    {ContactKind.SILENT, ContactKind.HUNG_UP, ContactKind.JOKE, ContactKind.WRONG_NUMBER}
)


class ContactTopic(TextChoices):
    """The information or help asked for; safe migration is a topic like any other."""

    RIGHTS = "rights", _("Child rights")
    LAW = "law", _("Law, police and court")
    SCHOOL = "school", _("School")
    HEALTH = "health", _("Health")
    LIVELIHOOD = "livelihood", _("Livelihood and money")
    PAPERS = "papers", _("Documents and registration")
    MOVING = "moving", _("Safe migration and work")
    MARRIAGE = "marriage", _("Marriage")
    FAMILY = "family", _("Family and conflict")
    MISSING = "missing", _("Missing person")
    FEELINGS = "feelings", _("Feelings and worries")
    SERVICES = "services", _("Where to find a service")
    OTHER = "other", _("Other")


class ContactHelpGiven(TextChoices):
    """The help given immediately, in the contact itself."""

    LISTENED = "listened", _("Listened")
    INFORMATION = "information", _("Information")
    NUMBER = "number", _("Number or address of a service")
    SAFE_MOVING = "safe_moving", _("Safe migration and emergency contacts")
    ADVICE = "advice", _("Advice")
    CALL_AGAIN = "call_again", _("Asked to come or call again")
    NOTHING = "nothing", _("Nothing could be given")


class ContactReferralKind(TextChoices):
    """The purpose of a referral from a contact; it needs neither a report nor a case."""

    SERVICE = "service", _("A service for the child")
    LIVELIHOOD = "livelihood", _("Livelihood of the family")
    HEALTH = "health", _("Health service")
    LEGAL = "legal", _("Legal help")
    SCHOOL = "school", _("School")
    AUTHORITY = "authority", _("An authority, at the person’s request")
    HELPLINE = "helpline", _("Another helpline or agency")


class ContactReferralState(TextChoices):
    """The state of a referral."""

    OFFERED = "offered", _("Offered")
    AGREED = "agreed", _("Agreed and referred")
    DECLINED = "declined", _("Declined by the person")
    HELPED = "helped", _("Help was given")
    NOT_HELPED = "not_helped", _("No help could be given")


class ContactOutcome(TextChoices):
    """The outcome of a contact, as a filter of the list."""

    OPEN = "open", _("Concern not recorded as a report yet")
    REPORT = "report", _("Became a report")
    CASE = "case", _("Became a case")
    REFERRAL = "referral", _("Became a referral")
    LIVELIHOOD = "livelihood", _("Became a livelihood referral")
    NOTHING = "nothing", _("Counted only")


class ReportOutcome(TextChoices):
    """The outcome of a report; none of them says that the child needs nothing."""

    CASE_OPENED = "case_opened", _("A case was opened")
    ADDED_TO_CASE = "added_to_case", _("Added to the child’s open case")
    PASSED_ON = "passed_on", _("Referred to another agency")
    ADVICE_GIVEN = "advice_given", _("Advice or information given")
    CHILD_NOT_FOUND = "child_not_found", _("Child not yet located")
    SAME_AS_EARLIER = "same_as_earlier", _("Same report as an earlier one")
    NO_CONCERN_FOUND = "no_concern_found", _("Assessed, no concern found")


CASE_OUTCOMES = (ReportOutcome.CASE_OPENED, ReportOutcome.ADDED_TO_CASE)


class SearchPurpose(TextChoices):
    """Why a staff member searches for a child or opens another's file (PRI-006, PRI-007)."""

    NEW_REPORT = "new_report", _("A report came in: is the child already known?")
    CHILD_IS_WITH_ME = "child_is_with_me", _("The child is with me and needs help")
    MISSING_CHILD = "missing_child", _("Search for a missing child")
    FAMILY_TRACING = "family_tracing", _("Tracing the child’s family")
    HANDING_OVER = "handing_over", _("A case is being transferred or shared")
    STANDING_IN = "standing_in", _("Covering for an absent worker")
    SUPERVISION = "supervision", _("Supervision")
    CHILD_ASKED = "child_asked", _("The child asked to see or correct the record")
    COMPLAINT = "complaint", _("A complaint is being investigated")
    LEGAL_DUTY = "legal_duty", _("A court or law requires it")


# Searches for a person who misses the child; all others are for an agency that works for the child.
TRACING_PURPOSES = frozenset({SearchPurpose.MISSING_CHILD, SearchPurpose.FAMILY_TRACING})


class SearchFact(TextChoices):
    """The kinds of facts of a search; a name never counts as one of the two required."""

    NAME = "name", _("Name")
    RELATIVE_NAME = "relative_name", _("Name of a parent or grandparent")
    AGE = "age", _("Approximate age or year of birth")
    GENDER = "gender", _("Gender")
    HOME_PLACE = "home_place", _("Home district or place")
    FOUND_PLACE = "found_place", _("Place where the child is or was found")
    LANGUAGE = "language", _("Language")
    DATE = "date", _("Date the child arrived or went missing")
    PHONE = "phone", _("Telephone number")
    DOCUMENT = "document", _("Document number")
    MARK = "mark", _("Visible mark or disability")


class EnquiryState(TextChoices):
    """The holder's decision on an enquiry that may concern the child."""

    WAITING = "waiting", _("Awaiting a decision")
    CONTACT_MADE = "contact_made", _("Contact made")
    NO_CONTACT = "no_contact", _("No contact")


class Seeker(TextChoices):
    """Who misses or looks for a child: the relation they state, which is not verified."""

    NOT_RECORDED = "", _("Not recorded")
    MOTHER = "mother", _("Mother")
    FATHER = "father", _("Father")
    SIBLING = "sibling", _("Brother or sister")
    GRANDPARENT = "grandparent", _("Grandparent")
    RELATIVE = "relative", _("Another relative")
    GUARDIAN = "guardian", _("Guardian or caregiver")
    IN_LAWS = "in_laws", _("Husband, or his family")
    FRIEND = "friend", _("Friend")
    TEACHER = "teacher", _("Teacher")
    NEIGHBOUR = "neighbour", _("Neighbour or member of the community")
    EMPLOYER = "employer", _("Employer")
    POLICE = "police", _("Police")
    ORGANISATION = "organisation", _("An organisation that helps children")
    OTHER = "other", _("Other person")
    NOT_SAID = "not_said", _("Not stated")


class EnquirySource(TextChoices):
    """The origin of an enquiry: a search, or the report of a missing child."""

    ENQUIRY = "enquiry", _("A search")
    MISSING = "missing", _("The report of a missing child")


class MatchUse(TextChoices):
    """The use of a comparison: tracing of a missing child, or a possible duplicate."""

    TRACING = "tracing", _("Search for a missing child")
    DUPLICATE = "duplicate", _("The same child may be known to two agencies")


class ChildView(TextChoices):
    """The child's view on contact with the seeker."""

    NOT_ASKED = "", _("Not asked yet")
    YES = "yes", _("Wants contact")
    CAREFUL = "careful", _("Wants contact later, or under certain conditions")
    UNSURE = "unsure", _("Unsure")
    NO = "no", _("Does not want contact")
    UNABLE = "unable", _("Too young or unable to say")


class ContactSafety(TextChoices):
    """Whether contact would be safe for the child, as far as known."""

    NOT_LOOKED = "", _("Not assessed yet")
    SAFE = "safe", _("Assessed, no danger known")
    CAREFUL = "careful", _("Safe only in the way chosen below")
    DANGER = "danger", _("Contact would put the child in danger")


class ContactThrough(TextChoices):
    """The person or body that makes contact. The child's whereabouts are not disclosed yet."""

    NOBODY = "", _("No contact")
    OFFICE = "office", _("This office")
    WORKER = "worker", _("The child’s worker")
    GUARDIAN = "guardian", _("The child’s guardian")
    AUTHORITY = "authority", _("The competent authority")
    POLICE = "police", _("The police")
    EMBASSY = "embassy", _("An embassy or an agency in another country")


REPORT_HANDED_NOTICE = NoticeKind(
    "report_handed", _("A report was reassigned to you"), is_urgent=True
)
CASE_REQUESTED_NOTICE = NoticeKind("case_requested", _("A case is requested for a report"))
VISIT_NOT_SAFE_NOTICE = NoticeKind(
    "report_not_safe",
    _("A visit for a report found the child not safe"),
    is_urgent=True,
    mail_label=_("You have a new notice"),
)
ALERT_ENDED_NOTICE = NoticeKind(
    "report_alert_ended",
    _("A visit for a report found the child safe: its alert ended"),
    mail_label=_("You have a new notice"),
)
ENQUIRY_WAITS_NOTICE = NoticeKind(
    "enquiry_waits", _("An enquiry is awaiting a decision"), is_read_together=True
)
CONTACT_MADE_NOTICE = NoticeKind("contact_made", _("Contact is being made about your enquiry"))
MISSING_CONTACT_NOTICE = NoticeKind(
    "missing_contact", _("Contact is being made about a missing child"), is_urgent=True
)
NOTICES = (
    *REPORT_QUEUE_NOTICES,
    REPORT_HANDED_NOTICE,
    CASE_REQUESTED_NOTICE,
    VISIT_NOT_SAFE_NOTICE,
    ALERT_ENDED_NOTICE,
    ENQUIRY_WAITS_NOTICE,
    CONTACT_MADE_NOTICE,
    MISSING_CONTACT_NOTICE,
)

REPORT_DRAFT = DraftKind("report", _("A child protection report"))
DRAFTS = (REPORT_DRAFT,)
