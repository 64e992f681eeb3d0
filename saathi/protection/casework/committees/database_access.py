"""Who may call the functions of local committees.

Policy: changes here are reviewed by those who answer for access.
"""

from saathi.infra.database_access import DatabaseAccess

ACCESS = DatabaseAccess(
    proved_functions=(
        "committee_tell(uuid, uuid, date, text, text, bytea)",
        "committee_respond(uuid)",
    ),
    web_functions=("committee_request_ended(uuid)",),
)
