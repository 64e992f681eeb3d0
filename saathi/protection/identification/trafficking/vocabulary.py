"""Codes for episodes: acts, means, purposes, legs, and how well each is known.

Labels follow the Luxembourg terminology; the mapping to Palermo is in `exploitation_codes.py`, to
HTCDS and CTDC in `exchange/standards/data`. Later steps belong to `cases` and `care_plans`.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.agencies.declared_kinds import DraftKind


class TraffickingAct(TextChoices):
    """Exactly the five acts of Palermo art. 3(a) (report line 575, DEF-002); one is sufficient."""

    RECRUITMENT = "recruitment", _("Recruitment")
    TRANSPORTATION = "transportation", _("Transportation")
    TRANSFER = "transfer", _("Transfer")
    HARBOURING = "harbouring", _("Harbouring")
    RECEIPT = "receipt", _("Receipt")


class TraffickingMeans(TextChoices):
    """The means of Palermo art. 3(a) (report line 578, DEF-003).

    They are evidence of how it was done. For a child no means is required (art. 3(c), DEF-004), so
    the field may stay empty permanently and no form may require it.
    """

    THREAT = "threat", _("Threat of force")
    FORCE = "force", _("Use of force")
    COERCION = "coercion", _("Another form of coercion")
    ABDUCTION = "abduction", _("Abduction")
    FRAUD = "fraud", _("Fraud")
    DECEPTION = "deception", _("Deception")
    ABUSE_OF_POWER = "abuse_of_power", _("Abuse of power")
    ABUSE_OF_VULNERABILITY = "abuse_of_vulnerability", _("Abuse of a position of vulnerability")
    PAYMENT = "payment", _("Payment or benefit for the consent of a person in control")


class ExploitationPurpose(TextChoices):
    """The purpose of exploitation: an open list (Palermo art. 3(a) "at a minimum", DEF-006).

    The first seven are art. 3(a); then what the report adds (lines 123, 323-338, DEF-007 to 012);
    then practices of the region and of HTCDS. Every value applies to every child (DEF-031).
    """

    PROSTITUTION = "prostitution", _("Sexual exploitation of the child in prostitution")
    SEXUAL_ABUSE_MATERIAL = "sexual_abuse_material", _("Child sexual abuse material")
    SEXUAL_EXPLOITATION = "sexual_exploitation", _("Another form of sexual exploitation")
    FORCED_LABOUR = "forced_labour", _("Forced labour or services")
    SLAVERY = "slavery", _("Slavery or a similar practice, such as debt bondage")
    SERVITUDE = "servitude", _("Servitude")
    ORGAN_REMOVAL = "organ_removal", _("Removal of organs")
    DOMESTIC_SERVITUDE = "domestic_servitude", _("Domestic servitude")
    AGRICULTURE = "agriculture", _("Exploitation in agriculture")
    FACTORY = "factory", _("Exploitation in a factory, kiln or workshop")
    CAMEL_RACING = "camel_racing", _("Use of the child in camel racing")
    BEGGING = "begging", _("Exploitation in begging")
    CRIMINAL_ACTIVITIES = "criminal_activities", _("Use of the child in criminal activities")
    ARMED_CONFLICT = "armed_conflict", _("Recruitment or use by an armed force or group")
    FORCED_MARRIAGE = "forced_marriage", _("Forced marriage")
    ARRANGED_MARRIAGE = "arranged_marriage", _("Arranged marriage")
    DEBT_RELEASE = "debt_release", _("Release of a debt")
    DISPUTE_SETTLEMENT = "dispute_settlement", _("Settlement of a dispute")
    ILLEGAL_ADOPTION = "illegal_adoption", _("Illegal adoption")
    RITUAL_DEDICATION = "ritual_dedication", _("Dedication to a temple, shrine or deity")
    SURROGACY = "surrogacy", _("Surrogacy")
    NOT_KNOWN_WHICH = "not_known_which", _("Exploitation, form not yet known")
    OTHER = "other", _("Another purpose")


class ExploitationCategory(TextChoices):
    """The forms that published statistics count (GLOTIP, SDG 16.2.2), each for every sex."""

    SEXUAL = "sexual", _("Sexual exploitation")
    LABOUR = "labour", _("Forced labour, servitude and similar")
    ORGAN_REMOVAL = "organ_removal", _("Removal of organs")
    OTHER = "other", _("Other forms")


class ExploitationOccurred(TextChoices):
    """Whether exploitation occurred: a separate question from the purpose (domain A.1 rule 2)."""

    NOT_RECORDED = "", _("Not recorded")
    YES = "yes", _("Yes")
    NO = "no", _("No, it was prevented")
    NOT_YET = "not_yet", _("Not yet, but the child is at risk")
    NOT_KNOWN = "not_known", _("Not known")


class LegTransport(TextChoices):
    """How the child travelled on a leg of the route (FLW-002)."""

    NOT_RECORDED = "", _("Not recorded")
    FOOT = "foot", _("On foot")
    ROAD_PUBLIC = "road_public", _("Bus or shared vehicle")
    ROAD_PRIVATE = "road_private", _("Car or motorcycle")
    LORRY = "lorry", _("Lorry")
    RICKSHAW = "rickshaw", _("Rickshaw or cart")
    TRAIN = "train", _("Train")
    BOAT = "boat", _("Boat or ship")
    AIR = "air", _("Aeroplane")
    ANIMAL = "animal", _("Animal")
    OTHER = "other", _("Another way")
    NOT_KNOWN = "not_known", _("Not known")


class LegHarm(TextChoices):
    """Whether the child was exploited or abused on a leg, and where on it (DEF-026).

    It does not make a place a destination: harm may happen at every stage (report line 407).
    """

    NOT_RECORDED = "", _("Not recorded")
    ON_THE_WAY = "on_the_way", _("Yes, on the way")
    THERE = "there", _("Yes, where this leg ended")
    BOTH = "both", _("Yes, on the way and where this leg ended")
    SOMEWHERE = "somewhere", _("Yes, but it is not known where on this leg")
    NO = "no", _("No")
    NOT_KNOWN = "not_known", _("Not known")


class HarmForm(TextChoices):
    """What was done to the child on a leg; several may apply."""

    EXPLOITATION = "exploitation", _("Exploitation")
    SEXUAL = "sexual", _("Sexual violence or abuse")
    PHYSICAL = "physical", _("Physical violence")
    EMOTIONAL = "emotional", _("Threats or emotional abuse")
    CONFINED = "confined", _("Locked up or kept from leaving")
    DEPRIVED = "deprived", _("Food, water, rest or medical care withheld")
    OTHER = "other", _("Another form of harm")


class HarmStage(TextChoices):
    """The stage of the route at which harm is recorded (report line 407)."""

    ON_THE_WAY = "on_the_way", _("On the way between two places")
    ORIGIN = "origin", _("In the country of origin")
    TRANSIT = "transit", _("In a country of transit")
    DESTINATION = "destination", _("In a country of destination")
    INTERNAL = "internal", _("In the country that is both origin and destination")
    NOT_KNOWN_WHERE = "not_known_where", _("Stage not known")


class CountryRole(TextChoices):
    """A country's role in an episode (report Box 1.1); sums of roles do not count children."""

    ORIGIN = "origin", _("Origin")
    TRANSIT = "transit", _("Transit")
    DESTINATION = "destination", _("Destination")
    INTENDED = "intended", _("Intended destination, not reached")
    INTERNAL = "internal", _("Internal")


