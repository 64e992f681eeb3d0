"""Each purpose and means that the requirements name can be chosen, is kept and shown, and is read."""

from collections.abc import Mapping

import pytest
from django.urls import reverse

from saathi.agencies import idempotency
from saathi.agencies.models import Staff
from saathi.people.identity.vocabulary import IdentityDocumentKind, IdentityDocumentState
from saathi.people.models import Child
from saathi.protection.identification.trafficking.models import Episode
from saathi.protection.identification.trafficking.vocabulary import (
    ExploitationPurpose,
    TraffickingMeans,
)
from tests.factories import children, people
from tests.protection.identification.trafficking.screens import (
    PALERMO,
    address,
    page_after,
    told,
    words,
)
from tests.roles import acting
from tests.signing import signed_in

pytestmark = pytest.mark.django_db
ARTICLE_35 = "These facts constitute abduction of, sale of or traffic in a child."
NOT_ESTABLISHED = "not established from the information recorded so far"
P = ExploitationPurpose
# A purpose that is no exploitation in the sense of Palermo art. 3(a); CRC art. 35 covers it.
ARTICLE_35_ONLY = (P.ILLEGAL_ADOPTION,)


@pytest.mark.parametrize(
    "purposes",
    [
        pytest.param(
            (P.PROSTITUTION, P.SEXUAL_EXPLOITATION, P.FORCED_LABOUR, P.SLAVERY, P.SERVITUDE,
             P.ORGAN_REMOVAL, P.OTHER),
            id="DEF-006", marks=pytest.mark.requirement("DEF-006"),
        ),
        pytest.param(
            (P.SEXUAL_EXPLOITATION, P.FORCED_LABOUR, P.DOMESTIC_SERVITUDE, P.BEGGING,
             P.CRIMINAL_ACTIVITIES, P.ARMED_CONFLICT, P.FORCED_MARRIAGE, P.DEBT_RELEASE,
             P.DISPUTE_SETTLEMENT),
            id="DEF-007", marks=pytest.mark.requirement("DEF-007"),
        ),
        pytest.param(
            (P.AGRICULTURE, P.FACTORY, P.DOMESTIC_SERVITUDE, P.CAMEL_RACING),
            id="DEF-008", marks=pytest.mark.requirement("DEF-008"),
        ),
        pytest.param(
            (P.ILLEGAL_ADOPTION,), id="DEF-009", marks=pytest.mark.requirement("DEF-009")
        ),
        pytest.param((P.CAMEL_RACING,), id="DEF-010", marks=pytest.mark.requirement("DEF-010")),
        pytest.param(
            (P.FORCED_MARRIAGE, P.ARRANGED_MARRIAGE),
            id="DEF-011", marks=pytest.mark.requirement("DEF-011"),
        ),
        pytest.param(
            (P.DEBT_RELEASE, P.DISPUTE_SETTLEMENT, P.ARMED_CONFLICT),
            id="DEF-012", marks=pytest.mark.requirement("DEF-012"),
        ),
    ],
)  # fmt: skip
def test_each_purpose_is_chosen_kept_shown_and_read(
    worker: Staff, purposes: tuple[ExploitationPurpose, ...]
) -> None:
    for purpose in purposes:
        child = children.child(worker)
        form = signed_in(worker).get(address("record_episode", child)).content.decode()
        assert f'name="purposes" value="{purpose.value}"' in form
        page = page_after(worker, child, acts=["receipt"], purposes=[purpose.value], age_low="12")
        assert f"Purpose {purpose.label}" in page
        assert ARTICLE_35 in page
        assert (PALERMO in page) is (purpose not in ARTICLE_35_ONLY)
        with acting(worker):
            assert Episode.objects.get(child=child).purposes == [purpose.value]


@pytest.mark.requirement("DEF-006")
def test_a_purpose_without_an_act_is_not_read_as_trafficking(worker: Staff, child: Child) -> None:
    page = page_after(worker, child, purposes=["other"], age_low="12")
    assert PALERMO not in page
    assert ARTICLE_35 not in page
    assert NOT_ESTABLISHED in page


@pytest.mark.requirement("DEF-003")
@pytest.mark.parametrize("means", TraffickingMeans)
def test_each_means_is_kept_shown_and_counts_for_an_adult(
    worker: Staff, means: TraffickingMeans
) -> None:
    facts = {"acts": ["recruitment"], "purposes": ["begging"], "age_low": "25"}
    child = children.child(worker, ages=[])
    without = page_after(worker, children.child(worker, ages=[]), **facts)
    assert "The means are not known yet; they are required for an adult." in without
    page = page_after(worker, child, means=[means.value], **facts)
    assert f"Means {means.label}" in page
    assert "they are required for an adult" not in page
    with acting(worker):
        assert Episode.objects.get(child=child).means == [means.value]


@pytest.mark.requirement("DEF-002", "DEF-003", "DEF-007")
@pytest.mark.parametrize("element", ["acts", "means", "purposes"])
def test_a_value_outside_the_list_of_an_element_is_refused(
    worker: Staff, child: Child, element: str
) -> None:
    answer = signed_in(worker).post(
        address("record_episode", child), told(**{element: ["bewitching"]})
    )
    assert answer.status_code == 200
    assert "bewitching is not one of the available choices" in words(answer.content)
    with acting(worker):
        assert not Episode.objects.exists()


PERSONS: dict[str, Mapping[str, object]] = {
    "a national": {"nationality_state": "known", "nationalities": ["IND"],
                   "residence_status": "own_country"},
    "with permission": {"nationality_state": "known", "nationalities": ["NPL"],
                        "residence_status": "permitted"},
    "without permission": {"nationality_state": "known", "nationalities": ["BGD"],
                           "residence_status": "without"},
    "stateless": {"nationality_state": "stateless", "residence_status": "without"},
    "a refugee": {"nationality_state": "disputed", "residence_status": "refugee"},
}  # fmt: skip


def read_inside_india(worker: Staff, who: Mapping[str, object], *, paper: bool = False) -> str:
    """The page of a child exploited inside India whose stay and nationality are recorded so."""
    child = children.child(worker)
    client = signed_in(worker)
    origin = {"form_key": idempotency.new_form_key(), "papers": "has", "version": child.version}
    answer = client.post(
        reverse("people:edit_nationality_and_status", args=[child.file_id]), origin | dict(who)
    )
    assert answer.status_code == 302
    if paper:
        with acting(worker):
            people.paper(
                child,
                worker,
                kind=IdentityDocumentKind.TRAVEL,
                state=IdentityDocumentState.WITH_CHILD,
            )
    return page_after(
        worker, child, acts=["receipt"], purposes=["factory"], age_low="14",
        recruited_country="IND", **{"leg1-to_country": "IND", "leg1-for_exploitation": "yes"},
    ).replace(child.code, "")  # fmt: skip


@pytest.mark.requirement("DEF-016", "DEF-019", "DEF-025")
def test_nationality_stay_and_travel_papers_change_no_word_of_the_reading(worker: Staff) -> None:
    pages = {who: read_inside_india(worker, fields) for who, fields in PERSONS.items()}
    permitted = PERSONS["with permission"]
    pages["with travel papers"] = read_inside_india(worker, permitted, paper=True)
    assert PALERMO in pages["a national"]
    assert "Within India, which is both origin and destination." in pages["a national"]
    assert len(set(pages.values())) == 1
