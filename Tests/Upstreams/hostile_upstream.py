#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""An HTTP server that misbehaves on request; Python's standard library only.

The first segment of the path chooses the behaviour, the rest of the path is free:

  /ok                      200 with an SDP answer and `Location`
  /status/NNN              NNN with a short text
  /garbage                 200 with text that is no SDP
  /html                    502 with an HTML page
  /empty                   200 without content
  /size/N                  200 with N bytes
  /envelope/NNN/CODE       NNN with an OpenAI error envelope whose code is CODE;
                           ?retry_after=S adds the field, ?type= ?message= ?param= set the members
  /redirect/NNN            NNN with a Location elsewhere on this server
  /interim                 100 and 103 before a 200
  /trailers                200 in chunks with a trailer field
  /until-close             200 whose content ends with the connection
  /delay/MS                200 after MS milliseconds
  /drip                    200 whose content comes byte by byte, for ever
  /hang                    reads the request, never answers
  /hang-after-head         sends the header section, never the content
  /reset-before            resets the connection after reading the request
  /close-before            closes it
  /reset-mid, /close-mid   ends it in the middle of the content
  /close-on-reuse          answers a connection's first request, closes on receipt of the second
  /close-after             answers keep-alive, then closes the idle connection
  /huge                    200 with endless content, in chunks
  /huge-length             200 that announces a petabyte
  /huge-header             200 with endless header lines
  /huge-line               200 with one endless header line
  /not-http                an answer that is no HTTP

It is a proxy too, see Connection.tunnel.

  GET /__seen              JSON: what was received so far; with ?path=P only the requests for P
  GET /__wait/KIND/N       answers when N events of a kind have happened: request, hang-up, connection

