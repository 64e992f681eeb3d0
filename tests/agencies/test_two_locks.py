"""Random worlds: Python and PostgreSQL see the same rows, whatever the grants."""

import datetime as dt
import itertools
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saathi.agencies import access
from saathi.agencies.models import File, Grant, Hidden, Staff
from saathi.agencies.sections import Section
from saathi.infra import clock
from saathi.participation.models import Reader, Statement
from saathi.people.around.models import AllegedPerpetrator, Outcome
from saathi.people.identity.models import DiscriminationGrounds
from saathi.people.models import Child
from saathi.protection.cases.models import Case
from tests.factories import agencies
from tests.roles import acting, role

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

HOURS = st.sampled_from([-48, -1, 1, 48])
SECTIONS = st.one_of(st.integers(0, 4095), st.sampled_from([3839, 4095]))
KINDS = st.sampled_from(["owner", "team", "referral", "share", "glass"])
LATER = ("ends", "is gone", "reads less", "is another's")
MODELS = (Child, Case, Statement, DiscriminationGrounds, AllegedPerpetrator, Outcome)


@st.composite
def worlds(draw: st.DrawFn) -> dict[str, object]:
    """A few files, rights of every kind: current, expired, hidden, of inactive staff."""
    right = st.tuples(st.integers(0, 5), st.integers(0, 3), KINDS, SECTIONS, HOURS, HOURS)
    return {
        "rights": draw(st.lists(right, max_size=12)),
        "hidden": draw(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), max_size=4)),
        "audiences": draw(
            st.lists(st.sampled_from(["worker", "team", "named"]), min_size=4, max_size=4)
        ),
        # The accused of each file, if a member of staff: they must not read of it.
        "accused": draw(st.lists(st.integers(-1, 3), min_size=4, max_size=4)),
        "readers": draw(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=3)),
        "later": draw(st.lists(st.tuples(st.integers(0, 11), st.sampled_from(LATER)), max_size=4)),
        "hidden_later": draw(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), max_size=2)),
        "active": draw(st.lists(st.booleans(), min_size=4, max_size=4)),
    }


def make(world: dict[str, object]) -> tuple[list[Staff], list[File]]:
    top = agencies.office()
    below = agencies.office(parent=top)
    elsewhere = agencies.office()
    people = [
        agencies.staff("case_worker", below, is_active=world["active"][0]),
        agencies.staff("supervisor", top, is_active=world["active"][1]),
        agencies.staff("counsellor", elsewhere, is_active=world["active"][2]),
        agencies.staff("administrator", top, is_active=world["active"][3]),
    ]
    principals = [*(p.id for p in people), below.id, elsewhere.id]
    now = clock.now()
    with role("maintenance"):
        files = [
            File.objects.create(
                kind="child", agency=below.agency, office=below, recorded_by=people[0].id
            )
            for _ in range(4)
        ]
        for file, audience, accused in zip(
            files, world["audiences"], world["accused"], strict=True
        ):
            fill(file, audience, people[0], people[accused] if accused >= 0 else None)
        for person, file_number, kind, sections, start, end in world["rights"]:
            Grant.objects.create(
                file=files[file_number],
                principal=principals[person],
                kind=kind,
                reads=sections,
                starts_at=now + dt.timedelta(hours=start),
                ends_at=None
                if kind in ("owner", "team") and end > 1
                else now + dt.timedelta(hours=end),
                given_by=people[0].id,
            )
        blinded = [*(p.id for p in people), below.agency_id]
        hide(files, blinded, world["hidden"])
        change(world["later"], people)
        hide(files, blinded, world["hidden_later"])
        for file_number, person in dict.fromkeys(world["readers"]):
            Reader.objects.create(
                file=files[file_number],
                statement=Statement.objects.get(file=files[file_number]),
                staff=people[person],
                recorded_by=people[0].id,
            )
    return people, files


def hide(files: list[File], blinded: list[UUID], hidden: list[tuple[int, int]]) -> None:
    for which, person in hidden:
        Hidden.objects.get_or_create(
            file=files[which], principal=blinded[person], defaults={"hidden_by": blinded[0]}
        )


def change(later: list[tuple[int, str]], people: list[Staff]) -> None:
    grants = list(Grant.objects.filter(kind="team").order_by("id"))
    for number, what in later:
        if not grants:
            return
        one = Grant.objects.filter(pk=grants[number % len(grants)].pk)
        match what:
            case "ends":
                one.update(ends_at=clock.now() - dt.timedelta(minutes=1))
            case "is gone":
                one.delete()
            case "reads less":
                one.update(reads=int(Section.CASE))
            case _:
                one.update(principal=people[0].id)


def fill(file: File, audience: str, worker: Staff, accused: Staff | None = None) -> None:
    common = {"file": file, "recorded_by": worker.id}
    child = Child.objects.create(code=uuid4().hex[:12], sealed=b"x", **common)
    Case.objects.create(
        child=child, office=file.office, worker=worker, opened_on=dt.date(2026, 1, 1), **common
    )
    Statement.objects.create(
        child=child, state="said", said_on=dt.date(2026, 1, 1), audience=audience, **common
    )
    readers = "team" if audience == "team" else "worker"
    values = {"child": child, "sealed": b"x"} | common
    DiscriminationGrounds.objects.create(told_on=dt.date(2026, 1, 1), readers=readers, **values)
    accused_record = AllegedPerpetrator.objects.create(
        subject="person",
        said_by="child",
        said_on=dt.date(2026, 1, 1),
        accused_staff=accused.id if accused else None,
        **values,
    )
    Outcome.objects.create(
        alleged=accused_record,
        kind="charged",
        decided_on=dt.date(2026, 1, 2),
        sealed=b"x",
        **common,
    )


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(world=worlds())
def test_both_locks_see_the_same_rows(world: dict[str, object]) -> None:
    with transaction.atomic():
        people, _files = make(world)
        for person, model in itertools.product(people, MODELS):
            with role("maintenance"):
                by_python = set(access.visible(person, model).values_list("pk", flat=True))
            with acting(person):
                by_database = set(model.objects.values_list("pk", flat=True))
            assert by_python == by_database, (person.bundle, model.__name__)
        transaction.set_rollback(True)


def test_a_right_to_one_section_opens_no_other() -> None:
    worker = agencies.staff()
    file_owner = agencies.staff()
    with role("maintenance"):
        file = File.objects.create(
            kind="child",
            agency=file_owner.agency,
            office=file_owner.office,
            recorded_by=file_owner.id,
        )
        fill(file, "team", file_owner)
        Grant.objects.create(
            file=file,
            principal=worker.id,
            kind="team",
            reads=int(Section.CASE),
            starts_at=clock.now() - dt.timedelta(minutes=1),
            given_by=file_owner.id,
        )
    with acting(worker):
        assert Case.objects.count() == 1
        assert Child.objects.count() == 0
        assert Statement.objects.count() == 0
