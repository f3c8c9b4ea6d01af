# SPDX-License-Identifier: MIT
"""Stand-ins for providers whose form is not OpenAI's, a module for each; server.py runs them all."""
