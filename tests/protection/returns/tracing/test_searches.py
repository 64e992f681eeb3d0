"""A search: the child's wish comes first, enquiries tell nothing of what happened, and time is kept."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from saathi.agencies import writing
from saathi.consent import models as consent_models
from saathi.protection.casework.cases.models import Due
from saathi.protection.decisions.orders.models import BrokenSafeguard
from saathi.protection.identification.screening.actions import interviews
from saathi.protection.identification.screening.vocabulary import FamilyClueKind
from saathi.protection.returns.tracing.models import TracingEnquiry, TracingRequest
from tests.desk import cast
from tests.desk.cast import ChildFileCast
from tests.factories import best_interests, borders
from tests.protection.returns.tracing import steps
from tests.protection.returns.tracing.walking import ENQUIRY, NAMED, fill
from tests.reading import day, read
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


@pytest.mark.requirement("TRC-001")
def test_separated_child_is_to_be_asked_who_should_be_traced(around: ChildFileCast) -> None:
    with acting(around.worker):
        status = consent_models.Accompaniment(
            file_id=around.file_id,
            child_id=around.case.child_id,
            state="alone",
            as_of=steps.today(around),
        )
        writing.add(status, actor=around.worker)
    assert steps.duties(around, "tracing_wish") == [steps.today(around, 7)]
    page = fill(
        around,
        "new/",
        relation="mother",
        names="Maya\nमाया",
        keep_from="The uncle",
    )
    assert "Child’s answer" in page
    request = steps.latest(TracingRequest)
    page = fill(
        around,
        f"{request.pk}/views/new/",
        subject="tracing",
        wish="wants",
        child_words="I want my mother",
        **day("asked_on", steps.today(around)),
    )
    assert "I want my mother" in page
    assert "The uncle" in page
    assert steps.duties(around, "tracing_wish") == []
    [first_step] = steps.duties(around, "tracing_step")
    assert steps.today(around, 5) <= first_step <= steps.today(around, 12)
    assert steps.duties(around, "tracing_review") == [steps.today(around, 30)]
    assert steps.duties(around, "tracing_solution") == [steps.today(around, 91)]
    fill(around, f"{request.pk}/enquiries/new/", **ENQUIRY | NAMED)
    assert steps.duties(around, "tracing_step") == []


@pytest.mark.requirement("BID-001")
def test_tracing_before_an_assessment_is_recorded_and_due(around: ChildFileCast) -> None:
    page = f"{around.url}tracing/"
    assert "No best interests assessment yet" in read(around.worker, page)
    steps.seek(around)
    assert "Not assessed before the tracing began" in read(around.worker, page)
    assert "Family tracing needs one." in read(around.worker, page)
    assert steps.duties(around, "best_interests") == [steps.today(around)]
    best_interests.short_assessment(around.case, around.worker, occasion="contact")
    assert steps.duties(around, "best_interests") == []
    shown = read(around.worker, page)
    assert "No best interests assessment yet" not in shown
    assert "Not assessed before the tracing began" not in shown
    steps.seek(around)
    assert steps.duties(around, "best_interests") == []
    steps.seek(around, steps.today(around, -3))
    assert "Not assessed before the tracing began" in read(around.worker, page)


@pytest.mark.requirement("TRC-003")
def test_enquiry_never_tells_of_trafficking(around: ChildFileCast) -> None:
    request = steps.seek(around)
    steps.answer(around, request)
    page = f"{request.pk}/enquiries/new/"
    told = fill(
        around, page, **ENQUIRY | {"cover_text": "This girl was trafficked from your village"}
    )
    assert "Remove the words about trafficking" in told
    with role("maintenance"):
        assert not TracingEnquiry.objects.exists()
    assert "Ward chair, Rajbiraj" in fill(around, page, **ENQUIRY | {"facts": ["age", "home"]})
    enquiry = steps.latest(TracingEnquiry)
    card = read(around.worker, f"{around.url}tracing/enquiries/{enquiry.pk}/print/")
    assert ENQUIRY["cover_text"] in card
    assert cast.NAME not in card
    assert b"Ward chair" not in bytes(enquiry.sealed)


@pytest.mark.requirement("INT-001")
def test_a_consulate_is_not_asked_before_the_screening_under_another_name(
    around: ChildFileCast,
) -> None:
    request = steps.seek(around)
    steps.answer(around, request)
    consulate = {"way": "phone", "asked": "organisation", "to_whom": "Consulate of India, Birgunj"}
    page = fill(around, f"{request.pk}/enquiries/new/", **ENQUIRY | consulate)
    assert "names an embassy or consulate" in page
    with role("maintenance"):
        assert not TracingEnquiry.objects.exists()


@pytest.mark.requirement("TRC-003")
def test_a_sentence_of_others_that_tells_what_happened_is_kept_but_not_printed(
    around: ChildFileCast,
) -> None:
    request = steps.seek(around)
    steps.answer(around, request)
    said = {"made_through": "others", "cover_text": "This girl was trafficked from your village"}
    assert "Remove the words" not in fill(
        around, f"{request.pk}/enquiries/new/", **ENQUIRY | {"facts": ["age", "home"]} | said
    )
    enquiry = steps.latest(TracingEnquiry)
    assert "Print card" not in read(around.worker, f"{around.url}tracing/")
    card = f"{around.url}tracing/enquiries/{enquiry.pk}/print/"
    assert signed_in(around.worker).get(card).status_code == 404


@pytest.mark.requirement("TRC-003")
def test_recipient_of_an_enquiry_never_tells_of_trafficking(around: ChildFileCast) -> None:
    request = steps.seek(around)
    steps.answer(around, request)
    told = {"to_whom": "Neighbours of the brothel, Delhi"}
    page = f"{request.pk}/enquiries/new/"
    assert "others can see who is asked" in fill(around, page, **ENQUIRY | told)
    call: dict[str, object] = {"asked": "family", "country": "NPL", "kept_from": "no"} | told
    call |= day("next_on", steps.today(around, 2))
    assert "others can see who is asked" in fill(around, f"{request.pk}/calls/new/", **call)
    with role("maintenance"):
        assert not TracingEnquiry.objects.exists()
    fill(around, page, **ENQUIRY | told | {"made_through": "others"})
    assert "Print card" not in read(around.worker, f"{around.url}tracing/")
    card = f"{around.url}tracing/enquiries/{steps.latest(TracingEnquiry).pk}/print/"
    assert signed_in(around.worker).get(card).status_code == 404


@pytest.mark.requirement("TRC-003")
def test_child_is_not_named_before_the_childs_view(around: ChildFileCast) -> None:
    request = steps.seek(around)
    page = f"{request.pk}/enquiries/new/"
    assert "First ask the child" in fill(around, page, **ENQUIRY | {"facts": ["name"]})
    steps.answer(around, request, "not_now", child_words="Not now. My uncle must not know.")
    assert "does not want this tracing now" in fill(around, page, **ENQUIRY)
    with role("maintenance"):
        assert not TracingEnquiry.objects.exists()
    others = fill(around, page, **ENQUIRY | {"made_through": "others", "facts": ["name"]})
    assert "Others, without our request" in others
    with role("maintenance"):
        [broken] = BrokenSafeguard.objects.filter(file_id=around.file_id)
    assert broken.safeguard == "contacted_origin"


@pytest.mark.requirement("TRC-003")
def test_enquiry_is_refused_with_all_reasons_the_childs_view_first(around: ChildFileCast) -> None:
    wrong = ENQUIRY | {"cover_text": "This girl was trafficked", "facts": ["name"]}
    shown = fill(around, f"{steps.seek(around).pk}/enquiries/new/", **wrong)
    places = [
        shown.index(text)
        for text in (
            "First ask the child",
            "Remove the words about trafficking",
            "Enter why the child’s name is necessary",
        )
    ]
    assert places == sorted(places)


def test_rare_decision_is_not_among_the_main_buttons(around: ChildFileCast) -> None:
    html = signed_in(around.worker).get(f"{around.url}tracing/").content.decode()
    assert html.index('<details class="more">') < html.index("not-prosecuted/")


def test_database_refuses_an_enquiry_against_the_child(around: ChildFileCast) -> None:
    request = steps.seek(around)
    usual = {
        "file_id": around.file_id,
        "request": request,
        "made_on": steps.today(around),
        "way": "phone",
        "asked": "family",
        "country": "NPL",
    }
    for facts, wish in (
        (["name"], ""),
        ([], "no"),
        (["photo"], "chose_not"),
        (["name"], "not_asked"),
    ):
        if wish:
            steps.answer(around, request, wish, asked_on=steps.today(around))
        enquiry = TracingEnquiry(made_through="ours", facts=facts, **usual)
        with (
            acting(around.worker),
            pytest.raises(IntegrityError, match="view does not allow"),
            transaction.atomic(),
        ):
            writing.add(enquiry, actor=around.worker)


def test_call_without_an_answer_takes_one_short_form(around: ChildFileCast) -> None:
    request = steps.seek(around)
    steps.answer(around, request)
    page = fill(
        around,
        f"{request.pk}/calls/new/",
        asked="family",
        country="NPL",
        to_whom="Aunt, Janakpur",
        kept_from="no",
        **day("next_on", steps.today(around, 2)),
    )
    assert "No answer" in page
    assert "Aunt, Janakpur" in page
    enquiry = steps.latest(TracingEnquiry)
    assert enquiry.next_on == steps.today(around, 2)
    last = fill(around, f"{request.pk}/calls/new/", asked="family", country="NPL",
                to_whom="Uncle, a dead number", kept_from="no")  # fmt: skip
    assert "Uncle, a dead number" in last
    found = fill(
        around,
        f"enquiries/{enquiry.pk}/",
        result="found",
        answer="The mother lives there",
        **day("result_on", steps.today(around)),
    )
    assert "Person found" in found
    assert steps.stored(request).state == "found"


@pytest.mark.requirement("TRC-006")
def test_clues_and_spellings_are_used_without_a_copy(around: ChildFileCast) -> None:
    with acting(around.worker):
        clue = interviews.add_clue(
            child=around.case.child,
            data=interviews.FamilyClueInput(
                kind=FamilyClueKind.PLACE,
                stated_on=dt.date(2026, 3, 1),
                texts={"words": "near the big river", "maybe": "Koshi"},
            ),
            actor=around.worker,
        )
    page = read(around.worker, f"{around.url}tracing/new/")
    assert "Koshi" in page
    fill(
        around,
        "new/",
        relation="mother",
        names="Maya Mahato\nमाया महतो\nمایا",
        languages="Maithili, spoken as in Saptari",
        places="Rajbiraj\nराजविराज",
        clues=[str(clue.pk)],
    )
    request = steps.latest(TracingRequest)
    assert request.clues == [clue.pk]
    shown = read(around.supervisor, f"{around.url}tracing/")
    for text in ("माया महतो", "राजविराज", "Maithili", "Clues used 1"):
        assert text in shown


@pytest.mark.requirement("TRC-002")
def test_enquiry_abroad_goes_through_a_named_focal_point(around: ChildFileCast) -> None:
    borders.protocol(around.worker)
    with acting(around.worker):
        abroad = borders.asked(around.case, around.worker)
    request = steps.seek(around)
    steps.answer(around, request)
    page = fill(
        around,
        f"{request.pk}/enquiries/new/",
        **ENQUIRY
        | {
            "way": "abroad",
            "asked": "organisation",
            "country": "IND",
            "to_whom": "Focal point in Patna",
            "cross_border": abroad.pk,
        },
    )
    assert "Focal point in Patna" in page
    assert "Cross-border request India" in page
    assert steps.latest(TracingEnquiry).cross_border_id == abroad.pk


def test_review_and_another_solution_move_the_days(around: ChildFileCast) -> None:
    request = steps.seek(around, steps.today(around, -91))
    assert steps.duties(around, "tracing_solution") == [steps.today(around)]
    fill(
        around,
        f"{request.pk}/review/",
        review="No news from the ward office",
        solution="Kinship care with the aunt",
        **day("reviewed_on", steps.today(around)),
        **day("solution_on", steps.today(around)),
    )
    assert steps.duties(around, "tracing_solution") == []
    with role("maintenance"):
        done = Due.objects.filter(
            file_id=around.file_id, duty="tracing_review", done_on__isnull=False
        )
        assert done.count() == 1
    assert steps.duties(around, "tracing_review") == [steps.today(around, 30)]
    listed = read(around.worker, "/tracing/")
    assert "91" in listed
    assert "Maya" not in listed
    ended = fill(around, f"{request.pk}/status/", state="stopped")
    assert "Enter the reason" in ended
    fill(around, f"{request.pk}/status/", state="stopped", why_ended="The child wants no tracing")
    assert steps.duties(around, "tracing_review") == []
    assert "91" not in read(around.worker, "/tracing/")


def test_strangers_find_no_tracing(around: ChildFileCast) -> None:
    request = steps.seek(around)
    for person in (around.house_mother, around.stranger, around.outsider):
        for page in ("", "new/", f"{request.pk}/views/new/", "verifications/"):
            answer = signed_in(person).get(f"{around.url}tracing/{page}")
            assert answer.status_code == 404, page
