"""Children's opinions of services: access, what is kept, who reads it, what keepers learn."""

from collections.abc import Sequence

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.people.models import Child
from saathi.protection.casework.services.models import Opinion, Referral, Service
from saathi.protection.casework.services.queries import opinions
from saathi.web import inline_elements
from tests import sending
from tests.factories import agencies, children, helps, rights, teams
from tests.protection.casework.services.referral_pages import address, offered
from tests.protection.casework.services.test_access_of_services import as_receiver, opened
from tests.reading import DAY, day, post, read, refused, status, words
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db

GOOD = {
    "experience": "good",
    "audience": "team",
    "counted": "agreed",
    "own_words": "They let me laugh.",
}
HEARD = "They let me laugh."


@pytest.fixture
def service(supervisor: Staff) -> Service:
    return helps.service(supervisor, name="Sewing room")


@pytest.fixture
def referral(child: Child, worker: Staff, service: Service) -> Referral:
    return offered(child, worker, service=service)


def opinion_form(**other: object) -> dict[str, object]:
    return GOOD | day("said_on") | other


def entry(staff: Staff, service: Service) -> str:
    return read(staff, reverse("services:show_service", args=[service.pk]))


def add_opinions(
    service: Service, worker: Staff, views: Sequence[str], counted: str = "agreed"
) -> list[Opinion]:
    """One child for each view, in this order."""
    added = []
    for view in views:
        child = children.case(worker).child
        referral = offered(child, worker, service=service)
        with role("maintenance"):
            added.append(
                Opinion.objects.create(
                    file_id=child.file_id, child=child, referral=referral, recorded_by=worker.pk,
                    experience=view, counted=counted, said_on=DAY,
                )
            )  # fmt: skip
    return added


# --- who may not ----------------------------------------------------------------------------------


def test_opinion_page_is_hidden_from_strangers_and_other_files(
    child: Child, worker: Staff, referral: Referral
) -> None:
    other = offered(children.case(worker, "Maya").child, worker)
    assert status(agencies.staff(), address("record_service_opinion", child, referral.pk)) == {404}
    assert status(
        agencies.staff("supervisor"), address("record_service_opinion", child, referral.pk)
    ) == {404}
    assert status(worker, address("record_service_opinion", child, other.pk)) == {404}


@pytest.mark.requirement("CHP-006")
def test_service_cannot_read_opinion_about_it(
    child: Child, worker: Staff, supervisor: Staff
) -> None:
    centre = agencies.agency("Sewing centre of Janakpur")
    receiver = agencies.staff("case_worker", agencies.office(centre))
    service = helps.service(supervisor, run_by=centre)
    with acting(worker):
        consent = rights.consent(child, worker, scopes=("education",))
        shared = ["name", "need", "health"]
        referral = helps.referral(child, worker, service, shared=shared, consent=consent)
    opened(referral, supervisor, receiver)
    path = address("record_service_opinion", child, referral.pk)
    post(worker, path, opinion_form(experience="bad", own_words="He shouts."))
    client = as_receiver(receiver, child.file_id)
    page = words(client.get(address("show_referral", child, referral.pk)).content)
    assert "A place to learn tailoring" in page, "the receiver reads the referral itself"
    for hidden in ("He shouts.", "Child’s opinion", "It was not good"):
        assert hidden not in page
    assert client.get(path).status_code == 404
    assert client.post(path, opinion_form() | sending.key()).status_code == 404
    with acting(receiver):
        assert not Opinion.objects.exists()


@pytest.mark.requirement("CHP-006")
def test_opinion_for_worker_only_is_hidden_from_colleagues(
    child: Child, worker: Staff, referral: Referral
) -> None:
    lawyer = agencies.staff("case_worker", worker.office)
    teams.join(child.file_id, lawyer, TeamRole.LEGAL_REPRESENTATIVE)
    page = address("show_referral", child, referral.pk)
    post(
        worker,
        address("record_service_opinion", child, referral.pk),
        opinion_form(audience="worker"),
    )
    assert HEARD in read(worker, page)
    assert HEARD not in read(lawyer, page)
    with acting(lawyer):
        assert not Opinion.objects.exists()
    post(
        worker,
        address("record_service_opinion", child, referral.pk),
        opinion_form(own_words="And tea."),
    )
    assert "And tea." in read(lawyer, page)


