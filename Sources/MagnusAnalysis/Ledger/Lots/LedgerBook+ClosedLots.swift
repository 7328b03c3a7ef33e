import MagnusDomain

extension LedgerBook {
    /// Everything that left the book, in the order it did; rows of one closing are its lots, oldest first.
    public var closedLots: [ClosedLot] { closedLots(records.indices) }

    /// Closed lots so far; later ones are added behind.
    public var closedLotCount: Int { records.count }

    /// Closed lots by their place, for reading a long history in parts.
    public func closedLots(_ range: Range<Int>) -> [ClosedLot] {
        var result: [ClosedLot] = []
        result.reserveCapacity(range.count)
        var number = 0
        var previous: Int32 = -1
        for record in records[range.clamped(to: records.indices)] {
            let (opening, closing) = (events[Int(record.opening)], events[Int(record.closing)])
            number = record.closing == previous ? number + 1 : 0
            previous = record.closing
            guard let instrument = closing.instrument else { continue }
            var lot =
                ClosedLot(
                    id: "\(closing.id)#\(number)", account: closing.account, instrument: instrument,
                    quantity: record.quantity, openedAt: record.openedAt,
                    closedAt: Self.closingTime(of: record, closing, instrument),
                    openedBy: opening.id, closedBy: closing.id, openingOrder: opening.orderIdentifier,
                    closingOrder: closing.orderIdentifier, ending: record.ending,
                    openingAmount: record.openingAmount, closingAmount: record.closingAmount,
                    openingFees: record.openingFees, closingFees: record.closingFees,
                    averageCost: record.averageCost, openingPremium: record.openingPremium,
                    closingPremium: record.closingPremium, isCostKnown: record.isCostKnown,
                    isTaxCostKnown: record.isPremiumKnown, isClosingPremiumKnown: record.isClosingPremiumKnown)
            lot.isOpeningDayKnown = opening.kind.tellsAcquisition
            result.append(lot)
        }
        return result
    }

    /// Brokers report an expiration days after it, at times in the next year: it counts on the day the series ended.
    private static func closingTime(
        of record: ClosedLotRecord, _ closing: LedgerEvent, _ instrument: Instrument
    ) -> Instant {
        guard case .option(let contract) = instrument else { return closing.time }
        return max(record.openedAt, endingTime(closing, contract, record.ending))
    }

    static func endingTime(_ closing: LedgerEvent, _ contract: OptionContract, _ ending: LotEnding) -> Instant {
        guard ending == .expired || ending == .cashSettled, closing.time.newYork.date > contract.expiry else {
            return closing.time
        }
        return min(closing.time, contract.expiryInstants().settlement)
    }

    /// The lots held, in order of account, instrument and age.
    public var openLots: [OpenLot] {
        positions.flatMap { position in
            let key = Key(account: position.account, instrument: position.instrument)
            let holding = holdings[key]
            return (holding?.openLots ?? []).map { lot -> OpenLot in
                var open = OpenLot(
                    account: position.account, instrument: position.instrument, quantity: lot.quantity,
                    openedAt: lot.openedAt, openedBy: lot.openedBy, order: lot.group, cost: lot.cost,
                    fees: lot.fees, premium: lot.premium, isCostKnown: lot.isCostKnown,
                    isTaxCostKnown: lot.isCostKnown && lot.isPremiumKnown, stockBasis: holding?.stockBasis(of: lot))
                open.isOpeningDayKnown = event(at: lot.opening)?.kind.tellsAcquisition ?? true
                return open
            }
        }
    }

    /// Cost at the average of everything held in an account, fees included.
    public func averageCost(of account: String) -> Money {
        holdings.values.reduce(.zero) { $0 + ($1.account == account ? $1.averageCost : .zero) }
    }

    /// Cost of fractions of shares that wait for their cash.
    public func fractionCost(of account: String) -> Money {
        fractions.reduce(.zero) { $0 + ($1.key.account == account ? $1.value.cost : .zero) }
    }
}
