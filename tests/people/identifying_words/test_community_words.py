"""Caste, and the occupation of the child or family, stop a text for publication like a name does."""

import pytest

from saathi.agencies.models import Staff
from saathi.people.identifying_words.community_words import load_community_words
from saathi.people.identifying_words.identifier_scan import (
    ChildIdentifiers,
    IdentifierMatch,
    find_identifiers,
)
from saathi.people.identifying_words.vocabulary import IdentifierKind
from saathi.people.models import Child
from saathi.protection.justice.public_texts import actions
from tests import reading
from tests.protection.justice.public_texts.test_screens import (
    GOOD,
    act,
    address,
    child,
    create_text,
    reloaded,
    send,
)
from tests.roles import acting
from tests.signing import signed_in

__all__ = ["child"]
CASTE, OCCUPATION = IdentifierKind.CASTE, IdentifierKind.OCCUPATION
TOLD = "The child is from a Musahar family. The father, a landless labourer, was heard."
WHY = "Never publish the caste or occupation"


@pytest.mark.django_db
@pytest.mark.requirement("PRI-002")
@pytest.mark.parametrize(
    ("text", "kind", "word"),
    [
        ("The child is from a Musahar family.", "Caste or community", "musahar"),
        ("The girl’s father, a poor potter, was heard.", "Occupation of the child", "potter"),
    ],
)
def test_a_text_with_caste_or_the_trade_of_a_parent_is_stopped_and_the_page_says_why(
    child: Child, worker: Staff, supervisor: Staff, text: str, kind: str, word: str
) -> None:
    written = create_text(worker, child, text)
    page = reading.words(signed_in(worker).get(address("show_text", child, written.pk)).content)
    for message in (word, kind, "must be removed", WHY, "is not verified"):
        assert message in page
    assert "Approve" not in page
    # No one's explanation clears it, and no action goes past it.
    typed = {"kind": "press", "title": "Two men sentenced", "where": "Evening news", "text": text}
    cleared = {"passed": [word], "passed_why": "Someone else"}
    send(worker, address("change_text", child, written.pk), **typed, **cleared)
    current = reloaded(written)
    with acting(supervisor), pytest.raises(actions.PublicTextStepRefused) as refused:
        actions.decide_on_text(
            text=current, is_approved=True, reason="", version=current.version, actor=supervisor
        )
    assert [reason.code for reason in refused.value.reasons] == ["traces"]
    assert send(supervisor, act(child, written, "approve"))[0] == 302
    assert send(worker, act(child, written, "publish"))[0] == 302
    assert reloaded(written).state == "waits"


@pytest.mark.django_db
@pytest.mark.requirement("PRI-002")
def test_the_title_is_looked_through_as_well_and_the_mended_text_goes_its_way(
    child: Child, worker: Staff, supervisor: Staff
) -> None:
    written = create_text(worker, child, GOOD, title="Dalit girl heard")
    assert send(supervisor, act(child, written, "approve"))[0] == 302
    assert reloaded(written).state == "waits"
    typed = {"kind": "press", "title": "The child was heard", "where": "Evening news"}
    assert send(worker, address("change_text", child, written.pk), **typed, text=GOOD)[0] == 302
    page = reading.words(signed_in(worker).get(address("show_text", child, written.pk)).content)
    assert "No name, place, age, caste, occupation or number was found." in page
    assert WHY not in page
    assert send(supervisor, act(child, written, "approve"))[0] == 302
    assert send(worker, act(child, written, "publish"))[0] == 302
    assert reloaded(written).state == "published"


@pytest.mark.django_db
@pytest.mark.requirement("PRI-002")
def test_a_word_of_someone_else_needs_an_explanation_that_the_second_person_sees(
    child: Child, worker: Staff, supervisor: Staff
) -> None:
    text = "The child was heard beside a teacher of the court. A Dalit organisation had sued."
    written = create_text(worker, child, text)
    assert send(supervisor, act(child, written, "approve"))[0] == 302
    assert reloaded(written).state == "waits"
    typed = {"kind": "press", "title": "Two men sentenced", "where": "Evening news", "text": text}
    change = address("change_text", child, written.pk)
    assert send(worker, change, **typed, passed=["teacher"], passed_why="A witness")[0] == 302
    assert send(supervisor, act(child, written, "approve"))[0] == 302
    assert reloaded(written).state == "waits", "the other word is not explained"
    explained = {"passed": ["teacher", "dalit"], "passed_why": "A witness; the plaintiff"}
    assert send(worker, change, **typed, **explained)[0] == 302
    page = reading.words(signed_in(supervisor).get(address("show_text", child, written.pk)).content)
    assert "A witness; the plaintiff" in page
    assert send(supervisor, act(child, written, "approve"))[0] == 302
    assert reloaded(written).state == "approved"


@pytest.mark.requirement("PRI-002")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She is a Brahmin girl.", {(CASTE, "brahmin", True)}),
        ("चमार परिवार", {(CASTE, "चमार", True)}),  # in another script than the list
        ("The family is of a scheduled caste.", {(CASTE, "scheduled caste", True),
                                                  (CASTE, "caste", True)}),
        ("Two Chamars were heard.", {(CASTE, "chamars", False)}),
        ("बुबा ज्यामी हुन्।", {(OCCUPATION, "ज्यामी", True)}),
        ("باپ مزدور ہے", {(OCCUPATION, "مزدور", True)}),
        ("Both parents were sweepers.", {(OCCUPATION, "sweepers", True)}),
        ("The mother of the tailor was heard.", {(OCCUPATION, "tailor", False)}),
        ("The accused, a driver, fled.", set()),
        ("The tailor was heard. The child was not.", set()),
        ("The trade union was cast in its role.", set()),
    ],
)  # fmt: skip
def test_words_for_caste_and_occupation_in_a_text(
    text: str, expected: set[tuple[IdentifierKind, str, bool]]
) -> None:
    matches = find_identifiers(text, ChildIdentifiers())
    assert {(match.kind, match.word, match.is_certain) for match in matches} == expected


def test_every_word_of_the_list_names_its_source_and_says_that_it_is_unverified() -> None:
    words = load_community_words()
    assert {word.kind for word in words} == {"caste", "occupation", "family"}
    assert {word.language for word in words} == {"en", "hi", "ne", "ur", "bn", "ta", "si"}
    assert all(word.parts and word.source and word.status == "unverified" for word in words)
    assert len({(word.kind, word.parts) for word in words}) > 300


def test_a_certain_word_comes_first() -> None:
    matches = find_identifiers(TOLD, ChildIdentifiers())
    assert matches == (
        IdentifierMatch(CASTE, "musahar", is_certain=True),
        IdentifierMatch(OCCUPATION, "labourer", is_certain=True),
    )
