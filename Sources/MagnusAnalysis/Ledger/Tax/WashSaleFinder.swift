import MagnusDomain
import MagnusQuant

/// Losses with purchases within 30 days before or after, over all accounts (61 days; IRS Publication 550, "Wash Sales").
///
/// After a loss on shares, the same shares however acquired and calls bought are identical; puts sold are possible. After
/// a loss on an option, the same series is identical, other calls or shares possible. Section 1256 contracts are outside
/// (26 U.S.C. 1256(f)(5)). The purchase of the lot that was sold is no replacement.
public enum WashSaleFinder {
    private struct Purchase {
        var event: LedgerEvent
        var instrument: Instrument
        var date: CalendarDate
        var shares: Int64
    }

    /// - Parameter retirement: Names of retirement accounts: their losses are none for tax, their purchases count.
    public static func candidates(_ book: LedgerBook, retirement: Set<String> = []) -> [WashSaleCandidate] {
        var purchases: [String: [Purchase]] = [:]
        let opened = openedQuantities(book.allEvents)
        for event in book.allEvents {
            guard let instrument = event.instrument, let quantity = opened[event.id], quantity != 0,
                !isSection1256(instrument), let shares = shares(instrument, quantity)
            else { continue }
            purchases[instrument.underlying, default: []].append(
                Purchase(event: event, instrument: instrument, date: event.time.newYork.date, shares: shares))
        }
        var result: [WashSaleCandidate] = []
        for lot in book.closedLots {
            guard !retirement.contains(lot.account), lot.taxProfit < .zero, lot.isCostKnown, !lot.quantity.isZero,
                !isSection1256(lot.instrument),
                let shares = shares(lot.instrument, lot.quantity.millionths)
            else { continue }
            let list = purchases[lot.instrument.underlying] ?? []
            let found = replacements(of: lot, in: list, retirement)
            guard !found.isEmpty else { continue }
            result.append(
                WashSaleCandidate(
                    lot: lot.id, account: lot.account, instrument: lot.instrument, date: lot.closedOn,
                    shares: Quantity(millionths: Int64(clamping: shares.magnitude)), loss: lot.taxProfit,
                    replacements: found))
        }
        return result
    }

    private static func replacements(
        of lot: ClosedLot, in list: [Purchase], _ retirement: Set<String>
    ) -> [WashSaleReplacement] {
        let date = lot.closedOn
        var low = 0
        var high = list.count
        while low < high {
            let middle = (low + high) / 2
            if list[middle].date.days(since: date) < -30 { low = middle + 1 } else { high = middle }
        }
        var result: [WashSaleReplacement] = []
        while low < list.count, list[low].date.days(since: date) <= 30 {
            let purchase = list[low]
            low += 1
            guard purchase.event.id != lot.openedBy, let likeness = likeness(lot, purchase) else { continue }
            // A purchase before the sale counts only while it is not what was sold with it.
            result.append(
                WashSaleReplacement(
                    event: purchase.event.id, account: purchase.event.account, date: purchase.date,
                    instrument: purchase.instrument,
                    shares: Quantity(millionths: Int64(clamping: purchase.shares.magnitude)), likeness: likeness,
                    isRetirement: retirement.contains(purchase.event.account)))
        }
        return result
    }

    private static func likeness(_ lot: ClosedLot, _ purchase: Purchase) -> WashSaleReplacement.Likeness? {
        let isBought = purchase.shares > 0
        switch (lot.instrument, purchase.instrument) {
        case (.stock(let sold), .stock(let bought)):
            guard sold == bought else { return nil }
            // A loss on shares sold short is washed by selling short again.
            return lot.isShort != isBought ? .identical : nil
        case (.stock, .option(let contract)):
            guard !lot.isShort else { return nil }
            if contract.right == .call { return isBought ? .identical : nil }
            return isBought ? nil : .possible
        case (.option(let sold), .option(let bought)):
            guard lot.isShort != isBought else { return nil }
            if sold == bought { return .identical }
            return sold.right == bought.right ? .possible : nil
        case (.option(let sold), .stock):
            let wasBullish = (sold.right == .call) != lot.isShort
            return wasBullish == isBought ? .possible : nil
        }
    }

    /// What each event opened, signed millionths.
    private static func openedQuantities(_ events: [LedgerEvent]) -> [String: Int64] {
        var result: [String: Int64] = [:]
        for trade in TradeBlotter(events, mergesFills: false).trades {
            for leg in trade.legs where !leg.opened.isZero {
                for event in leg.events { result[event] = leg.opened.millionths }
            }
        }
        return result
    }

    static func isSection1256(_ instrument: Instrument) -> Bool {
        if case .option(let contract) = instrument { contract.settlement != .physical } else { false }
    }

    /// Shares that a quantity stands for, signed as it was bought or sold.
    private static func shares(_ instrument: Instrument, _ millionths: Int64) -> Int64? {
        guard case .option(let contract) = instrument else { return millionths }
        let count: Int
        switch contract.deliverable {
        case .shares(let shares): count = shares
        case .adjusted(let shares, _, _): count = shares
        case .cash, .unknown: return nil
        }
        let (product, overflow) = millionths.multipliedReportingOverflow(by: Int64(count))
        return overflow ? nil : product
    }
}
