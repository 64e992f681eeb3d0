"""Every demo person has a first page, and every page in their menu opens."""

from collections import Counter

import pytest
from django.urls import NoReverseMatch, reverse

from saathi.agencies.models import Staff
from saathi.agencies.permissions import SHIPPED_ROLES
from saathi.protection.casework.cases.models import Case
from saathi.vault import store as vault
from tests.roles import role
from tests.signing import signed_in

pytestmark = pytest.mark.xdist_group("simulation")

MENU = ("desk:my_day", "desk:find_child", "desk:list_enquiries", "desk:list_approvals",
        "intake:list_reports", "evidence:show_statistics", "policy:show_law")  # fmt: skip
OF_A_FILE = ("desk:child_file", "trafficking:show_account_of_events", "cases:list_assessments",
             "cases:list_visits", "participation:list_statements", "care_plans:show_newest_plan",
             "orders:show_orders", "consent:show_consent", "consent:list_decisions")  # fmt: skip


@pytest.mark.parametrize("role_kind", sorted(SHIPPED_ROLES))
def test_menu_pages_open_for_every_demo_person(small: str, role_kind: str) -> None:
    staff = Staff.objects.get(email=f"{role_kind.replace('_', '-')}@demo.saathi.example")
    client = signed_in(staff)
    for name in MENU:
        with role("app"):
            response = client.get(reverse(name))
        assert response.status_code in {200, 302, 403, 404}, (name, response.status_code)


def test_every_page_of_every_file_of_the_demo_worker_opens(small: str) -> None:
    staff = Staff.objects.get(email="case-worker@demo.saathi.example")
    client = signed_in(staff)
    for case in Case.objects.filter(worker=staff):
        for name in OF_A_FILE:
            try:
                address = reverse(name, args=[case.file_id])
            except NoReverseMatch:
                continue
            with role("app"):
                response = client.get(address)
            assert response.status_code in {200, 302}, (name, response.status_code)


def test_two_open_cases_of_the_demo_worker_are_of_one_child(small: str) -> None:
    staff = Staff.objects.get(email="case-worker@demo.saathi.example")
    children = [
        case.child
        for case in Case.objects.filter(worker=staff, status="open").select_related("child")
    ]
    texts = vault.open_many(children)
    known = Counter(
        (
            child.gender,
            child.home_district,
            child.birth_year_low,
            child.birth_year_high,
            *(name["text"] for name in texts[child.pk]["names"] if name["kind"] == "given"),
        )
        for child in children
    )
    assert sorted(known.values()) == [1] * (len(children) - 2) + [2]
