"""What the database lets each role do with comparisons of the register with itself.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import MATCHER, DatabaseAccess, RowPolicy
from saathi.protection.identification.matches.vocabulary import (
    RECORDS_JOINED_NOTICE,
    RECORDS_PARTED_NOTICE,
)

NIGHTLY_RUN_TABLES = (
    "matches_matchrun",
    "matches_matchplan",
    "matches_ledger",
    "matches_removedfile",
)

ACCESS = DatabaseAccess(
    web_functions=(
        "child_protected_elsewhere(uuid)",
        "consent_refused_in_other_file(uuid, text[])",
        "matches_last_run()",
        "merge_undone_by_caller(uuid)",
    ),
    proved_functions=(
        "matches_review(uuid, uuid, text, text, bytea)",
        "matches_part(uuid, text)",
    ),
    function_parts={
        # see `intake/functions/candidates.sql`
        "protected_child": "public.child_is_protected(f.id)",
        # see `cases/functions/cover_notices.sql`
        "notices_to_workers": f"'{RECORDS_JOINED_NOTICE.code}', '{RECORDS_PARTED_NOTICE.code}'",
    },
    functions_of_other_roles={
        "matches_changed(bigint)": MATCHER,
        "matches_gone(timestamptz)": MATCHER,
        "matches_open(uuid, uuid[])": MATCHER,
        "matches_write(uuid, uuid[], uuid[], text[], text[], boolean)": MATCHER,
        "matches_lapse(uuid, uuid[])": MATCHER,
        "matches_alleged(uuid, uuid)": MATCHER,
        "matches_alert(uuid, uuid[], uuid[], text[])": MATCHER,
        "matches_live()": MATCHER,
        "matches_hang_together(uuid[], uuid[])": MATCHER,
        "lock_nightly()": MATCHER,
        "unlock_nightly()": MATCHER,
    },
    grants=tuple(
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO {MATCHER}"
        for table in NIGHTLY_RUN_TABLES
    ),
    # The nightly run writes its own tables; it reaches data on children only through functions.
    policies=tuple(
        RowPolicy(table, "matcher_keeps", "ALL", MATCHER, using="true", check="true")
        for table in NIGHTLY_RUN_TABLES
    ),
)
