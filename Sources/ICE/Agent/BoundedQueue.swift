// SPDX-License-Identifier: MIT

/// First in, first out, up to a number; its memory is used again.
struct BoundedQueue<Element> {
    private var elements: [Element] = []
    private var head = 0
    private let limit: Int

    init(limit: Int) {
        self.limit = limit
    }

    var isFull: Bool { elements.count - head >= limit }

    /// Appends an element, unless the queue is full.
    mutating func append(_ element: Element) {
        guard !isFull else { return }
        if head > 0, elements.count >= limit {
            elements.removeFirst(head)
            head = 0
        }
        elements.append(element)
    }

    mutating func popFirst() -> Element? {
        guard head < elements.count else { return nil }
        defer {
            head += 1
            if head == elements.count {
                elements.removeAll(keepingCapacity: true)
                head = 0
            }
        }
        return elements[head]
    }

    mutating func removeAll() {
        elements.removeAll(keepingCapacity: true)
        head = 0
    }
}
