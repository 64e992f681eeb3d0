"""The tables of the register of courts, and who writes to them."""

from typing import Final

from saathi.agencies.permissions import Permission
from saathi.agencies.register_kit.declaration import RegisterTables
from saathi.policy.courts.models import SpecialCourt, SpecialCourtVersion
from saathi.policy.courts.vocabulary import COURT_RETURNED_NOTICE, COURT_WAITS_NOTICE

COURTS: Final = RegisterTables(
    name="courts.court",
    model=SpecialCourt,
    versions=SpecialCourtVersion,
    permission=Permission.KEEP_SERVICES,
    key_fields=("district", "name"),
    unique_constraint="courts_court_once",
    waiting_notice=COURT_WAITS_NOTICE,
    returned_notice=COURT_RETURNED_NOTICE,
)
