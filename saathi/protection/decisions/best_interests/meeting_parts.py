"""The parts of the page of a determination and of its meeting, with the links of each reader."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.utils.translation import gettext as _

from saathi.agencies import access, domains
from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.consent.child_capacity import child_capacity_panel
from saathi.infra.countries import country_name
from saathi.people import queries as people
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.people.panels import MissingPanel
from saathi.policy.law.legal_ages import legal_age_lines
from saathi.protection.decisions.best_interests import (
    approval_notes,
    missing_parts,
    pages,
    queries,
    rules,
)
from saathi.protection.decisions.best_interests.models import (
    Determination,
    PanelMember,
    Reconsideration,
    SolutionOption,
)
from saathi.protection.decisions.best_interests.vocabulary import (
    DeterminationState,
    OrderEffect,
    PersonHeard,
)
from saathi.web.components import AlertBox


def beside_meeting(
    screens: kit.RecordScreens, request: StaffRequest, child: Child, determination: Any
) -> dict[str, Any]:
    """The parts above the decision: the report, the options side by side, the panel, the factors."""
    options = queries.list_options(request.staff, determination)
    panel = queries.list_panel(request.staff, determination)
    parts = [
        missing_parts.subject_panel(request, determination),
        missing_parts.missing_panel(screens, request, determination, options, panel),
        *approval_notes.determination_notes(
            request, determination, [each.option for each in options]
        ),
        kit.Panel(
            pages.determination_title(determination), pairs=pages.report_pairs(determination)
        ),
        *legal_ages_panels(request, child, _countries_concerned(child, determination, options)),
        child_capacity_panel(access.rights(request.staff, child.file_id), child),
        *parts_of_others(request, determination),
        *pages.option_panels(options),
        kit.Panel(
            _("Panel"),
            rows=[pages.member_row(member) for member in panel],
            empty=_("No panel member yet."),
        ),
    ]
    if determination.assessment_id is not None:
        assessed_options = queries.list_assessed_options(
            request.staff, [determination.assessment_id]
        )
        rows = [
            pages.assessed_option_row(each)
            for each in assessed_options.get(determination.assessment_id, [])
        ]
        if rows:
            parts.insert(-1, kit.Panel(_("Factors from the assessment"), rows=rows))
    return {"parts": [part for part in parts if part]}


def parts_of_others(request: StaffRequest, determination: Determination) -> list[kit.Panel]:
    """What higher domains show beside the options, such as the claims for the child."""
    shown = domains.page_parts("best_interests:show_determination", request, determination)
    return [cast("kit.Panel", part.content) for part in shown]


def beside_telling(
    _request: StaffRequest, _child: Child, determination: Determination
) -> dict[str, Any]:
    """The decision and its explanation for the child, above the form of who informed the child."""
    return {"parts": [kit.Panel(_("Decision"), pairs=pages.decision_pairs(determination))]}


def legal_ages_panels(
    request: StaffRequest, child: Child, countries: Iterable[str]
) -> list[kit.Panel]:
    """The ages in the law of each of these countries, beside the child's own age."""
    age = people.age_today(child, request.staff)
    lead = _(
        "A child is a person under 18, whatever is listed here. What the child understands matters, "
        "not the age alone."
    )
    return [
        kit.Panel(
            _("Legal ages in %(country)s") % {"country": country_name(iso3)},
            lead=lead,
            pairs=legal_age_lines(iso3, age),
        )
        for iso3 in dict.fromkeys(countries)
        if iso3
    ]


def _countries_concerned(
    child: Child, determination: Determination, options: Sequence[SolutionOption]
) -> list[str]:
    """Where the child is, where the solution would be, and the home country if a return is an option."""
    may_return = any(option.option in rules.RETURN_SOLUTIONS for option in options)
    home = child.home_country if may_return else ""
    return [determination.case.office.country, determination.country, home]


def alerts(
    determination: Determination,
    again: Sequence[Reconsideration],
    *,
    on_record: Collection[str],
) -> list[AlertBox]:
    """What the reader must know first: the child not told, no guardian, a fact not considered."""
    shown = []
    if determination.state == DeterminationState.DECIDED:
        text = _(
            "The decision counts already. Tell the child within 3 days, in a language the child "
            "understands, with how to challenge it, and record the child’s response."
        )
        shown.append(AlertBox(_("Decided, child not told yet"), text, kind="danger"))
    if determination.guardian == PersonHeard.MISSING and "guardian" in on_record:
        text = _("The report says that there is none. Correct the report or the record.")
        shown.append(AlertBox(_("A legal guardian is recorded"), text, kind="attend"))
    elif determination.guardian == PersonHeard.MISSING:
        text = _("Ask the authority to appoint one. Record who speaks for the child until then.")
        shown.append(AlertBox(_("The child has no legal guardian"), text, kind="attend"))
    elif determination.guardian in {PersonHeard.NOT_REACHED, PersonHeard.NOT_SAFE}:
        shown.append(AlertBox(_("The legal guardian was not heard"), kind="attend"))
    if determination.order_effect == OrderEffect.CONTESTS:
        shown.append(AlertBox(_("This determination contests an order"), kind="attend"))
    if any(not each.outcome for each in again):
        text = _(
            "The child can also ask for a review. Until the request is answered, the "
            "determination is not in force."
        )
        shown.append(AlertBox(_("New fact or request"), text, kind="attend"))
    return shown


