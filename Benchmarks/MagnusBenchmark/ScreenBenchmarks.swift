import Dispatch
import Glibc
import MagnusDesk
import MagnusTerminal
import Synchronization

/// Figures of the screen under load, measured at the far end of a pseudo terminal.
enum ScreenBenchmarks {
    /// Keys that move, page, change the pane and come back.
    static let keys = ["j", "j", "j", "k", "\t", "j", "\u{1B}[B", "\u{1B}[A", "\u{1B}[6~", "\u{1B}[5~", "G", "k", "1"]

    /// State shared with the terminal's thread.
    private final class Session: Sendable {
        let isOver = Mutex(false)
        let arrivals = Mutex<[PseudoTerminal.Arrival]>([])
        let done = DispatchSemaphore(value: 0)
    }

    /// Milliseconds from a key typed at a terminal until the terminal has read the frame that shows it, while quotes arrive
    /// for a whole book.
    static func keyToScreen(_ options: BenchmarkOptions) async throws -> BenchmarkResult {
        let load = try LoadRun(positions: options.positions, quotesPerSecond: options.quotesPerSecond)
        let terminal = try PseudoTerminal(columns: 200, rows: 60)
        let screen = try await BenchmarkScreen(terminal: terminal)
        let session = Session()
        Thread.start {
            let arrivals = terminal.drain { session.isOver.withLock { $0 } }
            session.arrivals.withLock { $0 = arrivals }
            session.done.signal()
        }
        await screen.start()
        try await load.engine.open()
        let reader = Task {
            for await snapshot in await load.engine.snapshots() { screen.put(snapshot) }
        }
        _ = try await load.rounds(seconds: 2)
        async let rounds = load.rounds(seconds: options.seconds)
        var typed: [Double] = []
        var sample = OptionSample(seed: 11)
        let start = Stopwatch.now()
        while Stopwatch.now() - start < options.seconds {
            typed.append(Stopwatch.now())
            terminal.type(Array(keys[typed.count % keys.count].utf8))
            // Uneven, so that keys fall anywhere between rounds and frames.
            try await Task.sleep(for: .milliseconds(Int64(sample.uniform(20, 60))))
        }
        let done = try await rounds
        try await Task.sleep(for: .milliseconds(300))
        let screenResults = await screen.results
        await screen.stop()
        reader.cancel()
        session.isOver.withLock { $0 = true }
        await wait(for: session)
        await load.close()
        let arrivals = session.arrivals.withLock { $0 }
        guard screenResults.marks.count == typed.count else {
            throw BenchmarkFailure("\(typed.count) keys were typed, \(screenResults.marks.count) arrived")
        }
        var latencies: [Double] = []
        var position = 0
        for (time, mark) in zip(typed, screenResults.marks) {
            guard let mark else { continue }
            while position < arrivals.count, arrivals[position].bytes < mark { position += 1 }
            guard position < arrivals.count else { throw BenchmarkFailure("a frame never reached the terminal") }
            latencies.append((arrivals[position].time - time) * 1000)
        }
        latencies.sort()
        return BenchmarkResult(
            id: "key_to_screen", value: latencies.quantile(0.99), unit: "ms", threads: 2, runs: latencies.count,
            details: [
                .init("p50", JSONValue(latencies.median)), .init("p95", JSONValue(latencies.quantile(0.95))),
                .init("maximum", JSONValue(latencies.last)), .init("positions", .integer(load.book.contracts.count)),
                .init("snapshot_frames", .integer(screenResults.snapshots)),
                .init("frame_p50_ms", JSONValue(screenResults.frameSeconds.median * 1000)),
                .init("frame_p99_ms", JSONValue(screenResults.frameSeconds.quantile(0.99) * 1000)),
                .init("key_frame_p50_ms", JSONValue(screenResults.keySeconds.median * 1000)),
                .init("key_frame_p99_ms", JSONValue(screenResults.keySeconds.quantile(0.99) * 1000)),
            ] + done.details)
    }

