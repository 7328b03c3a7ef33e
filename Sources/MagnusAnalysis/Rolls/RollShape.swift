import MagnusDomain

/// Which legs of a row move in a roll, and which stay.
public struct RollShape: Sendable, Hashable {
    public let form: RollReport.Form
    /// What is closed and opened anew, the short leg first.
    let moving: [PositionValuation]
    /// The shares of a covered call, the long leg of a calendar.
    let staying: [PositionValuation]

    /// - Throws: ``RollRefusal`` where the row has no short option, more than one, or legs that do not roll as one.
    public init(_ row: StrategyValuation) throws(RollRefusal) {
        let options = row.legs.filter { Self.contract($0) != nil }
        let others = row.legs.filter { Self.contract($0) == nil }
        guard !options.isEmpty else { throw .sharesOnly }
        guard !options.contains(where: { Self.contract($0)?.isAdjusted == true }) else { throw .adjusted }
        let shorts = options.filter(\.position.quantity.isShort)
        let longs = options.filter { !$0.position.quantity.isShort }
        guard let short = shorts.first, let contract = Self.contract(short) else { throw .longOnly }
        guard shorts.count == 1 else { throw .severalShorts(row.kind) }
        guard short.state == .open else { throw .ended }
        guard let long = longs.first else {
            guard others.isEmpty || row.kind == .coveredCall else { throw .unsupported(row.kind) }
            self.init(form: others.isEmpty ? .shortOption : .coveredCall, moving: [short], staying: others)
            return
        }
        guard longs.count == 1, others.isEmpty, let cover = Self.contract(long), cover.right == contract.right else {
            throw .unsupported(row.kind)
        }
        guard long.position.quantity.magnitude == short.position.quantity.magnitude else { throw .unevenLegs }
        if cover.expiry > contract.expiry {
            self.init(form: .calendar, moving: [short], staying: [long])
            return
        }
        // A long leg that ends first covers nothing afterwards.
        guard cover.expiry == contract.expiry, cover.root == contract.root else { throw .unsupported(row.kind) }
        let isCredit =
            contract.right == .put
            ? cover.strikeThousandths < contract.strikeThousandths
            : cover.strikeThousandths > contract.strikeThousandths
        guard isCredit else { throw .debitSpread }
        guard long.state == .open else { throw .ended }
        self.init(form: .creditSpread, moving: [short, long], staying: [])
    }

    private init(form: RollReport.Form, moving: [PositionValuation], staying: [PositionValuation]) {
        self.form = form
        self.moving = moving
        self.staying = staying
    }

    static func contract(_ leg: PositionValuation) -> OptionContract? {
        guard case .option(let contract) = leg.position.instrument else { return nil }
        return contract
    }

    /// The contract of the short leg; nil never happens, for ``moving`` begins with it.
    var short: OptionContract? { moving.first.flatMap(Self.contract) }

    /// Whether the short leg ends in money and not in shares.
    public var settlesInCash: Bool { short.map { $0.settlement != .physical } ?? false }

    /// What happens where nothing is rolled and the short option ends in the money: needs no quote.
    /// - Parameter maximumLoss: of the row, dollars, positive.
    public func alternative(maximumLoss: Figure) -> RollReport.Alternative {
        if form == .creditSpread { return .keepSpread(maximumLoss: maximumLoss) }
        guard let short, short.settlement == .physical, let leg = moving.first else { return .settleInCash }
        let count = leg.position.quantity.magnitude.value * Double(leg.deliveredShares ?? short.multiplier)
        let premium = Figure(leg.position.averagePrice, else: .noBasis)
        let strike = short.strike
        if short.right == .put {
            return .takeShares(count: count, price: strike, basis: premium.map { strike - $0 })
        }
        let proceeds = premium.map { strike + $0 }
        return form == .coveredCall
            ? .deliverShares(count: count, price: strike, proceeds: proceeds)
            : .sellShort(count: count, price: strike, proceeds: proceeds)
    }
}