class EpisodeEnd(TextChoices):
    """How an episode ended; a later recruitment begins a new one (domain A.1 rule 8)."""

    NOT_RECORDED = "", _("Not recorded")
    ONGOING = "ongoing", _("Ongoing")
    INTERCEPTED = "intercepted", _("Intercepted on the way")
    REMOVED = "removed", _("Brought to safety by an authority or organisation")
    ESCAPED = "escaped", _("Left or escaped without help")
    RELEASED = "released", _("Released")
    RETURNED = "returned", _("Returned to family or community")
    NOT_KNOWN = "not_known", _("Not known")


class StatementSource(TextChoices):
    """The source of a statement (DAT-006)."""

    NOT_RECORDED = "", _("Not recorded")
    CHILD = "child", _("The child")
    FAMILY = "family", _("Family")
    WITNESS = "witness", _("Witness")
    WORKER = "worker", _("Observed by a worker")
    POLICE = "police", _("Police")
    COURT = "court", _("Court or authority")
    AGENCY = "agency", _("Another agency")
    DOCUMENT = "document", _("Document")
    ALLEGED_OFFENDER = "alleged_offender", _("Alleged perpetrator")
    OTHER = "other", _("Another source")


class SourceReliability(TextChoices):
    """How far the worker relies on a statement; rates the statement, never the child."""

    NOT_RECORDED = "", _("Not recorded")
    HIGH = "high", _("Several sources agree")
    MEDIUM = "medium", _("Likely")
    LOW = "low", _("Uncertain")
    NOT_WEIGHED = "not_weighed", _("Not assessed")


class FactCertainty(TextChoices):
    """How certain a fact is; the last two are valid and may stay permanently (GDN-010)."""

    NOT_RECORDED = "", _("Not recorded")
    ESTABLISHED = "established", _("Verified")
    STATED = "stated", _("Reported")
    PRESUMED = "presumed", _("Suspected")
    NOT_KNOWN = "not_known", _("Not known")
    DO_NOT_ASK = "do_not_ask", _("Do not ask the child")


class EpisodeYesNo(TextChoices):
    """A yes/no answer that may be missing."""

    NOT_RECORDED = "", _("Not recorded")
    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_KNOWN = "not_known", _("Not known")


EPISODE_DRAFT = DraftKind("episode", _("Incidents"))
DRAFTS = (EPISODE_DRAFT,)
