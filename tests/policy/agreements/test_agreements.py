"""The register of agreements: who keeps it, what it says, its protocol, and its import."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.policy.agreements.models import Agreement
from saathi.policy.agreements.named_agreements import named_agreements_table
from tests import filled, sending
from tests.factories import agencies, agreements, borders
from tests.reading import day, post, read, refused, status, whole
from tests.roles import acting, role
from tests.signing import signed_in

pytestmark = pytest.mark.django_db

ENTRY = {
    "title": "Memorandum of two ministries", "kind": "memorandum", "countries": ["NPL", "IND"],
    "parties": "Ministry of the one\nMinistry of the other", "stage": "in_force",
    "scope": "trafficked", "safeguards": ["best_interests", "views"], "date_note": "2015",
    "steps": "Home study; 30\nJourney; 21", "annexes": "Form 1", "verification": "unverified",
}  # fmt: skip


def address(name: str, *ids: object) -> str:
    return reverse(f"agreements:{name}", args=ids)


# --- who may not ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["change_agreement", "translate_agreement"])
def test_only_keepers_of_the_agency_change_an_agreement(keeper: Staff, name: str) -> None:
    path = address(name, agreements.agreement(keeper).pk)
    worker, other = agencies.staff("case_worker", keeper.office), agencies.staff("supervisor")
    assert status(worker, path) == {404}
    assert status(other, path) == {404}
    assert signed_in(keeper).get(path).status_code == 200


def test_a_draft_is_read_by_its_keepers_alone(keeper: Staff) -> None:
    entry = agreements.agreement(keeper, is_published=False, title="Not yet open")
    worker = agencies.staff("case_worker", keeper.office)
    assert signed_in(worker).get(address("show_agreement", entry.pk)).status_code == 404
    assert "Not yet open" not in read(worker, address("list_agreements"))
    with acting(worker):
        assert not Agreement.objects.exists()
        with pytest.raises(DatabaseError), transaction.atomic():
            Agreement(
                **agreements.AGREEMENT, title="Planted", agency_id=worker.agency_id,
                recorded_by=worker.pk, changed_by=worker.pk,
            ).save(force_insert=True)  # fmt: skip


WRONG: dict[str, dict[str, Any]] = {
    "verified without a source": {"verification": "verified"},
    "a protocol of another type": {"protocol": "patna"},
    "dates beside a protocol": {
        "protocol": "patna", "kind": "information", "ends_on": "2026-03-02",
    },
    "an end before the start": {"in_force_from": "2026-03-02", "ends_on": "2026-03-01"},
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_the_database_refuses_what_does_not_fit_together(keeper: Staff, wrong: str) -> None:
    entry = agreements.agreement(keeper)
    with role("maintenance"), pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=entry.pk).update(**WRONG[wrong])


# --- what it says ---------------------------------------------------------------------------------


@pytest.mark.requirement("CRD-007")
def test_an_agreement_is_added_and_published_by_a_second_person(
    keeper: Staff, second: Staff
) -> None:
    page = post(keeper, address("add_agreement"), ENTRY)
    for shown in (
        "Memorandum of two ministries", "Memorandum of understanding", "India, Nepal",
        "Ministry of the one; Ministry of the other", "In force", "Trafficked children",
        "Best interests of the child, Views of the child", "2015", "Home study 30 days",
        "Journey 21 days", "Form 1", "Unverified", "Submitted for publication",
    ):  # fmt: skip
        assert shown in page, shown
    with acting(keeper):
        entry = Agreement.objects.get()
    act = address("act_on_agreement", entry.pk, "publish")
    assert signed_in(keeper).get(act).status_code == 404
    post(second, act, {"version": entry.version})
    worker = agencies.staff("case_worker", keeper.office)
    page = read(worker, address("list_agreements"))
    assert "Memorandum of two ministries" in page
    assert "Unverified" in page
    assert "This entry has not been compared with the text" in read(
        worker, address("show_agreement", entry.pk)
    )
    again = refused(keeper, address("add_agreement"), ENTRY)
    assert "Your agency already has an agreement with this title" in again


def test_a_verified_entry_names_its_source(keeper: Staff) -> None:
    typed = ENTRY | {"verification": "verified"}
    page = refused(keeper, address("add_agreement"), typed)
    assert "Name the source that the entry was compared with" in page
    page = post(keeper, address("add_agreement"), typed | {"source": "Official gazette"})
    assert "Verified against the source" in page
    assert "has not been compared" not in page


@pytest.mark.requirement("XBR-007")
def test_an_information_protocol_shows_what_may_be_asked_and_shared(keeper: Staff) -> None:
    borders.protocol(keeper)
    typed = ENTRY | {"protocol": "patna"}
    page = refused(keeper, address("add_agreement"), typed)
    assert "Only an information-sharing protocol can be the basis" in page
    typed |= {"kind": "information"}
    page = refused(keeper, address("add_agreement"), typed | day("ends_on"))
    assert "the dates of the protocol apply" in page
    page = post(keeper, address("add_agreement"), typed)
    for shown in ("patna, 1", "Focal point in Patna (invented)", "15 January 2026", "20 days",
                  "Whether the address is correct", "Details of home that the child remembers"):  # fmt: skip
        assert shown in page, shown
    borders.protocol(keeper, version=2, may_ask="who", may_go="age")
    with acting(keeper):
        entry = Agreement.objects.get()
    page = read(keeper, address("show_agreement", entry.pk))
    assert "patna, 2" in page
    assert "Whether the address is correct" not in page


def test_a_change_is_kept_and_an_old_agreement_is_withdrawn(keeper: Staff) -> None:
    entry = agreements.agreement(keeper, title="Pact of 2004", steps="Home study; 30")
    typed = ENTRY | {"title": "Pact of 2004", "version": entry.version, "stage": "ended"}
    page = post(keeper, address("change_agreement", entry.pk), typed)
    assert "Changed since publication" in page
    assert "Stage: In force is now Ended" in page
    act = address("act_on_agreement", entry.pk, "archive")
    page = post(keeper, act, {"version": entry.version + 1, "why": "Replaced in 2026"})
    assert "Reason for withdrawal: Replaced in 2026" in page
    worker = agencies.staff("case_worker", keeper.office)
    assert "Pact of 2004" not in read(worker, address("list_agreements"))
    assert "Pact of 2004" in read(worker, address("list_agreements") + "?state=withdrawn")


def test_a_review_is_due_on_my_day(keeper: Staff) -> None:
    agreements.agreement(keeper, review_on=keeper.office.today())
    assert "The review of 1 agreement is due" in whole(signed_in(keeper).get("/").content)
    assert "Agreement " in read(keeper, address("list_agreements") + "?state=review")


# --- import and export ----------------------------------------------------------------------------


@pytest.mark.requirement("CRD-007")
def test_agreements_named_in_sources_are_imported_as_unverified(keeper: Staff) -> None:
    file = signed_in(keeper).get(address("download_named_agreements"))
    assert file.content.decode() == named_agreements_table()
    path = address("import_agreements")
    preview = signed_in(keeper).post(path, {"text": file.content.decode()} | sending.key())
    page = post(keeper, path, filled.form(preview.content.decode(), save="yes"))
    assert "New entries, submitted for publication: 7. Changed: 0." in page
    with acting(keeper):
        drafts = set(Agreement.objects.values_list("verification", "state"))
    assert drafts == {("unverified", "proposed")}
    table = signed_in(keeper).get(address("download_agreements")).content.decode("utf-8-sig")
    assert "South Asia Strategy" in table
    with (
        acting(keeper),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM agreements_agreement")


def test_search_finds_a_country_by_its_name(keeper: Staff) -> None:
    agreements.agreement(keeper, title="Of the two", countries=["NPL", "IND"], in_force_from=None)
    agreements.agreement(keeper, title="Of the others", countries=["LKA"])
    found = read(keeper, f"{address('list_agreements')}?q=nepal")
    assert "Of the two" in found
    assert "Of the others" not in found


def test_agreement_in_force_without_a_date_says_so(keeper: Staff) -> None:
    entry = agreements.agreement(keeper, stage="in_force", in_force_from=None)
    assert "date not known" in read(keeper, address("show_agreement", entry.pk))
