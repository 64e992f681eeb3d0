"""Who finds a page at each address of `protection.casework.documents`."""

from tests.access import TEAM, WITH_CARE_WORKER, AccessRows, AccessWorld
from tests.protection.casework.documents import papers


def records(world: AccessWorld) -> dict[str, object]:
    """A document of the child with a photo."""
    document = papers.add(world.case.child, world.worker, papers.photo())
    return {"document_id": document.pk, "document_file_id": papers.file_of(document).pk}


TESTS = "protection/casework/documents/test_files.py"
ROWS = AccessRows(
    file={
        "documents:list_documents": WITH_CARE_WORKER,
        "documents:show_document": WITH_CARE_WORKER,
        "documents:add_document": TEAM,
        "documents:add_document_files": TEAM,
        "documents:change_document": TEAM,
        "documents:replace_document": TEAM,
        "documents:remove_document": TEAM,
        "documents:remove_document_file": TEAM,
    },
    steps={"documents:end_document_reminder": "protection/casework/documents/test_changing.py"},
    elsewhere={
        "documents:open_file": TESTS,
        "documents:open_thumbnail": TESTS,
        "documents:download_original": TESTS,
    },
    records=records,
)
