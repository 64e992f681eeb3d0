"""Times of a transfer by the clocks of both countries, with the country beside each."""

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from saathi.infra.countries import TIME_ZONES
from saathi.protection.returns.transfers.countries import country_name
from saathi.protection.returns.transfers.models import Transfer
from saathi.web.components import join_facts

# The time zone of capitals of countries outside the region; each of them has one for daily life.
OTHER_TIME_ZONES: Final = {
    "BHR": "Asia/Bahrain",
    "CHN": "Asia/Shanghai",
    "IRN": "Asia/Tehran",
    "IRQ": "Asia/Baghdad",
    "JOR": "Asia/Amman",
    "KWT": "Asia/Kuwait",
    "LBN": "Asia/Beirut",
    "MYS": "Asia/Kuala_Lumpur",
    "MMR": "Asia/Yangon",
    "OMN": "Asia/Muscat",
    "QAT": "Asia/Qatar",
    "SAU": "Asia/Riyadh",
    "SGP": "Asia/Singapore",
    "THA": "Asia/Bangkok",
    "TUR": "Europe/Istanbul",
    "ARE": "Asia/Dubai",
    "GBR": "Europe/London",
}


def zone_in(transfer: Transfer, country: str) -> str:
    """The time zone of a country of the transfer: of the office that acts there, else of the country.

    Empty if it is not known.
    """
    ours = transfer.file.office
    if ours.country == country:
        return ours.time_zone
    if transfer.receiver is not None and transfer.receiver.office.country == country:
        return transfer.receiver.office.time_zone
    return TIME_ZONES.get(country) or OTHER_TIME_ZONES.get(country, "")


def moment_there(at: dt.datetime, transfer: Transfer, country: str) -> str:
    """A moment by the clock of one country of the transfer; of our office if its clock is not known."""
    zone, named = zone_in(transfer, country), country
    if not zone:
        zone, named = transfer.file.office.time_zone, transfer.file.office.country
    return _in_words(at, zone, named, "j F Y, H:i")


def moment_on_both_sides(at: dt.datetime, transfer: Transfer) -> str:
    """A moment by the clocks of both countries; the day again only where it is another one."""
    first, second = (
        (country, zone_in(transfer, country))
        for country in (transfer.from_country, transfer.to_country)
    )
    known = [(country, zone) for country, zone in (first, second) if zone]
    if not known:
        return moment_there(at, transfer, transfer.file.office.country)
    (country, zone), others = known[0], known[1:]
    day = at.astimezone(ZoneInfo(zone)).date()
    texts = [_in_words(at, zone, country, "j F Y, H:i")]
    for other, there in others:
        is_same_day = at.astimezone(ZoneInfo(there)).date() == day
        texts.append(_in_words(at, there, other, "H:i" if is_same_day else "j F Y, H:i"))
    return join_facts(texts)


def _in_words(at: dt.datetime, zone: str, country: str, style: str) -> str:
    time = date_format(at.astimezone(ZoneInfo(zone)), style)
    return _("%(time)s (%(country)s time)") % {"time": time, "country": country_name(country)}
