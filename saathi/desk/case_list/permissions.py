"""Who has the list of cases: all who may see a case. Which cases, their rights to the files decide."""

from saathi.agencies.permissions import Permission

SEES_CASES = (Permission.WORK_ON_CASE, Permission.EXPORT)
