"""Forms filled in for a child: access, storage, corrections, prints, tables, facts."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from saathi.agencies import access, row_proofs
from saathi.agencies.models import Grant
from saathi.agencies.sections import Section
from saathi.agencies.vocabulary import TeamRole
from saathi.infra import clock
from saathi.protection.casework.supplements.models import (
    ANSWER_MODELS,
    FormVersion,
    SupportAnswers,
)
from tests import sending
from tests.counting import at_most
from tests.desk.cast import entries
from tests.engines.xlsform.books import form, line
from tests.factories import agencies, teams
from tests.protection.casework.supplements import cast
from tests.protection.casework.supplements.filling_pages import DAY, WORDS, kept, page, send
from tests.roles import acting, role
from tests.screens import read
from tests.signing import signed_in

pytestmark = pytest.mark.django_db


# --- Who may not ----------------------------------------------------------------------------------


def test_strangers_cannot_open_filled_forms(here: cast.Office, version: FormVersion) -> None:
    filled = cast.filled(here, version, safe="no", why=WORDS)
    path = f"support/{filled.pk}/"
    for person in (agencies.staff(), agencies.staff("case_worker", here.worker.office), here.maker):
        for place in ("", "new/a_visit/", path, f"{path}change/"):
            assert signed_in(person).get(here.url + place).status_code == 404
        assert (
            signed_in(person).get(f"/child/{here.child.file_id}/print/form/{path}").status_code
            == 404
        )
        assert send(here, actor=person, q_safe="yes").status_code == 404


def test_section_of_form_decides_who_reads_and_writes(here: cast.Office) -> None:
    needs = cast.published(here, section=Section.NEEDS)
    filled = cast.filled(here, needs, safe="no", why=WORDS)
    mother = agencies.staff("house_mother", here.worker.office)
    teams.join(here.child.file_id, mother, TeamRole.RESIDENTIAL_WORKER)
    assert "A visit" not in page(here, actor=mother)
    for place in (
        f"needs/{filled.pk}/",
        f"needs/{filled.pk}/change/",
        "new/a_visit/",
        f"support/{filled.pk}/",
        f"nothing/{filled.pk}/",
    ):
        assert signed_in(mother).get(here.url + place).status_code == 404, place
    physician = agencies.staff("counsellor", here.worker.office)
    teams.join(here.child.file_id, physician, TeamRole.PHYSICIAN)
    assert WORDS in page(here, f"needs/{filled.pk}/", actor=physician)
    lawyer = agencies.staff("counsellor", here.worker.office)
    teams.join(here.child.file_id, lawyer, TeamRole.LEGAL_REPRESENTATIVE)
    assert signed_in(lawyer).get(f"{here.url}needs/{filled.pk}/").status_code == 404


def test_referred_service_reads_only_its_own_forms(here: cast.Office, version: FormVersion) -> None:
    """Enforced in both locks; a share of the same section allows everything."""
    filled = cast.filled(here, version, safe="no", why=WORDS)
    receiver = agencies.staff()
    grant = {
        "file_id": here.child.file_id,
        "principal": receiver.id,
        "reads": 1 | 2048,
        "writes": 2048,
        "given_by": here.worker.id,
    }
    times = {
        "starts_at": clock.now() - dt.timedelta(days=1),
        "ends_at": clock.now() + dt.timedelta(days=1),
    }
    with role("maintenance"):
        referral_grant = Grant.objects.create(kind="referral", **grant, **times)
    theirs = cast.published(
        cast.Office(
            receiver,
            agencies.staff("administrator", receiver.office),
            agencies.staff("oversight", receiver.office),
            here.officer,
            here.child,
        )
    )
    own = cast.filled(here, theirs, actor=receiver, safe="yes")
    for is_share, visible_ids in ((False, {own.pk}), (True, {own.pk, filled.pk})):
        if is_share:
            with role("maintenance"):
                Grant.objects.filter(pk=referral_grant.pk).update(kind="share")
        with acting(receiver):
            assert (
                set(access.visible(receiver, SupportAnswers).values_list("pk", flat=True))
                == visible_ids
            )
            assert set(SupportAnswers.objects.values_list("pk", flat=True)) == visible_ids


def test_the_answers_of_one_child_do_not_open_below_another(
    here: cast.Office, version: FormVersion
) -> None:
    from tests.factories import children

    filled = cast.filled(here, version, safe="yes")
    other = children.case(here.worker)
    assert (
        signed_in(here.worker).get(f"/child/{other.file_id}/forms/support/{filled.pk}/").status_code
        == 404
    )


def test_plain_sql_neither_reads_nor_writes_answers_of_hidden_child(
    here: cast.Office, version: FormVersion
) -> None:
    cast.filled(here, version, safe="yes")
    stranger = agencies.staff("case_worker", here.worker.office)
    with acting(stranger), connection.cursor() as cursor:
        for model in ANSWER_MODELS:
            table = model._meta.db_table
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (0,)
            cursor.execute(f"UPDATE {table} SET counted = '{{}}'")
            assert cursor.rowcount == 0
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(f"DELETE FROM {table}")
            answers = model(
                file_id=here.child.file_id, child_id=here.child.pk, form=version, form_code="a_visit", form_version=1,
                filled_on=cast.ON, sealed=b"x", recorded_by=stranger.id,
            )  # fmt: skip
            row_proofs.prove_rows([(answers, {})], by=stranger.pk)
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                answers.save(force_insert=True)


def test_a_form_of_another_agency_is_not_filled_in(here: cast.Office) -> None:
    other = cast.office()
    theirs = cast.published(other)
    assert send(here, q_safe="yes").status_code == 404
    from saathi.agencies.definer_functions import ChangeNotPossible
    from saathi.protection.casework.supplements.actions import form_answers

    with acting(here.worker), pytest.raises(ChangeNotPossible):
        form_answers.record_answers(
            child=here.child,
            version=theirs,
            data=form_answers.FormAnswersInput({}, cast.ON),
            actor=here.worker,
        )


# --- Filling in -----------------------------------------------------------------------------------


def test_answers_are_sealed_counted_as_codes_and_on_record(
    here: cast.Office, version: FormVersion
) -> None:
    answer = send(here, q_safe="no", q_why=WORDS, q_friend="Mina", q_people="७", r_helper_0_who="Aama", q_province="bagmati",
                  r_helper_0_since_0="1", r_helper_0_since_1="2", r_helper_0_since_2="2025")  # fmt: skip
    assert answer.status_code == 302, read(answer)[0]
    filled = kept()
    for words in (WORDS, "Mina", "Aama"):
        assert words.encode() not in bytes(filled.sealed)
        assert words not in str(filled.counted)
    assert filled.counted == {"safe": "no", "people": 7}
    shown = read(signed_in(here.worker).get(answer.headers["Location"]))[0]
    for words in (
        WORDS,
        "Mina",
        "Aama",
        "Bagmati",
        "1 February 2025",
        "asked on 2 March 2026",
        "How many help",
    ):
        assert words in shown
    assert entries(by=here.worker.id, kind="wrote")[-1].objects_seen == [filled.pk]
    assert filled.pk in entries(by=here.worker.id, kind="looked")[-1].objects_seen


@pytest.mark.parametrize("why", ["_not_asked", "_not_known", "_not_said"])
def test_required_question_accepts_a_reason_for_no_answer(
    here: cast.Office, version: FormVersion, why: str
) -> None:
    refused = send(here, q_friend="Mina")
    assert "Answer this question, or give the reason why there is no answer." in read(refused)[0]
    assert "Mina" in refused.content.decode()
    assert send(here, q_safe=why, q_friend="Mina").status_code == 302
    assert kept().counted["safe"] == why


def test_a_required_text_has_a_reason_beside_it(here: cast.Office) -> None:
    cast.published(here, form(line("text", "a", "A", required="yes", classification="sensitive")))
    assert "Answer this" in read(send(here))[0]
    answer = send(here, q_a__why="_not_said")
    assert "Chose not to say" in read(signed_in(here.worker).get(answer.headers["Location"]))[0]


def test_constraint_violation_is_saved_after_confirmation(
    here: cast.Office, version: FormVersion
) -> None:
    answers = {
        "q_safe": "yes",
        "q_people": "52",
        "q_province": "madhesh",
        "q_district": "kathmandu",
    }
    refused = read(send(here, **answers))[0]
    assert "The form expects: the answer is less than 40. Check this answer." in refused
    assert "The form does not offer this choice with the other answers. Check it." in refused
    assert refused.count("confirm it below and save again: it is kept") == 2 * 2  # and the summary
    assert "I have checked these answers" in refused
    answer = send(here, **answers, is_so="yes")
    shown = read(signed_in(here.worker).get(answer.headers["Location"]))[0]
    assert shown.count("confirmed, although the form does not allow it") == 2


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"q_people": "many"}, "Enter a whole number in digits."),
        ({"q_people": "1" * 16}, "Enter a whole number in digits."),
        ({"q_people": "1.5"}, "Enter a whole number in digits."),
        ({"r_helper_0_since_0": "31", "r_helper_0_since_1": "2", "r_helper_0_since_2": "2025"}, "Enter a valid date"),
        ({"q_province": "nowhere"}, "Select a valid choice"),
        ({"filled_on_2": "2999"}, "Enter today’s date or an earlier date."),
        ({"q_friend": "x" * 4001}, "at most 4000"),
        ({"q_friend": "a\x00b"}, "Null characters"),
    ],
)  # fmt: skip
def test_invalid_answer_is_reported_at_its_field(
    here: cast.Office, version: FormVersion, answers: dict[str, str], said: str
) -> None:
    refused = send(here, q_safe="no", q_why=WORDS, **answers)
    assert said in read(refused)[0]
    assert WORDS in refused.content.decode()
    with role("maintenance"):
        assert not SupportAnswers.objects.exists()


def test_step_button_shows_next_questions_without_saving(
    here: cast.Office, version: FormVersion
) -> None:
    first = signed_in(here.worker).get(f"{here.url}new/a_visit/").content.decode()
    assert "asked when" in first
    assert "“Does the child feel safe?”: No" in first
    following = send(
        here, q_safe="no", q_people="many", q_province="madhesh", step="next"
    ).content.decode()
    assert "asked when" not in following
    assert "many" in following
    assert "Enter a whole number in digits" not in following
    assert "dhanusha" in following
    assert "kathmandu" not in following
    with role("maintenance"):
        assert not SupportAnswers.objects.exists()


def test_rows_are_added_up_to_their_limit_and_empty_ones_left_out(
    here: cast.Office, version: FormVersion
) -> None:
    from saathi.engines.xlsform.limits import REPEAT_ROWS

    more = send(here, step="add:helper", r_helper_0_who="Aama").content.decode()
    assert "Aama" in more
    assert 'name="r_helper_1_who"' in more
    full = send(here, step="add:helper", n_helper=str(REPEAT_ROWS)).content.decode()
    assert f'name="r_helper_{REPEAT_ROWS - 1}_who"' in full
    assert f'name="r_helper_{REPEAT_ROWS}_who"' not in full
    assert 'value="add:helper"' not in full
    send(here, q_safe="yes", n_helper="3", r_helper_0_who="Aama", r_helper_2_who="Baba")
    with acting(here.worker):
        from saathi.vault import store as vault

        assert vault.open(kept())["answers"]["helper"] == [{"who": "Aama"}, {"who": "Baba"}]  # type: ignore[arg-type]


def test_answer_to_question_no_longer_asked_is_kept_and_marked(
    here: cast.Office, version: FormVersion
) -> None:
    answer = send(here, q_safe="yes", q_why=WORDS)
    shown = read(signed_in(here.worker).get(answer.headers["Location"]))[0]
    assert WORDS in shown
    assert "answered, but not asked after the other answers" in shown


def test_form_sent_twice_is_saved_once(here: cast.Office, version: FormVersion) -> None:
    sent = DAY | {"q_safe": "yes", "n_helper": "1"} | sending.key()
    client = signed_in(here.worker)
    for _again in range(2):
        assert client.post(f"{here.url}new/a_visit/", sent).status_code == 302
    kept()


def test_corrected_form_keeps_earlier_answers_and_version(
    here: cast.Office, version: FormVersion
) -> None:
    filled = cast.filled(here, version, safe="no", why=WORDS, helper=[{"who": "Aama"}])
    cast.published(here, form(line("text", "new_one", "Something new", classification="sensitive")))
    place = f"support/{filled.pk}/"
    assert WORDS in signed_in(here.worker).get(f"{here.url}{place}change/").content.decode()
    answer = send(
        here, f"{place}change/", q_safe="no", q_why="A cousin.", r_helper_0_who="Baba", version="1"
    )
    assert answer.status_code == 302
    shown = page(here, place)
    assert "A cousin." in shown
    assert WORDS in shown  # below, among the earlier answers
    assert "Version 1, changed on" in shown
    assert "You have a new notice" not in shown
    stale = send(here, f"{place}change/", q_safe="yes", q_friend="Mina", version="1")
    assert stale.status_code == 409
    assert "Mina" in stale.content.decode()


def test_the_file_shows_that_a_form_was_filled_in(here: cast.Office, version: FormVersion) -> None:
    assert "No completed forms yet" in page(here)
    filled = cast.filled(here, version, safe="no", why=WORDS)
    file = read(signed_in(here.worker).get(f"/child/{here.child.file_id}/"))[0]
    assert "A form was filled in" in file
    assert "Additional forms" in file
    assert WORDS not in file
    listed = page(here)
    assert "A visit" in listed
    assert "Services and support" in listed
    assert entries(by=here.worker.id, kind="listed")[-1].objects_seen == [filled.pk]


def test_pages_stay_within_their_queries(here: cast.Office, version: FormVersion) -> None:
    filled = cast.filled(here, version, safe="no", why=WORDS)
    send(here, f"support/{filled.pk}/change/", q_safe="yes", version="1")
    path = f"support/{filled.pk}/"
    for place in ("", "new/a_visit/", path, f"{path}change/"):
        client = signed_in(here.worker)
        with at_most(15):
            assert client.get(here.url + place).status_code == 200, place


def test_in_the_discreet_view_stored_answers_stay_covered(
    here: cast.Office, version: FormVersion
) -> None:
    filled = cast.filled(here, version, safe="no", why=WORDS)
    client = signed_in(here.worker)
    client.post("/view", {"discreet": "1", "next": "/"})
    assert WORDS not in client.get(f"{here.url}support/{filled.pk}/change/").content.decode()
