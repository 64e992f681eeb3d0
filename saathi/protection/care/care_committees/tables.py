"""The tables of the register of care committees, and who writes to them."""

from typing import Final

from saathi.agencies.permissions import Permission
from saathi.agencies.register_kit.declaration import RegisterTables
from saathi.protection.care.care_committees.models import CareCommittee, CareCommitteeVersion
from saathi.protection.care.care_committees.vocabulary import (
    CARE_COMMITTEE_RETURNED_NOTICE,
    CARE_COMMITTEE_WAITS_NOTICE,
)

CARE_COMMITTEES: Final = RegisterTables(
    name="care_committees.committee",
    model=CareCommittee,
    versions=CareCommitteeVersion,
    permission=Permission.KEEP_SERVICES,
    key_fields=("district", "name"),
    unique_constraint="care_committee_once",
    waiting_notice=CARE_COMMITTEE_WAITS_NOTICE,
    returned_notice=CARE_COMMITTEE_RETURNED_NOTICE,
)
