"""Create an agency with its first administrator, or invite one where none is left."""

import argparse
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from saathi.config import start
from saathi.config.env import SettingError

if TYPE_CHECKING:
    from saathi.agencies.models import Agency, Office

LOCAL_NAMES = {None, "localhost", "127.0.0.1"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the agency, its office and its administrator."""
    parser.add_argument("--country", help="three letters of ISO 3166, as in NPL")
    parser.add_argument("--agency", help="name of the new agency")
    parser.add_argument(
        "--into", metavar="AGENCY", help="name or id of an agency that exists, in place of --agency"
    )
    parser.add_argument(
        "--beside-others",
        action="store_true",
        help="with --into: although two administrators are active, because they cannot sign in",
    )
    parser.add_argument("--kind", help="government (if not given), police, ngo ...")
    parser.add_argument("--office", help="name of the office; with --into one that exists")
    parser.add_argument("--time-zone", help="of the new office, as in Asia/Kathmandu; else UTC")
    parser.add_argument("--name", required=True, help="name of the administrator")
    parser.add_argument("--email", required=True, help="address that the person signs in with")


def run(options: argparse.Namespace) -> int:
    """Prints the administrator's link for setting a password; it works once, within seven days."""
    _check_combination(options)
    with start.process("maintenance"):
        from django.conf import settings

        from saathi.agencies.actions.first_administrators import (
            AccountEnded,
            AgencyExists,
            EnoughAdministrators,
        )
        from saathi.agencies.actions.joining import EmailAddressTaken

        _check(options)
        try:
            agency, token = _into(options) if options.into else _new(options)
        except AgencyExists:
            raise SettingError(
                f"{options.agency} exists already. Add an administrator to it with --into."
            ) from None
        except EnoughAdministrators:
            raise SettingError(
                "The agency has two or more active administrators, who can invite others themselves. "
                "End accounts that must not be used with `saathi deactivate`. Add --beside-others if "
                "the administrators cannot sign in."
            ) from None
        except EmailAddressTaken:
            raise SettingError(f"Someone signs in with {options.email} already.") from None
        except AccountEnded:
            raise SettingError(
                f"{options.email} belongs to an account that was ended. Use another address."
            ) from None
        address = settings.SAATHI_ADDRESS
    print(invitation_text(options.name, agency, address, token))
    return 0


def _check_combination(options: argparse.Namespace) -> None:
    if bool(options.into) == bool(options.agency):
        raise SettingError("Name a new agency with --agency, or an existing one with --into.")
    if options.agency and not (options.country and options.office):
        raise SettingError("A new agency needs --country and --office.")
    if options.into and (options.kind or options.time_zone):
        raise SettingError(
            "--kind and --time-zone belong to a new agency. Leave them out with --into."
        )


def invitation_text(name: str, agency: str, address: str, token: str) -> str:
    """The invitation that the operator passes on, with a full link if the address is known."""
    is_full = urlsplit(address).hostname not in LOCAL_NAMES
    return (
        f"{name} is invited as an administrator of {agency}. Give them this address in person "
        "or by telephone.\nThey set their password with it. It works once, within seven days"
        + (".\n" if is_full else "; put the address of your site before it.\n")
        + f"\n    {address if is_full else ''}/join/{token}/\n"
    )


def _check(options: argparse.Namespace) -> None:
    """`SettingError` for a value that Saathi cannot use."""
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from saathi.agencies.vocabulary import AgencyKind
    from saathi.infra.countries import Country

    if options.agency and options.country not in Country.values:
        raise SettingError(f"--country must be one of {', '.join(Country.values)}.")
    if options.kind and options.kind not in AgencyKind.values:
        raise SettingError(f"--kind must be one of {', '.join(AgencyKind.values)}.")
    try:
        validate_email(options.email)
    except ValidationError:
        raise SettingError(f"--email: “{options.email}” is not an e-mail address.") from None
    try:
        ZoneInfo(options.time_zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SettingError(
            f"--time-zone: “{options.time_zone}” is not a time zone. Give one as Asia/Kathmandu."
        ) from None


def _new(options: argparse.Namespace) -> tuple[str, str]:
    from saathi.agencies.actions import first_administrators

    token = first_administrators.create_agency(
        first_administrators.AgencyInput(
            country=options.country,
            agency=options.agency,
            office=options.office,
            name=options.name,
            email=options.email,
            kind=options.kind or "government",
            time_zone=options.time_zone or "UTC",
        )
    )
    return options.agency, token


def _into(options: argparse.Namespace) -> tuple[str, str]:
    from saathi.agencies.actions import first_administrators

    agency = _agency(options.into, options.country)
    token = first_administrators.add_administrator(
        _office(agency, options.office),
        options.name,
        options.email,
        beside_others=options.beside_others,
    )
    return agency.name, token


def _agency(named: str, country: str | None) -> "Agency":
    from saathi.agencies.models import Agency

    agencies = Agency.objects.filter(is_active=True)
    try:
        matches = list(agencies.filter(pk=UUID(named)))
    except ValueError:
        same = {"country": country} if country else {}
        matches = list(agencies.filter(name__iexact=named, **same))
    if len(matches) == 1:
        return matches[0]
    if matches:
        which = ", ".join(f"{item.pk} in {item.country}" for item in matches)
        raise SettingError(f"Several agencies have this name: {which}. Give the id with --into.")
    raise SettingError(f"No active agency has the name or id “{named}”.")


def _office(agency: "Agency", named: str | None) -> "Office":
    """The office of this name, or the first of the highest level."""
    offices = list(agency.offices.filter(is_active=True, parent=None).order_by("recorded_at"))
    if named:
        alike = list(agency.offices.filter(is_active=True, name__iexact=named))
        offices = [office for office in alike if office.name == named] or alike
    if not offices:
        raise SettingError(
            f"{agency.name} has no active office {f'“{named}”' if named else 'at its top'}. Name one "
            "with --office."
        )
    if named and len(offices) > 1:
        raise SettingError(
            f"{agency.name} has {len(offices)} active offices “{named}”. Write the name with the "
            "same capital letters as the office's."
        )
    return offices[0]
