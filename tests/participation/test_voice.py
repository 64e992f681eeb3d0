"""Pages of the child's voice: access, records, and what is never asked."""

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from saathi.agencies import access, idempotency, record_history, writing
from saathi.agencies.models import Staff
from saathi.agencies.vocabulary import TeamRole
from saathi.audit.models import AuditEntry as Entry
from saathi.participation import actions, queries
from saathi.participation.models import Explanation, Reader, Statement
from saathi.participation.vocabulary import (
    StatementAudience,
    StatementMedium,
    StatementState,
    StatementTopic,
)
from saathi.people.models import Child
from saathi.vault import attachments
from saathi.vault import store as vault
from saathi.vault.models import OldSealedValue, StoredFile
from tests import counting
from tests.broken_log import full_audit_log
from tests.factories import agencies, children, teams
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
WORDS = "म मेरो दिदीलाई फोन गर्न चाहन्छु"


@pytest.fixture
def child(worker: Staff) -> Child:
    return children.child(worker, languages=["ne"])


@pytest.fixture
def counsellor(worker: Staff, child: Child) -> Staff:
    person = agencies.staff("counsellor", worker.office)
    return teams.join(child.file_id, person, TeamRole.COUNSELLOR)


def new_statement(
    *, readers: Sequence[UUID] = (), drawing: bytes | None = None, **values: Any
) -> actions.NewStatement:
    texts = {name: values.pop(name) for name in ("words", "present") if name in values}
    return actions.NewStatement(Statement(**values), texts, readers, drawing)


def said(child: Child, actor: Staff, **fields: object) -> Statement:
    values = {
        "state": StatementState.SAID,
        "form": StatementMedium.VERBATIM,
        "said_on": dt.date(2026, 3, 9),
        "words": WORDS,
        "language": "ne",
    }
    with acting(actor):
        new = new_statement(**(values | fields))
        return actions.record_statement(child=child, new=new, actor=actor)


def filled(**fields: object) -> dict[str, object]:
    values = {
        "form_key": idempotency.new_form_key(),
        "state": "said",
        "form": "verbatim",
        "words": WORDS,
        "said_on_0": "९",
        "said_on_1": "३",
        "said_on_2": "२०२६",
        "audience": "team",
    }
    return values | fields


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(out, "PNG")
    return out.getvalue()


def address(name: str, child: Child, *more: object) -> str:
    return reverse(f"participation:{name}", args=[child.file_id, *more])


# --- who may not ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "screen", ["list_statements", "record_statement", "explain_confidentiality"]
)
def test_staff_without_access_find_no_statements(child: Child, screen: str) -> None:
    assert signed_in(agencies.staff()).get(address(screen, child)).status_code == 404


def test_a_physician_hears_the_child_and_explains_the_limits_of_confidentiality(
    worker: Staff, child: Child
) -> None:
    physician = agencies.staff("counsellor", worker.office)
    teams.join(child.file_id, physician, TeamRole.PHYSICIAN)
    client = signed_in(physician)
    assert client.get(address("list_statements", child)).status_code == 200
    assert client.get(address("record_statement", child)).status_code == 200
    assert client.get(address("explain_confidentiality", child)).status_code == 200


@pytest.mark.requirement("GDN-009")
@pytest.mark.requirement("CHP-011")
def test_statement_for_one_worker_is_closed_to_the_team_by_both_locks(
    worker: Staff, child: Child, counsellor: Staff
) -> None:
    statement = said(child, counsellor, audience=StatementAudience.WORKER)
    with acting(worker):
        assert not access.visible(worker, Statement).exists()
        assert not Statement.objects.filter(pk=statement.pk).exists()
    page = signed_in(worker).get(address("show_statement", child, statement.pk))
    assert page.status_code == 404
    with acting(counsellor):
        assert access.visible(counsellor, Statement).get() == statement
        assert Statement.objects.get() == statement


def test_statement_list_does_not_reveal_hidden_statements(
    worker: Staff, child: Child, counsellor: Staff
) -> None:
    before = signed_in(worker).get(address("list_statements", child)).content
    said(child, counsellor, audience=StatementAudience.WORKER, topics=[StatementTopic.FAMILY])
    after = signed_in(worker).get(address("list_statements", child)).content
    assert _body(before) == _body(after)
    asking = signed_in(worker).get(address("record_statement", child)).content.decode()
    assert "Read the statement instead" not in asking


