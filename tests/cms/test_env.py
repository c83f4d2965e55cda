import subprocess
import sys

import pytest
from django.conf import settings

from cms import env

SECRETS = {
    "SECRET_KEY": "hush",
    "DATABASE_URL": "mysql://me:hush@db/name",
    "CACHE_URL": "memcached://:hush@cache",
    "CROSSREF_URL": "https://me:hush@api.example.org",
    "DOI_RESOLVER_URL": "https://hush@doi.example.org",
}


def test_example_lists_every_variable():
    """Mend with: python -m cms.env example > .env.example"""
    assert (settings.BASE_DIR / ".env.example").read_text() == env.example()


def test_operations_guide_lists_every_variable():
    """Mend with the output of: python -m cms.env table"""
    assert env.table() in (settings.BASE_DIR / "docs/operations.md").read_text()


def test_every_variable_says_what_it_is_for():
    assert all(description for *_, description in env.described())


def test_absent_and_empty_variables_have_their_default():
    assert env.read({}) == env.read(dict.fromkeys(env.Environment.model_fields, ""))


def test_values_have_their_type():
    found = env.read(
        {
            "PORT": "9000",
            "ALLOWED_HOSTS": "a.example, b.example",
            "HSTS_SUBDOMAINS": "false",
            "LOG_LEVEL": "debug",
            "CORS_ORIGINS": "https://App.Example/, http://localhost:3000, *",
            "API_RATE": "10/second",
            "WAGTAILADMIN_BASE_URL": "https://a.example/",
            "CROSSREF_URL": "http://localhost:8090/crossref/",
            "CROSSREF_MAILTO": "First.Last+cms@mail.example.org",
            "DOI_RESOLVER_URL": "https://doi.example/",
        }
    )
    assert found.PORT == 9000
    assert found.ALLOWED_HOSTS == ["a.example", "b.example"]
    assert found.HSTS_SUBDOMAINS is False
    assert found.LOG_LEVEL == "DEBUG"
    assert found.CORS_ORIGINS == ["https://app.example", "http://localhost:3000", "*"]
    assert found.API_RATE == "10/second"
    assert found.WAGTAILADMIN_BASE_URL == "https://a.example"
    assert found.CROSSREF_URL == "http://localhost:8090/crossref"
    assert found.CROSSREF_MAILTO == "First.Last+cms@mail.example.org"
    assert found.DOI_RESOLVER_URL == "https://doi.example"


@pytest.mark.parametrize(
    ("name", "value", "mend"),
    [
        ("PORT", "many", "it should be a whole number"),
        ("PORT", "70000", "it should be 65535 or less"),
        ("WORKER_INTERVAL", "0", "it should be 1 or more"),
        ("HSTS_SUBDOMAINS", "perhaps", "it should be true or false"),
        ("LOG_FORMAT", "xml", "it should be 'text' or 'json'"),
        ("MEDIA_STORAGE", "tape", "it should be 'local' or 's3'"),
        ("SECRET_KEY", "short", "it should have 50 characters or more"),
        ("DATABASE_URL", "mysql://db/name", "it must look like postgresql://"),
        ("DATABASE_URL", "postgres://db:port/name", "it must look like postgresql://"),
        ("DATABASE_URL", "postgres://db", "the database's name is missing"),
        ("CACHE_URL", "memcached://cache", "it must look like redis://"),
        ("WAGTAILADMIN_BASE_URL", "www.example.org", "it must look like https://"),
        ("CORS_ORIGINS", "app.example.org", "it must look like https://"),
        (
            "CORS_ORIGINS",
            "*,https://app.example.org/path",
            "each must be a scheme and a host alone",
        ),
        ("CORS_ORIGINS", "https://app.example.org?a=b", "each must be a scheme and a host alone"),
        ("CORS_ORIGINS", "null", "it must look like https://"),
        ("API_RATE", "600", "it must look like 600/minute"),
        ("API_RATE", "600/fortnight", "it must look like 600/minute"),
        ("API_RATE", "0/minute", "it must look like 600/minute"),
        ("API_RATE", "-1/minute", "it must look like 600/minute"),
        ("API_RATE", "10001/day", "at most 10000 in a second, minute, hour or day"),
        ("CROSSREF_URL", "ftp://api.example.org", "it must look like https://"),
        ("CROSSREF_URL", "https:///works", "the host's name is missing"),
        ("CROSSREF_URL", "https://me:pass@api.example.org", "without user name, password, ? and #"),
        ("CROSSREF_URL", "https://api.example.org?mailto=a", "without user name, password, ? and"),
        ("DOI_RESOLVER_URL", "doi.org", "it must look like https://"),
        ("DOI_RESOLVER_URL", "https://doi.org/#a", "without user name, password, ? and #"),
        ("CROSSREF_MAILTO", "editors", "it must be an e-mail address, like editors@example.org"),
        ("CROSSREF_MAILTO", "mailto:me@example.org", "it must be an e-mail address"),
        ("CROSSREF_MAILTO", "a@b.example, c@d.example", "it must be an e-mail address"),
        ("CROSSREF_MAILTO", "me@example.org\nX-Evil: 1", "it must be an e-mail address"),
        ("CROSSREF_MAILTO", "mé@example.org", "it must be an e-mail address"),
        ("CSRF_TRUSTED_ORIGINS", "https://a.example,b.example", "it must look like https://"),
    ],
)
def test_wrong_value_is_told_in_one_sentence_with_the_mend(name, value, mend):
    with pytest.raises(env.BadEnvironment) as problem:
        env.read({name: value})
    text = str(problem.value)
    assert name in text
    assert mend in text
    assert "\n" not in text


@pytest.mark.parametrize(("name", "value"), SECRETS.items())
def test_wrong_value_that_may_hold_a_password_is_not_repeated(name, value):
    with pytest.raises(env.BadEnvironment) as problem:
        env.read({name: value})
    assert "hush" not in str(problem.value)


def test_required_variables_are_named_together():
    with pytest.raises(env.BadEnvironment, match="SECRET_KEY and ALLOWED_HOSTS are not set"):
        env.require(env.read({}), "SECRET_KEY", "ALLOWED_HOSTS")
    with pytest.raises(env.BadEnvironment, match="SECRET_KEY is not set; set it"):
        env.require(env.read({"ALLOWED_HOSTS": "a.example"}), "SECRET_KEY", "ALLOWED_HOSTS")


def test_manage_py_tells_a_wrong_value_without_a_traceback(tmp_path):
    done = subprocess.run(
        [sys.executable, settings.BASE_DIR / "manage.py", "check"],
        env={"LOG_FORMAT": "xml", "PATH": ""},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == (
        "Citewell cannot start: the environment variable LOG_FORMAT ('xml') cannot be used: "
        "it should be 'text' or 'json'.\n"
    )
