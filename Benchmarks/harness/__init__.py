# SPDX-License-Identifier: MIT
"""Parts of the benchmarks: the exchange, the servers, the load, what /proc says, and the report."""
