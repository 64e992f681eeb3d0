"""The words for documents, functioning, grounds of discrimination, culture and movements."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PaperKind(TextChoices):
    """What document it is."""

    BIRTH = "birth", _("Birth certificate or registration")
    IDENTITY = "identity", _("Identity card or number")
    PASSPORT = "passport", _("Passport")
    TRAVEL = "travel", _("Travel document or border slip")
    CITIZENSHIP = "citizenship", _("Citizenship certificate")
    REFUGEE = "refugee", _("Refugee or asylum card")
    SCHOOL = "school", _("School record")
    HEALTH = "health", _("Vaccination or health card")
    FAMILY = "family", _("Family or household book")
    OTHER = "other", _("Another document")


class PaperState(TextChoices):
    """Where the document is."""

    WITH_CHILD = "with_child", _("The child has it")
    WITH_FAMILY = "with_family", _("The family keeps it")
    WITH_US = "with_us", _("Kept for the child, with a receipt")
    WITH_AUTHORITY = "with_authority", _("With an authority")
    WITHHELD = "withheld", _("Others keep it from the child")
    LOST = "lost", _("Lost or destroyed")
    APPLIED = "applied", _("Applied for")
    NOT_KNOWN = "not_known", _("Not known")


class Difficulty(TextChoices):
    """The answers of the Washington Group Short Set, and the ways of not answering."""

    NOT_ASKED = "", _("Not asked")
    NONE = "none", _("No difficulty")
    SOME = "some", _("Some difficulty")
    A_LOT = "a_lot", _("A lot of difficulty")
    CANNOT = "cannot", _("Cannot do it at all")
    CHOSE_NOT = "chose_not", _("Chose not to say")


class Function(TextChoices):
    """The six questions of the Washington Group Short Set, in its order."""

    SEEING = "seeing", _("Seeing")
    HEARING = "hearing", _("Hearing")
    WALKING = "walking", _("Walking")
    REMEMBERING = "remembering", _("Remembering")
    SELF_CARE = "self_care", _("Washing and dressing")
    COMMUNICATING = "communicating", _("Being understood")


class Disability(TextChoices):
    """What statistics are told of it, by the cut-off of the Washington Group."""

    YES = "yes", _("Lives with a disability")
    NO = "no", _("Lives without a disability")
    NOT_KNOWN = "not_known", _("Not known")


class AnsweredBy(TextChoices):
    """Who answered."""

    CHILD = "child", _("The child")
    CARER = "carer", _("Family or carers")
    WORKER = "worker", _("Seen by the worker")
    PROFESSIONAL = "professional", _("A professional")


class Ground(TextChoices):
    """On what ground a child is treated worse (RTS-005). Told freely, several at once."""

    AGE = "age", _("Age")
    GENDER = "gender", _("Being a girl, a boy, or neither")
    ETHNIC = "ethnic", _("Ethnic origin")
    CASTE = "caste", _("Caste or descent")
    RELIGION = "religion", _("Religion")
    ORIENTATION = "orientation", _("Sexual orientation")
    ABILITY = "ability", _("Disability")
    LANGUAGE = "language", _("Language")
    NATIONALITY = "nationality", _("Nationality, or having none")
    MIGRATION = "migration", _("Being a migrant or refugee")
    POVERTY = "poverty", _("Poverty or work of the family")
    HEALTH = "health", _("Illness, or what others believe of it")
    HARM = "harm", _("What was done to the child")
    OTHER = "other", _("Another ground")


class Readers(TextChoices):
    """Who may read it, as the child chose."""

    TEAM = "team", _("Those of the team who read situation and safety")
    WORKER = "worker", _("Only the one whom the child told")


class MovementKind(TextChoices):
    """What movement it was. A movement is a context of risk, never a fault (MIG-004, MIG-006)."""

    WITH_FAMILY = "with_family", _("Moved with the family")
    SEASONAL = "seasonal", _("Goes and comes with the season")
    WORK = "work", _("Left to find work")
    SCHOOL = "school", _("Left for school")
    MARRIAGE = "marriage", _("Moved for a marriage")
    DISASTER = "disaster", _("Fled a flood, an earthquake or drought")
    CONFLICT = "conflict", _("Fled war or persecution")
    HOME = "home", _("Left because of what happened at home")
    RETURNED = "returned", _("Came or was sent back")
    OTHER = "other", _("Another movement")


class WithWhom(TextChoices):
    """With whom the child moved."""

    PARENTS = "parents", _("With a parent")
    RELATIVES = "relatives", _("With relatives")
    FRIENDS = "friends", _("With other children or friends")
    AGENT = "agent", _("With an agent or somebody not known before")
    ALONE = "alone", _("Alone")
    NOT_KNOWN = "not_known", _("Not known")


class Effect(TextChoices):
    """What a restriction of movement did, though it was meant well (MIG-007)."""

    HIDDEN_WAY = "hidden_way", _("Left by a hidden way because the open one was barred")
    FALSE_PAPERS = "false_papers", _("Took papers of another age or name to be let through")
    AGENT = "agent", _("Turned to an agent because of it")
    STRANDED = "stranded", _("Was stuck on the way")
    SENT_BACK = "sent_back", _("Was turned back into danger")
    SEPARATED = "separated", _("Was parted from the family by it")
    OTHER = "other", _("Another effect")


class RightIssue(TextChoices):
    """Which right of the child was at stake in the movement (MIG-008)."""

    DETAINED = "detained", _("Held because of migration status")
    NO_HEARING = "no_hearing", _("Not heard before being sent on or back")
    NO_SCHOOL = "no_school", _("No school")
    NO_HEALTH = "no_health", _("No health care")
    NO_PAPERS = "no_papers", _("Papers taken or refused")
    FAMILY = "family", _("Kept apart from the family")
    WAGES = "wages", _("Wages kept back")
    ASYLUM = "asylum", _("Could not ask for asylum")
    BIRTH = "birth", _("Birth not registered")
    OTHER = "other", _("Another right")
