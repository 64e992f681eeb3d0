"""Pages of cross-border enquiries: access, refused and permitted disclosure, and no return of a child."""

import datetime as dt

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from saathi.agencies.models import Configuration, Staff
from saathi.consent.models import Decision
from saathi.protection.casework.cases.models import Case, Due
from saathi.protection.casework.cases.vocabulary import Duty
from saathi.protection.decisions.orders.models import Order
from saathi.protection.returns.borders.models import CrossBorderEnquiry
from saathi.protection.returns.borders.queries import active_contact_consents
from tests import filled
from tests.attacks.proofs import update_proved
from tests.counting import at_most
from tests.desk import cast
from tests.desk.cast import NAME, ChildFileCast
from tests.factories import agencies, agreements, borders, children, protection, rights
from tests.roles import acting, role
from tests.screens import read
from tests.sending import key
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def around() -> ChildFileCast:
    """A child who was screened for international protection, without a sign."""
    around = cast.around()
    with acting(around.worker):
        protection.screened(around.case, around.worker)
    return around


def consent(around: ChildFileCast, **values: object) -> str:
    with acting(around.worker):
        consent_record = rights.consent(
            around.case.child, around.worker, **({"scopes": ("origin",)} | values)
        )
    return str(consent_record.pk)


def send(client_of: Staff, path: str, **typed: object) -> str:
    """The text of the page after a form."""
    client = signed_in(client_of)
    with at_most(15):
        page = client.get(path)
    assert page.status_code == 200, path
    with at_most(20):
        answer = client.post(path, filled.form(page.content.decode(), **typed))
    return read(client.get(answer.url) if answer.status_code == 302 else answer)[0]


def send_enquiry(around: ChildFileCast, consent_id: str, **typed: object) -> str:
    usual = {
        "protocol": "patna.1", "asks": ["who", "family"], "facts": ["age", "clues"],
        "question": "She names a river.", "clues": "A white temple above it.", "fear": "none",
        "child_view": "agrees", "child_words": "Find my aunt.", "best": "Her aunt may look for her.",
        "consent": consent_id,
    }  # fmt: skip
    return send(around.worker, f"{around.url}abroad/ask/", **(usual | typed))


def only_enquiry(staff: Staff) -> CrossBorderEnquiry:
    with acting(staff):
        return CrossBorderEnquiry.objects.get()


# --- who may not ----------------------------------------------------------------------------------


def test_cross_border_enquiries_are_hidden_without_the_right(around: ChildFileCast) -> None:
    borders.protocol(around.worker)
    send_enquiry(around, consent(around))
    at = [around.file_id, only_enquiry(around.worker).pk]
    paths = [f"{around.url}abroad/", f"{around.url}abroad/ask/", f"{around.url}abroad/received/"]
    paths += [
        reverse(f"borders:{name}", args=at)
        for name in ("record_enquiry_outcome", "print_enquiry_answer")
    ]
    for person in (around.house_mother, around.stranger, around.outsider):
        client = signed_in(person)
        for path in paths:
            assert client.get(path).status_code == 404, path
            assert client.post(path, key()).status_code in {404, 405}, path
        with acting(person):
            assert not CrossBorderEnquiry.objects.exists()
            with connection.cursor() as cursor:
                cursor.execute("UPDATE borders_askedabroad SET state = 'confirmed'")
                assert cursor.rowcount == 0


def test_a_question_of_another_file_is_not_found(around: ChildFileCast) -> None:
    borders.protocol(around.worker)
    send_enquiry(around, consent(around))
    other_case = children.case(around.worker, "Maya")
    path = reverse(
        "borders:record_enquiry_outcome", args=[other_case.file_id, only_enquiry(around.worker).pk]
    )
    assert signed_in(around.worker).get(path).status_code == 404


def test_only_who_keeps_the_rules_adds_a_protocol(around: ChildFileCast) -> None:
    path = "/agency/rules/add/"
    text = "\n".join(f"{code} = {meaning}" for code, meaning in borders.LINES.items())
    typed = {"kind": "protocol", "name": "patna", "valid_from": "2026-01-15", "body": text}
    assert signed_in(around.worker).post(path, typed | key()).status_code == 404
    administrator = agencies.staff("administrator", around.worker.office)
    client = signed_in(administrator)
    wrong = client.post(path, typed | key() | {"body": text.replace("IND", "India")})
    assert "Enter the three-letter country code, for example IND" in read(wrong)[0]
    assert client.post(path, typed | key() | {"save": "yes"}).status_code == 302
    with acting(administrator):
        assert Configuration.objects.get(kind="protocol").body["with"] == "IND"
    page = read(signed_in(around.worker).get(f"{around.url}abroad/"))[0]
    assert "Focal point in Patna" in page
    assert "Details of home that the child remembers" in page


