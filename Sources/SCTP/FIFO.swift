// SPDX-License-Identifier: MIT

/// A first-in, first-out queue that is indexed from its front; the cost of each step is constant on average.
package struct FIFO<Element> {
    private var slots: [Element?] = []
    private var head = 0

    package init() {}

    package var count: Int { slots.count - head }
    package var isEmpty: Bool { head == slots.count }
    package var first: Element? { isEmpty ? nil : slots[head] }

    package subscript(index: Int) -> Element {
        get {
            guard let element = slots[head + index] else { preconditionFailure("a slot behind the head is empty") }
            return element
        }
        _modify {
            guard var element = slots[head + index] else { preconditionFailure("a slot behind the head is empty") }
            slots[head + index] = nil
            defer { slots[head + index] = element }
            yield &element
        }
    }

    package mutating func append(_ element: Element) {
        slots.append(element)
    }

    @discardableResult
    package mutating func popFirst() -> Element? {
        guard head < slots.count else { return nil }
        let element = slots[head].take()
        head += 1
        if head == slots.count {
            slots.removeAll(keepingCapacity: head <= 64)
            head = 0
        } else if head > 64, head > slots.count / 2 {
            slots.removeFirst(head)
            head = 0
        }
        return element
    }

    package mutating func removeAll() {
        slots = []
        head = 0
    }
}
