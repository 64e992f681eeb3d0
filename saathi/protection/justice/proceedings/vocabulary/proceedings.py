"""Codes of proceedings, accused persons, charges and sentences.

No code records a child as accused: in criminal proceedings the child is the victim of a crime.
"""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProceedingKind(TextChoices):
    """The branch of law of a proceeding."""

    CRIMINAL = "criminal", _("Criminal")
    WELFARE = "welfare", _("Child welfare")
    LABOUR = "labour", _("Labour")
    CIVIL = "civil", _("Civil")
    COMPENSATION = "compensation", _("Compensation")
    IMMIGRATION = "immigration", _("Immigration")


class CourtKind(TextChoices):
    """The kind of court or other authority before which a proceeding is."""

    CHILD_FRIENDLY = "child_friendly", _("Child-friendly or special court for children")
    FAST_TRACK = "fast_track", _("Fast-track court or tribunal")
    ORDINARY = "ordinary", _("Ordinary court")
    BOARD = "board", _("Committee or board")
    LABOUR_BODY = "labour_body", _("Labour authority")
    OFFICE = "office", _("Another authority")
    NOT_KNOWN = "not_known", _("Not known")


class ProceedingStage(TextChoices):
    """The stages of a proceeding, in their usual order. What happened may skip or repeat one."""

    COMPLAINT = "complaint", _("Complaint")
    INVESTIGATION = "investigation", _("Investigation")
    CHARGE = "charge", _("Charge")
    TRIAL = "trial", _("Trial")
    JUDGMENT = "judgment", _("Judgment")
    APPEAL = "appeal", _("Appeal")
    ENDED = "ended", _("Ended")


class ProceedingResult(TextChoices):
    """The result of a proceeding, recorded with the stage that brought it."""

    NONE = "", _("No result at this stage")
    CONVICTED = "convicted", _("Conviction")
    PART_CONVICTED = "part_convicted", _("Conviction in part")
    ACQUITTED = "acquitted", _("Acquittal")
    DISCONTINUED = "discontinued", _("Discontinued")
    GRANTED = "granted", _("Claim granted")
    PART_GRANTED = "part_granted", _("Claim granted in part")
    REFUSED = "refused", _("Claim refused")
    SETTLED = "settled", _("Settled")
    OTHER = "other", _("Another result")


class AccusedWhereabouts(TextChoices):
    """Where an accused person is: what the safety of the child depends on."""

    DETAINED = "detained", _("Detained")
    BAIL = "bail", _("Released on bail")
    FREE = "free", _("Not arrested")
    SOUGHT = "sought", _("Wanted by the police")
    NOT_KNOWN = "not_known", _("Not known")


class ChargedOffence(TextChoices):
    """The offence of a charge, comparable across countries; the law is a text of its own."""

    TRAFFICKING = "trafficking", _("Trafficking in persons")
    SEXUAL_EXPLOITATION = "sexual_exploit", _("Sexual exploitation of a child")
    SEXUAL_ABUSE = "sexual_abuse", _("Sexual abuse or rape")
    ABUSE_MATERIAL = "abuse_material", _("Child sexual abuse material")
    FORCED_LABOUR = "forced_labour", _("Forced labour, servitude or slavery")
    CHILD_LABOUR = "child_labour", _("Child labour")
    BEGGING = "begging", _("Exploitation in begging")
    CHILD_MARRIAGE = "child_marriage", _("Child or forced marriage")
    ABDUCTION = "abduction", _("Abduction or kidnapping")
    SALE = "sale", _("Sale of a child or illegal adoption")
    ARMED_USE = "armed_use", _("Recruitment into an armed force or group")
    VIOLENCE = "violence", _("Violence or cruelty")
    CONFINEMENT = "confinement", _("Unlawful confinement")
    SMUGGLING = "smuggling", _("Smuggling of migrants")
    DOCUMENTS = "documents", _("Forged documents")
    INTIMIDATION = "intimidation", _("Threats to a witness")
    OTHER = "other", _("Another offence")


class ChargeOutcome(TextChoices):
    """What became of a charge against one accused person."""

    PENDING = "pending", _("Not decided yet")
    CONVICTED = "convicted", _("Convicted")
    ACQUITTED = "acquitted", _("Acquitted")
    DROPPED = "dropped", _("Charge dropped")
    DIED = "died", _("Ended by death of the accused")


class SentenceKind(TextChoices):
    """A part of a sentence or another formal remedy; several at once."""

    FINE = "fine", _("Fine")
    PRISON = "prison", _("Imprisonment")
    LIFE = "life", _("Life imprisonment")
    DEATH = "death", _("Death penalty")
    COMMUNITY = "community", _("Community service, probation or suspended sentence")
    COMPENSATION = "compensation", _("Compensation to the child")
    CONFISCATION = "confiscation", _("Confiscation of property")
    BAN = "ban", _("Licence withdrawn or ban from work with children")
    OTHER = "other", _("Another penalty")


class SentenceSeverity(TextChoices):
    """How severe a sentence is, computed from its parts: comparable across countries."""

    NONE = "none", _("No penalty recorded")
    LIGHT = "light", _("Without imprisonment")
    UNDER_YEAR = "under_year", _("Imprisonment of less than 1 year")
    UNDER_FIVE = "under_five", _("Imprisonment of 1 to 5 years")
    UNDER_TEN = "under_ten", _("Imprisonment of 5 to 10 years")
    OVER_TEN = "over_ten", _("Imprisonment of 10 years or more")
    UNKNOWN_TERM = "unknown_term", _("Imprisonment, length not known")
    LIFE = "life", _("Life imprisonment")
    DEATH = "death", _("Death penalty")


class MaximumPenalty(TextChoices):
    """The most severe penalty that the law allows for a charge: what reporting may be feared for."""

    NOT_RECORDED = "", _("Not recorded")
    TO_THREE = "to_three", _("Fine, or imprisonment of up to 3 years")
    TO_TEN = "to_ten", _("Imprisonment of more than 3 and up to 10 years")
    OVER_TEN = "over_ten", _("Imprisonment of more than 10 years")
    LIFE = "life", _("Life imprisonment")
    DEATH = "death", _("Death penalty")
    NOT_KNOWN = "not_known", _("Not known")


class ChargeAppeal(TextChoices):
    """The state of an appeal on a charge."""

    NOT_RECORDED = "", _("Not recorded")
    NONE = "none", _("No appeal")
    LODGED = "lodged", _("Appealed, not decided yet")
    UPHELD = "upheld", _("Appealed and upheld")
    CHANGED = "changed", _("Appealed, sentence changed")
    OVERTURNED = "overturned", _("Overturned on appeal")


# The kinds in which the child is the victim of a crime; in all others the child is a party.
ADVERSE: Final = (ProceedingKind.CRIMINAL, ProceedingKind.COMPENSATION)
