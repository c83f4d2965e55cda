from io import BytesIO

import pytest
from django.http import FileResponse
from django.test import Client, RequestFactory

from cms.middleware import FewFilesAtOnce

BAD = {"NUL": "%00", "lone continuation byte": "%80", "Latin-1": "%E9"}


@pytest.mark.parametrize("given", BAD.values(), ids=BAD)
@pytest.mark.parametrize("place", ["/?q={}", "/search/?{}=1", "/admin/login/?next={}"])
def test_bad_bytes_in_a_query_are_refused_with_a_styled_page(client, given, place):
    # No database mark: they get no further than the gate.
    response = client.get(place.format(given))
    assert response.status_code == 400
    assert "citewell/site.css" in response.content.decode()


@pytest.mark.parametrize("given", BAD.values(), ids=BAD)
def test_bad_bytes_in_a_query_are_refused_in_json_under_the_api(client, given):
    response = client.get(f"/api/v2/pages/?search={given}")
    assert response.status_code == 400
    assert set(response.json()) == {"message"}


def test_nul_in_a_path_is_refused(client):
    assert client.get("/a%00b/").status_code == 400
    assert set(client.get("/api/v2/pages/%00/").json()) == {"message"}


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["%80", "%E9"])
def test_nothing_is_found_at_a_path_that_is_not_utf_8(client, given):
    assert client.get(f"/{given}/").status_code == 404
    response = client.get(f"/api/v2/pages/{given}/")
    assert response.status_code == 404
    assert set(response.json()) == {"message"}


def test_nul_in_a_cookie_is_refused():
    # A session's key goes into a query; quoted cookies may hold octal escapes.
    response = Client(headers={"cookie": r'sessionid="aaaaaaaa\000"'}).get("/admin/")
    assert response.status_code == 400


@pytest.mark.django_db
def test_other_alphabets_pass(client):
    assert client.get("/search/", {"q": "Übung 学习 🙂"}).status_code == 200
    assert client.get("/学习/").status_code == 404


# Large files


@pytest.fixture
def sender(settings):
    """What sends files of so many bytes, and may send one large one at once."""
    settings.FILES_MAX = 1

    def send(request):
        return FileResponse(BytesIO(b"x" * request.size))

    middleware = FewFilesAtOnce(send)

    def answered(size):
        request = RequestFactory().get("/documents/1/a.txt")
        request.size = size
        return middleware(request)

    return answered


@pytest.mark.django_db  # Django looks after its connections when an answer is closed.
def test_of_large_files_few_are_sent_at_once(sender):
    first = sender(FewFilesAtOnce.LARGE)
    assert first.status_code == 200
    second = sender(FewFilesAtOnce.LARGE)
    assert second.status_code == 503
    assert second["Retry-After"]
    first.close()
    third = sender(FewFilesAtOnce.LARGE)
    assert len(b"".join(third)) == FewFilesAtOnce.LARGE


@pytest.mark.django_db
def test_small_files_are_given_to_the_server_whole(sender):
    sender(FewFilesAtOnce.LARGE)
    for _ in range(3):
        answer = sender(FewFilesAtOnce.LARGE - 1)
        (whole,) = answer.streaming_content
        assert len(whole) == int(answer["Content-Length"]) == FewFilesAtOnce.LARGE - 1
