"""Forms of a determination: its report, several options at once, the panel, the decision."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies import access
from saathi.agencies.authors import authors_of
from saathi.agencies.models import Staff
from saathi.agencies.permissions import Permission
from saathi.agencies.record_kit.forms import DerivedForm, derive_field
from saathi.agencies.record_kit.rows import format_day
from saathi.agencies.staff_search import StaffKind, StaffSearchField
from saathi.infra.route_countries import country_choices
from saathi.protection.casework.cases.models import Case
from saathi.protection.decisions.best_interests import likely_days, panel_choices, queries
from saathi.protection.decisions.best_interests.actions.determining import PanelDecision
from saathi.protection.decisions.best_interests.forms import ask_for_reasons
from saathi.protection.decisions.best_interests.models import (
    BestInterestsAssessment,
    Determination,
    PanelMember,
    SolutionOption,
)
from saathi.protection.decisions.best_interests.report_rules import reasons_against_option
from saathi.protection.decisions.best_interests.vocabulary import PanelVote, Solution
from saathi.protection.decisions.orders.vocabulary import NATIONAL_AUTHORITIES, AuthorityKind
from saathi.web.components import join_facts
from saathi.web.forms import Fold

HEARD_FIELDS = ("guardian", "representative", "parents", "caregiver")
OPTION_SLOTS, MEMBER_SLOTS = 4, 5
_OPTION_FIELDS = "option real_today condition supports opposes origin way destination said"
_MEMBER_FIELDS = "name function declared"
_DETAILS = Fold(
    _("Interpreter, or reason the child was not asked"), ("interpreter", "why_not_heard")
)


def _ask_to_give_up(form: forms.Form, determination: Determination | None, staff: Staff) -> None:
    """Asks a person who could decide to confirm: whoever changes the report does not decide."""
    if determination is None or not may_decide(determination, staff):
        return
    form.fields["gives_up_decision"] = forms.BooleanField(
        label=_("If I change the report, another person must record the decision."),
        help_text=_(
            "To suggest a change without becoming an author, choose Cancel and tell the case worker "
            "in a case note."
        ),
        error_messages={"required": _("Confirm this, or choose Cancel.")},
    )
    form.order_fields(["gives_up_decision"])


def may_decide(determination: Determination, staff: Staff) -> bool:
    """Whether this person may approve, and is neither the case worker nor an author of the report."""
    others = {determination.reported_by, determination.case.worker_id, *authors_of(determination)}
    return staff.pk not in others and Permission.APPROVE in staff.permissions


class DeterminationForm(DerivedForm[Determination]):
    """The first part of a report: occasion, authority, the child's view, guardian. `about`: the case.

    Of the assessments only full ones are offered: a short one has no factors.
    """

    model = Determination
    names = (
        "occasion authority body view said view_method view_language interpreter why_not_heard "
        "guardian guardian_said representative representative_said parents parents_said "
        "caregiver caregiver_said unheard_why assessment no_assessment_why"
    )
    parents = derive_field(Determination, "parents", required=True)
    caregiver = derive_field(Determination, "caregiver", required=True)
    folds = (_DETAILS,)

    def prepare(self) -> None:
        """Offers the approved assessments of the case; without one the question is left out."""
        case: Case = self.record.case if self.record else self.about
        stored = self.record.authority if self.record else ""
        self.offer_codes(
            "authority",
            [
                kind
                for kind in AuthorityKind
                if kind in NATIONAL_AUTHORITIES or kind == stored  # an earlier one stays readable
            ],
        )
        ask_for_reasons(self, "view", *HEARD_FIELDS)
        agreed = queries.list_agreed_assessments(self.staff, case)
        self.offer("assessment", agreed, _assessment_label)
        if not agreed:
            del self.fields["assessment"]
        elif self.record is None:
            self.fields["assessment"].initial = agreed[0].pk
            self.fields["assessment"].help_text = _(
                "Proposed: the latest approved full assessment."
            )
        _ask_to_give_up(self, self.record, self.staff)


def _assessment_label(assessment: BestInterestsAssessment) -> str:
    occasion = str(assessment.get_occasion_display())
    return join_facts((occasion, format_day(assessment.assessed_on)))


def _numbered(number: int, label: Any) -> Any:
    return format_lazy("{}. {}", number, label)


class OptionsForm(DerivedForm[Determination]):
    """Up to four options at once; two are shown, the others folded away."""

    model = Determination
    shows_stored_texts = False

    def prepare(self) -> None:
        """Adds the fields of each option that is not recorded yet."""
        assert self.record is not None
        solution_options = access.visible(self.staff, SolutionOption).filter(
            determination=self.record
        )
        self.taken = set(solution_options.values_list("option", flat=True))
        open_codes = [(code.value, code.label) for code in Solution if code not in self.taken]
        for number in range(1, OPTION_SLOTS + 1):
            for name in _OPTION_FIELDS.split():
                field = derive_field(SolutionOption, name, required=False)
                field.label = _numbered(number, field.label)
                self.fields[f"{name}_{number}"] = field
            chosen = self.fields[f"option_{number}"]
            assert isinstance(chosen, forms.ChoiceField)
            chosen.choices = [("", "—"), *open_codes]
        if not self.taken and self.record.assessment is not None:
            self.fields["option_1"].initial = self.record.assessment.recommended
        self.folds = tuple(
            Fold(_numbered(number, _("Option")), _slot(_OPTION_FIELDS, number))
            for number in range(3, OPTION_SLOTS + 1)
        )
        _ask_to_give_up(self, self.record, self.staff)

    def clean(self) -> dict[str, Any]:
        """Each option once, and whether it is possible today."""
        cleaned = super().clean() or self.cleaned_data
        chosen: set[str] = set()
        for number in range(1, OPTION_SLOTS + 1):
            option = cleaned.get(f"option_{number}")
            if option and option in chosen:
                self.add_error(f"option_{number}", _("This option was chosen before."))
            if option and not cleaned.get(f"real_today_{number}"):
                self.add_error(f"real_today_{number}", _("Choose whether it is possible today."))
            self._check_condition(number, cleaned)
            if not option and any(cleaned.get(n) for n in _slot(_OPTION_FIELDS, number)):
                self.add_error(f"option_{number}", _("Choose the option."))
            chosen.add(str(option))
        if not any(cleaned.get(f"option_{n}") for n in range(1, OPTION_SLOTS + 1)):
            self.add_error("option_1", _("Choose the option."))
        return cleaned

    def _check_condition(self, number: int, cleaned: dict[str, Any]) -> None:
        has_condition = bool((cleaned.get(f"condition_{number}") or "").strip())
        real_today = cleaned.get(f"real_today_{number}") or ""
        for reason in reasons_against_option(real_today, has_condition=has_condition):
            self.add_error(f"condition_{number}", gettext(reason.text))

    def options(self) -> list[SolutionOption]:
        """The options of the valid form, not saved."""
        assert self.record is not None
        made = []
        for number in range(1, OPTION_SLOTS + 1):
            if not self.cleaned_data.get(f"option_{number}"):
                continue
            values = {n: self.cleaned_data[f"{n}_{number}"] for n in _OPTION_FIELDS.split()}
            made.append(_filled(SolutionOption, self.record, values))
        return made


def _slot(names: str, number: int) -> tuple[str, ...]:
    return tuple(f"{name}_{number}" for name in names.split())


def _filled(model: type[Any], determination: Determination, values: dict[str, Any]) -> Any:
    record = model(file_id=determination.file_id, determination=determination)
    for name, value in values.items():
        setattr(record, name, value)
    return record


class OptionForm(DerivedForm[SolutionOption]):
    """Changes an option as long as nothing is decided."""

    model = SolutionOption
    names = "real_today condition supports opposes origin way destination said set_aside"
    shows_stored_texts = True

    def prepare(self) -> None:
        """Asks a person who could decide to confirm."""
        result = self.record.determination if self.record else None
        _ask_to_give_up(self, result, self.staff)

    def clean(self) -> dict[str, Any]:
        """A condition is named."""
        cleaned = super().clean() or self.cleaned_data
        has_condition = bool((cleaned.get("condition") or "").strip())
        real_today = cleaned.get("real_today") or ""
        self.add_refusal_reasons(reasons_against_option(real_today, has_condition=has_condition))
        return cleaned


class MeetingForm(DerivedForm[Determination]):
    """The day of the meeting and its panel: three members are shown, two folded away."""

    model = Determination
    names = "meeting_on"
    meeting_on = derive_field(Determination, "meeting_on", required=True)
    shows_stored_texts = False

    def prepare(self) -> None:
        """Adds the fields of the members."""
        for number in range(1, MEMBER_SLOTS + 1):
            colleague = StaffSearchField(
                kind=StaffKind.ANYBODY, label=_numbered(number, _("Colleague")), required=False
            )
            colleague.prepare(self.staff)
            self.fields[f"staff_{number}"] = colleague
            for name in ("name", "function"):
                field = derive_field(PanelMember, name, required=False)
                field.label = _numbered(number, field.label)
                self.fields[f"{name}_{number}"] = field
            self.fields[f"declared_{number}"] = panel_choices.declared_field(
                _numbered(number, _("Conflict of interest and undertaking"))
            )
        likely_days.offer_days(self, "meeting_on", likely_days.meeting_days(self.today))
        self.folds = tuple(
            Fold(_numbered(number, _("Member")), _slot(f"staff {_MEMBER_FIELDS}", number))
            for number in range(4, MEMBER_SLOTS + 1)
        )

    def clean(self) -> dict[str, Any]:
        """A member has a name or an account, a function and both declarations."""
        cleaned = super().clean() or self.cleaned_data
        for number in range(1, MEMBER_SLOTS + 1):
            if not any(cleaned.get(n) for n in _slot(f"staff {_MEMBER_FIELDS}", number)):
                continue
            if not (cleaned.get(f"staff_{number}") or cleaned.get(f"name_{number}")):
                self.add_error(f"name_{number}", _("Choose a colleague or enter a name."))
            for name in ("function", "declared"):
                if not cleaned.get(f"{name}_{number}"):
                    self.add_error(f"{name}_{number}", _("Choose an answer."))
        return cleaned

    def members(self) -> list[PanelMember]:
        """The members of the valid form, not saved."""
        assert self.record is not None
        made = []
        for number in range(1, MEMBER_SLOTS + 1):
            if not self.cleaned_data.get(f"function_{number}"):
                continue
            names = ("staff", "name", "function")
            values = {name: self.cleaned_data[f"{name}_{number}"] for name in names}
            declared = panel_choices.DECLARED[self.cleaned_data[f"declared_{number}"]]
            values |= dict(zip(("conflict", "undertaking"), declared, strict=True))
            made.append(_filled(PanelMember, self.record, values))
        return made


class MemberForm(DerivedForm[PanelMember]):
    """Corrects what a panel member declared."""

    model = PanelMember
    names = "name function conflict conflict_about undertaking"
    shows_stored_texts = True


class DeferralForm(DerivedForm[Determination]):
    """Until when a determination is deferred, and what is missing."""

    model = Determination
    names = "deferred_until missing"
    shows_stored_texts = False


class DecisionRecordForm(DerivedForm[Determination]):
    """The decision of the panel, with the vote of each member and why options are set aside.

    No field is required here: the rule lists all that is missing at once.
    """

    model = Determination
    names = (
        "solution country decided_on reasons for_child conditions weight weight_why siblings "
        "review_on challenge siblings_why dissent supervisor_reasons"
    )
    folds = (
        Fold(
            _("Appeal, dissenting opinions, siblings, child under 3"),
            ("challenge", "siblings_why", "dissent", "supervisor_reasons"),
        ),
    )
    shows_stored_texts = True
    country = forms.ChoiceField(
        choices=country_choices,
        required=False,
        label=_("Country of the solution"),
        help_text=_("Required for a return or a move to another country."),
    )

    def prepare(self) -> None:
        """Adds a vote for each member, and the reasons for each option that has none yet."""
        assert self.record is not None
        self.options = queries.list_options(self.staff, self.record)
        self.panel = queries.list_panel(self.staff, self.record)
        self.offer_codes("solution", [Solution(option.option) for option in self.options])
        days = likely_days.decision_days(self.today, self.record.meeting_on)
        likely_days.offer_days(self, "decided_on", days)
        likely_days.offer_days(self, "review_on", likely_days.review_days(self.today))
        if self.panel and all(panel_choices.may_vote(member) for member in self.panel):
            self.fields["all_voted"] = panel_choices.all_voted_field()
        for member in self.panel:
            self.fields[_vote(member)] = derive_field(
                PanelMember, "vote", label=format_lazy(_("Vote: {}"), member_name(member))
            )
        for option in self.options:
            if not option.set_aside:
                label = format_lazy(_("Why set aside: {}"), option.get_option_display())
                self.fields[_aside(option)] = derive_field(SolutionOption, "set_aside", label=label)

    def clean(self) -> dict[str, Any]:
        """One answer for all votes and the vote of each member agree."""
        cleaned = super().clean() or self.cleaned_data
        said = {cleaned.get(_vote(member)) for member in self.panel}
        if cleaned.get("all_voted") and said - {PanelVote.FOR, PanelVote.NOT_RECORDED}:
            text = _("A member voted differently. Enter the vote of each member instead.")
            self.add_error("all_voted", text)
        return cleaned

    def to_decision(self) -> PanelDecision:
        """What the panel decided."""
        data, chosen = self.cleaned_data, self.cleaned_data["solution"]
        others: Sequence[SolutionOption] = [o for o in self.options if o.option != chosen]
        together = data.get("all_voted", "")
        votes: dict[UUID, PanelVote] = {
            member.pk: PanelVote(data[_vote(member)] or together) for member in self.panel
        }
        aside = {option.pk: data.get(_aside(option), "") for option in others}
        return PanelDecision(self.columns(), votes, aside)


def member_name(member: PanelMember) -> str:
    """The name of an opened panel member, or the function."""
    name = member.staff.name if member.staff else member.name
    return name or str(member.get_function_display())


def _vote(member: PanelMember) -> str:
    return f"vote_{member.pk.hex}"


def _aside(option: SolutionOption) -> str:
    return f"aside_{option.pk.hex}"