@pytest.mark.parametrize("who", ["a worker", "a keeper of another agency"])
def test_majority_experience_is_only_for_keepers(worker: Staff, service: Service, who: str) -> None:
    add_opinions(service, worker, ["good"] * 10)
    if who == "a worker":
        reader = agencies.staff("rapporteur", worker.office)
    else:
        reader = agencies.staff("supervisor", agencies.office(agencies.agency("Other")))
    assert "Children’s experience of the service" not in entry(reader, service)
    with acting(reader), pytest.raises(DatabaseError), transaction.atomic():
        opinions.majority_experience_text(service)


# --- what the child says --------------------------------------------------------------------------


@pytest.mark.requirement("CHP-006")
@pytest.mark.parametrize(
    ("found", "shown"),
    [("good", "It was good"), ("mixed", "Some was good, some not"), ("bad", "It was not good"),
     ("chose_not", "Chose not to say")],
)  # fmt: skip
def test_child_gives_opinion_of_service_in_faces_and_words(
    child: Child, worker: Staff, referral: Referral, found: str, shown: str
) -> None:
    form = (
        signed_in(worker)
        .get(address("record_service_opinion", child, referral.pk))
        .content.decode()
    )
    for face in ("mood-smile", "mood-empty", "mood-sad", "mood-silence"):
        assert inline_elements.icon(face, "face") in form  # drawn: not every font has it
    texts = {"own_words": ""} if found == "chose_not" else {}
    page = post(
        worker,
        address("record_service_opinion", child, referral.pk),
        opinion_form(experience=found, **texts),
    )
    assert shown in page
    assert (HEARD in page) is (found != "chose_not")
    with acting(worker):
        opinion = Opinion.objects.get()
    assert opinion.counted == ("not_asked" if found == "chose_not" else "agreed")
    assert HEARD.encode() not in bytes(opinion.sealed or b"")


@pytest.mark.requirement("CHP-006")
def test_later_opinion_keeps_the_first(child: Child, worker: Staff, referral: Referral) -> None:
    post(worker, address("record_service_opinion", child, referral.pk), opinion_form())
    page = post(
        worker,
        address("record_service_opinion", child, referral.pk),
        opinion_form(experience="bad", own_words="Not now."),
    )
    assert HEARD in page
    assert "Not now." in page


def test_opinion_form_refuses_invalid_choices(
    child: Child, worker: Staff, referral: Referral
) -> None:
    silent = {"experience": "chose_not", "own_words": HEARD}  # the child's words would be lost
    for wrong in (
        {"experience": "not_asked"},
        {"experience": ""},
        {"audience": "named"},
        silent,
    ):
        refused(
            worker, address("record_service_opinion", child, referral.pk), opinion_form(**wrong)
        )
    with acting(worker):
        assert not Opinion.objects.exists()


def test_a_form_sent_twice_is_one_opinion(child: Child, worker: Staff, referral: Referral) -> None:
    client, sent = signed_in(worker), opinion_form() | sending.key()
    for _time in range(2):
        assert (
            client.post(address("record_service_opinion", child, referral.pk), sent).status_code
            == 302
        )
    with acting(worker):
        assert Opinion.objects.count() == 1


# --- what is counted ------------------------------------------------------------------------------

# what children said, in this order | what the keeper of the entry learns
COUNTED = [
    ([], ""),
    (["good"] * 9, ""),
    (["good"] * 10, "Most children had a good experience."),
    (["good"] * 6 + ["bad"] * 4, "Most children had a good experience."),
    (["good"] * 5 + ["bad"] * 5, "Children had mixed experiences."),
    (["mixed"] * 10, "Children had mixed experiences."),
    (["bad"] * 6 + ["good"] * 4, "Most children had a bad experience."),
    (["bad"] * 10 + ["good"] * 9, "Most children had a bad experience."),
    (["bad"] * 10 + ["good"] * 10, "Children had mixed experiences."),
]


