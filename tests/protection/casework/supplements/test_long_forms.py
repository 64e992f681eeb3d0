"""Long forms: groups folded away without losing anything, and drafts that open as they were left."""

import re
from typing import Any

import pytest

from saathi.agencies.models import Draft
from saathi.engines.xlsform.definition import XlsformDefinition
from saathi.protection.casework.supplements.forms.parts import (
    FOLDED_FROM,
    foldable_groups,
    is_folded,
)
from saathi.protection.casework.supplements.models import SupportAnswers
from tests import filled, sending
from tests.counting import at_most
from tests.engines.xlsform.books import form, line
from tests.factories import agencies
from tests.protection.casework.supplements import cast
from tests.protection.casework.supplements.filling_pages import DAY, WORDS, kept
from tests.roles import role
from tests.screens import read
from tests.signing import signed_in

PAGE = "new/a_visit/"


def group(name: str, *lines: list[str], kind: str = "group") -> list[list[str]]:
    return [line(f"begin {kind}", name, name.capitalize()), *lines, line(f"end {kind}")]


def questions(prefix: str, count: int) -> list[list[str]]:
    return [
        line("text", f"{prefix}{number}", f"Question {prefix}{number}", classification="sensitive")
        for number in range(1, count + 1)
    ]


def long_form(*more: list[str]) -> XlsformDefinition:
    """Thirty questions in three groups, of which one has a repeat, and two more before them."""
    return form(
        line("select_one yn", "safe", "Does the child feel safe?", required="yes", classification="statistical"),
        line("text", "first", "What to know first", classification="sensitive"),
        *group("home", *questions("h", 20), line("integer", "people", "People at home", classification="statistical")),
        *group("school", *questions("s", 4), line("text", "why", "What is it?", relevant="${s1} != ''", classification="sensitive")),
        *group("helpers", *group("helper", *questions("w", 2), kind="repeat"), *questions("k", 2)),
        *more,
    )  # fmt: skip


def typed(**answers: str) -> dict[str, Any]:
    return DAY | {"n_helper": "1", "language": "en"} | answers | sending.key()


def folds(page: str) -> dict[str, bool]:
    """The folded parts of a page by their title, and whether each is open."""
    found = re.findall(
        r'<details class="more" id="part_\d+"\s*(open)?>.*?<strong><bdi>(.*?)</bdi>',
        page,
        re.DOTALL,
    )
    return {title: bool(is_open) for is_open, title in found}


def progress(page: str) -> list[str]:
    return re.findall(r"\d+ of \d+ answered", page)


# --- Which groups are folded ----------------------------------------------------------------------


def test_groups_are_folded_only_in_long_forms_that_have_several() -> None:
    cases = [
        (long_form(), ["home", "school", "helpers"], True),
        (form(*group("a", *questions("a", 2)), *group("b", *questions("b", 2))), ["a", "b"], False),
        (form(*questions("q", FOLDED_FROM)), [], False),
        (form(*group("all", *questions("q", FOLDED_FROM))), [], False),
        (form(*group("all", *questions("q", FOLDED_FROM), kind="repeat")), ["all"], False),
        (  # a group around everything is not folded, but those in it are
            form(*group("all", *group("a", *questions("a", 20)), *group("b", *questions("b", 20)))),
            ["a", "b"],
            True,
        ),
        (
            form(*group("a", *questions("a", 20)), *group("b", *questions("b", 20), kind="repeat")),
            ["a", "b"],
            True,
        ),
    ]
    for asked, groups, folded in cases:
        assert (list(foldable_groups(asked)), is_folded(asked)) == (groups, folded)


# --- The page -------------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


@pytest.fixture
def long(here: cast.Office) -> XlsformDefinition:
    asked = long_form()
    cast.published(here, asked)
    return asked


def test_new_form_opens_with_its_first_group_and_every_question_on_the_page(
    here: cast.Office, long: XlsformDefinition
) -> None:
    client = signed_in(here.worker)
    with at_most(15):
        page = client.get(here.url + PAGE).content.decode()
    assert folds(page) == {"Home": True, "School": False, "Helpers": False}
    assert progress(page) == ["0 of 21 answered", "0 of 4 answered", "0 of 4 answered"]
    names = set(re.findall(r'name="([qr]_[^"]+)"', page))
    assert len(names) == len(long.answerable_questions)
    first = page.index('name="q_safe"')
    assert first < page.index('id="part_'), "questions in no group are not folded"
    assert "<h3><bdi>Home" not in page, "its title is the summary"


def test_a_short_form_is_not_folded(here: cast.Office) -> None:
    cast.published(
        here, form(*group("home", *questions("h", 3)), *group("school", *questions("s", 3)))
    )
    page = signed_in(here.worker).get(here.url + PAGE).content.decode()
    assert folds(page) == {}
    assert "<h3><bdi>Home" in page
    assert 'name="step" value="next"' in page


def test_groups_with_an_error_are_open(here: cast.Office, long: XlsformDefinition) -> None:
    sent = typed(q_safe="yes", q_people="many", q_s1=WORDS)
    sent |= {"q_k1": "x" * 4001}
    answer = signed_in(here.worker).post(here.url + PAGE, sent)
    page = answer.content.decode()
    assert folds(page) == {"Home": True, "School": False, "Helpers": True}
    assert WORDS in page
    assert progress(page)[1] == "1 of 5 answered", (
        "the question that follows from the answer counts"
    )


