"""The facts in the overview's header: concerns, living situation, guardian, case.

Facts from sections that the reader may not read are left out, including their labels.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from saathi import audit
from saathi.agencies.access import FileRights
from saathi.agencies.compiled_queries import compiled_query
from saathi.agencies.sections import Section
from saathi.consent.models import Guardian
from saathi.consent.vocabulary import GuardianKind
from saathi.desk import wording
from saathi.desk.child_file.living_situation import living_facts
from saathi.desk.team.wording import describe_name_until
from saathi.infra.district_list import district_name
from saathi.infra.join_words import join_words
from saathi.people.around.models import Relation
from saathi.people.around.queries import readable_children
from saathi.people.around.vocabulary import SIBLING_KINDS, RelationKind
from saathi.people.models import Child
from saathi.people.vocabulary import YesNo
from saathi.protection.casework.cases.models import Case, Due
from saathi.protection.casework.cases.vocabulary import CaseStatus, Duty
from saathi.protection.casework.concerns.rules import order_concerns
from saathi.protection.identification.intake.vocabulary import Concern
from saathi.protection.identification.trafficking.models import Episode
from saathi.protection.identification.trafficking.vocabulary import (
    ExploitationPurpose,
    TraffickingAct,
)
from saathi.vault import store as vault
from saathi.web.components import ActionLink, LabelledValue, isolate_direction

MAX_RELATIONS = 20
MAX_TEXT = 240  # characters of an account on the overview: about two lines


@dataclass(frozen=True)
class FileSummary:
    """The facts in the overview's header, and the files of siblings that the reader may see."""

    facts: Sequence[LabelledValue]
    siblings: Sequence[ActionLink]


def load_summary(
    rights: FileRights, child: Child, case: Case | None, dues: Sequence[Due]
) -> FileSummary:
    """The summary for this reader. At most three queries."""
    household, siblings = _household(rights)
    facts = [
        *_concern_facts(rights, child),
        *_home_facts(child, household),
        *living_facts(child, rights.staff.office.today()),
        *_guardian_facts(rights),
        *(_case_facts(rights, case, dues) if case else ()),
    ]
    return FileSummary(facts, siblings)


def list_protection_concerns(child: Child) -> list[str]:
    """The current protection concerns of the child in words, as `queries.get_child` found them.

    As in the case list, a file with an act or a purpose of trafficking has that concern.
    """
    codes = list(getattr(child, "current_concerns", None) or [])
    if getattr(child, "is_trafficked", False):
        codes.append(Concern.TRAFFICKING)
    return [str(concern.label) for concern in order_concerns(codes)]


def _concern_facts(rights: FileRights, child: Child) -> list[LabelledValue]:
    if not rights.may_read(Section.SITUATION):
        return []
    concerns = list_protection_concerns(child)
    missing = _("not recorded")
    return [LabelledValue(_("Protection concerns"), join_words(concerns), missing=missing)]


def _household(rights: FileRights) -> tuple[list[str], list[ActionLink]]:
    """Who the child lives with, in words, and links to the files of siblings that the reader may see."""
    relations = _relations(rights)
    opened = vault.open_many(relations)
    together = [
        _relation_words(relation, opened.get(relation.pk, {}))
        for relation in relations
        if relation.lives_with == YesNo.YES
    ]
    files = {
        UUID(hex=texts["file"]): relation
        for relation in relations
        if (texts := opened.get(relation.pk, {})).get("file")
    }
    children = readable_children(rights.staff).filter(file_id__in=files) if files else ()
    links = [
        ActionLink(
            _("%(relation)s: %(code)s")
            % {"relation": RelationKind(files[child.file_id].kind).label, "code": child.code},
            reverse("child_file", args=[child.file_id]),
            "users",
        )
        for child in children
    ]
    return together, links


@compiled_query
def _relations(rights: FileRights) -> QuerySet[Relation]:
    near = Q(lives_with=YesNo.YES) | Q(kind__in=[kind.value for kind in SIBLING_KINDS])
    relations = rights.records(Relation).filter(near, ended_on=None)
    return relations.order_by("kind", "recorded_at", "pk")[:MAX_RELATIONS]


def _relation_words(relation: Relation, texts: dict[str, str]) -> str:
    kind = str(RelationKind(relation.kind).label).lower()
    name = texts.get("name", "")
    return f"{isolate_direction(name)} ({kind})" if name else kind


