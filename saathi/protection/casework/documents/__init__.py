"""Documents of a child: scans and PDF files, their validity, where the original is, who can see them."""
