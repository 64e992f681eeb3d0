"""Releases in the demo country: by the same way as any, with an invented second person approving.

Nobody lives there, and each step is an action in the name of one of the demo people.
"""

from pathlib import Path

from saathi.agencies.models import Staff
from saathi.evidence.releases import actions, commanding
from saathi.evidence.releases.actions import FamilyTold, ReleaseTold
from saathi.evidence.releases.commanding import Say, acting
from saathi.evidence.releases.models import Family, Release
from saathi.evidence.releases.vocabulary import Licence, Method, Sensitivity, Zeros

RAPPORTEUR = "rapporteur@demo.saathi.example"
APPROVER = "oversight@demo.saathi.example"
ABOUT = "Invented numbers of a demo country in which nobody lives."
PLACES = "districts of Saathi, 2026"


def families() -> tuple[FamilyTold, ...]:
    """What the demo releases: children with a case, ways; in a draft those identified as trafficked."""
    common = {
        "sensitivity": Sensitivity.ORDINARY,
        "geography": PLACES,
        "country": "NPL",
        "about": ABOUT,
        "months": (3, 9),
        "licence": Licence.BY,
    }
    return (
        FamilyTold(
            slug="demo-children-with-a-case",
            title="Children with a case in the demo country",
            indicator="children_with_a_case",
            tables=["sex,age", "nationality_region,sex"],
            method=Method.ROUND,
            zeros=Zeros.PROTECTED,
            **common,  # type: ignore[arg-type]
        ),
        FamilyTold(
            slug="demo-ways-from-nepal",
            title="From where to where in the demo country",
            indicator="ways_of_children",
            tables=["leads_to"],
            method=Method.ROUND,
            zeros=Zeros.PROTECTED,
            **common,  # type: ignore[arg-type]
        ),
        FamilyTold(
            slug="demo-children-trafficked",
            title="Children identified as trafficked in the demo country",
            indicator="trafficked_by_identification",
            tables=["sex,age", "form,sex", "journey"],
            method=Method.SUPPRESS,
            zeros=Zeros.PUBLIC,
            **common,  # type: ignore[arg-type]
        ),
    )


def release(home: Path, say: Say) -> None:
    """Publishes a release of each family but the last, of which a draft is left; each once."""
    by, second = commanding.staff(RAPPORTEUR), commanding.staff(APPROVER)
    if by is None or second is None:
        return
    today = by.office.today()
    years = ReleaseTold(today.year - 4, today.year - 1)
    *_published, drafted = families()
    for told in families():
        if Family.objects.filter(slug=told.slug).exists():
            continue
        with acting(by):
            made = actions.draft(family=actions.found_family(told=told, by=by), told=years, by=by)
        if told.slug == drafted.slug:
            say(f"A draft of “{told.title}” waits: {made.pk}")
        else:
            _carry_through(made, by, second, home, say)


def _carry_through(made: Release, by: Staff, second: Staff, home: Path, say: Say) -> None:
    """Designs, protects and attacks a draft; publishes it where it passes, else leaves it."""
    say(f"{made.family.title}: designs are searched ...")
    done = commanding.design(made, by, home)
    choice = commanding.first_choices(done)
    if not choice:
        say(done.trouble or "No design loses little enough: a draft is left for the rapporteur.")
        return
    say("It is protected and attacked ...")
    done = commanding.protect(done, choice, by, home)
    if not done.passes:
        say("It did not pass the attack: it is left for the rapporteur.")
        return
    _publish(done, by, second)
    say(f"Published as release {done.number}.")


def _publish(done: Release, by: Staff, second: Staff) -> None:
    with acting(second):
        actions.approve(release=done, seen_hash=done.tables_hash, by=second)
    done.refresh_from_db()
    with acting(by):
        actions.publish(release=done, today=by.office.today(), by=by)
