// SPDX-License-Identifier: MIT

/// What `--help` prints.
enum HelpText {
    private static let exitCodes = """
        Exit codes:
          0  success; also after SIGTERM
          1  what was checked is wrong: the offer is refused, the configuration has mistakes, an event has findings
          2  wrong usage, or a file that cannot be read
          3  the relay cannot start
        """

    static let program = """
        sdprelay: a WebRTC SDP signaling relay for realtime voice AI

        Usage:
          sdprelay serve [--config FILE] [--listen HOST:PORT]
          sdprelay check-config FILE
          sdprelay providers [--config FILE] [--json]
          sdprelay sdp check FILE|- [--json]
          sdprelay events check [--vocabulary NAME] [--direction client|server] [--json] FILE|-
          sdprelay events translate --from VOCABULARY --to VOCABULARY [--direction client|server] FILE|-
          sdprelay --version
          sdprelay COMMAND --help

        \(exitCodes)
        """

    static let serve = """
        Usage: sdprelay serve [--config FILE] [--listen HOST:PORT]

        Takes SDP offers over HTTP, exchanges them with the provider and returns its answers.

          --config FILE       the configuration (JSON5); see docs/configuration.md.
                              Without it: provider "openai" with OPENAI_API_KEY (and OPENAI_BASE_URL, if set)
                              from the environment, on 127.0.0.1:8080
          --listen HOST:PORT  where to listen, in place of the configuration's "listen"; port 0 takes a free one

        SIGTERM or SIGINT: takes no more connections, finishes what is in flight within "drain_timeout" and exits.
        A second one exits at once (128 + the signal's number).
        SIGHUP: reads FILE again; providers, keys, access, origins and ICE servers change without dropping anything.
        A file with mistakes is told of in the log, and the old one stays.

        Without access keys the relay listens on loopback addresses only, unless the configuration says "open: true".

        \(exitCodes)
        """

    static let checkConfig = """
        Usage: sdprelay check-config FILE

        Reads a configuration as `serve` would, without starting anything, and names the place of every mistake and
        what is allowed there. FILE may be - for standard input.

        \(exitCodes)
        """

    static let providers = """
        Usage: sdprelay providers [--config FILE] [--json]

        Prints the kinds of providers that the relay knows, or the providers that FILE configures, without secrets.

          --config FILE  the providers of a configuration, by their names there
          --json         what `GET /v1/realtime/providers` answers, in place of the table; with --config only

        \(exitCodes)
        """

    static let sdpCheck = """
        Usage: sdprelay sdp check FILE|- [--json]

        Checks an SDP offer as the relay would, and prints what it finds like a compiler:
        FILE:LINE:COLUMN: error: MESSAGE [CODE]. Errors are refused by the relay, warnings are not.

          --json  one JSON object in place of the lines

        \(exitCodes)
        """

    static let events = """
        Usage:
          sdprelay events check [--vocabulary NAME] [--direction client|server] [--json] FILE|-
          sdprelay events translate --from VOCABULARY --to VOCABULARY [--direction client|server] FILE|-

        Commands for captured realtime events, one JSON text on each line; see docs/events.md.

        \(exitCodes)
        """

    static let eventsCheck = """
        Usage: sdprelay events check [--vocabulary NAME] [--direction client|server] [--json] FILE|-

        Reads a captured session, one event on each line, and prints what is wrong with its events, its turns, and what
        they used. A line is an event, or {"time_ms": NUMBER, "direction": "client" or "server", "event": {…}}; latencies
        are told if all lines have their times. Findings come first, as FILE:LINE: MESSAGE [CODE].

          --vocabulary  ga, beta, translation, live, openai-realtime-api, adk, elevenlabs or gemini; without it, the one
                        that knows most of the first 100 events
          --direction   who sent the events; without it, what the line says, else the side that its name belongs to
          --json        one JSON object

        \(exitCodes)
        """

    static let eventsTranslate = """
        Usage: sdprelay events translate --from VOCABULARY --to VOCABULARY [--direction client|server] FILE|-

        Translates realtime events, one on each line as "events check" takes them, and prints the translated ones, one
        JSON text on each line. What the other vocabulary cannot say goes to standard error:
        FILE:LINE: MEMBER: REASON: VALUE.

          --from, --to  ga, beta, elevenlabs or gemini; one of the two is ga
          --direction   who sent the events; without it, what the line says, else the side that its name belongs to

        \(exitCodes)
        """
}
