"""What the database lets the web role do with facilities, their licences and addresses.

Published facilities and their licences are open to all staff; an agency's keepers change its own.
An address is read by all, by staff who work on cases or keep the register, or by keepers of the
facility's agency alone, as the class of the address that counts now says. Stops of placements are
written by triggers of the domains that decide on them.

Policy: changes here are reviewed by those responsible for access.
"""

from collections.abc import Iterator

from saathi.agencies.register_kit.locks import entry_policies
from saathi.agencies.rls_conditions import OF_OWN_AGENCY, PERMISSIONS_OF_ACTOR
from saathi.infra.database_access import APP, DatabaseAccess, RowPolicy

_KEEPS = "keep_facilities"
_FACILITY = "facilities_facility"
_LICENCES, _ADDRESSES = "facilities_facilitylicence", "facilities_facilityaddress"
_STOPS = "facilities_placementstop"
_OF_ENTRY = f"EXISTS (SELECT 1 FROM {_FACILITY} e WHERE e.id = facility_id"
_OF_KEEPER = f"{_OF_ENTRY} AND e.{OF_OWN_AGENCY}) AND '{_KEEPS}' = ANY {PERMISSIONS_OF_ACTOR}"
_BY_KEEPER = f"{_OF_KEEPER} AND recorded_by = (SELECT access_staff())"


def _is_open(address_class: str) -> str:
    """The condition that staff who are not keepers of the facility read an address of this class."""
    uses = f"ARRAY['work_on_case', '{_KEEPS}'] && {PERMISSIONS_OF_ACTOR}"
    return f"({address_class} = 'public' OR ({address_class} = 'staff' AND {uses}))"


def _policies() -> Iterator[RowPolicy]:
    yield from entry_policies(_FACILITY, "facilities_facilityversion", "facility_id", _KEEPS)
    # The facility is looked up under its own policy.
    for table in (_LICENCES, _STOPS):
        yield RowPolicy(table, "web_reads", "SELECT", APP, using=f"{_OF_ENTRY})")
    yield RowPolicy(_LICENCES, "web_adds", "INSERT", APP, check=_BY_KEEPER)
    yield RowPolicy(_LICENCES, "web_decides", "UPDATE", APP, using=_OF_KEEPER, check=_OF_KEEPER)
    is_open = f"{_is_open('address_class')} AND {_is_open('facility_address_class(facility_id)')}"
    yield RowPolicy(
        _ADDRESSES,
        "web_reads",
        "SELECT",
        APP,
        using=f"{_OF_ENTRY}) AND ((state = 'published' AND {is_open}) OR ({_OF_KEEPER}))",
    )
    yield RowPolicy(
        _ADDRESSES, "web_adds", "INSERT", APP, check=f"{_BY_KEEPER} AND state = 'proposed'"
    )
    yield RowPolicy(
        _ADDRESSES,
        "web_publishes",
        "UPDATE",
        APP,
        using=_OF_KEEPER,
        check=f"{_OF_KEEPER} AND published_by = (SELECT access_staff())",
    )


_DECISION = "state, published_by, published_at"
_ERROR = "withdrawn_by, withdrawn_at, why_withdrawn"
ACCESS = DatabaseAccess(
    web_functions=(
        "facility_address_class(uuid)",
        "facility_bars_keeper(uuid, uuid)",
        "facility_licence_status(uuid, date)",
        "facility_placement_obstacles(uuid, text, integer, date, integer, integer, integer)",
    ),
    grants=(
        f"GRANT SELECT, INSERT, UPDATE ON {_FACILITY} TO {APP}",
        f"GRANT SELECT ON facilities_facilityversion, {_STOPS} TO {APP}",
        f"GRANT SELECT, INSERT ON {_LICENCES}, {_ADDRESSES} TO {APP}",
        f"GRANT UPDATE ({_DECISION}) ON {_ADDRESSES} TO {APP}",
        f"GRANT UPDATE ({_DECISION}, {_ERROR}) ON {_LICENCES} TO {APP}",
    ),
    policies=tuple(_policies()),
)
