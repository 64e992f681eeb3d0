"""Reasons to delay an erasure, from all domains: codes, never rows."""

from saathi.agencies.access import FileRights
from saathi.agencies.erasure.request_queries import ErasureImpact
from saathi.desk import actions
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark_for_translation as _
from saathi.protection.casework.cases.models import Case

OPEN_CASE = Reason("open_case", _("The child’s case is open."))
SHARED = Reason("shared", _("A person outside the team has temporary access to the file."))
DISAGREES = Reason("child_disagrees", _("The child does not want the erasure."))
WARNING_REASONS = actions.OPEN_MATTERS | {
    warning.code: warning for warning in (OPEN_CASE, SHARED, DISAGREES)
}


def list_warnings(rights: FileRights, impact: ErasureImpact) -> list[Reason]:
    """The open matters about the child, in any section."""
    warnings = []
    case = rights.records(Case).order_by("-opened_on", "-recorded_at").first()
    if case is not None:
        if not case.is_ended:
            warnings.append(OPEN_CASE)
        warnings += actions.list_open_matters(case)
    if impact.shares:
        warnings.append(SHARED)
    return warnings
