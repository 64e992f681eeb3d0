"""The only writes of agencies: rights, staff, offices, configuration. One module for each."""