# --- what must not go -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (
            {"fear": "not_asked"},
            "First discuss with the child whether they have a reason to fear anyone in that country",
        ),
        (
            {"fear": "fears"},
            "No information may be shared if the child fears someone in that country",
        ),
        ({"child_view": "refuses"}, "The child does not agree. No information may be shared."),
        ({"child_view": None}, "Select the child’s view."),
        (
            {"facts": ["age", "home"]},
            "The agreement does not allow all of this information to be shared",
        ),
        ({"asks": ["safety"]}, "The agreement does not allow all of these questions"),
        ({"facts": ["age"]}, "The child’s memories of home are shared only if selected above"),
        ({"consent": ""}, "Select the consent or other legal basis"),
        ({"best": ""}, "Enter why this is in the child’s best interests"),
        ({"protocol": ""}, "No agreement with this country is in force on this date"),
    ],
)
def test_refused_enquiry_gives_reasons_and_keeps_form_input(
    around: ChildFileCast, typed: dict[str, object], why: str
) -> None:
    borders.protocol(around.worker)
    page = send_enquiry(around, consent(around), **typed)
    assert why in page
    assert "She names a river." in page
    with acting(around.worker):
        assert not CrossBorderEnquiry.objects.exists()
        assert not Due.objects.filter(duty=Duty.ABROAD).exists()


def test_cross_border_enquiry_needs_consent_for_its_scope(around: ChildFileCast) -> None:
    borders.protocol(around.worker)
    other_consent = consent(around, scopes=("health",))
    assert "Select a valid choice" in send_enquiry(around, other_consent)
    with acting(around.worker):
        assert not CrossBorderEnquiry.objects.exists()


def test_database_refuses_disclosure_against_the_child_view(around: ChildFileCast) -> None:
    borders.protocol(around.worker)
    send_enquiry(around, consent(around))
    me = around.worker
    for column, value in (("child_view", "'refuses'"), ("fear", "'fears'"), ("consent", "NULL"),
                          ("protocol_version", "NULL")):  # fmt: skip
        with acting(me), pytest.raises(psycopg.IntegrityError), transaction.atomic():
            update_proved(connection.connection, me, "borders_askedabroad", {column: value})


# --- what goes, and what comes of it ---------------------------------------------------------------


@pytest.mark.requirement("IDN-018")
@pytest.mark.requirement("PRI-001")
def test_a_child_is_identified_across_the_border_and_stays_until_it_is_decided(
    around: ChildFileCast,
) -> None:
    borders.protocol(around.worker)
    page = send_enquiry(around, consent(around))
    for text in ("Outgoing request · India", "No answer yet", "Age, Details of home that the child remembers",
                 "Find my aunt.", "Her aunt may look for her."):  # fmt: skip
        assert text in page
    enquiry = only_enquiry(around.worker)
    assert enquiry.answer_by == around.worker.office.today() + dt.timedelta(days=20)
    assert b"temple" not in bytes(enquiry.sealed)
    with acting(around.worker):
        assert Due.objects.get(pk=enquiry.due).due_on == enquiry.answer_by

    letter = signed_in(around.worker).get(f"{around.url}abroad/{enquiry.pk}/print/")
    letter_text = letter.content.decode()
    assert "A white temple above it." in letter_text
    for withheld in (NAME, NAME.split()[0], "Find my aunt.", "Her aunt may look for her."):
        assert withheld not in letter_text, "neither the name nor the child's view was shared"
    with acting(around.worker):
        mark = transaction.savepoint_create()
        protection.sign(around.case, around.worker)
    closed = signed_in(around.worker).get(f"{around.url}abroad/{enquiry.pk}/print/")
    assert closed.status_code == 404, "a sign of a need for protection came up"
    with acting(around.worker):
        transaction.savepoint_rollback(mark)

    path = f"{around.url}abroad/{enquiry.pk}/"
    page = send(around.worker, path, state="confirmed", answer="An aunt asks after her.")
    assert "Enter the date of the answer." in page
    day = around.worker.office.today()
    page = send(
        around.worker, path, state="confirmed", answer="An aunt asks after her.",
        child_response="I want to write to her first.", answered_on_0=str(day.day),
        answered_on_1=str(day.month), answered_on_2=str(day.year),
    )  # fmt: skip
    for text in (
        "Confirmed",
        "An aunt asks after her.",
        "not informed yet",
        "No child is sent anywhere because of what is recorded here",
    ):
        assert text in page
    with acting(around.worker):
        assert Due.objects.get(pk=enquiry.due).done_on == day
        # Nothing follows automatically: no decision, no order, no other status of the case.
        assert not Decision.objects.exists()
        assert not Order.objects.exists()
        case = Case.objects.get()
        assert (case.status, case.stage) == (around.case.status, around.case.stage)


