"""Contacts: who sees them, what is kept of which, what they become, and paper that comes later."""

import datetime as dt
import html
import re
import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from saathi.agencies import access
from saathi.agencies.models import File, Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.infra import clock
from saathi.protection.intake.contacts import actions
from saathi.protection.intake.models import Contact, ContactReferral, Report
from saathi.protection.intake.vocabulary import (
    WITHOUT_WORDS,
    Channel,
    ContactKind,
    ReferralKind,
    ReporterKind,
)
from saathi.vault.models import WrappedKey
from tests.counting import at_most
from tests.desk.test_open_file import form as opening
from tests.factories import agencies, bundles, children, teams
from tests.roles import acting, role
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db

LIST, NEW, PAPER = "/reports/contacts/", "/reports/contacts/new/", "/reports/paper/"
TOLD = "A man from the city promises the girls of the hamlet work in a hotel."


def contact(by: Staff, **fields: object) -> Contact:
    usual: dict[str, object] = {
        "happened_at": clock.now(),
        "channel": "helpline",
        "kind": "concern",
        "words": {"what": TOLD},
    }
    with acting(by):
        return actions.record_contact(new=actions.NewContact(**(usual | fields)), by=by)


def form(**fields: object) -> dict[str, object]:
    return {"kind": "silent", "channel": "helpline"} | key() | fields


def report_form(**fields: object) -> dict[str, object]:
    usual = {
        "what": TOLD,
        "channel": "helpline",
        "reporter_kind": "community",
        "urgency": "today",
        "child_gender": "not_said",
        "version": 1,
    }
    return usual | key() | fields


def paper(**fields: object) -> dict[str, object]:
    usual = report_form(kind="concern", channel="outreach", district="NP-DHA")
    day = {"received_on_0": "2", "received_on_1": "3", "received_on_2": "2026"}
    return usual | day | fields


def asked(name: str) -> dict[str, object]:
    facts = {"name": name, "age_low": "12", "gender": "girl", "district": "NP-DHA"}
    return {"purpose": "new_report"} | facts | key()


def words(content: bytes) -> str:
    page = content.decode()
    body = page[page.index("<main") :]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def member(officer: Staff) -> Staff:
    """A member of a para-legal committee: takes down reports and nothing else."""
    bundles.version(
        officer.agency, "committee_member", kind="intake_officer", permissions=["record_report"]
    )
    return bundles.give(agencies.staff("intake_officer", officer.office), "committee_member")


# --- who may not ----------------------------------------------------------------------------------


def test_who_takes_no_reports_finds_no_contacts() -> None:
    for bundle in ("counsellor", "house_mother", "data_officer", "rapporteur"):
        client = signed_in(agencies.staff(bundle))
        for address in (LIST, NEW, PAPER):
            assert client.get(address).status_code == 404, (bundle, address)


def test_a_stranger_finds_neither_the_contact_nor_what_it_became() -> None:
    officer = agencies.staff("intake_officer")
    made = contact(officer)
    with acting(officer):
        new = actions.NewReferral(ReferralKind.LIVELIHOOD, "agreed", clock.now(), {"to": "A"})
        referral = actions.refer(contact=made, new=new, by=officer)
    for stranger in (agencies.staff("intake_officer"), agencies.staff("supervisor")):
        client = signed_in(stranger)
        for part in ("", "report/", "refer/", f"refer/{referral.pk}/"):
            address = f"{LIST}{made.pk}/{part}"
            assert client.get(address).status_code == 404, address
            assert client.post(address, report_form()).status_code in {404, 405}
        assert str(made.pk) not in client.get(LIST).content.decode()


def test_a_referral_is_not_found_under_another_contact() -> None:
    officer = agencies.staff("intake_officer")
    one, other = contact(officer), contact(officer)
    with acting(officer):
        new = actions.NewReferral(ReferralKind.LEGAL, "agreed", clock.now(), {"to": "A"})
        referral = actions.refer(contact=one, new=new, by=officer)
    client = signed_in(officer)
    assert client.get(f"{LIST}{other.pk}/refer/{referral.pk}/").status_code == 404


# --- what is kept ---------------------------------------------------------------------------------


