"""Drafts of long forms: visible to their writer only, sealed, and removed after a month."""

import datetime as dt
import json

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from saathi.agencies.models import Draft, File, Staff
from saathi.agencies.offline import drafts
from saathi.infra import clock
from saathi.protection.casework.cases.models import Assessment, Case
from saathi.protection.identification.intake.models import Report
from saathi.protection.identification.trafficking.models import Episode
from saathi.vault import store as vault
from tests import filled
from tests.counting import at_most
from tests.desk.cast import PHONE
from tests.factories import agencies, children, plans
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
WORDS = "Zylquiri wants to go to school"


def put_away(staff: Staff, path: str, **typed: object) -> str:
    """Presses "Save and go on later" on a form; returns the redirect."""
    client = signed_in(staff)
    page = client.get(path).content.decode()
    assert 'name="later" value="keep"' in page
    answer = client.post(path, filled.form(page, later="keep", **typed))
    assert answer.status_code == 302, answer.content.decode()
    assert answer["X-Saathi-Saved"] == "1", "the browser need not keep it too"
    return str(answer["Location"])


def assessment(case: Case) -> str:
    return reverse("cases:record_assessment", args=[case.file_id])


def test_draft_opens_as_it_was_left(worker: Staff, case: Case) -> None:
    # Half a form: the date is not valid yet, and the required risk level is not chosen.
    path = assessment(case)
    assert put_away(worker, path, wishes=WORDS, assessed_on_0="31", assessed_on_1="2") == "/"
    client = signed_in(worker)
    with at_most(15):
        page = client.get(path).content.decode()
    assert WORDS in page
    assert 'name="assessed_on_0" value="31"' in page
    assert "Draft saved on" in page
    assert "summary-box" not in page, "it is not checked yet"
    day = client.get("/").content.decode()
    assert "Needs assessment" in day
    assert case.child.code in day
    assert f'href="{path}"' in day
    assert WORDS not in day

    sent = filled.form(
        page, risk="low", danger="Seen today.", assessed_on_1="1", assessed_on_2="2026"
    )
    assert client.post(path, sent).status_code == 302
    with acting(worker):
        assert Assessment.objects.filter(case=case).count() == 1
        assert not Draft.objects.exists()
    assert "Unfinished" not in client.get("/").content.decode()


def test_draft_is_sealed_with_file_key_and_not_logged(worker: Staff, case: Case) -> None:
    put_away(worker, assessment(case), wishes=WORDS)
    with acting(worker):
        draft = Draft.objects.get()
        assert ["wishes", WORDS] in vault.open(draft)["fields"]
    assert WORDS.encode() not in bytes(draft.sealed)
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute("SELECT detail FROM audit_entry WHERE %s = ANY(objects)", [draft.pk])
        assert [json.loads(row[0])["action"] for row in cursor.fetchall()] == ["begun"]
        vault_key = "DELETE FROM vault_key WHERE file_id = %s"
        cursor.execute(vault_key, [case.file_id])
    with acting(worker), pytest.raises(vault.FileKeyMissing):
        vault.open(draft)


@pytest.mark.parametrize("role_kind", ["case_worker", "supervisor"])
def test_draft_is_hidden_from_others_on_screen_and_in_sql(
    worker: Staff, case: Case, role_kind: str
) -> None:
    colleague = agencies.staff(role_kind, worker.office)
    path = assessment(case)
    put_away(worker, path, wishes=WORDS)
    answer = signed_in(colleague).get(path)
    assert WORDS not in answer.content.decode()
    assert "Unfinished" not in signed_in(colleague).get("/").content.decode()
    with acting(colleague):
        assert not Draft.objects.exists()
        assert Draft.objects.all().delete()[0] == 0
        assert Draft.objects.update(place="/") == 0
    with acting(worker):
        assert Draft.objects.count() == 1


def test_stranger_cannot_save_draft_in_file(case: Case) -> None:
    for stranger in (agencies.staff(), agencies.staff("administrator")):
        sent = {"later": "keep", "wishes": WORDS}
        assert signed_in(stranger).post(assessment(case), sent).status_code == 404
    with role("maintenance"):
        assert not Draft.objects.exists()


def test_draft_ends_with_right_to_file(worker: Staff, case: Case) -> None:
    put_away(worker, assessment(case), wishes=WORDS)
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM agencies_grant WHERE file_id = %s", [case.file_id])
    with acting(worker):
        assert not Draft.objects.exists()
    assert "Unfinished" not in signed_in(worker).get("/").content.decode()


