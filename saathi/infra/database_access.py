"""What an app declares about access to its tables and SQL functions: the form, and the collection.

Rows of files are protected by the declarations of their models (`agencies.row_security`).
Everything else is declared as `ACCESS` in each app's `database_access.py`: rights on tables,
policies, and who may call which function. Policy: changes here are reviewed by those responsible
for access.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from saathi.infra.app_modules import modules_of_apps

APP, MATCHER, ERASER, ANALYST = "saathi_app", "saathi_matcher", "saathi_eraser", "saathi_analyst"
WORKER, CARRIER, MAINTENANCE = "saathi_worker", "saathi_carrier", "saathi_maintenance"
# Maintenance and the owner load earlier data, so triggers that compare with existing rows skip it.
NOT_BY_MAINTENANCE = "current_user NOT IN ('saathi_maintenance', 'saathi_owner')"
READ_RIGHTS = "SELECT"
WRITE_RIGHTS = "SELECT, INSERT, UPDATE, DELETE"

type _Texts = Mapping[str, str]
_NONE: Mapping[str, str] = MappingProxyType({})
_NO_TABLES: Mapping[str, tuple[str, str]] = MappingProxyType({})


@dataclass(frozen=True)
class RowPolicy:
    """One row-level policy of a table."""

    table: str
    name: str
    command: str  # SELECT, INSERT, UPDATE, DELETE or ALL
    role: str
    using: str | None = None  # condition to read a row
    check: str | None = None  # condition to write it

    def sql(self) -> str:
        """The statement that creates the policy."""
        using = f" USING ({self.using})" if self.using else ""
        check = f" WITH CHECK ({self.check})" if self.check else ""
        return (
            f"CREATE POLICY {self.name} ON {self.table} FOR {self.command} "
            f"TO {self.role}{using}{check}"
        )


@dataclass(frozen=True)
class DatabaseAccess:
    """What one app declares; functions by their signature, such as `token_clear(uuid)`.

    Conditions and functions name tables of the same wing or of wings below. A function of a lower
    wing that needs something from a higher one names a part, which higher apps declare in
    `function_parts` (`agencies.sql_names`).
    """

    # The warden's functions that the web role may call.
    web_functions: tuple[str, ...] = ()
    # Functions that grant access or whose effect outlives the request. The web role reaches them
    # through `change_make` alone, with a proof that an injected statement cannot make
    # (`agencies.change_proofs`).
    proved_functions: tuple[str, ...] = ()
    # What other roles may call: each function with its roles, separated by commas.
    functions_of_other_roles: _Texts = _NONE
    # What every role that signs in may call.
    functions_of_all_roles: tuple[str, ...] = ()
    # GRANT statements for tables and sequences.
    grants: tuple[str, ...] = ()
    policies: tuple[RowPolicy, ...] = ()
    # Tables without data about children, and so without a policy: what the web role may do, and the
    # reason.
    unprotected_tables: Mapping[str, tuple[str, str]] = _NO_TABLES
    # Tables that the web role never needs.
    unreachable_tables: frozenset[str] = frozenset()
    # Tables with blind tokens and with links to records, each with a column `file_id`: an erasure removes
    # the rows of a file.
    token_tables: tuple[str, ...] = ()
    # SQL for the functions of lower wings, by the name of the part.
    function_parts: _Texts = _NONE


@cache
def declared_access() -> tuple[DatabaseAccess, ...]:
    """What every app declares, lower wings first."""
    return tuple(module.ACCESS for module in modules_of_apps("database_access"))


def web_functions() -> tuple[str, ...]:
    """The functions that the web role may call, in the order of their names."""
    return tuple(
        sorted(
            web_function for access in declared_access() for web_function in access.web_functions
        )
    )


def proved_functions() -> tuple[str, ...]:
    """The functions that make lasting changes, in the order of their names."""
    return tuple(
        sorted(
            proved_function
            for access in declared_access()
            for proved_function in access.proved_functions
        )
    )


def functions_of_other_roles() -> dict[str, str]:
    """Each function that other roles may call, with these roles."""
    return _merged(access.functions_of_other_roles for access in declared_access())


def functions_of_all_roles() -> tuple[str, ...]:
    """The functions that every role may call."""
    return tuple(
        functions_of_all_role
        for access in declared_access()
        for functions_of_all_role in access.functions_of_all_roles
    )


def unprotected_tables() -> dict[str, tuple[str, str]]:
    """Each table that contains no child's data: what the web role may do, and the reason."""
    return _merged(access.unprotected_tables for access in declared_access())


def _merged[ValueT](parts: Iterable[Mapping[str, ValueT]]) -> dict[str, ValueT]:
    """All entries; `ValueError` if two apps declare the same name, so that none replaces another's."""
    merged: dict[str, ValueT] = {}
    for part in parts:
        if twice := merged.keys() & part.keys():
            raise ValueError(f"declared by two apps: {', '.join(sorted(twice))}")
        merged |= part
    return merged


def unreachable_tables() -> frozenset[str]:
    """The tables that the web role never needs."""
    return frozenset().union(*(access.unreachable_tables for access in declared_access()))


def token_tables() -> tuple[str, ...]:
    """The tables with blind tokens or links to records; an erasure removes the rows of a file."""
    return tuple(token_table for access in declared_access() for token_table in access.token_tables)


def function_parts(name: str) -> Iterator[str]:
    """The SQL that apps declare for this part of a function, lower wings first."""
    for access in declared_access():
        if name in access.function_parts:
            yield access.function_parts[name]
