"""The words for a report of a concern and for a search, before there is a case.

Not for what is later established about the child.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """How a report reached us (IDN-002 to IDN-006, IDN-016)."""

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


class ReporterKind(TextChoices):
    """Who reported; a child may report for herself, and nobody need be named (IDN-004)."""

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
    """How soon someone must go to the child, as judged when the report came in."""

    NOW = "now", _("In danger now")
    TODAY = "today", _("Today")
    SOON = "soon", _("Within days")
    LATER = "later", _("Not pressing")
    NOT_KNOWN = "not_known", _("Not known")


class Concern(TextChoices):
    """What the reporter is worried about; several at once, trafficked or not (IDN-001, DEF-032)."""

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
    ONLINE = "online", _("Harm through phone or internet")
    OTHER = "other", _("Another concern")


class ReportOutcome(TextChoices):
    """What became of a report; none of them says that the child needs nothing."""

    CASE_OPENED = "case_opened", _("A case was opened")
    ADDED_TO_CASE = "added_to_case", _("Added to the child's open case")
    PASSED_ON = "passed_on", _("Passed on to another agency")
    ADVICE_GIVEN = "advice_given", _("Advice or information given")
    CHILD_NOT_FOUND = "child_not_found", _("Child not found yet")
    SAME_AS_EARLIER = "same_as_earlier", _("Same report as an earlier one")
    NO_CONCERN_FOUND = "no_concern_found", _("Looked into, no concern found")


class SearchPurpose(TextChoices):
    """Why somebody looks for a child or opens a file that is not hers (PRI-006, PRI-007)."""

    NEW_REPORT = "new_report", _("A report came in: is the child already known?")
    CHILD_IS_WITH_ME = "child_is_with_me", _("The child is with me and needs help")
    MISSING_CHILD = "missing_child", _("A missing child is being looked for")
    FAMILY_TRACING = "family_tracing", _("Tracing the child's family")
    HANDING_OVER = "handing_over", _("A case is handed over or shared")
    STANDING_IN = "standing_in", _("Standing in for an absent worker")
    SUPERVISION = "supervision", _("Supervision of the work")
    CHILD_ASKED = "child_asked", _("The child asked to see or correct the record")
    COMPLAINT = "complaint", _("A complaint is being looked into")
    LEGAL_DUTY = "legal_duty", _("A court or law requires it")


class SearchFact(TextChoices):
    """The kinds of facts that a search may be asked with; a name never counts as one of the two."""

    NAME = "name", _("Name")
    RELATIVE_NAME = "relative_name", _("Name of a parent or grandparent")
    AGE = "age", _("Age or year of birth, roughly")
    GENDER = "gender", _("Girl, boy or other")
    HOME_PLACE = "home_place", _("District or place of home")
    FOUND_PLACE = "found_place", _("Where the child is or was found")
    LANGUAGE = "language", _("Language")
    DATE = "date", _("When the child came or went missing")
    PHONE = "phone", _("Telephone number")
    DOCUMENT = "document", _("Number of a document")
    MARK = "mark", _("Visible mark or disability")


class EnquiryState(TextChoices):
    """What the holder of a file decided on an enquiry that may concern the child."""

    WAITING = "waiting", _("Waiting for a decision")
    CONTACT_MADE = "contact_made", _("Contact made")
    NO_CONTACT = "no_contact", _("No contact")
