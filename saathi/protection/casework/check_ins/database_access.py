"""Who may call the function about overdue check-ins.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import WORKER, DatabaseAccess

ACCESS = DatabaseAccess(
    functions_of_other_roles={"check_in_alert(timestamptz, integer, integer, integer)": WORKER},
)