@pytest.mark.requirement("IDN-005")
@pytest.mark.parametrize("kind", sorted(WITHOUT_WORDS))
def test_what_is_no_report_is_counted_and_nothing_personal_is_kept(kind: str) -> None:
    officer = agencies.staff("intake_officer")
    client = signed_in(officer)
    with at_most(16):
        sent = client.post(NEW, form(kind=kind, reporter_kind="parent", asked_about=["school"]))
    assert sent.status_code == 302
    assert str(ContactKind(kind).label) in words(client.get(sent.url).content)
    with acting(officer):
        kept = access.visible(officer, Contact).get()
        assert (kept.sealed, kept.reporter_kind, kept.asked_about) == (None, "", [])
    with role("maintenance"):
        assert not WrappedKey.objects.filter(
            file_id=kept.file_id
        ).exists()  # there is nothing to unlock


@pytest.mark.parametrize("kind", sorted(WITHOUT_WORDS))
def test_words_with_such_a_kind_are_not_thrown_away_but_asked_about(kind: str) -> None:
    officer = agencies.staff("intake_officer")
    page = signed_in(officer).post(NEW, form(kind=kind, what=TOLD)).content.decode()
    assert "Choose another kind to keep them" in page
    assert TOLD in page
    with acting(officer):
        assert not access.visible(officer, Contact).exists()
        with pytest.raises(actions.NoWordsHere):
            contact(officer, kind=kind)


def test_by_sql_alone_no_word_is_hung_on_a_silent_contact() -> None:
    officer = agencies.staff("intake_officer")
    made = contact(officer, kind="silent", words={})
    with acting(officer), pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.filter(pk=made.pk).update(sealed=b"x")


def test_moving_safely_is_asked_and_answered_like_anything_else() -> None:
    officer = agencies.staff("intake_officer")
    client = signed_in(officer)
    asked = form(kind="information", asked_about=["moving"], given=["safe_moving", "number"])
    page = words(client.get(client.post(NEW, asked).url).content)
    assert "Moving and working elsewhere safely" in page
    assert "How to move safely, and whom to call on the way" in page


@pytest.mark.requirement("IDN-007")
@pytest.mark.parametrize("who", [ReporterKind.CHILD, ReporterKind.ANOTHER_CHILD])
def test_a_child_reports_in_any_language_by_any_way_and_gives_nothing_of_herself(who: str) -> None:
    officer = agencies.staff("intake_officer")
    for channel in Channel:
        sent = report_form(channel=channel, reporter_kind=who, language="bho", what="ऊ हमरा मारेला")
        assert signed_in(officer).post("/reports/new/", sent).status_code == 302, channel
    with acting(officer):
        found = access.visible(officer, Report)
        assert found.count() == len(Channel)
        assert set(found.values_list("contact_back", flat=True)) == {"not_asked"}


@pytest.mark.requirement("IDN-007")
def test_what_a_child_needs_to_tell_it_is_kept_by_age_language_ability_and_gender() -> None:
    officer = agencies.staff("intake_officer")
    client = signed_in(officer)
    told = report_form(reporter_kind="child", needs=["signs", "pictures", "woman", "language"])
    page = words(client.get(client.post("/reports/new/", told).url).content)
    for need in ("Sign language", "Pictures, toys", "A woman to talk to", "her or his language"):
        assert need in page
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT needs FROM facts_report")
        assert cursor.fetchall() == [(["signs", "pictures", "woman", "language"],)]


@pytest.mark.requirement("TRF-008")
@pytest.mark.requirement("IDN-021")
def test_who_told_of_a_recruiter_stays_with_those_who_hold_the_report() -> None:
    """The team of the child works on her case, and does not learn who told it."""
    worker = agencies.staff("case_worker")
    counsellor = agencies.staff("counsellor", worker.office)
    client = signed_in(worker)
    told = report_form(
        reporter_kind="community", reporter_name="Kamala", suspect="A driver", contact_back="never"
    )
    sent = client.post("/reports/new/", told)
    report_id = sent.url.split("/")[-2]
    found = client.post(f"/find/report/{report_id}/", asked("Asha"))
    opened = client.post(f"{found.url}open/", opening())
    teams.join(uuid.UUID(opened.url.split("/")[-2]), counsellor, TeamRole.COUNSELLOR)
    hers = signed_in(counsellor)
    assert hers.get(opened.url).status_code == 200
    assert hers.get(sent.url).status_code == 404
    for page in ("", "happened/", "screening/"):
        text = hers.get(f"{opened.url}{page}").content.decode()
        assert "Kamala" not in text
        assert "A driver" not in text


