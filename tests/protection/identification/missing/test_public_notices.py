"""Screens of public notices: consent, a second person, and changes after the request."""

import datetime as dt

import pytest

from saathi.agencies import access
from saathi.agencies.models import Notice, Staff
from saathi.protection.identification.intake.vocabulary import Seeker
from saathi.protection.identification.missing.actions import publishing
from saathi.protection.identification.missing.actions.publishing import PublicNoticeInput
from saathi.protection.identification.missing.models import (
    PublicNotice,
)
from tests.counting import at_most
from tests.desk.cast import entries
from tests.factories import agencies, missing
from tests.protection.identification.missing.test_screens import register
from tests.roles import acting, role
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db

REASON = "He promised her a job in the city"


def notice(**fields: object) -> dict[str, object]:
    day = dt.date.today() + dt.timedelta(days=30)  # noqa: DTZ011 - some day to come
    values = {
        "parts": ["name", "age", "marks", "last_seen"], "consent_by": "mother",
        "consent_on_0": "5", "consent_on_1": "2", "consent_on_2": "2026",
        "until_0": str(day.day), "until_1": str(day.month), "until_2": str(day.year),
        "contact": "Helpline 1098",
    }  # fmt: skip
    return values | key() | fields


def load_notice(actor: Staff) -> PublicNotice:
    with acting(actor):
        return access.visible(actor, PublicNotice).get()


@pytest.mark.requirement("PRI-001")
@pytest.mark.requirement("MIS-004")
def test_public_notice_needs_consent_and_second_person() -> None:
    worker = agencies.staff()
    supervisor = agencies.staff("supervisor", worker.office)
    client, second = signed_in(worker), signed_in(supervisor)
    address = register(client)
    refused = client.post(f"{address}notice/", notice(consent_by="police")).content.decode()
    assert "A parent, relative or legal guardian must consent to the notice." in refused
    assert client.post(f"{address}notice/", notice()).status_code == 302
    public_notice = load_notice(worker)
    page = f"{address}notice/{public_notice.pk}/"
    with role("maintenance"):
        assert Notice.objects.filter(staff=supervisor, kind="notice_asked").count() == 1
    assert client.get(f"{page}print/").status_code == 404  # not approved yet
    decision = {"decision": "approve", "reason": "", "version": 1}
    assert client.post(page, decision | key()).status_code == 404  # not by the requester
    with at_most(15):
        assert "Your decision" in second.get(page).content.decode()
    assert second.post(page, decision | key()).status_code == 302
    with at_most(15):
        paper = client.get(f"{page}print/").content.decode()
    for text in ("সুনিতা", "Scar: above the left eye", "Helpline 1098", "Jashore"):
        assert text in paper, text
    for text in (
        REASON,
        "promised",
        "Left with someone who may have made promises",
        "bus stand",
        "017 111 222",
        "Rahima",
    ):
        assert text not in paper, text
    assert [e.objects_seen for e in entries(kind="printed", by=worker.pk)] == [[public_notice.pk]]
    withdrawn = client.post(f"{page}withdraw/", {"version": 2} | key())
    assert withdrawn.status_code == 302
    assert client.get(f"{page}print/").status_code == 404


def test_supervisor_cannot_approve_own_notice() -> None:
    supervisor = agencies.staff("supervisor")
    report = missing.report(supervisor)
    with acting(supervisor):
        new = PublicNoticeInput(
            ["name"], Seeker.MOTHER, dt.date(2026, 2, 3), supervisor.office.today(), "1098"
        )
        made = publishing.ask_for_notice(report=report, new=new, actor=supervisor)
    page = f"/missing/{report.pk}/notice/{made.pk}/"
    client = signed_in(supervisor)
    assert "Your decision" not in client.get(page).content.decode()
    sent = {"decision": "approve", "reason": "", "version": 1} | key()
    assert client.post(page, sent).status_code == 404
    assert load_notice(supervisor).state == "waits"


def test_change_after_request_prevents_notice() -> None:
    worker = agencies.staff()
    supervisor = agencies.staff("supervisor", worker.office)
    report = missing.report(worker)
    with acting(worker):
        new = PublicNoticeInput(
            ["name"], Seeker.MOTHER, dt.date(2026, 2, 3), worker.office.today(), "1098"
        )
        made = publishing.ask_for_notice(report=report, new=new, actor=worker)
        to = missing.told(circumstances=["fled_violence"])
        from saathi.protection.identification.missing.actions.registering import (
            change_disappearance,
        )

        change_disappearance(report=report, data=to, version=1, actor=worker)
    sent = {"decision": "approve", "reason": "", "version": 1} | key()
    page = signed_in(supervisor).post(f"/missing/{report.pk}/notice/{made.pk}/", sent)
    assert "The child may have fled from someone" in page.content.decode()
    assert load_notice(worker).state == "waits"