@dataclass(frozen=True)
class Parts:
    """Makes the parts of the page of a determination for one reader."""

    request: StaffRequest
    screens: kit.RecordScreens

    def _link(self, record: Any, name: str, label: str) -> list[kit.ActionLink]:
        return self.screens.links(self.request, record, name, label)

    def next_step(
        self, determination: Determination, missing: MissingPanel | None
    ) -> list[kit.ActionLink]:
        """The one step that the reader can take next; empty if there is none.

        Before the decision: what is missing first, then the meeting. `missing`: None after it.
        """
        if determination.state == DeterminationState.DECIDED:
            return self._link(determination, "tell_child", _("Tell the child"))
        if missing is None:
            return []
        if missing.items:
            return [item.link for item in missing.items if item.link][:1]
        if pages.is_independent_of_determination(determination, self.request.staff):
            return self._link(determination, "hold_meeting", _("Open the meeting"))
        return []

    def buttons(self, determination: Determination) -> list[kit.ActionLink]:
        """The steps of this state that the reader may take."""
        state = determination.state
        names: list[tuple[str, str]] = []
        if state in rules.UNDECIDED:
            names.append(("list_for_meeting", _("Meeting and panel")))
            if pages.is_independent_of_determination(determination, self.request.staff):
                names.append(("hold_meeting", _("Open the meeting")))
            names.append(("defer_determination", _("Defer")))
        if state in rules.IN_FORCE:
            is_told = state == DeterminationState.TOLD
            names.append(("tell_child", _("Child’s response") if is_told else _("Tell the child")))
        names.append(("relate_to_order", _("Relation to an order")))
        links = [each for name, label in names for each in self._link(determination, name, label)]
        return [*links, *self._prints(determination)]

    def _prints(self, determination: Determination) -> list[kit.ActionLink]:
        """The papers of this state: the case pack before the decision, then the letter."""
        ids = (determination.file_id, determination.pk)
        if determination.state in rules.IN_FORCE and Permission.WORK_ON_CASE in self.request.may:
            return domains.links_on("best_interests:tell_child", *ids)
        if determination.state in rules.UNDECIDED and Permission.APPROVE in self.request.may:
            return domains.links_on("best_interests:hold_meeting", *ids)
        return []

    def decision_panel(self, determination: Determination) -> kit.Panel | None:
        """The decision; none before it."""
        pairs = pages.decision_pairs(determination)
        if not pairs:
            return None
        today = self.request.staff.office.today()
        in_force = queries.find_in_force(
            self.request.staff, determination.file_id, [determination.solution], today=today
        )
        counts = in_force is not None and in_force.pk == determination.pk
        lead = (
            _("This determination is in force.")
            if counts
            else _("This determination is not in force today.")
        )
        return kit.Panel(_("Decision"), lead, pairs=pairs)

    def report_panel(self, determination: Determination, edit: list[kit.ActionLink]) -> kit.Panel:
        """The report, and the button that says it is ready."""
        is_open = determination.state in rules.UNDECIDED
        is_waiting = determination.state in {
            DeterminationState.OPENED,
            DeterminationState.DEFERRED,
        }
        ready = self.screens.steps(
            self.request, determination, "submit_report", missing_parts.REPORT_READY
        )
        row = kit.PanelRow(
            pages.determination_title(determination),
            state=str(determination.get_state_display()),
            pairs=pages.report_pairs(determination),
            steps=ready if is_waiting else [],
        )
        actions = edit if is_open else []
        return kit.Panel(_("Report"), actions=actions, rows=[row], anchor=missing_parts.REPORT)

    def option_panels(
        self, options: Sequence[SolutionOption], add: list[kit.ActionLink], *, is_open: bool
    ) -> list[kit.Panel]:
        """The options side by side, with links to change them as long as nothing is decided."""
        edits = [
            link
            for option in options
            for link in self._link(
                option, "change_option", _("Edit: %s") % option.get_option_display()
            )
        ]
        shown = pages.option_panels(options)
        actions = [*add, *edits] if is_open else []
        return [
            kit.Panel(p.title, actions=actions, table=p.table, rows=p.rows, empty=p.empty)
            for p in shown
        ]

    def panel_of_members(self, panel: Sequence[PanelMember], *, is_open: bool) -> kit.Panel:
        """The panel."""
        rows = [
            pages.member_row(
                member,
                actions=self._link(member, "change_member", _("Edit")) if is_open else [],
            )
            for member in panel
        ]
        return kit.Panel(_("Panel"), rows=rows, empty=_("No panel member yet."))

    def reconsideration_panel(
        self, determination: Determination, again: Sequence[Reconsideration]
    ) -> kit.Panel | None:
        """New facts and requests; before the decision only those that were recorded."""
        if determination.state in rules.UNDECIDED and not again:
            return None
        may_add = Permission.WORK_ON_CASE in self.request.may and access.may_write(
            self.request.staff, determination.file_id, determination.section
        )
        page, ids = "best_interests:add_reconsideration", [determination.file_id, determination.pk]
        add = [kit.link(_("New fact or request"), page, *ids)] if may_add else []
        rows = [
            pages.reconsideration_row(
                each,
                actions=[]
                if each.outcome
                else self._link(each, "answer_reconsideration", _("Answer")),
            )
            for each in again
        ]
        return kit.Panel(_("Review and new facts"), actions=add, rows=rows, empty=_("None yet."))
