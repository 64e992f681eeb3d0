"""The only code that writes rights, staff, offices and configuration; one module for each."""
