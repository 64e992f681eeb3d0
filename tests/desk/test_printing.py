"""Documents about a child: who may not make one, their content, words and scripts."""

import io
import unicodedata
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from saathi.agencies.vocabulary import TeamRole
from saathi.desk.printing import paper_texts
from saathi.protection.casework.care_plans.vocabulary import GoalDecidedBy, GoalState, StepState
from saathi.web import pdf
from tests.desk import cast
from tests.desk.cast import NAME, ChildFileCast, entries
from tests.signing import just_confirmed, signed_in

PLAN = {"reason": "for_the_child", "language": "en"}
SUMMARY = {"reason": "authority"}


@pytest.fixture
def around() -> ChildFileCast:
    people = cast.around()
    cast.plan(people.case, people.worker)
    cast.said(people.case, people.worker, "I want to go home when it is safe.")
    return people


def text_of(response: Any) -> str:
    assert response.status_code == 200, response.content[:300]
    assert response.headers["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(response.content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


@pytest.mark.django_db
def test_printing_gives_404_without_access(around: ChildFileCast) -> None:
    for person in (around.stranger, around.outsider):
        for paper, sent in (("plan", PLAN), ("summary", SUMMARY)):
            page = f"{around.url}print/{paper}/"
            assert just_confirmed(person).get(page).status_code == 404
            assert just_confirmed(person).post(page, sent).status_code == 404
        assert not entries(kind="printed", by=person.id)


@pytest.mark.django_db
def test_house_parent_prints_plan_and_no_summary(around: ChildFileCast) -> None:
    client = just_confirmed(around.house_mother)
    assert "Sewing course 1" in text_of(client.post(f"{around.url}print/plan/", PLAN))
    assert client.post(f"{around.url}print/summary/", SUMMARY).status_code == 404


@pytest.mark.django_db
@pytest.mark.requirement("CPL-005")
def test_printed_plan_has_goals_rights_and_no_name_by_default(
    around: ChildFileCast,
) -> None:
    client = just_confirmed(around.worker)
    text = text_of(client.post(f"{around.url}print/plan/", PLAN))
    for part in ("My plan", "Sewing course 1", "You decided this.", "You can always", "say no"):
        assert part in text
    assert around.case.child.code in text
    assert NAME not in text
    named = text_of(client.post(f"{around.url}print/plan/", PLAN | {"with_name": "on"}))
    assert NAME in named


@pytest.mark.django_db
@pytest.mark.parametrize("language", paper_texts.LANGUAGES)
def test_printed_plan_is_available_in_each_language(around: ChildFileCast, language: str) -> None:
    response = just_confirmed(around.worker).post(
        f"{around.url}print/plan/", PLAN | {"language": language}
    )
    assert "Sewing course 1" in text_of(response)
    assert PdfReader(io.BytesIO(response.content)).metadata.title == around.case.child.code


@pytest.mark.django_db
@pytest.mark.requirement("PRI-007")
def test_printing_is_logged_with_its_reason(around: ChildFileCast) -> None:
    client = just_confirmed(around.worker)
    client.get(f"{around.url}print/summary/")
    assert not entries(kind="printed")
    client.post(f"{around.url}print/summary/", SUMMARY)
    [entry] = entries(kind="printed")
    assert (entry.by, entry.file_id, entry.purpose) == (
        around.worker.id,
        around.file_id,
        "own_case",
    )
    assert entry.detail["reason"] == "authority"


@pytest.mark.django_db
@pytest.mark.requirement("PRI-001")
def test_printed_document_for_authority_has_no_name_by_default(
    around: ChildFileCast,
) -> None:
    client = just_confirmed(around.worker)
    paper = client.post(f"{around.url}print/summary/", SUMMARY)
    assert around.case.child.code in text_of(paper)
    assert NAME not in text_of(paper)
    for text in (paper["Content-Disposition"], PdfReader(io.BytesIO(paper.content)).metadata.title):
        assert NAME.split()[0] not in text


@pytest.mark.django_db
def test_printing_requires_a_reason(around: ChildFileCast) -> None:
    response = just_confirmed(around.worker).post(
        f"{around.url}print/summary/", {"with_name": "on"}
    )
    assert "This field is required" in response.content.decode()
    assert "checked" in response.content.decode()
    assert not entries(kind="printed")


@pytest.mark.django_db
def test_printed_summary_contains_only_readable_sections(around: ChildFileCast) -> None:
    client = just_confirmed(around.worker)
    text = text_of(client.post(f"{around.url}print/summary/", SUMMARY))
    for part in (
        around.case.child.code,
        "Sewing course 1",
        "I want to go home",
        around.worker.name,
    ):
        assert part in text
    assert NAME not in text
    assert NAME in text_of(
        client.post(f"{around.url}print/summary/", SUMMARY | {"with_name": "on"})
    )


@pytest.mark.django_db
def test_printed_summary_requires_confirmation(around: ChildFileCast) -> None:
    response = signed_in(around.worker).post(f"{around.url}print/summary/", SUMMARY)
    assert response.headers["Location"].startswith("/account/reauthenticate/")
    assert not entries(kind="printed")


@pytest.mark.django_db
def test_printing_without_plan_gives_404() -> None:
    alone = cast.around()
    assert just_confirmed(alone.worker).get(f"{alone.url}print/plan/").status_code == 404


# --- Words and letters, without a database --------------------------------------------------------


@pytest.mark.parametrize("language", paper_texts.LANGUAGES)
def test_paper_texts_are_complete_in_each_language(language: str) -> None:
    texts, english = paper_texts.load_paper_texts(language), paper_texts.load_paper_texts("en")
    assert texts.keys() == english.keys()
    assert len(texts["rights"]) == len(english["rights"])
    for key, codes in (("decided_by", GoalDecidedBy.values), ("role", TeamRole.values)):
        assert set(texts[key]) == set(codes)
    for code in (*GoalState.values, *StepState.values):
        is_said_elsewhere = code in {"open", "to_do", "under_way", "done"}
        assert is_said_elsewhere or texts["state"][code]
    for key, text in english.items():
        if isinstance(text, str):
            places = [mark for mark in ("{day}", "{name}") if mark in text]
            assert all(mark in texts[key] for mark in places), key


@pytest.mark.parametrize(
    ("spoken", "offered"),
    [
        (["ne"], "ne"),
        (["mai", "ne"], "hi"),
        (["taj", "en"], "ne"),
        (["rhg", "bn"], "bn"),
        (["si"], "en"),
        ([], "en"),
    ],
)
def test_nearest_paper_language_is_offered(spoken: list[str], offered: str) -> None:
    assert paper_texts.nearest_language(spoken) == offered


NAMES = (
    "अनिता श्रेष्ठ", "শ্রীমতী রহিমা খাতুন", "لکشمی کماری ڑےںھ", "லட்சுமி ஸ்ரீதரன்", "ශ්‍රියානි ක්‍රිෂ්ණා",
    "އައިޝަތު", "ཀརྨ་ཚེ་རིང་རྡོ་རྗེ", "ਗੁਰਪ੍ਰੀਤ ਕੌਰ", "శ్రీలక్ష్మి", "Zeenat “Munni” – 9",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_letter_of_every_script_of_the_region_is_in_the_fonts(name: str) -> None:
    covered = {sign for path in pdf.FONTS.glob("*.ttf") for sign in TTFont(path).getBestCmap()}
    missing = [unicodedata.name(sign) for sign in name if ord(sign) not in covered]
    assert missing == []


def test_typed_text_is_escaped_in_papers() -> None:
    typed = '#panic("x") *bold* $x$ @ref [a] <b> \\ // done'
    data = {
        "title": "NP-7K3F-92", "lang": "en", "rtl": False, "words": paper_texts.load_paper_texts("en"), "foot": "",
        "draft": False, "name": pdf.text_with_direction(typed), "made": "", "note": "", "said": None,
        "goals": [], "review": "", "team": [],
    }  # fmt: skip
    document = pdf.render_pdf("desk/printing/plan.typ", data)
    text = PdfReader(io.BytesIO(document)).pages[0].extract_text()
    assert '#panic("x") *bold* $x$ @ref [a] <b>' in text.replace("“", '"').replace("”", '"')
    assert document == pdf.render_pdf("desk/printing/plan.typ", data), (
        "the same words, the same bytes"
    )


@pytest.mark.parametrize(
    ("text", "rtl"),
    [
        ("Gita", False),
        ("گیتا", True),
        ("12 گیتا", True),
        ("\u2068Gita\u2069", False),
        ("", False),
        ("१२", False),
    ],
)
def test_printed_text_direction_follows_first_letter(text: str, rtl: bool) -> None:
    assert pdf.text_with_direction(text)["rtl"] is rtl
