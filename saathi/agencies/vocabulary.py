"""The words of agencies, offices, rights and the ways a right to a file comes about."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AgencyKind(models.TextChoices):
    """What kind of organisation an agency is."""

    GOVERNMENT = "government", _("Government department or board")
    POLICE = "police", _("Police")
    NGO = "ngo", _("Non-governmental organisation")
    COURT = "court", _("Court or tribunal")
    HEALTH = "health", _("Health service")
    OVERSIGHT = "oversight", _("Oversight body")


class OfficeLevel(models.TextChoices):
    """Where in the tree of offices an office stands."""

    NATION = "nation", _("Nation")
    PROVINCE = "province", _("Province")
    DISTRICT = "district", _("District")
    WARD = "ward", _("Ward")


class FileKind(models.TextChoices):
    """What a file is the root of."""

    CHILD = "child", _("Child")
    REPORT = "report", _("Report of a concern")
    ENQUIRY = "enquiry", _("Enquiry after a child")


class GrantKind(models.TextChoices):
    """How a right to a file came about."""

    OWNER = "owner", _("The office that holds the file")
    TEAM = "team", _("A member of the child's team")
    REFERRAL = "referral", _("A referral")
    SHARE = "share", _("A share for a purpose")
    GLASS = "glass", _("Opened in an emergency")


class TeamRole(models.TextChoices):
    """What a person does for a child; decides which sections of the file she needs."""

    CASE_WORKER = "case_worker", _("Case worker")
    SUPERVISOR = "supervisor", _("Supervisor")
    COUNSELLOR = "counsellor", _("Counsellor")
    HOUSE_MOTHER = "house_mother", _("House mother or father")
    LEGAL_REPRESENTATIVE = "legal_representative", _("Legal representative")
    PHYSICIAN = "physician", _("Physician")
    INTERPRETER = "interpreter", _("Interpreter")


class NoticeKind(models.TextChoices):
    """What a notice tells; none of them names a child."""

    APPROVAL_ASKED = "approval_asked", _("An approval waits for you")
    APPROVAL_GIVEN = "approval_given", _("Your request was approved")
    SENT_BACK = "sent_back", _("Your request came back with a question")
    CASE_ASSIGNED = "case_assigned", _("A case was given to you")
    GLASS_BROKEN = "glass_broken", _("A file of your office was opened in an emergency")
    ENQUIRY_WAITS = "enquiry_waits", _("An enquiry waits for a decision")
    CONTACT_MADE = "contact_made", _("Contact is being made on your enquiry")
    STAFF_CHANGE = "staff_change", _("A change of staff waits for a second person")
    SAFEGUARD = "safeguard", _("A safeguard of a child was broken; an authority is to be told")


class ConfigurationKind(models.TextChoices):
    """What a piece of configuration describes."""

    TITLES = "titles", _("Titles of posts")
    BUNDLES = "bundles", _("Bundles of permissions")
    PROCEDURE = "procedure", _("Procedure: deadlines and limits")
    VOCABULARY = "vocabulary", _("Local codes and the regional codes they stand for")


class ChangeKind(models.TextChoices):
    """What is changed of a member of staff."""

    INVITE = "invite", _("Joins with a powerful role")
    ROLE = "role", _("Another role, office or title")
    RESET = "reset", _("A new way to sign in")


class ChangeOutcome(models.TextChoices):
    """What became of a change."""

    WAITS = "waits", _("Waits for a second person")
    AGREED = "agreed", _("In effect")
    REFUSED = "refused", _("Refused")
