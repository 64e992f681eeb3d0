"""Random worlds: files with a row of many models each, people, and rights of every kind."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, cast
from uuid import UUID, uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from hypothesis import strategies as st

from saathi.agencies.models import Agency, File, Grant, Hidden, Office, Scoped, Staff
from saathi.agencies.sections import Section
from saathi.infra import clock
from saathi.protection.returns.borders.models import CrossBorderEnquiry
from tests.factories import agencies
from tests.roles import role

HOURS = st.sampled_from([-48, -1, 1, 48])
SECTIONS = st.one_of(st.integers(0, 8191), st.sampled_from([7935, 8191, 8191]))
KINDS = ("owner", "team", "referral", "share", "glass")
LATER = ("ends", "is gone", "reads less", "is another's")
FILES, PEOPLE, PRINCIPALS = 4, 5, 7
DAY = dt.date(2026, 1, 1)
# The value of a field that needs something; the more special kinds first.
OF_KIND: list[tuple[type[Any], Callable[[], Any]]] = [
    (models.DateTimeField, clock.now),
    (models.DateField, lambda: DAY),
    (models.UUIDField, uuid4),
    (models.BinaryField, lambda: b"x"),
    (models.IntegerField, lambda: 1),
    (models.BooleanField, lambda: False),
    (models.JSONField, dict),
    (ArrayField, list),
]


@dataclass(frozen=True)
class WorldPlan:
    """What a world is made of, in numbers: of files, of principals, of people."""

    seed: int  # of the values in the rows: recorders, named people, readers
    rights: list[tuple[int, int, str, int, int, int]]
    hidden: list[tuple[int, int]] = field(default_factory=list)
    later: list[tuple[int, str]] = field(default_factory=list)
    active: list[bool] = field(default_factory=lambda: [True] * PEOPLE)


def plans() -> st.SearchStrategy[WorldPlan]:
    """Some rights of every kind, some running, some over, some hidden, some people inactive."""
    which = st.integers(0, FILES - 1)
    right = st.tuples(
        st.integers(0, PRINCIPALS - 1), which, st.sampled_from(KINDS), SECTIONS, HOURS, HOURS
    )
    return st.builds(
        WorldPlan,
        seed=st.integers(0, 2**32),
        rights=st.lists(right, max_size=16),
        hidden=st.lists(st.tuples(which, st.integers(0, PEOPLE)), max_size=4),
        later=st.lists(st.tuples(st.integers(0, 15), st.sampled_from(LATER)), max_size=4),
        active=st.lists(st.booleans(), min_size=PEOPLE, max_size=PEOPLE),
    )


def full_plan(seed: int, hidden: Sequence[tuple[int, int]] = ()) -> WorldPlan:
    """Everybody reads every section of every file that is not hidden, each by another kind of right."""
    rights = [
        (who, which, KINDS[(who + which + seed) % len(KINDS)], 8191, -1, 48)
        for who in range(PEOPLE)
        for which in range(FILES)
    ]
    return WorldPlan(seed, rights, list(hidden))


def plan_of_ended_rights(seed: int) -> WorldPlan:
    """Everybody reads by a referral; each other right to the same file is over."""
    rights = [
        (who, which, kind, 8191, -48, 48 if kind == "referral" else -1)
        for who in range(PEOPLE)
        for which in range(FILES)
        for kind in KINDS
    ]
    return WorldPlan(seed, rights)


class World:
    """The present content of the database, for oracles in Python."""

    def __init__(self, plan: WorldPlan, kinds: Iterable[type[Scoped]]) -> None:
        self.now = clock.now()
        self.random = Random(plan.seed)
        top = agencies.office()
        below = agencies.office(parent=top)
        elsewhere = agencies.office()
        self.offices = [top, below, elsewhere]
        places = [
            ("case_worker", below, set()),
            ("supervisor", top, {top.id, below.id}),
            ("counsellor", elsewhere, set()),
            ("administrator", top, set()),
            ("supervisor", elsewhere, {elsewhere.id}),
        ]
        self.people: list[Staff] = []
        # The principals of a person: the person and the offices they lead; an administrator has none.
        self.principals: dict[UUID, set[UUID]] = {}
        for (role_kind, office, led), is_active in zip(places, plan.active, strict=True):
            person = agencies.staff(role_kind, office, is_active=is_active)
            self.people.append(person)
            self.principals[person.id] = (
                set() if role_kind == "administrator" else {person.id} | led
            )
        self._rows: dict[type[models.Model], list[Any]] = {}
        with role("maintenance"):
            self.files = [self._file(below) for _ in range(FILES)]
            self.files.sort(key=lambda file: file.id)
            for model in kinds:
                self._fill(model)
            self._give(plan, [*(p.id for p in self.people), below.id, elsewhere.id])
            self._hide(plan, [*(p.id for p in self.people), below.agency_id])
            self.grants = list(Grant.objects.filter(file__in=self.files))
            self.hidden = list(Hidden.objects.filter(file__in=self.files))

    def of[ModelT: models.Model](self, model: type[ModelT]) -> list[ModelT]:
        """All rows of a model."""
        return cast("list[ModelT]", self._rows[model])

    def one[ModelT: models.Model](self, model: type[ModelT], pk: UUID) -> ModelT:
        """The row with this key."""
        return next(row for row in self.of(model) if row.pk == pk)

    def someone(self) -> Staff:
        """One of the people."""
        return self.random.choice(self.people)

    def _file(self, office: Office) -> File:
        return File.objects.create(
            kind="child", agency=office.agency, office=office, recorded_by=self.people[0].id
        )

    def _give(self, plan: WorldPlan, principals: list[UUID]) -> None:
        grants = [
            Grant.objects.create(
                file=self.files[which],
                principal=principals[who],
                kind=kind,
                reads=sections,
                starts_at=self.now + dt.timedelta(hours=start),
                ends_at=None
                if kind in ("owner", "team") and end > 1
                else self.now + dt.timedelta(hours=end),
                given_by=self.people[0].id,
            )
            for who, which, kind, sections, start, end in plan.rights
        ]
        for number, what in plan.later if grants else []:
            result = Grant.objects.filter(pk=grants[number % len(grants)].pk)
            match what:
                case "ends":
                    # The database's moment is that at which the test began.
                    result.update(ends_at=self.now - dt.timedelta(minutes=50))
                case "is gone":
                    result.delete()
                case "reads less":
                    result.update(reads=int(Section.CASE))
                case _:
                    result.update(principal=principals[0])

    def _hide(self, plan: WorldPlan, blinded: list[UUID]) -> None:
        for which, who in plan.hidden:
            Hidden.objects.get_or_create(
                file=self.files[which],
                principal=blinded[who],
                defaults={"hidden_by": self.people[0].id},
            )

    def _fill(self, model: type[models.Model]) -> None:
        """A row in each file that has what the row hangs on; one row where no file has any."""
        if model in self._rows:
            return
        self._rows[model] = []
        for found in model._meta.fields:
            target = found.related_model
            if _is_needed(found) and target not in {None, Agency, Office, Staff, File}:
                self._fill(cast("type[models.Model]", target))
        files = self.files if issubclass(model, Scoped) else [None]
        rows = [row for file in files if (row := self._row(model, file)) is not None]
        self._rows[model] = list(model._default_manager.bulk_create(rows))

    def _row(self, model: type[models.Model], file: File | None) -> models.Model | None:
        values: dict[str, Any] = {}
        for found in model._meta.fields:
            if _is_needed(found):
                values[found.name] = self._value(found, file)
        if vary := VARIED.get(model.__name__):
            values |= vary(self, file)
        return None if None in [values[n] for n in values if _is_key(model, n)] else model(**values)

    def _value(self, needed: Any, file: File | None) -> Any:
        if isinstance(needed, models.ForeignKey):
            return self._pointed_at(needed.related_model, file)
        if needed.name == "recorded_by":
            return self.someone().id
        if isinstance(needed, models.BooleanField):
            return self.random.random() < 0.5
        if needed.choices:
            return next(iter(needed.flatchoices))[0]
        for kind, made in OF_KIND:
            if isinstance(needed, kind):
                return made()
        return uuid4().hex[: needed.max_length or 12]

    def _pointed_at(self, target: Any, file: File | None) -> models.Model | None:
        """A person or an office by chance; of records the one in the same file, if there is one."""
        if target is File:
            return file
        if target is Staff:
            return self.someone()
        if target is Office:
            return self.random.choice(self.offices)
        if target is Agency:
            return self.offices[0].agency
        rows = self._rows[target]
        if issubclass(target, Scoped):
            return next((row for row in rows if file and row.file_id == file.id), None)
        return cast("models.Model", rows[0])


def _is_needed(found: Any) -> bool:
    return not (found.null or found.has_default() or found.blank)


def _is_key(model: type[models.Model], name: str) -> bool:
    found = model._meta.get_field(name)
    return isinstance(found, models.ForeignKey) and not found.null


def _next_file(world: World, file: File) -> File | None:
    return next((other for other in world.files if other.id > file.id), None)


def _pair(world: World, file: File) -> dict[str, Any]:
    is_settled = world.random.random() < 0.5
    settled = {"state": "same", "settled_at": world.now} if is_settled else {}
    return {"other": _next_file(world, file)} | settled


def _referral(world: World, _file: File) -> dict[str, Any]:
    if world.random.random() < 0.4:
        return {}
    return {"receiver": world.someone().id, "access_until": world.now}


def _complaint(world: World, _file: File) -> dict[str, Any]:
    return {
        "not_for": [person.id for person in world.people if world.random.random() < 0.2],
        "readers": world.random.choice(["leaders", "leaders", "team"]),
        "handler": world.random.choice([None, *world.people]),
    }


def _repeat(world: World, _file: File) -> dict[str, Any]:
    return {"expires_at": world.now + dt.timedelta(hours=world.random.choice([-1, 1]))}


def _note(world: World, _file: File) -> dict[str, Any]:
    return {
        "audience": world.random.choice(["team", "supervision", "supervision"]),
        "to": world.random.choice([None, *world.people]),
    }


def _accused(world: World, _file: File) -> dict[str, Any]:
    return {"accused_staff": world.random.choice([None, *(p.id for p in world.people)])}


def _threat(world: World, file: File) -> dict[str, Any]:
    return _accused(world, file) | {"check_on": DAY}


def _operated(world: World, _file: File | None) -> dict[str, Any]:
    agencies_here = [office.agency for office in world.offices]
    return {"run_by": world.random.choice([None, *agencies_here])}


def _facility_incident(world: World, _file: File | None) -> dict[str, Any]:
    hidden = [person.id for person in world.people if world.random.random() < 0.2]
    return {"not_for": hidden, "severity": "serious"}


def _bypassing(world: World, _file: File) -> dict[str, Any]:
    return {
        "named_staff": [person.id for person in world.people if world.random.random() < 0.2],
        "named_office": world.random.choice([None, None, *world.offices]),
    }


def _about(world: World, file: File) -> dict[str, Any]:
    return {"child_file": world.random.choice([None, _next_file(world, file)])}


def _chosen(name: str, *codes: str) -> "Callable[[World, Any], dict[str, Any]]":
    return lambda world, _file: {name: world.random.choice(codes)}


def _fixed(**values: object) -> "Callable[[World, Any], dict[str, Any]]":
    """What a constraint of the table asks for, in each row."""
    return lambda _world, _file: dict(values)


def _document(world: World, _file: File) -> dict[str, Any]:
    return {
        "kind": world.random.choice(["birth", "medical", "court_order", "letter"]),
        "audience": world.random.choice(["team", "team", "named", "recorder"]),
        "readers": [person.id for person in world.people if world.random.random() < 0.4],
    }


def _recording(world: World, _file: File) -> dict[str, Any]:
    return {
        "speaker": "family",
        "audience": world.random.choice(["team", "team", "named", "recorder"]),
        "readers": [person.id for person in world.people if world.random.random() < 0.4],
    }


def _document_file(world: World, _file: File) -> dict[str, Any]:
    return {"original": uuid4()}


# What decides about readers, and what a constraint of the table asks for.
def _screening(world: World, _file: File) -> dict[str, Any]:
    return {
        "result": "sign",
        "readers": [world.someone().id] if world.random.random() < 0.5 else [],
    }


def _origin_contact(_world: World, _file: File) -> dict[str, Any]:
    return {"made_by": "home", "safeguard": "met"}


def _verification(world: World, file: File) -> dict[str, Any]:
    enquiries = world.of(CrossBorderEnquiry)
    enquiry = next((item for item in enquiries if item.file_id == file.id), None)
    return {"next_on": DAY, "enquiry": enquiry}


def _reunification(world: World, _file: File) -> dict[str, Any]:
    return {"submitted_by": world.someone().pk}


def _transfer(world: World, _file: File) -> dict[str, Any]:
    receiver = world.random.choice([None, *world.people])
    return {"from_country": "NPL", "to_country": "IND", "receiver": receiver}


def _broken_safeguard(_world: World, _file: File) -> dict[str, Any]:
    return {"authority": "police"}


VARIED: dict[str, Callable[[World, Any], dict[str, Any]]] = {
    "Statement": _chosen("audience", "team", "worker", "named", "named"),
    "Due": _chosen("duty", "document", "document", "visit"),
    "Document": _document,
    "DocumentFile": _document_file,
    "VoiceRecording": _recording,
    "SearchPhoto": _chosen("consent_by", "mother", "relative"),
    "DiscriminationGrounds": _chosen("readers", "team", "worker"),
    "Opinion": _chosen("audience", "team", "worker"),
    "Note": _note,
    "SessionNote": _chosen("audience", "team", "self"),
    "AllegedPerpetrator": _accused,
    "Accused": _accused,
    "Threat": _threat,
    "Facility": _operated,
    "FacilityIncident": _facility_incident,
    "RepeatAllegation": _repeat,
    "Complaint": _complaint,
    "Referral": _referral,
    "MatchPair": _pair,
    "Report": _about,
    "ReportResponse": _bypassing,
    "ProtectionScreening": _screening,
    "OriginContact": _origin_contact,
    "OriginVerification": _verification,
    "Reunification": _reunification,
    "BrokenSafeguard": _broken_safeguard,
    "Transfer": _transfer,
    "CareCommittee": _fixed(seats=1, child_seats=0, child_role="no_seat"),
    "FamilyAssessment": _fixed(care="kinship", result="unsafe", violence="none"),
    "FinalEvaluation": _fixed(follow_up_abroad="agency"),
    "Placement": _fixed(basis="authority", siblings="together"),
    "MoneyControl": _fixed(review_on=DAY, state="recorded"),
    "ProtectionReview": _fixed(next_on=DAY),
}
