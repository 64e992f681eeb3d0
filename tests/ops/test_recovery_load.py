"""The disk of the embedded server is lost while people read and write: what its archive brings back."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import pytest

from bench import kill
from bench.load import Request
from saathi.infra.embedded import EmbeddedServer, processes
from saathi.infra.embedded.wal_archive import TIMEOUT_SECONDS
from tests.ops.homes import python, saathi
from tests.ops.installations import Installation, serving, until

pytestmark = [pytest.mark.slow, pytest.mark.deploy, pytest.mark.timeout(1500)]
RATE = 4
RPO_SECONDS = 300
PARTS = ("wsgi:application", "work", "run-exchange-jobs", "seal")
SOME = """
from saathi.agencies.models import Staff
from saathi.people.models import Child
from saathi.vault.models import WrappedKey
child = Child.objects.filter(file_id__in=WrappedKey.objects.values("file_id")).first()
print(child.code, child.file_id, Staff.objects.filter(is_active=True).first().email)
"""
KEY = """
from saathi.people.models import Child
from saathi.vault.models import WrappedKey
print(WrappedKey.objects.filter(file_id=Child.objects.get(code="CODE").file_id).count())
"""


def lose_everything(running: Installation) -> None:
    """All processes die at once, then the disk of the database is gone."""
    groups = [pid for part in PARTS for pid in running.part(part)]
    os.kill(running.supervisor, signal.SIGKILL)  # first: it would start the others again
    data = EmbeddedServer(running.home).places.data
    postmaster = processes.find_postmaster(data)
    assert postmaster is not None
    for pid in (postmaster.pid, *groups):
        os.kill(pid, signal.SIGKILL)
    processes.kill_data_folder_processes(data)
    until(lambda: not any(map(is_alive, groups)), 30)
    shutil.rmtree(data)


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_no_acknowledged_visit_older_than_five_minutes_is_lost_with_the_disk() -> None:
    with kill.installed(60) as home:
        archive, copies = home.parent / "archive", home.parent / "copies"
        copies.mkdir()
        settings = {"SAATHI_WAL_ARCHIVE": str(archive), "SAATHI_ERASURES_COPY": str(copies)}
        code, erased, by = python(home, "maintenance", SOME).split()
        saathi(home, "base-backup", **settings)
        with serving(home, **settings) as running:
            requests, killed_at = written(running, code, by)
        saathi(home, "recover", "--from", archive, **settings)

        assert python(home, "maintenance", KEY.replace("CODE", code)) == "0"
        notes = Counter(kill.said_by_people(home, "visits"))
        verified = saathi(home, "audit", "verify")
        with serving(home, **settings) as running:
            assert running.answers()

    answered = [request for request in requests if request.kind == "visit" and request.is_answered]
    visits = [
        item for item in answered if item.file != erased
    ]  # those of an erased child open no more
    lost = [visit for visit in visits if not notes[f"kept {visit.key}"]]
    assert len(visits) - len(lost) > 5, "nothing came from the archive: the drill shows nothing"
    for entry in lost:
        assert entry.tries[-1][1] > killed_at - RPO_SECONDS
    assert "The server was recovered" in verified
    assert "The audit log is sound" in verified


def written(running: Installation, code: str, by: str) -> tuple[list[Request], float]:
    """The work done until everything was lost, at a random time after some segments were archived."""
    people = "\n".join(json.dumps(person) for person in kill.said_by_people(running.home, "in"))
    command = [sys.executable, "-m", "bench.load", str(running.port), str(RATE), "11"]
    with tempfile.TemporaryFile("w+") as given, tempfile.TemporaryFile("w+") as log:
        given.write(people)
        given.seek(0)
        asking = subprocess.Popen(command, cwd=kill.ROOT, stdin=given, stdout=log)
        try:
            chance = random.SystemRandom().uniform(0, TIMEOUT_SECONDS / 2)
            time.sleep(TIMEOUT_SECONDS * 1.5 + chance)
            saathi(running.home, "erase", code, "--reason", "court", "--by", by, "--yes")
            killed_at = time.time()
            lose_everything(running)
            asking.terminate()
            assert asking.wait(240) == 0
        finally:
            asking.kill()
        log.seek(0)
        return [Request(**json.loads(line)) for line in log], killed_at
