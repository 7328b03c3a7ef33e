import MagnusDomain

/// What a question supposes, in the figures that rows are revalued with.
extension AnswerMaker {
    /// What a question supposes.
    struct Supposition: Sendable, Hashable {
        /// Move of the names asked about or of the benchmark, fraction; nil for none.
        var move: Double?
        /// Price of one name or of the benchmark.
        var level: Double?
        /// Prices of names that each have their own, besides ``move`` and ``level``.
        var targets: [String: Double] = [:]
        /// Change of volatility, decimal: 0.05 is five points.
        var volatility: Double?
        /// What every volatility is multiplied by: 2 where it doubles.
        var volatilityFactor: Double?
        /// Day it is supposed for; nil for the present moment.
        var date: CalendarDate?
        /// The price is that of the close, or the settlement, on which the options of that day end.
        var isAtExpiry = false
    }

    /// Cboe's index of the 30-day volatility of SPX, in points.
    static let volatilityIndex = "VIX"

    var supposedMoves: MoveReader.Reading {
        MoveReader.read(question.words, isInherited: question.isInherited)
    }

    /// Symbols whose own price or volatility is supposed; empty where the market or the whole book is.
    func namesSupposed(_ reading: MoveReader.Reading) -> [String] {
        let prices = reading.prices
        if prices.contains(where: \.isOfMarket) { return [] }
        var names: [String] = []
        for name in prices.flatMap(\.names) where !names.contains(name) { names.append(name) }
        if names.contains(book.benchmark) { return [] }
        if names.isEmpty, prices.isEmpty { names = reading.first(.volatility)?.names ?? [] }
        if names.isEmpty { names = entities.symbols.filter { $0 != Self.volatilityIndex } }
        return names.contains(book.benchmark) ? [] : names
    }

    /// Names whose rows alone are asked about while the market moves: "my AAPL put if SPY falls".
    func namesAskedAbout(_ reading: MoveReader.Reading) -> [String] {
        // "SPY put spread P/L if SPY at 580": the benchmark moves the market, and its own rows are asked about.
        if asksOwnRowsOfBenchmark { return [book.benchmark] }
        let moved = Set(reading.moves.flatMap(\.names)).union([book.benchmark, Self.volatilityIndex])
        return entities.symbols.filter { !moved.contains($0) }
    }

    /// Whether the benchmark stands in front of what is supposed and again in it.
    var asksOwnRowsOfBenchmark: Bool {
        guard !question.isInherited, Set(question.entities.symbols) == [book.benchmark],
            book.strategies.contains(where: { $0.symbol == book.benchmark }),
            let place = question.words.firstIndex(where: { ["if", "when"].contains($0.text) })
        else { return false }
        func names(_ words: ArraySlice<Word>) -> Bool {
            words.contains { $0.meaning == .symbol(book.benchmark, isKnown: true) }
        }
        return names(question.words[..<place]) && names(question.words[place...])
    }

    /// "Everything drops 10%", "every stock falls 5%": each name makes that move itself, and not the benchmark by which
    /// names move through their betas.
    func isOfEachName(_ reading: MoveReader.Reading) -> Bool {
        guard symbol == nil, filter.sectors.isEmpty, reading.prices.count == 1, let price = reading.prices.first,
            price.names.isEmpty, case .change(_, let unit) = price.size, unit == .percent || unit == .basisPoints
        else { return false }
        return MoveWords.isOfEach(question.words.map { $0.typed.lowercased() })
    }

    /// - Parameter expiry: of the rows asked about, for "at expiry".
    func supposition(expiry: CalendarDate?) -> Supposition {
        let reading = supposedMoves
        var result = Supposition()
        if let move = reading.first(.volatility) {
            result.volatility = move.shift
            if case .multiple(let factor) = move.size { result.volatilityFactor = factor }
        }
        suppose(reading.prices, &result)
        if reading.prices.isEmpty, reading.moves.isEmpty, reading.problem == nil, symbol != nil {
            result.level = entities.contract.strike
        }
        let words = Set(question.words.map(\.text))
        let isClosing = !words.isDisjoint(with: ["close", "closes", "closing", "finish", "finishes", "ends", "end"])
        let isAtExpiry =
            !words.isDisjoint(with: [
                "expiry", "expiration", "expires", "expire", "settle", "settles", "settled", "settlement", "pins",
                "pinned",
            ])
            || isClosing && !reading.prices.isEmpty && expiry != nil && (entities.span?.last ?? today) == expiry
        if isAtExpiry, entities.span == nil || entities.span?.last == expiry {
            result.date = expiry
            result.isAtExpiry = expiry != nil
        } else if let span = entities.span, span.last > today {
            // "Next month" and "in two weeks" are judged at their ends.
            result.date = span.last
        } else if let days = entities.daysToExpiry ?? statedDays {
            result.date = today.adding(days: days)
        }
        return result
    }

