"""Public pages without sign-in: published releases and the law, and nothing else.

They are the same for all readers, contain no form that writes, and may be cached.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from saathi.evidence.releases import country_pages, country_report, flows, published_queries
from saathi.evidence.releases.home_page import build_home_page
from saathi.evidence.releases.table_cuts import select_table_cut
from saathi.evidence.releases.table_filter_form import ReleaseTableFilterForm
from saathi.infra.countries import Country
from saathi.policy.law import queries as law
from saathi.web import downloads
from saathi.web.charts import Svg
from saathi.web.paging import requested_page, requested_search_text

type PublicView[**P] = Callable[Concatenate[HttpRequest, P], HttpResponse]
MINUTES, FOR_GOOD = "public, max-age=300", "public, max-age=86400, immutable"
GONE_STATUS = 410


def public_page[**P](view: PublicView[P]) -> PublicView[P]:
    """Makes the view a public page: in the address's language, with an ETag, cached for minutes."""

    @require_safe
    @wraps(view)
    def screen(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        language = request.GET.get("language", "")
        languages = dict(settings.LANGUAGES)
        with translation.override(
            language if language in languages else translation.get_language()
        ):
            return _with_cache_headers(request, view(request, *args, **kwargs))

    return cast("PublicView[P]", screen)


def _with_cache_headers(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The response with cache headers; 304 if the reader already has it."""
    response.headers["Content-Language"] = translation.get_language() or settings.LANGUAGE_CODE
    if response.status_code != 200:
        return response
    response.headers.setdefault("Cache-Control", MINUTES)
    response.headers["ETag"] = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    patch_vary_headers(response, ["Accept-Language"])
    if request.headers.get("If-None-Match") == response.headers["ETag"]:
        again = HttpResponseNotModified()
        for name in ("ETag", "Cache-Control", "Vary"):
            again.headers[name] = response.headers[name]
        return again
    return response


def _page(
    request: HttpRequest, template: str, context: dict[str, object], *, status: int = 200
) -> HttpResponse:
    address = request.GET.copy()
    languages = []
    for code, _name in settings.LANGUAGES:
        address["language"] = code
        info = translation.get_language_info(code)
        languages.append((code, info["name_local"], f"{request.path}?{address.urlencode()}"))
    context |= {
        "languages": languages,
        "robots": "index, follow",
        "is_demo": settings.IS_DEMO,
    }
    return render(request, template, context, status=status)


@public_page
def show_home(request: HttpRequest) -> HttpResponse:
    """What Saathi is, the latest published numbers, and the law of the eight countries in short.

    It has its own address: at `/` the answer depends on whether a user is signed in, so no cache
    could keep it, and anyone who opens Saathi on a borrowed phone still gets the sign-in page.
    """
    return _page(request, "releases/show_home.html", {"page": build_home_page()})


@public_page
def show_law(request: HttpRequest) -> HttpResponse:
    """The instruments that bind each country, today and in 2008, with sources."""
    return _page(request, "releases/show_law.html", {"page": law.build_law_page()})


@public_page
def list_editions(request: HttpRequest) -> HttpResponse:
    """The publications: the newest release of each family."""
    search_text = requested_search_text(request)
    page = requested_page(
        request, published_queries.list_newest_editions(search_text), published_queries.PAGE_SIZE
    )
    entries = [published_queries.release_list_entry(row) for row in page.object_list]
    context: dict[str, object] = {"page": page, "entries": entries, "asked": search_text}
    context["countries"] = list(Country)
    return _page(request, "releases/list_editions.html", context)


@public_page
def redirect_to_newest_edition(_request: HttpRequest, slug: str) -> HttpResponse:
    """Redirects to the newest release of a family."""
    row = published_queries.get_edition(slug)
    return redirect("published:show_edition", row.slug, row.number)


@public_page
def show_edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A published release: its description, tables, files and citation."""
    row = published_queries.get_edition(slug, number)
    return _page(
        request, "releases/show_edition.html", {"page": published_queries.build_edition_page(row)}
    )


@public_page
def show_table(request: HttpRequest, slug: str, number: int, name: str) -> HttpResponse:
    """A released table: its chart, its numbers in the selected cut, and its limitations."""
    opened = published_queries.get_edition_table(slug, number, name)
    if opened.source is None:
        context: dict[str, object] = {"page": published_queries.build_edition_page(opened.edition)}
        return _page(request, "releases/show_edition.html", context, status=GONE_STATUS)
    form = ReleaseTableFilterForm(request.GET, source=opened.source)
    title = published_queries.table_title(opened.edition, opened.part)
    context = {
        "page": published_queries.build_edition_page(opened.edition),
        "title": title,
        "name": opened.part.name,
        "slug": slug,
        "number": number,
        "form": form,
        "cut": select_table_cut(opened.source, form.to_filter()),
        "ways": flows.build_table_flow_view(
            opened.edition, opened.source, form.to_filter().filters
        ),
    }
    return _page(request, "releases/show_table.html", context)


@public_page
def download_chart(request: HttpRequest, slug: str, number: int, name: str) -> HttpResponse:
    """The chart of a cut as a separate file."""
    opened = published_queries.get_edition_table(slug, number, name)
    if opened.source is None:
        return HttpResponse(status=GONE_STATUS)
    drawn: Svg = select_table_cut(
        opened.source, ReleaseTableFilterForm(request.GET, source=opened.source).to_filter()
    ).chart
    return downloads.attachment_response(drawn, f"{name}.svg", "image/svg+xml")


@public_page
def download_file(_request: HttpRequest, slug: str, number: int, name: str) -> HttpResponse:
    """A file of a release, byte for byte as it was published."""
    part = published_queries.get_edition_file(slug, number, name)
    if part is None:
        return HttpResponse(status=GONE_STATUS)
    return HttpResponse(
        bytes(part.body),
        content_type=part.media,
        headers={
            "Content-Disposition": f'attachment; filename="{part.name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": FOR_GOOD,
            "Access-Control-Allow-Origin": "*",
        },
    )


@public_page
def show_country(request: HttpRequest, iso3: str) -> HttpResponse:
    """The publications about a country, with its law."""
    if iso3 not in Country.values:
        raise Http404
    context: dict[str, object] = {"page": country_pages.build_country_page(Country(iso3))}
    return _page(request, "releases/show_country.html", context)


@public_page
def show_region(request: HttpRequest) -> HttpResponse:
    """The countries side by side; nothing is added up across borders."""
    return _page(
        request, "releases/show_region.html", {"blocks": country_pages.build_region_page()}
    )


@public_page
def show_flows(request: HttpRequest) -> HttpResponse:
    """Trafficking routes by release: a Sankey diagram, a map, the table."""
    period = request.GET.get("year", "")
    context: dict[str, object] = {"page": flows.build_flows_page(period), "period": period}
    return _page(request, "releases/show_flows.html", context)


@public_page
def print_country(_request: HttpRequest, iso3: str) -> HttpResponse:
    """The page of a country as a PDF, in the language of the address."""
    if iso3 not in Country.values:
        raise Http404
    return HttpResponse(
        country_report.render_country_report(country_pages.build_country_page(Country(iso3))),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{iso3}.pdf"'},
    )