@pytest.mark.requirement("GDN-009")
def test_a_reader_named_by_the_child_reads_the_statement_and_others_do_not(
    worker: Staff, child: Child, counsellor: Staff
) -> None:
    mother = agencies.staff("house_mother", worker.office)
    teams.join(child.file_id, mother, TeamRole.RESIDENTIAL_WORKER)
    named = said(child, counsellor, audience=StatementAudience.NAMED, readers=[mother.pk])
    for person, sees in ((mother, True), (worker, False), (counsellor, True)):
        with acting(person):
            assert access.visible(person, Statement).filter(pk=named.pk).exists() is sees
            assert Statement.objects.filter(pk=named.pk).exists() is sees


def test_only_team_members_can_be_named_as_statement_readers(worker: Staff, child: Child) -> None:
    outsider = agencies.staff("counsellor", worker.office)
    named = said(child, worker, audience=StatementAudience.NAMED, readers=[outsider.pk])
    with role("maintenance"):
        assert not Reader.objects.filter(statement=named).exists()


# --- who may --------------------------------------------------------------------------------------


@pytest.mark.requirement("CHP-011", "PRI-007")
def test_a_childs_words_are_kept_verbatim_and_every_access_is_logged(
    worker: Staff, child: Child, counsellor: Staff
) -> None:
    client = signed_in(worker)
    answer = client.post(address("record_statement", child), filled(topics=["goals"]))
    assert answer.status_code == 302
    with acting(worker):
        statement = Statement.objects.get()
        assert vault.open(statement) == {"words": WORDS}
        assert statement.said_on == dt.date(2026, 3, 9)  # typed in Devanagari digits
    page = signed_in(counsellor).get(answer.url)
    assert WORDS in page.content.decode()
    with role("auditor"):
        looks = Entry.objects.filter(
            kind="looked", by=counsellor.pk, objects_seen__contains=[statement.pk]
        )
        assert looks.count() == 1
        assert (
            Entry.objects.filter(kind="wrote", objects_seen__contains=[statement.pk]).count() == 1
        )


@pytest.mark.requirement("GDN-010")
@pytest.mark.parametrize("state", ["chose_not_to_say", "do_not_ask"])
def test_statement_not_said_is_complete_without_words_language_or_form(
    worker: Staff, child: Child, state: str
) -> None:
    sent = filled(state=state, form="", words="")
    assert signed_in(worker).post(address("record_statement", child), sent).status_code == 302
    with acting(worker):
        assert Statement.objects.get().state == state


@pytest.mark.requirement("GDN-010")
def test_recorded_statement_replaces_asking_again(worker: Staff, child: Child) -> None:
    said(child, worker, topics=[StatementTopic.WHAT_HAPPENED])
    page = signed_in(worker).get(address("record_statement", child)).content.decode()
    assert "Read the statement instead of asking again" in page


@pytest.mark.requirement("GDN-002")
def test_the_reminder_goes_once_the_limits_were_explained_and_never_blocks(
    worker: Staff, child: Child
) -> None:
    client = signed_in(worker)
    assert client.post(address("record_statement", child), filled()).status_code == 302
    reminder = "Explain the limits of confidentiality to the child before you begin"
    assert reminder in client.get(address("record_statement", child)).content.decode()
    sent = {
        "form_key": idempotency.new_form_key(),
        "explained_on_0": "8",
        "explained_on_1": "3",
        "explained_on_2": "2026",
        "language": "ne",
        "understood": "yes",
    }
    assert client.post(address("explain_confidentiality", child), sent).status_code == 302
    with acting(worker):
        assert Explanation.objects.get().language == "ne"
    assert reminder not in client.get(address("record_statement", child)).content.decode()


# --- what happens ---------------------------------------------------------------------------------


def test_statement_form_sent_twice_saves_one_statement(worker: Staff, child: Child) -> None:
    client, sent = signed_in(worker), filled()
    first = client.post(address("record_statement", child), sent)
    again = client.post(address("record_statement", child), sent)
    assert first.url == again.url
    with acting(worker):
        assert Statement.objects.count() == 1


def test_incomplete_statement_form_keeps_the_input(worker: Staff, child: Child) -> None:
    page = signed_in(worker).post(address("record_statement", child), filled(form=""))
    assert page.status_code == 200
    assert WORDS in page.content.decode()


def test_future_statement_day_is_refused_with_a_message(worker: Staff, child: Child) -> None:
    page = signed_in(worker).post(address("record_statement", child), filled(said_on_2="2099"))
    assert "Enter today’s date or an earlier date." in page.content.decode()


