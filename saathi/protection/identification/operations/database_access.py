"""What the database lets the web role do with operations.

They are visible only to their own agency, like courses: other agencies need not know which
operation takes place where.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.agencies.rls_conditions import ACTOR, OF_OWN_AGENCY, PERMISSIONS_OF_ACTOR
from saathi.infra.database_access import APP, DatabaseAccess, RowPolicy

_TABLE = "operations_operation"

# The agency of a risk is that of its operation: no one can write into another agency's harm check.
_OF_OWN_OPERATION = (
    f"{OF_OWN_AGENCY} AND EXISTS (SELECT 1 FROM operations_operation o "
    "WHERE o.id = operation_id AND o.agency_id = operations_operationrisk.agency_id)"
)
_RISKS = "operations_operationrisk"

# As `rules.reasons_not_to_approve`: another person, with a harm check, not afterwards (a day is allowed for
# the time zones), and once.
_FRESH = f"{OF_OWN_AGENCY} AND recorded_by = {ACTOR} AND state = 'planned'"
_APPROVES = f"{OF_OWN_AGENCY} AND recorded_by <> {ACTOR} AND 'approve' = ANY {PERMISSIONS_OF_ACTOR}"
_AWAITS = f"{_APPROVES} AND state = 'planned'"
_APPROVED = (
    f"{_APPROVES} AND state = 'approved' AND decided_by = {ACTOR} "
    "AND happened_on >= (now() - interval '1 day')::date "
    "AND EXISTS (SELECT 1 FROM operations_operationrisk r "
    "WHERE r.operation_id = operations_operation.id AND btrim(r.response) <> '')"
)

ACCESS = DatabaseAccess(
    grants=(
        f"GRANT SELECT, INSERT ON operations_operation TO {APP}",
        f"GRANT UPDATE (state, decided_by, decided_at, version) ON operations_operation TO {APP}",
        f"GRANT SELECT, INSERT ON operations_operationrisk TO {APP}",
    ),
    policies=(
        RowPolicy(_TABLE, "web_reads", "SELECT", APP, using=OF_OWN_AGENCY),
        RowPolicy(_TABLE, "web_adds", "INSERT", APP, check=_FRESH),
        RowPolicy(_RISKS, "web_reads", "SELECT", APP, using=OF_OWN_AGENCY),
        RowPolicy(_RISKS, "web_adds", "INSERT", APP, check=_OF_OWN_OPERATION),
        RowPolicy(_TABLE, "web_approves", "UPDATE", APP, using=_AWAITS, check=_APPROVED),
    ),
)
