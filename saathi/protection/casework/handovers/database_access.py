"""Who may call the functions that transfer a case.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import DatabaseAccess

ACCESS = DatabaseAccess(
    web_functions=("handover_asked_abroad(uuid, uuid, text)",),
    proved_functions=(
        "handover_offer(uuid, uuid, uuid, timestamptz)",
        "handover_close(uuid, uuid)",
        "handover_decline(uuid, text, bytea)",
        "handover_accept(uuid, uuid, boolean, bytea)",
    ),
)
