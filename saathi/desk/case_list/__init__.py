"""The list of cases: all that a person may see, filtered, sorted and acted upon; and the team's workload."""
