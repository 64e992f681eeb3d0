"""Every link of the first page opens for each role, and of a file for those who lead its office."""

import re
from html import unescape

import pytest

from saathi.agencies.permissions import SHIPPED_ROLES
from tests.desk import cast
from tests.factories import agencies
from tests.signing import StaffClient, signed_in

pytestmark = pytest.mark.django_db


def closed_links(client: StaffClient, path: str) -> dict[str, int]:
    """The links of a page that do not open, with what was answered."""
    page = client.get(path, follow=True).content.decode()
    links = {unescape(link) for link in re.findall(r'href="(/[^"#]*)', page)}
    # "/away" is quick exit, which ends the session; print and export ask for the second factor again.
    found = {link for link in links if not re.match(r"/static/|/away|.*/(print|export)/", link)}
    assert found
    codes = {link: client.get(link, follow=True).status_code for link in sorted(found)}
    return {link: code for link, code in codes.items() if code != 200}


@pytest.mark.parametrize("role_kind", SHIPPED_ROLES)
def test_links_of_the_first_page_open_for_the_role(role_kind: str) -> None:
    assert closed_links(signed_in(agencies.staff(role_kind)), "/") == {}


@pytest.mark.parametrize("role_kind", ["supervisor", "data_officer"])
def test_links_of_a_file_open_for_those_who_lead_its_office(role_kind: str) -> None:
    around = cast.around()
    client = signed_in(agencies.staff(role_kind, around.worker.office))
    assert [closed_links(client, path) for path in (around.url, "/cases/")] == [{}, {}]
