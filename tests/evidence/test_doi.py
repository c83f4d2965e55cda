import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.doi import doi_in, doi_url, normalise_doi

ECHO = "10.1080/24740527.2022.2126754"


@pytest.mark.parametrize(
    "spelling",
    [
        ECHO,
        f"  {ECHO}\n",
        f"doi:{ECHO}",
        f"DOI: {ECHO}",
        f"doi {ECHO}",
        f"info:doi/{ECHO}",
        f"urn:doi:{ECHO}",
        f"https://doi.org/{ECHO}",
        f"HTTPS://DOI.ORG/{ECHO}",
        f"http://dx.doi.org/{ECHO}",
        f"www.doi.org/{ECHO}",
        f"doi.org/{ECHO}",
        f"https://doi.org/doi:{ECHO}",
        f"doi:https://doi.org/{ECHO}",
        f"https://doi.org/{ECHO}?utm_source=mail#abstract",
    ],
)
def test_doi_is_read_bare_labelled_and_as_its_address(spelling):
    assert normalise_doi(spelling) == ECHO


@pytest.mark.parametrize(
    "spelling",
    [
        f"{ECHO}.",
        f"{ECHO},",
        f"({ECHO})",
        f"[doi:{ECHO}].",
        f"<https://doi.org/{ECHO}>",
        f"“{ECHO}”",
        f'"https://doi.org/{ECHO}".',
        f"\u200b{ECHO}\ufeff",
        "10.1080/2474\u00ad0527.2022.2126754",
    ],
)
def test_what_a_doi_stands_in_is_no_part_of_it(spelling):
    assert normalise_doi(spelling) == ECHO


@pytest.mark.parametrize(
    "spelling",
    [
        "10.1080%2F24740527.2022.2126754",
        "10%2E1080%2f24740527.2022.2126754",
        "https://doi.org/10.1080%2F24740527.2022.2126754",
        "https://doi.org/10.1080%252F24740527.2022.2126754",
        "doi%3A10.1080%2F24740527.2022.2126754",
        "https%3A%2F%2Fdoi.org%2F10.1080%2F24740527.2022.2126754",
        "https%253A%252F%252Fwww.tandfonline.com%252Fdoi%252Ffull%252F10.1080%252F24740527.2022.2126754",
    ],
)
def test_percent_encoding_is_undone(spelling):
    assert normalise_doi(spelling) == ECHO


@pytest.mark.parametrize(
    ("address", "doi"),
    [
        (f"https://www.tandfonline.com/doi/full/{ECHO}?x=y", ECHO),
        (f"www.tandfonline.com/doi/full/{ECHO}", ECHO),
        (f"https://www.tandfonline.com/doi/epdf/{ECHO}?needAccess=true#page=3", ECHO),
        (f"https://doi-org.proxy.example.edu/{ECHO}", ECHO),
        (f"https://www.example.org/content/doi:{ECHO}/", ECHO),
        (
            "https://www.frontiersin.org/articles/10.3389/fpsyg.2022.900001/full",
            "10.3389/fpsyg.2022.900001",
        ),
        (
            "https://link.springer.com/content/pdf/10.1007/s00464-020-07500-1.pdf",
            "10.1007/s00464-020-07500-1",
        ),
        (
            "https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0123456",
            "10.1371/journal.pone.0123456",
        ),
        ("https://www.example.org/go?to=https%3A%2F%2Fdoi.org%2F10.1000%2F182&x=1", "10.1000/182"),
        (
            "https://mail.example.org/?u=https%3A%2F%2Fproxy.example.edu%2F%3Furl%3D10.1000%252F182",
            "10.1000/182",
        ),
        (
            "https://www.biorxiv.org/content/10.1101/2020.01.31.929042v2.full.pdf",
            "10.1101/2020.01.31.929042",
        ),
    ],
)
def test_publishers_address_gives_the_doi_in_it(address, doi):
    assert normalise_doi(address) == doi


@pytest.mark.parametrize(
    ("written", "doi"),
    [
        ("10.1016/S0140-6736(05)71146-6", "10.1016/s0140-6736(05)71146-6"),
        ("(10.1016/0140-6736(92)90001-X)", "10.1016/0140-6736(92)90001-x"),
        ("10.1016/s0140-6736(05)", "10.1016/s0140-6736(05)"),
        (
            "https://doi.org/10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O",
            "10.1002/(sici)1097-4571(199806)49:8<693::aid-asi4>3.0.co;2-o",
        ),
        ("10.1000.10/123", "10.1000.10/123"),
        ("10.1000/ÉTUDE", "10.1000/Étude"),
    ],
)
def test_brackets_letters_and_divisions_of_a_doi_are_kept(written, doi):
    assert normalise_doi(written) == doi


@pytest.mark.parametrize(
    "text",
    [
        "",
        "doi:",
        "nonsense",
        "10.1080",
        "10.1080/",
        "10.10/182",
        "11.1080/24740527",
        "١٠.1080/24740527",
        "https://www.example.org/article/10.5",
        "https://www.example.org/v10.1000/182x",
        "https://doi.org/",
        "10.1000/18 2",
        "10.1000/18\x002",
        "10.1000/18%002",
        "10.1000/18%ff2",
        "javascript:alert(1)//10.1000/182",
        "https://doi.org/javascript:alert(1)",
        "(((",
        "10.1000/" + "a" * 5000,
        "http://?to=" * 300 + "10.1000/182",
    ],
)
def test_what_is_no_doi_is_refused_with_an_example_of_one(text):
    with pytest.raises(ValueError, match=r"looks like 10\.1080/24740527"):
        normalise_doi(text)


def test_address_is_the_one_the_doi_foundation_asks_for():
    assert doi_url(ECHO) == f"https://doi.org/{ECHO}"


dois = st.builds(
    "10.{}/{}".format,
    st.integers(min_value=1000, max_value=999_999_999),
    st.text(min_size=1, max_size=40),
)


def read(text):
    """The DOI in a text, or None."""
    try:
        return normalise_doi(text)
    except ValueError:
        return None


@given(dois | st.text(max_size=60))
def test_reading_a_doi_again_changes_nothing(text):
    doi = read(text)
    assert doi is None or normalise_doi(doi) == doi


@given(dois)
def test_address_of_a_doi_leads_back_to_it(text):
    doi = read(text)
    assert doi is None or normalise_doi(doi_url(doi)) == doi


@given(dois)
def test_address_of_a_doi_is_plain_ascii(text):
    doi = read(text)
    allowed = set(string.ascii_letters + string.digits + "-._~:/;(),!*'@$+=%")
    assert doi is None or set(doi_url(doi)) <= allowed


@given(
    st.text(alphabet=string.ascii_lowercase + string.digits + "-._", min_size=1, max_size=40),
    st.sampled_from(["doi:{}", "https://doi.org/{}", "http://dx.doi.org/{}", "({})", "{}."]),
)
def test_every_spelling_of_a_name_is_read_as_the_same(suffix, spelling):
    doi = read("10.1000/" + suffix)
    assert doi is None or normalise_doi(spelling.format(doi)) == doi


def test_where_there_may_be_none_there_is_no_error():
    assert doi_in(f"https://doi.org/{ECHO}") == ECHO
    assert doi_in("none") == doi_in("") == ""
