"""Every environment variable that Citewell reads, with its type, default and meaning.

Settings modules take their values from `read()`. The same fields are what `.env.example` and
`docs/operations.md` list; a test keeps the three equal. `python -m cms.env example` prints the
one anew, `python -m cms.env table` the other.
"""

import os
import re
import sys
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from dotenv import load_dotenv
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    WithJsonSchema,
)

BASE_DIR = Path(__file__).resolve().parent.parent


class BadEnvironment(Exception):
    """A variable has a value that cannot be used. The text is one plain sentence with the mend."""


def _names(value):
    return [part.strip() for part in value.split(",") if part.strip()]


def _one_of_schemes(url, schemes, example):
    try:
        parts = urlsplit(url)
        wrong = parts.scheme not in schemes or parts.port == 0
    except ValueError:
        wrong = True
    if wrong:
        raise ValueError(f"it must look like {example}")
    return url


def _database_url(url):
    example = "postgresql://user:password@host:5432/name or sqlite:////folder/file.sqlite3"
    _one_of_schemes(url, {"postgres", "postgresql", "sqlite"}, example)
    if not urlsplit(url).path.strip("/"):
        raise ValueError(f"the database's name is missing; it must look like {example}")
    return url


def _cache_url(url):
    return _one_of_schemes(
        url,
        {"file", "locmem", "dummy", "redis", "rediss", "unix"},
        "redis://host:6379/0, file:///folder or locmem://",
    )


def _base_url(url):
    _one_of_schemes(url, {"http", "https"}, "https://www.example.org")
    if not urlsplit(url).hostname:
        raise ValueError("the host's name is missing; it must look like https://www.example.org")
    return url.rstrip("/")


def _service_url(url):
    parts = urlsplit(_base_url(url))
    if "@" in parts.netloc or "?" in url or "#" in url:
        raise ValueError(
            "it must be an address without user name, password, ? and #, like "
            "https://api.example.org"
        )
    return url.rstrip("/")


def _mailto(address):
    # As browsers check it: https://html.spec.whatwg.org/#valid-e-mail-address
    if not re.fullmatch(
        r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", address
    ):
        raise ValueError("it must be an e-mail address, like editors@example.org")
    return address


def _origins(origins):
    return [_base_url(origin) for origin in origins]


def _cors_origins(origins):
    return [origin if origin == "*" else _cors_origin(origin) for origin in origins]


def _cors_origin(url):
    # As browsers write them: without a path, in small letters.
    origin = _base_url(url).lower()
    if origin.count("/") > 2 or set("?#@") & set(origin):
        raise ValueError(
            "each must be a scheme and a host alone, like https://app.example.org, or *"
        )
    return origin


def _rate(rate):
    number, _, period = rate.partition("/")
    periods = ["second", "minute", "hour", "day"]
    # The time of each request is kept, so their number is bounded.
    if period not in periods or not number.isdecimal() or not 1 <= int(number) <= 10_000:
        raise ValueError(
            f"it must look like 600/minute: at most 10000 in a {', '.join(periods[:-1])} or day"
        )
    return rate


Names = Annotated[list[str], BeforeValidator(_names)]
Origins = Annotated[list[str], BeforeValidator(_names), AfterValidator(_origins)]
CorsOrigins = Annotated[list[str], BeforeValidator(_names), AfterValidator(_cors_origins)]
Rate = Annotated[str, AfterValidator(_rate)]
_Address = WithJsonSchema({"type": "string", "format": "uri"})
DatabaseUrl = Annotated[str, AfterValidator(_database_url), _Address]
CacheUrl = Annotated[str, AfterValidator(_cache_url), _Address]
BaseUrl = Annotated[str, AfterValidator(_base_url), _Address]
ServiceUrl = Annotated[str, AfterValidator(_service_url), _Address]
Mailto = Annotated[str, AfterValidator(_mailto)]
LogLevel = Annotated[
    Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], BeforeValidator(str.upper)
]