@pytest.mark.requirement("CHP-006")
@pytest.mark.parametrize(("views", "learns"), COUNTED)
def test_keeper_learns_majority_experience_without_numbers(
    worker: Staff, supervisor: Staff, service: Service, views: list[str], learns: str
) -> None:
    add_opinions(service, worker, views)
    page = entry(supervisor, service)
    assert ("Children’s experience of the service" in page) is bool(learns)
    assert learns in page
    with acting(supervisor):
        assert opinions.majority_experience_text(service) == learns


@pytest.mark.requirement("CHP-006")
@pytest.mark.parametrize("counted", ["refused", "not_asked"])
def test_opinion_without_counting_consent_is_not_counted(
    worker: Staff, supervisor: Staff, service: Service, counted: str
) -> None:
    add_opinions(service, worker, ["good"] * 9)
    add_opinions(service, worker, ["bad"], counted)
    assert "Children’s experience of the service" not in entry(supervisor, service)
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT is_counted, found, kind FROM facts_opinion WHERE NOT is_counted")
        assert cursor.fetchall() == [(False, None, None)]
        cursor.execute("SELECT DISTINCT found, kind FROM facts_opinion WHERE is_counted")
        assert cursor.fetchall() == [("good", "vocational")]


def test_ten_opinions_of_one_child_count_once(
    child: Child, worker: Staff, supervisor: Staff, service: Service, referral: Referral
) -> None:
    for _time in range(10):
        with role("maintenance"):
            Opinion.objects.create(
                file_id=child.file_id, child=child, referral=referral, recorded_by=worker.pk,
                experience="bad", counted="agreed", said_on=DAY,
            )  # fmt: skip
    assert "Children’s experience of the service" not in entry(supervisor, service)


def test_database_refuses_counting_of_unstated_opinion(worker: Staff, service: Service) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        add_opinions(service, worker, ["chose_not"], "agreed")


# --- what is taken back -----------------------------------------------------------------------------


@pytest.mark.requirement("CHP-006")
def test_counting_consent_is_withdrawn_but_words_stay(
    child: Child, worker: Staff, referral: Referral
) -> None:
    page = post(worker, address("record_service_opinion", child, referral.pk), opinion_form())
    assert "Exclude from statistics" in page
    with acting(worker):
        opinion = Opinion.objects.get()
    path = address("exclude_opinion_from_statistics", child, opinion.pk)
    assert (
        "The opinion stays with the child’s statements and is left out of statistics from now on"
        in read(worker, path)
    )
    page = post(worker, path, {"version": opinion.version})
    assert HEARD in page
    assert "The child does not agree to statistical use" in page
    assert "Exclude from statistics" not in page
    with role("analyst"), connection.cursor() as cursor:
        cursor.execute("SELECT is_counted, found, kind FROM facts_opinion")
        assert cursor.fetchall() == [(False, None, None)]


def test_stale_page_does_not_withdraw_counting_consent(
    child: Child, worker: Staff, referral: Referral
) -> None:
    post(worker, address("record_service_opinion", child, referral.pk), opinion_form())
    with acting(worker):
        opinion = Opinion.objects.get()
    late = signed_in(worker).post(
        address("exclude_opinion_from_statistics", child, opinion.pk),
        {"version": opinion.version + 1} | sending.key(),
    )
    assert late.status_code == 409
    with acting(worker):
        assert Opinion.objects.get().counted == "agreed"


def test_only_readers_of_opinion_withdraw_counting_consent(
    child: Child, worker: Staff, referral: Referral
) -> None:
    post(
        worker,
        address("record_service_opinion", child, referral.pk),
        opinion_form(audience="worker"),
    )
    with acting(worker):
        opinion = Opinion.objects.get()
    path = address("exclude_opinion_from_statistics", child, opinion.pk)
    colleague = agencies.staff("case_worker", worker.office)
    teams.join(child.file_id, colleague, TeamRole.LEGAL_REPRESENTATIVE)
    for person in (colleague, agencies.staff(), agencies.staff("supervisor")):
        assert status(person, path) == {404}
    other = children.case(worker, "Maya").child
    assert status(worker, address("exclude_opinion_from_statistics", other, opinion.pk)) == {404}
    with acting(worker):
        assert Opinion.objects.get().counted == "agreed"