# --- what it becomes ------------------------------------------------------------------------------


@pytest.mark.requirement("IDN-005")
def test_a_call_becomes_a_report_a_search_and_a_case() -> None:
    worker = agencies.staff("case_worker")
    client = signed_in(worker)
    happened = clock.now() - dt.timedelta(days=2)
    made = contact(worker, happened_at=happened, district="NP-DHA", reporter_kind="teacher")
    page = client.get(f"{LIST}{made.pk}/report/").content.decode()
    assert TOLD in page  # what was said need not be typed again
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
    assert answer.url == reverse("desk:find_from_report", args=[report.pk])
    found = client.post(answer.url, asked("Sunita"))
    opened = client.post(f"{found.url}open/", opening())
    assert opened.url.startswith("/child/")
    assert "A case was opened" in words(client.get(f"{LIST}{made.pk}/").content)
    listed = words(client.get(LIST, {"became": "case"}).content)
    assert "Became a case" in listed


@pytest.mark.requirement("IDN-006")
@pytest.mark.requirement("IDN-005")
@pytest.mark.parametrize("channel", ["outreach", "helpline"])
def test_a_talk_becomes_a_report_a_referral_and_a_livelihood_referral_at_once(channel: str) -> None:
    officer = agencies.staff("intake_officer")
    client = signed_in(officer)
    made = contact(officer, channel=channel)
    client.post(f"{LIST}{made.pk}/report/", report_form(channel=channel))
    for kind in ("livelihood", "health"):
        told = {"kind": kind, "to": "Women’s cooperative", "whom": "The family", "state": "agreed"}
        assert client.post(f"{LIST}{made.pk}/refer/", told | key()).status_code == 302
    page = words(client.get(f"{LIST}{made.pk}/").content)
    for shown in ("Taken down as a report", "Livelihood of the family", "Health service",
                  "Women’s cooperative"):  # fmt: skip
        assert shown in page
    for became in ("report", "referral", "livelihood"):
        assert len(client.get(LIST, {"became": became}).context["page"].table.rows) == 1
    assert client.get(LIST, {"became": "nothing"}).context["page"].empty is not None


def test_a_contact_becomes_a_report_once_and_a_stale_page_keeps_its_words() -> None:
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


def test_what_became_of_a_referral_is_kept_beside_what_stood_before() -> None:
    officer = agencies.staff("intake_officer")
    client = signed_in(officer)
    made = contact(officer, kind="help")
    told = {"kind": "livelihood", "to": "Cooperative", "state": "offered"} | key()
    client.post(f"{LIST}{made.pk}/refer/", told)
    with acting(officer):
        referral = ContactReferral.objects.get()
    answer = {"state": "helped", "answer": "A loan for two goats", "version": 1} | key()
    with at_most(18):
        sent = client.post(f"{LIST}{made.pk}/refer/{referral.pk}/", answer)
    page = words(client.get(sent.url).content)
    assert "A loan for two goats" in page
    assert "Cooperative" in page
    again = client.post(f"{LIST}{made.pk}/refer/{referral.pk}/", answer | key())
    assert again.status_code == 409


# --- who reports, and what stays with whom --------------------------------------------------------


@pytest.mark.requirement("IDN-001")
@pytest.mark.requirement("IDN-002")
@pytest.mark.requirement("IDN-004")
def test_all_report_by_one_procedure_and_nobody_needs_more_than_words() -> None:
    officer = agencies.staff("intake_officer")
    client = signed_in(officer)
    for who in ReporterKind:
        sent = client.post("/reports/new/", report_form(reporter_kind=who))
        assert sent.status_code == 302, who
        assert str(who.label) in words(client.get(sent.url).content)


