"""The people who may open each address of `protection.casework.check_ins`."""

from tests.access import WITH_CARE_WORKER, AccessRows

ROWS = AccessRows(
    file={
        "check_ins:list_check_ins": WITH_CARE_WORKER,
        "check_ins:start_visit": WITH_CARE_WORKER,
    },
    without_child=frozenset({"check_ins:list_overdue"}),
    steps={
        "check_ins:record_safe": "check_ins/test_check_ins.py",
        "check_ins:put_off_end": "check_ins/test_check_ins.py",
    },
)
