"""The agreement and the national focal point of an enquiry, in words."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from saathi.agencies.country_protocols import CountryProtocol
from saathi.agencies.models import Office
from saathi.infra.countries import Country, country_name
from saathi.infra.join_words import join_words
from saathi.policy.agreements.models import Agreement, FocalPoint
from saathi.policy.agreements.queries import (
    agreements_of_protocols,
    contact_text,
    focal_point_text,
    national_focal_points,
)
from saathi.protection.returns.borders.models import CrossBorderEnquiry
from saathi.protection.returns.borders.vocabulary import EnquiryRoute
from saathi.web.components import LabelledValue


def route_text(entry: FocalPoint) -> str:
    """The office of a national focal point, and whether it can be reached."""
    return f"{focal_point_text(entry)} ({contact_text(entry)})"


def no_focal_point_text(countries: Collection[str]) -> str:
    """That these countries have no national focal point on record; empty if all have one."""
    if not countries:
        return ""
    names = join_words([country_name(code) for code in sorted(countries)])
    return _("No national focal point is recorded for: %(countries)s.") % {"countries": names}


@dataclass(frozen=True)
class EnquiryRoutes:
    """The agreements by protocol and the national focal points by country, for one page."""

    agreements: Mapping[str, Agreement]
    focal_points: Mapping[str, FocalPoint]

    def pairs_of_enquiry(self, enquiry: CrossBorderEnquiry) -> Iterator[LabelledValue]:
        """The agreement under which an enquiry runs, and the focal point through which it goes."""
        if enquiry.protocol:
            yield self._agreement_pair(enquiry.protocol, enquiry.protocol_version)
        else:
            yield LabelledValue(
                _("Agreement with the other country"),
                missing=_("none: no information may be shared"),
            )
        office = enquiry.focal_point
        yield LabelledValue(
            _("National focal point of the other country"),
            focal_point_text(office) if office else "",
            missing=str(EnquiryRoute(enquiry.route).label),
            url=_focal_point_url(office),
        )

    def pairs_of_protocol(self, protocol: CountryProtocol) -> Iterator[LabelledValue]:
        """The agreement of a protocol, and the focal point of its country."""
        yield self._agreement_pair(protocol.name, protocol.version)
        office = self.focal_points.get(protocol.country)
        yield LabelledValue(
            _("National focal point of the other country"),
            office.office if office else "",
            note=contact_text(office) if office else "",
            missing=_("none recorded for this country"),
            url=_focal_point_url(office),
        )

    def _agreement_pair(self, name: str, version: int | None) -> LabelledValue:
        entry = self.agreements.get(name)
        return LabelledValue(
            _("Agreement with the other country"),
            entry.title if entry else f"{name}, {version}",
            note=f"{name}, {version}" if entry else _("not in the register of agreements"),
            url=reverse("agreements:show_agreement", args=[entry.pk]) if entry else "",
        )


def _focal_point_url(office: FocalPoint | None) -> str:
    return reverse("agreements:show_focal_point", args=[office.pk]) if office else ""


def find_routes(
    office: Office,
    enquiries: Sequence[CrossBorderEnquiry],
    protocols: Sequence[CountryProtocol],
) -> EnquiryRoutes:
    """The agreements and focal points of these enquiries and protocols. Two queries."""
    names = {enquiry.protocol for enquiry in enquiries if enquiry.protocol}
    names |= {protocol.name for protocol in protocols}
    return EnquiryRoutes(
        agreements_of_protocols(names, office.country), national_focal_points(Country.values)
    )
