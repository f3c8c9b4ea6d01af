#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""A caller made with GStreamer's webrtcbin, for Debian's own Python: its bindings are in no virtual environment.

Plays a tone, listens to what comes back, has a channel for events and one for echoes. It speaks JSON, a line a message.
It prints:

    {"offer": SDP}                                      first, with all candidates in it
    {"opened": LABEL}, {"closed": LABEL}                for each data channel
    {"message": LABEL, "text": TEXT}                    binary and long ones: "is_text", "bytes", "sha256", "parts"
    {"heard": SAMPLES, "is_tone": BOOLEAN}              for each half second of audio
    {"state": NAME}                                     of the connection
    {"association": "lost"}                             when the other side has aborted SCTP
    {"failure": TEXT}                                   of the pipeline

and reads:

    {"answer": SDP}
    {"send": LABEL, "text": TEXT}                       or "bytes" (a count) of a pattern, with "is_text" as text
"""

import array
import hashlib
import json
import os
import re
import sys
import threading
from pathlib import Path

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstSdp", "1.0")
gi.require_version("GstWebRTC", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC  # noqa: E402

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from patterns import pattern, text_pattern  # noqa: E402
from tone import SAMPLE_RATE, TONE_HERTZ, is_the_tone  # noqa: E402

PIPELINE = f"""
webrtcbin name=peer bundle-policy=max-bundle
audiotestsrc is-live=true wave=sine freq={TONE_HERTZ} volume=0.3
  ! audio/x-raw,rate={SAMPLE_RATE},channels=1 ! opusenc ! rtpopuspay pt=96
  ! application/x-rtp,media=audio,encoding-name=OPUS,payload=96 ! peer.
