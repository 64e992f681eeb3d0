"""What somebody finds who steals a dump of the demo database: no name, no birth date, no place.

The text of the whole database is searched for everything that is sealed about each child, in her
script and in Latin letters. What stays in clear on purpose is in docs/indirect-identifiers.md.
"""

import os
import re
import subprocess
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from anyascii import anyascii
from django.db.models import TextChoices

from saathi.agencies import row_security
from saathi.infra import district_list
from saathi.matching import names as matching
from saathi.vault import store as vault
from saathi.vault.frequency import DumpedToken, frequency_attack
from tests.roles import role
from tests.server import SERVER
from tests.simulation.conftest import rows

pytestmark = pytest.mark.xdist_group("simulation")

SHORTEST_FOLD = 5  # "Ram" is in "parameter"; five letters in a row by chance are rare
SHORTEST_NATIVE = 2


@pytest.fixture(scope="module")
def dump(small_nation: str) -> str:
    """The database as `pg_dump` writes it, envelopes and tokens as hexadecimal digits included."""
    done = subprocess.run(
        [
            SERVER.binaries["pg_dump"],
            "--exclude-table=public.access_context_key",  # the key of contexts: the warden's alone
            # The questions of the form that comes as an example, in three languages; no answers.
            "--exclude-table-data=public.supplements_formversion",
            SERVER.url("saathi_maintenance", small_nation),
        ],
        check=False,
        capture_output=True,
        env=os.environ | {"PGCLIENTENCODING": "UTF8"},
    )
    assert done.returncode == 0, done.stderr.decode()
    text = done.stdout.decode()
    assert "COPY public.people_child" in text
    assert text.count("\n") > 10_000
    return unicodedata.normalize("NFC", text)


def folded(text: str) -> str:
    """Lower Latin letters and single spaces: how a thief would write it down."""
    return re.sub(r"[^a-z0-9]+", " ", anyascii(text).lower()).strip()


@pytest.fixture(scope="module")
def letters(dump: str) -> str:
    """The words of the dump, folded, without long hexadecimal values, which spell names by chance."""
    return folded(re.sub(r"\b[0-9a-f]{16,}\b|[0-9a-f-]{36}", " ", dump))


@pytest.fixture
def opened(small: str) -> dict[str, list[dict[str, Any]]]:
    """Everything that is sealed, opened, by model."""
    found = {}
    for model in row_security.scoped_models():
        if hasattr(model, "SEALED_FIELD_ID"):
            records = list(model._default_manager.exclude(sealed=None))
            found[model._meta.label] = list(vault.open_many(records).values())
    return found


def texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts_in(part)


def public_words(database: str) -> set[str]:
    """Words that stand in the database for another reason: vocabularies, staff, offices, districts."""
    said = [str(row[0]) for row in rows(database, "SELECT name FROM agencies_staff")]
    said += [str(row[0]) for row in rows(database, "SELECT name FROM agencies_office")]
    said += [district.name for district in district_list.load_districts().values()]
    for model in row_security.scoped_models():
        for field in model._meta.get_fields():
            choices = getattr(field, "choices", None) or ()
            said += [str(value) for value, _ in choices]
    said += [value for kind in TextChoices.__subclasses__() for value in kind.values]
    return {word for text in said for word in folded(text).split()}


def is_in(text: str, letters: str) -> bool:
    return f" {text} " in f" {letters} "


def test_no_name_in_any_script(
    dump: str, letters: str, opened: dict[str, list[dict[str, Any]]], small: str
) -> None:
    public = public_words(small)
    names = {name["text"] for child in opened["people.Child"] for name in child["names"]}
    assert len(names) > 250
    # The search finds what is there: staff stand in clear, in the same words and folds.
    [(staff,)] = rows(small, "SELECT name FROM agencies_staff ORDER BY email LIMIT 1")
    assert str(staff) in dump
    assert is_in(folded(str(staff)), letters)
    for name in names:
        words = [word for word in name.split() if len(word) >= SHORTEST_NATIVE]
        native = [unicodedata.normalize("NFC", w) for w in [name, *words] if not w.isascii()]
        assert not [w for w in native if w in dump], name
        romanised = {folded(name), *folded(name).split(), *matching.split_name(name)}
        for word in romanised - public:
            if len(word) >= SHORTEST_FOLD:
                assert not is_in(word, letters), word


