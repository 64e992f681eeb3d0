"""What of XLSForm is understood, in plain Python: a workbook, a form, its expressions, its answers."""