class Environment(BaseModel):
    """The variables. One that is absent or empty has its default."""

    SECRET_KEY: SecretStr | None = Field(
        None, min_length=50, description="Signs sessions and tokens. Required in production."
    )
    ALLOWED_HOSTS: Names | None = Field(
        None,
        description="Host names that the site answers to, comma-separated. Required in production.",
    )
    CSRF_TRUSTED_ORIGINS: Origins = Field(
        [], description="Further origins whose forms are accepted, comma-separated."
    )
    WAGTAILADMIN_BASE_URL: BaseUrl | None = Field(
        None, description="Where editors reach the admin, for e-mails. Required in production."
    )
    WAGTAILAPI_BASE_URL: BaseUrl | None = Field(
        None, description="Start of the API's absolute links. Default: the site's own address."
    )
    CORS_ORIGINS: CorsOrigins = Field(
        [],
        description="Origins whose pages may read the API in browsers, comma-separated; * for all.",
    )
    API_RATE: Rate | None = Field(
        None,
        description="Requests to the API from one address, like 600/minute. Default: no limit.",
    )
    PORT: int = Field(8000, ge=1, le=65535, description="Port of `make run` and `make dev`.")
    PROXY_COUNT: int = Field(
        1,
        ge=0,
        description="Production: reverse proxies in front whose X-Forwarded-* headers are true.",
    )
    HSTS_SECONDS: int = Field(
        31_536_000, ge=0, description="Production: how long browsers insist on HTTPS."
    )
    HSTS_SUBDOMAINS: bool = Field(
        True, description="Production: whether HTTPS is insisted on for subdomains too."
    )

    DATA_DIR: Path = Field(
        Path("var"), description="Folder of all that is written; relative to the project's."
    )
    STATIC_DIR: Path | None = Field(
        None, description="Folder of the collected static files. Default: static in DATA_DIR."
    )
    DATABASE_URL: DatabaseUrl | None = Field(
        None, description="The database. Default: the SQLite file citewell.sqlite3 in DATA_DIR."
    )
    CACHE_URL: CacheUrl | None = Field(
        None, description="The cache. Default: files in DATA_DIR, shared by the processes."
    )

    MEDIA_STORAGE: Literal["local", "s3"] = Field(
        "local", description="Where uploads live: in DATA_DIR, or in an S3-compatible store."
    )
    S3_BUCKET: str | None = Field(
        None, description="Private bucket of originals and documents. Required for s3."
    )
    S3_PUBLIC_BUCKET: str | None = Field(
        None, description="World-readable bucket of resized images. Required for s3."
    )
    S3_PUBLIC_URL: BaseUrl | None = Field(
        None, description="Address at which browsers reach the public bucket. Required for s3."
    )
    S3_ENDPOINT_URL: BaseUrl | None = Field(
        None, description="The store's API address, if it is not Amazon's."
    )
    S3_REGION: str | None = Field(None, description="The store's region.")
    S3_ACCESS_KEY_ID: str | None = Field(
        None, description="Key of the store. Default: what the machine's role gives."
    )
    S3_SECRET_ACCESS_KEY: SecretStr | None = Field(None, description="Secret of that key.")

    EMAIL_HOST: str | None = Field(
        None, description="SMTP server. Without one, e-mail is off in production."
    )
    EMAIL_PORT: int = Field(587, ge=1, le=65535, description="Port of the SMTP server.")
    EMAIL_HOST_USER: str = Field("", description="User name at the SMTP server.")
    EMAIL_HOST_PASSWORD: SecretStr = Field(SecretStr(""), description="Password of that user.")
    EMAIL_SECURITY: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="Encryption towards the SMTP server."
    )
    DEFAULT_FROM_EMAIL: str = Field(
        "citewell@localhost", description="Sender of the e-mails that Citewell sends."
    )

    LOG_LEVEL: LogLevel = Field("INFO", description="Least severity that is logged.")
    LOG_FORMAT: Literal["text", "json"] = Field(
        "text", description="Log lines for people, or one JSON object a line."
    )
    WORKER_INTERVAL: int = Field(
        30, ge=1, description="Seconds between two looks for pages to publish or expire."
    )
    LOG_DAYS: int = Field(
        90, ge=1, le=36_500, description="Days for which the log of public changes is kept."
    )
    WAITING_MAX: int = Field(
        1, ge=0, description="Requests for changes that may wait at once in each web process."
    )
    BODIES_MAX: int = Field(
        3, ge=1, description="Requests that may send a body at once to each web process."
    )
    BODY_MB: int = Field(100, ge=1, description="Megabytes that a request may send at most.")
    FILES_MAX: int = Field(2, ge=1, description="Large files that each web process sends at once.")
    MEMORY_MB: int = Field(
        42, ge=0, description="Megabytes of answers that each web process keeps in memory; 0: none."
    )
    FRESHNESS_MS: int = Field(
        0,
        ge=0,
        le=60_000,
        description="Milliseconds by which answers from memory may be behind; 0: not at all.",
    )
    STALE_SECONDS: int = Field(
        300,
        ge=0,
        description="Seconds for which answers are given from memory while the database is away.",
    )
    TRACKING_PARAMETERS: Names = Field(
        ["utm_*", "gclid", "fbclid", "msclkid", "mc_cid", "mc_eid"],
        description="Parameters that web pages ignore, comma-separated; * stands for any ending.",
    )
    EXPORTS_MAX: int = Field(1, ge=1, description="Exports at once in each web process.")

    CROSSREF_URL: ServiceUrl = Field(
        "https://api.crossref.org", description="Where works are looked up by their DOI."
    )
    RECHECK_DAYS: int = Field(
        7,
        ge=0,
        le=3650,
        description="Days after which the worker asks Crossref again what has become of a work; "
        "0: never.",
    )
    CROSSREF_MAILTO: Mailto = Field(
        "",
        description="E-mail address that is told to Crossref, which answers those it knows sooner.",
    )
    DOI_RESOLVER_URL: ServiceUrl = Field(
        "https://doi.org", description="Where DOIs are looked up that Crossref does not know."
    )


