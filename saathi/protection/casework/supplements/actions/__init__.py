"""Creates and changes the versions of an agency's forms and the answers for a child."""
