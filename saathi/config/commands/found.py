"""Found an agency: make its first office and invite its first administrator."""

import argparse

from saathi.config import start
from saathi.config.env import SettingError


def arguments(parser: argparse.ArgumentParser) -> None:
    """The agency, its office, and who administers it first."""
    parser.add_argument("--country", required=True, help="three letters of ISO 3166, as in NPL")
    parser.add_argument("--agency", required=True, help="name of the agency")
    parser.add_argument("--kind", default="government", help="government, police, ngo ...")
    parser.add_argument("--office", required=True, help="name of its first office")
    parser.add_argument("--time-zone", default="UTC", help="as in Asia/Kathmandu")
    parser.add_argument("--name", required=True, help="name of the first administrator")
    parser.add_argument("--email", required=True, help="address she signs in with")


def run(options: argparse.Namespace) -> int:
    """Prints the link with which she sets her password; it works once, for seven days."""
    with start.process("maintenance"):
        from saathi.agencies.actions import founding
        from saathi.agencies.actions.joining import AddressTaken
        from saathi.agencies.vocabulary import AgencyKind
        from saathi.infra.countries import Country

        if options.country not in Country.values:
            raise SettingError(f"--country must be one of {', '.join(Country.values)}.")
        if options.kind not in AgencyKind.values:
            raise SettingError(f"--kind must be one of {', '.join(AgencyKind.values)}.")
        try:
            token = founding.found_agency(
                founding.Founding(
                    country=options.country,
                    agency=options.agency,
                    office=options.office,
                    name=options.name,
                    email=options.email,
                    kind=options.kind,
                    time_zone=options.time_zone,
                )
            )
        except AddressTaken:
            raise SettingError(f"Somebody signs in with {options.email} already.") from None
    print(
        f"{options.agency} is founded. Give {options.name} this address, by hand or by telephone.\n"
        "It sets her password once, within seven days; put your own host before it:\n\n"
        f"    /join/{token}/\n"
    )
    return 0
