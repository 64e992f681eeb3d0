"""The four classes of a field. They decide what may leave a record, and in which form."""

from enum import StrEnum


class DataClass(StrEnum):
    """What a field may be used for; `docs/data-map.md` lists every field under one of these."""

    IDENTIFYING = "identifying"  # identifies a person: only inside a vault envelope
    SENSITIVE = "sensitive"  # harmful if linked to a person: never in facts, logs, exports
    OPERATIONAL = "operational"  # ids, states, times of work: may be logged
    STATISTICAL = "statistical"  # coded, coarse: may enter the facts


IDENTIFYING = DataClass.IDENTIFYING
SENSITIVE = DataClass.SENSITIVE
OPERATIONAL = DataClass.OPERATIONAL
STATISTICAL = DataClass.STATISTICAL