@pytest.mark.requirement("IDN-018")
def test_a_foreign_request_is_kept_verbatim_and_confirmed_only_with_the_child(
    around: ChildFileCast,
) -> None:
    borders.protocol(around.worker)
    page = send(
        around.worker, f"{around.url}abroad/received/", country="IND", protocol="patna.1",
        partner="Focal point in Patna (invented)", asks=["who"],
    )  # fmt: skip
    assert "Incoming request · India" in page
    enquiry = only_enquiry(around.worker)
    page = send(around.worker, f"{around.url}abroad/{enquiry.pk}/", state="confirmed")
    assert "A confirmation discloses information about the child." in page
    answer = f"{around.url}abroad/{enquiry.pk}/answer/"
    first = consent(around)
    usual = {"facts": ["age"], "fear": "none", "best": "They look for her.", "consent": first}
    assert "No information may be shared." in send(
        around.worker, answer, **usual, child_view="refuses"
    )
    assert signed_in(around.worker).get(
        f"{around.url}abroad/{enquiry.pk}/print/"
    ).status_code == 404, "there is no letter before something may go"  # fmt: skip
    page = send(around.worker, answer, **usual, child_view="agrees")
    assert "Confirmed" in page
    assert only_enquiry(around.worker).facts == ["age"]
    assert signed_in(around.worker).get(answer).status_code == 404


def test_a_question_without_a_protocol_is_kept_and_never_answered(around: ChildFileCast) -> None:
    page = send(
        around.worker, f"{around.url}abroad/received/", country="PAK", partner="A consulate",
        asks=["nationality"],
    )  # fmt: skip
    assert "none: no information may be shared" in page
    enquiry = only_enquiry(around.worker)
    page = send(
        around.worker, f"{around.url}abroad/{enquiry.pk}/answer/", facts=["age"], fear="none",
        child_view="agrees", best="…", consent=consent(around),
    )  # fmt: skip
    assert "No agreement with this country is in force on this date" in page


def test_withdrawn_consent_stops_the_cross_border_enquiry(around: ChildFileCast) -> None:
    borders.protocol(around.worker)
    rests_on = consent(around)
    send_enquiry(around, rests_on)
    enquiry = only_enquiry(around.worker)
    path = reverse("consent:withdraw_consent", args=[around.file_id, rests_on])
    page = read(signed_in(around.worker).get(path))[0]
    assert "Request to another country: India" in page
    send(around.worker, path)
    assert only_enquiry(around.worker).state == "taken_back"
    with acting(around.worker):
        assert Due.objects.get(pk=enquiry.due).done_on is not None
    at = f"{around.url}abroad/{enquiry.pk}/"
    for url in (at, f"{at}print/"):
        assert signed_in(around.worker).get(url).status_code == 404


def test_an_older_version_of_the_protocol_still_says_under_what_it_was_asked(
    around: ChildFileCast,
) -> None:
    borders.protocol(around.worker)
    send_enquiry(around, consent(around))
    borders.protocol(around.worker, version=2, may_ask="who", may_go="age")
    assert "The agreement does not allow all of this information to be shared" in send_enquiry(
        around, consent(around), protocol="patna.2"
    )
    letter = read(signed_in(around.worker).get(
        f"{around.url}abroad/{only_enquiry(around.worker).pk}/print/"
    ))[0]  # fmt: skip
    assert "patna, 1" in letter


