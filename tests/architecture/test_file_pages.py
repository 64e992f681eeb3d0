"""What every page of a child's file has: its title, one heading, its path, quick exit, hidden names.

No form of it begins with evidence, also not in fields that it makes when it is opened.
"""

import re
from collections import Counter
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.access import LEADER, MOTHER, WORKER, AccessWorld
from tests.architecture.matrix_rows import FILE
from tests.architecture.screens import addresses
from tests.architecture.test_access_matrix import address
from tests.architecture.test_evidence import preselected
from tests.factories import agencies
from tests.signing import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NAME = "Sunita"
OF_A_FILE = [
    found.name
    for found in addresses()
    if "file_id" in found.kwargs and WORKER in FILE.get(found.name, ())
]
# Not of one record: a form that changes what is recorded begins with it.
NOT_OF_A_RECORD = {found.name for found in addresses() if found.kwargs.keys() == {"file_id"}}
# What a form takes from the file, which already says it, and its reader sees before saving: no answer of ours.
FROM_THE_FILE = {
    "placements:report_child_missing": {
        "gender", "age_basis", "nationality", "home_country", "home_district", "country", "district",
        *(f"language_{row}" for row in range(6)),
    },
}  # fmt: skip
SAME_PAGE = {"care_plans:show_newest_plan"}  # the page of that plan


def opened(client: Client, name: str, world: AccessWorld, query: str = "") -> str:
    """The page; empty if it is none, such as a file to download."""
    answer: HttpResponse = client.get(address(name, world) + query)
    if answer.status_code == 302:
        return ""  # to the page that has it, which has its own row
    assert answer.status_code == 200, name
    is_page = answer.headers["Content-Type"].startswith("text/html")
    return answer.content.decode() if is_page else ""


@pytest.fixture(scope="module")
def worker_pages(world: AccessWorld, django_db_blocker: Any) -> dict[str, str]:
    """Every page of the file as the worker of the team reads it, opened once for all tests."""
    with django_db_blocker.unblock():
        client = signed_in(world.worker)
        return {name: opened(client, name, world) for name in OF_A_FILE}


def text_of(page: str, tag: str) -> list[str]:
    """The words of each element of this kind."""
    found = re.findall(rf"<{tag}[ >].*?</{tag}>", page, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", "", each)).split()) for each in found]


def test_each_page_of_a_file_has_its_title_one_heading_and_its_path(
    world: AccessWorld, worker_pages: dict[str, str]
) -> None:
    code = world.case.child.code
    titles: dict[str, list[str]] = {}
    faults: dict[str, object] = {}
    for name, page in worker_pages.items():
        if 'class="file-head' not in page:
            continue
        [title] = text_of(re.sub(r"<svg\b.*?</svg>", "", page, flags=re.DOTALL), "title")
        has = (
            len(text_of(page, "h1")),
            title.endswith(f" · {code} · Saathi") and NAME not in title,
            page.count('<nav class="path'),
            page.count('class="leave"'),
            page.count('<nav class="file-nav'),
        )
        if has != (1, True, 1, 1, 1):
            faults[name] = (*has, title)
        if name not in SAME_PAGE:
            titles.setdefault(title, []).append(name)
    assert faults == {}, faults
    assert len(titles) > 40
    same = {title: names for title, names in titles.items() if len(names) > 1}
    assert " ".join(map(str, same.items())) == ""


@pytest.mark.requirement("PRI-006")
def test_hidden_names_stay_hidden_on_every_page_until_asked_for(world: AccessWorld) -> None:
    client = signed_in(world.worker)
    client.post("/view", {"discreet": "1", "next": "/"})
    shown = Counter[str]()
    for name in OF_A_FILE:
        page = opened(client, name, world)
        assert NAME not in page, name
        if 'class="file-head' not in page:
            continue
        assert "Show names" in page, name
        uncovered = opened(client, name, world, "?shown=1")
        shown[name] += NAME in uncovered
        assert "Hide names" in uncovered or name == "desk:child_file", name
    assert sum(shown.values()) == len(shown) > 40, [name for name in shown if not shown[name]]


@pytest.mark.parametrize("who", [WORKER, MOTHER, LEADER, "data_officer"])
def test_no_link_of_the_overview_leads_to_a_page_that_is_not_found(
    who: str, world: AccessWorld
) -> None:
    client = signed_in(world.staff.get(who) or agencies.staff(who, world.worker.office))
    page = opened(client, "desk:child_file", world)
    links = set(re.findall(r'href="(/child/[^"?#]+)', page))
    assert len(links) > 5
    assert {link for link in links if client.get(link).status_code == 404} == set()


def with_evidence(pages: dict[str, str]) -> dict[str, dict[str, str]]:
    """What the untouched forms of these pages would send as evidence, by page."""
    assert sum(map(bool, pages.values())) > 20
    found = {
        name: {
            field: code
            for field, code in preselected(page).items()
            if field not in FROM_THE_FILE.get(name, ())
        }
        for name, page in pages.items()
    }
    return {name: codes for name, codes in found.items() if codes}


def test_no_page_of_a_file_begins_with_evidence_for_the_worker(
    worker_pages: dict[str, str],
) -> None:
    pages = {name: page for name, page in worker_pages.items() if name in NOT_OF_A_RECORD}
    assert with_evidence(pages) == {}


def test_no_page_of_a_file_begins_with_evidence_for_the_supervisor(world: AccessWorld) -> None:
    client = signed_in(world.staff[LEADER])
    names = [name for name, people in FILE.items() if LEADER in people and name in NOT_OF_A_RECORD]
    assert with_evidence({name: opened(client, name, world) for name in names}) == {}
