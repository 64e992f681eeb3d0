"""What the pages of assessments show: single domains, the meaning of levels, and change over time."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.forms import BoundField
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saathi.infra.join_words import join_words
from saathi.protection.casework.cases.assessment_rules import (
    AssessedLevel,
    AssessmentCoverage,
    assessment_coverage,
    latest_levels,
)
from saathi.protection.casework.cases.forms import AssessmentForm
from saathi.protection.casework.cases.queries import AssessmentRow
from saathi.protection.casework.cases.risk_tags import risk_tag, short_risk_tag
from saathi.protection.casework.cases.rules import Procedure
from saathi.protection.casework.cases.vocabulary import Facet, NeedState, RiskLevel
from saathi.web.components import (
    DisplayTable,
    DisplayTableCell,
    DisplayTableColumn,
    LabelledValue,
    RiskTag,
    join_facts,
)

COMPARED = 5  # the latest assessments side by side: a table has seven columns
type Tag = Literal["", "attend", "care", "danger"]
_TAGS: dict[NeedState, Tag] = {
    NeedState.URGENT: "danger",
    NeedState.NEED: "attend",
    NeedState.STRENGTH: "care",
}


@dataclass(frozen=True)
class CoverageText:
    """How many of the required domains are assessed, and which are missing, in words."""

    text: str
    missing: str
    is_complete: bool


def coverage_of(assessments: Sequence[AssessmentRow], procedure: Procedure) -> CoverageText:
    """The coverage of the required domains by all assessments of the child."""
    coverage = assessment_coverage((row.facets for row in assessments), procedure)
    return CoverageText(
        describe_coverage(coverage),
        join_words([str(domain.label) for domain in coverage.missing]),
        coverage.is_complete,
    )


def describe_coverage(coverage: AssessmentCoverage) -> str:
    """The number of required domains that are assessed, such as "5 of 8 required domains"."""
    required = len(coverage.covered) + len(coverage.missing)
    words = ngettext(
        "%(done)d of %(count)d required domain", "%(done)d of %(count)d required domains", required
    )
    return words % {"done": len(coverage.covered), "count": required}


def domains_over_time(assessments: Sequence[AssessmentRow]) -> DisplayTable | None:
    """The level of each domain in words: now, and by each assessment; None for fewer than two.

    The current level is that of the latest assessment of the domain, with its day.

    There is no total, because levels of different domains do not add up.
    """
    compared = assessments[:COMPARED]
    if len(compared) < 2:
        return None
    columns = [DisplayTableColumn(_("Domain")), DisplayTableColumn(_("Latest"))]
    columns += [DisplayTableColumn(row.when) for row in compared]
    tags = [short_risk_tag(row.risk) for row in compared]
    risks = [DisplayTableCell(tag.text, tag=tag.tag) for tag in tags]
    rows = [[DisplayTableCell(_("Risk level")), risks[0], *risks]]
    for domain, level in latest_levels((row, row.facets) for row in assessments).items():
        states = [row.facets.get(domain.value, "") for row in compared]
        latest = _latest_cell(level, is_newest=level.source == assessments[0])
        rows.append([DisplayTableCell(str(domain.label)), latest, *map(_level_cell, states)])
    return DisplayTable(_("Domains over time"), columns, rows)


def _latest_cell(level: AssessedLevel[AssessmentRow], *, is_newest: bool) -> DisplayTableCell:
    """The current level; one that the newest assessment left out has its day."""
    text = str(level.state.label)
    if not is_newest:
        text = join_facts([text, level.source.when])
    return DisplayTableCell(text, tag=_TAGS.get(level.state, ""))


def _level_cell(code: str) -> DisplayTableCell:
    if code not in NeedState.values:
        return DisplayTableCell(_("Not assessed"), tag="quiet")
    state = NeedState(code)
    return DisplayTableCell(str(state.label), tag=_TAGS.get(state, ""))


@dataclass(frozen=True)
class DomainFieldset:
    """One domain of the form: its two fields, whether it is required or missing, the last finding."""

    name: str
    label: str
    state: BoundField
    text: BoundField
    is_required: bool
    is_missing: bool  # it is required, and no assessment covers it
    is_open: bool
    last: LabelledValue | None


def domain_fieldsets(
    form: AssessmentForm,
    procedure: Procedure,
    assessments: Sequence[AssessmentRow],
    found: Mapping[Facet, LabelledValue],
) -> list[DomainFieldset]:
    """The domains, the required ones first. The last findings are shown and never filled in."""
    required = procedure.required_domains
    missing = assessment_coverage((row.facets for row in assessments), procedure).missing
    others = [domain for domain in Facet if domain not in required]
    return [
        _fieldset(form, domain, required, missing, found.get(domain))
        for domain in (*required, *others)
    ]


def _fieldset(
    form: AssessmentForm,
    domain: Facet,
    required: Collection[Facet],
    missing: Collection[Facet],
    last: LabelledValue | None,
) -> DomainFieldset:
    state, text = form[f"state_{domain.value}"], form[f"text_{domain.value}"]
    return DomainFieldset(
        name=domain.value,
        label=str(domain.label),
        state=state,
        text=text,
        is_required=domain in required,
        is_missing=domain in missing,
        is_open=bool(state.value() or text.value() or state.errors or text.errors),
        last=last,
    )


@dataclass(frozen=True)
class RiskJudgement:
    """The current risk level, with the assessment it comes from and its reason, if there is one."""

    risk: RiskLevel
    when: str = ""
    reason: str = ""

    @property
    def tag(self) -> RiskTag:
        """The level in words."""
        return risk_tag(self.risk)


@dataclass(frozen=True)
class RiskChoice:
    """One risk level to choose: its button, what it means, and what follows from it."""

    option: BoundWidget
    meaning: str
    follows: str


def risk_choices(form: AssessmentForm, procedure: Procedure) -> Iterator[RiskChoice]:
    """The risk levels with their meaning and time targets, as the procedure of the country says."""
    for option in form["risk"]:
        level = RiskLevel(option.data["value"])
        times = procedure.by_risk[level]
        words = _("Visit every %(visit)d days, review every %(review)d days.")
        follows = words % {"visit": times.visit_days, "review": times.review_days}
        yield RiskChoice(option, procedure.meaning_of(level), follows)
