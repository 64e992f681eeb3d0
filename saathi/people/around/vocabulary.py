"""Codes for relations and alleged perpetrators.

A suspicion is never a fact: every allegation is shown with its source and its date, and an
authority's decision is shown beside it.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RelationKind(TextChoices):
    """The relation of a person to the child."""

    MOTHER = "mother", _("Mother")
    FATHER = "father", _("Father")
    STEP_PARENT = "step_parent", _("Step-parent or partner of a parent")
    SISTER = "sister", _("Sister")
    BROTHER = "brother", _("Brother")
    SIBLING = "sibling", _("Sister or brother")
    GRANDPARENT = "grandparent", _("Grandparent")
    AUNT_UNCLE = "aunt_uncle", _("Aunt or uncle")
    COUSIN = "cousin", _("Cousin")
    OTHER_RELATIVE = "other_relative", _("Another relative")
    OWN_CHILD = "own_child", _("The child’s own child")
    SPOUSE = "spouse", _("Spouse, with or without legal marriage")
    FOSTER = "foster", _("Foster parent")
    STAFF = "staff", _("Staff member who looks after the child")
    FRIEND = "friend", _("Friend")
    NEIGHBOUR = "neighbour", _("Neighbour")
    TEACHER = "teacher", _("Teacher")
    EMPLOYER = "employer", _("Employer")
    OTHER = "other", _("Other person")


FAMILY_KINDS = frozenset(
    {
        RelationKind.MOTHER,
        RelationKind.FATHER,
        RelationKind.STEP_PARENT,
        RelationKind.SISTER,
        RelationKind.BROTHER,
        RelationKind.SIBLING,
        RelationKind.GRANDPARENT,
        RelationKind.AUNT_UNCLE,
        RelationKind.COUSIN,
        RelationKind.OTHER_RELATIVE,
        RelationKind.SPOUSE,
    }
)
SIBLING_KINDS = frozenset({RelationKind.SISTER, RelationKind.BROTHER, RelationKind.SIBLING})


class ContactWish(TextChoices):
    """Whether the child wants contact with a person. "Not asked" does not mean yes."""

    NOT_RECORDED = "", _("Not recorded")
    NOT_ASKED = "not_asked", _("Not asked yet")
    WANTED = "wanted", _("The child wants contact")
    ACCOMPANIED = "accompanied", _("Only with a person the child trusts")
    UNSURE = "unsure", _("The child is not sure")
    NOT_WANTED = "not_wanted", _("The child wants no contact")


class DangerToChild(TextChoices):
    """Whether a person may be a danger to the child, for staff who protect the child."""

    NOT_RECORDED = "", _("Not recorded")
    NOT_KNOWN = "not_known", _("Not known")
    NONE = "none", _("No danger seen")
    FEARED = "feared", _("Feared by the child or others")
    KEEP_AWAY = "keep_away", _("To be kept away from the child")


class LifeStatus(TextChoices):
    """Whether a person is alive."""

    NOT_RECORDED = "", _("Not recorded")
    ALIVE = "alive", _("Alive")
    DIED = "died", _("Died")
    MISSING = "missing", _("Missing")
    NOT_KNOWN = "not_known", _("Not known")


class AllegedPerpetratorKind(TextChoices):
    """The kind of alleged perpetrator (TRF-010)."""

    PERSON = "person", _("A person")
    FIRM = "firm", _("A business, establishment or organisation")
    GROUP = "group", _("A group acting together")
    NOT_KNOWN = "not_known", _("Not known")


class FirmKind(TextChoices):
    """The kind of company, establishment or organisation."""

    NOT_SAID = "", _("Not recorded")
    HOTEL = "hotel", _("Hotel or guest house")
    RESTAURANT = "restaurant", _("Restaurant, bar or dance hall")
    STUDIO = "studio", _("Photo or film studio")
    JOB_AGENCY = "job_agency", _("Employment or travel agency")
    ADOPTION = "adoption", _("Adoption agency")
    MARRIAGE = "marriage", _("Marriage bureau")
    TRANSPORT = "transport", _("Transport firm")
    FACTORY = "factory", _("Factory or workshop")
    KILN = "kiln", _("Brick kiln, quarry or mine")
    FARM = "farm", _("Farm or plantation")
    HOUSEHOLD = "household", _("Household where the child works")
    CIRCUS = "circus", _("Circus or racing stable")
    CARE_HOME = "care_home", _("Children’s home or school")
    CLINIC = "clinic", _("Clinic")
    PLATFORM = "platform", _("Website or app")
    ARMED_GROUP = "armed_group", _("Armed group")
    OFFICE = "office", _("Government office")
    OTHER = "other", _("Other")


class AllegedRole(TextChoices):
    """What a person is alleged to have done; several codes are possible."""

    RECRUITED = "recruited", _("Recruited the child")
    SOLD = "sold", _("Gave or sold the child for a benefit")
    TRANSPORTED = "transported", _("Transported the child")
    HARBOURED = "harboured", _("Harboured or hid the child")
    RECEIVED = "received", _("Received the child")
    EXPLOITED = "exploited", _("Exploited the child")
    ABUSED = "abused", _("Abused the child")
    PAID = "paid", _("Paid for the abuse of the child")
    MATERIAL = "material", _("Produced or shared child sexual abuse material")
    PAPERS = "papers", _("Made or took away documents")
    GUARDED = "guarded", _("Guarded or threatened the child")
    FINANCED = "financed", _("Financed the acts or profited from them")
    LET_HAPPEN = "let_happen", _("Allowed the acts as an official")
    OTHER = "other", _("Another role")


class PerpetratorRelationship(TextChoices):
    """The relationship of an alleged perpetrator to the child (TRF-003)."""

    NOT_RECORDED = "", _("Not recorded")
    NOT_KNOWN = "not_known", _("Not known")
    PARENT = "parent", _("Parent or step-parent")
    SIBLING = "sibling", _("Sister or brother")
    RELATIVE = "relative", _("Another relative")
    SPOUSE = "spouse", _("Husband, wife or partner")
    FRIEND = "friend", _("Friend or acquaintance")
    NEIGHBOUR = "neighbour", _("Neighbour")
    EMPLOYER = "employer", _("Employer")
    TEACHER = "teacher", _("Teacher or religious teacher")
    CARER = "carer", _("Staff of a home, school or agency")
    OFFICIAL = "official", _("Police, border or other official")
    STRANGER = "stranger", _("Not known to the child before")


class ApproachChannel(TextChoices):
    """How a person reached the child (TRF-004, TRF-005)."""

    IN_PERSON = "in_person", _("In person")
    THROUGH_FAMILY = "through_family", _("Through the family")
    THROUGH_FRIEND = "through_friend", _("Through another child or a friend")
    AGENT = "agent", _("Through an agent")
    PHONE = "phone", _("By telephone calls")
    MESSAGES = "messages", _("By messages on a mobile phone")
    SOCIAL = "social", _("On a social network")
    GAMES = "games", _("In an online game or chat")
    ADVERT = "advert", _("By an advertisement")
    MONEY = "money", _("By mobile money or online payment")


class AllegationSource(TextChoices):
    """The source of an allegation."""

    CHILD = "child", _("The child")
    OTHER_CHILD = "other_child", _("Another child")
    FAMILY = "family", _("The family")
    WITNESS = "witness", _("A witness")
    REPORTER = "reporter", _("Reporting person")
    ORGANISATION = "organisation", _("An organisation")
    POLICE = "police", _("The police")
    PAPER = "paper", _("A document of a court or authority")
    STAFF = "staff", _("Our staff")
    NOT_RECORDED = "not_recorded", _("not recorded")


class AllegationState(TextChoices):
    """Whether the source maintains the allegation."""

    ALLEGED = "stands", _("Alleged")
    WITHDRAWN = "taken_back", _("Withdrawn by the source")
    MISTAKEN = "mistaken", _("Mistaken identity")


class AuthorityOutcomeKind(TextChoices):
    """A step or decision of an authority about an allegation (TRF-009)."""

    REPORTED = "reported", _("Reported to the authority")
    INVESTIGATED = "investigated", _("Under investigation")
    NOT_PURSUED = "not_pursued", _("Not pursued")
    CHARGED = "charged", _("Charged")
    ON_TRIAL = "on_trial", _("On trial")
    CONVICTED = "convicted", _("Convicted")
    ACQUITTED = "acquitted", _("Acquitted")
    APPEAL = "appeal", _("Under appeal; not final")
    OVERTURNED = "overturned", _("Overturned")
    KEEP_AWAY = "keep_away", _("Ordered to keep away from the child")
    NOT_PROSECUTED = (
        "not_prosecuted",
        _("Family not prosecuted, in the child’s interests"),
    )
    CLOSED_DOWN = "closed_down", _("Licence revoked or business closed")
    OTHER = "other", _("Another decision")


class AuthorityBody(TextChoices):
    """The kind of authority."""

    NOT_RECORDED = "", _("Not recorded")
    POLICE = "police", _("Police")
    PROSECUTOR = "prosecutor", _("Prosecutor")
    COURT = "court", _("Court")
    COMMITTEE = "committee", _("Committee, board or ministry")
    LABOUR = "labour", _("Labour or licensing office")
    ABROAD = "abroad", _("An authority of another country")
    NOT_KNOWN = "not_known", _("Not known")
