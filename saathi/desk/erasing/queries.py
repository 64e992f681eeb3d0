"""What speaks for waiting with an erasure: gathered from all domains, as reasons and never rows."""

from saathi.agencies.access import FileRights
from saathi.agencies.erasures import Before
from saathi.desk import actions
from saathi.infra.reasons import Reason
from saathi.infra.reasons import mark as _
from saathi.protection.cases.models import Case
from saathi.protection.cases.vocabulary import CaseStatus

OPEN_CASE = Reason("open_case", _("The child’s case is open."))
SHARED = Reason("shared", _("Somebody outside the team has access to the file for a while."))
DISAGREES = Reason("child_disagrees", _("The child does not want it."))
KNOWN = actions.OPEN_MATTERS | {each.code: each for each in (OPEN_CASE, SHARED, DISAGREES)}


def warnings(rights: FileRights, before: Before) -> list[Reason]:
    """Everything that is open about the child, whatever section it stands in."""
    found = []
    case = rights.records(Case).order_by("-opened_on", "-recorded_at").first()
    if case is not None:
        if case.status != CaseStatus.CLOSED:
            found.append(OPEN_CASE)
        found += actions.open_matters(case)
    if before.shares:
        found.append(SHARED)
    return found
