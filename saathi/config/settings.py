"""Django's settings. Values come through `env`; nothing else reads the environment."""

from pathlib import Path
from urllib.parse import urlsplit

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from saathi.config import env, home
from saathi.infra import redaction

PACKAGE = Path(__file__).resolve().parent.parent

# The kind of process decides the database role it signs in as. The `saathi` command sets it; tools
# that only import the code (types, lint) do not, and get an unusable address.
PROCESS = env.text("SAATHI_PROCESS", "tools")
PROCESSES = {
    "web": "app",
    "migrate": "owner",
    "maintenance": "maintenance",
    "worker": "worker",
    "matcher": "matcher",
    "sealer": "sealer",
    "auditor": "auditor",
    "analyst": "analyst",
    "carrier": "app",
    "monitor": "monitor",
    "tests": "tester",
}
IS_DEMO = env.flag("SAATHI_DEMO", default=False)
HOME = env.path("SAATHI_HOME", Path(".saathi"))

if PROCESS == "tools":
    # Tools neither serve pages nor sign anything
    SECRET_KEY = CONTEXT_KEY = JOB_KEY = INVITATION_KEY = "x" * 64
    DATABASES = {"default": env.database("postgresql://nobody@/nothing", "SAATHI_DATABASE_URL")}
else:
    if PROCESS not in PROCESSES:
        raise env.SettingError(
            f"SAATHI_PROCESS must be one of {', '.join(PROCESSES)}; start Saathi with its command."
        )
    SECRET_KEY, CONTEXT_KEY, JOB_KEY, INVITATION_KEY = (
        home.secret_for_process(PROCESS, HOME, name, env.text(setting, ""))
        for name, setting in home.SECRETS.items()
    )
    # Replaced keys that are still accepted: they open what they sealed, and seal nothing new.
    SECRET_KEY_FALLBACKS = env.word_list("SAATHI_SECRET_KEY_FALLBACKS")
    _role = PROCESSES[PROCESS]
    _name = "SAATHI_DATABASE_URL" + ("" if _role == "app" else f"_{_role.upper()}")
    _database = env.database(env.text(_name), _name)
    _kept: dict[str, object] = {
        # Server-side cursors do not survive PgBouncer's transaction mode.
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "CONN_HEALTH_CHECKS": True,
        # Connections stay open between requests and jobs, with their prepared plans; each thread
        # has its own.
        "CONN_MAX_AGE": env.number("SAATHI_CONNECTION_SECONDS", default=600),
    }
    _database |= _kept
    DATABASES = {"default": _database}
    if PROCESS in {"web", "carrier"}:
        # `refusals` commits independently: a refusal rolls the request back, but its record must
        # remain. Behind a pooler it needs a pool of its own: otherwise two requests that each have
        # one connection could wait for each other's second one.
        _alone = env.text("SAATHI_DATABASE_URL_REFUSALS", "") or env.text(_name)
        _refusals = env.database(_alone, "SAATHI_DATABASE_URL_REFUSALS")
        DATABASES["refusals"] = _database | _refusals
    if PROCESS == "carrier":
        # The carrier works as the web role, and fetches jobs from the queue as a role with no other
        # rights.
        _name = "SAATHI_DATABASE_URL_CARRIER"
        DATABASES["queue"] = env.database(env.text(_name), _name) | _kept
    if PROCESS == "worker":
        # Jobs that search across agencies run as the matcher, those that destroy keys as the
        # eraser, and those that count as the analyst, each through its own connection.
        for _alias in ("matcher", "eraser", "analyst"):
            _name = f"SAATHI_DATABASE_URL_{_alias.upper()}"
            DATABASES[_alias] = env.database(env.text(_name), _name) | _kept

DEBUG = env.flag("SAATHI_DEBUG", default=False)
ALLOWED_HOSTS = env.word_list("SAATHI_HOSTS", "localhost,127.0.0.1")
CSRF_TRUSTED_ORIGINS = env.word_list("SAATHI_ORIGINS")
ROOT_URLCONF = "saathi.config.urls"
WSGI_APPLICATION = "saathi.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "agencies.Staff"

