"""Vocabularies of agencies, offices and rights to files."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import NoticeKind


class AgencyKind(models.TextChoices):
    """What kind of organisation an agency is."""

    GOVERNMENT = "government", _("Government department or board")
    POLICE = "police", _("Police")
    NGO = "ngo", _("Non-governmental organisation")
    COURT = "court", _("Court or tribunal")
    HEALTH = "health", _("Health service")
    OVERSIGHT = "oversight", _("Oversight body")


class OfficeLevel(models.TextChoices):
    """The level of an office in the tree."""

    NATION = "nation", _("Nation")
    PROVINCE = "province", _("Province")
    DISTRICT = "district", _("District")
    WARD = "ward", _("Ward")


class FileKind(models.TextChoices):
    """The subject of a file."""

    CHILD = "child", _("Child")
    REPORT = "report", _("Report of a concern")
    ENQUIRY = "enquiry", _("Enquiry after a child")
    MISSING = "missing", _("Report of a missing child")
    EXCHANGE = "exchange", _("Import or export of files")


class GrantKind(models.TextChoices):
    """How a right to a file came about."""

    OWNER = "owner", _("The office that holds the file")
    TEAM = "team", _("A member of the child's team")
    REFERRAL = "referral", _("A referral")
    SHARE = "share", _("A share for a purpose")
    GLASS = "glass", _("Opened in an emergency")


class TeamRole(models.TextChoices):
    """A person's role for a child; decides which sections of the file they need."""

    CASE_WORKER = "case_worker", _("Case worker")
    SUPERVISOR = "supervisor", _("Supervisor")
    COUNSELLOR = "counsellor", _("Counsellor")
    HOUSE_MOTHER = "house_mother", _("House mother or father")
    LEGAL_REPRESENTATIVE = "legal_representative", _("Legal representative")
    PHYSICIAN = "physician", _("Physician")
    INTERPRETER = "interpreter", _("Interpreter")


class NoticesByMail(models.TextChoices):
    """Whether notices are also mailed; each member of staff chooses."""

    NONE = "none", _("Only here, on my day")
    SOON = "soon", _("By mail as well, within minutes")
    DAILY = "daily", _("By mail as well, all of a day in one")


class ConfigurationKind(models.TextChoices):
    """The subject of a piece of configuration."""

    TITLES = "titles", _("Titles of posts")
    BUNDLES = "bundles", _("Bundles of permissions")
    PROCEDURE = "procedure", _("Procedure: deadlines and limits")
    VOCABULARY = "vocabulary", _("Local codes and the regional codes they stand for")
    QUESTIONS = "questions", _("Questionnaire for screening")
    PROTOCOL = "protocol", _("Protocol agreed with another country")


class ChangeKind(models.TextChoices):
    """The kind of a change of staff."""

    INVITE = "invite", _("Joins with a powerful role")
    ROLE = "role", _("Another role, office or title")
    RESET = "reset", _("A new way to sign in")
    REOPEN = "reopen", _("A closed account is opened again")


class ChangeOutcome(models.TextChoices):
    """The outcome of a change."""

    WAITS = "waits", _("Waits for a second person")
    AGREED = "agreed", _("In effect")
    REFUSED = "refused", _("Refused")


class MailFailure(models.TextChoices):
    """Why a mail was not sent."""

    REFUSED = "refused", _("The mail server does not take mail for this address")
    UNREACHABLE = "unreachable", _("The mail server could not be reached")


class ErasureBasis(models.TextChoices):
    """The legal basis of an erasure; the data officer knows which of these a country has."""

    REQUEST = "request", _("The child’s right to have the data erased")
    CONSENT = "consent", _("The consent on which it was kept was taken back")
    TERM = "term", _("A law or rule that says how long it may be kept")
    ORDER = "order", _("An order of a court or of the data authority")
    ACCURACY = "accuracy", _("It should never have been recorded")


class ChildAwareness(models.TextChoices):
    """What the child knows of the erasure, and wants."""

    ASKED = "asked", _("The child asked for it")
    AGREES = "agrees", _("The child was told, and agrees")
    DISAGREES = "disagrees", _("The child was told, and does not want it")
    CANNOT = "cannot", _("The child could not be told")


class ErasureOverrideReason(models.TextChoices):
    """Why an erasure is requested despite a reason to wait."""

    ORDER = "order", _("The order leaves no choice")
    HER_WISH = "her_wish", _("The child wants it now, and knows what ends with it")
    DANGER = "danger", _("What is written puts the child in danger")
    NO_CHILD = "no_child", _("There is no such child, or it is recorded elsewhere")
    SETTLED = "settled", _("What is open is settled outside of the file")


class ErasureRefusal(models.TextChoices):
    """Why the second person refused an erasure."""

    NEEDED = "needed", _("The record is still needed to protect the child")
    HOLD = "hold", _("A court, a complaint or an inquiry needs it")
    NOT_HERS = "not_hers", _("Who asked does not speak for the child")
    HER_VIEW = "her_view", _("The child has to be asked or told first")
    WRONG_FILE = "wrong_file", _("It is the wrong file")
    LAPSED = "lapsed", _("It was asked too long ago, or by somebody who has left")


class ErasureState(models.TextChoices):
    """The state of an erasure request."""

    WAITS = "waits", _("Waits for a second person")
    AGREED = "agreed", _("Agreed, about to be done")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn by the one who asked")
    DONE = "done", _("Done")
    LAPSED = "lapsed", _("Not done: the file had gone to another agency")


GLASS_BROKEN_NOTICE = NoticeKind(
    "glass_broken", _("A file of your office was opened in an emergency"), is_urgent=True
)
STAFF_CHANGE_NOTICE = NoticeKind("staff_change", _("A change of staff waits for a second person"))
ERASURE_WAITS_NOTICE = NoticeKind(
    "erasure_waits", _("A request to erase a file waits for a second person")
)
ERASURE_DECIDED_NOTICE = NoticeKind(
    "erasure_decided", _("Your request to erase a file was decided")
)
MALWARE_FOUND_NOTICE = NoticeKind(
    "malware_found", _("Malware was found in a file that a colleague sent")
)
NOTICES = (
    GLASS_BROKEN_NOTICE,
    STAFF_CHANGE_NOTICE,
    ERASURE_WAITS_NOTICE,
    ERASURE_DECIDED_NOTICE,
    MALWARE_FOUND_NOTICE,
)
