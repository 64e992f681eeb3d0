"""Names of a child: displayed as the child prefers, kept when changed, and without inference."""

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import translation

from saathi.agencies import access
from saathi.agencies.models import Staff
from saathi.people import names, queries
from saathi.people.models import Child
from saathi.people.names import Name
from saathi.people.vocabulary import Gender, NationalityState, WritingScript
from saathi.vault import store as vault
from tests.factories import agencies, children
from tests.reading import address, read
from tests.roles import acting, role
from tests.sending import key
from tests.signing import signed_in

db = pytest.mark.django_db


# --- rules ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "first", "also", "called"),
    [
        # One name is enough, in any script; its form in another script is shown beside it.
        ([Name("given", "Tashi")], "Tashi", (), ()),
        ([Name("given", "सुनिता"), Name("given", "Sunita")], "सुनिता", ("Sunita",), ()),
        # The name that the child prefers comes first, whatever its kind.
        ([Name("given", "Sunita"), Name("pet", "Maya", wanted="yes")], "Maya", (), ("Sunita",)),
        ([Name("given", "Sunita", wanted="no"), Name("alias", "Maya")], "Maya", (), ()),
        # A name that the child does not want is better than none; another person's is not.
        ([Name("given", "Sunita", wanted="no")], "Sunita", (), ()),
        ([Name("given", "Sunita", whose="not_hers")], "", (), ()),
        # Names of parents and forced names are never displayed as the child's.
        ([Name("father", "Ram"), Name("mother", "Sita")], "", (), ()),
        ([Name("imposed", "Pooja")], "", (), ()),
        ([Name("imposed", "Pooja", wanted="yes"), Name("pet", "Kali")], "Kali", (), ()),
        ([Name("family", "Mahato")], "Mahato", (), ()),
        ([], "", (), ()),
    ],
)
def test_display_name_order(
    told: list[Name], first: str, also: tuple[str, ...], called: tuple[str, ...]
) -> None:
    assert names.display_name(told) == names.DisplayName(first, also, called)


def test_every_name_except_mistakes_is_searchable() -> None:
    recorded_names = [
        Name("given", "Sunita"),
        Name("imposed", "Pooja"),
        Name("mother", "Maya"),
        Name("alias", "Rita", whose="not_hers"),
    ]
    assert [name.text for name in names.searchable_names(recorded_names)] == [
        "Sunita",
        "Pooja",
        "Maya",
    ]


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("सुनिता", "DEVANAGARI"), ("আয়েশা", "BENGALI"), ("عائشہ", "ARABIC"), ("Asha", "LATIN"),
        ("བཀྲ་ཤིས", "TIBETAN"), ("ޢާއިޝާ", "THAANA"), ("නිමල්", "SINHALA"), ("12", ""),
    ],
)  # fmt: skip
def test_the_script_is_read_from_the_letters(text: str, script: str) -> None:
    assert names.script_of(text) == script
    with translation.override("ur"):
        assert not script or not str(WritingScript(script).label).isascii()


def test_name_survives_the_envelope_round_trip() -> None:
    name = Name(
        "pet", "कान्छी", "ne", "Her grandmother", "child", "yes", "", "It means the youngest"
    )
    assert Name.from_payload(name.to_payload()) == name
    assert Name.from_payload({"kind": "given", "text": "Old"}) == Name("given", "Old")


# --- nothing follows from a name ------------------------------------------------------------------


@db
@pytest.mark.parametrize(
    "text",
    [
        "Md. Rahim Uddin", "Mst. Rahima Khatun", "Sita Devi", "Ram Bahadur Thapa", "Gurpreet Kaur",
        "Tashi", "Joseph Fernando", "Noor Bibi", "शर्मा", "राम चमार", "Lakshmi bint Abdullah",
    ],
)  # fmt: skip
def test_nothing_is_inferred_from_a_name(text: str) -> None:
    """Not sex, religion, caste or nationality: the records differ in the name alone."""
    worker = agencies.staff()
    nameless = children.child(worker, names=[], ages=())
    named = children.child(worker, names=[Name("given", text)], ages=())
    client = signed_in(worker)
    path = reverse("people:add_name", args=[named.file_id])
    sent = {"text": text, "kind": "family", "version": named.version}
    assert client.post(path, sent | key()).status_code == 302
    field_names = {"id", "file", "code", "sealed", "recorded_at", "version"}
    with acting(worker):
        now = access.get(worker, Child, named.pk)
        for column in Child._meta.concrete_fields:
            if column.name not in field_names:
                assert getattr(now, column.name) == getattr(nameless, column.name), column.name
        assert (now.gender, now.nationality_state) == (
            Gender.NOT_RECORDED,
            NationalityState.NOT_RECORDED,
        )
        payload = vault.open(now)
    assert set(payload) <= {"names"}