# Lower wings first. Each app's `domain.py` declares what it contributes to other pages.
INSTALLED_APPS = [
    "saathi.web",
    "saathi.vault",
    "saathi.audit",
    "saathi.agencies",
    "saathi.people",
    "saathi.people.identity",
    "saathi.people.around",
    "saathi.participation",
    "saathi.consent",
    "saathi.policy",
    "saathi.policy.agreements",
    "saathi.policy.courts",
    "saathi.policy.guidelines",
    "saathi.protection.care.facilities",
    "saathi.protection.care.standards",
    "saathi.protection.care.inspections",
    "saathi.protection.care.facility_incidents",
    "saathi.protection.care.premises",
    "saathi.protection.identification.intake",
    "saathi.protection.identification.portraits",
    "saathi.protection.identification.missing",
    "saathi.protection.identification.operations",
    "saathi.protection.identification.trafficking",
    "saathi.protection.casework.urgent_care",
    "saathi.protection.casework.concerns",
    "saathi.protection.casework.cases",
    "saathi.protection.casework.handovers",
    "saathi.protection.oversight.complaints",
    "saathi.protection.casework.committees",
    "saathi.protection.oversight.incidents",
    "saathi.protection.identification.matches",
    "saathi.protection.casework.documents",
    "saathi.protection.casework.recordings",
    "saathi.protection.casework.notes",
    "saathi.protection.casework.safety_plans",
    "saathi.protection.casework.conferences",
    "saathi.protection.casework.check_ins",
    "saathi.protection.casework.supplements",
    "saathi.protection.returns.borders",
    "saathi.protection.decisions.orders",
    "saathi.protection.returns.protection_screening",
    "saathi.protection.returns.verifications",
    "saathi.protection.decisions.best_interests",
    "saathi.protection.care.care_committees",
    "saathi.protection.identification.screening",
    "saathi.protection.returns.tracing",
    "saathi.protection.returns.transfers",
    "saathi.protection.care.placements",
    "saathi.protection.casework.services",
    "saathi.protection.casework.care_plans",
    "saathi.protection.casework.reintegration",
    "saathi.protection.justice.proceedings",
    "saathi.protection.justice.public_texts",
    "saathi.protection.justice.compensation",
    "saathi.protection.justice.protection_measures",
    "saathi.protection.exchange",
    "saathi.evidence",
    *(
        f"saathi.evidence.{name}"
        for name in ("external", "releases", "research", "sharing", "prevalence")
    ),
    "saathi.desk",
    *(f"django.contrib.{name}" for name in ("auth", "contenttypes", "sessions", "messages")),
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "saathi.agencies.request_log.RequestLogMiddleware",
    "saathi.web.response_hardening.ResponseHardeningMiddleware",
    "django.middleware.security.SecurityMiddleware",
    # Pads responses against BREACH; slow connections need compression
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "saathi.web.script_redirects.SendMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "saathi.agencies.sign_in.session_limits.SessionLimitMiddleware",
    "saathi.agencies.sign_in.screen_lock.ScreenLockMiddleware",
    "saathi.agencies.second_factor.SecondFactorMiddleware",
    "saathi.agencies.middleware.TransactionMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["saathi.web.template_loader.UnindentedLoader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "saathi.web.template_context.page",
                "saathi.desk.child_file.frame.file_frame",
                "saathi.agencies.sign_in.single_sign_on.sign_on_page_context",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

FORM_RENDERER = "saathi.web.forms.SaathiFormRenderer"
CSRF_FAILURE_VIEW = "saathi.web.error_pages.csrf_failure"

# --- Sign-in -------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = ["saathi.agencies.sign_in.backend.StaffBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
_VALIDATION = "django.contrib.auth.password_validation"
_OWN = {"user_attributes": ["email", "name"]}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator", "OPTIONS": _OWN},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": "saathi.agencies.sign_in.password_rules.BreachedPasswordValidator"},
    {"NAME": "saathi.agencies.sign_in.password_rules.ContextWordValidator"},
]
# The complete set of Pwned Passwords, if an operator has installed it.
SAATHI_BREACHED_PASSWORDS = (
    env.path("SAATHI_BREACHED_PASSWORDS") if env.text("SAATHI_BREACHED_PASSWORDS", "") else None
)
ACCOUNT_ADAPTER = "saathi.agencies.sign_in.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/5m/key", "login": "60/m/ip"}
ACCOUNT_FORMS = {
    "login": "saathi.agencies.sign_in.auth_forms.SignInForm",
    "reauthenticate": "saathi.agencies.sign_in.auth_forms.ConfirmPasswordForm",
    "change_password": "saathi.agencies.sign_in.auth_forms.NewPasswordForm",
}
# Number of proxies in front of the web server, so that limits by address use the real address.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("SAATHI_PROXIES", default=0, high=5)
MFA_ADAPTER = "saathi.agencies.sign_in.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # clocks of old telephones can be half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = IS_DEMO  # http://localhost
MFA_FORMS = {
    "authenticate": "saathi.agencies.sign_in.auth_forms.SecondFactorCodeForm",
    "reauthenticate": "saathi.agencies.sign_in.auth_forms.ConfirmCodeForm",
    "activate_totp": "saathi.agencies.sign_in.auth_forms.ActivateCodeAppForm",
    "authenticate_webauthn": "saathi.agencies.sign_in.auth_forms.SecondFactorPasskeyForm",
    "login_webauthn": "saathi.agencies.sign_in.auth_forms.PasskeySignInForm",
    "add_webauthn": "saathi.agencies.sign_in.auth_forms.AddPasskeyForm",
    "edit_webauthn": "saathi.agencies.sign_in.auth_forms.RenamePasskeyForm",
}
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
SAATHI_SIGN_IN_URL = "/account/login/"
SAATHI_SECOND_FACTOR_URL = "/account/2fa/"
SAATHI_IDLE_MINUTES = env.number("SAATHI_IDLE_MINUTES", default=30, low=5, high=240)
SESSION_ENGINE = "saathi.agencies.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Single sign-on by OpenID Connect; off without an address. See docs/operations.md.
SAATHI_OIDC_URL = env.provider("SAATHI_OIDC_URL")
_needed = None if SAATHI_OIDC_URL and PROCESS == "web" else ""  # only the web process needs them
SAATHI_OIDC_CLIENT_ID = env.text("SAATHI_OIDC_CLIENT_ID", _needed)
SAATHI_OIDC_CLIENT_SECRET = env.text("SAATHI_OIDC_CLIENT_SECRET", _needed)
SAATHI_OIDC_NAME = env.text("SAATHI_OIDC_NAME", "")  # the name after "Sign in with" on its button
# Values of `amr` or `acr` that prove that the provider asked for a second factor.
SAATHI_OIDC_SECOND_FACTOR = env.word_list("SAATHI_OIDC_SECOND_FACTOR")
_provider = urlsplit(SAATHI_OIDC_URL)

