"""The screens object of reintegration and the names of its pages."""

from functools import partial
from typing import Final

from saathi.agencies.permissions import Permission
from saathi.people import record_screens as kit

screens = kit.RecordScreens("reintegration")
PAGE: Final = "reintegration:list_reintegration"
OUTCOMES: Final = "reintegration:list_outcomes"
SIGNS: Final = "reintegration:list_signs"
EVALUATION: Final = "reintegration:list_evaluations"
FAMILY: Final = "reintegration:list_family_support"
BOARD: Final = "reintegration:list_returned"
WORK: Final = Permission.WORK_ON_CASE


form_text = partial(kit.ChildFormPageText, back=PAGE)
