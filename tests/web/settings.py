"""The smallest settings that draw a page: no database, no domain."""

SECRET_KEY = "only for drawing"
DEBUG = True
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = ["django.contrib.staticfiles", "django.forms", "saathi.web"]
MIDDLEWARE = ["django.middleware.locale.LocaleMiddleware"]
ROOT_URLCONF = "tests.web.gallery_urls"
STATIC_URL = "/static/"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ur", "Urdu")]
USE_I18N = True
FORM_RENDERER = "saathi.web.forms.Renderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "DIRS": ["tests/web/templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "saathi.web.context.page",
            ],
        },
    },
]
