"""Processes that end are restarted; one that never starts properly ends the whole, and is named."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path

import pytest

from saathi.config import supervisor
from saathi.config.home import prepare
from saathi.config.supervisor import SupervisedProcess

pytestmark = pytest.mark.slow
STAYS = "import time; time.sleep(600)"
# Runs long enough to count as sound, then falls at each start until the sixth, as a worker does
# while its database is away.
FALLS_LATER = """
import pathlib, sys, time
log = pathlib.Path(sys.argv[1])
starts = len(log.read_text().splitlines()) if log.exists() else 0
with log.open("a") as file:
    print(time.monotonic(), file=file)
if starts == 0:
    time.sleep(11)
if starts < 6:
    sys.exit(1)
time.sleep(600)
"""


def part(name: str, script: str, *words: str | Path) -> SupervisedProcess:
    return SupervisedProcess(name, [sys.executable, "-c", script, *map(str, words)], "tools", ())


def is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def test_process_that_never_starts_ends_the_supervisor(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    other = f"import os, pathlib; pathlib.Path({str(tmp_path / 'pid')!r}).write_text(str(os.getpid())); {STAYS}"
    begun = time.monotonic()
    parts = [part("other", other), part("broken", "raise SystemExit(1)")]
    assert supervisor.run(parts) == 1
    assert "broken stops again and again" in capfd.readouterr().err
    assert not is_alive(int((tmp_path / "pid").read_text()))
    assert time.monotonic() - begun < 30


@pytest.mark.deploy
def test_failing_process_that_once_ran_does_not_stop_others(tmp_path: Path) -> None:
    log = tmp_path / "starts"
    seen: list[int] = []

    def stop_when_it_stands() -> None:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            starts = log.read_text().splitlines() if log.exists() else []
            if len(starts) == 7:
                seen.append(len(starts))
                break
            time.sleep(0.1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=stop_when_it_stands, daemon=True).start()
    parts = [part("web", STAYS), part("work", FALLS_LATER, log)]
    assert supervisor.run(parts) == 0
    assert seen == [7]
    times = [float(line) for line in log.read_text().splitlines()]
    pauses = [after - before for before, after in pairwise(times[1:])]
    assert pauses[-1] > 4  # 0.5, 1, 2, 4 and 8 seconds, not a storm of starts


def test_static_files_are_compressed_without_print_fonts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(tmp_path)
    monkeypatch.setenv("SAATHI_HOME", str(tmp_path))
    monkeypatch.setenv("SAATHI_DATABASE_URL", "postgresql://nobody@nowhere/nothing")
    script_text = (
        "import django; django.setup(); from saathi.config import startup_checks; "
        "startup_checks.collect_files()"
    )
    environment = supervisor.web_server_process(port=0, host="localhost", workers=1).environment()
    subprocess.run([sys.executable, "-c", script_text], env=environment, check=True)
    static = tmp_path / "static"
    names = json.loads((static / "staticfiles.json").read_text("utf-8"))["paths"]
    script = static / names["web/built/saathi.js"]
    assert script.is_file()
    assert script.with_name(f"{script.name}.br").is_file()
    assert any(name.endswith(".woff2") for name in names)
    assert [name for name in names if name.endswith(".ttf")] == []


def test_folder_of_request_figures_is_made_before_pages_are_served(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With monitoring on, each request is counted there: without it every page would fail."""
    monkeypatch.setenv("SAATHI_METRICS_PORT", "9464")
    web = supervisor.installation_processes(port=8000)[0]
    asked: list[dict[str, str]] = []

    def run(
        _command: object, *, env: dict[str, str], check: bool
    ) -> subprocess.CompletedProcess[str]:
        asked.append(env)
        return subprocess.CompletedProcess([], 0)

    monkeypatch.setattr(subprocess, "run", run)
    supervisor.prepare(web)
    assert asked[-1]["PROMETHEUS_MULTIPROC_DIR"] == web.more["PROMETHEUS_MULTIPROC_DIR"] != ""
