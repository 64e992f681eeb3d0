"""Which home assessment and answer counts, who must not learn of the tracing, and the words of an enquiry."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from saathi.agencies import records, writing
from saathi.protection.returns.protection_screening.superseding import RecordedFact
from saathi.protection.returns.tracing import change_rules, home_rules, queries
from saathi.protection.returns.tracing.actions import searches
from saathi.protection.returns.tracing.actions.searches import TracingRefused
from saathi.protection.returns.tracing.cover_words import reasons_with_recipient, reasons_with_words
from saathi.protection.returns.tracing.home_rules import RecordedHome
from saathi.protection.returns.tracing.models import HomeAssessment, TracingRequest
from saathi.protection.returns.tracing.vocabulary import HomeResult, ViolenceScreen
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.protection.returns.tracing import steps
from tests.protection.returns.tracing.walking import fill
from tests.reading import read
from tests.roles import acting, role

DAY = dt.date(2026, 3, 10)
ONE, OTHER = uuid4(), uuid4()


def home(
    result: str, violence: str, day: int = 0, recorded: int = 0, by: UUID = ONE
) -> RecordedHome:
    days = [DAY + dt.timedelta(days=number) for number in (day, recorded)]
    return RecordedHome(HomeResult(result), ViolenceScreen(violence), RecordedFact(*days, by))


BAD, GOOD = ("not_suitable", "none"), ("suitable", "none")


@pytest.mark.requirement("TRC-004")
@pytest.mark.parametrize(
    ("homes", "place"),
    [
        ([home(*GOOD), home(*BAD)], 1),
        ([home(*BAD), home(*GOOD)], 0),  # the same person, the same day
        ([home(*BAD), home(*GOOD, day=1)], 0),  # recorded on the same day
        ([home(*BAD), home(*GOOD, recorded=1)], 0),  # of no later visit
        ([home(*BAD), home(*GOOD, day=1, recorded=1)], 1),
        ([home(*BAD), home(*GOOD, by=OTHER)], 1),
        ([home("contact_only", "present"), home("suitable", "past")], 0),
        ([home(*BAD), home(*GOOD), home("suitable", "none")], 0),
        ([home(*BAD), home(*GOOD, by=OTHER), home(*GOOD)], 2),
        ([home("contact_only", "none"), home(*BAD), home(*GOOD)], 1),  # the worst of two
        ([home("open", "not_screened"), home(*GOOD)], 1),
    ],
)
def test_which_home_assessment_counts(homes: list[RecordedHome], place: int) -> None:
    assert home_rules.counting_home(homes) is homes[place]


def test_without_an_assessment_none_counts() -> None:
    assert home_rules.counting_home([]) is None


def test_who_must_not_learn_of_it_is_added_and_not_removed() -> None:
    def codes(before: str, after: str) -> list[str]:
        found = change_rules.reasons_against_fewer_kept_from(before, after)
        return [reason.code for reason in found]

    assert codes("", "The uncle") == codes("The uncle", "the  uncle and his son") == []
    assert codes("The uncle", "") == codes("The uncle", "The aunt") == ["keep_from"]


def test_a_refused_text_of_an_enquiry_names_the_words() -> None:
    [why, named] = reasons_with_words("She was sold to a brothel")
    assert why.code == named.code == "cover_text"
    assert "“sold”" in named.text
    assert "“brothel”" in named.text
    assert "“pregnant”" in reasons_with_words("She is pregnant")[-1].text
    assert reasons_with_words("A child in care is looking for relatives") == ()


def test_a_refused_recipient_of_an_enquiry_names_the_words() -> None:
    [why, named] = reasons_with_recipient("Owner of the brothel, Delhi")
    assert why.code == named.code == "to_whom"
    assert "“brothel”" in named.text
    assert "“hiv”" in reasons_with_recipient("HIV clinic")[-1].text
    for plain in ("Mr Dalal, teacher", "The STD booth at the market", "Ward chair, Rajbiraj"):
        assert reasons_with_recipient(plain) == (), plain


@pytest.fixture
def around(db: None) -> ChildFileCast:
    return cast.around()


def counting(around: ChildFileCast, verification: Any) -> str:
    """The conclusion that counts, in the application and in the database."""
    with acting(around.worker):
        found = queries.latest_home(verification.pk, around.worker)
    with role("warden"), connection.cursor() as cursor:
        cursor.execute("SELECT id, result FROM tracing_latest_home(%s)", [verification.pk])
        stored = cursor.fetchall()
    assert found is not None
    assert stored == [(found.pk, found.result)]
    return str(found.result)


def record_on(home_of: HomeAssessment, day: dt.date) -> None:
    """As if the assessment had been recorded on an earlier day."""
    noon = dt.datetime.combine(day, dt.time(6), dt.UTC)
    with role("maintenance"):
        HomeAssessment.objects.filter(pk=home_of.pk).update(recorded_at=noon)


@pytest.mark.requirement("TRC-004")
@pytest.mark.requirement("TRC-008")
def test_a_better_assessment_of_the_same_person_and_day_does_not_count(
    around: ChildFileCast,
) -> None:
    verification = steps.verify(around, steps.seek(around))
    bad = {"result": "not_suitable", "violence": "present"}
    first = steps.assess(around, verification, **bad)
    assert counting(around, verification) == "not_suitable"
    second = steps.assess(around, verification, visited_on=steps.today(around))
    assert counting(around, verification) == "not_suitable"
    page = read(around.worker, f"{around.url}tracing/")
    assert page.count("the earlier finding counts until another person assesses") == 1
    record_on(first, steps.today(around, -5))
    assert counting(around, verification) == "suitable"  # a visit of a later day
    record_on(first, steps.today(around))
    assert counting(around, verification) == "not_suitable"
    with role("maintenance"):
        HomeAssessment.objects.filter(pk=second.pk).update(recorded_by=around.supervisor.pk)
    assert counting(around, verification) == "suitable"
    assert "the earlier finding counts" not in read(around.worker, f"{around.url}tracing/")


@pytest.mark.requirement("TRC-004")
def test_the_conclusion_is_edited_to_a_worse_one_alone(around: ChildFileCast) -> None:
    verification = steps.verify(around, steps.seek(around))
    found = steps.assess(around, verification, result="contact_only")
    page = f"homes/{found.pk}/"
    for result in ("suitable", "open"):
        assert "Record a new home assessment if" in fill(around, page, result=result)
        with (
            acting(around.worker),
            pytest.raises(IntegrityError, match="stays as it was recorded"),
            transaction.atomic(),
        ):
            writing.change(steps.stored(found), actor=around.worker, result=result)
    fill(around, page, result="not_suitable")
    assert steps.stored(found).result == "not_suitable"


@pytest.mark.requirement("TRC-002")
def test_the_list_shows_the_answer_that_counts(around: ChildFileCast) -> None:
    sought = steps.seek(around)
    board = reverse("tracing:list_tracing")
    assert "not asked yet" in read(around.worker, board)
    steps.answer(around, sought, "no")
    steps.answer(around, sought, "wants")
    shown = read(around.worker, board)
    assert "Does not want" in shown
    assert "Wants it" not in shown


def test_who_must_not_learn_of_it_stays_in_the_request(around: ChildFileCast) -> None:
    sought = steps.seek(around)  # not the uncle

    def keep(words: str) -> None:
        with acting(around.worker):
            opened = TracingRequest.objects.get(pk=sought.pk)
            records.open_texts(opened)
            opened.keep_from = words
            searches.change_request(
                request=opened, columns={}, version=opened.version, actor=around.worker
            )

    for words in ("", "The aunt"):
        with pytest.raises(TracingRefused) as refused:
            keep(words)
        assert [reason.code for reason in refused.value.reasons] == ["keep_from"]
    keep("The uncle. On 2 December the child said that the aunt may know.")
