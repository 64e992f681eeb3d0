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
from saathi.people.around.models import AllegedPerpetrator
from saathi.people.around.vocabulary import AllegationState, AllegedRole
from saathi.people.models import Child
from saathi.people.vocabulary import NationalityState
from saathi.protection.cases.models import Case
from saathi.protection.cases.vocabulary import CaseStatus, Stage
from saathi.protection.exchange.standards.mapping import age_in_years
from saathi.protection.exchange.standards.saathi_codes import REVIEW
from saathi.protection.orders.models import StatusDecision
from saathi.protection.orders.rules import find_current_decisions, is_trafficking_presumed
from saathi.protection.orders.vocabulary import StatusDecisionMove, StatusLayer
from saathi.protection.trafficking.episode_facts import build_episode_facts
from saathi.protection.trafficking.models import Episode, Leg
from saathi.protection.trafficking.rules import classify

type Codes = dict[str, Sequence[str]]

# Who is a trafficker to the standards: whoever is said to have done one of the acts, or exploited her.
TRAFFICKED_ROLES: Final = frozenset(
    {
        AllegedRole.RECRUITED,
        AllegedRole.SOLD,
        AllegedRole.TRANSPORTED,
        AllegedRole.HARBOURED,
        AllegedRole.RECEIVED,
        AllegedRole.EXPLOITED,
    }
)
LAYERS_HIGHEST_FIRST: Final = (StatusLayer.FINAL, StatusLayer.PRELIMINARY, StatusLayer.PRACTITIONER)


@dataclass(frozen=True)
class EncodedChild:
    """One child in our codes, what is lost by her being one row, and whether she was trafficked."""

    codes: Codes
    losses: frozenset[str] = frozenset()
    is_trafficked: bool = False


@dataclass
class StandardSourceRecords:
    """The records of one child that are asked for and that this person may read, oldest first."""

    cases: list[Case] = field(default_factory=list)
    episodes: list[Episode] = field(default_factory=list)
    legs: list[Leg] = field(default_factory=list)
    alleged: list[AllegedPerpetrator] = field(default_factory=list)
    decisions: list[StatusDecision] = field(default_factory=list)


def encode_children(
    staff: Staff, children: Sequence[Child], sections: Section
) -> list[EncodedChild]:
    """Each of these children in our codes, as far as these sections go."""
    held = _records(staff, [child.file_id for child in children], sections)
    kind = staff.office.agency.kind
    return [encode_child(child, held[child.file_id], kind) for child in children]


def _records(
    staff: Staff, files: Collection[UUID], sections: Section
) -> Mapping[UUID, StandardSourceRecords]:
    def read[RecordT: Scoped](model: type[RecordT]) -> QuerySet[RecordT]:
        found = access.visible(staff, model).filter(file__in=files)
        return found.order_by("recorded_at", "pk") if sections & model.section else found.none()

    held: dict[UUID, StandardSourceRecords] = defaultdict(StandardSourceRecords)
    for case in read(Case).select_related("office").order_by("opened_on", "recorded_at"):
        held[case.file_id].cases.append(case)
    for episode in read(Episode).order_by("number"):
        held[episode.file_id].episodes.append(episode)
    for leg in read(Leg).filter(is_removed=False).order_by("number"):
        held[leg.file_id].legs.append(leg)
    for alleged in read(AllegedPerpetrator).filter(standing=AllegationState.STANDS):
        held[alleged.file_id].alleged.append(alleged)
    for decision in read(StatusDecision):
        held[decision.file_id].decisions.append(decision)
    return held


def encode_child(child: Child, records: StandardSourceRecords, agency_kind: str) -> EncodedChild:
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
    return EncodedChild(codes, frozenset(losses), _is_trafficked(records))


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


def _situation(records: StandardSourceRecords) -> Codes:
    recruiters = [one for one in records.alleged if AllegedRole.RECRUITED in one.roles]
    traffickers = [one for one in records.alleged if TRAFFICKED_ROLES.intersection(one.roles)]
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
    latest = find_current_decisions(decisions)
    for layer in LAYERS_HIGHEST_FIRST:
        one = latest.get(layer)
        if one is not None and one.move != StatusDecisionMove.WITHDRAWN:
            ours = layer == StatusLayer.PRACTITIONER
            by = agency_kind if ours else one.authority
            return {"finding": [one.finding], "found_by": [by] if by else []}
    return {}


def _is_trafficked(records: StandardSourceRecords) -> bool:
    """Whether trafficking is presumed or established in any layer, or the facts read as it."""
    if is_trafficking_presumed(records.decisions):
        return True
    return any(
        classify(
            build_episode_facts(one, [leg for leg in records.legs if leg.episode_id == one.pk])
        ).palermo
        for one in records.episodes
    )