def read(variables=None):
    """The `Environment` of the given mapping (default: the process's). Raises `BadEnvironment`."""
    variables = os.environ if variables is None else variables
    given = {name: variables[name] for name in Environment.model_fields if variables.get(name)}
    try:
        return Environment.model_validate(given)
    except ValidationError as error:
        raise BadEnvironment(_sentence(error.errors()[0])) from None


def read_dotenv():
    """Takes variables that are not set from the file `.env`, if the project's folder has one."""
    load_dotenv(BASE_DIR / ".env")


def require(env, *names):
    """Raises `BadEnvironment` unless all the named variables are set."""
    missing = [name for name in names if getattr(env, name) is None]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        raise BadEnvironment(
            f"{' and '.join(missing)} {verb} not set; set {'it' if len(missing) == 1 else 'them'} "
            "in the environment or in .env (docs/operations.md tells what each is)."
        )


# A value of these may hold a password, so an error does not repeat it.
_UNSPEAKABLE = {
    "SECRET_KEY",
    "DATABASE_URL",
    "CACHE_URL",
    "CROSSREF_URL",
    "DOI_RESOLVER_URL",
    "EMAIL_HOST_PASSWORD",
    "S3_SECRET_ACCESS_KEY",
}


_REASONS = {
    "int_parsing": "it should be a whole number",
    "bool_parsing": "it should be true or false",
    "greater_than_equal": "it should be {ge} or more",
    "less_than_equal": "it should be {le} or less",
    "too_short": "it should have {min_length} characters or more",
    "literal_error": "it should be {expected}",
    "value_error": "{error}",
}


def _sentence(error):
    name = error["loc"][0]
    reason = _REASONS[error["type"]].format(**error.get("ctx", {}))
    value = "" if name in _UNSPEAKABLE else f" ({error['input']!r})"
    return f"the environment variable {name}{value} cannot be used: {reason}."


def described():
    """Name, type, default and description of each variable, as texts for people."""
    schemas = Environment.model_json_schema()["properties"]
    for name, field in Environment.model_fields.items():
        default = field.default
        if isinstance(default, SecretStr):
            default = default.get_secret_value()
        elif isinstance(default, bool):
            default = str(default).lower()
        elif isinstance(default, list):
            default = ",".join(default)
        yield name, _type(schemas[name]), "" if default is None else str(default), field.description


def _type(schema):
    # The other alternative, if there is one, is null: a variable that may be left out.
    schema = schema.get("anyOf", [schema])[0]
    if "enum" in schema:
        return " or ".join(schema["enum"])
    names = {"array": "list", "integer": "number", "boolean": "true or false"}
    formats = {"uri": "address", "path": "folder", "password": "secret"}
    return names.get(schema["type"]) or formats.get(schema.get("format"), "text")


def example():
    """The text of `.env.example`."""
    entries = [f"# {text}\n#{name}={default}\n" for name, _, default, text in described()]
    return (
        "# Copy this file to .env and take the # away from what you set.\n"
        "# The values shown are the defaults; docs/operations.md tells more.\n\n"
    ) + "\n".join(entries)


def table():
    """The table of variables in `docs/operations.md`."""
    lines = ["| Variable | Type | Default | Meaning |", "|---|---|---|---|"]
    for name, kind, default, text in described():
        lines.append(f"| `{name}` | {kind} | {f'`{default}`' if default else ''} | {text} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write({"example": example, "table": table}[sys.argv[1]]())
