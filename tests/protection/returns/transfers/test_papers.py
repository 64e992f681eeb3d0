"""Papers of a transfer reveal nothing of what happened to the child (XBR-010)."""

import datetime as dt

import pytest
from lxml.html import document_fromstring

from saathi.agencies import records
from saathi.agencies.models import Office, Staff
from saathi.protection.returns.tracing.exploitation_words import find_exploitation_words
from saathi.protection.returns.transfers import papers
from saathi.protection.returns.transfers.actions import preparing
from saathi.protection.returns.transfers.models import Transfer, TransferDocument, TransferJourney
from saathi.protection.returns.transfers.vocabulary import TransferPaper
from saathi.web.components import LabelledValue
from tests.desk import cast
from tests.desk.cast import NAME, ChildFileCast
from tests.protection.returns.transfers import prepared
from tests.reading import read
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db

PAPERS = ("request", "day", "handover", "booklet")


@pytest.fixture
def around() -> ChildFileCast:
    return cast.around()


def printed(page: str) -> str:
    """The words that a browser prints: the title, and the main part without what is only on screens."""
    tree = document_fromstring(page)
    for element in tree.xpath("//*[contains(@class, 'no-print')]"):
        element.drop_tree()
    [title], [main] = tree.xpath("//title"), tree.xpath("//main")
    return f"{title.text_content()} {main.text_content()}"


def test_booklet_says_if_there_is_no_translation_for_the_child() -> None:
    assert "in the child’s language" in papers.note_on_language(["mai", "ur"])
    note = papers.note_on_language(["mai"])
    assert "no translation into the language of the child (Maithili)" in note
    assert "an interpreter reads it to the child" in note


def test_booklet_names_the_escort_in_a_sentence_and_whom_to_call(around: ChildFileCast) -> None:
    transfer = authorised(around)
    shown = read(around.worker, f"{around.url}transfers/{transfer.pk}/print/booklet/")
    assert "Rina Shah, agency, woman. You chose this person." in shown
    assert "+977 1 000 000" in shown


@pytest.mark.requirement("XBR-010")
@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("paper", PAPERS)
def test_paper_is_neutral(around: ChildFileCast, paper: str, language: str) -> None:
    transfer = authorised(around)
    path = f"{around.url}transfers/{transfer.pk}/print/{paper}/"
    client = signed_in(around.worker)
    client.cookies["django_language"] = language
    page = printed(client.get(path, headers={"accept-language": language}).content.decode())
    assert transfer.reference in page or paper == "booklet"
    assert find_exploitation_words(page) == []
    for hidden in (NAME, around.case.child.code, prepared.PLACE, "Return to the country"):
        assert hidden not in page
    assert cast.entries(kind="printed")[-1].detail["screen"] == f"transfers:print_{paper}"


def test_paper_without_its_record_is_not_found(around: ChildFileCast) -> None:
    transfer = prepared.considered(around)
    path = f"{around.url}transfers/{transfer.pk}/print/"
    for paper in ("request", "day"):
        assert signed_in(around.worker).get(f"{path}{paper}/").status_code == 404
    for person in (around.house_mother, around.outsider):
        assert signed_in(person).get(f"{path}booklet/").status_code == 404
    assert "Your journey" in read(around.worker, f"{path}booklet/")


def test_text_about_exploitation_is_left_out() -> None:
    pairs = [LabelledValue("Route", "By car"), LabelledValue("Remarks", "She was trafficked.")]
    section = papers.PaperSection("Day", "en", is_rtl=False, pairs=pairs)
    shown = papers.neutral(papers.TransferPaperContent("Sheet", "", [section]))
    assert [pair.text for pair in shown.sections[0].pairs] == ["By car"]
    assert shown.has_gap


def authorised(around: ChildFileCast) -> Transfer:
    transfer = prepared.accepted(around)
    prepared.submit(around, transfer)
    return prepared.authorise(around, transfer)


def print_note(around: ChildFileCast, transfer: Transfer) -> str:
    """The printed words of the handover note, or those of the page that says why there is none."""
    path = f"{around.url}transfers/{transfer.pk}/print/handover/"
    return printed(signed_in(around.worker).get(path, follow=True).content.decode())


