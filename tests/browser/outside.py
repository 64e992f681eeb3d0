"""Steps in which data come in from outside, leave, or are breached."""

from saathi.desk.importing import samples
from tests.browser.walk import Walk


def text_for_the_public(worker: Walk, file: str) -> Walk:
    """A word to the press that still names the district of the court."""
    return (
        worker.open(f"{file}public/new/")
        .fill(
            kind="press",
            title="Two men sentenced",
            text="The court of Dhanusha heard the child in a closed room.",
            where="Evening news",
        )
        .press()
    )


def take_in(officer: Walk) -> Walk:
    """A caseload that was invented is taken in, its columns and words named."""
    data, media_type = samples.sample_content("sample-caseload.csv")
    officer.open("/exchange/imports/new/").fill(source="The old list")
    return officer.upload("file", "sample-caseload.csv", media_type, data).press().press().press()


def take_in_primero(officer: Walk) -> Walk:
    """The same caseload as Primero exports it: there is nothing to map."""
    data, media_type = samples.sample_content("sample-caseload.json")
    officer.open("/exchange/imports/new/").fill(source="Primero")
    return officer.upload("file", "sample-caseload.json", media_type, data).press()


def bring_in(officer: Walk) -> Walk:
    """The decision: the cases go to whoever is first among those who work on cases."""
    officer.enter("/decide/")
    return officer.fill(worker=officer.choice("worker")).press()


def ask_export(officer: Walk) -> Walk:
    """The open cases, for another agency that goes on."""
    officer.open("/exchange/exports/new/").fill(
        purpose="handing_over", reason="The agency that goes on", sections=["128", "16"]
    )
    officer.press()  # the second page says what it would hold
    return officer.fill(basis="The agreement of the two agencies").press()


def breach(worker: Walk, file: str) -> Walk:
    """The newspaper printed who she is."""
    worker.open(f"{file}incidents/new/").day("began", 2026, 3, 2)
    told = "A newspaper printed a first name and the village."
    return worker.fill(kind="media", what=told, who="Its readers").press()


def close_breach(holder: Walk, incident: str) -> Walk:
    """What was done about it, and why that is enough."""
    holder.open(f"/incidents/{incident}/").fill(kind="people_spoken", note="Spoke with the editor")
    holder.day("done_on", 2026, 3, 3).press().enter("/close/")
    return holder.fill(closed_for="no_harm", closing="The page was withdrawn.").press()
