"""Blind tokens are rebuilt: new tokens are found, old ones never lost, interrupted runs continued."""

import hashlib
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from saathi.agencies.models import Staff
from saathi.audit import AuditKind as Entry
from saathi.config import doctor, search_token_rebuild
from saathi.people import names as child_names
from saathi.people import search_tokens as found_by
from saathi.people.home_places import home_places
from saathi.people.models import Child
from saathi.people.vocabulary import NameKind
from saathi.protection.identification.missing.models import MissingChild
from saathi.vault import actions, tokens
from saathi.vault import store as vault
from saathi.vault.tokens import TokenKind
from saathi.vault.vocabulary import ErasureReason
from tests.factories import children, missing
from tests.roles import acting, role

pytestmark = pytest.mark.django_db
OLDER = "DELETE FROM people_token WHERE kind IN ('trio', 'pair', 'pair_band', 'pair_home')"
ADDRESS = "کھپرو، سانگھڑ"
# A name of each script, with titles, servants, joined letters, two sounds of one sign.
SPELLINGS = (
    "Mst. Sunita Mahato", "Abdur Rahman", "মোছাঃ রহিমা খাতুন", "বিজয় বড়ুয়া", "सुनीता श्रेष्ठ", "ਹਰਪ੍ਰੀਤ ਕੌਰ",
    "லட்சுமி முருகன்", "ක්‍රිෂ්ණ බණ්ඩාර", "లక్ష్మి", "އައިޝަތު", "عبدالرحمن ذوالفقار", "བསོད་ནམས་དབང་ཕྱུག",
    "রক্ষিত আচার্য", "ज्ञान", "خدیجۃ", "سڃاڻ", "ښکلا",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _as_maintenance(worker: Staff) -> Iterator[None]:
    with role("maintenance"):
        yield


@pytest.fixture
def registered(worker: Staff) -> list[Child]:
    """Children with words of an older version: without those of two names and of places."""
    made = [children.child(worker, f"Sunita {name}") for name in ("Mahato", "Tamang", "Bano")]
    for child in made:
        with acting(worker):
            vault.seal(child, vault.open(child) | {"address": ADDRESS})
            Child.objects.filter(pk=child.pk).update(sealed=child.sealed)
    run(OLDER)
    return made


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def rows() -> set[tuple[uuid.UUID, str, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT file_id, kind, token FROM people_token")
        return {(file_id, kind, bytes(token)) for file_id, kind, token in cursor.fetchall()}


def found(own: str, place: str = "", kind: TokenKind = TokenKind.TRIO) -> set[uuid.UUID]:
    """The children found by a name, or by a name with a place."""
    called = [child_names.Name(NameKind.GIVEN, own)]
    asked = found_by.search_facts(MissingChild(home_district=""), called, [place] if place else [])
    return set(found_by.find_files_everywhere(asked, (kind,), using="default").hits)


def test_reindex_adds_tokens_of_the_new_version(registered: list[Child], tmp_path: Path) -> None:
    assert not found("Sunita", "سانگھڑ")
    assert not found("Mahato Sunita", kind=TokenKind.PAIR)
    before = rows()

    result = search_token_rebuild.reindex_tokens(tmp_path)

    files = {child.file_id for child in registered}
    assert (result.seen, result.changed, result.without_key) == (3, 3, 0)
    assert found("Sunita", "سانگھڑ") == found("سنیتا", "Khipro") == files
    assert found("Mahato Sunita", kind=TokenKind.PAIR) == {registered[0].file_id}
    # What they were found by is not touched, so that a search meanwhile finds them all.
    assert before < rows()


def test_second_reindex_changes_no_token(registered: list[Child], tmp_path: Path) -> None:
    search_token_rebuild.reindex_tokens(tmp_path)
    before = rows()

    result = search_token_rebuild.reindex_tokens(tmp_path)

    assert (result.seen, result.changed) == (3, 0)
    assert rows() == before


def test_reindex_removes_tokens_of_former_names(registered: list[Child], tmp_path: Path) -> None:
    search_token_rebuild.reindex_tokens(tmp_path)
    now = rows()
    wrong = [child_names.Name(NameKind.GIVEN, "Bimala")]
    facts = found_by.search_facts(registered[0], wrong, home_places({"address": "Gopalpur"}))
    words = tokens.list_token_words(vault.get_token_key(), facts, tuple(TokenKind))
    tokens.insert_tokens(words, lambda some: found_by._insert(registered[0].file_id, some))
    assert found("Bimala", kind=TokenKind.NAME) == {registered[0].file_id}

    result = search_token_rebuild.reindex_tokens(tmp_path)

    assert result.changed == 1
    assert rows() == now


def test_reindex_rebuilds_tokens_of_missing_child(worker: Staff, tmp_path: Path) -> None:
    with acting(worker):
        report = missing.report(worker, "Sunita Mahato")
    file_id = MissingChild.objects.get(report=report).file_id
    run("DELETE FROM people_token WHERE kind = 'pair'")
    assert not found("Mahato Sunita", kind=TokenKind.PAIR)

    search_token_rebuild.reindex_tokens(tmp_path)

    assert found("Mahato Sunita", kind=TokenKind.PAIR) == {file_id}


def test_reindex_gives_erased_child_no_tokens(registered: list[Child], tmp_path: Path) -> None:
    gone = registered[1].file_id
    actions.erase_file(
        file_id=gone, by=uuid.uuid4(), reason=ErasureReason.ASKED, token_tables=["people_token"]
    )

    result = search_token_rebuild.reindex_tokens(tmp_path)

    assert (result.seen, result.changed, result.without_key) == (3, 2, 1)
    assert gone not in {file_id for file_id, _kind, _token in rows()}


def stopped(tmp_path: Path, after: int) -> list[int]:
    """A run that is broken off after so many batches of one child."""
    seen: list[int] = []

    def say(done: int, _everything: int) -> None:
        seen.append(done)
        if len(seen) == after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        search_token_rebuild.reindex_tokens(tmp_path, batch=1, progress=say)
    return seen


def test_interrupted_reindex_is_continued(
    registered: list[Child], worker: Staff, tmp_path: Path
) -> None:
    with acting(worker):
        missing.report(worker, "Rokeya Khatun")
    assert stopped(tmp_path, after=2) == [1, 2]
    said: list[tuple[int, int]] = []

    result = search_token_rebuild.reindex_tokens(
        tmp_path, batch=1, progress=lambda *told: said.append(told)
    )

    assert result.seen == 2  # the third child, and the one who is missing
    assert said == [(1, 2), (2, 2)]
    assert len(found("Sunita", "سانگھڑ")) == 3
    assert not list(tmp_path.iterdir())
    assert search_token_rebuild.reindex_tokens(tmp_path).changed == 0


def test_reindex_interrupted_among_missing_children_is_continued(
    registered: list[Child], worker: Staff, tmp_path: Path
) -> None:
    with acting(worker):
        for name in ("Rokeya Khatun", "Mina Begum"):
            missing.report(worker, name)
    stopped(tmp_path, after=4)
    assert search_token_rebuild.reindex_tokens(tmp_path).seen == 1


@pytest.mark.parametrize("text", ['{"generation": 0, "registers": {"child": null}}', "{", "[]"])
def test_reindex_ignores_progress_of_another_version(
    registered: list[Child], tmp_path: Path, text: str
) -> None:
    (tmp_path / search_token_rebuild.PLACE_FILE).write_text(text, encoding="ascii")
    assert search_token_rebuild.reindex_tokens(tmp_path).seen == 3


def test_reindex_is_logged_before_a_name_is_opened(
    registered: list[Child], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: Any) -> None:
        raise AssertionError

    monkeypatch.setattr(vault, "open_many", refused)
    with pytest.raises(AssertionError), transaction.atomic():
        search_token_rebuild.reindex_tokens(tmp_path)
    monkeypatch.undo()
    search_token_rebuild.reindex_tokens(tmp_path)
    with connection.cursor() as cursor:
        cursor.execute("SELECT detail FROM audit_entry WHERE kind = %s", [Entry.WORDS_REMADE.value])
        assert [detail for (detail,) in cursor.fetchall()] == ['{"count": 3}']


def doctored() -> list[str]:
    return [remedy for _problem, remedy in doctor.LOOKS["words children are found by"]()]


def test_doctor_reports_outdated_token_generation() -> None:
    assert doctored() == []
    with role("owner"):
        run("COMMENT ON TABLE people_token IS 'Words of generation 0'")
        assert doctored() == [
            "Run `saathi rebuild-search-tokens`. Staff can go on working meanwhile."
        ]
        run("COMMENT ON TABLE people_token IS NULL")
        assert doctored() == [
            "Run `saathi rebuild-search-tokens`. Staff can go on working meanwhile."
        ]
        run(search_token_rebuild.current_version_statement())
    assert doctored() == []


def test_empty_token_index_is_current_and_filled_one_is_not(
    registered: list[Child],
) -> None:
    with role("owner"):
        run("COMMENT ON TABLE people_token IS NULL")
        search_token_rebuild.note_empty_index_as_current()
        assert doctored()
        run("SET CONSTRAINTS ALL IMMEDIATE")
        run("TRUNCATE people_token")
        search_token_rebuild.note_empty_index_as_current()
    assert doctored() == []


def test_changed_tokens_need_a_new_generation_number() -> None:
    """If this fails, words have changed: raise `tokens.TOKEN_GENERATION`, and write its number and digest here."""
    child = Child(birth_year_low=2017, birth_year_high=2018, home_district="NP-DHA")
    called = [
        *[child_names.Name(NameKind.GIVEN, text) for text in SPELLINGS],
        child_names.Name(NameKind.FATHER, "Ram Mahato"),
        child_names.Name(NameKind.MOTHER, "সীতা দেবী"),
    ]
    facts = found_by.search_facts(child, called, home_places({"address": f"Gopalpur; {ADDRESS}"}))
    words = tokens.list_token_words(bytes(32), facts, tuple(TokenKind))
    digest = hashlib.sha256(b"".join(sorted(word.secret for word in words))).hexdigest()[:16]
    assert (found_by.TOKEN_GENERATION, digest) == (2, "10a17bc9309978ac")
