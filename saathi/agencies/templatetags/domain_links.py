"""Links that higher wings place on a page: `{% links_on page_name file_id as links %}`."""

from django import template

from saathi.agencies import domains

register = template.Library()
register.simple_tag(domains.links_on)
