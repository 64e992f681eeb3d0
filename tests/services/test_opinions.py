"""How children find services: who may not, what is kept, who reads it, and what the keeper learns."""

from collections.abc import Sequence

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.people.models import Child
from saathi.protection.services.models import Opinion, Referral, Service
from saathi.protection.services.queries import opinions
from saathi.web import inline
from tests import sending
from tests.factories import agencies, children, helps, rights, teams
from tests.reading import DAY, day, post, read, refused, status, words
from tests.roles import acting, role
from tests.services.referral_pages import address, offered
from tests.services.test_access_of_services import as_receiver, opened
from tests.signing import signed_in

pytestmark = pytest.mark.django_db

GOOD = {"found": "good", "audience": "team", "counted": "agreed", "own_words": "They let me laugh."}
HEARD = "They let me laugh."


@pytest.fixture
def service(supervisor: Staff) -> Service:
    return helps.service(supervisor, name="Sewing room")


@pytest.fixture
def referral(child: Child, worker: Staff, service: Service) -> Referral:
    return offered(child, worker, service=service)


def said(**other: object) -> dict[str, object]:
    return GOOD | day("said_on") | other


def entry(staff: Staff, service: Service) -> str:
    return read(staff, reverse("services:show_service", args=[service.pk]))


def spoke(
    service: Service, worker: Staff, views: Sequence[str], counted: str = "agreed"
) -> list[Opinion]:
    """One child for each view, in this order."""
    made = []
    for view in views:
        child = children.case(worker).child
        one = offered(child, worker, service=service)
        with role("maintenance"):
            made.append(
                Opinion.objects.create(
                    file_id=child.file_id, child=child, referral=one, recorded_by=worker.pk,
                    found=view, counted=counted, said_on=DAY,
                )
            )  # fmt: skip
    return made


# --- who may not ----------------------------------------------------------------------------------


def test_strangers_and_those_of_another_file_find_no_such_page(
    child: Child, worker: Staff, referral: Referral
) -> None:
    other = offered(children.case(worker, "Maya").child, worker)
    assert status(agencies.staff(), address("say_how", child, referral.pk)) == {404}
    assert status(agencies.staff("supervisor"), address("say_how", child, referral.pk)) == {404}
    assert status(worker, address("say_how", child, other.pk)) == {404}


@pytest.mark.requirement("CHP-006")
def test_the_service_to_which_she_was_referred_reads_nothing_of_it(
    child: Child, worker: Staff, supervisor: Staff
) -> None:
    centre = agencies.agency("Sewing centre of Janakpur")
    receiver = agencies.staff("case_worker", agencies.office(centre))
    service = helps.service(supervisor, run_by=centre)
    with acting(worker):
        consent = rights.consent(child, worker)
        shared = ["name", "need", "health"]
        one = helps.referral(child, worker, service, shared=shared, consent=consent)
    opened(one, supervisor, receiver)
    path = address("say_how", child, one.pk)
    post(worker, path, said(found="bad", own_words="He shouts."))
    client = as_receiver(receiver, child.file_id)
    page = words(client.get(address("show_referral", child, one.pk)).content)
    assert "A place to learn tailoring" in page, "the referral itself is hers to read"
    for hidden in ("He shouts.", "How the child found it", "It was not good"):
        assert hidden not in page
    assert client.get(path).status_code == 404
    assert client.post(path, said() | sending.key()).status_code == 404
    with acting(receiver):
        assert not Opinion.objects.exists()


@pytest.mark.requirement("CHP-006")
def test_what_she_told_her_worker_alone_no_colleague_reads_in_either_lock(
    child: Child, worker: Staff, referral: Referral
) -> None:
    lawyer = agencies.staff("case_worker", worker.office)
    teams.join(child.file_id, lawyer, TeamRole.LEGAL_REPRESENTATIVE)
    page = address("show_referral", child, referral.pk)
    post(worker, address("say_how", child, referral.pk), said(audience="worker"))
    assert HEARD in read(worker, page)
    assert HEARD not in read(lawyer, page)
    with acting(lawyer):
        assert not Opinion.objects.exists()
    post(worker, address("say_how", child, referral.pk), said(own_words="And tea."))
    assert "And tea." in read(lawyer, page)


