"""What the database lets each role do with keys, old values and stored files.

Who reaches which row is said in terms of rights to files, which are above the vault:
`agencies/database_access.py` has these policies.

Policy: changes here are reviewed by those who answer for access.
"""

from saathi.infra.database_access import (
    APP,
    ERASER,
    MAINTENANCE,
    MATCHER,
    READ_RIGHTS,
    WORKER,
    DatabaseAccess,
)

ACCESS = DatabaseAccess(
    web_functions=("lock_file_key(uuid)",),
    functions_of_other_roles={
        "lock_file_key(uuid)": f"{ERASER}, {MAINTENANCE}, saathi_owner",
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
    ),
    unprotected_tables={
        "vault_canary": (
            READ_RIGHTS,
            "names of keys, each with a known value that its key opens",
        ),
    },
)
