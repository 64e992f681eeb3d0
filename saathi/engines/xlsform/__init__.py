"""The supported part of XLSForm in plain Python: workbook, form, expressions, answers."""
