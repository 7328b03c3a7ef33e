import Glibc
import MagnusDesk
import MagnusQuant
import Synchronization

/// Rates of the pricing functions, in options per second.
enum PricingBenchmarks {
    static let runs = 5
    /// Of a workload of some milliseconds.
    static let shortRuns = 25

    /// One thread's options.
    private final class Part: Sendable {
        let batch: Mutex<EuropeanBatch>

        init(_ batch: EuropeanBatch) {
            self.batch = Mutex(batch)
        }
    }

    /// One thread's prices.
    private final class VolatilityPart: Sendable {
        let batch: Mutex<ImpliedVolatilityBatch>

        init(_ batch: ImpliedVolatilityBatch) {
            self.batch = Mutex(batch)
        }
    }

    /// Price and five Greeks of 1,000,000 European options.
    static func europeanGreeks() throws -> [BenchmarkResult] {
        let count = 1_000_000
        let terms = OptionSample.european(count, seed: 1)
        return [1, 2].map { threads in
            let parts = (0..<threads).map { part in
                Part(EuropeanBatch(terms[part * count / threads..<(part + 1) * count / threads]))
            }
            let times = Stopwatch.passes(shortRuns, threads: threads) { part in
                parts[part].batch.withLock { $0.evaluate() }
            }
            return rate("european_greeks", count: count, times: times, threads: threads)
        }
    }

    /// Volatilities of the prices of 1,000,000 European options out of the money, in a batch and by single calls.
    static func impliedVolatility() throws -> [BenchmarkResult] {
        var items: [(price: Double, terms: OptionTerms)] = []
        for var terms in OptionSample.european(1_000_000, seed: 3) {
            let forward = terms.spot * exp((terms.rate - terms.dividendYield) * terms.years)
            terms.right = forward > terms.strike ? .put : .call
            let price = try BlackScholes.price(terms)
            // Cheaper ones carry no digits of a volatility.
            if price * exp(terms.rate * terms.years) > 1e-12 * forward { items.append((price, terms)) }
        }
        let list = items
        let results = [1, 2].map { threads in
            let parts = (0..<threads).map { part in
                var batch = ImpliedVolatilityBatch()
                for item in list[part * list.count / threads..<(part + 1) * list.count / threads] {
                    batch.append(price: item.price, terms: item.terms)
                }
                return VolatilityPart(batch)
            }
            let times = Stopwatch.passes(runs, threads: threads) { part in
                parts[part].batch.withLock { $0.evaluate() }
            }
            var error = 0.0
            var failed = 0
            var row = 0
            for part in parts {
                part.batch.withLock { batch in
                    for index in 0..<batch.count {
                        if let found = try? batch.volatility(at: index) {
                            error = max(error, abs(found / list[row].terms.volatility - 1))
                        } else {
                            failed += 1
                        }
                        row += 1
                    }
                }
            }
            var result = rate("implied_vol", count: list.count, times: times, threads: threads)
            result.details.append(.init("max_relative_error", JSONValue(error)))
            result.details.append(.init("failed", .integer(failed)))
            return result
        }
        return results + [impliedVolatilityCall(Array(list.prefix(100_000)))]
    }

    /// The same, one call for each option.
    private static func impliedVolatilityCall(_ list: [(price: Double, terms: OptionTerms)]) -> BenchmarkResult {
        let times = Stopwatch.passes(shortRuns, threads: 1) { _ in
            var sum = 0.0
            for item in list {
                sum += (try? ImpliedVolatility.european(price: item.price, terms: item.terms)) ?? 0
            }
            precondition(sum.isFinite)
        }
        return rate("implied_vol_call", count: list.count, times: times, threads: 1)
    }

    /// One thread's American options.
    private final class AmericanPart: Sendable {
        let batch: Mutex<AmericanBatch>

        init(_ batch: AmericanBatch) {
            self.batch = Mutex(batch)
        }
    }

    /// American prices in batches, and by single calls.
    ///
    /// - Parameter bound: root mean square error at strike 100 they must keep; 1.2e-4 and 1.2e-5 are those of QuantLib's fast
    ///   and accurate schemes on the same distribution.
    static func american(_ id: String, accuracy: AmericanBatch.Accuracy, bound: Double) throws -> [BenchmarkResult] {
        let terms = OptionSample.american(4000, seed: 2)
        let reference = try terms.map { try AmericanPricing.price($0, accuracy: .exact) }
        func error(_ price: (Int) throws -> Double) throws -> (mean: Double, worst: Double) {
            let errors = try reference.enumerated().map { abs(try price($0.offset) - $0.element) }
            let mean = (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
            guard mean <= bound else { throw BenchmarkFailure("\(id): an error of \(mean) is above \(bound)") }
            return (mean, errors.max() ?? 0)
        }
        var whole = AmericanBatch(terms, accuracy: accuracy)
        whole.evaluate()
        let batchError = try error { try whole.price(at: $0) }
        let results = [1, 2].map { threads in
            let parts = (0..<threads).map { part in
                AmericanPart(
                    AmericanBatch(
                        terms[part * terms.count / threads..<(part + 1) * terms.count / threads], accuracy: accuracy))
            }
            let times = Stopwatch.passes(runs, threads: threads) { part in
                parts[part].batch.withLock { $0.evaluate() }
            }
            var result = rate(id, count: terms.count, times: times, threads: threads)
            result.details += [
                .init("accuracy", .string("\(accuracy)")), .init("rms_error", JSONValue(batchError.mean)),
                .init("max_error", JSONValue(batchError.worst)),
            ]
            return result
        }
        let callError = try error { try AmericanPricing.price(terms[$0], accuracy: .live) }
        let times = Stopwatch.passes(runs, threads: 1) { _ in
            var sum = 0.0
            for item in terms { sum += (try? AmericanPricing.price(item, accuracy: .live)) ?? .nan }
            precondition(sum.isFinite)
        }
        var call = rate(id + "_call", count: terms.count, times: times, threads: 1)
        call.details += [
            .init("accuracy", .string("live")), .init("rms_error", JSONValue(callError.mean)),
            .init("max_error", JSONValue(callError.worst)),
        ]
        return results + [call]
    }

    private static func rate(_ id: String, count: Int, times: [Double], threads: Int) -> BenchmarkResult {
        BenchmarkResult(
            id: id, value: Double(count) / times.median, unit: "options/s", threads: threads, runs: times.count,
            details: [
                .init("options", .integer(count)),
                .init("nanoseconds_each", JSONValue(times.median / Double(count) * 1e9)),
                .init("best", JSONValue(Double(count) / times.quantile(0))),
            ], quickest: times.quantile(0))
    }
}
