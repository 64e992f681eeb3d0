"""What the database lets the web role do with operations.

They are visible only to their agency, as courses are: which operation takes place where concerns no
others.

Policy: changes here are reviewed by those who answer for access.
"""

from saathi.agencies.rls_conditions import OF_OWN_AGENCY
from saathi.infra.database_access import APP, DatabaseAccess, RowPolicy

_TABLE = "operations_operation"

ACCESS = DatabaseAccess(
    grants=(f"GRANT SELECT, INSERT ON operations_operation TO {APP}",),
    policies=(
        RowPolicy(_TABLE, "web_reads", "SELECT", APP, using=OF_OWN_AGENCY),
        RowPolicy(_TABLE, "web_adds", "INSERT", APP, check=OF_OWN_AGENCY),
        RowPolicy(_TABLE, "web_changes", "UPDATE", APP, using=OF_OWN_AGENCY, check=OF_OWN_AGENCY),
    ),
)
