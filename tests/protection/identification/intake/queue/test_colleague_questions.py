"""A report whose text names a colleague is not saved before it is said whether it is about them."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from saathi.agencies import records
from saathi.agencies.models import Staff
from saathi.protection.identification.intake.models import Contact, Report, ReportNote
from tests import filled
from tests.factories import agencies
from tests.protection.identification.intake import contact_forms
from tests.protection.identification.intake.contact_forms import report_form
from tests.protection.identification.intake.queue.world import (
    QueueWorld,
    notified,
    reads,
    response,
)
from tests.roles import role
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db

NEW = "/reports/new/"
CONTACT = "/reports/contacts/new/"
TOLD = "The supervisor Rishi Bhusal touched her."
ASKED = "Does the report say that this person harmed a child or did something wrong?"
ASKED_OF_STAFF = "Does the report say that a colleague of your agency harmed a child"


class NamingWorld(QueueWorld):
    """The offices of the queue; the supervisor of the district is Rishi Bhusal."""

    def __init__(self) -> None:
        super().__init__()
        self.supervisor = self.leaders[self.district]
        with role("maintenance"):
            Staff.objects.filter(pk=self.supervisor.pk).update(name="Rishi Bhusal")
        self.question = f"colleague_{self.supervisor.pk}"

    def send(self, address: str = NEW, **typed: object) -> HttpResponse:
        return signed_in(self.officer).post(address, report_form(**typed))


def recorded() -> list[Report]:
    with role("maintenance"):
        return list(Report.objects.all())


def test_report_that_names_the_supervisor_in_its_text_is_asked_about_and_hidden() -> None:
    world = NamingWorld()
    asked = world.send(what=TOLD, place="Behind the school")
    page = asked.content.decode()
    text = read(asked)[0]
    assert asked.status_code == 200
    assert not recorded()
    assert ASKED in text
    assert "Rishi Bhusal" in text
    # Nothing is lost, and no answer is given already.
    assert TOLD in page
    assert "Behind the school" in page
    assert not re.search(rf'name="{world.question}"[^>]*checked', page)
    world.send(what=TOLD, **{world.question: "yes"})
    (report,) = recorded()
    assert response(report).named_staff == [world.supervisor.pk]
    assert not reads(world.supervisor, report)
    assert set(notified(report)) == {world.leaders[world.province].pk}


def test_report_that_is_not_about_the_colleague_it_names_takes_the_usual_way() -> None:
    world = NamingWorld()
    world.send(what=TOLD, **{world.question: "no"})
    (report,) = recorded()
    assert response(report).named_staff == []
    assert reads(world.supervisor, report)


def test_an_answer_counts_for_the_people_it_was_given_about() -> None:
    world = NamingWorld()
    other = agencies.staff("case_worker", world.province, name="Other Worker")
    sent = {"suspect": "other worker", world.question: "no"}
    assert ASKED in read(world.send(what=TOLD, **sent))[0]
    assert not recorded()
    world.send(what=TOLD, **sent, **{f"colleague_{other.pk}": "yes"})
    assert response(recorded()[0]).named_staff == [other.pk]


def test_no_question_is_about_other_agencies_former_staff_or_those_named_below() -> None:
    world = NamingWorld()
    outsider = agencies.staff(name="Outside Person")
    former = agencies.staff("case_worker", world.district, name="Former Person")
    with role("maintenance"):
        Staff.objects.filter(pk=former.pk).update(is_active=False)
    world.send(what=f"{outsider.name} and {former.name} saw it.")
    world.send(what=TOLD, named="Rishi Bhusal")
    reports = recorded()
    assert sorted(len(response(report).named_staff) for report in reports) == [0, 1]


def test_word_for_staff_without_a_name_is_asked_about_with_a_search() -> None:
    world = NamingWorld()
    told = {"what": "The house parent touched her."}
    asked = world.send(**told)
    assert ASKED_OF_STAFF in read(asked)[0]
    assert "data-staff-search" in asked.content.decode()
    # "Yes" needs someone, or an office.
    missing = read(world.send(**told, is_staff_meant="yes"))[0]
    assert "Search for the colleague, enter the office or facility below" in missing
    stray = world.send(**told, is_staff_meant="no", staff_meant_search="Rishi Bhusal")
    assert "Leave this blank, or answer that you know who." in read(stray)[0]
    assert not recorded()
    world.send(**told, is_staff_meant="yes", staff_meant_search="Rishi Bhusal")
    (report,) = recorded()
    assert response(report).named_staff == [world.supervisor.pk]
    assert not reads(world.supervisor, report)
    world.send(**told, is_staff_meant="no")
    world.send(**told, named=world.district.name)
    assert len(recorded()) == 3
    assert sum(reads(world.supervisor, report) for report in recorded()) == 1


HOME = "The house father of the children's home beat Ramesh."


def test_yes_without_a_name_sends_the_report_past_the_whole_office() -> None:
    world = NamingWorld()
    told = {"what": HOME, "is_staff_meant": "yes_unknown"}
    wrong = world.send(**told, named="house father of Sunrise")
    # The wrong name below takes neither the question nor its answer away; nor does clearing it.
    assert "No colleague is called" in read(wrong)[0]
    assert re.search(r'value="yes_unknown"[^>]*checked', wrong.content.decode())
    assert not recorded()
    world.send(**told)
    (report,) = recorded()
    assert response(report).named_office_id == world.district.pk
    assert response(report).named_staff == []
    assert set(notified(report)) == {world.leaders[world.province].pk}
    assert not reads(world.supervisor, report)
    assert reads(world.officer, report)
    # It can be said later who it is.
    address = f"/reports/{report.pk}/named/"
    leader = signed_in(world.leaders[world.province])
    assert address in leader.get(f"/reports/{report.pk}/").content.decode()
    send_filled(leader, address, named="Rishi Bhusal")
    assert response(report).named_staff == [world.supervisor.pk]


def test_answer_stays_while_another_field_is_wrong_or_names_someone() -> None:
    world = NamingWorld()
    told = {"what": HOME, "is_staff_meant": "yes_unknown"}
    for wrong in ({"age_low": "x"}, {"named": "Rishi"}, {"reporter_name": "x" * 5000}):
        page = world.send(**told, **wrong).content.decode()
        assert re.search(r'value="yes_unknown"[^>]*checked', page), wrong
    too_long = world.send(what=HOME, suspect="x" * 5000, is_staff_meant="no").content.decode()
    assert re.search(r'value="no"[^>]*checked', too_long)
    assert not recorded()
    world.send(**told, named=world.province.name)
    (report,) = recorded()
    assert response(report).named_office_id == world.province.pk


def test_yes_without_a_name_is_saved_where_no_office_is_above() -> None:
    office = agencies.office()
    head, officer = agencies.staff("supervisor", office), agencies.staff("intake_officer", office)
    client = signed_in(officer)
    page = read(client.post(NEW, report_form(what=HOME)))[0]
    assert "the supervisors of your office handle this one" in page
    assert client.post(NEW, report_form(what=HOME, is_staff_meant="yes_unknown")).status_code == 302
    (report,) = recorded()
    assert reads(head, report)


def test_label_says_hide_only_where_a_person_is_named() -> None:
    world = NamingWorld()
    of_staff = read(world.send(what=HOME))[0]
    assert "Yes, but I do not know who: send it to the office above" in of_staff
    assert "hide the report from them" not in of_staff
    assert (
        "Yes: hide the report from them, and send it to the office above"
        in read(world.send(what=TOLD))[0]
    )


def test_name_in_another_script_is_asked_about() -> None:
    world = NamingWorld()
    assert ASKED in read(world.send(what="रिशि भुसालले उनलाई कुटे"))[0]
    assert not recorded()


@pytest.mark.parametrize("kind", ["concern", "information"])
def test_contact_that_accuses_a_colleague_is_recorded_as_a_report(kind: str) -> None:
    world = NamingWorld()
    client, address = signed_in(world.officer), CONTACT
    sent = {"kind": kind, "channel": "helpline", "what": TOLD, "urgency": "today"}
    asked = send_filled(client, address, **sent)
    assert ASKED in read(asked)[0]
    assert TOLD in asked.content.decode()
    with role("maintenance"):
        assert not Contact.objects.exists()
    send_filled(client, address, **sent, **{world.question: "yes"})
    (report,) = recorded()
    assert response(report).named_staff == [world.supervisor.pk]
    assert not reads(world.supervisor, report)
    with role("maintenance"):
        (contact,) = Contact.objects.all()
        assert (contact.kind, contact.report_id) == ("concern", report.pk)
        assert records.open_texts(report)["what"] == TOLD
    for reader, status in ((world.supervisor, 404), (world.officer, 200)):
        page = signed_in(reader).get(f"/reports/contacts/{contact.pk}/")
        assert page.status_code == status


def test_contact_that_accuses_no_one_stays_a_contact_and_an_urgent_one_is_pointed_out() -> None:
    world = NamingWorld()
    client, address = signed_in(world.officer), CONTACT
    sent = {"kind": "concern", "channel": "helpline", "what": TOLD, "urgency": "now"}
    answer = send_filled(client, address, **sent, **{world.question: "no"})
    assert not recorded()
    assert "record it as a report now" in read(client.get(answer["Location"]))[0]
    silent = send_filled(client, address, kind="silent", channel="helpline")
    assert silent.status_code == 302


def test_contact_that_becomes_a_report_is_asked_about() -> None:
    world = NamingWorld()
    told = contact_forms.contact(world.officer, texts={"what": TOLD})
    address = f"/reports/contacts/{told.pk}/report/"
    assert ASKED in read(world.send(address, what=TOLD))[0]
    assert not recorded()
    answer = world.send(address, what=TOLD, case="yes", **{world.question: "yes"})
    (report,) = recorded()
    assert "/find/" not in answer["Location"]
    assert not reads(world.supervisor, report)


def test_paper_form_is_asked_about_whatever_its_kind() -> None:
    world = NamingWorld()
    client = signed_in(world.officer)
    page = client.post(contact_forms.PAPER, contact_forms.paper(what=TOLD))
    assert ASKED in read(page)[0]
    assert not recorded()
    other = contact_forms.paper(what=TOLD, kind="information")
    assert ASKED in read(client.post(contact_forms.PAPER, other))[0]
    other = contact_forms.paper(what=TOLD, kind="information", **{world.question: "no"})
    assert client.post(contact_forms.PAPER, other).status_code == 302
    assert not recorded()
    sent = contact_forms.paper(what=TOLD, **{world.question: "yes"})
    assert client.post(contact_forms.PAPER, sent).status_code == 302
    assert not reads(world.supervisor, recorded()[0])


def test_form_that_was_kept_offline_is_asked_about_when_it_is_sent() -> None:
    world = NamingWorld()
    # As the browser sends it again: an answer without an address to go to waits for its person.
    asked = signed_in(world.officer).post(
        NEW, report_form(what=TOLD), headers={"X-Saathi-Send": "1"}
    )
    assert "X-Saathi-To" not in asked
    assert ASKED in read(asked)[0]
    assert not recorded()


def went_today(world: NamingWorld) -> dict[str, object]:
    """The day of a visit as typed into its form: today, as no visit is before its report."""
    today = world.district.today()
    return {"went_on_0": today.day, "went_on_1": today.month, "went_on_2": today.year}


def send_filled(client: Client, address: str, **typed: object) -> HttpResponse:
    """Sends the form of this page with what is typed into it."""
    sent = filled.form(client.get(address).content.decode(), to=address, **typed)
    return client.post(address, sent)


def added_texts(report: Report) -> list[str]:
    with role("maintenance"):
        notes = ReportNote.objects.filter(report=report).order_by("recorded_at")
        return [records.open_texts(note)["text"] for note in notes]


@pytest.mark.parametrize(
    ("page", "sent"),
    [
        ("add", {"text": TOLD}),
        ("visit", {"found": TOLD, "who": "Ward police", "met": "not_met", "place": "home"}),
    ],
)  # fmt: skip
def test_text_added_later_is_asked_about_and_hides_the_report(
    page: str, sent: dict[str, object]
) -> None:
    world = NamingWorld()
    if page == "visit":
        sent = sent | went_today(world)
    report = world.report("today")
    client, address = signed_in(world.officer), f"/reports/{report.pk}/{page}/"
    asked = send_filled(client, address, **sent)
    assert ASKED in read(asked)[0]
    assert TOLD in asked.content.decode()
    assert not added_texts(report)
    send_filled(client, address, **sent, **{world.question: "no"})
    assert reads(world.supervisor, report)
    answer = send_filled(client, address, **sent, **{world.question: "yes"})
    assert answer.status_code == 302
    assert added_texts(report) == [TOLD, TOLD]
    assert response(report).named_staff == [world.supervisor.pk]
    assert not reads(world.supervisor, report)


def test_person_who_is_bypassed_is_not_asked_of_colleagues() -> None:
    world = NamingWorld()
    report = world.report("today", named_office=world.district.pk)
    client, address = signed_in(world.officer), f"/reports/{report.pk}/add/"
    assert 'name="named"' not in client.get(address).content.decode()
    assert send_filled(client, address, text=TOLD).status_code == 302
    assert added_texts(report) == [TOLD]
    assert response(report).named_staff == []


def test_field_for_colleagues_is_open_on_the_form() -> None:
    world = NamingWorld()
    page = signed_in(world.officer).get(NEW).content.decode()
    before = page.partition('name="named"')[0]
    assert before.count("<details") == before.count("</details>")
