"""The people who may open each address of `protection.casework.supplements`."""

from tests.access import WITH_CARE_WORKER, AccessRows, AccessWorld
from tests.factories import agencies
from tests.protection.casework.supplements import cast as forms


def records(world: AccessWorld) -> dict[str, object]:
    """A form of the agency that was filled in."""
    case, worker = world.case, world.worker
    office = worker.office
    maker, second = agencies.staff("administrator", office), agencies.staff("oversight", office)
    here = forms.Office(worker, maker, second, agencies.staff("data_officer", office), case.child)
    made = forms.filled(here, forms.published(here), safe="yes")
    return {"code": made.form_code, "part": "support", "filled_id": made.pk}


ROWS = AccessRows(
    file={
        "supplements:list_filled_forms": WITH_CARE_WORKER,
        "supplements:fill_form": WITH_CARE_WORKER,
        "supplements:show_filled_form": WITH_CARE_WORKER,
        "supplements:change_filled_form": WITH_CARE_WORKER,
    },
    without_child={
        "supplements:download_sample",
        "supplements:list_forms",
        "supplements:upload_form",
    },
    elsewhere={
        "supplements:edit_draft": "supplements/test_versions.py",
        "supplements:discard_draft": "supplements/test_versions.py",
        "supplements:discard_answers_draft": "supplements/test_drafts_of_a_child.py",
        "supplements:make_next_version": "supplements/test_next_version.py",
        "supplements:show_form": "supplements/test_versions.py",
        "supplements:show_form_version": "supplements/test_versions.py",
        "supplements:end_form": "supplements/test_versions.py",
        "supplements:export_answers": "supplements/test_filling.py",
    },
    records=records,
)
