"""The assessments of a case together: the level of each domain, and the domains that are required."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from saathi.protection.casework.cases.rules import Procedure
from saathi.protection.casework.cases.vocabulary import Facet, NeedState

# These say nothing about the child's situation: a level found before them still counts.
WITHOUT_FINDING: Final = frozenset({NeedState.NOT_KNOWN, NeedState.DO_NOT_ASK})


@dataclass(frozen=True, slots=True)
class AssessedLevel[SourceT]:
    """The current level of a domain, and the assessment (or its day) that found it."""

    state: NeedState
    source: SourceT


def latest_levels[SourceT](
    assessments: Iterable[tuple[SourceT, Mapping[str, str]]],
) -> dict[Facet, AssessedLevel[SourceT]]:
    """The level of each domain by the latest assessment of that domain; `assessments` newest first.

    A later assessment that leaves a domain out changes nothing: an urgent need stays until an
    assessment of that domain says otherwise.
    """
    results: dict[Facet, AssessedLevel[SourceT]] = {}
    for source, facets in assessments:
        for domain in Facet:
            state = facets.get(domain.value, "")
            if state not in NeedState.values:
                continue
            level, known = AssessedLevel(NeedState(state), source), results.get(domain)
            is_first_finding = (
                known is not None
                and known.state in WITHOUT_FINDING
                and level.state not in WITHOUT_FINDING
            )
            if known is None or is_first_finding:
                results[domain] = level
    return {domain: results[domain] for domain in Facet if domain in results}


@dataclass(frozen=True, slots=True)
class AssessmentCoverage:
    """Which of the required domains the assessments of a case cover."""

    covered: tuple[Facet, ...]
    missing: tuple[Facet, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every required domain was assessed."""
        return not self.missing


def assessment_coverage(
    assessments: Iterable[Mapping[str, str]], procedure: Procedure
) -> AssessmentCoverage:
    """The coverage of the required domains by all assessments of a case, each as {domain: state}.

    A domain counts once something is known about it, or once it is decided not to ask the child.
    """
    domains = {
        domain
        for facets in assessments
        for domain, state in facets.items()
        if state != NeedState.NOT_KNOWN
    }
    required = procedure.required_domains
    return AssessmentCoverage(
        tuple(domain for domain in required if domain in domains),
        tuple(domain for domain in required if domain not in domains),
    )
