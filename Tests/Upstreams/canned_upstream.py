#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""An HTTP server that answers as it was told; Python's standard library only.

The first segment of the path names the answer, the rest of the path is free:

  POST /NAME/...           the answer of that name
  GET  /__seen             JSON: what was received so far
  GET  /__wait/N           answers when N requests have come
  GET  /__release          lets answers go that are held back, now and later

Usage: canned_upstream.py FILE. The file is a JSON object of answers: {NAME: {"status": 201, "headers": {...},
"body": "...", "held": false}}. Prints one line of JSON with its port, and ends when its standard input does.
"""

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Record:
    """What has been received, and whether answers are held back."""

    def __init__(self, answers):
        self.answers = answers
        self.requests = []
        self.changed = threading.Condition()
        self.released = threading.Event()

    def add(self, request):
        with self.changed:
            self.requests.append(request)
            self.changed.notify_all()

    def wait(self, count):
        with self.changed:
            self.changed.wait_for(lambda: len(self.requests) >= count)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 1024


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Head and content leave in one piece.
    wbufsize = -1

    def do_GET(self):
        segments = self.path.split("/")[1:]
        if segments[0] == "__wait":
            self.server.record.wait(int(segments[1]))
        elif segments[0] == "__release":
            self.server.record.released.set()
        self.answer(200, json.dumps({"requests": self.server.record.requests}), {"Content-Type": "application/json"})

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.record.add({
            "path": self.path,
            "headers": [[name, value] for name, value in self.headers.items()],
            "body": body.decode("latin-1"),
        })
        answer = self.server.record.answers.get(self.path.split("/")[1])
        if answer is None:
            return self.answer(404, "no such answer", {})
        if answer.get("held"):
            self.server.record.released.wait()
        self.answer(answer["status"], answer.get("body", ""), answer.get("headers", {}))

    def answer(self, status, body, headers):
        content = body.encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments):
        pass


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        record = Record(json.load(file))
    server = Server(("127.0.0.1", 0), Handler)
    server.record = record
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps({"http": server.server_address[1]}), flush=True)
    sys.stdin.buffer.read()


if __name__ == "__main__":
    main()
