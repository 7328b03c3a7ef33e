import MagnusConnectors
import MagnusDomain
import MagnusSimulation

/// Turns recorded folders into what a replay runs on.
enum RecordingLoader {
    /// - Throws: ``CommandFailure`` naming the folder and what to do.
    static func load(_ folders: [String]) throws -> [Recording] {
        let loaded: RecordingLoad
        do throws(RecordingError) {
            loaded = try RecordingFolders.load(folders)
        } catch {
            if case .notFound = error {
                throw CommandFailure(.notFound, code: "no_recording", error.message, hint: error.hint)
            }
            throw CommandFailure(.failed, code: "no_recording", error.message, hint: error.hint)
        }
        return loaded.series.map { series in
            Recording(
                instrument: series.instrument,
                quotes: series.quotes.map {
                    Recording.QuoteBar(
                        end: $0.end, bid: $0.bid, ask: $0.ask, bidSize: $0.bidSize, askSize: $0.askSize)
                },
                trades: series.trades.map {
                    Recording.TradeBar(
                        end: $0.end, open: $0.open, high: $0.high, low: $0.low, close: $0.close, volume: $0.volume)
                },
                openInterest: series.openInterest.map {
                    Recording.OpenInterest(time: $0.time, contracts: $0.contracts)
                },
                dailyBars: series.dailyBars)
        }
    }
}
