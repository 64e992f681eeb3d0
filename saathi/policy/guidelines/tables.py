"""The tables of the library of guidelines, and who writes to them."""

from typing import Final

from saathi.agencies.permissions import Permission
from saathi.agencies.register_kit.declaration import RegisterTables
from saathi.policy.guidelines.models import Guideline, GuidelineVersion
from saathi.policy.guidelines.vocabulary import (
    GUIDELINE_RETURNED_NOTICE,
    GUIDELINE_WAITS_NOTICE,
)

GUIDELINES: Final = RegisterTables(
    name="guidelines.guideline",
    model=Guideline,
    versions=GuidelineVersion,
    permission=Permission.KEEP_FACILITIES,
    key_fields=("title", "edition", "language"),
    unique_constraint="guidelines_guideline_once",
    waiting_notice=GUIDELINE_WAITS_NOTICE,
    returned_notice=GUIDELINE_RETURNED_NOTICE,
)
