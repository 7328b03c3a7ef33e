import MagnusDomain

extension LedgerBook {
    /// Seconds within which the legs of one order are filled: brokers fill them together.
    private static let orderSpan = 10.0

    /// Whether the result of an option belongs to the shares it stood against, and so to their wheel basis (trader.md
    /// section 3 item 8, domain.md section 4 "wheel accounting").
    ///
    /// A call does that was sold alone, or with a short put: it was sold against the shares. A collar, calls sold and puts
    /// bought in one order, stands against them with both its legs, since its premium is the net of the order. A call of an
    /// order that buys a call too, or trades puts both ways, is covered by that order and has its own result: a spread,
    /// diagonal, condor or butterfly. A put bought by itself is an insurance with its own result.
    /// - Parameter place: of the event that opened it.
    func standsAgainstShares(_ contract: OptionContract, openedAt place: Int) -> Bool {
        let shape = CoverShape(opened(with: place).compactMap { self.event(at: $0) })
        return contract.right == .call ? shape.sellsCallsAlone || shape.isCollar : shape.isCollar
    }

    /// The result of what left a holding of options goes to the shares it stood against.
    /// - Parameter range: of the closed lots.
    mutating func countAgainstShares(
        _ range: Range<Int>, _ contract: OptionContract, event: LedgerEvent, ending: LotEnding
    ) {
        let shares = Key(account: event.account, instrument: .stock(symbol: contract.underlying))
        guard let held = holdings[shares]?.quantity, held > .zero else { return }
        // What takes shares away, or sends them off, goes with them.
        guard event.kind != (contract.right == .call ? .assignment : .exercise) else { return }
        for record in range.map({ records[$0] })
        where record.isCostKnown && record.quantity.isShort == (contract.right == .call)
            && standsAgainstShares(contract, openedAt: Int(record.opening))
        {
            let opened = self.event(at: Int(record.opening))?.time
            let ended = Self.endingTime(event, contract, ending)
            holdings[shares]?.addCover(profit: record.profit, openedAt: opened, endedAt: ended)
        }
    }

    /// Places of the options that were opened with one, itself included: by the same order, or where no order is stated by
    /// the same moment and a shape that has a name.
    private func opened(with place: Int) -> [Int] {
        guard let own = event(at: place) else { return [place] }
        var found: [Int] = []
        let middle = Self.lowerBound(optionOpenings, Int32(clamping: place))
        for index in optionOpenings[middle...].indices {
            guard let other = event(at: Int(optionOpenings[index])), Self.isNear(other, own) else { break }
            if Self.isTogether(other, own) { found.append(Int(optionOpenings[index])) }
        }
        for index in optionOpenings[..<middle].indices.reversed() {
            guard let other = event(at: Int(optionOpenings[index])), Self.isNear(other, own) else { break }
            if Self.isTogether(other, own) { found.append(Int(optionOpenings[index])) }
        }
        guard found.count > 1, own.orderIdentifier == nil else { return found.isEmpty ? [place] : found.sorted() }
        var fills: [TradeGrouping.Fill] = []
        for member in found.sorted() {
            guard let other = event(at: member), let instrument = other.instrument else { continue }
            fills.append(
                TradeGrouping.Fill(
                    event: other, instrument: instrument, opened: other.quantity, closes: nil, shares: .max))
        }
        let group = TradeGrouping(fills).groups.first { $0.contains { $0.event.id == own.id } } ?? []
        let names = Set(group.map(\.event.id))
        return found.filter { member in event(at: member).map { names.contains($0.id) } ?? false }.sorted()
    }

    private static func isNear(_ event: LedgerEvent, _ other: LedgerEvent) -> Bool {
        abs(event.time.seconds(since: other.time)) <= orderSpan
    }

    private static func isTogether(_ event: LedgerEvent, _ other: LedgerEvent) -> Bool {
        guard event.account == other.account, event.underlying == other.underlying,
            event.orderIdentifier == other.orderIdentifier
        else { return false }
        return event.orderIdentifier != nil || event.time.secondsSinceEpoch == other.time.secondsSinceEpoch
    }

    private static func lowerBound(_ places: [Int32], _ place: Int32) -> Int {
        var (low, high) = (0, places.count)
        while low < high {
            let middle = (low + high) / 2
            if places[middle] < place { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// What an order opened in options, as far as it matters to the shares it may stand against.
struct CoverShape {
    private var soldCalls = false
    private var boughtCalls = false
    private var soldPuts = false
    private var boughtPuts = false

    init(_ opened: some Sequence<(instrument: Instrument, quantity: Quantity)>) {
        for (instrument, quantity) in opened {
            guard case .option(let contract) = instrument else { continue }
            switch (contract.right, quantity.isShort) {
            case (.call, true): soldCalls = true
            case (.call, false): boughtCalls = true
            case (.put, true): soldPuts = true
            case (.put, false): boughtPuts = true
            }
        }
    }

    init(_ events: [LedgerEvent]) {
        self.init(events.compactMap { event in event.instrument.map { (instrument: $0, quantity: event.quantity) } })
    }

    /// Calls sold, and nothing bought.
    var sellsCallsAlone: Bool { soldCalls && !boughtCalls && !boughtPuts }

    /// Options sold, and none bought.
    var sellsAlone: Bool { (soldCalls || soldPuts) && !boughtCalls && !boughtPuts }

    /// Calls sold and puts bought, and nothing else.
    var isCollar: Bool { soldCalls && boughtPuts && !boughtCalls && !soldPuts }
}