def test_two_who_keep_an_answer_see_each_others_change(around: ChildFileCast) -> None:
    borders.protocol(around.worker)
    send_enquiry(around, consent(around))
    path = f"{around.url}abroad/{only_enquiry(around.worker).pk}/"
    client = signed_in(around.worker)
    own_answer = filled.form(client.get(path).content.decode(), answer="Mine")
    send(around.supervisor, path, answer="Theirs")
    answer = client.post(path, own_answer)
    assert answer.status_code == 409
    assert {"Mine", "Theirs"} <= set(answer.content.decode().replace("<", ">").split(">"))


def test_the_web_role_cannot_change_what_a_protocol_says(around: ChildFileCast) -> None:
    borders.protocol(around.worker)
    with (
        acting(around.worker),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE agencies_configuration SET body = '{}'")
    with role("maintenance"):
        assert Configuration.objects.get(kind="protocol").body["with"] == "IND"


def test_guardians_consent_tells_the_other_country_nothing_that_the_child_refused(
    around: ChildFileCast,
) -> None:
    borders.protocol(around.worker)
    child, worker = around.case.child, around.worker
    with acting(worker):
        alone = rights.guardians_consent(child, worker, scopes=("origin", "tracing"))
    before = rights.DAY - dt.timedelta(days=1)
    consent(around, basis="refused", answer="no", given_on=before)
    with acting(worker):
        [(found, label)] = active_contact_consents(worker, child)
        assert found == alone
        assert "Family tracing" in label
        assert "home country" not in label
    consent(around, scopes=("tracing",), basis="refused", answer="no", given_on=before)
    assert "Select a valid choice" in send_enquiry(around, str(alone.pk))
    order = consent(around, basis="order", answer="no", reason="Order 12 of the court.")
    with acting(worker):
        assert [str(held.pk) for held, _label in active_contact_consents(worker, child)] == [order]


# --- through which agreement and focal point --------------------------------------------------------


@pytest.mark.requirement("XBR-003")
@pytest.mark.requirement("XBR-007")
def test_an_enquiry_names_its_agreement_and_the_national_focal_point(around: ChildFileCast) -> None:
    borders.protocol(around.worker)
    keeper = agencies.staff("supervisor", around.worker.office)
    agreements.agreement(keeper, title="Patna protocol", kind="information", protocol="patna")
    desk = agreements.focal_point(keeper, "IND", office="Desk in Delhi")
    page = read(signed_in(around.worker).get(f"{around.url}abroad/"))[0]
    assert "Patna protocol" in page
    assert "Desk in Delhi" in page
    form = read(signed_in(around.worker).get(f"{around.url}abroad/ask/"))[0]
    assert "India · Desk in Delhi (Not tested)" in form
    assert "No national focal point is recorded" not in form
    rests_on = consent(around)
    page = send_enquiry(around, rests_on)
    assert "Choose the national focal point, or say that the request does not go" in page
    elsewhere = agreements.focal_point(keeper, "BGD")
    page = send_enquiry(around, rests_on, route=str(elsewhere.pk))
    assert "This focal point is in another country." in page
    page = send_enquiry(around, rests_on, route=str(desk.pk))
    assert "Patna protocol patna, 1" in page
    assert "National focal point of the other country India · Desk in Delhi" in page
    enquiry = only_enquiry(around.worker)
    assert (enquiry.focal_point_id, enquiry.route) == (desk.pk, "focal_point")
    letter = read(signed_in(around.worker).get(f"{around.url}abroad/{enquiry.pk}/print/"))[0]
    assert "Desk in Delhi" in letter


def test_an_enquiry_to_a_country_without_a_focal_point_says_so(around: ChildFileCast) -> None:
    borders.protocol(around.worker)
    page = read(signed_in(around.worker).get(f"{around.url}abroad/"))[0]
    assert "none recorded for this country" in page
    assert "not in the register of agreements" in page
    form = read(signed_in(around.worker).get(f"{around.url}abroad/ask/"))[0]
    assert "No national focal point is recorded for: India." in form
    page = send_enquiry(around, consent(around), route="direct")
    assert "Not through a national focal point" in page
    assert only_enquiry(around.worker).focal_point_id is None
