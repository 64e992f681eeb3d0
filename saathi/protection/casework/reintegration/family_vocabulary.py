"""Codes of the support to the family after a return, and of aftercare."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CommitteeSupportState(TextChoices):
    """Whether a committee supports a family, and who arranged it."""

    ACTIVE = "active", _("In progress")
    BY_OTHERS = "by_others", _("Arranged by others")
    ENDED = "ended", _("Ended")


class FamilySupportAnswer(TextChoices):
    """What the family answered to the support of a committee."""

    AGREED = "agreed", _("Agrees")
    REFUSED = "refused", _("Does not want it")
    NOT_ASKED = "not_asked", _("Not asked")


class ChildSupportAnswer(TextChoices):
    """What the child answered to the support of a committee."""

    AGREED = "agreed", _("Agrees")
    REFUSED = "refused", _("Does not want it")
    TOO_YOUNG = "too_young", _("Too young to be asked")
    NOT_ASKED = "not_asked", _("Not asked")


class FamilySupportKind(TextChoices):
    """What a committee does for a family."""

    LIVELIHOOD = "livelihood", _("Livelihood")
    SCHOOL = "school", _("School")
    CHILDCARE = "childcare", _("Childcare")
    HEALTH = "health", _("Health")
    DOCUMENTS = "documents", _("Documents and public schemes")
    STIGMA = "stigma", _("Support against gossip and exclusion")
    MEDIATION = "mediation", _("Conflicts in the family or with neighbours")
    SAFETY = "safety", _("Safety in the community")


class CommitteeSupportEnd(TextChoices):
    """Why the support of a committee ended."""

    NOT_RECORDED = "", _("Not recorded")
    NO_NEED = "no_need", _("No longer needed")
    FAMILY_ASKED = "family", _("The family asked to end it")
    CHILD_ASKED = "child", _("The child asked to end it")
    CONFIDENTIALITY = "leak", _("Confidentiality was broken")
    COMMITTEE = "committee", _("The committee stopped")
    MOVED = "moved", _("The family moved")


class SupportResult(TextChoices):
    """What the support of a committee did, as the family sees it."""

    NOT_RECORDED = "", _("Not recorded")
    HELPED = "helped", _("It helped")
    PARTLY = "partly", _("It helped in part")
    NO_CHANGE = "no_change", _("It changed nothing")
    WORSE = "worse", _("It made things worse")
    NOT_KNOWN = "not_known", _("Not known")


class IncomeEffect(TextChoices):
    """The family's income since the support."""

    STEADIER = "steadier", _("Steadier or higher")
    SAME = "same", _("Unchanged")
    LESS = "less", _("Lower or less steady")
    NOT_KNOWN = "not_known", _("Not known")


class DebtEffect(TextChoices):
    """The family's debt since the support."""

    LESS = "less", _("Less debt")
    NONE = "none", _("No debt before and now")
    SAME = "same", _("Unchanged")
    MORE = "more", _("More debt")
    NOT_KNOWN = "not_known", _("Not known")


class SchoolEffect(TextChoices):
    """School attendance of the family's children since the support."""

    BETTER = "better", _("Attend more")
    SAME = "same", _("Unchanged")
    LESS = "less", _("Attend less")
    NO_SCHOOL_AGE = "no_age", _("No child of school age")
    NOT_KNOWN = "not_known", _("Not known")


class WorkEffect(TextChoices):
    """The child's work since the support."""

    LESS = "less", _("Works less")
    NONE = "none", _("No work before and now")
    SAME = "same", _("Unchanged")
    MORE = "more", _("Works more")
    NOT_KNOWN = "not_known", _("Not known")


class SafetyEffect(TextChoices):
    """The child's safety since the support."""

    SAFER = "safer", _("Safer")
    SAME = "same", _("Unchanged")
    LESS = "less", _("Less safe")
    NOT_KNOWN = "not_known", _("Not known")


class MadeWorse(TextChoices):
    """Whether the support made anything worse."""

    NO = "no", _("No")
    YES = "yes", _("Yes")
    NOT_ASKED = "not_asked", _("Not asked")


class YouthAgreement(TextChoices):
    """What the young person answered to the aftercare plan."""

    AGREES = "agrees", _("Agrees")
    PARTLY = "partly", _("Agrees in part")
    REFUSES = "refuses", _("Does not agree")
    NOT_ASKED = "not_asked", _("Not asked yet")


class AftercareArea(TextChoices):
    """The areas of an aftercare plan."""

    HOUSING = "housing", _("Housing")
    INCOME = "income", _("Income or work")
    EDUCATION = "education", _("Education or training")
    SKILLS = "skills", _("Life skills: money, cooking, appointments")
    DOCUMENTS = "documents", _("Identity documents")
    HEALTH = "health", _("Health and psychosocial support")
    JUSTICE = "justice", _("Proceedings and compensation")
    PEOPLE = "people", _("People to rely on")


class FinalCareOutcome(TextChoices):
    """With whom the child lives when the reintegration is evaluated; family is preferred (REI-005)."""

    NOT_RECORDED = "", _("Not recorded")
    FAMILY = "family", _("With the family")
    KIN = "kin", _("With relatives or friends of the family")
    FOSTER = "foster", _("With a foster or adoptive family")
    INDEPENDENT = "independent", _("Independent living with support")
    RESIDENTIAL = "residential", _("In residential care")


class FamilySafetyAssessment(TextChoices):
    """What was assessed about living with the family."""

    NOT_RECORDED = "", _("Not recorded")
    SAFE = "safe", _("Assessed as safe")
    NOT_SAFE = "not_safe", _("Assessed as not safe")
    NOT_FOUND = "not_found", _("The family was not found")
    NOT_ASSESSED = "not_assessed", _("Not assessed")


FAMILY_CARE: Final = frozenset(
    {FinalCareOutcome.FAMILY, FinalCareOutcome.KIN, FinalCareOutcome.FOSTER}
)
EFFECT_MONTHS: Final = (3, 6, 12)  # after the support was given [derived from the dossier]
AFTERCARE_FROM: Final = 16  # years
