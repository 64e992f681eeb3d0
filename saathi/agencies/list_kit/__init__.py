"""Lists of any records: filters, order, columns, pages by key, saved views and export, declared once."""
