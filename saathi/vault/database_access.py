"""What the database lets each role do with keys, old values and stored files.

Access to rows depends on rights to files, which are above the vault: `agencies/database_access.py`
has those policies.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import (
    APP,
    ERASER,
    MATCHER,
    READ_RIGHTS,
    WORKER,
    DatabaseAccess,
)

ACCESS = DatabaseAccess(
    functions_of_other_roles={
        "vault_unnamed(uuid[])": WORKER,
    },
    grants=(
        f"GRANT SELECT, INSERT ON vault_key, vault_stored_file TO {APP}",
        # Triggers of sealed records write them (`agencies/sealed_history.py`).
        f"GRANT SELECT ON vault_old_value TO {APP}",
        f"GRANT SELECT ON vault_erasure TO {APP}",
        f"GRANT SELECT (file_id), DELETE ON vault_key, vault_old_value TO {ERASER}",
        f"GRANT SELECT, DELETE ON vault_stored_file TO {ERASER}",
        f"GRANT SELECT, INSERT ON vault_erasure TO {ERASER}",
        f"GRANT SELECT ON vault_key TO {MATCHER}",
        "GRANT SELECT (file_id) ON vault_erasure TO saathi_facts",  # which files were erased
    ),
    unprotected_tables={
        "vault_canary": (
            READ_RIGHTS,
            "names of keys, each with a known value that its key opens",
        ),
    },
)
