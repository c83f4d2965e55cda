"""How tests ask the API."""


def answer(client, path="pages/", **query):
    """The JSON of an answer of 200."""
    response = client.get(f"/api/v2/{path}", query)
    assert response.status_code == 200, response.content
    return response.json()


def ids(client, path="pages/", **query):
    """The ids of a list, in its order."""
    return [item["id"] for item in answer(client, path, **query)["items"]]


def refused(client, path="pages/", **query):
    """The message of an answer of 400."""
    response = client.get(f"/api/v2/{path}", query)
    assert response.status_code == 400, response.content
    return response.json()["message"]