@pytest.mark.requirement("XBR-005")
def test_handover_note_is_not_printed_against_the_childs_word(around: ChildFileCast) -> None:
    transfer = prepared.accepted(around)
    early = print_note(around, transfer)
    assert "The handover note is printed after the authorisation." in early
    assert "Our case worker visits the child" not in early
    prepared.submit(around, transfer)
    prepared.authorise(around, transfer)
    prepared.say(around, transfer, wish="does_not", moment="departure", words="No.")
    assert "No handover note is printed." in print_note(around, transfer)


@pytest.mark.requirement("XBR-005")
def test_handover_note_says_what_the_child_answered(around: ChildFileCast) -> None:
    transfer = authorised(around)
    prepared.say(around, transfer, wish="chose_not")
    page = read(around.worker, f"{around.url}transfers/{transfer.pk}/")
    assert "Print handover note and receipt" in page
    shown = print_note(around, transfer)
    assert "The child’s answer: Chose not to say." in shown
    assert "of their own will" not in shown
    assert "Our case worker visits the child within 72 hours." in shown


def test_note_lists_the_documents_that_go(around: ChildFileCast) -> None:
    transfer = authorised(around)
    assert "Itinerary" not in print_note(around, transfer)
    with acting(around.worker):
        [paper] = TransferDocument.objects.filter(transfer=transfer, paper="itinerary")
        records.open_texts(paper)
        preparing.change_paper(
            paper=paper, columns={"goes": True}, version=paper.version, actor=around.worker
        )
    assert "Itinerary" in print_note(around, transfer)


@pytest.mark.parametrize(
    ("country", "language", "expected"),
    [("PAK", "", ["en", "ur"]), ("IND", "", ["en"]), ("NPL", "ur", ["en", "ur"])],
)
def test_second_language_is_that_of_the_receiving_side(
    country: str, language: str, expected: list[str]
) -> None:
    transfer = Transfer(to_country=country)
    if language:
        transfer.receiver = Staff(language=language)
    assert papers.languages_of_sides(transfer) == expected


@pytest.mark.requirement("XBR-010")
def test_letter_tells_care_needs_only_if_chosen(around: ChildFileCast) -> None:
    transfer = prepared.accepted(around)
    path = f"{around.url}transfers/{transfer.pk}/print/request/"
    needs = "Care that the child needs"
    assert needs not in read(around.worker, path)
    assert needs in read(around.worker, f"{path}?needs=1")


@pytest.mark.requirement("XBR-012")
def test_times_of_papers_name_the_country_whose_clock_they_follow(around: ChildFileCast) -> None:
    transfer = authorised(around)
    with role("maintenance"):
        Office.objects.filter(country="IND").update(time_zone="Asia/Kolkata")
        day = prepared.at(around, 1, 8).date()  # a sheet is printed for a journey that is near
        at = dt.datetime.combine(day, dt.time(4, 0), dt.UTC)
        late = dt.datetime.combine(day, dt.time(18, 20), dt.UTC)
        TransferJourney.objects.filter(transfer=transfer).update(
            departs_at=at, crosses_at=at, arrives_at=late
        )
    path = f"{around.url}transfers/{transfer.pk}/print/"
    sheet = _plain(read(around.worker, f"{path}day/"))
    first, second = (f"{each:%-d %B %Y}" for each in (day, day + dt.timedelta(days=1)))
    assert f"{first}, 09:45 (Nepal time) · 09:30 (India time)" in sheet
    # After midnight in one country only, the day is given twice.
    assert f"{second}, 00:05 (Nepal time) · {first}, 23:50 (India time)" in sheet
    booklet = _plain(read(around.worker, f"{path}booklet/"))
    assert f"{first}, 09:45 (Nepal time)" in booklet
    assert f"{first}, 23:50 (India time)" in booklet
    assert "09:30" not in booklet


def _plain(text: str) -> str:
    """The text without the marks that isolate directions."""
    return text.translate(dict.fromkeys(map(ord, "\u200e\u2068\u2069")))


def test_day_sheet_has_the_number_to_call_or_a_line_for_it(around: ChildFileCast) -> None:
    transfer = authorised(around)
    sheet = read(around.worker, f"{around.url}transfers/{transfer.pk}/print/day/")
    assert "Number to call" in sheet


