"""Codes of safety plans."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import DraftKind, NoticeKind


class SafetyPlanState(TextChoices):
    """Whether a safety plan is the current one."""

    CURRENT = "current", _("Current plan")
    SUPERSEDED = "superseded", _("Superseded")


class MadeWith(TextChoices):
    """The people who made a safety plan with the child."""

    NOT_RECORDED = "", _("Not recorded")
    CHILD = "child", _("With the child")
    CHILD_AND_CAREGIVER = "child_caregiver", _("With the child and a caregiver")
    CAREGIVER = "caregiver", _("With a caregiver, without the child")
    WORKERS = "workers", _("By workers only")


class SafeToKeep(TextChoices):
    """The answer to whether the child can keep a printed safety plan without danger."""

    YES = "yes", _("Yes, the child has a safe place for it")
    NO = "no", _("No")
    NOT_ASKED = "not_asked", _("Not asked yet")


SAFETY_PLAN_DRAFT = DraftKind("safety_plan", _("Safety plan"))
DRAFTS = (SAFETY_PLAN_DRAFT,)
SAFETY_PLAN_NOTICE = NoticeKind("safety_plan_made", _("A child has a new safety plan to read"))
# To the supervisors, who may not be in the team.
SAFETY_PLAN_IN_DANGER_NOTICE = NoticeKind(
    "safety_plan_danger",
    _("A child who may be in danger has a new safety plan"),
    mail_label=_("A child has a new safety plan to read"),
)
NOTICES = (SAFETY_PLAN_NOTICE, SAFETY_PLAN_IN_DANGER_NOTICE)