    private func suppose(_ prices: [SupposedMove], _ result: inout Supposition) {
        // The market, or the one price there is; further names have targets of their own.
        let main = prices.count == 1 ? prices.first : prices.first { $0.isOfMarket || $0.names == [book.benchmark] }
        if let main {
            switch main.size {
            case .change(let value, .percent): result.move = value / 100
            case .change(let value, .basisPoints): result.move = value / 10_000
            case .multiple(let factor): result.move = factor - 1
            case .change, .level, .path:
                let names = main.names.isEmpty ? Array(entities.symbols.prefix(1)) : main.names
                if names.count > 1 {
                    for name in names { result.targets[name] = target(main.size, of: name) }
                } else {
                    result.level = target(main.size, of: names.first ?? book.benchmark)
                }
            }
        }
        for move in prices where move != main {
            for name in move.names { result.targets[name] = target(move.size, of: name) }
        }
    }

    /// The supposed price of a name; nil where its present one is needed and unknown.
    private func target(_ size: SupposedMove.Size, of name: String) -> Double? {
        let now = spot(of: name).value
        switch size {
        case .level(let value, _): return value > 0 ? value : nil
        case .path(_, let value, _): return value > 0 ? value : nil
        case .multiple(let factor): return now.map { $0 * factor }
        case .change(let value, .percent): return now.map { max(0.01, $0 * (1 + value / 100)) }
        case .change(let value, .basisPoints): return now.map { max(0.01, $0 * (1 + value / 10_000)) }
        case .change(let value, _): return now.map { max(0.01, $0 + value) }
        }
    }

