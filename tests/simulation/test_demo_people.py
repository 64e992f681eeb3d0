"""Every demo person has a first page, and every page in their menu opens."""

import pytest
from django.urls import NoReverseMatch, reverse

from saathi.agencies.models import Staff
from saathi.agencies.permissions import BUNDLES
from saathi.protection.casework.cases.models import Case
from tests.roles import role
from tests.signing import signed_in

pytestmark = pytest.mark.xdist_group("simulation")

MENU = ("desk:my_day", "desk:find_child", "desk:list_enquiries", "desk:list_approvals",
        "intake:list_reports", "evidence:show_statistics", "policy:show_law")  # fmt: skip
OF_A_FILE = ("desk:child_file", "trafficking:show_situation", "cases:list_assessments",
             "cases:list_visits", "participation:list_statements", "care_plans:show_newest_plan",
             "orders:show_orders", "consent:show_consent", "consent:list_decisions")  # fmt: skip


@pytest.mark.parametrize("bundle", sorted(BUNDLES))
def test_menu_pages_open_for_every_demo_person(small: str, bundle: str) -> None:
    staff = Staff.objects.get(email=f"{bundle.replace('_', '-')}@demo.saathi.example")
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
