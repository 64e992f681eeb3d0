"""Forms without a question that can be answered: read as drafts, and published by no one."""

import pytest
from django.db import connection, transaction

from saathi.agencies import definer_functions
from saathi.agencies.definer_functions import ChangeNotPossible
from saathi.protection.casework.supplements.models import FormDraft, FormVersion
from tests import filled, sending
from tests.engines.xlsform.books import book, line
from tests.protection.casework.supplements import cast
from tests.protection.casework.supplements.test_versions import FORMS, draft_of, page_text
from tests.roles import acting, role
from tests.screens import read
from tests.signing import just_confirmed

pytestmark = pytest.mark.django_db
REASON = "The form has no question that can be answered in Saathi, so it cannot be published."
PLACES = book(line("geopoint", "where", "Where?"), line("calculate", "c", calculation="1"))


@pytest.fixture
def here() -> cast.Office:
    return cast.office()


def test_form_that_asks_nothing_is_a_draft_and_is_not_submitted(here: cast.Office) -> None:
    place = draft_of(here.maker, PLACES)
    assert REASON in page_text(here.maker, place)
    client = just_confirmed(here.maker)
    page = client.get(place).content.decode()
    sent = filled.form(page, section="2048", c_c="operational", ask="yes")
    answer = client.post(place, sent)
    assert answer.status_code == 200
    assert REASON in read(answer)[0]
    with role("maintenance"):
        assert FormDraft.objects.exists()
        assert not FormVersion.objects.exists()


def test_database_takes_no_request_for_a_form_that_asks_nothing(here: cast.Office) -> None:
    place = draft_of(here.maker, PLACES)
    client = just_confirmed(here.maker)
    page = client.get(place).content.decode()
    client.post(place, filled.form(page, section="2048", c_c="operational"))
    with acting(here.maker):
        draft = FormDraft.objects.get()
        with pytest.raises(ChangeNotPossible), transaction.atomic():
            definer_functions.make_change("form_ask", [draft.pk, draft.version], by=here.maker.id)
    with role("maintenance"):
        assert not FormVersion.objects.exists()


def test_form_that_was_requested_before_the_rule_is_only_rejected(here: cast.Office) -> None:
    version = cast.asked_for(here)
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE supplements_formversion SET body = jsonb_set(body, '{questions}', "
            "jsonb_build_array(body->'questions'->0 || '{\"kind\": \"note\"}'))"
        )
    place = f"{FORMS}{version.code}/{version.version}/"
    client = just_confirmed(here.second)
    answer = client.post(place, {"decision": "agree"} | sending.key())
    assert answer.status_code == 200
    assert REASON in read(answer)[0]
    assert client.post(place, {"decision": "refuse"} | sending.key()).status_code == 302
    with role("maintenance"):
        assert FormVersion.objects.get().outcome == "refused"


@pytest.mark.parametrize(
    ("body", "asks"),
    [
        ('{"questions": [{"kind": "note"}, {"kind": "text"}]}', True),
        ('{"questions": [{"kind": "note"}, {"kind": "calculate"}]}', False),
        ('{"questions": []}', False),
        ("{}", False),
    ],
)
def test_database_knows_what_asks_something(body: str, asks: bool) -> None:
    with role("warden"), connection.cursor() as cursor:
        cursor.execute("SELECT form_asks_something(%s)", [body])
        assert cursor.fetchone() == (asks,)
