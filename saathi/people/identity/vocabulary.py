"""Codes for documents, functioning, grounds of discrimination, culture, movements, background."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class IdentityDocumentKind(TextChoices):
    """The kind of document."""

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


class IdentityDocumentState(TextChoices):
    """Where the document is."""

    NOT_RECORDED = "", _("Not recorded")
    WITH_CHILD = "with_child", _("With the child")
    WITH_FAMILY = "with_family", _("With the family")
    WITH_US = "with_us", _("In our safekeeping, with a receipt")
    WITH_AUTHORITY = "with_authority", _("With an authority")
    WITHHELD = "withheld", _("Withheld from the child by others")
    LOST = "lost", _("Lost or destroyed")
    APPLIED = "applied", _("Applied for")
    NOT_KNOWN = "not_known", _("Not known")


class Difficulty(TextChoices):
    """The answers of the Washington Group Short Set, and the reasons for no answer."""

    NOT_ASKED = "", _("Not asked")
    NONE = "none", _("No difficulty")
    SOME = "some", _("Some difficulty")
    A_LOT = "a_lot", _("A lot of difficulty")
    CANNOT = "cannot", _("Cannot do it at all")
    CHOSE_NOT = "chose_not", _("Chose not to say")


class FunctioningDomain(TextChoices):
    """The six questions of the Washington Group Short Set, in its order."""

    SEEING = "seeing", _("Seeing")
    HEARING = "hearing", _("Hearing")
    WALKING = "walking", _("Walking")
    REMEMBERING = "remembering", _("Remembering")
    SELF_CARE = "self_care", _("Washing and dressing")
    COMMUNICATING = "communicating", _("Communicating")


class Disability(TextChoices):
    """The disability status for statistics, by the cut-off of the Washington Group."""

    YES = "yes", _("Lives with a disability")
    NO = "no", _("Lives without a disability")
    NOT_KNOWN = "not_known", _("Not known")


class AnsweredBy(TextChoices):
    """Who answered the questions."""

    CHILD = "child", _("The child")
    CARER = "carer", _("Family or caregivers")
    WORKER = "worker", _("Observed by the worker")
    PROFESSIONAL = "professional", _("A professional")


class DiscriminationGround(TextChoices):
    """The ground on which a child is discriminated against (RTS-005). Voluntary; several are possible."""

    AGE = "age", _("Age")
    GENDER = "gender", _("Gender")
    ETHNIC = "ethnic", _("Ethnic origin")
    CASTE = "caste", _("Caste or descent")
    RELIGION = "religion", _("Religion")
    ORIENTATION = "orientation", _("Sexual orientation")
    ABILITY = "ability", _("Disability")
    LANGUAGE = "language", _("Language")
    NATIONALITY = "nationality", _("Nationality or statelessness")
    MIGRATION = "migration", _("Migration or refugee status")
    POVERTY = "poverty", _("Poverty or occupation of the family")
    HEALTH = "health", _("Health condition, actual or perceived")
    HARM = "harm", _("Harm experienced by the child")
    OTHER = "other", _("Another ground")


class GroundsReaders(TextChoices):
    """Who may read the grounds, as the child chose."""

    TEAM = "team", _("Team members with access to protection concerns and incidents")
    WORKER = "worker", _("Only the worker the child spoke to")


class MovementKind(TextChoices):
    """The kind of movement. A movement is a context of risk, never a fault (MIG-004, MIG-006)."""

    WITH_FAMILY = "with_family", _("Moved with the family")
    SEASONAL = "seasonal", _("Seasonal migration")
    WORK = "work", _("Left to find work")
    SCHOOL = "school", _("Left for school")
    MARRIAGE = "marriage", _("Moved for a marriage")
    DISASTER = "disaster", _("Fled a flood, an earthquake or drought")
    CONFLICT = "conflict", _("Fled war or persecution")
    HOME = "home", _("Left because of what happened at home")
    RETURNED = "returned", _("Returned or was sent back")
    OTHER = "other", _("Another movement")


class TravelCompanion(TextChoices):
    """The people who moved with the child."""

    NOT_RECORDED = "", _("Not recorded")
    PARENTS = "parents", _("With a parent")
    RELATIVES = "relatives", _("With relatives")
    FRIENDS = "friends", _("With other children or friends")
    AGENT = "agent", _("With an agent or a stranger")
    ALONE = "alone", _("Alone")
    NOT_KNOWN = "not_known", _("Not known")


class RestrictionEffect(TextChoices):
    """What a restriction of movement caused, although meant to protect (MIG-007)."""

    HIDDEN_WAY = "hidden_way", _("Used an unofficial route because the official route was closed")
    FALSE_PAPERS = "false_papers", _("Used documents with a false age or name to be able to travel")
    AGENT = "agent", _("Turned to an agent as a result")
    STRANDED = "stranded", _("Was stranded on the way")
    SENT_BACK = "sent_back", _("Was returned to danger")
    SEPARATED = "separated", _("Was separated from the family as a result")
    OTHER = "other", _("Another effect")


class RightIssue(TextChoices):
    """Which right of the child was at stake in the movement (MIG-008)."""

    DETAINED = "detained", _("Detained because of migration status")
    NO_HEARING = "no_hearing", _("Not heard before being transferred or returned")
    NO_SCHOOL = "no_school", _("No school")
    NO_HEALTH = "no_health", _("No health care")
    NO_PAPERS = "no_papers", _("Documents confiscated or refused")
    FAMILY = "family", _("Separated from the family")
    WAGES = "wages", _("Wages withheld")
    ASYLUM = "asylum", _("Could not apply for asylum")
    BIRTH = "birth", _("Birth not registered")
    OTHER = "other", _("Another right")


class FactorAnswer(TextChoices):
    """The answer to a voluntary question: not asked, not known and not answered do not mean no."""

    NOT_ASKED = "", _("Not asked")
    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_KNOWN = "not_known", _("The child does not know")
    CHOSE_NOT = "chose_not", _("Chose not to say")


class HouseholdBefore(TextChoices):
    """The household before the events, or before the first contact."""

    BOTH = "both", _("With both parents")
    MOTHER = "mother", _("With the mother")
    FATHER = "father", _("With the father")
    RELATIVES = "relatives", _("With relatives")
    SIBLINGS = "siblings", _("With siblings, without adults")
    IN_LAWS = "in_laws", _("With a spouse or the spouse’s family")
    EMPLOYER = "employer", _("With an employer")
    INSTITUTION = "institution", _("In a children’s home or institution")
    NOBODY = "nobody", _("Alone or with friends, without a home")
    OTHER = "other", _("Other living arrangement")
    NOT_KNOWN = "not_known", _("The child does not know")
    CHOSE_NOT = "chose_not", _("Chose not to say")


class Schooling(TextChoices):
    """Schooling before the events."""

    WENT = "went", _("Attended school until then")
    STOPPED = "stopped", _("Had dropped out of school before")
    OUTSIDE = "outside", _("Non-formal education: a local class, madrasa or monastery")
    NEVER = "never", _("Never went to school")
    TOO_YOUNG = "too_young", _("Was too young for school")
    NOT_KNOWN = "not_known", _("The child does not know")
    CHOSE_NOT = "chose_not", _("Chose not to say")


class HouseholdLivelihood(TextChoices):
    """The livelihood of the household before the events."""

    OWN_LAND = "own_land", _("Own land or animals")
    LAND_OF_OTHERS = "land_of_others", _("Others’ land, by sharecropping or to repay debt")
    DAY_LABOUR = "day_labour", _("Daily wage labour")
    WAGES = "wages", _("Regular wages")
    TRADE = "trade", _("Own shop, craft or trade")
    SENT_MONEY = "sent_money", _("Remittances")
    AID = "aid", _("Support from others or the State")
    NOTHING = "nothing", _("No regular livelihood")
    OTHER = "other", _("Other")
    NOT_KNOWN = "not_known", _("The child does not know")
    CHOSE_NOT = "chose_not", _("Chose not to say")


class RiskFactor(TextChoices):
    """Risk factors for a child: causes that the report names (lines 157-165, 464-532, 2243).

    Caste, faith, origin and other grounds of discrimination are not among them: they are sealed.
    """

    HUNGER = "hunger", _("Not enough to eat or to live on")
    NO_LIVELIHOOD = "no_livelihood", _("No work for parents or young people near home")
    DEBT = "debt", _("The family owed money or work")
    PARENT_LOST = "parent_lost", _("A parent had died or left")
    PARENT_AWAY = "parent_away", _("A parent was away for work")
    CARER_ILL = "carer_ill", _("Illness or addiction of a caregiver")
    VIOLENCE_HOME = "violence_home", _("Violence or abuse at home")
    VIOLENCE_OUTSIDE = "violence_outside", _("Violence or abuse in the neighbourhood")
    VIOLENCE_CARE = (
        "violence_care",
        _("Violence or abuse in a school, children’s home or institution"),
    )
    MARRIAGE = "marriage", _("Married, betrothed or pressured to marry")
    EARNED = "earned", _("Had to earn money as a child")
    UNREGISTERED = "unregistered", _("Birth not registered")
    SHUT_OUT = "shut_out", _("Excluded or discriminated against")
    DISASTER = "disaster", _("Home or livelihood lost to a flood, earthquake or drought")
    CONFLICT = "conflict", _("War or persecution")
    OTHERS_TAKEN = "others_taken", _("Other children from the same place had been taken before")
    NOT_WARNED = "not_warned", _("Had no information about the risks")