"""
# What the received stream goes into.
LISTENING = (
    "rtpopusdepay ! opusdec plc=false ! audioconvert ! audioresample"
    f" ! audio/x-raw,format=S16LE,rate={SAMPLE_RATE},channels=1 ! appsink name=ear emit-signals=true sync=false"
)
WINDOW = SAMPLE_RATE // 2
MAXIMUM_MESSAGE = 256 << 10
SCTP_PORT = re.compile(r"^a=sctp-port:\d+", re.MULTILINE)
# Texts up to this length are printed as they are.
SHOWN = 16_384

_printing = threading.Lock()


def tell(**members):
    """Prints a line; GStreamer calls from several threads."""
    with _printing:
        print(json.dumps(members), flush=True)



def description(kind, text):
    _, message = GstSdp.SDPMessage.new_from_text(text)
    return GstWebRTC.WebRTCSessionDescription.new(kind, message)


class Peer:
    def __init__(self):
        self.pipeline = Gst.parse_launch(PIPELINE)
        self.peer = self.pipeline.get_by_name("peer")
        self.channels = {}
        self.parts, self.expected = {}, {}
        self.heard = array.array("h")
        self.has_offered = False
        self.peer.connect("on-negotiation-needed", self.negotiate)
        self.peer.connect("pad-added", self.listen)
        self.peer.connect("notify::ice-gathering-state", self.offer_when_gathered)
        self.peer.connect("notify::connection-state", self.tell_state)
        bus = self.pipeline.get_bus()
        bus.add_signal_watch()
        bus.connect("message::error", self.tell_error)
        # Channels can be made from READY on, and must be there before the offer is.
        self.pipeline.set_state(Gst.State.READY)
        for label in ("oai-events", "echo"):
            self.open_channel(label)
        self.pipeline.set_state(Gst.State.PLAYING)

    # The exchange.

    def negotiate(self, _):
        self.peer.emit("create-offer", None, Gst.Promise.new_with_change_func(self.take_offer))

    def take_offer(self, promise):
        # The offer lives in the reply: the bindings do not copy it.
        reply = promise.get_reply()
        # Without this attribute, webrtcbin itself sends no message of more than 64 KiB.
        text = SCTP_PORT.sub(rf"\g<0>\r\na=max-message-size:{MAXIMUM_MESSAGE}", reply.get_value("offer").sdp.as_text())
        offer = description(GstWebRTC.WebRTCSDPType.OFFER, text)
        self.peer.emit("set-local-description", offer, Gst.Promise.new())

    def offer_when_gathered(self, *_):
        if self.peer.get_property("ice-gathering-state") != GstWebRTC.WebRTCICEGatheringState.COMPLETE:
            return
        if not self.has_offered:
            self.has_offered = True
            tell(offer=self.peer.get_property("local-description").sdp.as_text())

    def accept(self, text):
        answer = description(GstWebRTC.WebRTCSDPType.ANSWER, text)
        self.peer.emit("set-remote-description", answer, Gst.Promise.new())

    @staticmethod
    def tell_error(_, message):
        error, details = message.parse_error()
        # An association that the other side aborts, as W3C's close() does, is an error of this element's.
        if message.src.get_factory().get_name() == "sctpenc" and "error state" in details:
            tell(association="lost")
        else:
            tell(failure=f"{error.message} {details}")

    def tell_state(self, *_):
        tell(state=self.peer.get_property("connection-state").value_nick)

    # Audio.

    def listen(self, _, pad):
        if pad.direction != Gst.PadDirection.SRC:
            return
        ear = Gst.parse_bin_from_description(LISTENING, True)
        ear.get_by_name("ear").connect("new-sample", self.hear)
        self.pipeline.add(ear)
        ear.sync_state_with_parent()
        pad.link(ear.get_static_pad("sink"))

    def hear(self, sink):
        buffer = sink.emit("pull-sample").get_buffer()
        self.heard.frombytes(buffer.extract_dup(0, buffer.get_size()))
        if len(self.heard) >= WINDOW:
            tell(heard=len(self.heard), is_tone=is_the_tone(self.heard))
            self.heard = array.array("h")
        return Gst.FlowReturn.OK

    # Data channels.

    def open_channel(self, label):
        channel = self.channels[label] = self.peer.emit("create-data-channel", label, None)
        channel.connect("on-open", lambda _: tell(opened=label))
        channel.connect("on-close", lambda _: tell(closed=label))
        channel.connect("on-error", lambda _, error: tell(failure=f"channel {label}: {error}"))
        channel.connect("on-message-string", lambda _, text: self.take(label, (text or "").encode(), True))
        channel.connect("on-message-data", lambda _, data: self.take(label, data.get_data() if data else b"", False))

    def take(self, label, data, is_text):
        """Tells of a message once it is whole.

        usrsctp gives those of more than about 64 KiB in parts, and GStreamer 1.22 takes each part for a message.
        """
        parts, whole = self.parts.setdefault(label, []), self.expected.get(label, 0)
        parts.append(data)
        data = b"".join(parts)
        if len(data) < whole:
            return
        count = len(parts)
        parts.clear()
        if is_text and len(data) <= SHOWN:
            tell(message=label, text=data.decode())
        else:
            digest = hashlib.sha256(data).hexdigest()
            tell(message=label, is_text=is_text, bytes=len(data), sha256=digest, parts=count)

    def send(self, label, command):
        """Sends a text, or so many bytes of a pattern as text or binary; as much is expected back."""
        channel, count = self.channels[label], command.get("bytes", 0)
        self.expected[label] = count
        if not count:
            channel.emit("send-string", command["text"])
        elif command.get("is_text"):
            channel.emit("send-string", text_pattern(count).decode())
        else:
            channel.emit("send-data", GLib.Bytes.new(pattern(count)))

    # Commands.

    def obey(self, line):
        command = json.loads(line)
        if "answer" in command:
            self.accept(command["answer"])
        else:
            self.send(command["send"], command)
        return GLib.SOURCE_REMOVE


def main():
    Gst.init(None)
    loop = GLib.MainLoop()
    peer = Peer()

    def read():
        for line in sys.stdin:
            GLib.idle_add(peer.obey, line)
        # Taking the pipeline down joins threads that may wait for us; the process is over anyway.
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    loop.run()


if __name__ == "__main__":
    main()
