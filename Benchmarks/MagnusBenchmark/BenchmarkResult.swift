import MagnusDesk

/// One measured figure, as `Scripts/benchmark` prints it.
struct BenchmarkResult: Sendable {
    var id: String
    var value: Double
    var unit: String
    var threads = 1
    var runs: Int
    /// Further figures of the same run, by key with its unit.
    var details: [JSONValue.Member] = []

    var json: JSONValue {
        .object(
            [
                JSONValue.Member("id", .string(id)), JSONValue.Member("value", JSONValue(value)),
                JSONValue.Member("unit", .string(unit)), JSONValue.Member("threads", .integer(threads)),
                JSONValue.Member("runs", .integer(runs)),
            ] + details)
    }
}

/// Why a figure could not be measured.
struct BenchmarkFailure: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}
