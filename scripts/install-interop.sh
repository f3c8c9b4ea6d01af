#!/bin/bash
# SPDX-License-Identifier: MIT
# What the interop test with GStreamer needs beyond the tests: webrtcbin with its ICE, DTLS, SRTP, SCTP and Opus, and
# the bindings for Debian's own Python. More than 100 packages, which is why `make test` goes without.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/install-packages.sh "test with GStreamer" \
    gir1.2-gst-plugins-bad-1.0 gir1.2-gst-plugins-base-1.0 gstreamer1.0-nice gstreamer1.0-plugins-bad \
    gstreamer1.0-plugins-base gstreamer1.0-plugins-good python3-gi

# A plugin that cannot be loaded is left out of the registry without a word.
/usr/bin/python3 - << 'PYTHON'
import sys

import gi

for name in ("Gst", "GstSdp", "GstWebRTC"):
    gi.require_version(name, "1.0")
from gi.repository import Gst, GstSdp, GstWebRTC

Gst.init(None)
elements = "webrtcbin nicesrc dtlsenc srtpenc sctpenc opusenc opusdec rtpopuspay rtpopusdepay audiotestsrc appsink"
missing = [name for name in elements.split() if not Gst.ElementFactory.find(name)]
sys.exit(f"error: GStreamer has no {', '.join(missing)}" if missing else 0)
PYTHON
