import Glibc
import MagnusAnalysis
import MagnusDomain
import MagnusQuant
import Testing

@Suite struct ExplainerTests {
    let book: BookValuation
    let market = PaperBook.market

    init() {
        var valuer = PaperBook.valuer()
        book = valuer.valuation(now: PaperBook.now)
    }

    private func explanation(_ id: String) throws -> Explanation {
        try #require(Explainer.explain(id: id, book: book, market: market), "\(id)")
    }

    /// The number an explanation begins with.
    private func value(_ id: String) throws -> Double {
        try #require(Double(try explanation(id).value.split(separator: " ").first ?? ""), "\(id)")
    }

    /// The facts of an alert keep the trust that they were found with.
    @Test func anAlertsFactsKeepTheirTrust() throws {
        let facts = [Trust.fresh, .estimated].map {
            AlertEvidence(
                name: $0.rawValue, value: 0.5, unit: "fraction", source: "model", ageSeconds: nil, trust: $0)
        }
        let finding = AlertFinding(
            monitor: .assignment, conditionKey: "assignment:KO", priority: .high, title: "KO 75P", trailing: "",
            message: "", symbol: "KO", positionIdentifier: nil, evidence: facts)
        let alert = Alert(
            id: "a1", finding: finding, state: .active, raisedAt: PaperBook.now, updatedAt: PaperBook.now)
        let told = try #require(
            Explainer.explain(id: "alert/a1#priority", book: book, market: market, alerts: [alert]))
        #expect(told.inputs.map(\.trust) == [.fresh, .estimated])
    }

    /// A sum that lacks a part says so in its head, as the status line does, and not in a note alone.
    @Test func balancesCountWhatTheyLack() throws {
        let account = try #require(book.accounts.first)
        #expect(account.netLiquidation.unknownCount > 0, "LCID1, whose terms were adjusted")
        let sums = [
            ("net_liquidation", account.netLiquidation), ("day_pnl", account.dayProfit),
            ("total_pnl", account.totalProfit),
        ]
        for (key, total) in sums where total.unknownCount > 0 {
            let head = try explanation("account/\(account.account.name)#\(key)").value
            #expect(head.hasSuffix(" (\(total.unknownCount) unknown)"), "\(key): \(head)")
        }
        #expect(try !explanation("account/\(account.account.name)#cash").value.contains("unknown"))
    }

    /// A price of shares that nobody quotes is no mid: the options it was made of make it again.
    @Test func aPriceByParityIsExplainedByItsPairs() throws {
        let leg = try #require(
            book.strategies.flatMap(\.legs).first { leg in
                guard case .option(let contract) = leg.position.instrument else { return false }
                return !contract.isAdjusted && leg.underlyingPrice.value != nil
            })
        guard case .option(let held) = leg.position.instrument else { return }
        let price = try #require(leg.underlyingPrice.value)
        let pairs = [-0.02, 0, 0.03].map { miss in
            var call = held
            call.right = .call
            let gap = price - call.strike * exp(-0.01 * 0.1) + miss
            let put = max(0, -gap) + 1
            return ImpliedSpot.Pair(
                call: call, callBid: put + gap - 0.05, callAsk: put + gap + 0.05, putBid: put - 0.1, putAsk: put + 0.1,
                years: 0.1, rate: 0.01, time: PaperBook.now.adding(seconds: -60))
        }
        var implied = market
        implied.underlyings[held.underlying]?.quote = Quote(
            bid: nil, ask: nil, last: price, time: PaperBook.now, receivedAt: PaperBook.now, source: ImpliedSpot.source)
        var screen = ExplainedScreen()
        screen.impliedSpots = [held.underlying: try #require(ImpliedSpot(pairs))]
        let id = "\(leg.position.id)#underlying_price"
        let told = try #require(Explainer.explain(id: id, book: book, market: implied, screen: screen))
        #expect(told.formula.contains("K e^(-r T)") && told.method.hasPrefix("put-call parity"))
        func numbers(_ name: String) -> [Double] {
            told.inputs.filter { $0.name == name }.compactMap { Double($0.value) }
        }
        #expect(numbers("C bid").count == 3 && told.inputs.first?.ageSeconds == 60)
        let spots = (0..<3).map { index in
            let middle = (numbers("C bid")[index] + numbers("C ask")[index]) / 2
            let other = (numbers("P bid")[index] + numbers("P ask")[index]) / 2
            return middle - other + numbers("K")[index] * exp(-numbers("r")[index] / 100 * numbers("T")[index])
        }
        #expect(abs(spots.sorted()[1] - price) < 1e-3, "\(spots)")
        // Without the pairs it is still no mid.
        let bare = try #require(Explainer.explain(id: id, book: book, market: implied))
        #expect(bare.method.hasPrefix("put-call parity") && bare.inputs.map(\.name) == ["last"])
        #expect(try explanation(id).formula == "(bid + ask) / 2")
    }

    @Test func totalsAreTheSumsOfTheRowsTheyName() throws {
        for key in [
            "unrealized_pnl", "theta_per_day", "vega30", "dollar_delta", "beta_weighted_delta", "delta", "gamma",
            "dollar_gamma_1pct", "short_extrinsic",
        ] {
            let id = "book#\(key)"
            var sum = 0.0
            var unknown = 0
            for input in try explanation(id).inputs {
                // Every row can be followed, and says the same about itself.
                let reference = try #require(input.reference, "\(id) \(input.name)")
                if let number = Double(input.value) {
                    sum += number
                    #expect(abs(try value(reference) - number) < 1e-4, "\(reference)")
                } else {
                    unknown += 1
                    #expect(try explanation(reference).value.hasPrefix("unknown"))
                }
            }
            let shown = try value(id)
            #expect(abs(sum - shown) <= 0.02 + 1e-6 * abs(shown), "\(key): \(sum) against \(shown)")
            #expect(unknown == 1, "the adjusted contract, \(key)")
        }
    }

    /// The keys of the documents name the figures of the documents: extrinsic value of the whole position, 30-day vega.
    @Test func keysOfTheDocumentsAreExplained() throws {
        #expect(try value("book#vega_30_per_point") == value("book#vega30"))
        let legs = book.strategies.flatMap(\.legs).filter { $0.extrinsic.value != nil }
        #expect(!legs.isEmpty)
        for leg in legs {
            guard case .option(let contract) = leg.position.instrument else { continue }
            let size = Double(contract.multiplier) * leg.position.quantity.magnitude.value
            let share = try #require(leg.extrinsic.value)
            #expect(abs(try value("\(leg.position.id)#extrinsic") - share * size) < 0.006, "\(leg.position.id)")
            #expect(abs(try value("\(leg.position.id)#extrinsic_per_share") - share) < 0.006)
        }
    }

    /// T-bill funds are collateral: in the figure, the formula and the list alike.
    @Test func collateralIsLeftOutEverywhere() throws {
        let dollars = try explanation("book#dollar_delta")
        #expect(dollars.formula.contains("T-bill funds left out"))
        #expect(!dollars.inputs.contains { $0.name.contains("SGOV") })
        #expect(dollars.notes.contains { $0.contains("SGOV") })
        let row = try #require(book.byPosition.first { $0.key == "paper:SGOV" })
        #expect(row.dollarDelta.figure == .unknown(.notApplicable) && row.dollarDelta.unknownCount == 0)
    }

    @Test func balancesRecompute() throws {
        let free = try explanation("account/paper#free_cash")
        func number(_ name: String) throws -> Double {
            try #require(Double(free.inputs.first { $0.name == name }?.value ?? ""))
        }
        #expect(abs(try number("cash") - (try number("reserved")) - 11_390.40) < 1e-6)
        #expect(try value("balance:paper#free_cash") == 11_390.40)
        let reserved = try explanation("account/paper#collateral")
        let sum = reserved.inputs.compactMap { Double($0.value) }.reduce(0, +)
        #expect(abs(sum - 103_250) < 1e-6 && reserved.value == "103250.00 USD")
    }

    @Test func everyFigureOfARowIsExplainedDownToItsInputs() throws {
        for row in book.strategies {
            for key in [
                "unrealized_pnl", "day_pnl", "max_profit", "max_loss", "profit_captured", "distance", "delta",
                "theta_per_day", "vega_per_point", "assignment_probability", "extrinsic", "cost_to_close",
                "left_per_year", "breakevens", "collateral", "entry_price", "mark_price", "iv", "iv_percentile",
                "distance_dollars", "distance_sigmas", "underlying_price", "quotes", "dte", "expiry", "days_held",
                "basis", "flags", "intent",
            ] {
                let explanation = try explanation("\(row.id)#\(key)")
                #expect(!explanation.formula.isEmpty)
                try check(explanation)
            }
            for leg in row.legs {
                for key in [
                    "mark", "market_value", "unrealized_pnl", "unrealized_pnl_fraction", "day_pnl", "cost_to_close",
                    "profit_captured", "underlying_price", "distance_to_strike", "extrinsic", "iv", "delta", "gamma",
                    "theta_per_day", "vega_per_point", "rho_per_point", "beta_weighted_delta", "dollar_delta",
                    "dollar_gamma_1pct", "vega30", "assignment_probability", "early_exercise_probability",
                    "exercise_by_next_session_probability", "dte", "expiry", "days_held", "average_price",
                ] {
                    try check(try explanation("\(leg.position.id)#\(key)"))
                }
            }
        }
        for key in [
            "day_pnl", "realized_pnl", "net_liquidation", "free_cash", "collateral", "treasury_bill_funds",
            "day_fraction", "benchmark_price", "delta_fraction_of_net_liquidation",
        ] + book.scenarios.indices.map({ "scenario/\($0)" }) {
            try check(try explanation("book#\(key)"))
        }
        for row in [book.nearGreeks] + book.bySymbol + book.bySector + book.byStrategy {
            for key in ["delta", "dollar_delta", "beta_weighted_delta", "theta_per_day", "vega30"] {
                try check(try explanation("greeks/\(row.key)#\(key)"))
            }
        }
    }

    /// No raw binary fractions, no reference that leads nowhere or back to where it came from.
    private func check(_ explanation: Explanation) throws {
        for text in [explanation.value] + explanation.inputs.map(\.value) {
            #expect(!text.contains("nan") && !text.contains("inf"), "\(explanation.id): \(text)")
            for word in text.split(separator: " ") {
                guard let point = word.firstIndex(of: "."), Double(word) != nil else { continue }
                let decimals = word.distance(from: point, to: word.endIndex) - 1
                #expect(decimals <= 8, "\(explanation.id): \(text)")
            }
        }
        for input in explanation.inputs {
            guard let reference = input.reference else { continue }
            #expect(reference != explanation.id, "circular: \(explanation.id)")
            #expect(
                Explainer.explain(id: reference, book: book, market: market) != nil,
                "\(explanation.id) refers to \(reference)")
        }
    }

    /// The words of the requirement: following references never comes back to where one was.
    @Test func noExplanationGoesInCircles() throws {
        func follow(_ id: String, path: [String]) throws {
            #expect(!path.contains(id), "\(path + [id])")
            guard !path.contains(id), path.count < 12 else { return }
            for reference in Set(try explanation(id).inputs.compactMap(\.reference)) {
                try follow(reference, path: path + [id])
            }
        }
        for id in ["book#day_pnl", "book#delta_fraction_of_net_liquidation", "book#beta_weighted_delta"] {
            try follow(id, path: [])
        }
        for row in book.strategies {
            for key in ["profit_captured", "left_per_year", "theta_per_day", "day_pnl"] {
                try follow("\(row.id)#\(key)", path: [])
            }
        }
    }

    @Test func unknownIdsHaveNoExplanation() {
        for id in [
            "", "#", "book", "book#nothing", "nobody#delta", "account/none#cash", "alert/x#y", "candidate/x#score",
        ] {
            #expect(Explainer.explain(id: id, book: book, market: market) == nil)
        }
    }

    /// What the ledger and the contract say has its explanation too, each key its own figure.
    @Test func whatIsHeldIsExplained() throws {
        let leg = try #require(
            book.strategies.first { $0.symbol == "AAPL" }?.legs.first, "the put on AAPL of the paper account")
        let expected = [
            "quantity": "-1 contracts", "multiplier": "100 USD per 1.00", "strike": "260.00 USD/share",
            "average_price": "2.30 USD/share", "cost_basis": "-230.00 USD", "realized_pnl": "0.00 USD",
        ]
        for (key, value) in expected {
            let explanation = Explainer.explain(id: "\(leg.position.id)#\(key)", book: book, market: PaperBook.market)
            #expect(explanation?.value == value && explanation?.inputs.isEmpty == false, "\(key)")
        }
        let shares = try #require(book.strategies.first { $0.symbol == "DIS" }?.legs.first)
        let strike = Explainer.explain(id: "\(shares.position.id)#strike", book: book, market: PaperBook.market)
        #expect(strike?.value == "unknown (not_applicable)")
    }
}
