"""The screens object of placements and the names of its pages."""

from functools import partial
from typing import Final

from saathi.agencies.permissions import Permission
from saathi.people import record_screens as kit

screens = kit.RecordScreens("placements")
PAGE: Final = "placements:list_placements"
BOARD: Final = "placements:list_all_placements"
REPORT_MISSING: Final = "placements:report_child_missing"
OCCUPANCY: Final = "placements:list_occupancy"
WORK: Final = Permission.WORK_ON_CASE
WITH_PARTS: Final = "placements/form_below_parts.html"

form_text = partial(kit.ChildFormPageText, back=PAGE)
