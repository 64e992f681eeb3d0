"""Releases in the demo country: the usual process, with an invented second person who approves.

All people there are invented, and each step is an action of one of the demo people.
"""

from pathlib import Path
from typing import Any

from saathi.agencies.models import Staff
from saathi.evidence.releases import actions, cli
from saathi.evidence.releases.actions import ReleaseInput
from saathi.evidence.releases.cli import ProgressCallback, acting_as
from saathi.evidence.releases.models import Family, Release
from saathi.evidence.releases.vocabulary import (
    ProtectionMethod,
    ReleaseLicence,
    ReleaseSensitivity,
    ZeroDisclosure,
)

RAPPORTEUR = "rapporteur@demo.saathi.example"
APPROVER = "oversight@demo.saathi.example"
ABOUT = "Invented numbers of an invented demo country."
PLACES = "districts of Saathi, 2026"
_COMMON: dict[str, Any] = {
    "sensitivity": ReleaseSensitivity.ORDINARY,
    "geography": PLACES,
    "country": "NPL",
    "about": ABOUT,
    "months": [3, 9],
    "licence": ReleaseLicence.BY,
}
_ROUNDED = _COMMON | {
    "method": ProtectionMethod.ROUND,
    "zeros": ZeroDisclosure.PROTECTED,
}


def demo_families() -> tuple[Family, ...]:
    """The demo's families: children with a case, routes, courts, and (as a draft) children trafficked."""
    return (
        Family(
            slug="demo-children-with-a-case",
            title="Children with a case in the demo country",
            indicator="children_with_a_case",
            tables=["sex,age", "nationality_region,sex"],
            **_ROUNDED,
        ),
        Family(
            slug="demo-ways-from-nepal",
            title="Trafficking routes in the demo country",
            indicator="ways_of_children",
            tables=["leads_to"],
            **_ROUNDED,
        ),
        Family(
            slug="demo-proceedings",
            title="Proceedings of children in the demo country",
            indicator="proceedings_by_court",
            tables=["court_kind"],
            **_ROUNDED,
        ),
        Family(
            slug="demo-children-trafficked",
            title="Children identified as trafficked in the demo country",
            indicator="trafficked_by_identification",
            tables=["sex,age", "form,sex", "journey"],
            method=ProtectionMethod.SUPPRESS,
            zeros=ZeroDisclosure.PUBLIC,
            **_COMMON,
        ),
    )


def publish_demo_releases(home: Path, say: ProgressCallback) -> None:
    """Publishes one release of each family but the last, which stays a draft; each only once."""
    by, second = cli.find_staff(RAPPORTEUR), cli.find_staff(APPROVER)
    if by is None or second is None:
        return
    today = by.office.today()
    years = ReleaseInput(today.year - 4, today.year - 1)
    *_published, drafted = demo_families()
    for family in demo_families():
        if Family.objects.filter(slug=family.slug).exists():
            continue
        with acting_as(by):
            made = actions.draft_release(
                family=actions.create_family(family=family, actor=by),
                release_input=years,
                actor=by,
            )
        if family.slug == drafted.slug:
            say(f"A draft of “{family.title}” waits: {made.pk}")
        else:
            _process_draft(made, by, second, home, say)


def _process_draft(
    made: Release, actor: Staff, second: Staff, home: Path, say: ProgressCallback
) -> None:
    """Designs, protects and attacks a draft, and publishes it if it passes."""
    say(f"{made.family.title}: designs are searched ...")
    done = cli.design_release(made, actor, home)
    choice = cli.choose_first_designs(done)
    if not choice:
        say(done.trouble or "No design loses little enough: a draft is left for the rapporteur.")
        return
    say("It is protected and attacked ...")
    done = cli.protect_release(done, choice, actor, home)
    if not done.passes:
        say("It did not pass the attack: it is left for the rapporteur.")
        return
    _publish(done, actor, second)
    say(f"Published as release {done.number}.")


def _publish(done: Release, actor: Staff, second: Staff) -> None:
    with acting_as(second):
        actions.approve_release(release=done, seen_hash=done.tables_hash, actor=second)
    done.refresh_from_db()
    with acting_as(actor):
        actions.publish_release(release=done, today=actor.office.today(), actor=actor)
