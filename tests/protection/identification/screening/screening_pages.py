"""Form data and users for tests of the screening pages."""

from django.urls import reverse

from saathi.agencies.models import Staff
from saathi.protection.casework.cases.models import Case
from tests import sending
from tests.reading import day, whole
from tests.signing import signed_in

SCREENS = (
    "show_screenings", "record_misidentification", "request_protection_transfer", "reply_to_prompts", "record_interview", "add_clue", "record_migration",
)  # fmt: skip


def address(name: str, case: Case, *more: object) -> str:
    return reverse(f"screening:{name}", args=[case.file_id, *more])


def answers(**given: str) -> dict[str, object]:
    return {"role": "worker"} | day("screened_on") | sending.key() | given


def interview(**fields: object) -> dict[str, object]:
    usual = {"by_whom": "worker", "training": "trained", "support": "present", "ended": "complete"}
    return usual | {"language": "mai", "is_first": "on"} | day("on") | sending.key() | fields


def prompted(worker: Staff, case: Case) -> bool:
    client = signed_in(worker)
    on_file = "Screening recommended" in client.get(f"/child/{case.file_id}/").content.decode()
    on_day = "1 child may have unidentified trafficking" in client.get("/").content.decode()
    listed = case.child.code in client.get("/screening/").content.decode()
    assert on_file == on_day == listed
    return on_file


def post(staff: Staff, path: str, sent: dict[str, object]) -> str:
    """Sends a valid form; returns the whole page it leads to."""
    client = signed_in(staff)
    answer = client.post(path, sent)
    assert answer.status_code == 302, whole(answer.content)
    return whole(client.get(answer.url).content)
