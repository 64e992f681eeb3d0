"""Who may call the functions about imports and exports, and which notices go to supervisors.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import DatabaseAccess
from saathi.protection.exchange.vocabulary import EXPORT_WITHOUT_BASIS_NOTICE

ACCESS = DatabaseAccess(
    function_parts={  # see `agencies/functions/notices.sql`
        "notices_to_leaders": f"'{EXPORT_WITHOUT_BASIS_NOTICE.code}'",
    },
    web_functions=(
        "exchange_files_after_import(uuid, uuid[])",
        "exchange_clear()",
        "lock_import()",
    ),
    proved_functions=(
        "exchange_to_worker(uuid[], uuid)",
        "exchange_undo_import(uuid, uuid[])",
    ),
)
