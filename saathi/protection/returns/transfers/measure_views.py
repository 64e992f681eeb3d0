"""Screens of the laws of several countries: which apply to a child, and the measures under each."""

import datetime as dt
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.permissions import Permission
from saathi.agencies.staff_requests import StaffRequest
from saathi.infra.countries import Country
from saathi.infra.join_words import join_words
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.protection.identification.trafficking.route_countries import country_name
from saathi.protection.returns.transfers import measure_queries, measure_rules
from saathi.protection.returns.transfers.actions import measures as actions
from saathi.protection.returns.transfers.forms.measures import (
    LegalMeasureChangeForm,
    LegalMeasureForm,
)
from saathi.protection.returns.transfers.models import LegalMeasure
from saathi.web.components import AlertBox

screens = kit.RecordScreens("legal_measures")
PAGE = "legal_measures:list_measures"
WORK = Permission.WORK_ON_CASE
_form_text = partial(kit.ChildFormPageText, back=PAGE)
TEXT = _form_text(
    _("Measure under a country’s law"),
    _(
        "Record also what is refused or not provided. An award stays open until the child has the "
        "money."
    ),
)


@screens.child_list("laws/", WORK, kit.RecordQuery(LegalMeasure, "-as_of"))
def list_measures(
    request: StaffRequest, child: Child, measures: list[LegalMeasure]
) -> kit.PageContent:
    """The countries under whose law the child falls, with the measures under each."""
    countries = dict(measure_queries.countries_of_law(child, request.staff))
    for measure in measures:
        countries.setdefault(measure.country, ())
    return kit.PageContent(
        alerts=law_alerts(countries),
        buttons=screens.links(request, child.file_id, "add_measure", _("Add a measure"), "plus"),
        parts=[
            country_panel(request, country, grounds, measures)
            for country, grounds in countries.items()
        ],
    )


def law_panel(request: StaffRequest, child: Child, measures: list[LegalMeasure]) -> kit.Panel:
    """The part of a transfer's page: the countries whose law may apply, and all measures."""
    countries = dict(measure_queries.countries_of_law(child, request.staff))
    pairs = [
        kit.LabelledValue(country_name(country), join_words(str(each.label) for each in grounds))
        for country, grounds in countries.items()
    ]
    today = request.staff.office.today()
    return kit.Panel(
        _("Laws of several countries"),
        actions=[kit.link(_("Measures under each law"), PAGE, child.file_id)],
        pairs=pairs,
        rows=[measure_row(request, measure, today) for measure in measures],
        empty=_("No measure recorded under this law."),
    )


def law_alerts(countries: dict[str, tuple[measure_rules.LawGround, ...]]) -> list[AlertBox]:
    """Says that the child falls under the law of several countries, and of which."""
    if len(countries) < 2:
        return []
    names = join_words(country_name(code) for code in countries)
    text = gettext("Check rights and compensation under each: %(names)s.") % {"names": names}
    title = gettext("The laws of several countries may apply")
    return [AlertBox(title, text, kind="calm", icon="gavel")]


def country_panel(
    request: StaffRequest,
    country: str,
    grounds: tuple[measure_rules.LawGround, ...],
    measures: list[LegalMeasure],
) -> kit.Panel:
    """One country: why its law may apply, a link to its law, and the measures under it."""
    today = request.staff.office.today()
    why = join_words(str(ground.label) for ground in grounds)
    rows = [
        measure_row(request, measure, today) for measure in measures if measure.country == country
    ]
    law = []
    if country in Country.values:
        law.append(
            kit.ActionLink(_("Law of this country"), reverse("policy:show_country", args=[country]))
        )
    return kit.Panel(
        country_name(country),
        why,
        actions=law,
        rows=rows,
        empty=_("No measure recorded under this law."),
    )


def measure_row(request: StaffRequest, measure: LegalMeasure, today: dt.date) -> kit.PanelRow:
    """One measure: what the law gives, how far it has come, and the next step."""
    is_open = measure.state in measure_rules.OPEN_MEASURES
    is_late = is_open and measure.next_on is not None and measure.next_on < today
    return kit.record_row(
        measure,
        "law responsible amount account as_of next_on note",
        title=kit.format_field(measure, "kind"),
        state="state",
        is_over=not is_open,
        needs_attention=is_late,
        actions=screens.links(request, measure, "change_measure", _("Edit")),
    )


@screens.child_form("laws/measures/new/", WORK, LegalMeasureForm, TEXT)
def add_measure(request: StaffRequest, child: Child, form: LegalMeasureForm) -> None:
    """Records a measure."""
    measure = form.to_record(file_id=child.file_id, child=child)
    actions.record_measure(measure=measure, actor=request.staff)


@screens.child_edit(
    "laws/measures/<uuid:measure_id>/", WORK, LegalMeasure, LegalMeasureChangeForm, TEXT
)
def change_measure(
    request: StaffRequest, measure: LegalMeasure, form: LegalMeasureChangeForm
) -> None:
    """Records how far a measure has come; the earlier version is kept."""
    form.put_texts(measure)
    actions.change_measure(
        measure=measure, columns=form.columns(), version=form.seen_version, actor=request.staff
    )
