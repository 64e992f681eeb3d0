"""Codes for complaints and suggestions of children. A complaint is not an accusation."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import NoticeKind


class ComplaintKind(TextChoices):
    """Complaint or suggestion."""

    COMPLAINT = "complaint", _("A complaint")
    SUGGESTION = "suggestion", _("A suggestion")


class ComplaintSubject(TextChoices):
    """The subject of a complaint."""

    STAFF = "staff", _("A person who works with the child")
    CARE_HOME = "care_home", _("A care home or shelter")
    SERVICE = "service", _("A service")
    POLICE = "police", _("The police or a court")
    CARER = "carer", _("A person the child lives with")
    CHILDREN = "children", _("Other children")
    RULES = "rules", _("Rules, food, school or free time")
    RECORD = "record", _("Records or sharing of information")
    OTHER = "other", _("Other")


class ComplaintReaders(TextChoices):
    """Which team members may read it, as the child decided; never those it is about."""

    LEADERS = (
        "leaders",
        _("The person who recorded the complaint, the person who answers, and the supervisors"),
    )
    TEAM = "team", _("The child’s whole team, except the people concerned")


class AuthorityInformed(TextChoices):
    """Whether the authority of a facility learns that a child complained about it."""

    YES = "yes", _("Yes, the child agrees")
    NO = "no", _("No, the child does not want this")


class ComplaintState(TextChoices):
    """The current state of a complaint."""

    OPEN = "open", _("Awaiting answer")
    ANSWERED = "answered", _("Answered; child’s response pending")
    BROUGHT = "brought", _("Escalated")
    SETTLED = "settled", _("Resolved in the child’s view")
    WITHDRAWN = "taken_back", _("Withdrawn by the child")


class AnswerAcceptance(TextChoices):
    """Whether the child accepts the answer."""

    NOT_RECORDED = "", _("Not recorded")
    NOT_ASKED = "not_asked", _("Not asked yet")
    YES = "yes", _("Yes")
    IN_PART = "in_part", _("In part")
    NO = "no", _("No")
    CHOSE_NOT = "chose_not", _("Chose not to say")


class EscalationBody(TextChoices):
    """The body to which a complaint is escalated if the answer is missing or not accepted."""

    LEADERS_ABOVE = "leaders_above", _("The management of the next higher office")
    AUTHORITY = "authority", _("The child welfare authority")
    OMBUDS = "ombuds", _("A children’s commission or ombudsperson")
    COURT = "court", _("A court or the police")
    HEAD = "head", _("The head of the service or home")


COMPLAINT_NOTICE = NoticeKind("complaint", _("A child made a complaint or suggestion"))
NOTICES = (COMPLAINT_NOTICE,)
