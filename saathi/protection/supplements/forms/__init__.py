"""Forms about forms: uploading and classifying one, and the page on which one is filled in."""
