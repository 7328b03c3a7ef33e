import Glibc
import MagnusDomain
import MagnusQuant

extension PinnedSmile {
    /// Points to add to the surface at a strike: linear between pins, fading beyond them.
    func correction(logStrike: Double) -> Double {
        guard let first = pins.first, let last = pins.last else { return 0 }
        if logStrike <= first.logStrike { return first.volatility * fading(first.logStrike - logStrike) }
        if logStrike >= last.logStrike { return last.volatility * fading(logStrike - last.logStrike) }
        for (left, right) in zip(pins, pins.dropFirst()) where logStrike <= right.logStrike {
            let share = (logStrike - left.logStrike) / max(1e-9, right.logStrike - left.logStrike)
            return left.volatility + share * (right.volatility - left.volatility)
        }
        return 0
    }

    private func fading(_ distance: Double) -> Double {
        exp(-(distance / width) * (distance / width))
    }

    func pin(strikeThousandths: Int, right: OptionRight) -> Pin? {
        pins.first { $0.quote.strike == strikeThousandths && $0.quote.right == right }
    }

    /// Solves the corrections so that at the anchor every anchor quote is met.
    static func all(events: [SecurityEvents]) -> [PinnedSmile] {
        var result: [PinnedSmile] = []
        var groups: [String: [AnchorQuote]] = [:]
        for quote in AnchorQuote.all {
            groups["\(quote.root) \(quote.expiry.daysSinceEpoch)", default: []].append(quote)
        }
        for key in groups.keys.sorted() {
            guard
                let quotes = groups[key]?.sorted(by: { ($0.strike, $0.right.rawValue) < ($1.strike, $1.right.rawValue) }
                ),
                let first = quotes.first,
                let contract = try? OptionContract.standard(
                    root: first.root, expiry: first.expiry, right: first.right, strikeThousandths: first.strike),
                let index = SecurityCatalogue.indexBySymbol[contract.underlying]
            else { continue }
            let security = SecurityCatalogue.all[index]
            let settlement = Int(contract.expiryInstants().settlement.secondsSinceEpoch)
            let slice = ExpirySlice(
                security: security, events: events[index], spot: security.spot, second: SimulatedWorld.anchorSecond,
                settlement: settlement,
                surface: VolatilitySurface(security: security, level: security.volatility, skewMultiple: 1))
            let pins = quotes.map { quote in
                let strike = Double(quote.strike) / 1000
                let model = slice.pricer.price(
                    quote.right, strike: strike, volatility: quote.volatility, style: contract.style)
                return Pin(
                    quote: quote, volatility: quote.volatility - slice.volatility(strike: strike),
                    price: quote.middle - model, logStrike: log(strike))
            }
            result.append(
                PinnedSmile(
                    root: first.root, expiry: first.expiry, pins: pins,
                    width: max(0.004, 0.8 * slice.totalVariance.squareRoot()),
                    life: Double(settlement - SimulatedWorld.anchorSecond)))
        }
        return result
    }
}

/// What all contracts of one expiry share at one moment.
struct ExpirySlice {
    let pricer: FastOptionPrice
    let surface: VolatilitySurface
    /// At the money, with events.
    let totalVariance: Double

    init(
        security: SimulatedSecurity, events: SecurityEvents, spot: Double, second: Int, settlement: Int,
        surface: VolatilitySurface
    ) {
        let years = max(0, Double(settlement - second)) / (365 * 86_400)
        var dividends: [CashDividend] = []
        for dividend in events.dividends {
            // Cheap test first: whole days from the epoch.
            let day = dividend.exDate.daysSinceEpoch * 86_400
            guard day + 86_400 > second, day < settlement else { continue }
            let ex = Int(NewYorkTime.instant(on: dividend.exDate, hour: 9, minute: 30).secondsSinceEpoch)
            guard ex > second, ex <= settlement else { continue }
            dividends.append(CashDividend(years: Double(ex - second) / (365 * 86_400), amount: dividend.amount))
        }
        pricer = FastOptionPrice(
            spot: spot, years: years, rate: SimulatedWorld.rate, yield: security.borrow, dividends: dividends)
        self.surface = surface
        let base = surface.base(years: years)
        let announcements =
            events.announcementVariance == 0 ? 0 : events.announcementCount(after: second, through: settlement)
        totalVariance = max(1e-12, base * base * years + Double(announcements) * events.announcementVariance)
    }

    func volatility(strike: Double) -> Double {
        guard pricer.years > 0 else { return surface.level }
        return surface.volatility(
            totalVariance: totalVariance, years: pricer.years, logMoneyness: log(strike / pricer.forward))
    }
}
