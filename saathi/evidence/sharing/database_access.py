"""What the database lets the web role do with agreements to share numbers.

Each agreement belongs to one agency; a second person decides it, and nothing outside it is shared.
The database also checks the indicator and the end date, whatever the web process says.

Policy: changes here are reviewed by those responsible for access.
"""

from collections.abc import Iterator

from saathi.agencies.rls_conditions import ACTOR, OF_OWN_AGENCY, PERMISSIONS_OF_ACTOR
from saathi.evidence.approval.row_policies import DECIDED_COLUMNS, two_person_policies
from saathi.infra.database_access import APP, DatabaseAccess, RowPolicy

_AGREEMENT, _SHARING = "sharing_sharingagreement", "sharing_sharing"


def _policies() -> Iterator[RowPolicy]:
    yield from two_person_policies(_AGREEMENT)
    of_ours = (
        f"EXISTS (SELECT 1 FROM {_AGREEMENT} a WHERE a.id = agreement_id AND a.{OF_OWN_AGENCY})"
    )
    # A day of grace: offices lie east of the server.
    covered = (
        f"EXISTS (SELECT 1 FROM {_AGREEMENT} a, releases_release r JOIN releases_family f "
        f"ON f.id = r.family_id WHERE a.id = agreement_id AND a.{OF_OWN_AGENCY} "
        "AND a.state = 'approved' "
        "AND a.until >= current_date - 1 AND r.id = release_id AND f.indicator = ANY (a.indicators) "
        "AND r.passes AND r.state IN ('approved', 'published'))"
    )
    mine = f"'prepare_release' = ANY {PERMISSIONS_OF_ACTOR} AND made_by = {ACTOR} AND {of_ours}"
    yield RowPolicy(_SHARING, "web_reads", "SELECT", APP, using=of_ours)
    given = f"{mine} AND (outcome = 'refused' OR {covered})"
    yield RowPolicy(_SHARING, "web_adds", "INSERT", APP, check=given)


ACCESS = DatabaseAccess(
    grants=(
        f"GRANT SELECT, INSERT ON sharing_sharingagreement, sharing_sharing TO {APP}",
        f"GRANT UPDATE ({DECIDED_COLUMNS}) ON sharing_sharingagreement TO {APP}",
    ),
    policies=tuple(_policies()),
)
