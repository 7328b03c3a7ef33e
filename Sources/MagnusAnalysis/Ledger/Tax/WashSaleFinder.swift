import MagnusDomain
import MagnusQuant

/// Losses with purchases within 30 days before or after, over all accounts (61 days; IRS Publication 550, "Wash Sales").
///
/// After a loss on shares, the same shares however acquired and calls bought are identical; puts sold are possible. After
/// a loss on an option, the same series is identical, other calls or shares possible. Section 1256 contracts are outside
/// (26 U.S.C. 1256(f)(5)).
///
/// No replacement is what was bought together with the lot (Rev. Rul. 56-602), and what left the book before the loss or in
/// the same sale. The shares bought are matched with those sold in the order in which they were bought, each of them once
/// (26 CFR 1.1091-1(c) to (e)).
public enum WashSaleFinder {
    /// - Parameter retirement: Names of retirement accounts: their losses are none for tax, their purchases count.
    public static func candidates(_ book: LedgerBook, retirement: Set<String> = []) -> [WashSaleCandidate] {
        var history = WashSaleHistory(book)
        var result: [WashSaleCandidate] = []
        for lot in book.closedLots {
            guard !retirement.contains(lot.account), lot.taxProfit < .zero, lot.isCostKnown, !lot.quantity.isZero,
                !isSection1256(lot.instrument),
                let shares = shares(lot.instrument, lot.quantity.millionths)
            else { continue }
            let found = replacements(of: lot, shares.magnitude, in: &history, retirement)
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
        of lot: ClosedLot, _ shares: UInt64, in history: inout WashSaleHistory, _ retirement: Set<String>
    ) -> [WashSaleReplacement] {
        let (opening, sale) = history.sides(of: lot)
        var missing = shares
        var result: [WashSaleReplacement] = []
        history.change(lot.instrument.underlying, around: lot.closedOn) { purchase in
            guard let likeness = likeness(lot, purchase), purchase.event.id != lot.openedBy,
                !purchase.isOneOrder(with: opening), likeness == .possible || missing > 0
            else { return }
            var left = purchase.left(after: sale)
            if likeness == .identical {
                left = min(left, purchase.unmatched, missing)
                missing -= left
                purchase.matched += left
            }
            guard left > 0 else { return }
            result.append(
                WashSaleReplacement(
                    event: purchase.event.id, account: purchase.event.account, date: purchase.date,
                    instrument: purchase.instrument, shares: Quantity(millionths: Int64(clamping: left)),
                    likeness: likeness, isRetirement: retirement.contains(purchase.event.account)))
        }
        return result
    }

    private static func likeness(
        _ lot: ClosedLot, _ purchase: WashSaleHistory.Purchase
    ) -> WashSaleReplacement.Likeness? {
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
    static func openedQuantities(_ events: [LedgerEvent]) -> [String: Int64] {
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
    static func shares(_ instrument: Instrument, _ millionths: Int64) -> Int64? {
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