@pytest.mark.requirement("DEF-032")
@pytest.mark.requirement("IDN-001")
@pytest.mark.parametrize("concerns", [["sexual_abuse", "on_the_move"], ["sexual_abuse"]])
def test_abuse_outside_trafficking_goes_the_same_way_to_a_case(concerns: list[str]) -> None:
    worker = agencies.staff("case_worker")
    client = signed_in(worker)
    sent = client.post("/reports/new/", report_form(concerns=concerns, what="Abused by a driver"))
    report_id = sent.url.split("/")[-2]
    search = f"/find/report/{report_id}/"
    found = client.post(search, asked("Asha"))
    opened = client.post(f"{found.url}open/", opening())
    assert client.get(opened.url).status_code == 200
    with acting(worker):  # in her case nothing asks whether she was trafficked
        assert Report.objects.get().outcome == "case_opened"


@pytest.mark.requirement("IDN-021")
@pytest.mark.parametrize(
    ("choice", "is_shown"),
    [("", False), ("not_asked", False), ("never", False), ("careful", True), ("safe", True)],
)
def test_nobody_is_called_back_unless_she_said_how_it_is_safe(
    choice: str, *, is_shown: bool
) -> None:
    officer = agencies.staff("intake_officer")
    client = signed_in(officer)
    told = report_form(reporter_kind="child", reporter_contact="98-1234", contact_back=choice)
    sent = client.post("/reports/new/", told)
    page = client.get(sent.url).content.decode()
    assert ("Do not call or visit the person who told it" in page) is not is_shown
    assert ("98-1234" in page) is is_shown
    with acting(officer):
        assert b"98-1234" not in bytes(access.visible(officer, Report).get().sealed)


@pytest.mark.requirement("IDN-015")
@pytest.mark.requirement("IDN-016")
@pytest.mark.requirement("IDN-017")
@pytest.mark.parametrize("who", ["organisation", "community", "committee_member", "another_child"])
def test_a_suspected_recruiter_is_reported_before_anything_happened(who: str) -> None:
    officer = agencies.staff("intake_officer")
    client = signed_in(officer)
    told = report_form(
        what="", concerns=["trafficking"], reporter_kind=who, timing="feared",
        suspect="A man called Raju, red motorcycle", known_from="suspects",
    )  # fmt: skip
    page = words(client.get(client.post("/reports/new/", told).url).content)
    assert "Nothing has happened yet, it is feared" in page
    assert "A suspicion is no fact" in page
    with acting(officer):
        kept = access.visible(officer, Report).get()
        assert kept.has_suspect
        assert b"Raju" not in bytes(kept.sealed)


@pytest.mark.requirement("IDN-017")
def test_a_committee_member_sees_her_own_reports_and_no_child() -> None:
    """Story 13: early detection, a livelihood referral at the same time, no child file exposed."""
    worker = agencies.staff("case_worker")
    hers, other = member(worker), agencies.staff("intake_officer", worker.office)
    child = children.child(worker)
    theirs = contact(other)
    client = signed_in(hers)
    sent = client.post(NEW, form(kind="concern", channel="committee", what=TOLD, report="yes"))
    assert sent.url.endswith("/report/")
    made = client.post(sent.url, report_form(channel="committee", reporter_kind="committee_member"))
    contact_id = sent.url.split("/")[-3]
    told = {"kind": "livelihood", "to": "Cooperative", "state": "agreed"} | key()
    assert client.post(f"{LIST}{contact_id}/refer/", told).status_code == 302

    assert client.get(made.url).status_code == 200
    assert len(client.get(LIST).context["page"].table.rows) == 1
    for closed in (f"{LIST}{theirs.pk}/", "/find/", f"/child/{child.file_id}/"):
        assert client.get(closed).status_code == 404, closed
    leader = signed_in(agencies.staff("supervisor", worker.office))
    assert len(leader.get(LIST).context["page"].table.rows) == 2
    report_id = uuid.UUID(made.url.split("/")[-2])
    with role("maintenance"):
        File.objects.get(pk=child.file_id)
        Report.objects.filter(pk=report_id).update(
            about=child.file_id, outcome="case_opened", outcome_at=clock.now()
        )
    page = client.get(made.url).content.decode()  # she learns that it was of use, and no more
    assert "A case was opened" in page
    assert str(child.file_id) not in page


