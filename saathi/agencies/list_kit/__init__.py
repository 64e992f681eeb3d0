"""Lists, declared once: filters, order, columns, keyset pages, saved views and export."""
