"""The holder decides on an enquiry, with the child's own words."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from saathi.agencies import access, writing
from saathi.agencies.models import File, Notice, Staff
from saathi.infra import clock
from saathi.participation.models import Statement
from saathi.people.models import Child
from saathi.protection.casework.cases.actions import open_case
from saathi.protection.identification.intake import rules
from saathi.protection.identification.intake.models import EnquiryMatch
from saathi.vault import store as vault
from tests.counting import at_most
from tests.desk.searching import ANSWER, ask, pass_on, shorn
from tests.factories import agencies, children, protection
from tests.roles import acting, role
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


class EnquiryWorld:
    """One child known to one office, and a member of another agency who asks about the child."""

    def __init__(self) -> None:
        self.asker, self.holder = agencies.staff(), agencies.staff()
        self.officer = agencies.staff("data_officer", self.holder.office)
        self.answering = signed_in(self.officer)
        self.child: Child = children.child(self.holder, "Sunita")
        self.asking = signed_in(self.asker)
        self.answer = ask(self.asking)
        pass_on(self.answer)
        with role("maintenance"):
            self.match = EnquiryMatch.objects.get(file_id=self.child.file_id)
        self.address = f"/enquiries/{self.match.pk}/"

    def decide(self, decision: str, *, actor: Staff | None = None, version: int = 1) -> int:
        client = self.answering if actor is None else signed_in(actor)
        sent = {"decision": decision, "reason": "She asked for her aunt", "version": version}
        return int(client.post(self.address, sent | key()).status_code)

    def notices(self) -> int:
        with role("maintenance"):
            return Notice.objects.filter(staff=self.asker, kind="contact_made").count()


def test_most_urgent_enquiries_come_first_and_the_list_says_where_it_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = EnquiryWorld()
    with role("maintenance"):
        later = EnquiryMatch.objects.get(pk=world.match.pk)
        later.pk, later.asked_at = uuid.uuid4(), later.asked_at + dt.timedelta(hours=1)
        later.enquiry, later.urgency = uuid.uuid4(), "now"
        later.save(force_insert=True)
        EnquiryMatch.objects.filter(pk=world.match.pk).update(urgency="soon")
    page = world.answering.get("/enquiries/").content.decode()
    assert page.index(str(later.pk)) < page.index(str(world.match.pk))
    assert "are shown, the most urgent first" not in page
    monkeypatch.setattr("saathi.desk.child_search.enquiries.MAX_ENQUIRIES", 1)
    page = world.answering.get("/enquiries/").content.decode()
    assert str(later.pk) in page
    assert str(world.match.pk) not in page
    assert "The first 1 are shown, the most urgent first" in page


def test_enquiry_is_open_only_to_data_officer_of_holder() -> None:
    world = EnquiryWorld()
    for person in (world.asker, world.holder, agencies.staff("data_officer"),
                   agencies.staff("supervisor", world.holder.office)):  # fmt: skip
        client = signed_in(person)
        assert client.get(world.address).status_code == 404, person.role_kind
        assert world.decide("contact", actor=person) == 404
    for role_kind in ("case_worker", "supervisor", "oversight"):
        assert signed_in(agencies.staff(role_kind)).get("/enquiries/").status_code == 404
    assert (
        str(world.match.pk)
        not in signed_in(agencies.staff("data_officer")).get("/enquiries/").content.decode()
    )
    assert world.notices() == 0


def test_enquiry_about_hidden_child_of_own_office_reaches_holder() -> None:
    office = agencies.office()
    asker, colleague = agencies.staff("case_worker", office), agencies.staff("case_worker", office)
    officer = agencies.staff("data_officer", office)
    asking = signed_in(asker)
    none = shorn(asking.get(ask(asking)).content)
    child = children.child(colleague, "Sunita")
    answer = ask(asking)
    assert pass_on(answer) == 1
    assert shorn(asking.get(answer).content) == none
    assert child.code not in asking.get(answer).content.decode()
    listed = signed_in(officer).get("/enquiries/").content.decode()
    assert asker.name in listed


def waiting_for(staff: Staff) -> int:
    with role("maintenance"):
        return Notice.objects.filter(staff=staff, kind="enquiry_waits").count()


def test_data_officer_gets_notice_of_enquiry_without_name() -> None:
    world = EnquiryWorld()
    day = world.answering.get("/").content.decode()
    assert "1 enquiry awaiting a decision" in day
    assert "An enquiry is awaiting a decision" in day
    assert "Sunita" not in day
    assert world.child.code not in day
    for person in (world.asker, world.holder, agencies.staff("data_officer")):
        assert waiting_for(person) == 0
    with role("maintenance"):
        notice = Notice.objects.get(staff=world.officer, kind="enquiry_waits")
    assert (notice.record, notice.given_by) == (world.match.pk, None)
    with role("matcher"), connection.cursor() as cursor:
        cursor.execute("SELECT access_notify_of_enquiry(%s)", [world.match.pk])
        assert cursor.fetchone() == (0,)


def test_several_enquiries_are_one_line_of_notices_read_together() -> None:
    world = EnquiryWorld()
    for _ in range(2):
        pass_on(ask(world.asking))
    day = world.answering.get("/").content.decode()
    assert day.count("3 enquiries awaiting a decision") == 1
    assert day.count("An enquiry is awaiting a decision (3)") == 1  # the notice of it
    with role("maintenance"):
        latest = Notice.objects.filter(staff=world.officer).latest("given_at")
    opened = world.answering.post(f"/notices/{latest.pk}/")
    assert opened.url == "/enquiries/"
    again = world.answering.get("/").content.decode()
    assert again.count("3 enquiries awaiting a decision") == 1


def test_enquiry_notice_goes_to_nearest_data_officer_above() -> None:
    nation = agencies.office()
    ward = agencies.office(nation.agency, parent=nation)
    above = agencies.staff("data_officer", nation)
    holder = agencies.staff("case_worker", ward)
    children.child(holder, "Sunita")
    pass_on(ask(signed_in(agencies.staff())))
    assert waiting_for(above) == 1


def test_web_role_cannot_create_enquiry_notice() -> None:
    world = EnquiryWorld()
    with (
        acting(world.asker),
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        cursor.execute("SELECT access_notify_of_enquiry(%s)", [world.match.pk])


def test_waiting_enquiry_shows_asker_and_reason() -> None:
    world = EnquiryWorld()
    client = signed_in(world.officer)
    with at_most(15):
        listed = client.get("/enquiries/").content.decode()
    with at_most(15):
        page = client.get(world.address).content.decode()
    for text in (world.asker.name, world.asker.agency.name, "A report came in"):
        assert text in listed
        assert text in page
    assert "Sunita" not in listed


def test_enquiry_shows_readable_statements_of_child() -> None:
    world = EnquiryWorld()
    with acting(world.holder):
        for words, audience in (("I want to see my aunt", "team"), ("Only for you", "worker")):
            statement = Statement(
                file_id=world.child.file_id, child=world.child, state="said", form="verbatim",
                said_on="2026-03-02", topics=["family"], audience=audience,
            )  # fmt: skip
            writing.add(statement, actor=world.holder, payload={"words": words})
        silent = Statement(
            file_id=world.child.file_id, child=world.child, state="do_not_ask",
            said_on="2026-03-02", topics=["what_happened"],
        )  # fmt: skip
        writing.add(silent, actor=world.holder)
    client = signed_in(world.officer)
    with at_most(15):
        page = client.get(world.address).content.decode()
    assert "I want to see my aunt" in page
    assert "Only for you" not in page
    assert "Do not ask the child" in page


def test_enquiry_contact_notifies_asker_and_seals_reason() -> None:
    world = EnquiryWorld()
    with at_most(15):
        assert world.decide("contact") == 302
    assert world.notices() == 1
    page = world.asking.get(world.answer).content.decode()
    assert "Contact is being made" in page
    assert ANSWER in page
    assert "aunt" not in page
    with acting(world.officer):
        match = access.get(world.officer, EnquiryMatch, world.match.pk)
        assert (match.state, match.decided_by) == ("contact_made", world.officer.pk)
        assert vault.open(match)["reason"] == "She asked for her aunt"


def test_enquiry_without_contact_stays_unknown_to_asker() -> None:
    world = EnquiryWorld()
    before = shorn(world.asking.get(world.answer).content)
    assert world.decide("none") == 302
    assert world.notices() == 0
    assert shorn(world.asking.get(world.answer).content) == before


def test_enquiry_decision_is_made_once() -> None:
    world = EnquiryWorld()
    assert world.decide("none") == 302
    assert world.decide("contact") == 404
    assert world.notices() == 0
    assert "No pending enquiries" in signed_in(world.officer).get("/enquiries/").content.decode()


def test_stale_enquiry_decision_keeps_entered_text() -> None:
    world = EnquiryWorld()
    client = signed_in(world.officer)
    sent = {"decision": "none", "reason": "Her uncle asks", "version": 7} | key()
    late = client.post(world.address, sent)
    assert late.status_code == 409
    assert "Her uncle asks" in late.content.decode()


def test_enquiry_shows_that_child_became_protected() -> None:
    world = EnquiryWorld()
    with role("maintenance"):
        File.objects.filter(pk=world.child.file_id).update(is_protected=True)
    assert (
        "This child is under special protection"
        in signed_in(world.officer).get(world.address).content.decode()
    )


def test_unknown_enquiry_gives_404() -> None:
    assert (
        signed_in(agencies.staff("data_officer")).get(f"/enquiries/{uuid.uuid4()}/").status_code
        == 404
    )


# --- a contact that leads to another country -----------------------------------------------------------


def decide_by(world: EnquiryWorld, through: str) -> str:
    stored = fresh(world)
    sent = {
        "decision": "contact", "reason": "Asked for the aunt", "version": stored.version,
        "through": through, "through_whom": "Consul", "safety": "safe",
    }  # fmt: skip
    return world.answering.post(world.address, sent | key()).content.decode()


def fresh(world: EnquiryWorld) -> EnquiryMatch:
    with role("maintenance"):
        return EnquiryMatch.objects.get(pk=world.match.pk)


@pytest.mark.requirement("INT-002")
@pytest.mark.parametrize("way", ["embassy", "asker"])
def test_no_contact_leads_abroad_past_the_gate(way: str) -> None:
    """By an embassy, or with an agency of the country of origin: the asker would learn of the child."""
    world = EnquiryWorld()
    if way == "asker":
        abroad = agencies.office(agencies.agency(country="IND"))
        with role("maintenance"):
            Staff.objects.filter(pk=world.asker.pk).update(office=abroad, agency=abroad.agency)
    through = "embassy" if way == "embassy" else "office"
    with acting(world.holder):
        case = open_case(child=world.child, opened_on=children.TODAY, actor=world.holder)
    text = str(rules.LACKS_ABROAD["screening"].text)
    assert text in decide_by(world, through)
    stored = fresh(world)
    with (
        acting(world.officer),
        pytest.raises(IntegrityError, match="not to this country"),
        transaction.atomic(),
    ):
        writing.change(stored, actor=world.officer, state="contact_made", through=through)
    assert (fresh(world).state, world.notices()) == ("waiting", 0)
    with acting(world.holder):
        protection.screened(case, world.holder)
    assert str(rules.LACKS_ABROAD["permission"].text) in decide_by(world, through)
    with acting(world.holder):
        asked = protection.asked(case, world.holder)
    supervisor = agencies.staff("supervisor", world.holder.office)
    with acting(supervisor):
        protection.permit(asked, supervisor)
    decide_by(world, through)
    assert (fresh(world).state, world.notices()) == ("contact_made", 1)


@pytest.mark.requirement("INT-002")
def test_no_enquiry_begins_as_a_contact_abroad() -> None:
    """A new row of the web role, with a proof but without the action."""
    world = EnquiryWorld()
    stored = fresh(world)
    stored.pk, stored.enquiry, stored.state = uuid.uuid4(), uuid.uuid4(), "contact_made"
    stored.through, stored.decided_by, stored.decided_at = "embassy", world.officer.pk, clock.now()
    with (
        acting(world.officer),
        pytest.raises(IntegrityError, match="not to this country"),
        transaction.atomic(),
    ):
        writing.add(stored, actor=world.officer)


def test_no_contact_is_always_possible_and_the_asker_learns_nothing() -> None:
    world = EnquiryWorld()
    assert world.decide("none") == 302
    assert world.notices() == 0


def test_strangers_do_not_ask_what_a_contact_lacks() -> None:
    world = EnquiryWorld()
    for person in (world.asker, world.holder, agencies.staff("data_officer")):
        with (
            acting(person),
            pytest.raises(ProgrammingError, match="no such enquiry"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT enquiry_contact_lacks(%s, 'office')", [world.match.pk])
