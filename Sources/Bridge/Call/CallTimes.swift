// SPDX-License-Identifier: MIT

/// When a call came how far; nil for what has not happened.
struct CallTimes {
    let start: Duration
    var answered: Duration?
    var connected = BothSides<Duration?>(nil)
    var ended: Duration?

    init(start: Duration) {
        self.start = start
    }
}
