/// What is kept of the reasons against a trade: all of them, or their gates.
///
/// A scan looks at hundreds of thousands of contracts by the same gates that judge the few it shows: a reason that only
/// counts is never made.
protocol GateReasons {
    mutating func add(_ reason: @autoclosure () -> GateReason)
    mutating func add(contentsOf reasons: [GateReason])
}

extension [GateReason]: GateReasons {
    mutating func add(_ reason: @autoclosure () -> GateReason) { append(reason()) }
    mutating func add(contentsOf reasons: [GateReason]) { self += reasons }
}

/// A bit for every gate that a trade fails, by the order of the gates.
struct GateTally: GateReasons, Sendable, Hashable {
    private(set) var gates: UInt8 = 0

    @inline(__always)
    mutating func add(_ reason: @autoclosure () -> GateReason) { gates |= 1 << UInt8(reason().gate.order) }

    mutating func add(contentsOf reasons: [GateReason]) {
        for reason in reasons { gates |= 1 << UInt8(reason.gate.order) }
    }

    mutating func removeAll() { gates = 0 }
}

extension [GateReason] {
    /// A bit for every gate among them, by the order of the gates.
    var gates: UInt8 {
        var tally = GateTally()
        tally.add(contentsOf: self)
        return tally.gates
    }
}