def test_no_birth_date_phone_address_or_mark(
    dump: str, letters: str, opened: dict[str, list[dict[str, Any]]]
) -> None:
    children = opened["people.Child"]
    public_days = dates_beside_people(dump)
    for child in children:
        for phone in child.get("phones", []):
            assert phone not in dump
            assert re.sub(r"\D", "", phone)[-8:] not in letters
        for key in ("address", "marks"):
            if key in child:
                assert child[key] not in dump
                assert not is_in(folded(child[key]), letters)
        if "birth_date" in child:
            # The same day may stand in clear as the day of something else, never as a birth.
            assert child["birth_date"] not in public_days
    assert sum("birth_date" in child for child in children) > 30
    assert sum("phones" in child for child in children) > 30


def dates_beside_people(dump: str) -> set[str]:
    """Every day written in the tables that say who a child is, but for when it was written down."""
    found: set[str] = set()
    for table in ("people_child", "people_token", "vault_key", "agencies_file"):
        start = dump.index(f"COPY public.{table} ")
        block = dump[start : dump.index("\n\\.\n", start)]
        for line in block.splitlines()[1:]:
            for field in line.split("\t"):
                if re.fullmatch(r"\d{4}-\d{2}-\d{2}", field):
                    found.add(field)
    return found


def test_no_village_no_narrative_no_word_of_hers(
    dump: str, letters: str, opened: dict[str, list[dict[str, Any]]]
) -> None:
    said = {
        text
        for label, payloads in opened.items()
        if label != "people.Child"
        for payload in payloads
        for text in texts_in(payload)
        # Codes such as "girl" or "chose_not_to_say" stand in clear elsewhere.
        if len(text) > 12 and not re.fullmatch("[a-z_]+", text)
    }
    assert len(said) > 100
    for text in said:
        assert unicodedata.normalize("NFC", text) not in dump, text
        if len(folded(text)) > 12:
            assert not is_in(folded(text), letters), text


def test_a_full_birth_date_of_a_child_is_nowhere_in_her_own_rows(
    dump: str, opened: dict[str, list[dict[str, Any]]]
) -> None:
    by_file: dict[str, list[str]] = defaultdict(list)
    for line in dump.splitlines():
        for file in set(re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", line)):
            by_file[file].append(line)
    from saathi.people.models import Child

    for child in Child.objects.all():
        born = vault.open(child).get("birth_date")
        if born:
            assert not [line for line in by_file[str(child.file_id)] if born in line]


def test_the_tokens_give_no_name_away(small: str, opened: dict[str, Any]) -> None:
    cells = {
        str(file): (f"band {low // 4 if low else 0}", district)
        for file, low, district in rows(
            small,
            "SELECT file_id, birth_year_low, home_district FROM people_child "
            "UNION ALL SELECT file_id, birth_year_low, home_district FROM missing_missingchild",
        )
        if low is None or isinstance(low, int)
    }
    stored = [
        DumpedToken(
            UUID(str(file)),
            bytes(token),  # type: ignore[call-overload]
            str(kind),
            {"band": cells[str(file)][0], "district": str(cells[str(file)][1])}.get(str(kind), ""),
        )
        for file, token, kind in rows(small, "SELECT file_id, token, kind FROM people_token")
    ]
    truth = truth_of()
    commonness = Counter(key for keys in truth.values() for key in keys)

    report = frequency_attack(stored, commonness, truth)

    assert report.commonest_token == 1  # there is nothing to count
    assert report.passes, str(report)


def test_the_attack_would_find_tokens_that_repeat(small: str, opened: dict[str, Any]) -> None:
    truth = truth_of()
    commonness = Counter(key for keys in truth.values() for key in keys)
    naive = [
        DumpedToken(file, key.encode(), "name") for file, keys in truth.items() for key in keys
    ]

    assert not frequency_attack(naive, commonness, truth).passes


def truth_of() -> dict[UUID, set[str]]:
    from saathi.people.models import Child
    from saathi.protection.missing.models import MissingChild

    with role("maintenance"):
        children = [*Child.objects.all(), *MissingChild.objects.all()]
        found = vault.open_many(children)
    return {
        child.file_id: {
            key for name in found[child.pk]["names"] for key in matching.name_keys(name["text"])
        }
        for child in children
    }
