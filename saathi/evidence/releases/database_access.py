"""What the database lets each role do with releases.

Unpublished releases belong to an agency: those who prepare them write, the worker computes. The web
role cannot write whether a release passes, its tables or its approval: only the worker and database
functions can.

Policy: changes here are reviewed by those responsible for access.
"""

from collections.abc import Iterator

from saathi.agencies.rls_conditions import OF_OWN_AGENCY, PERMISSIONS_OF_ACTOR
from saathi.infra.database_access import (
    ANALYST,
    APP,
    MAINTENANCE,
    READ_RIGHTS,
    DatabaseAccess,
    RowPolicy,
)

_FAMILY, _RELEASE, _PART = "releases_family", "releases_release", "releases_part"
_ASKED = "state, chosen, chosen_by, said_at, progress, doing, version"
_WORKED = (
    "state, snapshot, snapshot_hash, designs, progress, doing, said_at, trouble, summary, "
    "report, passes, tables_hash, version"
)


def _policies() -> Iterator[RowPolicy]:
    prepares = f"'prepare_release' = ANY {PERMISSIONS_OF_ACTOR}"
    of_ours = f"EXISTS (SELECT 1 FROM {_FAMILY} f WHERE f.id = family_id AND f.{OF_OWN_AGENCY})"
    # The worker's columns start out empty.
    fresh = (
        "state = 'draft' AND passes IS NULL AND approved_by IS NULL AND report IS NULL "
        "AND designs = '[]'::jsonb AND chosen = '{}'::jsonb"
    )
    of_release = f"EXISTS (SELECT 1 FROM {_RELEASE} r WHERE r.id = release_id)"
    yield RowPolicy(_FAMILY, "web_reads", "SELECT", APP, using=OF_OWN_AGENCY)
    adds = f"{OF_OWN_AGENCY} AND {prepares}"
    yield RowPolicy(_FAMILY, "web_adds", "INSERT", APP, check=adds)
    yield RowPolicy(_RELEASE, "web_reads", "SELECT", APP, using=of_ours)
    changes = f"{of_ours} AND {prepares}"
    yield RowPolicy(_RELEASE, "web_adds", "INSERT", APP, check=f"{changes} AND {fresh}")
    early = f"{changes} AND state IN ('draft', 'designing', 'designed', 'protecting', 'dropped')"
    still = f"{changes} AND state NOT IN ('approved', 'published', 'withdrawn')"
    yield RowPolicy(_RELEASE, "web_changes", "UPDATE", APP, using=still, check=early)
    yield RowPolicy(_PART, "web_reads", "SELECT", APP, using=of_release)
    for table in (_FAMILY, _RELEASE, _PART):
        yield RowPolicy(table, "analyst_reads", "SELECT", ANALYST, using="true")
    worked = "state IN ('designing', 'protecting')"
    done = "state IN ('designing', 'designed', 'protecting', 'protected', 'failed', 'draft')"
    yield RowPolicy(_RELEASE, "analyst_changes", "UPDATE", ANALYST, using=worked, check=done)
    # Parts can change only while the worker computes their release, never once it is approved.
    of_work = f"EXISTS (SELECT 1 FROM {_RELEASE} r WHERE r.id = release_id AND r.{worked})"
    yield RowPolicy(_PART, "analyst_adds", "INSERT", ANALYST, check=of_work)
    yield RowPolicy(_PART, "analyst_removes", "DELETE", ANALYST, using=of_work)


ACCESS = DatabaseAccess(
    proved_functions=(
        "release_approve(uuid, text)",
        "release_send_back(uuid, text)",
        "release_publish(uuid, text)",
        "release_withdraw(uuid, text)",
    ),
    functions_of_other_roles={  # `saathi release` works as maintenance
        "lock_release(uuid)": f"{ANALYST}, {MAINTENANCE}",
        "unlock_release(uuid)": f"{ANALYST}, {MAINTENANCE}",
    },
    grants=(
        f"GRANT SELECT, INSERT ON releases_family, releases_release TO {APP}",
        f"GRANT UPDATE ({_ASKED}) ON releases_release TO {APP}",
        f"GRANT SELECT ON releases_part TO {APP}",
        f"GRANT SELECT ON releases_family, releases_release TO {ANALYST}",
        f"GRANT UPDATE ({_WORKED}) ON releases_release TO {ANALYST}",
        f"GRANT SELECT, INSERT, DELETE ON releases_part TO {ANALYST}",
        f"GRANT USAGE ON SEQUENCE releases_part_id_seq TO {ANALYST}",
        f"GRANT SELECT ON releases_edition, releases_editionpart TO {ANALYST}",
    ),
    policies=tuple(_policies()),
    unprotected_tables={
        "releases_edition": (
            READ_RIGHTS,
            "published releases; written by functions alone, never changed",
        ),
        "releases_editionpart": (READ_RIGHTS, "their tables and files; written by functions alone"),
        "releases_editionnote": (
            READ_RIGHTS,
            "corrections and withdrawals; written by functions alone",
        ),
    },
)
