"""Contacts: access, what is stored of each kind, outcomes, and paper forms entered later."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse

from saathi.agencies import access
from saathi.agencies.vocabulary import TeamRole
from saathi.infra import clock
from saathi.protection.identification.intake.contacts import actions
from saathi.protection.identification.intake.models import Contact, ContactReferral, Report
from saathi.protection.identification.intake.vocabulary import (
    KINDS_WITHOUT_TEXT,
    ContactKind,
    ContactReferralKind,
    ReportChannel,
    ReportingPersonKind,
)
from saathi.vault.models import WrappedKey
from tests.counting import at_most
from tests.desk.test_open_file import form as opening
from tests.factories import agencies, teams
from tests.protection.identification.intake.contact_forms import (
    LIST,
    NEW,
    PAPER,
    TOLD,
    contact,
    form,
    report_form,
)
from tests.reading import whole
from tests.roles import acting, role
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


# --- who may not ----------------------------------------------------------------------------------


def test_roles_without_reports_find_no_contacts() -> None:
    for role_kind in ("counsellor", "house_mother", "data_officer", "rapporteur"):
        client = signed_in(agencies.staff(role_kind))
        for address in (LIST, NEW, PAPER):
            assert client.get(address).status_code == 404, (role_kind, address)


def test_stranger_cannot_find_contact_or_its_outcomes() -> None:
    officer = agencies.staff("intake_officer")
    visible_contact = contact(officer)
    with acting(officer):
        new = actions.ContactReferralInput(
            ContactReferralKind.LIVELIHOOD, "agreed", clock.now(), {"to": "A"}
        )
        referral = actions.create_contact_referral(contact=visible_contact, new=new, actor=officer)
    for stranger in (agencies.staff("intake_officer"), agencies.staff("supervisor")):
        client = signed_in(stranger)
        for part in ("", "report/", "refer/", f"refer/{referral.pk}/"):
            address = f"{LIST}{visible_contact.pk}/{part}"
            assert client.get(address).status_code == 404, address
            assert client.post(address, report_form()).status_code in {404, 405}
        assert str(visible_contact.pk) not in client.get(LIST).content.decode()


def test_a_referral_is_not_found_under_another_contact() -> None:
    officer = agencies.staff("intake_officer")
    result, other = contact(officer), contact(officer)
    with acting(officer):
        new = actions.ContactReferralInput(
            ContactReferralKind.LEGAL, "agreed", clock.now(), {"to": "A"}
        )
        referral = actions.create_contact_referral(contact=result, new=new, actor=officer)
    client = signed_in(officer)
    assert client.get(f"{LIST}{other.pk}/refer/{referral.pk}/").status_code == 404


# --- what is kept ---------------------------------------------------------------------------------


@pytest.mark.requirement("IDN-005")
@pytest.mark.parametrize("kind", sorted(KINDS_WITHOUT_TEXT))
def test_contact_without_report_is_counted_without_personal_data(kind: str) -> None:
    officer = agencies.staff("intake_officer")
    client = signed_in(officer)
    with at_most(15):
        sent = client.post(NEW, form(kind=kind, reporter_kind="parent", asked_about=["school"]))
    assert sent.status_code == 302
    assert str(ContactKind(kind).label) in whole(client.get(sent.url).content)
    with acting(officer):
        stored = access.visible(officer, Contact).get()
        assert (stored.sealed, stored.reporter_kind, stored.asked_about) == (None, "", [])
    with role("maintenance"):
        assert not WrappedKey.objects.filter(file_id=stored.file_id).exists()  # nothing is sealed


@pytest.mark.parametrize("kind", sorted(KINDS_WITHOUT_TEXT))
def test_text_in_contact_stored_without_text_is_refused_but_kept_on_page(kind: str) -> None:
    officer = agencies.staff("intake_officer")
    page = signed_in(officer).post(NEW, form(kind=kind, what=TOLD)).content.decode()
    assert "Choose another type to keep the text" in page
    assert TOLD in page
    with acting(officer):
        assert not access.visible(officer, Contact).exists()
        with pytest.raises(actions.ContactTextNotPermitted):
            contact(officer, kind=kind)


def test_plain_sql_cannot_add_text_to_silent_contact() -> None:
    officer = agencies.staff("intake_officer")
    made = contact(officer, kind="silent", texts={})
    refused = pytest.raises(ProgrammingError, match="no valid proof")
    with acting(officer), refused, transaction.atomic():
        Contact.objects.filter(pk=made.pk).update(sealed=b"x")
    with role("maintenance"), pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(pk=made.pk).update(sealed=b"x")


def test_contact_about_safe_migration() -> None:
    officer = agencies.staff("intake_officer")
    client = signed_in(officer)
    asked = form(kind="information", asked_about=["moving"], given=["safe_moving", "number"])
    page = whole(client.get(client.post(NEW, asked).url).content)
    assert "Safe migration and work" in page
    assert "Safe migration and emergency contacts" in page


@pytest.mark.requirement("IDN-007")
@pytest.mark.parametrize("who", [ReportingPersonKind.CHILD, ReportingPersonKind.ANOTHER_CHILD])
def test_child_can_report_by_any_channel_without_personal_data(who: str) -> None:
    officer = agencies.staff("intake_officer")
    for channel in ReportChannel:
        sent = report_form(channel=channel, reporter_kind=who, language="bho", what="ऊ हमरा मारेला")
        assert signed_in(officer).post("/reports/new/", sent).status_code == 302, channel
    with acting(officer):
        found = access.visible(officer, Report)
        assert found.count() == len(ReportChannel)
        assert set(found.values_list("contact_back", flat=True)) == {""}


@pytest.mark.requirement("IDN-007")
def test_communication_needs_of_reporting_child_are_stored() -> None:
    officer = agencies.staff("intake_officer")
    client = signed_in(officer)
    told = report_form(reporter_kind="child", needs=["signs", "pictures", "woman", "language"])
    page = whole(client.get(client.post("/reports/new/", told).url).content)
    for need in (
        "Sign language",
        "Pictures, toys",
        "Female worker",
        "Someone who speaks their language",
    ):
        assert need in page
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT needs FROM facts_report")
        assert cursor.fetchall() == [(["signs", "pictures", "woman", "language"],)]


@pytest.mark.requirement("TRF-008")
@pytest.mark.requirement("IDN-021")
def test_reporting_person_is_hidden_from_team_of_child() -> None:
    """The child's team works on the case, and does not learn who reported."""
    worker = agencies.staff("case_worker")
    counsellor = agencies.staff("counsellor", worker.office)
    client = signed_in(worker)
    report_fields = report_form(
        reporter_kind="community", reporter_name="Kamala", suspect="A driver", contact_back="never"
    )
    sent = client.post("/reports/new/", report_fields)
    report_id = sent.url.split("/")[-2]
    opened = client.post(f"/find/report/{report_id}/open/", opening())
    teams.join(uuid.UUID(opened.url.split("/")[-2]), counsellor, TeamRole.COUNSELLOR)
    counsellor_client = signed_in(counsellor)
    assert counsellor_client.get(opened.url).status_code == 200
    assert counsellor_client.get(sent.url).status_code == 404
    for page in ("", "happened/", "screening/"):
        text = counsellor_client.get(f"{opened.url}{page}").content.decode()
        assert "Kamala" not in text
        assert "A driver" not in text


