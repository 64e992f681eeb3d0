"""Records of children as our codes, limited to what the reader may read: no names, ids or days."""

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
from saathi.people.around.vocabulary import AllegationState, AllegedRole, PerpetratorRelationship
from saathi.people.models import Child
from saathi.people.vocabulary import Gender, NationalityState
from saathi.protection.casework.cases.models import Case
from saathi.protection.casework.cases.vocabulary import CaseStatus, Stage
from saathi.protection.decisions.orders.models import StatusDecision
from saathi.protection.decisions.orders.rules import find_current_decisions, is_trafficking_presumed
from saathi.protection.decisions.orders.vocabulary import StatusDecisionMove, StatusLayer
from saathi.protection.exchange.standards.mapping import age_in_years
from saathi.protection.exchange.standards.saathi_codes import REVIEW
from saathi.protection.identification.trafficking.episode_facts import build_episode_facts
from saathi.protection.identification.trafficking.models import Episode, Leg
from saathi.protection.identification.trafficking.rules import classify_trafficking

type Codes = dict[str, Sequence[str]]

# Traffickers in the standards: alleged to have done one of the acts or to have exploited the child.
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
    """One child in our codes, the losses of using one row, and whether the child was trafficked."""

    codes: Codes
    losses: frozenset[str] = frozenset()
    is_trafficked: bool = False


@dataclass
class StandardSourceRecords:
    """The requested records of one child that the reader may read, oldest first."""

    cases: list[Case] = field(default_factory=list)
    episodes: list[Episode] = field(default_factory=list)
    legs: list[Leg] = field(default_factory=list)
    alleged: list[AllegedPerpetrator] = field(default_factory=list)
    decisions: list[StatusDecision] = field(default_factory=list)


def encode_children(
    staff: Staff, children: Sequence[Child], sections: Section
) -> list[EncodedChild]:
    """Encodes each of these children, limited to these sections."""
    sources = _records(staff, [child.file_id for child in children], sections)
    kind = staff.office.agency.kind
    return [encode_child(child, sources[child.file_id], kind) for child in children]


def _records(
    staff: Staff, files: Collection[UUID], sections: Section
) -> Mapping[UUID, StandardSourceRecords]:
    def read[RecordT: Scoped](model: type[RecordT]) -> QuerySet[RecordT]:
        visible_records = access.visible(staff, model).filter(file__in=files)
        return (
            visible_records.order_by("recorded_at", "pk")
            if sections & model.section
            else visible_records.none()
        )

    sources: dict[UUID, StandardSourceRecords] = defaultdict(StandardSourceRecords)
    for case in read(Case).select_related("office").order_by("opened_on", "recorded_at"):
        sources[case.file_id].cases.append(case)
    for episode in read(Episode).order_by("number"):
        sources[episode.file_id].episodes.append(episode)
    for leg in read(Leg).filter(is_removed=False).order_by("number"):
        sources[leg.file_id].legs.append(leg)
    for alleged in read(AllegedPerpetrator).filter(allegation_state=AllegationState.ALLEGED):
        sources[alleged.file_id].alleged.append(alleged)
    for decision in read(StatusDecision):
        sources[decision.file_id].decisions.append(decision)
    return sources


def encode_child(child: Child, records: StandardSourceRecords, agency_kind: str) -> EncodedChild:
    """Encodes one child from the records."""
    losses = set()
    if child.identified_age_low != child.identified_age_high:
        losses.add("age_middle")
    if len(records.cases) > 1:
        losses.add("cases_together")
    if len(records.episodes) > 1:
        losses.add("episodes_together")
    codes = _who(child) | _cases(records.cases) | _situation(records)
    codes |= _finding(records.decisions, agency_kind)
    return EncodedChild(codes, frozenset(losses), _is_trafficked(records))


def _who(child: Child) -> Codes:
    is_known = child.nationality_state == NationalityState.KNOWN and child.nationalities
    state = child.nationality_state or NationalityState.UNKNOWN
    unknown = NationalityState.UNKNOWN if state == NationalityState.KNOWN else state
    return {
        "gender": [child.gender or Gender.NOT_SAID],  # the standards know no "not recorded"
        "age_years": [age_in_years(child.identified_age_low, child.identified_age_high)],
        "nationality": child.nationalities if is_known else [unknown],
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
    recruiters = [alleged for alleged in records.alleged if AllegedRole.RECRUITED in alleged.roles]
    traffickers = [
        alleged for alleged in records.alleged if TRAFFICKED_ROLES.intersection(alleged.roles)
    ]
    return {
        "purposes": _each(episode.purposes for episode in records.episodes),
        "means": _each(episode.means for episode in records.episodes),
        "harmed_by": _each(
            [alleged.relationship or PerpetratorRelationship.NOT_KNOWN] for alleged in traffickers
        ),
        "recruited_by": _each(
            [alleged.relationship or PerpetratorRelationship.NOT_KNOWN] for alleged in recruiters
        ),
        "reached": _each(alleged.reached for alleged in recruiters),
    }


def _relationship(alleged: AllegedPerpetrator) -> list[str]:
    return [alleged.relationship or PerpetratorRelationship.NOT_KNOWN]


def _each(codes: Iterable[Sequence[str]]) -> list[str]:
    return list(dict.fromkeys(code for group in codes for code in group))


def _finding(decisions: Sequence[StatusDecision], agency_kind: str) -> Codes:
    """The finding of the highest layer that was not withdrawn, and who made it."""
    latest = find_current_decisions(decisions)
    for layer in LAYERS_HIGHEST_FIRST:
        decision = latest.get(layer)
        if decision is not None and decision.move != StatusDecisionMove.WITHDRAWN:
            is_practitioner = layer == StatusLayer.PRACTITIONER
            found_by = agency_kind if is_practitioner else decision.authority
            return {"finding": [decision.finding], "found_by": [found_by] if found_by else []}
    return {}


def _is_trafficked(records: StandardSourceRecords) -> bool:
    """Whether trafficking is presumed or verified in any layer, or the facts classify as trafficking."""
    if is_trafficking_presumed(records.decisions):
        return True
    return any(
        classify_trafficking(
            build_episode_facts(
                episode, [leg for leg in records.legs if leg.episode_id == episode.pk]
            )
        ).palermo
        for episode in records.episodes
    )
