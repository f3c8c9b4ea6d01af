# SPDX-License-Identifier: MIT
"""Medians over the rounds, and a table with the aims beside them."""

import statistics

# Metric, heading, decimals, and the most that the relay may have of what nginx has (None: no aim).
RATIOS = [
    ("requests_per_second", "requests/s", 0, None),
    ("p50_ms", "p50 ms", 2, None),
    ("p99_ms", "p99 ms", 2, 1.5),
    ("cpu_us", "CPU µs per exchange", 1, 1.8),
    ("resident_mb", "resident MB", 1, None),
    ("in_flight", "in flight upstream", 0, None),
    ("kb_per_exchange", "KB per exchange in flight, under steady load", 1, None),
    ("kb_per_first_exchange", "KB per exchange in flight, the first ones", 1, None),
]
# The most that the relay may have, whatever nginx has.
BOUNDS = {"kb_per_exchange": 60, "kb_per_first_exchange": 60}


def medians(rounds):
    """Cell, server and metric to the median over the rounds, and the ratios of the medians."""
    result = {}
    for cell, measured in rounds.items():
        servers = {
            server: {
                metric: statistics.median(one[server][metric] for one in measured) for metric in measured[0][server]
            }
            for server in ("nginx", "sdprelay")
        }
        ratios = {
            metric: servers["sdprelay"][metric] / value for metric, value in servers["nginx"].items() if value > 0
        }
        result[cell] = {**servers, "ratio": ratios}
    return result


def aim(metric, most, row):
    if metric in BOUNDS:
        most, actual, sign = BOUNDS[metric], row["sdprelay"][metric], "<"
    elif most is not None and metric in row["ratio"]:
        actual, sign = row["ratio"][metric], "×"
    else:
        return ""
    return f"{sign} {most:g} {'met' if actual <= most else 'missed'}"


def table(result):
    """Markdown, so that it can go into docs/performance.md as it is."""
    lines = []
    for cell, row in result.items():
        lines += [f"{cell}", "", "| | nginx | sdprelay | ratio | aim |", "|---|--:|--:|--:|---|"]
        for metric, heading, decimals, most in RATIOS:
            if metric not in row["sdprelay"]:
                continue
            nginx, relay = (f"{row[server][metric]:.{decimals}f}" for server in ("nginx", "sdprelay"))
            ratio = f"{row['ratio'][metric]:.2f}" if metric in row["ratio"] else ""
            lines.append(f"| {heading} | {nginx} | {relay} | {ratio} | {aim(metric, most, row)} |")
        lines.append("")
    return "\n".join(lines)