@pytest.mark.slow
def test_a_drawing_is_shown_to_those_who_may_and_can_run_nothing(
    worker: Staff, child: Child, counsellor: Staff
) -> None:
    drawing = SimpleUploadedFile("sunita-home.png", picture(), "image/png")
    sent = filled(form="drawing", words="", drawing=drawing)
    answer = signed_in(worker).post(address("record_statement", child), sent)
    assert answer.status_code == 302
    shown = signed_in(counsellor).get(answer.url + "drawing/")
    assert shown.status_code == 200
    assert shown["Content-Type"] == "image/png"
    assert shown["Content-Disposition"] == 'inline; filename="drawing.png"'
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert shown["Content-Security-Policy"].startswith("sandbox")
    assert shown["Cache-Control"] == "no-store, private"
    with role("auditor"):
        assert Entry.objects.filter(kind="file_opened", by=counsellor.pk).count() == 1
    assert signed_in(agencies.staff()).get(answer.url + "drawing/").status_code == 404


@pytest.mark.slow
@pytest.mark.requirement("CHP-011")
def test_drawing_and_earlier_wording_follow_the_childs_choice_of_readers_in_both_locks(
    worker: Staff, child: Child, counsellor: Staff
) -> None:
    mother = agencies.staff("house_mother", worker.office)
    teams.join(child.file_id, mother, TeamRole.RESIDENTIAL_WORKER)
    with acting(counsellor):
        statement = actions.record_statement(
            child=child,
            new=new_statement(
                state=StatementState.SAID, said_on=dt.date(2026, 3, 9), form=StatementMedium.DRAWING,
                audience=StatementAudience.NAMED, readers=[mother.pk], words="My house", drawing=picture(),
            ),
            actor=counsellor,
        )  # fmt: skip
        writing.change(statement, actor=counsellor, payload={"words": "My house, and the river"})
    for person, reads in ((counsellor, True), (mother, True), (worker, False)):
        with acting(person):
            assert StoredFile.objects.filter(pk=statement.drawing).exists() is reads, (
                person.role_kind
            )
            assert OldSealedValue.objects.filter(row_id=statement.pk).exists() is reads, (
                person.role_kind
            )
        with role("maintenance"):  # the first lock alone
            try:
                [old] = record_history.old_values(person, statement)
                stored = record_history.stored_file(person, statement, "drawing")
            except access.NotAllowed:
                assert not reads, person.role_kind
                continue
            assert reads, person.role_kind
            assert vault.open_old_value(old) == {"words": "My house"}
            assert attachments.read_file(stored) == picture()
    address_of = address("show_drawing", child, statement.pk)
    assert signed_in(mother).get(address_of).status_code == 200
    assert signed_in(worker).get(address_of).status_code == 404


def test_an_earlier_wording_of_what_the_team_may_read_is_the_teams(
    worker: Staff, child: Child, counsellor: Staff
) -> None:
    statement = said(child, counsellor, words="first")
    with acting(counsellor):
        writing.change(statement, actor=counsellor, payload={"words": "second"})
    with acting(worker):
        [old] = record_history.old_values(worker, statement)
        assert vault.open_old_value(old) == {"words": "first"}
    with acting(agencies.staff()):
        assert not OldSealedValue.objects.exists()


def test_a_file_of_another_kind_is_refused_in_words(worker: Staff, child: Child) -> None:
    sent = filled(form="drawing", words="", drawing=SimpleUploadedFile("a.svg", b"<svg/>"))
    page = signed_in(worker).post(address("record_statement", child), sent)
    assert "This file type is not accepted" in page.content.decode()
    with acting(worker):
        assert not Statement.objects.exists()


def test_statement_is_not_saved_if_the_audit_log_fails(worker: Staff, child: Child) -> None:
    with full_audit_log():
        said(child, worker)
    with acting(worker):
        assert not Statement.objects.exists()


@pytest.mark.parametrize(
    "screen", ["list_statements", "record_statement", "explain_confidentiality"]
)
def test_a_page_asks_few_queries_and_names_no_one_in_its_title(
    worker: Staff, child: Child, screen: str
) -> None:
    for _ in range(3):
        said(child, worker)
    client = signed_in(worker)
    with counting.at_most(15):
        page = client.get(address(screen, child)).content.decode()
    title = page[page.index("<title>") : page.index("</title>")]
    assert child.code in title
    assert "Sunita" not in title


def test_the_latest_words_are_those_this_reader_may_read(
    worker: Staff, child: Child, counsellor: Staff
) -> None:
    said(child, worker, words="first", said_on=dt.date(2026, 3, 1))
    said(child, counsellor, words="secret", audience=StatementAudience.WORKER)
    with acting(worker):
        [latest] = queries.list_statements(child, worker).statements
    assert latest.words is not None
    assert latest.words.text == "first"


def _body(content: bytes) -> str:
    page = content.decode()
    return page[page.index("<main") : page.index("</main>")]
