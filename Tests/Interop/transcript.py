# SPDX-License-Identifier: MIT
"""What went over a data channel in one direction, in a form in which two ends can be compared: order, kind and bytes."""

import hashlib


class Transcript:
    """A running digest over messages; two are equal if the same messages came in the same order."""

    def __init__(self, messages=()):
        self.count = self.bytes = 0
        self.digest = hashlib.sha256()
        for message in messages:
            self.add(message)

    def add(self, message):
        kind, data = (b"text", message.encode()) if isinstance(message, str) else (b"binary", message)
        self.count += 1
        self.bytes += len(data)
        self.digest.update(b"%s %d\n%s" % (kind, len(data), data))

    def summary(self):
        return {"count": self.count, "bytes": self.bytes, "sha256": self.digest.hexdigest()}
