"""The panels on the page of one proceeding."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from saathi.agencies import access, records
from saathi.agencies.models import Scoped, Staff
from saathi.agencies.staff_requests import StaffRequest
from saathi.infra.district_list import short_district_name
from saathi.people import record_screens as kit
from saathi.people.around.models import AllegedPerpetrator
from saathi.protection.justice.proceedings import models, pages, queries, rules
from saathi.protection.justice.proceedings.actions.recording import missing_outcomes
from saathi.protection.justice.proceedings.views.screens import screens
from saathi.protection.justice.proceedings.vocabulary import (
    MAY_BE_PRESENTED,
    HearingState,
    PresentationState,
)

MOST = 100


@dataclass(frozen=True)
class ProceedingRecords:
    """The records of a proceeding that the reader may read, opened."""

    steps: list[models.ProceedingStep]
    accused: list[models.Accused]
    charges: list[models.Charge]
    decisions: list[models.ChildTestimonyDecision]
    findings: list[models.ComprehensionFinding]
    summonses: list[models.Summons]
    presentations: list[models.PresentationRequest]
    hearings: list[models.Hearing]
    visits: list[models.CourtVisit]
    referrals: list[models.CourtReferral]
    names: dict[UUID, str]  # of accused persons
    decision: models.ChildTestimonyDecision | None  # that counts, also of another proceeding

    @property
    def shown(self) -> list[Scoped]:
        """All records."""
        return [row for item in vars(self).values() if isinstance(item, list) for row in item]


_KINDS: dict[str, tuple[Any, str, str]] = {
    "steps": (models.ProceedingStep, "proceeding", "reached_on"),
    "accused": (models.Accused, "proceeding", "recorded_at"),
    "charges": (models.Charge, "accused__proceeding", "charged_on"),
    "decisions": (models.ChildTestimonyDecision, "proceeding", "-decided_on"),
    "findings": (models.ComprehensionFinding, "proceeding", "-found_on"),
    "summonses": (models.Summons, "proceeding", "-served_on"),
    "presentations": (models.PresentationRequest, "proceeding", "-planned_on"),
    "hearings": (models.Hearing, "proceeding", "-listed_on"),
    "visits": (models.CourtVisit, "proceeding", "-visited_on"),
    "referrals": (models.CourtReferral, "proceeding", "-asked_on"),
}

_JOINED: dict[Any, str] = {models.Charge: "accused", models.CourtReferral: "court"}


def load_records(reader: Staff, proceeding: models.Proceeding) -> ProceedingRecords:
    """The records of a proceeding, with their texts, and the names of accused persons."""
    rights = access.rights(reader, proceeding.file_id)
    results: dict[str, list[Any]] = {}
    for name, (model, owner, order) in _KINDS.items():
        rows = rights.records(model).filter(**{owner: proceeding})
        if model in _JOINED:
            rows = rows.select_related(_JOINED[model])
        results[name] = list(rows.order_by(order, "-recorded_at")[:MOST])
    every = [row for rows in results.values() for row in rows]
    records.open_texts_of_each([proceeding, *every])
    decision = queries.latest_decision(reader, proceeding)
    names = _names(reader, results["accused"])
    return ProceedingRecords(**results, names=names, decision=decision)


def _names(reader: Staff, accused: Sequence[models.Accused]) -> dict[UUID, str]:
    """The names of accused persons; of those linked to an allegation, the name recorded there."""
    linked = {person.alleged_id for person in accused if person.alleged_id}
    alleged = list(access.visible(reader, AllegedPerpetrator).filter(pk__in=linked))
    texts = records.open_texts_of_each(alleged)
    names = {pk: content.get("name", "") for pk, content in texts.items()}
    return {
        person.pk: names.get(person.alleged_id, "") if person.alleged_id else person.name
        for person in accused
    }


class ProceedingParts:
    """The panels of one proceeding for one reader."""

    def __init__(
        self, request: StaffRequest, proceeding: models.Proceeding, found: ProceedingRecords
    ) -> None:
        self.request, self.proceeding, self.found = request, proceeding, found

    def _links(self, name: str, label: Any, subject: Scoped | None = None) -> list[kit.ActionLink]:
        return screens.links(self.request, subject or self.proceeding, name, label)

    def details(self) -> kit.Panel:
        """What identifies the proceeding, and the child's role."""
        role = kit.LabelledValue(_("Child’s role"), pages.role_of_child(self.proceeding))
        shown: list[str | kit.LabelledValue] = ["court_kind", "court", "number", "law"]
        if self.proceeding.special_court:
            name = self.proceeding.special_court.name
            label = _("Court for children in the register")
            shown.insert(1, kit.LabelledValue(label, name))
        if self.proceeding.district:
            district = short_district_name(self.proceeding.district)
            shown.insert(-2, kit.LabelledValue(_("District of the court"), district))
        shown += ["note"] if self.proceeding.note else []
        ids = (self.proceeding.file_id, self.proceeding.pk)
        letter = kit.link(_("Request for legal aid"), "proceedings:print_legal_aid_letter", *ids)
        edit = [*self._links("change_proceeding", _("Edit")), letter]
        pairs = [role, *kit.labelled_values(self.proceeding, shown)]
        return kit.Panel(_("Court and law"), actions=edit, pairs=pairs)

    def stages(self, today: dt.date) -> kit.Panel:
        """The stages with their duration, the latest first."""
        times = rules.stage_times(queries.stages_of(self.found.steps), today=today)
        lasted = {(time.stage.value, time.on): time for time in times}
        rows = []
        for step in reversed(self.found.steps):
            time = lasted[step.stage, step.reached_on]
            edit = self._links("change_step", _("Edit"), step)
            row = pages.step_row(step, time.days, is_current=time.is_current, actions=edit)
            rows.append(row)
        return kit.Panel(_("Stages"), actions=self._links("add_step", _("Add a stage")), rows=rows)

    def accused(self) -> kit.Panel:
        """The accused persons; the term for each follows from the charges."""
        rows = []
        for person in self.found.accused:
            own = [charge for charge in self.found.charges if charge.accused_id == person.pk]
            links = [
                *self._links("add_charge", _("Add a charge"), person),
                *self._links("change_accused", _("Edit"), person),
            ]
            rows.append(pages.accused_row(person, self.found.names[person.pk], own, links))
        add = self._links("add_accused", _("Add an accused person"))
        return kit.Panel(_("Accused persons"), actions=add, rows=rows, empty=_("None recorded."))

    def charges(self) -> kit.Panel | None:
        """The charges with outcome and sentence."""
        rows = []
        for charge in self.found.charges:
            copy = []
            if missing_outcomes(charge, self.request.staff):
                label = _("Add to the allegation")
                copy = screens.steps(self.request, charge, "copy_charge", label)
            name = self.found.names.get(charge.accused_id, "")
            edit = self._links("change_charge", _("Edit"), charge)
            rows.append(pages.charge_row(charge, name, edit, copy))
        return kit.Panel(_("Charges and sentences"), rows=rows) if rows else None

    def decisions(self) -> kit.Panel:
        """What the child decided on testimony, the latest first."""
        rows = []
        current = self.found.decision.pk if self.found.decision else None
        for place, decision in enumerate(self.found.decisions):
            is_open = decision.answer in MAY_BE_PRESENTED and decision.withdrawn_on is None
            withdraw = self._links("withdraw_decision", _("Withdraw"), decision)
            actions = withdraw if is_open and place == 0 else []
            rows.append(
                pages.decision_row(decision, is_latest=decision.pk == current, actions=actions)
            )
        return kit.Panel(
            _("Child’s decision on testimony"),
            lead=_("The child’s own decision, changed or withdrawn at any time."),
            actions=self._links("add_decision", _("Add a decision")),
            rows=rows,
            empty=_("The child was not asked yet."),
        )

    def tellings(self) -> kit.Panel:
        """How often the child gave an account."""
        return pages.tellings_panel(self.request.staff, self.proceeding)

    def presentations(self) -> kit.Panel:
        """The requests to present the child."""
        rows = []
        for asked in self.found.presentations:
            is_open = asked.state in {PresentationState.ASKED, PresentationState.APPROVED}
            is_others = asked.recorded_by != self.request.staff.id
            decide = (
                self._links("decide_presentation", _("Decide"), asked)
                if asked.state == PresentationState.ASKED and is_others
                else []
            )
            steps = screens.steps(self.request, asked, "withdraw_presentation", _("Withdraw"))
            rows.append(pages.presentation_row(asked, decide, steps if is_open else []))
        return kit.Panel(
            _("Requests to present the child"),
            actions=self._links("request_presentation", _("Request to present the child")),
            rows=rows,
            empty=_("No request."),
        )

    def findings(self) -> kit.Panel:
        """Findings of comprehension."""
        rows = [
            pages.finding_row(finding, self._links("change_finding", _("Edit"), finding))
            for finding in self.found.findings
        ]
        add = self._links("add_finding", _("Add a finding of comprehension"))
        return kit.Panel(_("Comprehension"), actions=add, rows=rows, empty=_("No finding."))

    def summonses(self) -> kit.Panel:
        """The summonses of the child."""
        rows = [
            pages.summons_row(summons, self._links("change_summons", _("Edit"), summons))
            for summons in self.found.summonses
        ]
        add = self._links("add_summons", _("Add a summons"))
        return kit.Panel(_("Summonses"), actions=add, rows=rows, empty=_("No summons."))

    def preparation(self) -> kit.Panel:
        """The visits that prepared the child."""
        rows = [
            pages.visit_row(visit, self._links("change_visit", _("Edit"), visit))
            for visit in self.found.visits
        ]
        add = self._links("add_visit", _("Add a preparation visit"))
        return kit.Panel(_("Preparation visits"), actions=add, rows=rows, empty=_("No visit."))

    def hearings(self, today: dt.date) -> kit.Panel:
        """The hearings, the latest first."""
        rows = []
        for hearing in self.found.hearings:
            state = HearingState(hearing.state)
            actions, steps = self._hearing_actions(hearing, state, today)
            rows.append(pages.hearing_row(hearing, actions, steps, today))
        add = self._links("list_hearing", _("Add a hearing"))
        return kit.Panel(_("Hearings"), actions=add, rows=rows, empty=_("No hearing recorded."))

    def _hearing_actions(
        self, hearing: models.Hearing, state: HearingState, today: dt.date
    ) -> tuple[list[kit.ActionLink], list[Any]]:
        links: list[kit.ActionLink] = []
        steps: list[Any] = []
        if state == HearingState.LISTED:
            links += self._links("adjourn_hearing", _("Adjourned"), hearing)
            if hearing.listed_on <= today:
                links += self._links("hold_hearing", _("Record the hearing"), hearing)
            links += self._links("arrange_hearing", _("Arrangements"), hearing)
            ids = (hearing.file_id, hearing.pk)
            links.append(kit.link(_("Letter to the court"), "proceedings:print_court_letter", *ids))
            links += self._links("change_hearing", _("Edit"), hearing)
            steps = screens.steps(self.request, hearing, "cancel_hearing", _("Cancelled"))
        elif state == HearingState.HELD:
            links += self._links("hold_hearing", _("Edit"), hearing)
        elif state == HearingState.ADJOURNED:
            links += self._links("adjourn_hearing", _("Edit"), hearing)
        return links, steps

    def referrals(self) -> kit.Panel:
        """The requests to move the proceeding to a court for children."""
        rows = [
            pages.referral_row(
                referral, self._links("record_referral_outcome", _("Record the outcome"), referral)
            )
            for referral in self.found.referrals
        ]
        add = self._links("refer_proceeding", _("Refer to a court for children"))
        courts = kit.link(_("Courts for children"), "courts:list_courts")
        return kit.Panel(
            _("Court for children"), actions=[*add, courts], rows=rows, empty=_("No referral.")
        )
