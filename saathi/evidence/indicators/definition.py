"""The definition of an indicator: everything that is needed to read its number, in one value."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from saathi.evidence.indicators.conditions import EVERY_ROW, Condition
from saathi.evidence.indicators.dimensions import Dimension

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class IndicatorTheme(TextChoices):
    """The heading under which the list shows an indicator."""

    REPORTS = "reports", _("Child protection reports")
    MISSING = "missing", _("Missing children")
    CHILDREN = "children", _("Registered children")
    TRAFFICKING = "trafficking", _("Trafficking and exploitation")
    FLOWS = "flows", _("Origin, transit and destination")
    HELP = "help", _("Assistance and timeliness")
    VOICE = "voice", _("Child’s participation")
    LAW = "law", _("Authorities and safeguards")


class CountedUnit(TextChoices):
    """The counted unit."""

    CHILDREN = "children", _("children")
    REPORTS = "reports", _("reports")
    CASES = "cases", _("cases")
    CHILD_ROLES = "child_roles", _("children by role of the country")
    JOURNEYS = "journeys", _("children per route")
    DUTIES = "duties", _("tasks")
    VISITS = "visits", _("visits and attempts")
    PLANS = "plans", _("plans")
    GOALS = "goals", _("goals")
    DECISIONS = "decisions", _("decisions")
    CONSENTS = "consents", _("legal bases")
    ORDERS = "orders", _("orders")
    LIMITS = "limits", _("time limits")
    SAFEGUARDS = "safeguards", _("safeguard violations")
    REFERRALS = "referrals", _("referrals")
    SESSIONS = "sessions", _("support sessions")
    OPINIONS = "opinions", _("children’s opinions of services")
    FINDINGS = "findings", _("findings")
    MISSING = "missing", _("reports of missing children")
    ORIGIN_CONTACTS = "origin_contacts", _("contacts with a country of origin")
    VERIFICATIONS = "verifications", _("verifications abroad")
    SEARCHES = "searches", _("persons sought")
    RETURNS = "returns", _("returns to the family")
    TRANSFERS = "transfers", _("transfers to another country")
    DEPARTURES = "departures", _("departures to another country")
    MEASURES = "measures", _("measures under a law")
    HEARINGS = "hearings", _("court hearings")
    PROCEEDINGS = "proceedings", _("proceedings")
    CHARGES = "charges", _("charges")
    REINTEGRATIONS = "reintegrations", _("returned children")
    LIVELIHOODS = "livelihoods", _("livelihood supports")
    PLACEMENTS = "placements", _("placements")
    THREATS = "threats", _("threats")
    PROTECTIONS = "protections", _("protection measures")


class TimeBasis(TextChoices):
    """The date that determines the year of a unit. Series with different bases are never compared."""

    EVENT = "event", _("date of the event")
    RECRUITMENT = "recruitment", _("date of recruitment")
    REPORT = "report", _("date of the report")
    IDENTIFICATION = "identification", _("date when the child’s first case was opened")
    DECISION = "decision", _("date of the decision")


class Responsibility(TextChoices):
    """What a country is responsible for in one of its roles (report line 112, FLW-009)."""

    PREVENT = "prevent", _("prevent: reach children and families before they are recruited")
    PROTECT = "protect", _("protect: identify children in transit and keep them safe")
    PROSECUTE = "prosecute", _("prosecute: bring those who exploit to court, never the child")
    RECOVER = "recover", _("recover: help the child regain health, rights and an independent life")


# What each role asks of a country.
RESPONSIBILITIES = {
    "origin": (Responsibility.PREVENT, Responsibility.RECOVER),
    "transit": (Responsibility.PROTECT, Responsibility.PROSECUTE),
    "destination": (Responsibility.PROTECT, Responsibility.PROSECUTE, Responsibility.RECOVER),
    "intended": (Responsibility.PREVENT, Responsibility.PROTECT),
    "internal": tuple(Responsibility),
}


def responsibilities_of(*roles: str) -> dict[str, tuple[Responsibility, ...]]:
    """A country's responsibilities in these roles, for use in an indicator."""
    return {role: RESPONSIBILITIES[role] for role in roles}


@dataclass(frozen=True, slots=True)
class CountedRows:
    """The rows of a frame, the date column that gives their year, and the unit that a row is."""

    frame: str
    when: str
    unit: CountedUnit
    basis: TimeBasis


@dataclass(frozen=True, slots=True)
class DefinitionBreak:
    """A change of definition: numbers before and after this day are not one series (DAT-005)."""

    on: dt.date
    what: "StrOrPromise"


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator.

    It counts the `rows` that fulfil `among`, in the year of their date. With `counts` it is a
    share: the part of those rows that also fulfil `counts`. Definitions count what is registered;
    an estimate is a separate kind of series (`evidence.series`) and is never computed here.
    """

    name: str
    theme: IndicatorTheme
    title: "StrOrPromise"
    question: "StrOrPromise"
    rows: CountedRows
    denominator: "StrOrPromise"
    zero: "StrOrPromise"
    requirements: tuple[str, ...]
    lines: tuple[int, ...]
    among: Condition = EVERY_ROW
    counts: Condition | None = None
    numerator: "StrOrPromise" = ""
    by: tuple[Dimension, ...] = ()
    terms: Mapping[str, str] = field(default_factory=dict)
    caveats: tuple["StrOrPromise", ...] = ()
    responsibilities: Mapping[str, tuple[Responsibility, ...]] = field(default_factory=dict)
    breaks: tuple[DefinitionBreak, ...] = ()

    def __post_init__(self) -> None:
        """Raises `ValueError` for an indicator that lacks what a reader needs."""
        needed = ["title", "question", "denominator", "zero"]
        if self.counts is not None:
            needed.append("numerator")
        missing = [name for name in needed if not str(getattr(self, name)).strip()]
        if missing:
            raise ValueError(f"The indicator {self.name} must say its {', '.join(missing)}.")
        if not self.requirements:
            raise ValueError(f"The indicator {self.name} must say which demand it answers.")

    @property
    def frame(self) -> str:
        """The name of the table whose rows are counted."""
        return self.rows.frame

    @property
    def when(self) -> str:
        """The column of the date that gives the year."""
        return self.rows.when

    @property
    def unit(self) -> CountedUnit:
        """The counted unit."""
        return self.rows.unit

    @property
    def basis(self) -> TimeBasis:
        """What the date is of."""
        return self.rows.basis

    @property
    def is_share(self) -> bool:
        """Whether it is a share of a whole."""
        return self.counts is not None

    def dimension(self, name: str) -> Dimension | None:
        """The dimension of this name, or None if the indicator lacks it."""
        return next(
            (own_dimension for own_dimension in self.by if own_dimension.name == name), None
        )
