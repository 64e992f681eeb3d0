"""The screens of family tracing, and the texts of their forms."""

from functools import partial

from saathi.people import record_screens as kit

screens = kit.RecordScreens("tracing")
PAGE = "tracing:show_tracing"
form_text = partial(kit.ChildFormPageText, back=PAGE)
REQUEST = "tracing/<uuid:tracing_id>/"
VERIFICATION = "tracing/verifications/<uuid:relationship_id>/"
REUNIFICATION = "tracing/reunifications/<uuid:reunification_id>/"
