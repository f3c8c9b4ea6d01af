# SPDX-License-Identifier: MIT
"""How much of a sound is a tone; for the peers of several stacks, so it imports none of them."""

import math

SAMPLE_RATE = 48_000
TONE_HERTZ = 440
AMPLITUDE = 9000


def share_of_power(samples, hertz):
    """How much of the signal's power lies at one frequency (Goertzel's recurrence), from 0 to 1."""
    total = sum(sample * sample for sample in samples)
    if not total:
        return 0.0
    factor = 2 * math.cos(2 * math.pi * hertz / SAMPLE_RATE)
    before = last = 0.0
    for sample in samples:
        before, last = last, sample + factor * last - before
    power = last * last + before * before - factor * last * before
    return 2 * power / (len(samples) * total)


def amplitude(samples):
    """That of a sine with as much power as the samples."""
    return math.sqrt(2 * sum(sample * sample for sample in samples) / len(samples))


def is_the_tone(samples):
    """Whether it is loud enough, and for the most part the tone that callers play."""
    return max(samples) > 1000 and share_of_power(samples, TONE_HERTZ) > 0.8
