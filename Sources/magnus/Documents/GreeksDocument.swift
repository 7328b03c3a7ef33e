import MagnusDesk
import MagnusDomain

/// `magnus greeks`: the book's Greeks by one key, with the total.
enum GreeksDocument {
    /// Words of `--by`.
    enum Grouping: String, Sendable, Hashable, CaseIterable {
        case position, symbol, strategy, sector, book
    }

    static func json(_ book: BookValuation, by grouping: Grouping, envelope: DocumentEnvelope) -> JSONValue {
        var benchmark = DocumentObject()
        benchmark.set("symbol", text: book.benchmark)
        benchmark.set("price", book.benchmarkPrice)
        benchmark.closeWithReasons()
        var content = DocumentObject()
        content.set("by", text: grouping.rawValue)
        content.set("benchmark", benchmark)
        content.set("rows", rows(book, by: grouping).map { entry($0, book) })
        content.set("total", entry(book.greeks, book))
        content.set("near_expiry", entry(book.nearGreeks, book))
        content.set("excluded", JSONValue(list: book.excluded))
        return envelope.document(content)
    }

    private static func rows(_ book: BookValuation, by grouping: Grouping) -> [GreeksRow] {
        switch grouping {
        case .position: book.byPosition
        case .symbol: book.bySymbol
        case .strategy: book.byStrategy
        case .sector: book.bySector
        case .book: [book.greeks]
        }
    }

    private static func entry(_ row: GreeksRow, _ book: BookValuation) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("key", text: row.key)
        entry.set("id", text: row.key == book.greeks.key ? "book" : "greeks/\(row.key)")
        entry.set("positions", .integer(row.positions))
        entry.set("delta", row.delta)
        entry.set("gamma", row.gamma)
        entry.set("theta_per_day", row.thetaPerDay)
        entry.set("vega_per_point", row.vegaPerPoint)
        entry.set("rho_per_point", row.rhoPerPoint)
        entry.set("dollar_delta", row.dollarDelta)
        entry.set("dollar_gamma_1pct", row.dollarGammaOnePercent)
        entry.set("beta_weighted_delta", row.betaWeightedDelta)
        entry.set("vega_30_per_point", row.vega30)
        entry.set("unknown_count", .integer(unknownCount(row, book)))
        entry.closeWithReasons()
        return entry
    }

    /// Positions of the row that are missing from at least one sum of the book, as in `positions`.
    private static func unknownCount(_ row: GreeksRow, _ book: BookValuation) -> Int {
        let count = book.strategies.reduce(0) { sum, strategy in
            // Of a row that is priced in part no option is in a sum.
            let isTorn = row.positions > 1 && strategy.isPartlyPriced
            let members = strategy.legs.filter { leg in
                switch row.key {
                case book.greeks.key: true
                case book.nearGreeks.key: (leg.daysToExpiry ?? .max) <= 2
                case strategy.symbol, strategy.id, leg.sector, leg.position.id: true
                default: false
                }
            }
            return sum
                + members.count { leg in
                    leg.isIncomplete || isTorn && leg.position.instrument.contract != nil
                }
        }
        return count
    }

    /// What people call the rows whose keys are ids, by key.
    private static func names(_ book: BookValuation, by grouping: Grouping) -> [String: String] {
        // Two accounts may hold the same.
        func name(_ strategy: StrategyValuation, _ words: String) -> String {
            book.accounts.count > 1 ? "\(words) (\(strategy.account))" : words
        }
        let pairs: [(String, String)]
        switch grouping {
        case .strategy:
            pairs = book.strategies.map { ($0.id, name($0, "\($0.listedSymbol) \($0.title)")) }
        case .position:
            pairs = book.strategies.flatMap { strategy in
                strategy.legs.map { leg in
                    let words = "\(leg.position.quantity.signedText) \(leg.position.instrument.lineText)"
                    return (leg.position.id, name(strategy, words))
                }
            }
        case .symbol, .sector, .book: pairs = []
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    static func text(
        _ book: BookValuation, by grouping: Grouping, format: FigureFormat = FigureFormat()
    ) -> [String] {
        let (delta, gamma, theta) = (format.deltaName, format.gammaName, format.thetaName)
        var table = TextTable([
            .left(grouping.rawValue.prefix(1).uppercased() + grouping.rawValue.dropFirst()), .right("Pos"),
            .right("$\(delta)"), .right(delta), .right("\(format.betaName)\(delta)"), .right("\(gamma)$/1%"),
            .right("\(theta)/day"), .right("vega"), .right("vega30"), .right("rho"), .right("Unknown"),
        ])
        let names = names(book, by: grouping)
        func add(_ row: GreeksRow) {
            table.add([
                names[row.key] ?? row.key, String(row.positions),
                format.compactDollars(row.dollarDelta.figure, isSigned: true),
                format.compact(row.delta.figure), format.compact(row.betaWeightedDelta.figure),
                format.compactDollars(row.dollarGammaOnePercent.figure, isSigned: true),
                format.compactDollars(row.thetaPerDay.figure, isSigned: true),
                format.compactDollars(row.vegaPerPoint.figure, isSigned: true),
                format.compactDollars(row.vega30.figure, isSigned: true),
                format.compactDollars(row.rhoPerPoint.figure, isSigned: true),
                unknownCount(row, book) == 0 ? "" : String(unknownCount(row, book)),
            ])
        }
        if grouping != .book {
            for row in rows(book, by: grouping) { add(row) }
            if !table.isEmpty { table.addRule() }
        }
        add(book.greeks)
        add(book.nearGreeks)
        let price = format.price(book.benchmarkPrice)
        let share = format.percent(book.deltaFractionOfNetLiquidation)
        return table.lines + [
            DocumentText.line(
                "\(format.betaName)\(delta) in \(book.benchmark) shares at \(price), \(share) of net liquidation; "
                    + "vega and rho per point, \(theta) per calendar day")
        ]
    }
}
