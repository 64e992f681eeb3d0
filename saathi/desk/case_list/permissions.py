"""The permissions that open the list of cases. Rights to the files decide which cases it has."""

from saathi.agencies.permissions import Permission

SEES_CASES = (Permission.WORK_ON_CASE, Permission.EXPORT)
