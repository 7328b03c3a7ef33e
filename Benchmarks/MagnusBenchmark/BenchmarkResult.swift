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
    /// Seconds of the quickest pass: what the machine can do, a shared one interrupts most passes.
    var quickest: Double?

    var json: JSONValue {
        .object(
            [
                JSONValue.Member("id", .string(id)), JSONValue.Member("value", JSONValue(value)),
                JSONValue.Member("unit", .string(unit)), JSONValue.Member("threads", .integer(threads)),
                JSONValue.Member("runs", .integer(runs)),
            ] + (quickest.map { [JSONValue.Member("quickest_ms", JSONValue($0 * 1000))] } ?? []) + details)
    }

    /// Adds to results on several threads how many times as fast they are as the same work on one, pass for quickest pass.
    static func withScaling(_ results: [BenchmarkResult]) -> [BenchmarkResult] {
        results.map { result in
            guard result.threads > 1, let own = result.quickest, own > 0,
                let alone = results.first(where: { $0.id == result.id && $0.threads == 1 })?.quickest
            else { return result }
            var result = result
            result.details.append(.init("times_one_thread", JSONValue(alone / own)))
            return result
        }
    }
}

/// Why a figure could not be measured.
struct BenchmarkFailure: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}
