"""Codes of a disappearance, the search, the finding and public notices.

None presumes trafficking: children leave for work, for love, because of violence, or get lost.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import NoticeKind


class Circumstance(TextChoices):
    """How a child may have disappeared, as reported; one or more, none presumed (MIS-008)."""

    LEFT = "left", _("Left by their own choice")
    FOR_WORK = "for_work", _("Left to find work or earn money")
    FOR_SCHOOL = "for_school", _("Left for school or training")
    FLED_VIOLENCE = "fled_violence", _("Fled from violence or neglect at home")
    QUARREL = "quarrel", _("After a quarrel")
    MARRIAGE = "marriage", _("To marry, or to avoid a marriage")
    WITH_SOMEBODY = "with_somebody", _("Left with someone who may have made promises")
    TAKEN_BY_KIN = "taken_by_kin", _("Taken by a parent or relative")
    TAKEN = "taken", _("Taken by someone else")
    ONLINE = "online", _("After a contact by telephone or internet")
    LOST = "lost", _("Got lost, such as in a crowd, at a station or at a fair")
    DISASTER = "disaster", _("In a flood, an earthquake or another disaster")
    CONFLICT = "conflict", _("In fighting or displacement")
    LEFT_HOME = "left_home", _("Left a children’s home or shelter")
    LEFT_WORK = "left_work", _("Left a workplace")
    HELD = "held", _("May be detained by an authority")
    ACCIDENT = "accident", _("May have had an accident")
    OTHER = "other", _("Other")
    NOT_KNOWN = "not_known", _("Not known")


class MayBeInformed(TextChoices):
    """Who else may be informed of the disappearance, as the family stated."""

    POLICE = "police", _("The police")
    AGENCIES = "agencies", _("Other child protection agencies")
    ABROAD = "abroad", _("Authorities and embassies in another country")
    COMMUNITY = "community", _("Community members")
    SCHOOL = "school", _("School and friends")
    PUBLIC = "public", _("The public, through a public notice")


class MissingReportState(TextChoices):
    """The state of the report of a missing child."""

    OPEN = "open", _("Search under way")
    FOLLOWED = "followed", _("Possible match, being verified")
    FOUND = "found", _("Found")
    CLOSED = "closed", _("Closed")


class FoundMethod(TextChoices):
    """How the child was found."""

    CAME_BACK = "came_back", _("Came back")
    GOT_IN_TOUCH = "got_in_touch", _("Got in touch")
    FAMILY = "family", _("Found by the family")
    POLICE = "police", _("Found by the police")
    AGENCY = "agency", _("With a child protection agency")
    AUTHORITY = "authority", _("In the custody or care of an authority")
    COMMUNITY = "community", _("Found by community members")
    NOTICE = "notice", _("Response to a public notice")
    OTHER = "other", _("Other")


class FoundCondition(TextChoices):
    """Whether the child was found alive."""

    ALIVE = "alive", _("Alive")
    DEAD = "dead", _("Has died")
    NOT_KNOWN = "not_known", _("Not known")


class MissingOutcome(TextChoices):
    """The nature of the disappearance (MIS-007). It has no influence on the help given."""

    FOUND = "found", _("Found: neither trafficking nor migration")
    TRAFFICKED = "trafficked", _("Trafficked")
    MIGRATED = "migrated", _("Migrated")
    UNKNOWN = "unknown", _("Not known")


class MissingCloseReason(TextChoices):
    """Why the search ended; the passing of time is not a reason."""

    SETTLED = "settled", _("The child was found and follow-up is under way")
    SAME = "same", _("Duplicate of another report")
    ERROR = "error", _("There was no disappearance")
    DIED = "died", _("The child has died")
    WITHDRAWN = "withdrawn", _("The reporting person asked to end the search")


class SearchPerformer(TextChoices):
    """Who searched for the child."""

    FAMILY = "family", _("The family")
    COMMUNITY = "community", _("Community members")
    POLICE = "police", _("The police")
    AGENCY = "agency", _("This or another agency")
    AUTHORITY = "authority", _("Another authority")
    SCHOOL = "school", _("The school")
    OTHER = "other", _("Other person")


class SearchMethod(TextChoices):
    """How and where the child was searched for."""

    PLACES = "places", _("Places where the child may be")
    RELATIVES = "relatives", _("Relatives and friends were asked")
    PHONE = "phone", _("Telephone and internet")
    HOSPITALS = "hospitals", _("Hospitals")
    HOMES = "homes", _("Care homes and shelters")
    STATIONS = "stations", _("Bus and railway stations")
    BORDER = "border", _("Border posts")
    CUSTODY = "custody", _("Police stations and places of detention")
    WORK = "work", _("Workplaces")
    MORTUARY = "mortuary", _("Mortuaries and death registers")
    ABROAD = "abroad", _("Through agencies in another country")
    OTHER = "other", _("Other")


class SearchResult(TextChoices):
    """The result of a search."""

    NOTHING = "nothing", _("Nothing found")
    CLUE = "clue", _("A lead")
    SEEN = "seen", _("The child was seen there")
    FOUND = "found", _("The child was found")
    NOT_ENDED = "not_ended", _("Still under way")


class SightingSource(TextChoices):
    """The source of a reported sighting."""

    SAW = "saw", _("Reports having seen the child")
    HEARD = "heard", _("Heard from others")
    CHILD = "child", _("Call or message reportedly from the child")
    NEWS = "news", _("News or internet")
    UNNAMED = "unnamed", _("Anonymous")


class SightingState(TextChoices):
    """Whether a sighting was verified; until then it is unconfirmed (MIS-005)."""

    UNCONFIRMED = "unconfirmed", _("Unconfirmed")
    CONFIRMED = "confirmed", _("Confirmed")
    WRONG = "wrong", _("It was not the child")


class DistinguishingFeature(TextChoices):
    """A feature by which a child can be recognised, as a code; it is described in text."""

    SCAR = "scar", _("Scar")
    BURN = "burn", _("Burn")
    BIRTHMARK = "birthmark", _("Birthmark or mole")
    TATTOO = "tattoo", _("Tattoo or henna")
    PIERCING = "piercing", _("Pierced nose or ears")
    LIMB = "limb", _("Missing or different limb or finger")
    TEETH = "teeth", _("Teeth")
    EYES = "eyes", _("Eyes or sight")
    HAIR = "hair", _("Hair")
    WALK = "walk", _("Way of walking")
    SPEECH = "speech", _("Way of speaking, or does not speak")
    HEARING = "hearing", _("Hearing")
    HEALTH = "health", _("Illness or medication")
    UNIFORM = "uniform", _("School uniform")
    CLOTHES = "clothes", _("Clothes")
    SHOES = "shoes", _("Shoes")
    JEWELLERY = "jewellery", _("Jewellery")
    AMULET = "amulet", _("Amulet, thread or religious sign")
    BAG = "bag", _("Bag")
    PHONE = "phone", _("Telephone")
    THING = "thing", _("Other item the child carries")
    OTHER = "other", _("Other")


class NoticePart(TextChoices):
    """The parts a public notice may show; none says why the child left, or who with (MIS-004)."""

    NAME = "name", _("Name")
    AGE = "age", _("Age")
    GENDER = "gender", _("Gender")
    MARKS = "marks", _("Distinguishing features")
    LANGUAGES = "languages", _("Languages")
    LAST_SEEN = "last_seen", _("Country, district and date last seen")


class SearchPhotoState(TextChoices):
    """Whether a photo that was given for the search is kept."""

    KEPT = "kept", _("Current")
    EARLIER = "earlier", _("Earlier photo")
    ERASED = "erased", _("Erased")


class SearchPhotoErasure(TextChoices):
    """Why a photo that was given for the search is erased; its code is in the log."""

    WITHDRAWN = "withdrawn", _("The person who gave the photo no longer agrees")
    FOUND = "found", _("It is no longer needed")
    OTHER_CHILD = "other_child", _("It is about another child or person")
    NOT_ACCEPTED = "not_accepted", _("It must not be kept here (image of abuse or nudity)")


class NoticeState(TextChoices):
    """The state of a public notice."""

    WAITS = "waits", _("Awaiting approval by a second person")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Not approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")


NOTICE_ASKED = NoticeKind(
    "notice_asked", _("A public notice about a missing child awaits your decision")
)
NOTICE_DECIDED = NoticeKind(
    "notice_decided", _("A decision was made on your public notice about a missing child")
)
MISSING_CLOSED_NOTICE = NoticeKind(
    "missing_closed_now",
    _("A report of a missing child in immediate danger was closed"),
    is_urgent=True,
    mail_label=_("You have a new notice"),
)
MISSING_FOUND_NOTICE = NoticeKind(
    "missing_found_now",
    _("A missing child in immediate danger was recorded as found"),
    is_urgent=True,
    mail_label=_("You have a new notice"),
)
NOTICES = (NOTICE_ASKED, NOTICE_DECIDED, MISSING_CLOSED_NOTICE, MISSING_FOUND_NOTICE)