# --- paper ----------------------------------------------------------------------------------------


@pytest.mark.requirement("IDN-006")
def test_papers_of_a_day_are_entered_one_after_another_with_both_times() -> None:
    officer = agencies.staff("intake_officer")
    client = signed_in(officer)
    with at_most(20):
        first = client.post(PAPER, paper(received_time="१०:१५", concerns=["child_labour"]))
    assert first.status_code == 302
    assert "2026-03-02" in first.url
    page = client.get(first.url)
    shown = page.content.decode()
    assert 'value="2026"' in shown  # the day stays
    assert TOLD not in shown  # and nothing of the paper before
    second = client.post(PAPER, paper(kind="information", what="", reporter_kind="parent"))
    third = client.post(PAPER, paper(kind="joke", what="", urgency="not_known"))
    assert second.status_code == third.status_code == 302
    lines = client.get(third.url).context["lines"]
    assert [line.kind for line in lines] == [
        "A joke or a test", "Information asked for", "A worry about a child or family",
    ]  # fmt: skip
    with acting(officer):
        kept = access.visible(officer, Contact).get(kind="concern")
        assert kept.report is not None
        assert kept.report.is_from_paper
        assert kept.happened_at == kept.report.received_at
        assert kept.happened_at == dt.datetime(2026, 3, 2, 4, 30, tzinfo=dt.UTC)
        assert kept.recorded_at - kept.happened_at > dt.timedelta(days=30)


def test_a_paper_without_its_day_or_from_tomorrow_is_asked_again_and_nothing_is_lost() -> None:
    client = signed_in(agencies.staff("intake_officer"))
    for day, told in (({"received_on_0": "", "received_on_1": "", "received_on_2": ""}, "required"),
                      ({"received_on_2": "2090"}, "still to come")):  # fmt: skip
        page = client.post(PAPER, paper(**day)).content.decode()
        assert told in page
        assert TOLD in page
    page = client.post(PAPER, paper(kind="silent")).content.decode()
    assert "Choose another kind to keep them" in page


def test_a_paper_half_entered_leaves_neither_contact_nor_report() -> None:
    officer = agencies.staff("intake_officer")
    page = signed_in(officer).post(PAPER, paper(what="", concerns=[])).content.decode()
    assert "choose what the worry is about" in page
    with acting(officer):
        assert not access.visible(officer, Contact).exists()
        assert not access.visible(officer, Report).exists()


# --- the list -------------------------------------------------------------------------------------


def test_the_list_pages_by_keys_and_narrows() -> None:
    officer = agencies.staff("intake_officer")
    start = clock.now() - dt.timedelta(days=3)
    for minute in range(53):
        kind = "silent" if minute % 2 else "joke"
        contact(officer, kind=kind, words={}, happened_at=start + dt.timedelta(minutes=minute))
    client = signed_in(officer)
    with at_most(12):
        first = client.get(LIST)
    page = first.context["page"]
    assert len(page.table.rows) == 50
    second = client.get(LIST, {"before": page.pager["before"]}).context["page"]
    assert len(second.table.rows) == 3
    assert len(client.get(LIST, {"kind": "silent"}).context["page"].table.rows) == 26
    earlier = {"day": (start - dt.timedelta(days=2)).date().isoformat()}
    assert client.get(LIST, earlier).context["page"].empty is not None
    assert client.get(LIST, {"day": "nonsense"}).status_code == 200


def test_the_facts_hold_no_word_and_count_the_silent_ones_too() -> None:
    officer = agencies.staff("intake_officer")
    contact(officer)
    contact(officer, kind="silent", words={})
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT kind, is_reported, days_late FROM facts_contact ORDER BY kind")
        assert cursor.fetchall() == [("concern", False, 0), ("silent", False, 0)]
        cursor.execute("SELECT * FROM facts_contact")
        assert TOLD not in str(cursor.fetchall())
