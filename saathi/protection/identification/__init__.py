"""A child is noticed and identified: reports, missing children, screening, trafficking, duplicates."""
