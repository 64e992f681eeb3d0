"""The parts of the page of a transfer."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.agencies.models import Office
from saathi.agencies.queries import names_of
from saathi.agencies.sections import Section
from saathi.agencies.staff_requests import StaffRequest
from saathi.infra.join_words import join_words
from saathi.infra.reasons import Reason
from saathi.people import record_screens as kit
from saathi.protection.returns.transfers import models, pages
from saathi.protection.returns.transfers import vocabulary as codes
from saathi.protection.returns.transfers.evidence_queries import (
    counting_safety,
    latest_threats,
)
from saathi.protection.returns.transfers.evidence_rules import corrected_assessments
from saathi.protection.returns.transfers.journey_rules import DANGERS
from saathi.protection.returns.transfers.paper_rules import is_settled_paper
from saathi.protection.returns.transfers.queries import zone_of
from saathi.protection.returns.transfers.step_rules import PREPARING
from saathi.protection.returns.transfers.views.loading import TransferRecords
from saathi.protection.returns.transfers.views.safety_words import (
    ThreatNews,
    is_counting,
    why_it_counts,
)
from saathi.protection.returns.transfers.views.screens import screens

# The codes of what is missing, by the section in which it is entered.
CODES_OF_PART: dict[str, frozenset[str]] = {
    "basics": frozenset({"agreement", "acting_office", "focal_points"}),
    "answer": frozenset({"answer", "neutral"}),
    "placement": frozenset({"placement", "receiving_worker", "why_facility", "first_visit_on"}),
    "safety": frozenset({"safety_origin", "safety_movement", "safety_destination"}),
    "child_view": frozenset({"child_view", "reply", "last_view"}),
    "papers": frozenset({"papers"}),
    "journey": frozenset(
        {"journey", "escort_screening", "escort_choice", "language", "fitness", "crosses_at"}
        | {"child_told_on", "escort"}
    ),
}
MISSING_PAPERS = (codes.PaperState.MISSING, codes.PaperState.REQUESTED)


def alerts(transfer: models.Transfer, *, refuses: bool) -> list[kit.AlertBox]:
    """Why a transfer does not go on, with the next step. `refuses`: the child does not want to go."""
    if refuses and transfer.state in codes.BEFORE_HANDOVER:
        text = _("No transfer is carried out against this. The child stays.")
        return [kit.AlertBox(_("The child does not want to go"), text), *_withdrawal(transfer)]
    if transfer.state == codes.TransferState.STOPPED:
        return [kit.AlertBox(_("This transfer was stopped."), transfer.next_step, kind="attend")]
    if transfer.state == codes.TransferState.REFUSED:
        title, text = _("The other country refused."), _("Assess another solution for the child.")
        return [kit.AlertBox(title, text, kind="attend")]
    if transfer.state == codes.TransferState.ACCEPTED and transfer.question:
        asked = kit.AlertBox(_("Returned for revision"), transfer.question, kind="attend")
        return [asked, *_withdrawal(transfer)]
    return _withdrawal(transfer)


def _withdrawal(transfer: models.Transfer) -> list[kit.AlertBox]:
    """That an authorisation ended, with the reason if a person withdrew it."""
    again = {codes.TransferState.ACCEPTED, codes.TransferState.SUBMITTED}
    if transfer.state not in again or not transfer.withdrawn_on:
        return []
    day = kit.format_day(transfer.withdrawn_on)
    title = _("The authorisation ended on %(day)s") % {"day": day}
    changed = str(_("What it was given for has changed. It is submitted and authorised again."))
    text = transfer.withdrawal_reason if transfer.has_withdrawal_reason else changed
    return [kit.AlertBox(title, text, kind="attend")]


def days_reached(
    transfer: models.Transfer, found: TransferRecords, office: Office
) -> dict[codes.TransferState, dt.date | None]:
    """The day on which each stage was reached, as far as records tell."""
    accepted = [each for each in found.answers if each.answer.startswith("accepted")]
    handed_over = found.handovers[0].handed_over_at if found.handovers else None
    state = codes.TransferState
    return {
        state.CONSIDERED: transfer.opened_on,
        state.REQUESTED: found.requests[-1].sent_on if found.requests else None,
        state.ACCEPTED: accepted[0].answered_on if accepted else None,
        state.AUTHORISED: transfer.decided_on,
        state.TRAVELLING: _day(transfer.departed_at, office),
        state.HANDED_OVER: _day(handed_over, office),
        state.RECEIVED: found.receipts[0].received_on if found.receipts else None,
        state.FOLLOWED_UP: found.reports[-1].seen_on if found.reports else None,
    }


def _day(at: dt.datetime | None, office: Office) -> dt.date | None:
    return office.date_of(at) if at else None


@dataclass(frozen=True)
class TransferParts:
    """Makes the parts of the page of a transfer for one reader; the records are opened."""

    request: StaffRequest
    transfer: models.Transfer
    found: TransferRecords

    def _links(
        self, name: str, label: kit.Text, states: Sequence[str] = codes.BEFORE_DEPARTURE
    ) -> list[kit.ActionLink]:
        """The link to a form, at the stages in which it can be saved."""
        may = self.transfer.state in states
        return screens.links(self.request, self.transfer, name, label) if may else []

    def _print(self, name: str, label: kit.Text) -> list[kit.ActionLink]:
        """The link to a paper; none for a transfer that is over."""
        if self.transfer.state not in codes.OPEN_STATES:
            return []
        return [kit.link(label, f"transfers:{name}", self.transfer.file_id, self.transfer.pk)]

    def preparation(
        self, more: Sequence[kit.ActionLink], missing: Sequence[Reason] | None
    ) -> list[kit.Panel]:
        """The sections of the preparation; those in which nothing is missing are folded."""
        made = {
            "basics": self.basics(more),
            "answer": self.request_and_answers(),
            "placement": self.placement(),
            "safety": self.safety(),
            "child_view": self.child_views(),
            "papers": self.documents(),
            "journey": self.journey(),
        }
        wanted = {reason.code for reason in missing or ()}
        if missing is None and self.transfer.state in codes.BEFORE_DEPARTURE:
            wanted = {"answer", "placement"}  # we receive the child: we answer, and find the place
        elif self.transfer.state == codes.TransferState.TRAVELLING:
            wanted = {"journey"}
        return [
            replace(part, is_folded=wanted.isdisjoint(CODES_OF_PART[name]))
            for name, part in made.items()
        ]

    def basics(self, more: Sequence[kit.ActionLink]) -> kit.Panel:
        """What the transfer is, the decision behind it, and why it was stopped."""
        transfer = self.transfer
        pairs = pages.basics(transfer, **pages.addresses(transfer))
        if transfer.state == codes.TransferState.STOPPED:
            pairs += pages.known_values(transfer, "stopped_by stop_reason place_tonight next_step")
        edit = self._links("change_transfer", _("Edit"), PREPARING)
        group = self._links("add_to_group", _("Group"))
        return kit.Panel(_("Basis and plan"), actions=[*edit, *group, *more], pairs=pairs)

    def request_and_answers(self) -> kit.Panel:
        """What was asked of the other country, and its answers."""
        rows = [
            kit.record_row(
                each,
                pages.known_values(each, "sent_on channel answer_by facts shared needs asks"),
                title=_("Request"),
            )
            for each in self.found.requests
        ]
        rows += [
            kit.record_row(
                each,
                pages.known_values(each, "answered_on answered_by refusal conditions"),
                title=_("Answer"),
                state="answer",
                needs_attention=each.answer == codes.TransferAnswerCode.ACCEPTED_IF,
                is_urgent=each.answer == codes.TransferAnswerCode.REFUSED,
            )
            for each in self.found.answers
        ]
        return kit.Panel(
            _("Request and answers"),
            actions=[*self._answer_links(), *self._letters()],
            rows=rows,
            empty=_("No request was sent yet."),
        )

    def _answer_links(self) -> list[kit.ActionLink]:
        """The link to record an answer, once something was asked."""
        is_asked = self.transfer.state != codes.TransferState.CONSIDERED
        if self.transfer.direction == codes.TransferDirection.OUTGOING and not is_asked:
            return []
        return self._links("record_answer", _("Record the answer"))

    def _letters(self) -> list[kit.ActionLink]:
        """The letter of the newest request, without and with the care that the child needs."""
        if not self.found.requests:
            return []
        letter = self._print("print_request", _("Print letter"))
        with_needs = self._print("print_request", _("Print letter with care needs"))
        has_needs = bool(self.found.requests[0].needs)
        return [
            *letter,
            *(replace(each, url=f"{each.url}?needs=1") for each in with_needs * has_needs),
        ]

    def placement(self) -> kit.Panel:
        """Where the child will live; the newest counts."""
        rows = [
            kit.record_row(
                each,
                pages.known_values(each, pages.PLACEMENT_FIELDS),
                title=kit.format_field(each, "care"),
                state="standing",
                is_over=number > 0,
                needs_attention=each.standing not in codes.SUFFICIENT_STANDINGS,
            )
            for number, each in enumerate(self.found.placements)
        ]
        return kit.Panel(
            _("Receiving placement"),
            actions=self._links("record_placement", _("Add placement")),
            rows=rows,
            empty=_("Not known yet where the child will live."),
        )

    def safety(self) -> kit.Panel:
        """The safety assessments, with why each counts or not."""
        in_order = sorted(self.found.safety, key=lambda each: (each.assessed_on, each.recorded_at))
        counting = counting_safety(self.transfer, self.request.staff)
        corrected = corrected_assessments(in_order)
        threat = latest_threats([self.transfer.pk]).get(self.transfer.pk)
        news = ThreatNews(threat, zone_of(self.transfer))
        rows = [
            kit.record_row(
                each,
                [
                    *pages.known_values(
                        each, "assessed_on sources threats measures assessor why_corrected"
                    ),
                    kit.LabelledValue(
                        _("Whether it counts"), why_it_counts(each, counting, corrected, news)
                    ),
                ],
                title=kit.format_field(each, "subject"),
                state="result",
                is_over=not is_counting(each, counting),
                is_urgent=each.result == codes.SafetyResult.NOT_SAFE and each.pk not in corrected,
                needs_attention=each.result == codes.SafetyResult.NOT_KNOWN,
            )
            for each in self.found.safety
        ]
        return kit.Panel(
            _("Safety"),
            actions=self._links("record_safety", _("Add safety assessment")),
            rows=rows,
            empty=_("Country of origin, journey and destination are not assessed yet."),
        )

    def child_views(self) -> kit.Panel:
        """What the child says, the latest first."""
        office = self.request.staff.office
        reads, _writes = access.sections_of_file(self.request.staff, self.transfer.file_id)
        may_read = bool(reads & Section.VOICE)
        rows = [
            kit.record_row(
                each,
                pages.view_pairs(each, office, reads_words=may_read),
                title=kit.format_field(each, "moment"),
                state="wish",
                words=each.words if may_read else "",
                is_urgent=each.wish == codes.TransferWish.DOES_NOT_WANT,
                needs_attention=each.wish == codes.TransferWish.HAS_DOUBTS,
            )
            for each in self.found.views
        ]
        return kit.Panel(
            _("Child’s view"),
            actions=[
                *self._links(
                    "record_view",
                    _("Record the child’s view of the transfer"),
                    codes.BEFORE_HANDOVER,
                ),
                *self._print("print_booklet", _("Print booklet for the child")),
            ],
            rows=rows,
            empty=_("The child was not asked yet."),
        )

    def documents(self) -> kit.Panel:
        """The checklist, with original or copy, issuing authority and validity."""
        is_open = self.transfer.state in codes.OPEN_STATES
        rows = [
            kit.record_row(
                each,
                pages.known_values(each, "stage form issuer valid_until note"),
                title=kit.format_field(each, "paper"),
                state="state",
                needs_attention=each.state in MISSING_PAPERS,
                is_over=each.state == codes.PaperState.NOT_NEEDED,
                actions=screens.links(self.request, each, "change_paper", _("Edit")) * is_open,
            )
            for each in sorted(self.found.papers, key=lambda paper: STAGES.index(paper.stage))
        ]
        settled = {
            each.paper
            for each in self.found.papers
            if is_settled_paper(codes.TransferPaper(each.paper), codes.PaperState(each.state))
        }
        needed = [paper.label for paper in codes.REQUIRED_PAPERS if paper.value not in settled]
        lead = _("Still needed before authorisation: %(papers)s.") % {"papers": join_words(needed)}
        return kit.Panel(
            _("Documents"),
            lead=lead if needed and self.transfer.state in codes.BEFORE_DEPARTURE else "",
            actions=[
                *self._links(
                    "record_checklist", _("Documents of the checklist"), codes.OPEN_STATES
                ),
                *self._links("add_paper", _("Add document"), codes.OPEN_STATES),
            ],
            rows=rows,
            empty=_("No document is listed yet."),
        )

    def journey(self) -> kit.Panel:
        """The plan of the journey; the newest counts."""
        newest = self.found.journeys[:1]
        links = self._links("plan_journey", _("Plan the journey"))
        if newest:
            links += self._print("print_day", _("Print day-of-travel sheet"))
        return kit.Panel(
            _("Journey"),
            actions=links,
            pairs=pages.journey_pairs(newest[0], self.transfer) if newest else [],
            empty=_("The journey is not planned yet."),
        )

    def after(self) -> kit.Panel | None:
        """Handover, receipt and reports, and their papers; None before the authorisation."""
        result = self.found
        is_authorised = self.transfer.state in codes.AUTHORISED_STATES
        if not (is_authorised or result.handovers or result.receipts or result.reports):
            return None
        rows = [
            kit.record_row(each, pages.handover_pairs(each, self.transfer), title=_("Handover"))
            for each in result.handovers
        ]
        rows += [pages.receipt_row(each) for each in result.receipts]
        rows += [_report_row(each) for each in result.reports]
        note = self._print("print_handover", _("Print handover note and receipt"))
        empty = _("Print the handover note before the journey. Both sides sign it at the border.")
        return kit.Panel(_("Handover and follow-up"), actions=note, rows=rows, empty=empty)

    def history(self) -> kit.Panel:
        """Who recorded what, the latest first."""
        office = self.request.staff.office
        listed = [self.transfer, *self.found.shown]
        ordered = sorted(listed, key=lambda record: record.recorded_at, reverse=True)
        names = names_of(record.recorded_by for record in listed)
        events = [
            kit.TimelineItem(
                kit.format_moment(record.recorded_at, office),
                pages.record_name(record),
                names.get(record.recorded_by, ""),
            )
            for record in ordered
        ]
        return kit.Panel(_("History"), events=events)


STAGES = [stage.value for stage in codes.PreparationStage]


def _report_row(report: models.TransferReport) -> kit.PanelRow:
    return kit.record_row(
        report,
        pages.known_values(report, "seen_on said needs reporter"),
        title=kit.format_field(report, "kind"),
        state="situation",
        is_urgent=report.situation in DANGERS,
        needs_attention=report.situation == codes.SituationAfterTransfer.NEEDS_HELP,
    )
