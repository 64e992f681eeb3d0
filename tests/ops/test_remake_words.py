"""`saathi rebuild-search-tokens` while people search and write: no child is missed, a killed run is continued."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from bench import kill
from saathi.config import search_token_rebuild
from saathi.infra.embedded import EmbeddedServer
from tests.ops.homes import environment, python, saathi

pytestmark = [pytest.mark.slow, pytest.mark.deploy, pytest.mark.xdist_group("words")]
OLDER = "DELETE FROM people_token WHERE kind IN ('trio', 'pair', 'pair_band', 'pair_home')"
# Searches for the same children until the file `stop` is there; meanwhile one is given another name.
PEOPLE = """
import json, threading, time
from pathlib import Path
from django.db import connection, transaction
from saathi.agencies import context, writing
from saathi.agencies.models import Staff
from saathi.people import names, search_tokens as tokens
from saathi.people.home_places import home_places
from saathi.people.models import Child
from saathi.vault import store as vault
from saathi.vault.tokens import TokenKind
home = Path("HOME")
children = list(Child.objects.order_by("id"))
asked = children[::len(children) // 40]
opened = vault.open_many(asked)
facts = {c: tokens.search_facts(c, names.searchable_names(names.names_in_payload(opened[c.pk]))) for c in asked}
def search():
    return {c.file_id: set(tokens.find_files_everywhere(facts[c], (TokenKind.BAND, TokenKind.DISTRICT), using="default").hits) for c in asked}
def write():
    child = children[-1]
    staff = Staff.objects.filter(office__agency=child.file.office.agency).first()
    try:
        with transaction.atomic():
            context.enter_staff_context(staff=staff.id, agency=staff.agency_id)
            sealed = vault.open(child)
            called = [*names.names_in_payload(sealed), names.Name("alias", "Zzobigniew")]
            writing.change(child, actor=staff, payload=sealed | {"names": [name.to_payload() for name in called]})
            tokens.replace_tokens(child, names.searchable_names(called), home_places(sealed), by=None)
            (home / "writing").touch()
            end = time.monotonic() + 60
            while not (home / "killed").exists() and time.monotonic() < end:
                time.sleep(0.01)
    finally:
        connection.close()
before = search()
writer = threading.Thread(target=write)
writer.start()
rounds = missed = 0
while not (home / "stop").exists():
    now = search()
    rounds += 1
    missed += sum(not before[one] <= now[one] for one in before)
writer.join()
print(json.dumps([rounds, missed, sum(map(len, before.values()))]))
"""
FOUND = """
from saathi.people import names, search_tokens as tokens
from saathi.people.models import Child
from saathi.vault.tokens import TokenKind
asked = tokens.search_facts(Child(), [names.Name("alias", "Zzobigniew")])
found = tokens.find_files_everywhere(asked, (TokenKind.NAME,), using="default").hits
print(Child.objects.order_by("id").last().file_id in set(found))
"""


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    with kill.installed(400) as home, EmbeddedServer(home):
        yield home


def tokens_of(home: Path) -> set[tuple[str, str, bytes]]:
    with psycopg.connect(EmbeddedServer(home).url("maintenance")) as connection:
        rows = connection.execute("SELECT file_id::text, kind, token FROM people_token")
        return {(file_id, kind, bytes(token)) for file_id, kind, token in rows}


def until_there(path: Path) -> None:
    end = time.monotonic() + 120
    while not path.exists():
        assert time.monotonic() < end, f"{path.name} never came"
        time.sleep(0.01)


def of_an_older_version(home: Path) -> None:
    with psycopg.connect(EmbeddedServer(home).url("owner")) as connection:
        connection.execute("COMMENT ON TABLE people_token IS NULL")
    with psycopg.connect(EmbeddedServer(home).url("maintenance")) as connection:
        connection.execute(OLDER)


def test_tokens_are_rebuilt_while_people_work(home: Path, tmp_path: Path) -> None:
    whole = tokens_of(home)
    assert python(home, "maintenance", FOUND) == "False"  # others may sound like it
    of_an_older_version(home)
    assert "search terms of an older version" in saathi(home, "doctor", good=False)
    command = [sys.executable, "-m", "saathi.config.command", "rebuild-search-tokens"]
    people = tmp_path / "people"
    people.write_text(PEOPLE.replace("HOME", str(tmp_path)))
    indented = "".join(f"    {line}\n" for line in people.read_text().splitlines())
    script = f"from saathi.config import start\nwith start.process('maintenance'):\n{indented}"

    with subprocess.Popen(
        [sys.executable, "-c", script], env=environment(home), stdout=subprocess.PIPE, text=True
    ) as searching:
        try:
            until_there(tmp_path / "writing")
            with subprocess.Popen(command, env=environment(home)) as first:
                try:
                    until_there(home / search_token_rebuild.PLACE_FILE)
                finally:
                    first.kill()
            (tmp_path / "killed").touch()  # the writer's child is the last: no run had ended
            broken_off = saathi(home, "doctor", good=False)
            output = saathi(home, "rebuild-search-tokens")
        finally:
            (tmp_path / "stop").touch()
            told, _ = searching.communicate(timeout=60)

    assert "search terms of an older version" in broken_off
    rounds, missed, found = json.loads(told)
    assert missed == 0
    assert rounds > 3
    assert found > 40
    seen = int(output.split(" children looked at")[0].split()[-1])
    assert 0 < seen < 400  # the first run had done some
    assert python(home, "maintenance", FOUND) == "True"
    assert "search terms of an older version" not in saathi(home, "doctor", good=False)
    assert not (home / search_token_rebuild.PLACE_FILE).exists()
    now = tokens_of(home)
    # As many of each child as before they were made old, but for the one who has a name more.
    assert len(now) > len(whole)
    assert " 0 given other words" in saathi(home, "rebuild-search-tokens")
    assert tokens_of(home) == now
