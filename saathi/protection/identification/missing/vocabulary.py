"""Codes of a disappearance, the search, the finding and public notices.

None presumes trafficking: children leave for work, for love, because of violence, or get lost.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import NoticeKind


class Circumstance(TextChoices):
    """How a child may have disappeared, as reported; several at once, none presumed (MIS-008)."""

    LEFT = "left", _("Left of the child’s own will")
    FOR_WORK = "for_work", _("Left to find work or earn")
    FOR_SCHOOL = "for_school", _("Left to learn")
    FLED_VIOLENCE = "fled_violence", _("Fled from violence or neglect at home")
    QUARREL = "quarrel", _("After a quarrel")
    MARRIAGE = "marriage", _("To marry, or to get away from a marriage")
    WITH_SOMEBODY = "with_somebody", _("Went with somebody, who may have promised something")
    TAKEN_BY_KIN = "taken_by_kin", _("Taken by a parent or relative")
    TAKEN = "taken", _("Taken by somebody else")
    ONLINE = "online", _("After a contact by telephone or internet")
    LOST = "lost", _("Lost the way, in a crowd, at a station or a fair")
    DISASTER = "disaster", _("In a flood, an earthquake or another disaster")
    CONFLICT = "conflict", _("In fighting, or in flight")
    LEFT_HOME = "left_home", _("Left a children’s home or shelter")
    LEFT_WORK = "left_work", _("Left a place of work")
    HELD = "held", _("May be held by an authority")
    ACCIDENT = "accident", _("May have had an accident")
    OTHER = "other", _("Otherwise")
    NOT_KNOWN = "not_known", _("Nobody knows")


class DisclosureRecipient(TextChoices):
    """Who may be told of the disappearance, besides those who work on it, as the family stated."""

    POLICE = "police", _("The police")
    AGENCIES = "agencies", _("Other agencies that help children")
    ABROAD = "abroad", _("Authorities and embassies in another country")
    COMMUNITY = "community", _("People of the neighbourhood")
    SCHOOL = "school", _("School and friends")
    PUBLIC = "public", _("Anybody, by a notice in public")


class MissingReportState(TextChoices):
    """The state of the report of a missing child."""

    OPEN = "open", _("Looked for")
    FOLLOWED = "followed", _("Somebody may be the child; it is being looked into")
    FOUND = "found", _("Found")
    CLOSED = "closed", _("Closed")


class FoundMethod(TextChoices):
    """How the child was found."""

    CAME_BACK = "came_back", _("Came back")
    GOT_IN_TOUCH = "got_in_touch", _("Got in touch")
    FAMILY = "family", _("Found by the family")
    POLICE = "police", _("Found by the police")
    AGENCY = "agency", _("With an agency that helps children")
    AUTHORITY = "authority", _("Held or looked after by an authority")
    COMMUNITY = "community", _("Found by people of the neighbourhood")
    NOTICE = "notice", _("Somebody answered a notice")
    OTHER = "other", _("Otherwise")


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

    SETTLED = "settled", _("The child is found and what follows is under way")
    SAME = "same", _("The same report as another one")
    ERROR = "error", _("There was no disappearance")
    DIED = "died", _("The child has died")
    WITHDRAWN = "withdrawn", _("Who reported it asks that nobody looks any more")


class SearchPerformer(TextChoices):
    """Who searched for the child."""

    FAMILY = "family", _("The family")
    COMMUNITY = "community", _("People of the neighbourhood")
    POLICE = "police", _("The police")
    AGENCY = "agency", _("This or another agency")
    AUTHORITY = "authority", _("Another authority")
    SCHOOL = "school", _("The school")
    OTHER = "other", _("Somebody else")


class SearchMethod(TextChoices):
    """How and where the child was searched for."""

    PLACES = "places", _("Places where the child may be")
    RELATIVES = "relatives", _("Relatives and friends were asked")
    PHONE = "phone", _("Telephone and internet")
    HOSPITALS = "hospitals", _("Hospitals")
    HOMES = "homes", _("Homes and shelters")
    STATIONS = "stations", _("Bus and railway stations")
    BORDER = "border", _("Border posts")
    CUSTODY = "custody", _("Police stations and places of detention")
    WORK = "work", _("Places of work")
    MORTUARY = "mortuary", _("Registers of the dead")
    ABROAD = "abroad", _("Through agencies in another country")
    OTHER = "other", _("Otherwise")


class SearchResult(TextChoices):
    """The result of a search."""

    NOTHING = "nothing", _("Nothing")
    CLUE = "clue", _("A clue")
    SEEN = "seen", _("The child was seen there")
    FOUND = "found", _("The child was found")
    NOT_ENDED = "not_ended", _("Not ended yet")


class SightingSource(TextChoices):
    """The source of a reported sighting."""

    SAW = "saw", _("Says to have seen the child")
    HEARD = "heard", _("Heard it from others")
    CHILD = "child", _("A call or message said to be from the child")
    NEWS = "news", _("News, or internet")
    UNNAMED = "unnamed", _("Not named")


class SightingState(TextChoices):
    """Whether a sighting was verified. It is unconfirmed until it is confirmed (MIS-005)."""

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
    LIMB = "limb", _("A limb or finger is missing or different")
    TEETH = "teeth", _("Teeth")
    EYES = "eyes", _("Eyes or sight")
    HAIR = "hair", _("Hair")
    WALK = "walk", _("The way of walking")
    SPEECH = "speech", _("The way of speaking, or none")
    HEARING = "hearing", _("Hearing")
    HEALTH = "health", _("An illness or a medicine")
    UNIFORM = "uniform", _("School uniform")
    CLOTHES = "clothes", _("Clothes")
    SHOES = "shoes", _("Shoes")
    JEWELLERY = "jewellery", _("Jewellery")
    AMULET = "amulet", _("Amulet, thread or religious sign")
    BAG = "bag", _("Bag")
    PHONE = "phone", _("Telephone")
    THING = "thing", _("Another thing the child carries")
    OTHER = "other", _("Something else")


class NoticePart(TextChoices):
    """The parts a public notice may show; none says why or with whom the child left (MIS-004)."""

    NAME = "name", _("Name")
    AGE = "age", _("Age")
    GENDER = "gender", _("Girl, boy or other")
    MARKS = "marks", _("What the child can be recognised by")
    LANGUAGES = "languages", _("Languages")
    LAST_SEEN = "last_seen", _("Country and district where the child was last seen, and the day")


class NoticeState(TextChoices):
    """The state of a public notice."""

    WAITS = "waits", _("Waits for a second person")
    APPROVED = "approved", _("May be shown")
    REFUSED = "refused", _("Not approved")
    WITHDRAWN = "withdrawn", _("Taken back")


NOTICE_ASKED = NoticeKind("notice_asked", _("A notice about a missing child waits for you"))
NOTICE_DECIDED = NoticeKind("notice_decided", _("Your notice about a missing child was decided"))
NOTICES = (NOTICE_ASKED, NOTICE_DECIDED)
