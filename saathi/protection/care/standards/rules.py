"""Criteria of minimum standards: what a set must say, how two sets compare. Pure functions."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.care.standards.vocabulary import StandardDomain, StandardStanding

MAX_CRITERIA = 300


@dataclass(frozen=True, slots=True)
class Criterion:
    """One requirement of a set.

    `kinds`: the kinds of facility to which it applies, all if empty. `references`: the criteria of
    the Saathi model set that ask for the same; two sets are compared by these.
    """

    code: str
    domain: str
    text: str
    is_critical: bool
    evidence: tuple[str, ...] = ()
    child_text: str = ""
    kinds: tuple[str, ...] = ()
    references: tuple[str, ...] = ()

    def applies_to(self, kind: str) -> bool:
        """Whether the criterion applies to a kind of facility."""
        return not self.kinds or kind in self.kinds

    def to_json(self) -> dict[str, Any]:
        """The criterion as it is stored."""
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Criterion":
        """The criterion that was stored."""
        known: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in stored.items()
            if name in cls.__dataclass_fields__
        }
        return cls(**known)


def code_key(code: str) -> tuple[tuple[int, str], ...]:
    """The order of codes: 2.9 comes before 2.10."""
    return tuple((int(part) if part.isdecimal() else 0, part) for part in code.split("."))


def in_domain_order(criteria: Iterable[Criterion]) -> list[Criterion]:
    """The criteria in the order of their domains and codes."""
    domains = list(StandardDomain.values)
    return sorted(criteria, key=lambda one: (domains.index(one.domain), code_key(one.code)))


def by_domain(criteria: Iterable[Criterion]) -> dict[str, list[Criterion]]:
    """The criteria of each domain that has any."""
    grouped: dict[str, list[Criterion]] = {}
    for criterion in in_domain_order(criteria):
        grouped.setdefault(criterion.domain, []).append(criterion)
    return grouped


def reasons_against_set(
    standing: str, source: str, in_force_from: dt.date | None
) -> tuple[Reason, ...]:
    """Why the facts of a set do not fit together; empty if they do."""
    if standing == StandardStanding.PROPOSAL:
        if in_force_from is not None:
            text = _("A proposal is not in force. Leave the date blank.")
            return (Reason("in_force_from", text),)
        return ()
    return () if source else (Reason("source", _("Name the law or decision.")),)


def reasons_against_country(
    country: str, standing: str, *, agency_country: str
) -> tuple[Reason, ...]:
    """Why an agency cannot enter standards for this country; empty if it can.

    A set counts for every agency that inspects in its country, so that it is entered there. What is
    required or recommended by a state names its country.
    """
    if country and country != agency_country:
        text = _("An agency of that country enters its standards.")
        return (Reason("country", text),)
    if not country and standing != StandardStanding.PROPOSAL:
        text = _("Choose the country: only a proposal can be for any country.")
        return (Reason("country", text),)
    return ()


def reasons_against_publishing(criteria: Sequence[Criterion]) -> tuple[Reason, ...]:
    """Why a set cannot be published; empty if it can."""
    if not criteria:
        return (
            Reason(
                "criteria", _("A set needs criteria before it is submitted. Save a draft first.")
            ),
        )
    if not any(criterion.is_critical for criterion in criteria):
        return (Reason("criteria", _("A set needs at least one critical criterion.")),)
    return ()


FIXED = Reason(
    "criteria",
    _("The criteria of published standards do not change. Add a new edition as a new entry."),
)


@dataclass(frozen=True, slots=True)
class ComparedCriteria:
    """Criteria of two sets that ask for the same; one side is empty if only the other has it."""

    domain: str
    left: tuple[Criterion, ...] = ()
    right: tuple[Criterion, ...] = ()

    @property
    def is_shared(self) -> bool:
        """Whether both sets ask for this."""
        return bool(self.left and self.right)

    @property
    def differs_in_weight(self) -> bool:
        """Whether one set only calls this critical."""
        weights = [any(item.is_critical for item in side) for side in (self.left, self.right)]
        return self.is_shared and weights[0] != weights[1]


def compare_sets(left: Sequence[Criterion], right: Sequence[Criterion]) -> list[ComparedCriteria]:
    """The criteria of two sets side by side, by domain: each criterion is in one row.

    Criteria belong together if they refer to the same criterion of the model set, directly or by
    way of others. One without a reference stands alone.
    """
    groups: list[tuple[set[str], list[Criterion], list[Criterion]]] = []
    sided = [(entry, True) for entry in left] + [(item, False) for item in right]
    for criterion, is_left in sided:
        references = set(criterion.references)
        joined = (references, [criterion] * is_left, [criterion] * (not is_left))
        for group in [group for group in groups if group[0] & references]:
            groups.remove(group)
            joined = (joined[0] | group[0], group[1] + joined[1], group[2] + joined[2])
        groups.append(joined)
    rows = [
        ComparedCriteria(
            (ours + theirs)[0].domain, tuple(in_domain_order(ours)), tuple(in_domain_order(theirs))
        )
        for _references, ours, theirs in groups
    ]
    domains = list(StandardDomain.values)
    return sorted(
        rows,
        key=lambda row: (domains.index(row.domain), code_key((row.left or row.right)[0].code)),
    )


@dataclass(frozen=True, slots=True)
class SetFacts:
    """What decides whether a set applies to a facility."""

    country: str
    standing: str
    in_force_from: dt.date | None
    key: str  # orders sets of the same day, the later one last


def set_rank(facts: SetFacts, country: str, on: dt.date) -> tuple[int, dt.date, str] | None:
    """How well a set applies in a country on a day, the highest best; None if it does not.

    Law comes before guidance, guidance before a proposal, and a proposal for the country before one
    for any. A set of the country that is not yet in force does not apply.
    """
    if facts.country not in {country, ""}:
        return None
    if facts.in_force_from is not None and facts.in_force_from > on:
        return None
    order = {
        StandardStanding.LAW.value: 2,
        StandardStanding.GUIDANCE.value: 1,
        StandardStanding.PROPOSAL.value: 0,
    }
    weight = 2 * order[facts.standing] + (facts.country == country)
    return weight, facts.in_force_from or dt.date.min, facts.key
