"""Who may call the functions about documents.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import MAINTENANCE, DatabaseAccess

ACCESS = DatabaseAccess(
    web_functions=(
        "document_lacks_readers(uuid)",
        "document_dues_not_for(uuid, uuid, uuid[])",
    ),
    # The first lock is the same for every role.
    functions_of_other_roles={"document_lacks_readers(uuid)": MAINTENANCE},
    proved_functions=("document_wordings_remove(uuid)",),
)
