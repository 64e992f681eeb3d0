"""What the database lets the web role do with operations.

They are visible only to their own agency, like courses: other agencies need not know which
operation takes place where.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.agencies.rls_conditions import OF_OWN_AGENCY
from saathi.infra.database_access import APP, DatabaseAccess, RowPolicy

_TABLE = "operations_operation"

# The agency of a risk is that of its operation: no one can write into another agency's harm check.
_OF_OWN_OPERATION = (
    f"{OF_OWN_AGENCY} AND EXISTS (SELECT 1 FROM operations_operation o "
    "WHERE o.id = operation_id AND o.agency_id = operations_operationrisk.agency_id)"
)
_RISKS = "operations_operationrisk"

ACCESS = DatabaseAccess(
    grants=(
        f"GRANT SELECT, INSERT ON operations_operation TO {APP}",
        f"GRANT SELECT, INSERT ON operations_operationrisk TO {APP}",
    ),
    policies=(
        RowPolicy(_TABLE, "web_reads", "SELECT", APP, using=OF_OWN_AGENCY),
        RowPolicy(_TABLE, "web_adds", "INSERT", APP, check=OF_OWN_AGENCY),
        RowPolicy(_RISKS, "web_reads", "SELECT", APP, using=OF_OWN_AGENCY),
        RowPolicy(_RISKS, "web_adds", "INSERT", APP, check=_OF_OWN_OPERATION),
        RowPolicy(_TABLE, "web_changes", "UPDATE", APP, using=OF_OWN_AGENCY, check=OF_OWN_AGENCY),
    ),
)