@pytest.mark.parametrize("who", ["a worker", "a keeper of another agency"])
def test_how_most_found_it_is_for_those_who_keep_the_entry(
    worker: Staff, service: Service, who: str
) -> None:
    spoke(service, worker, ["good"] * 10)
    if who == "a worker":
        reader = agencies.staff("rapporteur", worker.office)
    else:
        reader = agencies.staff("supervisor", agencies.office(agencies.agency("Another")))
    assert "How children found it" not in entry(reader, service)
    with acting(reader), pytest.raises(DatabaseError), transaction.atomic():
        opinions.majority_experience_text(service)


# --- what she says --------------------------------------------------------------------------------


@pytest.mark.requirement("CHP-006")
@pytest.mark.parametrize(
    ("found", "shown"),
    [("good", "It was good"), ("mixed", "Some was good, some not"), ("bad", "It was not good"),
     ("chose_not", "Chose not to say")],
)  # fmt: skip
def test_a_child_says_how_she_found_a_service_in_faces_and_her_own_words(
    child: Child, worker: Staff, referral: Referral, found: str, shown: str
) -> None:
    form = signed_in(worker).get(address("say_how", child, referral.pk)).content.decode()
    for face in ("mood-smile", "mood-empty", "mood-sad", "mood-silence"):
        assert inline.icon(face, "face") in form  # drawn: no font has to have it
    own = {"own_words": ""} if found == "chose_not" else {}
    page = post(worker, address("say_how", child, referral.pk), said(found=found, **own))
    assert shown in page
    assert (HEARD in page) is (found != "chose_not")
    with acting(worker):
        one = Opinion.objects.get()
    assert one.counted == ("not_asked" if found == "chose_not" else "agreed")
    assert HEARD.encode() not in bytes(one.sealed or b"")


@pytest.mark.requirement("CHP-006")
def test_a_later_opinion_stands_beside_the_first(
    child: Child, worker: Staff, referral: Referral
) -> None:
    post(worker, address("say_how", child, referral.pk), said())
    page = post(
        worker, address("say_how", child, referral.pk), said(found="bad", own_words="Not now.")
    )
    assert HEARD in page
    assert "Not now." in page


def test_the_form_takes_no_face_that_is_not_shown(
    child: Child, worker: Staff, referral: Referral
) -> None:
    silent = {"found": "chose_not", "own_words": HEARD}  # what she said would be lost
    for wrong in (
        {"found": "not_asked"},
        {"found": ""},
        {"audience": "named"},
        {"counted": ""},
        silent,
    ):
        refused(worker, address("say_how", child, referral.pk), said(**wrong))
    with acting(worker):
        assert not Opinion.objects.exists()


def test_a_form_sent_twice_is_one_opinion(child: Child, worker: Staff, referral: Referral) -> None:
    client, sent = signed_in(worker), said() | sending.key()
    for _time in range(2):
        assert client.post(address("say_how", child, referral.pk), sent).status_code == 302
    with acting(worker):
        assert Opinion.objects.count() == 1


# --- what is counted ------------------------------------------------------------------------------

# what children said, in this order | what the keeper of the entry learns
COUNTED = [
    ([], ""),
    (["good"] * 9, ""),
    (["good"] * 10, "Most children found it good."),
    (["good"] * 6 + ["bad"] * 4, "Most children found it good."),
    (["good"] * 5 + ["bad"] * 5, "Some was good for the children, some not."),
    (["mixed"] * 10, "Some was good for the children, some not."),
    (["bad"] * 6 + ["good"] * 4, "Most children found it not good."),
    (["bad"] * 10 + ["good"] * 9, "Most children found it not good."),
    (["bad"] * 10 + ["good"] * 10, "Some was good for the children, some not."),
]


