import MagnusAnalysis
import MagnusDesk
import MagnusDomain

/// The market view of the screen.
extension Engine {
    /// Regime of the benchmark, correlations and sectors of the shown book; a part that cannot be had says why.
    public func marketAnswer() async -> MarketAnswer {
        let account = selectedAccount
        guard let book, Set(book.accounts.map(\.account.name)) == Set(keeper.selected) else {
            return MarketAnswer(account: account, report: nil)
        }
        guard world.market != nil else {
            return MarketAnswer(account: account, report: nil, refusal: "No market data source is connected.")
        }
        let now = world.clock.now()
        var report = MarketReport(
            regime: nil, correlation: nil, sectors: nil,
            lastSession: market.calendar.previousSession(before: now.newYork.date), asOf: now)
        do throws(MarketDataError) {
            report.regime = try await regime()
        } catch {
            report.regimeRefusal = Self.pastRefusal(of: world.benchmark, error)
        }
        do throws(MarketDataError) {
            report.correlation = try await correlation()
        } catch {
            report.correlationRefusal = Self.pastRefusal(of: world.benchmark, error)
        }
        do throws(MarketDataError) {
            report.sectors = try await sectors()
        } catch {
            report.sectorsRefusal = Self.pastRefusal(of: world.benchmark, error)
        }
        // Another account was chosen meanwhile: some of it may be of that one.
        guard selectedAccount == account else { return MarketAnswer(account: account, report: nil) }
        return MarketAnswer(account: account, report: report)
    }

    static func pastRefusal(of symbol: String, _ error: MarketDataError) -> String {
        error == .unsupported ? "\(symbol): the source keeps no past sessions." : refusal(of: symbol, error)
    }
}
