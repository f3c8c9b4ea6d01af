# SPDX-License-Identifier: MIT
"""Long messages that both ends can make: their parts cannot be exchanged unnoticed."""


def pattern(count):
    """So many bytes, each four of them their own number."""
    return b"".join(number.to_bytes(4) for number in range(count // 4 + 1))[:count]


def text_pattern(count):
    """So many ASCII characters, each eight of them their own number."""
    return b"".join(b"%08d" % number for number in range(count // 8 + 1))[:count]
