import MagnusDomain

/// The underlyings of the simulated world, in display order.
///
/// Real tickers with invented figures: the spots, volatilities and events of the paper account are those of its
/// specification; the rest is made to look likely beside them. `premium` is the documented, hidden advantage of selling:
/// the share of implied volatility that the paths do not realise. The null world has none.
enum SecurityCatalogue {
    static let all: [SimulatedSecurity] = indicesAndTechnology + otherSectors

    static let symbols: [String] = all.map(\.symbol)

    static let indexBySymbol: [String: Int] = Dictionary(
        symbols.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
}