def _home_facts(child: Child, household: Sequence[str]) -> list[LabelledValue]:
    place = str(vault.open(child).get("address", "")) or district_name(child.home_district)
    return [
        LabelledValue(_("Current address"), place, missing=_("not recorded")),
        LabelledValue(_("Lives with"), join_words(household), missing=_("not recorded")),
    ]


def _guardian_facts(rights: FileRights) -> list[LabelledValue]:
    if not rights.may_read(Section.LEGAL):
        return []
    guardians = _guardians(rights, rights.staff.office.today())
    opened = vault.open_many(guardians)
    named = [
        f"{isolate_direction(opened[guardian.pk]['name'])} "
        f"({str(GuardianKind(guardian.kind).label).lower()})"
        for guardian in guardians
        if opened.get(guardian.pk, {}).get("name")
    ]
    return [LabelledValue(_("Legal guardian"), join_words(named), missing=_("not recorded"))]


@compiled_query
def _guardians(rights: FileRights, today: dt.date) -> QuerySet[Guardian]:
    current = Q(ends_on=None) | Q(ends_on__gte=today)
    return rights.records(Guardian).filter(current).order_by("-starts_on", "pk")[:3]


def _case_facts(rights: FileRights, case: Case, dues: Sequence[Due]) -> list[LabelledValue]:
    today = rights.staff.office.today()
    status = str(CaseStatus(case.status).label)
    if since := _status_since(case):
        day = wording.describe_day(since, today, inside=True)
        status = _("%(status)s since %(day)s") % {"status": status, "day": day}
    facts = [*_worker_facts(rights, case), LabelledValue(_("Status"), status)]
    if dues:
        day = wording.describe_due(dues[0].due_on, today)
        facts.append(LabelledValue(_("Next due"), f"{Duty(dues[0].duty).label} · {day}"))
    return facts


def _status_since(case: Case) -> dt.date | None:
    """The date since which the case has its status; None if not recorded, or not for this reader.

    The date since which another agency continues a case is not recorded.
    """
    if case.is_ended:
        return case.closed_on
    if case.status == CaseStatus.CLOSING_ASKED:
        return getattr(case, "closing_asked_on", None)
    return case.opened_on


def _worker_facts(rights: FileRights, case: Case) -> list[LabelledValue]:
    """The case worker, and who covers for them until when."""
    worker = _("You") if case.worker_id == rights.staff.id else case.worker.name
    if case.awaits_assignment:
        worker = _("No case worker yet (supervisor: %(name)s)") % {"name": case.worker.name}
    facts = [LabelledValue(_("Case worker"), worker)]
    if cover := getattr(case, "cover", None):
        is_reader = cover["staff"] == str(rights.staff.id)
        name = _("You") if is_reader else cover["name"]
        text = describe_name_until(name, dt.date.fromisoformat(cover["until_on"]))
        facts.append(LabelledValue(_("Covering case worker"), text))
    return facts


def describe_what_happened(rights: FileRights, child: Child) -> list[str]:
    """What happened in a few lines, latest first; the access is logged. Empty without the right."""
    if not rights.may_read(Section.SITUATION):
        return []
    episodes = list(rights.records(Episode).order_by("-number")[:2])
    opened = vault.open_many([episode for episode in episodes if episode.sealed])
    audit.record(
        audit.AuditKind.LOOKED,
        by=rights.staff.id,
        agency=rights.staff.agency_id,
        file_id=rights.file_id,
        objects=[child.pk, *(episode.pk for episode in episodes)],
        purpose=rights.staff.access_purpose,
        detail={"section": int(Section.SITUATION), "screen": "desk:child_file"},
    )
    lines = [_episode_line(episode, opened.get(episode.pk, {})) for episode in episodes]
    return [line for line in lines if line] or [_("No incident is recorded.")]


def _episode_line(episode: Episode, texts: dict[str, str]) -> str:
    acts = [str(TraffickingAct(code).label) for code in episode.acts]
    purposes = [str(ExploitationPurpose(code).label) for code in episode.purposes]
    account = " ".join(str(texts.get("account", "")).split())
    if len(account) > MAX_TEXT:
        account = account[:MAX_TEXT].rsplit(" ", 1)[0] + " …"
    return " · ".join(part for part in (join_words([*acts, *purposes]), account) if part)
