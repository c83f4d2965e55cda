"""A server that answers as Crossref and the DOI resolver do."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit


class Registry:
    """Answers by path: status, headers and body; 404 for all others. Keeps what it was asked."""

    def __init__(self, address):
        self.address = address
        self.answers = {}
        self.asked = []

    def knows(self, path, body, status=200, **headers):
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.answers[path] = (status, headers, content)

    def knows_work(self, doi, message, **headers):
        """As Crossref's REST API does."""
        body = {"status": "ok", "message-type": "work", "message": message}
        self.knows(f"/works/{doi}", body, **headers)


@contextmanager
def running():
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            path = unquote(urlsplit(self.path).path)
            registry.asked.append((self.path, dict(self.headers)))
            status, headers, body = registry.answers.get(path, (404, {}, b"Resource not found."))
            if callable(headers.get("wait")):
                headers["wait"]()
                return
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    registry = Registry(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield registry
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