# --- screens --------------------------------------------------------------------------------------


def identity_page(staff: Staff, child: Child) -> str:
    return read(staff, address("identity:show_identity", child))


def is_found_by(staff: Staff, name: str, child: Child) -> bool:
    client = signed_in(staff)
    search = {"purpose": "new_report", "age_low": "14", "gender": "girl", "name": name}
    answer = client.post("/find/", search | key()).url
    return child.code in client.get(answer).content.decode()


@db
def test_a_name_is_added_with_who_gave_it_and_finds_the_child(worker: Staff) -> None:
    child = children.child(worker, "Sunita")
    path = reverse("people:add_name", args=[child.file_id])
    sent = {
        "text": "کانچھی", "kind": "pet", "language": "ur", "given_by": "Her grandmother",
        "source": "child", "wanted": "yes", "note": "She smiles at it", "version": child.version,
    }  # fmt: skip
    assert signed_in(worker).post(path, sent | key()).status_code == 302
    page = identity_page(worker, child)
    for text in ("کانچھی", "Pet name", "Urdu", "Arabic", "Her grandmother", "Stated by the child",
                  "Wants to be called by this name", "She smiles at it"):  # fmt: skip
        assert text in page
    assert is_found_by(worker, "کانچھی", child)
    assert is_found_by(worker, "Sunita", child)
    with acting(worker):
        now = access.get(worker, Child, child.pk)
        assert queries.child_header(now, staff=worker).name == "کانچھی"
        assert "کانچھی".encode() not in bytes(now.sealed)


@db
def test_a_changed_name_keeps_the_old_one_sealed_and_is_no_longer_found_by_it(
    worker: Staff,
) -> None:
    child = children.child(worker, "Sunita")
    path = reverse("people:change_name", args=[child.file_id, 0])
    client = signed_in(worker)
    assert 'value="Sunita"' in client.get(path).content.decode()
    sent = {"text": "Sabina", "kind": "given", "version": child.version}
    assert client.post(path, sent | key()).status_code == 302
    late = client.post(path, sent | {"text": "Somebody"} | key())
    assert late.status_code == 409
    assert "Somebody" in late.content.decode()
    assert is_found_by(worker, "Sabina", child)
    assert not is_found_by(worker, "Sunita", child)
    before = read(worker, address("identity:show_earlier_identity", child))
    assert "Name Sunita" in before
    assert f"Changed by {worker.name}" in before
    with role("maintenance"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM vault_old_value WHERE row_id = %s", [child.pk])
        assert cursor.fetchone()[0] == 1


@db
def test_name_marked_not_the_childs_is_kept_but_neither_shown_nor_searchable(
    worker: Staff,
) -> None:
    recorded_names = [Name("given", "Sunita"), Name("alias", "Rekha")]
    child = children.child(worker, names=recorded_names)
    path = reverse("people:change_name", args=[child.file_id, 1])
    sent = {"text": "Rekha", "kind": "alias", "whose": "not_hers", "note": "Her cousin",
            "version": child.version}  # fmt: skip
    assert signed_in(worker).post(path, sent | key()).status_code == 302
    assert "Rekha not used for the child" in identity_page(worker, child)
    assert not is_found_by(worker, "Rekha", child)
    with acting(worker):
        header = queries.child_header(access.get(worker, Child, child.pk), staff=worker)
    assert "Rekha" not in repr(header)


@db
def test_an_imposed_name_is_kept_apart_on_every_page(worker: Staff) -> None:
    recorded_names = [Name("imposed", "Pooja"), Name("given", "Sunita")]
    child = children.case(worker, names=recorded_names).child
    assert "Pooja not used for the child" in identity_page(worker, child)
    client = signed_in(worker)
    for path in ("/", f"/child/{child.file_id}/"):
        page = client.get(path).content.decode()
        assert "Sunita" in page
        assert "Pooja" not in page


@db
def test_unknown_name_index_gives_404(worker: Staff) -> None:
    child = children.child(worker)
    path = reverse("people:change_name", args=[child.file_id, 7])
    assert signed_in(worker).get(path).status_code == 404


@db
def test_name_without_letters_is_refused_and_other_input_is_kept(worker: Staff) -> None:
    child = children.child(worker)
    path = reverse("people:add_name", args=[child.file_id])
    sent = {"text": " ", "kind": "given", "given_by": "The agent", "version": child.version}
    answer = signed_in(worker).post(path, sent | key())
    assert answer.status_code == 200
    assert 'value="The agent"' in answer.content.decode()