@pytest.mark.requirement("CHP-006")
@pytest.mark.parametrize(("views", "learns"), COUNTED)
def test_the_keeper_learns_how_most_found_it_by_whole_tens_and_no_number(
    worker: Staff, supervisor: Staff, service: Service, views: list[str], learns: str
) -> None:
    spoke(service, worker, views)
    page = entry(supervisor, service)
    assert ("How children found it" in page) is bool(learns)
    assert learns in page
    with acting(supervisor):
        assert opinions.majority_experience_text(service) == learns


@pytest.mark.requirement("CHP-006")
@pytest.mark.parametrize("counted", ["refused", "not_asked"])
def test_what_she_does_not_let_be_counted_is_counted_nowhere(
    worker: Staff, supervisor: Staff, service: Service, counted: str
) -> None:
    spoke(service, worker, ["good"] * 9)
    spoke(service, worker, ["bad"], counted)
    assert "How children found it" not in entry(supervisor, service)
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT is_counted, found, kind FROM facts_opinion WHERE NOT is_counted")
        assert cursor.fetchall() == [(False, None, None)]
        cursor.execute("SELECT DISTINCT found, kind FROM facts_opinion WHERE is_counted")
        assert cursor.fetchall() == [("good", "vocational")]


def test_a_child_who_speaks_ten_times_is_one_child(
    child: Child, worker: Staff, supervisor: Staff, service: Service, referral: Referral
) -> None:
    for _time in range(10):
        with role("maintenance"):
            Opinion.objects.create(
                file_id=child.file_id, child=child, referral=referral, recorded_by=worker.pk,
                found="bad", counted="agreed", said_on=DAY,
            )  # fmt: skip
    assert "How children found it" not in entry(supervisor, service)


def test_the_database_counts_nothing_that_was_not_said(worker: Staff, service: Service) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        spoke(service, worker, ["chose_not"], "agreed")


# --- what is taken back -----------------------------------------------------------------------------


@pytest.mark.requirement("CHP-006")
def test_she_takes_back_that_it_is_counted_and_her_words_stay(
    child: Child, worker: Staff, referral: Referral
) -> None:
    page = post(worker, address("say_how", child, referral.pk), said())
    assert "Count it no more" in page
    with acting(worker):
        one = Opinion.objects.get()
    path = address("stop_counting", child, one.pk)
    assert "stays with her voice" in read(worker, path)
    page = post(worker, path, {"version": one.version})
    assert HEARD in page
    assert "The child does not want it to be counted" in page
    assert "Count it no more" not in page
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT is_counted, found, kind FROM facts_opinion")
        assert cursor.fetchall() == [(False, None, None)]


def test_a_page_that_is_no_longer_true_takes_nothing_back(
    child: Child, worker: Staff, referral: Referral
) -> None:
    post(worker, address("say_how", child, referral.pk), said())
    with acting(worker):
        one = Opinion.objects.get()
    late = signed_in(worker).post(
        address("stop_counting", child, one.pk), {"version": one.version + 1} | sending.key()
    )
    assert late.status_code == 409
    with acting(worker):
        assert Opinion.objects.get().counted == "agreed"


def test_who_does_not_read_it_takes_nothing_back(
    child: Child, worker: Staff, referral: Referral
) -> None:
    post(worker, address("say_how", child, referral.pk), said(audience="worker"))
    with acting(worker):
        one = Opinion.objects.get()
    path = address("stop_counting", child, one.pk)
    colleague = agencies.staff("case_worker", worker.office)
    teams.join(child.file_id, colleague, TeamRole.LEGAL_REPRESENTATIVE)
    for person in (colleague, agencies.staff(), agencies.staff("supervisor")):
        assert status(person, path) == {404}
    other = children.case(worker, "Maya").child
    assert status(worker, address("stop_counting", other, one.pk)) == {404}
    with acting(worker):
        assert Opinion.objects.get().counted == "agreed"