Usage: hostile_upstream.py [--tls]. Prints one line of JSON with its ports (and with --tls the file of the certificate
authority), and ends when its standard input does.
"""

import asyncio
import hashlib
import json
import os
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
from urllib.parse import parse_qs, unquote, urlsplit

ANSWER = (
    b"v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\n"
    b"m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=mid:0\r\na=ice-ufrag:abcd\r\n"
    b"a=ice-pwd:abcdefghijklmnopqrstuvwx\r\na=fingerprint:sha-256 " + b":".join([b"AB"] * 32) + b"\r\n"
    b"a=setup:active\r\na=sendrecv\r\na=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\n"
    b"m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\na=mid:1\r\na=setup:active\r\n"
    b"a=sctp-port:5000\r\n"
)


class Log:
    """What has happened, and who waits for more of it."""

    def __init__(self):
        self.requests = []
        self.hang_ups = []
        self.connections = 0
        self.changed = asyncio.Condition()

    async def note(self, change):
        async with self.changed:
            change()
            self.changed.notify_all()

    def count(self, kind):
        return {"request": len(self.requests), "hang-up": len(self.hang_ups), "connection": self.connections}[kind]

    async def wait(self, kind, count):
        async with self.changed:
            await self.changed.wait_for(lambda: self.count(kind) >= count)

    def report(self, path=None):
        requests = [request for request in self.requests if path is None or request["path"] == path]
        return {"connections": self.connections, "requests": requests, "hang_ups": self.hang_ups}


class Request:
    def __init__(self, method, target, fields, body, raw_head, connection):
        self.method = method
        self.target = target
        self.fields = fields
        self.body = body
        self.raw_head = raw_head
        self.connection = connection
        parts = urlsplit(target)
        self.path = parts.path
        self.query = parse_qs(parts.query)
        self.segments = [unquote(segment) for segment in parts.path.split("/")[1:]] or [""]

    def report(self):
        return {
            "method": self.method,
            "target": self.target,
            "path": self.path,
            "headers": self.fields,
            "body_length": len(self.body),
            "body_sha256": hashlib.sha256(self.body).hexdigest(),
            "body_hex": self.body[:65536].hex(),
            "head_hex": self.raw_head.hex(),
            "connection": self.connection,
        }


class Connection:
    def __init__(self, log, reader, writer):
        self.log = log
        self.reader = reader
        self.writer = writer
        self.number = 0
        self.request_count = 0

    async def serve(self):
        await self.log.note(self.open)
        try:
            while request := await self.read_request():
                if request.segments[0] == "__seen":
                    await self.answer_json(self.log.report(request.query.get("path", [None])[0]))
                elif request.segments[0] == "__wait":
                    await self.log.wait(request.segments[1], int(request.segments[2]))
                    await self.answer_json(self.log.report())
                else:
                    self.request_count += 1
                    await self.log.note(lambda: self.log.requests.append(request.report()))
                    await self.behave(request)
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            pass
        finally:
            self.writer.close()

    def open(self):
        self.log.connections += 1
        self.number = self.log.connections

    async def read_request(self):
        try:
            raw_head = await self.reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return None
        lines = raw_head.decode("latin-1").split("\r\n")[:-2]
        method, target, _ = lines[0].split(" ", 2)
        fields = [[name, value.strip()] for name, value in (line.split(":", 1) for line in lines[1:])]
        lengths = [int(value) for name, value in fields if name.lower() == "content-length"]
        body = await self.reader.readexactly(lengths[0]) if lengths else b""
        return Request(method, target, fields, body, raw_head, self.number)

    async def behave(self, request):
        if request.method == "CONNECT":
            return await self.tunnel(request)
        name = request.segments[0].replace("-", "_") or "root"
        behaviour = getattr(self, "on_" + name, None)
        if behaviour is None:
            return await self.answer(404, b"no such behaviour", content_type="text/plain")
        await behaviour(request)

    # Answers

    async def answer(self, status, body, content_type="application/sdp", fields=()):
        lines = [f"HTTP/1.1 {status} Status", f"Content-Type: {content_type}", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in fields]
        await self.send("\r\n".join(lines + ["", ""]).encode("latin-1") + body)

    async def answer_json(self, value, status=200, fields=()):
        await self.answer(status, json.dumps(value).encode(), "application/json", fields)

    async def send(self, data):
        self.writer.write(data)
        await self.writer.drain()

    async def wait_for_hang_up(self, request):
        """Reads until the client closes, then notes it."""
        try:
            while await self.reader.read(65536):
                pass
        except (ConnectionError, ssl.SSLError):
            pass
        await self.log.note(lambda: self.log.hang_ups.append(request.target))
        raise ConnectionResetError

    async def send_until_hang_up(self, request, data, pause):
        """Sends `data` over and over until the client closes, then notes it."""
        sender = asyncio.create_task(self.send_for_ever(data, pause))
        try:
            await self.wait_for_hang_up(request)
        finally:
            sender.cancel()

    async def send_for_ever(self, data, pause):
        while True:
            await self.send(data)
            await asyncio.sleep(pause)

    def end(self, with_reset):
        """Closes without another word, with a TCP reset if so wanted."""
        if with_reset:
            linger = struct.pack("ii", 1, 0)
            self.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.writer.transport.abort()
        raise ConnectionResetError

    # Behaviours

    async def on_root(self, request):
        await self.answer(421, b"" if request.method == "HEAD" else b"root\n", "text/plain")

    async def on_ok(self, request):
        fields = [("Location", "/v1/realtime/calls/rtc_hostile"), ("x-request-id", "req_hostile")]
        status = 200 if request.method in ("GET", "HEAD") else 201
        if request.method != "HEAD":
            return await self.answer(status, ANSWER, fields=fields)
        await self.send(f"HTTP/1.1 200 OK\r\nContent-Length: {len(ANSWER)}\r\n\r\n".encode())

    async def on_status(self, request):
        status = int(request.segments[1])
        body = b"" if status in (204, 304) else b"as asked\n"
        await self.answer(status, body, "text/plain")

    async def on_garbage(self, request):
        await self.answer(200, b"This is no session description.\n")

    async def on_html(self, request):
        await self.answer(502, b"<html><body><h1>Bad Gateway</h1></body></html>", "text/html")

    async def on_empty(self, request):
        await self.answer(200, b"")

    async def on_size(self, request):
        await self.answer(200, b"s" * int(request.segments[1]))

    async def on_envelope(self, request):
        def asked(name, default):
            return request.query.get(name, [default])[0]

        error = {
            "message": asked("message", "the upstream's own words"),
            "type": asked("type", "invalid_request_error"),
            "code": request.segments[2],
            "param": asked("param", None),
        }
        fields = [("x-request-id", "req_hostile")]
        if "retry_after" in request.query:
            fields.append(("Retry-After", asked("retry_after", "")))
        await self.answer_json({"error": error}, int(request.segments[1]), fields)

    async def on_redirect(self, request):
        await self.answer(int(request.segments[1]), b"", fields=[("Location", "/ok/redirected")])

    async def on_interim(self, request):
        await self.send(b"HTTP/1.1 100 Continue\r\nX-Interim: 1\r\n\r\n")
        await self.send(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n")
        await self.on_ok(request)

    async def on_trailers(self, request):
        await self.send(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Trailer\r\n\r\n"
            b"3\r\nabc\r\n2\r\nde\r\n0\r\nX-Trailer: late\r\n\r\n"
        )

    async def on_until_close(self, request):
        await self.send(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nuntil the end")
        self.end(with_reset=False)

    async def on_delay(self, request):
        await asyncio.sleep(int(request.segments[1]) / 1000)
        await self.on_ok(request)

    async def on_drip(self, request):
        await self.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/sdp\r\nTransfer-Encoding: chunked\r\n\r\n")
        await self.send_until_hang_up(request, b"1\r\nv\r\n", 0.02)

    async def on_hang(self, request):
        await self.wait_for_hang_up(request)

    async def on_hang_after_head(self, request):
        await self.send(b"HTTP/1.1 201 Created\r\nContent-Type: application/sdp\r\nContent-Length: 100\r\n\r\n")
        await self.wait_for_hang_up(request)

    async def on_reset_before(self, request):
        self.end(with_reset=True)

    async def on_close_before(self, request):
        self.end(with_reset=False)

    async def send_half(self):
        await self.send(b"HTTP/1.1 201 Created\r\nContent-Type: application/sdp\r\nContent-Length: 999\r\n\r\nv=0\r\n")

    async def on_reset_mid(self, request):
        await self.send_half()
        # The client must have read the first half, or the reset would take it away.
        await asyncio.sleep(0.05)
        self.end(with_reset=True)

    async def on_close_mid(self, request):
        await self.send_half()
        self.end(with_reset=False)

    async def on_close_on_reuse(self, request):
        if self.request_count > 1:
            self.end(with_reset=False)
        await self.on_ok(request)

    async def on_close_after(self, request):
        await self.on_ok(request)
        self.end(with_reset=False)

    async def on_huge(self, request):
        await self.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/sdp\r\nTransfer-Encoding: chunked\r\n\r\n")
        await self.send_until_hang_up(request, b"4000\r\n" + b"h" * 0x4000 + b"\r\n", 0)

    async def on_huge_length(self, request):
        await self.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1125899906842624\r\n\r\n")
        await self.wait_for_hang_up(request)

    async def on_huge_header(self, request):
        await self.send(b"HTTP/1.1 200 OK\r\n")
        await self.send_until_hang_up(request, b"X-Filler: " + b"f" * 1000 + b"\r\n", 0)

    async def on_huge_line(self, request):
        await self.send(b"HTTP/1.1 200 OK\r\nX-Filler: ")
        await self.send_until_hang_up(request, b"f" * 4096, 0)

    async def on_not_http(self, request):
        await self.send(b"220 this is a mail server\r\n")
        self.end(with_reset=False)

    # A proxy: requests in absolute form are answered by the behaviour their path names; tunnels are opened to any
    # port of this machine, except that the host `refused.invalid` is refused.

    async def tunnel(self, request):
        host, port = request.target.rsplit(":", 1)
        if host == "refused.invalid":
            return await self.answer(407, b"", fields=[("Proxy-Authenticate", 'Basic realm="x"')])
        reader, writer = await asyncio.open_connection("127.0.0.1", int(port))
        await self.send(b"HTTP/1.1 200 Connected\r\n\r\n")
        try:
            await asyncio.gather(copy(self.reader, writer), copy(reader, self.writer))
        finally:
            writer.close()
        raise ConnectionResetError


async def copy(reader, writer):
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()


class Certificates:
    """A certificate authority and what it has issued, made by the openssl command."""

    def __init__(self, folder):
        self.folder = folder
        self.authority = self.path("ca.pem")
        self.openssl(
            "req", "-x509", *self.new_key("ca"), "-out", self.authority, "-days", "2", "-subj", "/CN=Test authority"
        )

    def path(self, name):
        return os.path.join(self.folder, name)

    def new_key(self, name):
        return ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", self.path(name + ".key")]

    def openssl(self, *arguments, text=None):
        subprocess.run(["openssl", *arguments], check=True, input=text, text=True, capture_output=True)

    def issue(self, name, subject_alternative, days="2"):
        extensions = self.path(name + ".ext")
        with open(extensions, "w", encoding="ascii") as file:
            file.write("subjectAltName=" + subject_alternative + "\n")
        request, certificate = self.path(name + ".csr"), self.path(name + ".pem")
        self.openssl("req", "-new", *self.new_key(name), "-out", request, "-subj", "/CN=" + name)
        self.openssl(
            "x509", "-req", "-in", request, "-CA", self.authority, "-CAkey", self.path("ca.key"), "-CAcreateserial",
            "-days", days, "-extfile", extensions, "-out", certificate,
        )
        return self.context(certificate, self.path(name + ".key"))

    def self_signed(self, name):
        certificate = self.path(name + ".pem")
        self.openssl(
            "req", "-x509", *self.new_key(name), "-out", certificate, "-days", "2", "-subj", "/CN=localhost",
            "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
        )
        return self.context(certificate, self.path(name + ".key"))

    @staticmethod
    def context(certificate, key):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        return context


def tls_contexts(folder):
    certificates = Certificates(folder)
    here = "DNS:localhost,IP:127.0.0.1"
    contexts = {
        "good": certificates.issue("good", here),
        "self_signed": certificates.self_signed("self_signed"),
        "expired": certificates.issue("expired", here, days="-1"),
        "wrong_host": certificates.issue("wrong_host", "DNS:elsewhere.example"),
    }
    return contexts, certificates.authority


async def main(arguments):
    log = Log()

    async def listen(context=None):
        async def serve(reader, writer):
            await Connection(log, reader, writer).serve()

        server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context, backlog=4096, limit=1 << 20)
        return server, server.sockets[0].getsockname()[1]

    with tempfile.TemporaryDirectory() as folder:
        server, port = await listen()
        servers, ports = [server], {"http": port}
        if "--tls" in arguments:
            contexts, ports["ca_file"] = tls_contexts(folder)
            for name, context in contexts.items():
                server, ports[name] = await listen(context)
                servers.append(server)
        print(json.dumps(ports), flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.buffer.read)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
