"""Papers of a transfer reveal nothing of what happened to the child (XBR-010)."""

import pytest
from lxml.html import document_fromstring

from saathi.protection.returns.tracing.exploitation_words import find_exploitation_words
from saathi.protection.returns.transfers import papers
from saathi.web.components import LabelledValue
from tests.desk import cast
from tests.desk.cast import NAME, ChildFileCast
from tests.protection.returns.transfers import prepared
from tests.reading import read
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


@pytest.mark.requirement("XBR-010")
@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("paper", PAPERS)
def test_paper_is_neutral(around: ChildFileCast, paper: str, language: str) -> None:
    transfer = prepared.accepted(around)
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
    assert "My journey" in read(around.worker, f"{path}booklet/")


def test_text_about_exploitation_is_left_out() -> None:
    pairs = [LabelledValue("Route", "By car"), LabelledValue("Remarks", "She was trafficked.")]
    section = papers.PaperSection("Day", "en", is_rtl=False, pairs=pairs)
    shown = papers.neutral(papers.TransferPaperContent("Sheet", "", [section]))
    assert [pair.text for pair in shown.sections[0].pairs] == ["By car"]
    assert shown.has_gap


def test_handover_note_is_in_two_languages(around: ChildFileCast) -> None:
    transfer = prepared.considered(around)
    path = f"{around.url}transfers/{transfer.pk}/print/handover/"
    page = signed_in(around.worker).get(path).content.decode()
    assert 'lang="en" dir="ltr"' in page
    assert 'lang="ur" dir="rtl"' in page


def test_booklet_does_not_name_a_house_of_many_children(around: ChildFileCast) -> None:
    transfer = prepared.considered(around)
    prepared.place(
        around.worker, transfer, prepared.today(around, 2), care="transit", standing="meets"
    )
    shown = read(around.worker, f"{around.url}transfers/{transfer.pk}/print/booklet/")
    assert "Transit home" in shown
    assert "Aunt Maya Devi" not in shown


@pytest.mark.requirement("XBR-010")
@pytest.mark.parametrize(
    "text",
    [
        "AHTU Patna", "POCSO case", "under ITPA", "sexwork", "a dance bar", "massage parlour",
        "debt bondage", "t.r.afficked", "t_r_afficked", "t r a f f i c k e d", "tra\u00adfficked",
        "traf\u200bficked", "tra\ufb03cked", "tr\u0430fficked",
    ],
)  # fmt: skip
def test_disguised_words_are_found(text: str) -> None:
    assert find_exploitation_words(text)


@pytest.mark.parametrize(
    "text", ["Go by a bus to Patna.", "Speaks Maithili; class 6.", "Ms Rai, our agency", "Ward 4/5"]
)
def test_plain_words_are_not(text: str) -> None:
    assert find_exploitation_words(text) == []


def test_diagnosis_is_on_no_paper() -> None:
    pairs = [LabelledValue("Care", "HIV medicine at 8"), LabelledValue("Care", "Medicine at 8")]
    section = papers.PaperSection("Sheet", "en", is_rtl=False, pairs=pairs)
    found = papers.neutral(papers.TransferPaperContent("Sheet", "", [section]))
    assert [pair.text for pair in found.sections[0].pairs] == ["Medicine at 8"]
    assert found.has_gap
