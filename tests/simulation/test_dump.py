"""A stolen dump of the demo database contains no name, no birth date and no place of a child.

The text of the whole database is searched for every sealed value of each child, in the original
script and in Latin letters. Values in clear on purpose are in docs/indirect-identifiers.md.
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
from saathi.engines.matching import names as matching
from saathi.infra import district_list
from saathi.vault import store as vault
from saathi.vault.frequency_attack import DumpedToken, frequency_attack
from tests.roles import role
from tests.server import SERVER
from tests.simulation.conftest import rows

pytestmark = pytest.mark.xdist_group("simulation")

SHORTEST_FOLD = 5  # "Ram" is in "parameter"; five letters in a row by chance are rare
SHORTEST_NATIVE = 2


@pytest.fixture(scope="module")
def dump(small_nation: str) -> str:
    """The database as `pg_dump` writes it, with envelopes and tokens as hexadecimal digits."""
    done = subprocess.run(
        [
            SERVER.binaries["pg_dump"],
            "--exclude-table=public.access_context_key",  # the key of contexts, which only the warden has
            # The questions of the example form in three languages; no answers.
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
    """Lower-case Latin letters and single spaces: how a thief would normalise the text."""
    return re.sub(r"[^a-z0-9]+", " ", anyascii(text).lower()).strip()


@pytest.fixture(scope="module")
def letters(dump: str) -> str:
    """The folded words of the dump without long hexadecimal values, which spell names by chance."""
    return folded(re.sub(r"\b[0-9a-f]{16,}\b|[0-9a-f-]{36}", " ", dump))


@pytest.fixture
def opened(small: str) -> dict[str, list[dict[str, Any]]]:
    """All sealed values, opened, by model."""
    values_by_model = {}
    for model in row_security.scoped_models():
        if hasattr(model, "SEALED_FIELD_ID"):
            records = list(model._default_manager.exclude(sealed=None))
            values_by_model[model._meta.label] = list(vault.open_many(records).values())
    return values_by_model


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
    """Words that occur in the database for another reason: vocabularies, staff, offices, districts."""
    public_texts = [str(row[0]) for row in rows(database, "SELECT name FROM agencies_staff")]
    public_texts += [str(row[0]) for row in rows(database, "SELECT name FROM agencies_office")]
    public_texts += [district.name for district in district_list.load_districts().values()]
    for model in row_security.scoped_models():
        for field in model._meta.get_fields():
            choices = getattr(field, "choices", None) or ()
            public_texts += [str(value) for value, _ in choices]
    public_texts += [value for kind in TextChoices.__subclasses__() for value in kind.values]
    return {word for text in public_texts for word in folded(text).split()}


def is_in(text: str, letters: str) -> bool:
    return f" {text} " in f" {letters} "


def test_no_child_name_in_any_script_in_the_dump(
    dump: str, letters: str, opened: dict[str, list[dict[str, Any]]], small: str
) -> None:
    public = public_words(small)
    names = {name["text"] for child in opened["people.Child"] for name in child["names"]}
    assert len(names) > 250
    # The search works: names of staff occur in clear, and the same search finds them.
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
            # The same day may occur in clear as the day of another event, but never as a birth
            # date.
            assert child["birth_date"] not in public_days
    assert sum("birth_date" in child for child in children) > 30
    assert sum("phones" in child for child in children) > 30


def dates_beside_people(dump: str) -> set[str]:
    """Every date in the tables about a child's identity, except the date of recording."""
    dates: set[str] = set()
    for table in ("people_child", "people_token", "vault_key", "agencies_file"):
        start = dump.index(f"COPY public.{table} ")
        block = dump[start : dump.index("\n\\.\n", start)]
        for line in block.splitlines()[1:]:
            for field in line.split("\t"):
                if re.fullmatch(r"\d{4}-\d{2}-\d{2}", field):
                    dates.add(field)
    return dates


def test_no_village_narrative_or_statement_in_the_dump(
    dump: str, letters: str, opened: dict[str, list[dict[str, Any]]]
) -> None:
    texts = {
        text
        for label, payloads in opened.items()
        if label != "people.Child"
        for payload in payloads
        for text in texts_in(payload)
        # Codes such as "girl" or "chose_not_to_say" occur in clear elsewhere.
        if len(text) > 12 and not re.fullmatch("[a-z_]+", text)
    }
    assert len(texts) > 100
    for text in texts:
        assert unicodedata.normalize("NFC", text) not in dump, text
        if len(folded(text)) > 12:
            assert not is_in(folded(text), letters), text


def test_no_full_birth_date_in_rows_of_the_child(
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


def test_tokens_do_not_reveal_names(small: str, opened: dict[str, Any]) -> None:
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
    from saathi.protection.identification.missing.models import MissingChild

    with role("maintenance"):
        children = [*Child.objects.all(), *MissingChild.objects.all()]
        opened_children = vault.open_many(children)
    return {
        child.file_id: {
            key
            for name in opened_children[child.pk]["names"]
            for key in matching.name_keys(name["text"])
        }
        for child in children
    }
