"""The library of guidelines: editions published by a second person, read and acknowledged by staff."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.agencies.register_kit.actions import SeenEntry
from saathi.policy.guidelines import actions, rules
from saathi.policy.guidelines.actions import GuidelineRefused
from saathi.policy.guidelines.models import Guideline, GuidelineReading
from saathi.policy.guidelines.rules import GuidelineFacts
from tests import filled
from tests.factories import agencies, guidelines
from tests.reading import read, status, whole, words
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 2)


@pytest.fixture
def keeper() -> Staff:
    return agencies.staff("supervisor")


@pytest.fixture
def second(keeper: Staff) -> Staff:
    return agencies.staff("data_officer", keeper.office)


@pytest.fixture
def worker(keeper: Staff) -> Staff:
    return agencies.staff("case_worker", keeper.office)


def address(name: str, *ids: object) -> str:
    return reverse(f"guidelines:{name}", args=ids)


def send(person: Staff, path: str, **typed: object) -> str:
    client = signed_in(person)
    page = client.get(path)
    assert page.status_code == 200, path
    answer: Any = client.post(path, filled.form(page.content.decode(), **typed))
    while answer.status_code == 302:
        answer = client.get(answer.url)
    return words(answer.content)


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        (GuidelineFacts("Text", "", True, None), []),
        (GuidelineFacts("", "https://example.org/", False, None), []),
        (GuidelineFacts(" ", "", False, None), ["text"]),
        (GuidelineFacts("Text", "", True, TODAY), []),
        (GuidelineFacts("Text", "", False, TODAY), ["read_by"]),
    ],
)
def test_what_a_guideline_needs(facts: GuidelineFacts, codes: list[str]) -> None:
    assert [reason.code for reason in rules.reasons_against_guideline(facts)] == codes


@pytest.mark.requirement("FAC-005", "FAC-009")
def test_an_edition_is_published_read_and_replaced(
    keeper: Staff, second: Staff, worker: Staff
) -> None:
    typed = {
        "title": "Protocol of rehabilitation", "edition": "2025", "kind": "protocol",
        "subject": "rehabilitation", "language": "en", "issuer": "Ministry (invented)",
    }  # fmt: skip
    page = send(keeper, address("add_guideline"), **typed)
    assert "Enter the text, or the web address of the document." in page
    send(keeper, address("add_guideline"), **typed, text="Ask the child first.", must_read="on")
    with acting(keeper):
        entry = Guideline.objects.get()
    show, acknowledge = (
        address("show_guideline", entry.pk),
        address("acknowledge_guideline", entry.pk),
    )
    # until a second person publishes it no one else reads it
    assert status(worker, show) <= {404, 405}
    assert status(worker, acknowledge) == {404}
    send(second, address("act_on_guideline", entry.pk, "publish"))
    assert "Ask the child first." in read(worker, show)
    assert "Read 1 guideline or protocol" in whole(signed_in(worker).get("/").content)
    assert "Protocol of rehabilitation" in read(
        worker, address("list_guidelines") + "?state=unread"
    )
    # the supervisor sees who has not read it; the worker does not see colleagues
    page = read(keeper, show)
    assert worker.name in page[page.index("Not yet read by") :]
    assert "Staff of your agency" not in read(worker, show)
    page = send(worker, acknowledge)
    assert "You read this edition on" in page
    page = read(keeper, show)
    assert "1 person has read this edition." in page
    assert worker.name not in page[page.index("Not yet read by") :]
    assert "Protocol of rehabilitation" not in read(
        worker, address("list_guidelines") + "?state=unread"
    )
    # a new edition, published, has to be read again; the earlier one is no longer in force
    send(
        keeper, address("add_guideline"), **typed | {"edition": "2026"}, text="Ask, then explain.",
        must_read="on", replaces=entry.pk,
    )  # fmt: skip
    with acting(keeper):
        newer = Guideline.objects.get(edition="2026")
    send(second, address("act_on_guideline", newer.pk, "publish"))
    page = read(worker, show)
    assert "Read the newer edition: Protocol of rehabilitation, 2026" in page
    assert status(second, acknowledge) == {404, 200}
    listed = read(worker, address("list_guidelines"))
    assert "Protocol of rehabilitation, 2026" in listed
    assert "Protocol of rehabilitation, 2025" not in listed
    assert "2025" in read(worker, address("list_guidelines") + "?state=replaced")
    assert "1 person has read" not in read(keeper, address("show_guideline", newer.pk))


def test_published_content_does_not_change(keeper: Staff, second: Staff) -> None:
    entry = guidelines.guideline(keeper)
    page = send(keeper, address("change_guideline", entry.pk), text="Something else.")
    assert "so it cannot change. Add a new edition that replaces it." in page
    assert "Something else." in page
    with acting(keeper), pytest.raises(DatabaseError), transaction.atomic():
        Guideline.objects.filter(pk=entry.pk).update(text="Something else.")
    values = {name: getattr(entry, name) for name in (
        "title", "edition", "kind", "subject", "country", "language", "issuer", "issued_on",
        "summary", "text", "link", "must_read", "read_by", "replaces",
    )}  # fmt: skip
    with acting(keeper):
        review = dt.date(2027, 1, 1)
        changed = actions.change_guideline(
            seen=SeenEntry(entry, entry.version),
            values=values | {"review_on": review},
            actor=keeper,
        )
    assert changed.review_on == review


def test_only_keepers_of_the_agency_change_a_guideline_or_end_it(keeper: Staff) -> None:
    entry = guidelines.guideline(keeper)
    worker, other = agencies.staff("case_worker", keeper.office), agencies.staff("supervisor")
    for path in (
        address("change_guideline", entry.pk),
        address("act_on_guideline", entry.pk, "archive"),
    ):
        assert status(worker, path) == {404}
        assert status(other, path) == {404}
    assert status(worker, address("add_guideline")) == {404}
    # another agency's edition does not replace this one
    with pytest.raises(DatabaseError), transaction.atomic():
        guidelines.guideline(other, replaces=entry)


def test_staff_acknowledge_for_themselves_and_are_seen_by_their_own_leaders_alone(
    keeper: Staff, worker: Staff
) -> None:
    entry = guidelines.guideline(keeper)
    stranger = agencies.staff("supervisor")
    with acting(worker):
        first = actions.acknowledge_guideline(guideline=entry, actor=worker)
        assert actions.acknowledge_guideline(guideline=entry, actor=worker) == first
    with acting(stranger):
        assert not GuidelineReading.objects.exists()
        for more in ({"recorded_by": worker.pk}, {"agency_id": keeper.agency_id}):
            values = {"recorded_by": stranger.pk, "agency_id": stranger.agency_id} | more
            with pytest.raises(DatabaseError), transaction.atomic():
                GuidelineReading.objects.create(guideline=entry, **values)
    with acting(keeper):
        assert GuidelineReading.objects.count() == 1
    draft = guidelines.guideline(keeper, is_published=False)
    with acting(keeper), pytest.raises(GuidelineRefused):
        actions.acknowledge_guideline(guideline=draft, actor=keeper)
    with acting(keeper), pytest.raises(DatabaseError), transaction.atomic():
        GuidelineReading.objects.create(
            guideline=draft, recorded_by=keeper.pk, agency_id=keeper.agency_id
        )


def test_guidelines_are_found_by_subject_country_and_words(keeper: Staff) -> None:
    guidelines.guideline(keeper, title="Alpha")
    guidelines.guideline(
        keeper, title="Beta", subject="reintegration", country="IND", text="Visits."
    )
    worker = agencies.staff("case_worker")
    for query, found in (
        ("", "Alpha Beta"), ("?q=visits", "Beta"), ("?subject=care", "Alpha"),
        ("?country=IND", "Alpha Beta"), ("?country=NPL", "Alpha"), ("?kind=conduct", ""),
        ("?language=ur", ""),
    ):  # fmt: skip
        page = read(worker, address("list_guidelines") + query)
        shown = " ".join(name for name in ("Alpha", "Beta") if f"{name}, 1" in page)
        assert shown == found, query


def test_an_overdue_guideline_is_marked_on_my_day(keeper: Staff, worker: Staff) -> None:
    guidelines.guideline(keeper, read_by=worker.office.today() - dt.timedelta(days=1))
    assert "1 is overdue." in whole(signed_in(worker).get("/").content)
    guidelines.guideline(keeper, country="MDV")
    with acting(worker):
        assert worker.office.country != "MDV"
    assert "Read 1 guideline or protocol" in whole(signed_in(worker).get("/").content)
