"""The programs that the drills need are found by their names; what is lacking is named by package."""

import runpy
from pathlib import Path

TOOLS = Path(__file__).resolve().parents[2] / "tools"


def test_lacking_programs_are_named_by_their_packages(tmp_path: Path) -> None:
    tool = runpy.run_path(str(TOOLS / "programs.py"))
    assert tool["lacking"](str(tmp_path)) == list(tool["PACKAGES"].values())
    for program in tool["PACKAGES"]:
        (tmp_path / program).write_text("#!/bin/sh\n")
        (tmp_path / program).chmod(0o755)
    assert tool["lacking"](str(tmp_path)) == []
