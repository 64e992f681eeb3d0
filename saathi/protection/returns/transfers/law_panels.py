"""The countries under whose law a child falls, as parts of pages (XBR-011)."""

from collections.abc import Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saathi.agencies.domains import links_on
from saathi.agencies.staff_requests import StaffRequest
from saathi.infra.join_words import join_words
from saathi.infra.route_countries import country_name
from saathi.people import record_screens as kit
from saathi.people.models import Child
from saathi.protection.returns.transfers import law_queries
from saathi.protection.returns.transfers.law_rules import LawGround
from saathi.web.components import AlertBox


def law_panel(request: StaffRequest, child: Child) -> kit.Panel:
    """The part of a transfer's page: the countries whose law may apply, and links to measures."""
    countries = law_queries.countries_of_law(child, request.staff)
    pairs = [
        kit.LabelledValue(country_name(country), join_words(str(each.label) for each in grounds))
        for country, grounds in countries.items()
    ]
    links = links_on("transfers:show_transfer", child.file_id)
    return kit.Panel(_("Laws of several countries"), actions=links, pairs=pairs)


def law_alerts(countries: Mapping[str, tuple[LawGround, ...]]) -> list[AlertBox]:
    """Says that the child falls under the law of several countries, and of which."""
    if len(countries) < 2:
        return []
    names = join_words(country_name(code) for code in countries)
    text = gettext("Check rights and compensation under each: %(names)s.") % {"names": names}
    title = gettext("The laws of several countries may apply")
    return [AlertBox(title, text, kind="calm", icon="gavel")]
