"""SQL functions made from `permissions`: the kinds of role, their permissions and maximums.

Generated from the code after each migrate, so that the two cannot differ. Policy: changes here are
reviewed by those responsible for access.
"""

from collections.abc import Iterable, Iterator, Mapping

from saathi.agencies.permissions import (
    GRAVE_PERMISSIONS,
    MAX_PERMISSIONS,
    OFFICE_LEADER_KINDS,
    POWERFUL_KINDS,
    SHIPPED_ROLES,
)


def role_functions_sql() -> Iterator[str]:
    """The statements that make the functions, which other functions of the warden call."""
    yield _function("staff_shipped(kind text) RETURNS text[]", _by_kind(SHIPPED_ROLES))
    yield _function("staff_ceiling(kind text) RETURNS text[]", _by_kind(MAX_PERMISSIONS))
    yield _function(
        "staff_is_known(kind text) RETURNS boolean", f"kind IN ({_listed(SHIPPED_ROLES)})"
    )
    yield _function(
        "staff_leads_office(kind text) RETURNS boolean", f"kind IN ({_listed(OFFICE_LEADER_KINDS)})"
    )
    yield _function(
        "staff_needs_second(kind text, holds text[]) RETURNS boolean",
        f"kind IN ({_listed(POWERFUL_KINDS)}) OR holds && ARRAY[{_listed(GRAVE_PERMISSIONS)}]::text[]",
    )


def _by_kind(permissions: Mapping[str, Iterable[str]]) -> str:
    lines = [
        f"WHEN '{kind}' THEN ARRAY[{_listed(held)}]::text[]" for kind, held in permissions.items()
    ]
    return f"CASE kind {' '.join(lines)} ELSE '{{}}'::text[] END"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in sorted(words))


def _function(signature: str, expression: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {signature} LANGUAGE sql IMMUTABLE "
        f"SET search_path = pg_catalog, pg_temp AS $$ SELECT {expression} $$"
    )
