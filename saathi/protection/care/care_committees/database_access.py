"""What the database lets the web role do with care committees and their meetings.

Published committees and confirmed meetings are open to all staff; an agency's keepers change its
own. Administrators keep committees, but not their meetings: the text of a meeting may name a child
until a second person has read it. A committee is no member of staff: nothing here gives anyone a
right to a child's file.

Policy: changes here are reviewed by those responsible for access.
"""

from collections.abc import Iterator

from saathi.agencies.register_kit.locks import entry_policies
from saathi.agencies.rls_conditions import ACTOR, OF_OWN_AGENCY, PERMISSIONS_OF_ACTOR
from saathi.infra.database_access import APP, DatabaseAccess, RowPolicy

_KEEPS = "keep_services"
_TABLE, _VERSIONS = "care_committees_carecommittee", "care_committees_carecommitteeversion"
_MEETINGS = "care_committees_committeemeeting"
_OF_ENTRY = f"EXISTS (SELECT 1 FROM {_TABLE} e WHERE e.id = committee_id"
_ROLE = f"(SELECT s.bundle FROM agencies_staff s WHERE s.id = {ACTOR})"
_OF_KEEPER = (
    f"{_OF_ENTRY} AND e.{OF_OWN_AGENCY}) AND '{_KEEPS}' = ANY {PERMISSIONS_OF_ACTOR} "
    f"AND {_ROLE} <> 'administrator'"
)


def _policies() -> Iterator[RowPolicy]:
    yield from entry_policies(_TABLE, _VERSIONS, "committee_id", _KEEPS)
    # The committee is looked up under its own policy.
    yield RowPolicy(
        _MEETINGS,
        "web_reads",
        "SELECT",
        APP,
        using=f"{_OF_ENTRY}) AND (state = 'recorded' OR ({_OF_KEEPER}))",
    )
    by_keeper = f"{_OF_KEEPER} AND recorded_by = (SELECT access_staff()) AND state = 'proposed'"
    yield RowPolicy(_MEETINGS, "web_adds", "INSERT", APP, check=by_keeper)
    yield RowPolicy(_MEETINGS, "web_decides", "UPDATE", APP, using=_OF_KEEPER, check=_OF_KEEPER)


_DECISION = "state, published_by, published_at, withdrawn_by, withdrawn_at, why_withdrawn"
ACCESS = DatabaseAccess(
    grants=(
        f"GRANT SELECT, INSERT, UPDATE ON {_TABLE} TO {APP}",
        f"GRANT SELECT ON {_VERSIONS} TO {APP}",
        f"GRANT SELECT, INSERT ON {_MEETINGS} TO {APP}",
        f"GRANT UPDATE ({_DECISION}) ON {_MEETINGS} TO {APP}",
    ),
    policies=tuple(_policies()),
)
