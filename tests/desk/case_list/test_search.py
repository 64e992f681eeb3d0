"""Searching the list of cases: by ID, name and age."""

import pytest
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.audit.models import AuditEntry
from saathi.desk.case_list import name_order
from saathi.people.names import Name
from saathi.protection.casework.cases.models import Case
from tests.desk.case_list.listed import LIST
from tests.factories import agencies, children
from tests.reading import read, words
from tests.roles import role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


def search(staff: Staff, asked: str) -> str:
    answer = signed_in(staff).post("/cases/search/", {"asked": asked})
    assert answer.status_code == 200
    return words(answer.content)


def test_case_id_leads_to_the_file(case: Case) -> None:
    code = case.child.code
    for typed in (code, code.lower(), code.replace("-", " ")):
        answer = signed_in(case.worker).post("/cases/search/", {"asked": typed})
        assert answer.url == reverse("desk:child_file", args=[case.file_id])
    stranger = agencies.staff()
    for unknown in ("NP-2222-22", "np-zedg-gn", "np2222zz"):  # some IDs have no digit
        assert "You have no access to a case with this ID" in search(stranger, unknown)
    assert "You have no access to a case with this ID" not in search(stranger, "Rajkumar")
    assert "You have no access to a case with this ID" in search(stranger, code)


def test_name_is_found_in_own_cases_in_any_script(case: Case) -> None:
    nepali = children.case(case.worker, "Kamala", names=[Name("given", "कमला", "ne")])
    for asked in ("Kamala", "कमला", "kamla"):
        assert nepali.child.code in search(case.worker, asked), asked
        assert case.child.code not in search(case.worker, asked)
    assert case.child.code in search(case.worker, "sun")
    assert "None of your cases" in search(
        agencies.staff("case_worker", case.worker.office), "Kamala"
    )


def test_search_finds_each_word_and_case_id_prefix_but_no_distant_name(case: Case) -> None:
    mandal = children.case(case.worker, "Sunita Mandal")
    sada = children.case(case.worker, "Chandan Sada")
    for asked in (
        "sunita mandal",
        "Mandal Sunita",
        "sanita",
        mandal.child.code[:7].replace("-", " "),
    ):
        assert mandal.child.code in search(case.worker, asked), asked
    for asked in ("zzzz", "Sita"):
        assert sada.child.code not in search(case.worker, asked), asked


def test_ages_in_reverse_order_are_refused_with_a_sentence(case: Case) -> None:
    page = read(case.worker, f"{LIST}?age_from=20&age_to=3")
    assert "must not be below" in page


def test_searched_name_is_in_no_address_and_no_log(case: Case) -> None:
    search(case.worker, "Sunita")
    with role("maintenance"):
        entries = list(AuditEntry.objects.filter(kind="searched"))
    assert [entry.purpose for entry in entries] == ["own_case"]
    assert entries[0].objects_seen == [case.file_id]
    assert "Sunita" not in str(entries[0].detail)
    assert signed_in(case.worker).get("/cases/search/?asked=Sunita").status_code == 405


def test_search_says_where_it_ends(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    children.case(case.worker, "Ravi")
    monkeypatch.setattr(name_order, "MAX_SEARCHED", 1)
    assert "at most 1" in search(case.worker, "Sunita")
    monkeypatch.setattr(name_order, "MAX_SORTED", 1)
    assert "Up to 1 cases can be sorted by name" in read(case.worker, f"{LIST}?order=child")
