"""Where the form lies that is shown as an example and loaded in the demo; it is invented."""

from pathlib import Path
from typing import Final

SAMPLE_WORKBOOK: Final = Path(__file__).parent / "data" / "back_at_home.xlsx"
