"""What an indicator is: everything that must be known to read its number, in one value."""

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
    """Under which heading the list shows an indicator."""

    REPORTS = "reports", _("Reports of a concern")
    MISSING = "missing", _("Missing children")
    CHILDREN = "children", _("Children on record")
    TRAFFICKING = "trafficking", _("What happened to children")
    FLOWS = "flows", _("From where, through where, to where")
    HELP = "help", _("Help and its times")
    VOICE = "voice", _("The child’s part")
    LAW = "law", _("Authorities and safeguards")


class CountedUnit(TextChoices):
    """What one is in the count."""

    CHILDREN = "children", _("children")
    REPORTS = "reports", _("reports")
    CASES = "cases", _("cases")
    CHILD_ROLES = "child_roles", _("children in a role of a country")
    JOURNEYS = "journeys", _("children on a way from one place to another")
    DUTIES = "duties", _("duties")
    VISITS = "visits", _("visits and attempts")
    PLANS = "plans", _("plans")
    GOALS = "goals", _("goals")
    DECISIONS = "decisions", _("decisions")
    CONSENTS = "consents", _("legal bases")
    ORDERS = "orders", _("orders")
    LIMITS = "limits", _("time limits")
    SAFEGUARDS = "safeguards", _("broken safeguards")
    REFERRALS = "referrals", _("referrals")
    SESSIONS = "sessions", _("sessions of support")
    OPINIONS = "opinions", _("opinions of services")
    FINDINGS = "findings", _("findings")
    MISSING = "missing", _("reports of missing children")


class TimeBasis(TextChoices):
    """Which moment puts a unit into a year. Series of different bases are never compared."""

    EVENT = "event", _("when it happened")
    RECRUITMENT = "recruitment", _("when the child was recruited")
    REPORT = "report", _("when it was reported")
    IDENTIFICATION = "identification", _("when the child’s first case was opened")
    DECISION = "decision", _("when it was decided")


class Responsibility(TextChoices):
    """What follows for a country from a role that it has (report line 112, FLW-009)."""

    PREVENT = "prevent", _("prevent: reach children and families before they are recruited")
    PROTECT = "protect", _("protect: find the children on the way and keep them safe")
    PROSECUTE = "prosecute", _("prosecute: bring those who exploit to court, never the child")
    RECOVER = "recover", _("recover: help the child back to health, rights and a life of her own")


@dataclass(frozen=True, slots=True)
class DefinitionBreak:
    """A change of definition: numbers before and after this day are not one series (DAT-005)."""

    on: dt.date
    what: "StrOrPromise"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator.

    It counts rows of `frame` that fulfil `among`, in the year of the column `when`. With `counts` it
    is a share: how many of those fulfil that too. Definitions count what is registered; an estimate
    is a series of its own kind (`evidence.series`) and never made here.
    """

    name: str
    theme: IndicatorTheme
    title: "StrOrPromise"
    question: "StrOrPromise"
    unit: CountedUnit
    basis: TimeBasis
    frame: str
    when: str
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
        """Refuse an indicator that leaves out what a reader needs."""
        needed = ["title", "question", "denominator", "zero"]
        if self.counts is not None:
            needed.append("numerator")
        missing = [name for name in needed if not str(getattr(self, name)).strip()]
        if missing:
            raise ValueError(f"The indicator {self.name} must say its {', '.join(missing)}.")
        if not self.requirements:
            raise ValueError(f"The indicator {self.name} must say which demand it answers.")

    @property
    def is_share(self) -> bool:
        """Whether it is a part of a whole."""
        return self.counts is not None

    def dimension(self, name: str) -> Dimension | None:
        """The dimension of this name, if it is shown by it."""
        return next((one for one in self.by if one.name == name), None)
