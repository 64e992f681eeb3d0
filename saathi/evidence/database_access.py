"""What the database lets each role do with the numbers that pages show.

Policy: changes here are reviewed by those responsible for access.
"""

from saathi.infra.database_access import ANALYST, READ_RIGHTS, DatabaseAccess

_CELLS = "evidence_registercell, evidence_indicatorcell"

ACCESS = DatabaseAccess(
    functions_of_other_roles={"lock_indicators()": ANALYST},
    grants=(f"GRANT SELECT, INSERT, DELETE ON {_CELLS} TO {ANALYST}",),
    unprotected_tables={
        "evidence_registercell": (READ_RIGHTS, "counts of our own register, rounded to fives"),
        "evidence_indicatorcell": (READ_RIGHTS, "numbers of indicators, rounded to fives"),
    },
)
