"""The people who may open each address of `evidence.releases`."""

from tests.access import AccessRows

ROWS = AccessRows(
    without_child={
        "releases:add_family",
        "releases:compare_courts",
        "releases:list_releases",
    },
    elsewhere={
        "releases:draft_release": "evidence/releases/test_screens.py",
        "releases:show_release": "evidence/releases/test_screens.py",
        "releases:choose_designs": "evidence/releases/test_screens.py",
        "releases:preview_table": "evidence/releases/test_screens.py",
        "releases:preview_file": "evidence/releases/test_screens.py",
        "releases:confirm_release_step": "evidence/releases/test_screens.py",
    },
    public={
        "public:show_home": "evidence/releases/test_public.py",
        "public:show_law": "evidence/releases/test_public.py",
        "published:list_editions": "evidence/releases/test_public.py",
        "published:show_region": "evidence/releases/test_public.py",
        "published:print_country": "evidence/releases/test_public.py",
        "published:show_flows": "evidence/releases/test_flows.py",
        "published:show_country": "evidence/releases/test_public.py",
        "published:redirect_to_newest_edition": "evidence/releases/test_public.py",
        "published:show_edition": "evidence/releases/test_public.py",
        "published:show_table": "evidence/releases/test_public.py",
        "published:download_chart": "evidence/releases/test_public.py",
        "published:download_file": "evidence/releases/test_public.py",
    },
)
