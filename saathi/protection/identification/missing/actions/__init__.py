"""Creates and changes missing-child reports, search steps and public notices."""