# --- Safety --------------------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "object-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    # The single sign-on form is redirected to the provider, to which `form-action` also applies.
    "form-action": [
        CSP.SELF,
        *([f"{_provider.scheme}://{_provider.netloc}"] if SAATHI_OIDC_URL else []),
    ],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}
_https = env.flag("SAATHI_HTTPS", default=PROCESS == "web" and not IS_DEMO)
SECURE_SSL_REDIRECT = _https
SECURE_HSTS_SECONDS = 31_536_000 if _https else 0
# To be switched off if another service below the same name is still used without TLS.
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https and env.flag("SAATHI_HSTS_SUBDOMAINS", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _https else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _https
# With this prefix a browser accepts a cookie only from this host, over TLS, for all of its paths:
# no other name of the domain can set one in its place.
_prefix = "__Host-" if _https else ""
SESSION_COOKIE_NAME = f"{_prefix}sessionid"
CSRF_COOKIE_NAME = f"{_prefix}csrftoken"
LANGUAGE_COOKIE_NAME = f"{_prefix}django_language"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Strict"
LANGUAGE_COOKIE_HTTPONLY = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = (
    3_000  # an agency's form with the maximum of repeats; PAGE_FIELDS of xlsform
)
# An upload stays in memory: as a temporary file it would be on disk unencrypted.
FILE_UPLOAD_HANDLERS = ["saathi.agencies.scanned_uploads.ScanningUploadHandler"]
# Where clamd listens, `unix:/path` or `host:port`; without it nothing is scanned.
SAATHI_CLAMAV = env.scanner("SAATHI_CLAMAV")

CACHES = {
    "default": {  # rate limits are in the database: they apply across web processes and restarts
        "BACKEND": "saathi.infra.json_cache.JsonCache",
        "LOCATION": "web_cache",
    }
}

# --- Languages and time --------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ur", _("Urdu"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = "saathi.web.formats"
TIME_ZONE = "UTC"

# --- Files ---------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
# Every test client would scan all static files again, and no test needs them.
WHITENOISE_USE_FINDERS = PROCESS not in {"web", "tests"}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PROCESS == "web"
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# --- Jobs ----------------------------------------------------------------------------------------
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# --- Mail ----------------------------------------------------------------------------------------
# Without a mail server messages are kept as files in the home; none of them names a child.
_mail = env.mail("SAATHI_MAIL_URL")
_backends = "django.core.mail.backends"
MAILERS = {
    "default": {
        "BACKEND": f"{_backends}.smtp.EmailBackend",
        "OPTIONS": {
            "host": _mail[0],
            "port": _mail[1],
            "username": _mail[2],
            "password": _mail[3],
            "use_tls": True,
            "timeout": 20,
        },
    }
    if _mail
    else {
        "BACKEND": f"{_backends}.filebased.EmailBackend",
        "OPTIONS": {"file_path": str(HOME / "mail")},
    }
}
# Whether invitations can go by mail; otherwise the page says so and offers a code on paper. Under
# separate users only the worker knows the mail server; the web process only knows that there is
# one.
SAATHI_SENDS_MAIL = _mail is not None or env.flag("SAATHI_SENDS_MAIL", default=False)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("SAATHI_MAIL_FROM", "saathi@localhost")

# --- Logs ----------------------------------------------------------------------------------------
LOGGING = redaction.logging_configuration(env.text("SAATHI_LOG_LEVEL", "INFO").upper())

# --- Our own names -------------------------------------------------------------------------------
# Where staff reach this installation, for links in mails and on paper.
SAATHI_ADDRESS = env.address(
    "SAATHI_ADDRESS", f"{'http' if IS_DEMO else 'https'}://{next(iter(ALLOWED_HOSTS), 'localhost')}"
)
# Where the warehouse reads facts: as the analyst, who sees nothing else.
SAATHI_ANALYST_ADDRESS = env.text("SAATHI_DATABASE_URL_ANALYST", "")
SAATHI_SNAPSHOTS = env.number("SAATHI_SNAPSHOTS", default=14, low=1, high=1000)
# Searches per person and hour: more would be browsing through children. A helpline may need more.
SAATHI_SEARCHES_AN_HOUR = env.number("SAATHI_SEARCHES_AN_HOUR", default=30, low=1, high=300)
SAATHI_GLASS_HOURS = env.number("SAATHI_GLASS_HOURS", default=4, low=1, high=72)
SAATHI_KEY_BACKUP_DAYS = env.number("SAATHI_KEY_BACKUP_DAYS", default=35, low=1, high=365)
# Where a sealed copy of the journal of erasures is kept, best on another machine.
SAATHI_ERASURES_COPY = (
    env.path("SAATHI_ERASURES_COPY") if env.text("SAATHI_ERASURES_COPY", "") else None
)