# --- what it becomes ------------------------------------------------------------------------------


@pytest.mark.requirement("IDN-005")
def test_contact_becomes_report_search_and_case() -> None:
    worker = agencies.staff("case_worker")
    client = signed_in(worker)
    happened = clock.now() - dt.timedelta(days=2)
    made = contact(worker, happened_at=happened, district="NP-DHA", reporter_kind="teacher")
    page = client.get(f"{LIST}{made.pk}/report/").content.decode()
    assert TOLD in page  # the text need not be typed again
    day = happened.astimezone(dt.timezone(dt.timedelta(hours=5, minutes=45)))
    sent = report_form(
        received_on_0=day.day,
        received_on_1=day.month,
        received_on_2=day.year,
        received_time=f"{day:%H:%M}",
        age_low="12",
        district="NP-DHA",
        child_names="Sunita",
        case="yes",
    )
    answer = client.post(f"{LIST}{made.pk}/report/", sent)
    with acting(worker):
        made.refresh_from_db()
        report = made.report
        assert report is not None
        assert report.file_id == made.file_id
        assert abs(report.received_at - happened) < dt.timedelta(minutes=1)
    assert answer.url == reverse("open_case_from_report", args=[report.pk])
    opened = client.post(answer.url, opening())
    assert opened.url.startswith("/child/")
    assert "A case was opened" in whole(client.get(f"{LIST}{made.pk}/").content)
    listed = whole(client.get(LIST, {"became": "case"}).content)
    assert "Became a case" in listed


@pytest.mark.requirement("IDN-006")
@pytest.mark.requirement("IDN-005")
@pytest.mark.parametrize("channel", ["outreach", "helpline"])
def test_contact_can_become_report_and_referrals_at_once(channel: str) -> None:
    officer = agencies.staff("intake_officer")
    client = signed_in(officer)
    made = contact(officer, channel=channel)
    client.post(f"{LIST}{made.pk}/report/", report_form(channel=channel))
    for kind in ("livelihood", "health"):
        told = {"kind": kind, "to": "Women’s cooperative", "whom": "The family", "state": "agreed"}
        assert client.post(f"{LIST}{made.pk}/refer/", told | key()).status_code == 302
    page = whole(client.get(f"{LIST}{made.pk}/").content)
    for shown in ("Recorded as a report", "Livelihood of the family", "Health service",
                  "Women’s cooperative"):  # fmt: skip
        assert shown in page
    for became in ("report", "referral", "livelihood"):
        assert len(client.get(LIST, {"became": became}).context["page"].table.rows) == 1
    assert client.get(LIST, {"became": "nothing"}).context["page"].empty is not None


def test_contact_becomes_report_only_once() -> None:
    officer = agencies.staff("intake_officer")
    client = signed_in(officer)
    made = contact(officer)
    assert client.post(f"{LIST}{made.pk}/report/", report_form()).status_code == 302
    second = client.post(f"{LIST}{made.pk}/report/", report_form())
    assert second.status_code == 404
    other = contact(officer)
    stale = client.post(f"{LIST}{other.pk}/report/", report_form(version=7, what="Other words"))
    assert stale.status_code == 409
    assert "Other words" in stale.content.decode()
    with acting(officer):
        assert access.visible(officer, Report).count() == 1


def test_contact_referral_follow_up_keeps_earlier_texts() -> None:
    officer = agencies.staff("intake_officer")
    client = signed_in(officer)
    made = contact(officer, kind="help")
    told = {"kind": "livelihood", "to": "Cooperative", "state": "offered"} | key()
    client.post(f"{LIST}{made.pk}/refer/", told)
    with acting(officer):
        referral = ContactReferral.objects.get()
    answer = {"state": "helped", "answer": "A loan for two goats", "version": 1} | key()
    with at_most(15):
        sent = client.post(f"{LIST}{made.pk}/refer/{referral.pk}/", answer)
    page = whole(client.get(sent.url).content)
    assert "A loan for two goats" in page
    assert "Cooperative" in page
    again = client.post(f"{LIST}{made.pk}/refer/{referral.pk}/", answer | key())
    assert again.status_code == 409
