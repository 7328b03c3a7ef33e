import Glibc
import MagnusDesk
import MagnusEngine

/// Measures inside one process what `Scripts/benchmark` cannot measure from outside. Prints one JSON array.
@main
enum MagnusBenchmark {
    static func main() async {
        // As the program itself.
        ProcessHeap.share(heaps: 2)
        do {
            let options = try BenchmarkOptions(Array(CommandLine.arguments.dropFirst()))
            var results: [BenchmarkResult] = []
            for id in options.identifiers { results += try await measure(id, options) }
            print(JSONValue.array(BenchmarkResult.withScaling(results).map(\.json)).text)
        } catch {
            let line = "magnus-benchmark: \(error)\n"
            _ = line.withCString { write(STDERR_FILENO, $0, strlen($0)) }
            exit(1)
        }
    }

    private static func measure(_ id: String, _ options: BenchmarkOptions) async throws -> [BenchmarkResult] {
        switch id {
        case "european_greeks": try PricingBenchmarks.europeanGreeks()
        case "implied_vol": try PricingBenchmarks.impliedVolatility()
        case "american_rms4": try PricingBenchmarks.american(id, accuracy: .fast, bound: 1.2e-4)
        case "american_rms5": try PricingBenchmarks.american(id, accuracy: .fine, bound: 1.2e-5)
        case "book_grid": try GridBenchmarks.book()
        case "mc_terminal": try SimulationBenchmarks.terminal()
        case "mc_path": try SimulationBenchmarks.path()
        case "quote_update": [try BookBenchmarks.quoteUpdate(options)]
        case "scan": [try await ScanBenchmarks.world()]
        case "scan_wide": try await ScanBenchmarks.wide()
        case "ask": [try await BookBenchmarks.ask()]
        case "key_to_screen": [try await ScreenBenchmarks.keyToScreen(options)]
        case "memory": [try await ScreenBenchmarks.memory(options)]
        case "bytes_cell": [try await ScreenBenchmarks.bytesPerCell(options)]
        default: throw BenchmarkFailure("\(id): not measured here")
        }
    }
}
