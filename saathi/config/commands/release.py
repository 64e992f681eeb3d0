"""Draft, design, protect and attack statistical releases; list and export published ones."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from saathi.config import start
from saathi.config.env import SettingError
from saathi.infra import optional_packages

if TYPE_CHECKING:
    from saathi.agencies.models import Staff
    from saathi.evidence.releases.models import Release


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Adds the actions on a series. A second person approves, only on the screen."""
    doing = parser.add_subparsers(dest="doing", required=True, metavar="WHAT")
    for name, words in (
        ("draft", "the next release of a family, as a draft"),
        ("design", "search the designs of the newest draft"),
        ("protect", "protect the chosen designs, attack them, make the files"),
    ):
        one = doing.add_parser(name, help=words)
        one.add_argument("family", help="the family's name in the address")
        one.add_argument("--by", required=True, help="in whose name: the e-mail address")
        if name == "draft":
            one.add_argument("--first", type=int, required=True, help="the first year")
            one.add_argument("--last", type=int, required=True, help="the last year")
        if name == "protect":
            one.add_argument(
                "--choose", action="append", default=[], metavar="TABLE=NUMBER",
                help="the design of a table, as `design` prints it; the first of each if none is named",
            )  # fmt: skip
    attack = doing.add_parser("attack", help="what the attack on the newest release found")
    attack.add_argument("family")
    doing.add_parser("status", help="every release and how far it is")
    export = doing.add_parser("export", help="the files of a published release, checked")
    export.add_argument("family")
    export.add_argument("--number", type=int, help="which release; the newest if none is named")
    export.add_argument("--out", type=Path, required=True)
    doing.add_parser("demo", help="in the demo country: release a few numbers, and draft another")


def run(options: argparse.Namespace) -> int:
    """Works as the maintenance role, on behalf of the given staff member."""
    with start.process("maintenance"):
        return {
            "draft": _draft,
            "design": _design,
            "protect": _protect,
            "attack": _attack,
            "status": _status,
            "export": _export,
            "demo": _demo,
        }[options.doing](options)


def _draft(options: argparse.Namespace) -> int:
    from saathi.evidence.releases import actions, cli, rules
    from saathi.infra.reasons import Reason

    by = _staff(options.by)
    today = by.office.today()
    against: tuple[Reason, ...] = rules.reasons_against_years(options.first, options.last, today)
    if against:
        raise SettingError(" ".join(reason.text for reason in against))
    family = _require(
        cli.find_family(by, options.family), "This agency has no such family of releases."
    )
    with cli.acting_as(by):
        release = actions.draft_release(
            family=family, release_input=actions.ReleaseInput(options.first, options.last), actor=by
        )
    print(f"Release {release.number} of {family.slug} is drafted: {release.pk}")
    return 0


def _design(options: argparse.Namespace) -> int:
    from saathi.evidence.releases import cli

    optional_packages.require_optional_part("releases", "Designing a release")
    by = _staff(options.by)
    release = _newest(by, options.family)
    result = _run_step(lambda: cli.design_release(release, by, start.home()))
    for line in cli.describe_designs(result):
        print(line)
    return 0 if result.designs else _print_trouble(result)


def _protect(options: argparse.Namespace) -> int:
    from saathi.evidence.releases import cli

    optional_packages.require_optional_part("releases", "Protecting a release")
    by = _staff(options.by)
    release = _newest(by, options.family)
    chosen = _parse_choices(options.choose) or cli.choose_first_designs(release)
    result = _run_step(lambda: cli.protect_release(release, chosen, by, start.home()))
    if result.trouble:
        return _print_trouble(result)
    for line in cli.describe_attack(result):
        print(line)
    return 0 if result.passes else 1


def _attack(options: argparse.Namespace) -> int:
    from saathi.evidence.releases import cli

    release = _require(
        cli.find_newest_release(options.family), "There is no release of such a family."
    )
    if release.report is None:
        raise SettingError("It was not attacked yet: `saathi release protect` does both.")
    for line in cli.describe_attack(release):
        print(line)
    return 0 if release.passes else 1


def _status(_options: argparse.Namespace) -> int:
    from saathi.evidence.releases import cli

    lines = cli.list_statuses()
    for line in lines:
        print(line)
    if not lines:
        print("There is no release yet.")
    return 0


def _export(options: argparse.Namespace) -> int:
    from saathi.evidence.releases import cli

    files = cli.export_files(options.family, options.number, options.out)
    if files is None:
        raise SettingError("No such release was published, or it is withdrawn.")
    for file in files:
        print(file)
    return 0


def _demo(_options: argparse.Namespace) -> int:
    from django.conf import settings

    from saathi.evidence.releases import demo

    if not settings.IS_DEMO:
        raise SettingError("This is for the demo country alone.")
    if optional_packages.list_missing_modules("releases"):
        print(
            optional_packages.missing_part_message("releases", "The demo's published statistics"),
            flush=True,
        )
        return 0
    demo.publish_demo_releases(start.home(), lambda line: print(line, flush=True))
    return 0


def _staff(email: str) -> "Staff":
    from saathi.evidence.releases import cli

    return _require(cli.find_staff(email), f"No active member of staff signs in with {email}.")


def _newest(actor: "Staff", family: str) -> "Release":
    from saathi.evidence.releases import cli

    _require(cli.find_family(actor, family), "This agency has no such family of releases.")
    return _require(
        cli.find_newest_release(family), "There is no release of it: `saathi release draft`."
    )


def _parse_choices(pairs: list[str]) -> dict[str, int]:
    choices = {}
    for pair in pairs:
        name, _sign, number = pair.partition("=")
        if not number.isdecimal():
            raise SettingError(f"--choose {pair}: write TABLE=NUMBER, as `design` prints them.")
        choices[name] = int(number)
    return choices


def _run_step(work: Any) -> "Release":
    from saathi.agencies.access import NotAllowed
    from saathi.agencies.writing import ChangedMeanwhile

    try:
        release: Release = work()
    except ChangedMeanwhile:
        raise SettingError(
            "The release is not at this step; see `saathi release status`."
        ) from None
    except NotAllowed:
        raise SettingError("This person may not prepare releases.") from None
    return release


def _print_trouble(release: "Release") -> int:
    print(release.trouble or "Nothing was found.")
    return 1


def _require[ValueT](value: ValueT | None, otherwise: str) -> ValueT:
    if value is None:
        raise SettingError(otherwise)
    return value
