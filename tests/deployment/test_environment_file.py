"""Files of settings are read as systemd reads them, not as a shell would."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from saathi.config.deployment import environment_file

# The text of a line, and what systemd makes of it (systemd.exec(5), EnvironmentFile=).
CASES = {
    "A=plain": {"A": "plain"},
    "A= two words  ": {"A": "two words"},
    "A='single $HOME \\n'": {"A": "single $HOME \\n"},
    'A="a \\"b\\" \\$HOME $HOME \\n"': {"A": 'a "b" $HOME $HOME \\n'},
    "A=\\$5\\ each": {"A": "$5 each"},
    "A=$(touch /tmp/no)`x`": {"A": "$(touch /tmp/no)`x`"},
    "A=smtp://u:p#1&2;3@host:587": {"A": "smtp://u:p#1&2;3@host:587"},
    "# A=1\n; A=2\n\nA=3": {"A": "3"},
    "A=1\nA=2": {"A": "2"},
    "A=first \\\nsecond\nB=x": {"A": "first second", "B": "x"},
    "A='two\nlines'\nB=x": {"A": "two\nlines", "B": "x"},
    'A=" kept " ': {"A": " kept "},
    "A='a'b\"c\"": {"A": "abc"},
    "A=": {"A": ""},
    "no equals\n1A=x\nA B=x\nC=y": {"C": "y"},
}


@pytest.mark.parametrize("text", CASES)
def test_a_line_means_what_systemd_makes_of_it(text: str) -> None:
    assert environment_file.parse(text) == CASES[text]


@pytest.mark.skipif(os.geteuid() != 0, reason="becomes another user; only root can (2026-11-28)")
@pytest.mark.skipif(not shutil.which("setpriv"), reason="setpriv is not here, 2026-11-28")
def test_saathi_as_gives_a_command_the_settings_of_the_files(tmp_path: Path) -> None:
    """With a user that the machine knows, through the module that `saathi-as` runs."""
    (tmp_path / "saathi.env").write_text("SAATHI_TRIAL='$HOME & more'\nSAATHI_HOME=/nonexistent\n")
    command = [sys.executable, "-P", "-m", "saathi.config.deployment.run_as", str(tmp_path), "a|b"]
    process = subprocess.run([*command, "c"], capture_output=True, text=True, check=False)
    assert (process.returncode, process.stderr) == (2, "usage: saathi-as a|b COMMAND ...\n")
    process = subprocess.run([*command, "a", "count"], capture_output=True, text=True, check=False)
    assert process.returncode == 1
    assert f"{tmp_path}/a.env cannot be read" in process.stderr
    (tmp_path / "a.env").write_text("SAATHI_OTHER=x\n")
    fake = tmp_path / "setpriv"
    fake.write_text('#!/bin/sh\nprintf "%s|%s|%s\\n" "$SAATHI_TRIAL" "$SAATHI_OTHER" "$*"\n')
    fake.chmod(0o755)
    variables = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    process = subprocess.run(
        [*command, "a", "count", "two words"],
        capture_output=True,
        text=True,
        check=False,
        env=variables,
    )
    assert process.stdout.startswith("$HOME & more|x|--reuid=saathi-a --regid=saathi-a")
    assert process.stdout.endswith("-m saathi.config.command count two words\n")
