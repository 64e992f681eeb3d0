"""What the database lets the web role do with agreements and focal points.

Published entries are open to all; an agency's keepers change its own entries. The telephone and
e-mail of a focal point's office are read by those who work on cases or keep a register; keepers add
a contact, which another keeper of the agency publishes, and never change it.

Policy: changes here are reviewed by those responsible for access.
"""

from collections.abc import Iterator

from saathi.agencies.register_kit.locks import entry_policies, translation_policies
from saathi.agencies.rls_conditions import OF_OWN_AGENCY, PERMISSIONS_OF_ACTOR
from saathi.infra.database_access import APP, DatabaseAccess, RowPolicy

_KEEPS = "keep_agreements"
_CONTACTS = "agreements_focalpointcontact"
_OF_ENTRY = "EXISTS (SELECT 1 FROM agreements_focalpoint e WHERE e.id = focal_point_id"


def _policies() -> Iterator[RowPolicy]:
    yield from entry_policies(
        "agreements_agreement", "agreements_agreementversion", "agreement_id", _KEEPS
    )
    yield from translation_policies(
        "agreements_agreement", "agreements_agreementtranslation", "agreement_id", _KEEPS
    )
    yield from entry_policies(
        "agreements_focalpoint", "agreements_focalpointversion", "focal_point_id", _KEEPS
    )
    may_use = f"ARRAY['work_on_case', '{_KEEPS}'] && {PERMISSIONS_OF_ACTOR}"
    of_keeper = f"{_OF_ENTRY} AND e.{OF_OWN_AGENCY}) AND '{_KEEPS}' = ANY {PERMISSIONS_OF_ACTOR}"
    by_keeper = f"{of_keeper} AND recorded_by = (SELECT access_staff()) AND state = 'proposed'"
    # The entry is looked up under its own policy.
    yield RowPolicy(
        _CONTACTS,
        "web_reads",
        "SELECT",
        APP,
        using=f"{_OF_ENTRY}) AND {may_use} AND (state = 'published' OR {of_keeper})",
    )
    yield RowPolicy(_CONTACTS, "web_adds", "INSERT", APP, check=by_keeper)
    yield RowPolicy(
        _CONTACTS,
        "web_publishes",
        "UPDATE",
        APP,
        using=of_keeper,
        check=f"{of_keeper} AND published_by = (SELECT access_staff())",
    )


ACCESS = DatabaseAccess(
    grants=(
        f"GRANT SELECT, INSERT, UPDATE ON agreements_agreement, agreements_focalpoint TO {APP}",
        f"GRANT SELECT ON agreements_agreementversion, agreements_focalpointversion TO {APP}",
        f"GRANT SELECT, INSERT, UPDATE ON agreements_agreementtranslation TO {APP}",
        f"GRANT SELECT, INSERT ON {_CONTACTS} TO {APP}",
        f"GRANT UPDATE (state, published_by, published_at) ON {_CONTACTS} TO {APP}",
    ),
    policies=tuple(_policies()),
)
