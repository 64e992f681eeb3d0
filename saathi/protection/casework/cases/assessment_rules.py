"""Whether the assessments of a case cover the domains that the procedure requires."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from saathi.protection.casework.cases.rules import Procedure
from saathi.protection.casework.cases.vocabulary import Facet, NeedState


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

    A domain counts once something is known of it, or once it is decided not to ask the child.
    """
    found = {
        domain
        for facets in assessments
        for domain, state in facets.items()
        if state != NeedState.NOT_KNOWN
    }
    required = procedure.required_domains
    return AssessmentCoverage(
        tuple(domain for domain in required if domain in found),
        tuple(domain for domain in required if domain not in found),
    )
