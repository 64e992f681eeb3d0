"""The vocabulary of the law tables: instruments, acts of States, answers, and confidence."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Instrument(TextChoices):
    """A treaty on child trafficking under our name for it; titles: `published_facts.instrument_titles`.

    The first eleven are the rows of Table 2.1.
    """

    ILO_C138 = "ILO_C138", _("Minimum age for work, ILO No. 138")
    ILO_C182 = "ILO_C182", _("Worst forms of child labour, ILO No. 182")
    CONV_1949 = "CONV_1949", _("1949 Convention on traffic in persons")
    HAGUE_ADOPTION = "HAGUE_ADOPTION", _("Hague Adoption Convention")
    CEDAW = "CEDAW", _("Convention on discrimination against women")
    CRC = "CRC", _("Convention on the Rights of the Child")
    OPAC = "OPAC", _("Protocol on children in armed conflict")
    OPSC = "OPSC", _("Protocol on the sale of children")
    PALERMO_TIP = "PALERMO_TIP", _("Palermo Protocol")
    SAARC_TRAFFICKING = "SAARC_TRAFFICKING", _("SAARC, trafficking for prostitution")
    SAARC_CHILD_WELFARE = "SAARC_CHILD_WELFARE", _("SAARC, child welfare")
    OPIC = "OPIC", _("Protocol on a communications procedure")
    ILO_P029 = "ILO_P029", _("Forced Labour Protocol")


TABLE_2_1 = tuple(Instrument)[:11]


class RatificationStatus(TextChoices):
    """The status in a cell of Table 2.1."""

    RATIFIED = "ratified", _("ratified")
    SIGNED = "signed", _("signed, not ratified")
    NONE_SHOWN = "none_shown", _("not listed")


class StateActKind(TextChoices):
    """An act of a State about an instrument, or its outcome."""

    SIGNED = "signed", _("signed")
    RATIFIED = "ratified", _("ratified")
    RATIFIED_AGAIN = "ratified_again", _("ratified again")
    ACCEDED = "acceded", _("acceded")
    DEPOSITED = "deposited", _("instrument of accession deposited")
    ENTERED_INTO_FORCE = "entered_into_force", _("the instrument entered into force")
    NOT_A_MEMBER = "not_a_member_of_ILO", _("not a member of the ILO")


class CellConfidence(TextChoices):
    """How reliably a cell of Table 2.1 could be read."""

    EXPLICIT = "explicit", _("stated by the report")
    LAYOUT = "layout", _("read from the table’s layout")
    CONTRADICTED = "contradicted_in_source", _("the source is inconsistent")


class LaterActCertainty(TextChoices):
    """How certain the author of a later fact was; none of these facts has been verified."""

    HIGH = "high", _("fairly certain")
    MEDIUM = "medium", _("less certain")
    LOW = "low", _("uncertain")


class LawQuestion(TextChoices):
    """A question about the law of a country; the first seven form the law matrix."""

    LAW_EXISTS = "trafficking_law_exists", _("Has a law on trafficking")
    CRIMINALISES_HUMAN = "criminalizes_human_trafficking", _("Criminalises human trafficking")
    CRIMINALISES_CHILD = "criminalizes_child_trafficking", _("Criminalises child trafficking")
    DEFINES_HUMAN = "defines_human_trafficking", _("Defines human trafficking")
    DEFINES_CHILD = "defines_child_trafficking", _("Defines child trafficking")
    PALERMO_CONSISTENT = (
        "definition_consistent_with_palermo",
        _("Definition fully consistent with the Palermo Protocol"),
    )
    NON_PUNISHMENT = (
        "non_punishment_provision",
        _("Clear provision that a trafficked child is not punished"),
    )
    MOVEMENT = "movement_restriction", _("Restricts women’s movement and migration")
    IN_CAMERA = "in_camera_hearings", _("In camera hearings for children")
    IDENTITY_WITHHELD = "identity_withheld", _("The child’s identity is withheld in publications")
    TESTIMONY = "testimony_at_any_age", _("A child may testify at any age")
    PENALTY = "penalty", _("Maximum penalty for child trafficking")
    FIRST_CASE = "first_case", _("First child trafficking case brought to court")
    TRIBUNALS = "special_tribunals", _("Special tribunals for offences against children")
    MAJORITY = "uniform_age_of_majority", _("Uniform age of majority")
    SEX_DIFFERENCE = "sex_differentiated_protection", _("Different protection for girls and boys")
    ASSISTANCE = "assistance_in_trafficking_law", _("Trafficking law provides for assistance")
    WITNESSES = "witness_protection", _("Formal protection of child witnesses")


class LegalAgeKind(TextChoices):
    """What a country's law ties to an age.

    Not criminal responsibility: beside a decision about a child it would read like an accusation.
    """

    MAJORITY = "majority", _("Age of majority")
    MARRIAGE = "marriage", _("Age of marriage")
    WORK = "work", _("Age of employment")


LAW_MATRIX = tuple(LawQuestion)[:7]


class LawAnswer(TextChoices):
    """An answer of the report; "not stated" and "nothing recorded" do not mean "no"."""

    YES = "yes", _("yes")
    NO = "no", _("no")
    NO_LAW = "no_law", _("no law yet")
    WOMEN_AND_CHILDREN = "women_and_children_only", _("for women and children only")
    SUBNATIONAL = "subnational_only", _("in one state only")
    NOT_STATED = "not_stated", _("not stated")
    DEATH_PENALTY = "death_penalty", _("death penalty")
    IN_2007 = "2007", _("in 2007")
    SOME = "some", _("in some countries")
    FEW = "few", _("in few laws")
    LACKING = "lacking", _("lacking")


class LawAnswerBasis(TextChoices):
    """How an answer was derived from the report."""

    STATED = "stated", _("stated for this country")
    STATED_FOR_ALL = "stated_for_all", _("stated for all countries of the region")
    FOLLOWS = "follows", _("follows from another statement")
    NOT_IN_LIST = "not_in_list", _("not among the countries named in the report")


class DefinitionGapKind(TextChoices):
    """A gap in a national definition of trafficking."""

    SALE_ONLY = "sale_or_recruitment_only", _("only sale or recruitment")
    SEXUAL_ONLY = "sexual_exploitation_only", _("only sexual exploitation")
    EXCLUDES_INTERNAL = "excludes_internal_trafficking", _("excludes internal trafficking")


class GapAnswer(TextChoices):
    """What is recorded about one gap in one country."""

    STATED = "stated", _("yes, the report says so")
    COUNTRY_NOT_NAMED = (
        "country_not_named",
        _("stated about definitions in the region; the country is not named"),
    )
    NO_DEFINITION = "no_definition", _("not applicable (no definition)")
    NOT_STATED = "not_stated", _("not stated")


class ClaimsDisagreement(TextChoices):
    """Why two statements of the report are shown together."""

    CONTRADICTION = "contradiction", _("The source is inconsistent")
    AMBIGUITY = "ambiguity", _("The report can be misread here")
    TWO_EVENTS = "two_events", _("Two events, both recorded")
