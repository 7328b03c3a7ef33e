import MagnusAnalysis
import MagnusDesk
import MagnusDomain

/// What has to be looked at before a day's trading.
extension Engine {
    /// In session a broker that is read live and said nothing for so long is silent (trader.md section 2).
    private static let silentSeconds = 300.0

    /// The card for the screen.
    public func todayAnswer() async -> TodayAnswer {
        let account = selectedAccount
        let card = await today()
        // Another account was chosen meanwhile: some of it may be of that one.
        guard selectedAccount == account, card?.account == account else {
            return TodayAnswer(account: account, card: nil)
        }
        return TodayAnswer(account: account, card: card)
    }

    /// The card of the selected accounts.
    /// - Returns: nil while no book of them has been valued.
    public func today() async -> TodayCard? {
        guard let book, Set(book.accounts.map(\.account.name)) == Set(keeper.selected) else { return nil }
        let settings = configuration.book
        let now = book.asOf
        let events = keeper.events(ofLastDays: 8, now: now)
        let orders = keeper.workingOrders
        let sources = todaySources(book)
        let market = market
        let request = ExpiryRequest(deadlineDays: TodayWork.deadlineDays(settings))
        guard let board = await expiry(request) else { return nil }
        return TodayWork(
            book: book, market: market, board: board, events: events, orders: orders, sources: sources,
            settings: settings
        ).card
    }

    private func todaySources(_ book: BookValuation) -> [TodaySource] {
        let now = book.asOf
        let status = feed(now: now)
        var words = status.problem ?? (world.market == nil ? "no market data source is connected" : "quotes")
        if world.kind == .delayed { words += ", delayed" }
        let market = TodaySource(
            name: status.name, isHealthy: status.isHealthy && world.market != nil && world.kind != .delayed,
            ageSeconds: status.dataAgeSeconds, text: words)
        let isOpen = isInSession(now: now)
        return [market]
            + book.accounts.map { account in
                let isOld = account.ageSeconds.map { $0 > Self.silentSeconds } ?? true
                let isSilent = isOpen && account.account.kind == .live && isOld
                let kind =
                    switch account.account.kind {
                    case .paper: "simulated broker"
                    case .imported: "read from files: nothing comes by itself"
                    case .live: isSilent ? "the broker is silent" : "read from the broker"
                    }
                return TodaySource(
                    name: account.account.name, isHealthy: !isSilent, ageSeconds: account.ageSeconds,
                    text: "\(kind) (\(account.source))")
            }
    }
}
