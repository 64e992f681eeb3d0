"""The path of the sample form, which is offered as an example and loaded in the demo; invented."""

from pathlib import Path
from typing import Final

SAMPLE_WORKBOOK: Final = Path(__file__).parent / "data" / "back_at_home.xlsx"
