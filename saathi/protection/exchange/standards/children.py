"""What is recorded of children, in our codes, as this person reads it: no name, no id, no day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from saathi.agencies import access
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.sections import Section
from saathi.people.around.models import Alleged
from saathi.people.around.vocabulary import Role, Standing
from saathi.people.models import Child
from saathi.people.vocabulary import NationalityState
from saathi.protection.cases.models import Case
from saathi.protection.cases.vocabulary import CaseStatus, Stage
from saathi.protection.exchange.standards.mapping import age_in_years
from saathi.protection.exchange.standards.ours import REVIEW
from saathi.protection.orders.models import StatusDecision
from saathi.protection.orders.rules import is_presumed, standing
from saathi.protection.orders.vocabulary import Layer, Move
from saathi.protection.trafficking.models import Episode, Leg
from saathi.protection.trafficking.reading import facts_of
from saathi.protection.trafficking.rules import classify

type Codes = dict[str, Sequence[str]]

# Who is a trafficker to the standards: whoever is said to have done one of the acts, or exploited her.
TRAFFICKED: Final = frozenset(
    {Role.RECRUITED, Role.SOLD, Role.TRANSPORTED, Role.HARBOURED, Role.RECEIVED, Role.EXPLOITED}
)
HIGHEST_FIRST: Final = (Layer.FINAL, Layer.PRELIMINARY, Layer.PRACTITIONER)


@dataclass(frozen=True)
class Told:
    """One child in our codes, what is lost by her being one row, and whether she was trafficked."""

    codes: Codes
    losses: frozenset[str] = frozenset()
    is_trafficked: bool = False


@dataclass
class Records:
    """The records of one child that are asked for and that this person may read, oldest first."""

    cases: list[Case] = field(default_factory=list)
    episodes: list[Episode] = field(default_factory=list)
    legs: list[Leg] = field(default_factory=list)
    alleged: list[Alleged] = field(default_factory=list)
    decisions: list[StatusDecision] = field(default_factory=list)


def tell(staff: Staff, children: Sequence[Child], sections: Section) -> list[Told]:
    """Each of these children in our codes, as far as these sections go."""
    held = _records(staff, [child.file_id for child in children], sections)
    kind = staff.office.agency.kind
    return [told(child, held[child.file_id], kind) for child in children]


def _records(staff: Staff, files: Collection[UUID], sections: Section) -> Mapping[UUID, Records]:
    def read[RecordT: Scoped](model: type[RecordT]) -> QuerySet[RecordT]:
        found = access.visible(staff, model).filter(file__in=files)
        return found.order_by("recorded_at", "pk") if sections & model.section else found.none()

    held: dict[UUID, Records] = defaultdict(Records)
    for case in read(Case).select_related("office").order_by("opened_on", "recorded_at"):
        held[case.file_id].cases.append(case)
    for episode in read(Episode).order_by("number"):
        held[episode.file_id].episodes.append(episode)
    for leg in read(Leg).filter(is_removed=False).order_by("number"):
        held[leg.file_id].legs.append(leg)
    for alleged in read(Alleged).filter(standing=Standing.STANDS):
        held[alleged.file_id].alleged.append(alleged)
    for decision in read(StatusDecision):
        held[decision.file_id].decisions.append(decision)
    return held


def told(child: Child, records: Records, agency_kind: str) -> Told:
    """One child from her records."""
    losses = set()
    if child.found_age_low != child.found_age_high:
        losses.add("age_middle")
    if len(records.cases) > 1:
        losses.add("cases_together")
    if len(records.episodes) > 1:
        losses.add("episodes_together")
    codes = _who(child) | _cases(records.cases) | _situation(records)
    codes |= _finding(records.decisions, agency_kind)
    return Told(codes, frozenset(losses), _is_trafficked(records))


def _who(child: Child) -> Codes:
    known = child.nationality_state == NationalityState.KNOWN and child.nationalities
    state = child.nationality_state
    unknown = NationalityState.UNKNOWN if state == NationalityState.KNOWN else state
    return {
        "gender": [child.gender],
        "age_years": [age_in_years(child.found_age_low, child.found_age_high)],
        "nationality": child.nationalities if known else [unknown],
    }


def _cases(cases: Sequence[Case]) -> Codes:
    if not cases:
        return {}
    first, last = cases[0], cases[-1]
    in_review = last.status == CaseStatus.OPEN and last.stage == Stage.REVIEW
    return {
        "year": [str(first.opened_on.year)],
        "country": [first.office.country],
        "case_status": [REVIEW if in_review else last.status],
    }


def _situation(records: Records) -> Codes:
    recruiters = [one for one in records.alleged if Role.RECRUITED in one.roles]
    traffickers = [one for one in records.alleged if TRAFFICKED.intersection(one.roles)]
    return {
        "purposes": _each(one.purposes for one in records.episodes),
        "means": _each(one.means for one in records.episodes),
        "harmed_by": _each([one.relationship] for one in traffickers),
        "recruited_by": _each([one.relationship] for one in recruiters),
        "reached": _each(one.reached for one in recruiters),
    }


def _each(codes: Iterable[Sequence[str]]) -> list[str]:
    return list(dict.fromkeys(code for some in codes for code in some))


def _finding(decisions: Sequence[StatusDecision], agency_kind: str) -> Codes:
    """The finding of the highest layer that was not withdrawn, and who found it."""
    latest = standing(decisions)
    for layer in HIGHEST_FIRST:
        one = latest.get(layer)
        if one is not None and one.move != Move.WITHDRAWN:
            ours = layer == Layer.PRACTITIONER
            by = agency_kind if ours else one.authority
            return {"finding": [one.finding], "found_by": [by] if by else []}
    return {}


def _is_trafficked(records: Records) -> bool:
    """Whether trafficking is presumed or established in any layer, or the facts read as it."""
    if is_presumed(records.decisions):
        return True
    return any(
        classify(facts_of(one, [leg for leg in records.legs if leg.episode_id == one.pk])).palermo
        for one in records.episodes
    )
