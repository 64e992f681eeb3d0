"""Before a file is hidden from its case worker, the page says that the case becomes unassigned."""

import pytest
from django.urls import reverse

from saathi.agencies.models import Notice, Staff
from saathi.protection.casework.cases.models import Case
from tests import filled
from tests.factories import agencies
from tests.reading import words
from tests.roles import role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
SAID = "If you hide the file from them, the case becomes unassigned."


def test_page_says_what_becomes_of_the_case_and_who_is_notified(case: Case, worker: Staff) -> None:
    above = agencies.staff("supervisor", worker.office)
    leader = agencies.staff("supervisor", worker.office)
    client = signed_in(leader)
    page = reverse("desk:manage_hidden_from", args=[case.file_id])
    before = client.get(page).content.decode()
    assert f"{worker.name} is the case worker. {SAID}" in words(before.encode())
    assert "The nearest supervisor who can still see the file is notified" in words(before.encode())
    sent = filled.form(before, do="hide", colleague_search=worker.name, form_key="", report=None)
    answer = client.post(page, sent)
    assert answer.status_code == 302, words(answer.content)
    with role("maintenance"):
        hidden = Case.objects.get(pk=case.pk)
        told = set(Notice.objects.filter(kind="case_to_assign").values_list("staff", flat=True))
    assert hidden.awaits_assignment
    assert told == {hidden.worker_id}
    assert told <= {leader.pk, above.pk}
    assert SAID not in words(client.get(page).content)
