"""Caddy and nginx sites with TLS and limits, and the script to run Saathi as one of its users."""

from saathi.config import web_limits, web_server
from saathi.config.deployment.accounts import SERVICES
from saathi.config.deployment.installed_paths import InstallationLayout
from saathi.web.memory_uploads import MAX_UPLOAD_BYTES

BODY_MEGABYTES = (
    MAX_UPLOAD_BYTES // 1024**2 + 1
)  # above what a page accepts, so that Saathi itself refuses with a message
HEADER_KILOBYTES = 16  # cookies and a long URL take 4
HEADER_SECONDS = web_limits.HEADER_SECONDS  # enforced before an idle connection occupies a thread
# For an upload. Other pages get less time: the web server enforces it, as a proxy cannot
# distinguish them.
BODY_SECONDS = web_limits.UPLOAD_SECONDS
# Caddy measures the response time from the end of the request's header.
ANSWER_SECONDS = BODY_SECONDS + 2 * web_server.REQUEST_SECONDS
# A whole office shares one address here. The web server distinguishes people, and limits those who
# have not signed in more strictly.
CONNECTIONS_OF_ADDRESS = 4 * web_limits.MOST_OF_ADDRESS
SILENT_SECONDS = 30  # nginx measures the time between two pieces of a body

CADDY = """\
# Made by `saathi install`. Copy to /etc/caddy/Caddyfile. Caddy gets the certificate by itself; on a
# network without the internet name your own: tls /etc/ssl/saathi.pem /etc/ssl/saathi.key
{{
	servers {{
		max_header_size {header}KB
		timeouts {{
			read_header {header_seconds}s
			read_body {body_seconds}s
			write {answer_seconds}s
			idle 2m
		}}
	}}
}}

{name} {{
	# Caddy as it is published limits no connections by address; the web server does, and a firewall can
	# (docs/deploy.md).
	# There is no `log` here on purpose: addresses tell who looked at which file.
	request_body {{
		max_size {body}MB
	}}
	header -Server
	# Caddy sets X-Forwarded-For and X-Forwarded-Proto itself and drops what the browser sent.
	reverse_proxy 127.0.0.1:{port}
}}
"""

NGINX = """\
# Made by `saathi install`. Copy to /etc/nginx/sites-enabled/saathi and set the two paths of the
# certificate.
limit_conn_zone $binary_remote_addr zone=saathi:10m;
limit_conn_log_level info;  # a refusal would write the address into the error log

server {{
    listen 80;
    listen [::]:80;
    server_name {name};
    access_log off;
    return 301 https://$host$request_uri;
}}

server {{
    listen 443 ssl;
    listen [::]:443 ssl;
    server_name {name};
    ssl_certificate     /etc/ssl/saathi.pem;
    ssl_certificate_key /etc/ssl/saathi.key;
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_session_tickets off;
    server_tokens off;
    # No access log: addresses tell who looked at which file.
    access_log off;
    client_header_timeout {header_seconds}s;
    client_body_timeout {silent_seconds}s;
    limit_conn saathi {connections};
    limit_conn_status 503;
    client_max_body_size {body}m;
    large_client_header_buffers 4 {header}k;
    location / {{
        proxy_pass http://127.0.0.1:{port};
        proxy_set_header Host $host;
        # What the browser sent under these names is replaced, never passed on.
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Proto $scheme;
        # A body goes to the web server as it arrives, which limits its bytes and its time. Here it
        # would fill the memory, or lie on the disk in clear.
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_request_buffering off;
        proxy_max_temp_file_size 0;
        # Headers of an answer: its policies and cookies do not fit into nginx's 4 KB.
        proxy_buffer_size {header}k;
        proxy_buffers 8 {header}k;
    }}
}}
"""

SAATHI_AS = """\
#!/bin/sh
# Runs a command of Saathi as one of its users: saathi-as operator backup
set -eu
# Python reads the settings: a shell understands quotes and backslashes otherwise than systemd.
exec {program} -P -m saathi.config.deployment.run_as {settings} '{names}' "$@"
"""


def proxy_sites(name: str, port: int) -> dict[str, str]:
    """The site of each proxy, by file name."""
    values = {
        "name": name,
        "port": port,
        "body": BODY_MEGABYTES,
        "header": HEADER_KILOBYTES,
        "header_seconds": HEADER_SECONDS,
        "body_seconds": BODY_SECONDS,
        "answer_seconds": ANSWER_SECONDS,
        "silent_seconds": SILENT_SECONDS,
        "connections": CONNECTIONS_OF_ADDRESS,
    }
    return {"Caddyfile": CADDY.format(**values), "nginx.conf": NGINX.format(**values)}


def saathi_as(layout: InstallationLayout) -> str:
    """The text of the script for commands run by hand."""
    names = "|".join(service.name for service in SERVICES if service.roles)
    return SAATHI_AS.format(names=names, settings=layout.settings, program=layout.program)
