"""Who may call the functions about imports and exports.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import DatabaseAccess

ACCESS = DatabaseAccess(
    web_functions=(
        "exchange_standing(uuid, uuid[])",
        "exchange_clear()",
        "lock_import()",
    ),
    proved_functions=(
        "exchange_to_worker(uuid[], uuid)",
        "exchange_take_back(uuid, uuid[])",
    ),
)