def test_booklet_is_in_a_language_of_the_child_or_the_chosen_one(around: ChildFileCast) -> None:
    transfer = prepared.considered(around)
    path = f"{around.url}transfers/{transfer.pk}/print/booklet/"
    assert "Your journey" in read(around.worker, path)
    client = signed_in(around.worker)
    assert 'dir="rtl"' in client.get(f"{path}?language=ur").content.decode()
    assert papers.languages_for_child(["mai", "ur"], "en") == ["ur", "en"]
    assert papers.languages_for_child(["mai"], "en") == ["en", "ur"]


def test_booklet_does_not_name_a_house_of_many_children(around: ChildFileCast) -> None:
    transfer = prepared.considered(around)
    prepared.place(
        around.worker, transfer, prepared.today(around, 2), care="transit", standing="meets"
    )
    shown = read(around.worker, f"{around.url}transfers/{transfer.pk}/print/booklet/")
    assert "For a short time in a house where adults look after you" in shown
    assert "Aunt Maya Devi" not in shown


@pytest.mark.requirement("XBR-010")
@pytest.mark.parametrize(
    "text",
    [
        "AHTU Patna", "POCSO case", "under ITPA", "sexwork", "a dance bar", "massage parlour",
        "debt bondage", "t.r.afficked", "t_r_afficked", "t r a f f i c k e d", "tra\u00adfficked",
        "traf\u200bficked", "tra\ufb03cked", "tr\u0430fficked", "tr4fficked", "tr@fficked", "traficked",
        "s3x", "pr0stitute", "traf ficking", "redlight", "dancebar", "pimps", "victimised",
        "antitrafficking", "ᴛʀᴀғғɪᴄᴋᴇᴅ", "🅣🅡🅐🅕🅕🅘🅒🅚", "Sonagachi", "GB Road", "VoT", "CSEC", "370 IPC",
        "deh vyapar", "পা চার",
    ],
)  # fmt: skip
def test_disguised_words_are_found(text: str) -> None:
    assert find_exploitation_words(text)


@pytest.mark.parametrize(
    "text",
    [
        "Go by a bus to Patna.",
        "Speaks Maithili; class 6.",
        "Ms Rai, our agency",
        "Ward 4/5",
        "house 14a",
        "The mole stayed",
        "Consular section",
        "room 3, 4th floor",
        "a traffic light",
    ],
)
def test_plain_words_are_not(text: str) -> None:
    assert find_exploitation_words(text) == []


def test_diagnosis_is_on_no_paper() -> None:
    pairs = [LabelledValue("Care", "HIV medicine at 8"), LabelledValue("Care", "Medicine at 8")]
    section = papers.PaperSection("Sheet", "en", is_rtl=False, pairs=pairs)
    found = papers.neutral(papers.TransferPaperContent("Sheet", "", [section]))
    assert [pair.text for pair in found.sections[0].pairs] == ["Medicine at 8"]
    assert found.has_gap


@pytest.mark.requirement("XBR-010")
def test_handover_note_lists_only_documents_that_tell_nothing(around: ChildFileCast) -> None:
    transfer = authorised(around)
    with role("maintenance"):
        TransferDocument.objects.filter(transfer=transfer).update(goes=True, state="held")
    shown = read(around.worker, f"{around.url}transfers/{transfer.pk}/print/handover/")
    assert "Travel permit" in shown
    for paper in TransferPaper:
        assert paper in papers.LISTED_ON_NOTE or str(paper.label) not in shown, paper


def test_office_that_tells_what_happened_does_not_sign() -> None:
    line = "Signed for Anti-Human-Trafficking Unit, Rescue Cell"
    section = papers.PaperSection(
        "Letter", "en", is_rtl=False, signatures=[line, "Signed for Patan"]
    )
    shown = papers.neutral(papers.TransferPaperContent("Letter", "", [section])).sections[0]
    assert shown.signatures == ["Signed for the office that sends this", "Signed for Patan"]


@pytest.mark.requirement("INT-001")
def test_letter_is_not_printed_once_the_facts_may_not_go(around: ChildFileCast) -> None:
    transfer = prepared.accepted(around)
    path = f"{around.url}transfers/{transfer.pk}/print/request/"
    assert signed_in(around.worker).get(path).status_code == 200
    with role("maintenance"):
        ended = {"state": "stopped", "stopped_by": "child", "ended_on": prepared.today(around)}
        Transfer.objects.filter(pk=transfer.pk).update(**ended)
    answer = signed_in(around.worker).get(path, follow=True)
    assert answer.redirect_chain
    assert "This transfer is over." in answer.content.decode()
