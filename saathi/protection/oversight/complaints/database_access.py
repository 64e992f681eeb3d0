"""Who may call the functions about complaints.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import WORKER, DatabaseAccess

ACCESS = DatabaseAccess(
    proved_functions=("complaint_tell(uuid, boolean)",),
    functions_of_other_roles={"complaint_remind()": WORKER},
)
