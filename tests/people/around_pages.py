"""Form data and users for tests of the relations pages."""

from tests.reading import day

AROUND = "around:show_relations"


MOTHER = {
    "kind": "mother", "name": "माया देवी", "lives_with": "no", "is_carer": "not_known",
    "contact": "accompanied", "child_words": "Only when Gita is there", "danger": "feared",
    "life": "alive", "where": "Janakpur",
}  # fmt: skip


ALLEGED = {
    "subject": "person", "name": "Bikram Lal", "roles": ["recruited", "transported"],
    "relationship": "neighbour", "said_by": "child", "said_by_name": "Sunita",
    "on_what": "He came with a bus ticket", "reached": ["messages", "social"],
    "how": "Promised work in a parlour", "is_organised": "yes", "allegation_state": "stands",
    **day("said_on"),
}  # fmt: skip