@pytest.mark.parametrize("column", ["file_id", "place", "staff_id"])
def test_draft_stays_where_it_was_written(worker: Staff, case: Case, column: str) -> None:
    put_away(worker, assessment(case), wishes=WORDS)
    other = children.case(worker, "Another child")
    values = {"file_id": other.file_id, "place": "/elsewhere/", "staff_id": agencies.staff().id}
    with acting(worker), pytest.raises(DatabaseError), transaction.atomic():
        Draft.objects.update(**{column: values[column]})
    with acting(worker):
        assert Draft.objects.get().file_id == case.file_id


def test_draft_can_be_discarded(worker: Staff, case: Case) -> None:
    path = assessment(case)
    put_away(worker, path, wishes=WORDS)
    client = signed_in(worker)
    page = client.get(path).content.decode()
    answer = client.post(path, filled.form(page, later="drop"))
    assert answer["Location"] == path
    assert WORDS not in client.get(path).content.decode()
    with acting(worker):
        assert not Draft.objects.exists()


def test_browser_saves_draft_silently(worker: Staff, case: Case) -> None:
    client, path = signed_in(worker), assessment(case)
    for wishes in ("Zyl", WORDS):
        sent = filled.form(client.get(path).content.decode(), later="quietly", wishes=wishes)
        assert client.post(path, sent).status_code == 204
    with acting(worker):
        assert ["wishes", WORDS] in vault.open(Draft.objects.get())["fields"]


def test_expired_draft_does_not_open_and_is_removed(worker: Staff, case: Case) -> None:
    path = assessment(case)
    put_away(worker, path, wishes=WORDS)
    with role("maintenance"):
        assert (Draft.objects.get().expires_at - clock.now()).days == drafts.DRAFT_DAYS - 1
        Draft.objects.update(expires_at=clock.now() - dt.timedelta(minutes=1))
    assert WORDS not in signed_in(worker).get(path).content.decode()
    assert "Unfinished" not in signed_in(worker).get("/").content.decode()
    put_away(worker, path, wishes="anew")
    with role("maintenance"):
        old = Draft.objects.get()
        Draft.objects.update(expires_at=clock.now() - dt.timedelta(minutes=1), place="/elsewhere/")
    put_away(worker, path, wishes="and again")
    with role("worker"):
        assert drafts.remove_expired_drafts() == 1
    with role("maintenance"):
        assert not Draft.objects.filter(pk=old.pk).exists()
        assert Draft.objects.count() == 1


def test_discreet_view_covers_draft(worker: Staff, case: Case) -> None:
    path = assessment(case)
    put_away(worker, path, wishes=WORDS)
    phone = {"headers": {"user-agent": PHONE}}
    assert WORDS not in signed_in(worker).get(path, **phone).content.decode()
    assert WORDS in signed_in(worker).get(f"{path}?shown=1", **phone).content.decode()


def test_draft_of_report_is_completed_later(worker: Staff) -> None:
    put_away(worker, "/reports/new/", what=WORDS)
    with acting(worker):
        file = Draft.objects.get().file_id
        assert not Report.objects.exists()
        assert File.objects.get(pk=file).kind == "report"
    client = signed_in(worker)
    page = client.get("/reports/new/").content.decode()
    assert WORDS in page
    answer = client.post(
        "/reports/new/",
        filled.form(page, channel="border_post", urgency="soon", reporter_kind="police"),
    )
    assert answer.status_code == 302, answer.content.decode()
    with acting(worker):
        assert Report.objects.get().file_id == file, "in the file that was made for it"
        assert not Draft.objects.exists()


def test_each_long_form_can_be_saved_as_a_draft(worker: Staff, case: Case) -> None:
    plan = plans.plan(case, worker)
    for path, typed in (
        (reverse("care_plans:create_plan", args=[case.file_id]), "child_words"),
        (reverse("care_plans:edit_plan", args=[case.file_id, plan.pk]), "child_words"),
        (reverse("screening:record_interview", args=[case.file_id]), "setting"),
        (reverse("trafficking:record_episode", args=[case.file_id]), "leg2-to_place"),
    ):
        page = signed_in(worker).get(path).content.decode()
        # A leg is added on demand; the browser adds its fields.
        name = typed if f'name="{typed}"' in page or typed.startswith("leg") else "note"
        put_away(worker, path, **{name: WORDS})
        assert WORDS in signed_in(worker).get(path).content.decode(), path
    with acting(worker):
        assert Draft.objects.count() == 4
        assert not Episode.objects.exists()
