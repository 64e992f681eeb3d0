"""The numbers of all advisory locks, so that no two kinds of work wait for each other.

PostgreSQL has two spaces of locks: one number, or two. Locks about one record have two: the number
here, and a hash of the record's id. PostgreSQL's own lock functions are closed to the web role, the
matcher and the analyst: with them, an injected statement or a stolen password could stop a
migration, or the work of another role. They call functions of the warden (`functions/locks.sql` of
each app), which name the locks (`agencies/sql_names.py`). None of these takes a number that its
caller chooses: endless new numbers would fill the memory that all sessions share for locks, and no
session could start. A record that its caller names is locked by its row instead.
"""

from enum import IntEnum, unique


@unique
class AdvisoryLock(IntEnum):
    """The locks, each by one number; with a second number for a record if a comment says so."""

    MIGRATION = 7_305_010  # policies and functions are set by one process at a time
    EMERGENCY_ACCESS = 7_305_012  # with a member of staff: emergency access is counted
    ROOT_KEY = 7_305_015  # a root key is made
    INDICATORS = 7_305_016  # the numbers of the pages are replaced
    NIGHTLY_MATCHING = 7_305_018
    REVIEWS = 7_305_019  # pairs of records are joined or parted
    MIGRATE_COMMAND = 7_305_020  # a database is migrated by one process at a time
    IMPORT = 7_305_021  # with an agency: its children are imported
    SEARCHES = 7_305_022  # with a member of staff: searches are counted
