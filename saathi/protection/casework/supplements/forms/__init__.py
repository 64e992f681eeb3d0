"""Django forms to upload and classify an agency's form, and to fill it in."""