    /// "for a week", "for 10 days", "after two weeks".
    var statedDays: Int? {
        let units: [String: Int] = ["day": 1, "days": 1, "week": 7, "weeks": 7, "month": 30, "months": 30]
        let counts: [String: Int] = ["a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "another": 1, "few": 3]
        for (word, next) in zip(question.words, question.words.dropFirst()) {
            guard let scale = units[next.text] else { continue }
            if case .number(let value) = word.meaning, let whole = Int(exactly: value), (0...3660).contains(whole) {
                return whole * scale
            }
            if let count = counts[word.text] { return count * scale }
        }
        return nil
    }

    /// Numbers of a supposition that no part of it took.
    var numbersNotSupposed: [String] {
        let places = supposedMoves.places
        let texts = question.words.map(\.text)
        return question.words.indices.compactMap { index in
            switch question.words[index].meaning {
            case .number, .percent: break
            default: return nil
            }
            let next = texts.indices.contains(index + 1) ? texts[index + 1] : ""
            guard !places.contains(index), !MoveWords.counted.contains(next) else { return nil }
            return question.words[index].typed
        }
    }

    // MARK: - What cannot be revalued

    /// Asks back where what is supposed has no one reading or is not revalued; nil where it is.
    func questionBack(_ reading: MoveReader.Reading) -> Fragment? {
        if let problem = reading.problem { return sentence(problem) }
        let prices = reading.prices
        let names = namesSupposed(reading)
        if case .level(let level, _) = reading.first(.volatilityIndex)?.size, level <= 0 {
            return "A level of \(out.quote(Self.volatilityIndex)) at or below zero is out of range."
        }
        if let volatility = reading.first(.volatility) {
            if case .level = volatility.size {
                return
                    "By how many points? Each row has an implied volatility of its own: a change in points makes the question complete."
            }
            if case .change(_, .percent) = volatility.size {
                return
                    "By how many points? A percentage of volatility may be one of itself or points; points make the question complete."
            }
            let rows = names.isEmpty ? book.strategies : book.strategies.filter { names.contains($0.symbol) }
            if let shift = volatility.shift, shift < 0,
                rows.contains(where: { ($0.impliedVolatility.value ?? .infinity) + shift <= 0 })
            {
                return
                    "That is out of range: the implied volatility of a row would be at or below zero. Nothing was revalued."
            }
            if reading.first(.volatilityIndex) != nil { return sentence(.severalSizes(.volatility)) }
            let others = volatility.names.filter { !names.contains($0) && $0 != book.benchmark }
            let isOfOther = volatility.names == [book.benchmark] && !names.isEmpty
            if !prices.isEmpty, !others.isEmpty || isOfOther {
                return
                    "The price of one name and the volatility of another are not revalued together; either alone makes the question complete."
            }
        }
        if reading.first(.rates) != nil, reading.moves.count > 1 {
            return
                "Interest rates are told by rho alone and are not revalued together with prices or volatilities; either alone makes the question complete."
        }
        for price in prices {
            if case .level = price.size, price.names.isEmpty, !price.isOfMarket, entities.symbols.isEmpty,
                question.subject == nil, filter.sectors.isEmpty
            {
                return "Of which symbol is that the price? A symbol makes the question complete."
            }
            if let refusal = outOfRange(price) ?? wrongSide(price) { return refusal }
            switch price.size {
            case .change(_, .plain) where price.isOfMarket, .change(_, .points) where price.isOfMarket:
                return "How far in percent? \(out.quote(book.benchmark)) stands for the market."
            case .level, .path:
                if price.names.count > 1 { return sentence(.severalSizes(.price)) }
            default: continue
            }
        }
        return nil
    }

    /// A price has no level at or below zero.
    private func outOfRange(_ price: SupposedMove) -> Fragment? {
        let isOut =
            switch price.size {
            case .change(let value, .percent): value <= -100
            case .change(let value, .basisPoints): value <= -10_000
            case .change(let value, _):
                (price.names.isEmpty ? Array(entities.symbols.prefix(1)) : price.names)
                    .contains { spot(of: $0).value.map { $0 + value <= 0 } ?? false }
            case .level(let value, _): value <= 0
            case .path(_, let value, _): value <= 0
            case .multiple(let factor): factor <= 0
            }
        guard isOut else { return nil }
        return
            "That is out of range: a supposed price must be above zero, so it cannot fall by the whole of itself or more. Nothing was revalued."
    }

    /// "Drops to 90" of what stands at 75.
    private func wrongSide(_ price: SupposedMove) -> Fragment? {
        guard case .level(let level, _) = price.size, let isFall = price.levelIsFall,
            let name = price.names.first ?? entities.symbols.first, let now = spot(of: name).value,
            (level < now) != isFall, level != now
        else { return nil }
        let side: Fragment = isFall ? "under" : "above"
        return
            "Up or down? \(out.quote(name)) would have to stand \(isFall ? "above" : "under") that level now, and stands \(side) it; the level alone makes the question complete."
    }

    private func sentence(_ problem: SupposedMove.Problem) -> Fragment {
        let name: Fragment =
            switch problem.subject {
            case .price: "price"
            case .volatility: "volatility"
            case .volatilityIndex: out.quote(Self.volatilityIndex)
            case .rates: "interest rates"
            }
        switch problem {
        case .notRevalued(let thing):
            return
                "A supposed \(out.quote(thing)) is not revalued here: prices of symbols, of the market or of a sector, volatilities, the \(out.quote(Self.volatilityIndex)) and interest rates are. One of these makes the question complete."
        case .perPeriod:
            return
                "A move in each period is not added up here; the whole move and its last day make the question complete."
        case .noSize(.price):
            return "By how much? A percentage or a price level makes the question complete."
        case .noSize(.volatilityIndex):
            return "To which level? A level, a percentage or points make the question complete."
        case .noSize:
            return "By how many points does \(name) change? A change in points makes the question complete."
        case .noDirection:
            return "Up or down? The question does not say in which direction \(name) goes."
        case .mixedDirections:
            return "Up or down? The question says both of \(name)."
        case .severalSizes:
            return "More than one size is said of \(name); one alone makes the question complete."
        case .negated:
            return "What does not happen to \(name) is not supposed; say what does."
        case .unclear:
            return
                "Whether that is a change or a level of \(name) is not clear; \"falls by\" or \"stands at\" in front of the number says which."
        }
    }
}
