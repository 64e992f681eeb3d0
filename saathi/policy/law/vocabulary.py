"""The words of the law tables: instruments, acts of States, answers, and how sure a fact is."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Instrument(TextChoices):
    """A treaty that bears on child trafficking; the first eleven are the rows of Table 2.1."""

    ILO_C138 = (
        "ILO_C138",
        _("Convention concerning Minimum Age for Admission to Employment (ILO No. 138)"),
    )
    ILO_C182 = (
        "ILO_C182",
        _(
            "Convention concerning the Prohibition and Immediate Action for the Elimination of the "
            "Worst Forms of Child Labour (ILO No. 182)"
        ),
    )
    CONV_1949 = (
        "CONV_1949",
        _(
            "Convention for the Suppression of the Traffic in Persons and of the Exploitation of "
            "the Prostitution of Others"
        ),
    )
    HAGUE_ADOPTION = (
        "HAGUE_ADOPTION",
        _(
            "Convention on Protection of Children and Co-operation in Respect of Intercountry "
            "Adoption"
        ),
    )
    CEDAW = "CEDAW", _("Convention on the Elimination of All Forms of Discrimination against Women")
    CRC = "CRC", _("Convention on the Rights of the Child")
    OPAC = (
        "OPAC",
        _(
            "Optional Protocol to the Convention on the Rights of the Child on the involvement of "
            "children in armed conflict"
        ),
    )
    OPSC = (
        "OPSC",
        _(
            "Optional Protocol to the Convention on the Rights of the Child on the sale of "
            "children, child prostitution and child pornography"
        ),
    )
    PALERMO_TIP = (
        "PALERMO_TIP",
        _(
            "Protocol to Prevent, Suppress and Punish Trafficking in Persons, Especially Women and "
            "Children, supplementing the United Nations Convention against Transnational "
            "Organized Crime"
        ),
    )
    SAARC_TRAFFICKING = (
        "SAARC_TRAFFICKING",
        _(
            "SAARC Convention on Preventing and Combating Trafficking in Women and Children for "
            "Prostitution"
        ),
    )
    SAARC_CHILD_WELFARE = (
        "SAARC_CHILD_WELFARE",
        _(
            "SAARC Convention on Regional Arrangements for the Promotion of Child Welfare in South "
            "Asia"
        ),
    )
    OPIC = (
        "OPIC",
        _(
            "Optional Protocol to the Convention on the Rights of the Child on a communications "
            "procedure"
        ),
    )
    ILO_P029 = "ILO_P029", _("Protocol of 2014 to the Forced Labour Convention (ILO No. 29)")


TABLE_2_1 = tuple(Instrument)[:11]

SHORT_NAMES = {
    Instrument.ILO_C138: _("Minimum age for work, ILO No. 138"),
    Instrument.ILO_C182: _("Worst forms of child labour, ILO No. 182"),
    Instrument.CONV_1949: _("Traffic in persons"),
    Instrument.HAGUE_ADOPTION: _("Hague Adoption Convention"),
    Instrument.CEDAW: _("Discrimination against women"),
    Instrument.CRC: _("Rights of the child"),
    Instrument.OPAC: _("Protocol on children in armed conflict"),
    Instrument.OPSC: _("Protocol on the sale of children"),
    Instrument.PALERMO_TIP: _("Palermo Protocol"),
    Instrument.SAARC_TRAFFICKING: _("SAARC, trafficking for prostitution"),
    Instrument.SAARC_CHILD_WELFARE: _("SAARC, child welfare"),
    Instrument.OPIC: _("Protocol on a communications procedure"),
    Instrument.ILO_P029: _("Forced Labour Protocol"),
}

# The years that Table 2.1 prints beside the names; of the two later ones, the year of adoption.
ADOPTED = {
    Instrument.ILO_C138: 1973,
    Instrument.ILO_C182: 1999,
    Instrument.CONV_1949: 1949,
    Instrument.HAGUE_ADOPTION: 1993,
    Instrument.CEDAW: 1979,
    Instrument.CRC: 1989,
    Instrument.OPAC: 2000,
    Instrument.OPSC: 2000,
    Instrument.PALERMO_TIP: 2000,
    Instrument.SAARC_TRAFFICKING: 2002,
    Instrument.SAARC_CHILD_WELFARE: 2002,
    Instrument.OPIC: 2011,
    Instrument.ILO_P029: 2014,
}


class Status(TextChoices):
    """What a cell of Table 2.1 says."""

    RATIFIED = "ratified", _("ratified")
    SIGNED = "signed", _("signed, not ratified")
    NONE_SHOWN = "none_shown", _("not listed")


class Act(TextChoices):
    """What a State did about an instrument, or what became of it."""

    SIGNED = "signed", _("signed")
    RATIFIED = "ratified", _("ratified")
    RATIFIED_AGAIN = "ratified_again", _("ratified again")
    ACCEDED = "acceded", _("acceded")
    DEPOSITED = "deposited", _("instrument of accession handed over")
    ENTERED_INTO_FORCE = "entered_into_force", _("the instrument entered into force")
    NOT_A_MEMBER = "not_a_member_of_ILO", _("not a member of the ILO")


class Confidence(TextChoices):
    """How surely a cell of Table 2.1 could be read."""

    EXPLICIT = "explicit", _("stated by the report")
    LAYOUT = "layout", _("read from the table's layout")
    CONTRADICTED = "contradicted_in_source", _("the report contradicts itself")


class Certainty(TextChoices):
    """How sure whoever wrote a later fact down was of it; none has been verified."""

    HIGH = "high", _("fairly sure")
    MEDIUM = "medium", _("less sure")
    LOW = "low", _("unsure")


class Attribute(TextChoices):
    """A question put to the law of a country; the first seven are the law matrix."""

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
    MOVEMENT = "movement_restriction", _("Restricts women's movement and migration")
    IN_CAMERA = "in_camera_hearings", _("In camera hearings for children")
    IDENTITY_WITHHELD = "identity_withheld", _("The child's identity is withheld in publications")
    TESTIMONY = "testimony_at_any_age", _("A child may testify at any age")
    PENALTY = "penalty", _("Highest penalty for trafficking children")
    FIRST_CASE = "first_case", _("First case of child trafficking brought")
    TRIBUNALS = "special_tribunals", _("Special tribunals for offences against children")
    MAJORITY = "uniform_age_of_majority", _("Uniform age of majority")
    SEX_DIFFERENCE = "sex_differentiated_protection", _("Different protection for girls and boys")
    ASSISTANCE = "assistance_in_trafficking_law", _("Trafficking law provides for assistance")
    WITNESSES = "witness_protection", _("Formal protection of child witnesses")


LAW_MATRIX = tuple(Attribute)[:7]


class Answer(TextChoices):
    """What the report answers; "not stated" and "nothing recorded" are not "no"."""

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


class Basis(TextChoices):
    """How an answer was taken from the report."""

    STATED = "stated", _("stated for this country")
    STATED_FOR_ALL = "stated_for_all", _("stated for all countries of the region")
    FOLLOWS = "follows", _("follows from another statement")
    NOT_IN_LIST = "not_in_list", _("not among the countries that the report names")


class Gap(TextChoices):
    """What a national definition of trafficking leaves out."""

    SALE_ONLY = "sale_or_recruitment_only", _("only sale or recruitment")
    SEXUAL_ONLY = "sexual_exploitation_only", _("only sexual exploitation")
    EXCLUDES_INTERNAL = "excludes_internal_trafficking", _("excludes internal trafficking")


class GapAnswer(TextChoices):
    """What is known of one gap in one country."""

    STATED = "stated", _("yes, the report says so")
    COUNTRY_NOT_NAMED = (
        "country_not_named",
        _("said of definitions in the region; the country is not named"),
    )
    NO_DEFINITION = "no_definition", _("no definition to have a gap")
    NOT_STATED = "not_stated", _("not stated")


class Disagreement(TextChoices):
    """Why two statements of the report stand side by side."""

    CONTRADICTION = "contradiction", _("The report contradicts itself")
    AMBIGUITY = "ambiguity", _("The report can be misread here")
    TWO_EVENTS = "two_events", _("Two events, both kept")