    /// Resident megabytes of the engine, its store and the screen under the same load, at the end.
    static func memory(_ options: BenchmarkOptions) async throws -> BenchmarkResult {
        let load = try LoadRun(positions: options.positions, quotesPerSecond: options.quotesPerSecond)
        let terminal = try PseudoTerminal(columns: 200, rows: 60)
        let screen = try await BenchmarkScreen(terminal: terminal)
        let session = Session()
        Thread.start {
            _ = terminal.drain { session.isOver.withLock { $0 } }
            session.done.signal()
        }
        await screen.start()
        try await load.engine.open()
        let reader = Task {
            for await snapshot in await load.engine.snapshots() { screen.put(snapshot) }
        }
        // The assistant, whose model is part of the program, and the first scan.
        _ = await load.engine.perform(.ask(text: "what is my theta?", context: AskContext()))
        var samples: [Double] = []
        var rounds = LoadRun.Rounds()
        let processor = Stopwatch.processorSeconds()
        let parts = 20
        for _ in 0..<parts {
            let part = try await load.rounds(seconds: options.seconds / Double(parts))
            rounds.seconds += part.seconds
            rounds.late += part.late
            rounds.quotes += part.quotes
            rounds.elapsed += part.elapsed
            samples.append(try residentMegabytes())
        }
        let used = Stopwatch.processorSeconds() - processor
        await screen.stop()
        reader.cancel()
        session.isOver.withLock { $0 = true }
        await wait(for: session)
        await load.close()
        // The first quarter fills caches.
        let settled = Array(samples[(parts / 4)...])
        let growth = (settled.last ?? .nan) - (settled.first ?? .nan)
        return BenchmarkResult(
            id: "memory", value: samples.last ?? .nan, unit: "MB", threads: 2, runs: 1,
            details: [
                .init("maximum", JSONValue(samples.max())), .init("growth_mb", JSONValue(growth)),
                .init("growth_seconds", JSONValue(options.seconds * 0.75)),
                .init("seconds", JSONValue(options.seconds)),
                .init("samples_mb", .array(samples.map { JSONValue(($0 * 10).rounded() / 10) })),
                .init("processor_fraction", JSONValue(used / rounds.elapsed)),
                .init("positions", .integer(load.book.contracts.count)),
            ] + rounds.details)
    }

    /// Bytes that a frame with one changed cell costs: the worst of many cells of a real frame.
    static func bytesPerCell(_ options: BenchmarkOptions) async throws -> BenchmarkResult {
        let load = try LoadRun(positions: 100, quotesPerSecond: 1000)
        let terminal = try PseudoTerminal(columns: 200, rows: 60)
        let session = Session()
        Thread.start {
            _ = terminal.drain { session.isOver.withLock { $0 } }
            session.done.signal()
        }
        try await load.engine.open()
        let snapshot = await load.engine.snapshot
        let screen = try await BenchmarkScreen(terminal: terminal)
        await screen.start()
        if let snapshot { screen.put(snapshot) }
        let counts = try await cellBytes(screen)
        await screen.stop()
        session.isOver.withLock { $0 = true }
        await wait(for: session)
        await load.close()
        return BenchmarkResult(
            id: "bytes_cell", value: counts.last ?? .nan, unit: "bytes", runs: counts.count,
            details: [.init("p50", JSONValue(counts.median))])
    }

    @UIActor
    private static func cellBytes(_ screen: BenchmarkScreen) async throws -> [Double] {
        let base = screen.surface()
        var sample = OptionSample(seed: 5)
        var counts: [Double] = []
        for _ in 0..<300 {
            let column = Int(sample.uniform(0, Double(base.columns)))
            let row = Int(sample.uniform(0, Double(base.rows)))
            guard base[column, row].width == 1 else { continue }
            var changed = base
            changed.put(
                base[column, row].cluster == "7" ? "8" : "7", column: column, row: row, style: base[column, row].style)
            for surface in [base, changed] {
                var outcome = screen.backend.present(surface, cursor: nil)
                // The terminal may still be reading.
                while outcome == .deferred {
                    try await Task.sleep(for: .milliseconds(2))
                    outcome = screen.backend.present(surface, cursor: nil)
                }
                if surface == changed, case .written(let bytes) = outcome { counts.append(Double(bytes)) }
            }
        }
        return counts.sorted()
    }

    private static func wait(for session: Session) async {
        await withCheckedContinuation { continuation in
            Thread.start {
                session.done.wait()
                continuation.resume()
            }
        }
    }

    private static func residentMegabytes() throws -> Double {
        guard let file = fopen("/proc/self/statm", "r") else { throw BenchmarkFailure("no /proc/self/statm") }
        defer { fclose(file) }
        var buffer = [CChar](repeating: 0, count: 256)
        guard fgets(&buffer, Int32(buffer.count), file) != nil else {
            throw BenchmarkFailure("/proc/self/statm is empty")
        }
        let text = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let words = text.split(separator: " ")
        guard words.count > 1, let pages = Double(words[1]) else { throw BenchmarkFailure("/proc/self/statm: \(text)") }
        return pages * Double(sysconf(Int32(_SC_PAGESIZE))) / 1_048_576
    }
}

/// A thread that may block.
enum Thread {
    static func start(_ body: @escaping @Sendable () -> Void) {
        DispatchQueue(label: "magnus.benchmark.terminal", qos: .userInteractive).async(execute: body)
    }
}
