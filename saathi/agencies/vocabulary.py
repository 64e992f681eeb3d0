"""Vocabularies of agencies, offices and rights to files."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import NoticeKind


class AgencyKind(models.TextChoices):
    """The kinds of organisation an agency can be."""

    GOVERNMENT = "government", _("Government department or board")
    POLICE = "police", _("Police")
    NGO = "ngo", _("Non-governmental organisation")
    COURT = "court", _("Court or tribunal")
    HEALTH = "health", _("Health service")
    OVERSIGHT = "oversight", _("Oversight body")


class OfficeLevel(models.TextChoices):
    """The levels of offices in the tree."""

    NATION = "nation", _("Nation")
    PROVINCE = "province", _("Province")
    DISTRICT = "district", _("District")
    WARD = "ward", _("Ward")


class FileKind(models.TextChoices):
    """What a file is about."""

    CHILD = "child", _("Child")
    REPORT = "report", _("Child protection report")
    ENQUIRY = "enquiry", _("Enquiry about a child")
    MISSING = "missing", _("Report of a missing child")
    EXCHANGE = "exchange", _("Import or export of files")


class CollectionMethod(models.TextChoices):
    """By which way a record came into the system. A record whose way was not recorded has none."""

    SCREEN = "screen", _("Entered on screen")
    OFFLINE = "offline", _("Entered offline and sent later")
    PAPER = "paper", _("Entered from a paper form")
    REPORT = "report", _("Carried over from a report")
    IMPORTED = "imported", _("Imported from another system")
    COMPUTED = "computed", _("Computed by the system")
    WITH_STEP = "with_step", _("Recorded automatically when staff completed a step")
    SIMULATED = "simulated", _("Simulated for the demo")


class GrantKind(models.TextChoices):
    """How a right to a file came about."""

    OWNER = "owner", _("The office responsible for the file")
    TEAM = "team", _("A member of the child’s team")
    REFERRAL = "referral", _("A referral")
    SHARE = "share", _("Sharing for a specific purpose")
    EMERGENCY = "glass", _("Opened in an emergency")


class TeamRole(models.TextChoices):
    """A person's role in a child's team; decides which sections of the file they need."""

    CASE_WORKER = "case_worker", _("Case worker")
    SUPERVISOR = "supervisor", _("Supervisor")
    COUNSELLOR = "counsellor", _("Counsellor")
    RESIDENTIAL_WORKER = "house_mother", _("Residential care worker (house parent)")
    LEGAL_REPRESENTATIVE = "legal_representative", _("Legal representative")
    PHYSICIAN = "physician", _("Physician")
    INTERPRETER = "interpreter", _("Interpreter")


class NoticesByMail(models.TextChoices):
    """Whether notices are also mailed; each member of staff chooses."""

    NONE = "none", _("Only in My day")
    SOON = "soon", _("Also by e-mail, within minutes")
    DAILY = "daily", _("Also by e-mail, once a day")


class ConfigurationKind(models.TextChoices):
    """What a piece of configuration is about."""

    TITLES = "titles", _("Job titles")
    BUNDLES = "bundles", _("Permission sets")
    PROCEDURE = "procedure", _("Procedure: deadlines and limits")
    VOCABULARY = "vocabulary", _("Local codes and matching regional codes")
    QUESTIONS = "questions", _("Screening questionnaire")
    PROTOCOL = "protocol", _("Protocol agreed with another country")


class ChangeKind(models.TextChoices):
    """The kind of a change of staff."""

    INVITE = "invite", _("Invitation with a sensitive role")
    ROLE = "role", _("Change of role, office or title")
    RESET = "reset", _("Sign-in reset")
    REOPEN = "reopen", _("Reopening of a closed account")


class ChangeOutcome(models.TextChoices):
    """The outcome of a change."""

    WAITS = "waits", _("Awaiting approval by a second person")
    AGREED = "agreed", _("In effect")
    REFUSED = "refused", _("Rejected")


class MailFailure(models.TextChoices):
    """Why a mail was not sent."""

    REFUSED = "refused", _("The mail server does not accept mail for this address")
    UNREACHABLE = "unreachable", _("The mail server could not be reached")


class ErasureBasis(models.TextChoices):
    """The legal basis of an erasure; the data officer knows which of these a country has."""

    REQUEST = "request", _("The child’s right to erasure")
    CONSENT = "consent", _("The consent for keeping the data was withdrawn")
    TERM = "term", _("Legal retention period")
    ORDER = "order", _("Order of a court or of the data protection authority")
    ACCURACY = "accuracy", _("Should not have been recorded")


class ChildAwareness(models.TextChoices):
    """What the child knows about the erasure, and wants."""

    ASKED = "asked", _("At the child’s request")
    AGREES = "agrees", _("The child was informed and agrees")
    DISAGREES = "disagrees", _("The child was informed and does not want it")
    CANNOT = "cannot", _("The child could not be informed")


class ErasureOverrideReason(models.TextChoices):
    """Why an erasure is requested despite a reason to wait."""

    ORDER = "order", _("Required by the order")
    CHILD_WISH = "her_wish", _("The child wants this now and understands the consequences")
    DANGER = "danger", _("The recorded information puts the child in danger")
    NO_CHILD = "no_child", _("The child does not exist, or is registered elsewhere")
    SETTLED = "settled", _("Open matters are resolved outside the file")


class ErasureRefusal(models.TextChoices):
    """Why the second person refused an erasure."""

    NEEDED = "needed", _("The record is still needed to protect the child")
    HOLD = "hold", _("Needed for a court case, a complaint or an inquiry")
    NOT_ENTITLED = "not_hers", _("The person who made the request does not represent the child")
    CHILD_VIEW = "her_view", _("The child must be asked or informed first")
    WRONG_FILE = "wrong_file", _("Wrong file")
    LAPSED = "lapsed", _("The request is too old, or the person who made it has left")


class ErasureState(models.TextChoices):
    """The state of an erasure request."""

    WAITS = "waits", _("Awaiting approval by a second person")
    AGREED = "agreed", _("Approved, not yet carried out")
    REFUSED = "refused", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn by the person who requested it")
    DONE = "done", _("Done")
    LAPSED = "lapsed", _("Not carried out: the file had been transferred to another agency")


EMERGENCY_ACCESS_NOTICE = NoticeKind(
    "glass_broken", _("A file of your office was opened in an emergency"), is_urgent=True
)
STAFF_CHANGE_NOTICE = NoticeKind(
    "staff_change", _("An access request is awaiting approval by a second person")
)
ERASURE_WAITS_NOTICE = NoticeKind(
    "erasure_waits", _("A request to erase a file is awaiting approval by a second person")
)
ERASURE_DECIDED_NOTICE = NoticeKind(
    "erasure_decided", _("Your request to erase a file was decided")
)
MALWARE_FOUND_NOTICE = NoticeKind(
    "malware_found", _("Malware was found in a file that a colleague sent")
)
FILE_HIDDEN_NOTICE = NoticeKind(  # given by `functions/rights.sql`
    "file_hidden",
    _("A file was hidden from a colleague or an agency"),
    mail_label=_("Access to a case has changed"),
)
FILE_SHOWN_NOTICE = NoticeKind(  # given by `desk/functions/change_of_place.sql`
    "file_shown",
    _("A file is no longer hidden from a supervisor"),
    mail_label=_("Access to a case has changed"),
)
NOTICES = (
    EMERGENCY_ACCESS_NOTICE,
    STAFF_CHANGE_NOTICE,
    ERASURE_WAITS_NOTICE,
    ERASURE_DECIDED_NOTICE,
    MALWARE_FOUND_NOTICE,
    FILE_HIDDEN_NOTICE,
    FILE_SHOWN_NOTICE,
)