def test_the_group_whose_next_questions_are_shown_is_open(
    here: cast.Office, long: XlsformDefinition
) -> None:
    client = signed_in(here.worker)
    page = client.post(here.url + PAGE, typed(q_s1=WORDS, step="next:school")).content.decode()
    assert folds(page) == {"Home": False, "School": True, "Helpers": False}
    assert re.findall(r"<summary data-focus>\s*<strong><bdi>(.*?)</bdi>", page) == ["School"]
    assert 'value="next:school"' in page
    page = client.post(here.url + PAGE, typed(q_s1=WORDS, step="add:helper")).content.decode()
    assert folds(page) == {"Home": False, "School": False, "Helpers": True}
    assert 'name="r_helper_1_w1"' in page
    page = client.post(here.url + PAGE, typed(step="next:nothing")).content.decode()
    assert folds(page) == {"Home": True, "School": False, "Helpers": False}


def test_answers_in_folded_groups_are_saved(here: cast.Office, long: XlsformDefinition) -> None:
    client = signed_in(here.worker)
    page = client.get(here.url + PAGE).content.decode()
    sent = filled.form(page, q_safe="yes", q_s2=WORDS, r_helper_0_w1="Aama", keep="yes")
    answer = client.post(here.url + PAGE, sent)
    assert answer.status_code == 302, read(answer)[0]
    shown = read(client.get(answer["Location"]))[0]
    assert WORDS in shown
    assert "Aama" in shown


# --- Drafts ---------------------------------------------------------------------------------------


def put_away(here: cast.Office, **answers: str) -> None:
    answer = signed_in(here.worker).post(
        here.url + PAGE, typed(of_version="1", **answers) | {"later": "keep"}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_a_draft_opens_where_it_was_left_and_goes_when_the_form_is_saved(
    here: cast.Office, long: XlsformDefinition
) -> None:
    put_away(
        here, q_h1="A brother", q_s1=WORDS, q_people="many", n_helper="2", r_helper_1_w1="Baba"
    )
    with role("maintenance"):
        draft = Draft.objects.get()
        assert (draft.kind, draft.file_id) == ("form", here.child.file_id)
        assert WORDS.encode() not in bytes(draft.sealed)
        assert not SupportAnswers.objects.exists()
    client = signed_in(here.worker)
    day = client.get("/").content.decode()
    assert f'href="{here.url}{PAGE}"' in day
    assert "Additional form" in day
    with at_most(15):
        page = client.get(here.url + PAGE).content.decode()
    for words in (WORDS, "A brother", "Baba", 'value="many"'):
        assert words in page
    assert folds(page) == {"Home": False, "School": False, "Helpers": True}
    assert "Draft saved on" in page
    assert "It is not yet in the child’s file; only you can see it." in page
    assert "Discard draft" in page
    assert "summary-box" not in page, "it is not checked yet"
    assert "asked when" not in page, "the question that follows from an answer is asked"
    assert "A newer version of this form" not in page
    sent = filled.form(page, q_safe="yes", q_people="4", keep="yes")
    assert client.post(here.url + PAGE, sent).status_code == 302
    with role("maintenance"):
        assert not Draft.objects.exists()
    assert kept().counted == {"safe": "yes", "people": 4}


def test_draft_is_saved_quietly_and_discarded(here: cast.Office, long: XlsformDefinition) -> None:
    client = signed_in(here.worker)
    answer = client.post(here.url + PAGE, typed(q_h1=WORDS) | {"later": "quietly"})
    assert answer.status_code == 204
    assert WORDS in client.get(here.url + PAGE).content.decode()
    assert client.post(here.url + PAGE, typed() | {"later": "drop"}).status_code == 302
    assert WORDS not in client.get(here.url + PAGE).content.decode()


def test_a_draft_is_seen_by_its_writer_only_and_not_by_strangers(
    here: cast.Office, long: XlsformDefinition
) -> None:
    stranger = signed_in(agencies.staff("case_worker", here.worker.office))
    assert stranger.post(here.url + PAGE, typed() | {"later": "keep"}).status_code == 404
    with role("maintenance"):
        assert not Draft.objects.exists()
    put_away(here, q_h1=WORDS)
    leader = signed_in(agencies.staff("supervisor", here.worker.office))
    answer = leader.get(here.url + PAGE)
    assert answer.status_code == 200
    assert WORDS not in answer.content.decode()


def test_draft_stays_covered_in_the_discreet_view(
    here: cast.Office, long: XlsformDefinition
) -> None:
    put_away(here, q_h1=WORDS)
    client = signed_in(here.worker)
    client.post("/view", {"discreet": "1", "next": "/"})
    assert WORDS not in client.get(here.url + PAGE).content.decode()


def test_a_reopened_draft_of_an_earlier_version_says_so(
    here: cast.Office, long: XlsformDefinition
) -> None:
    put_away(here, q_h1=WORDS)
    cast.published(here, long_form(*questions("new", 1)))
    page = signed_in(here.worker).get(here.url + PAGE).content.decode()
    assert "A newer version of this form was published after the draft was saved." in page
    assert WORDS in page
    assert 'name="of_version" value="2"' in page
