import MagnusDomain

/// Figures of the status line and of the lines below the panes.
extension Explainer {
    private var origin: String { "book at \(book.asOf.rfc3339)" }

    /// - Returns: nil for keys that are figures of the book itself.
    func explainScreen(id: String, key: String) -> Explanation? {
        let part: Definition?
        switch key {
        case "volatility_index": part = volatilityIndex
        case "data_age": part = dataAge
        case "session": part = session
        case "speed": part = speed
        case "beta_weighted_dollars": part = weighted(fall: nil)
        case "benchmark_fall_1pct": part = weighted(fall: 0.01)
        case "delta_band": part = band
        default: part = key.hasPrefix("alerts/") ? alertCount(String(key.dropFirst(7))) : nil
        }
        return part.map { made($0, id: id, subject: "Book", origin: origin) }
    }

    private var volatilityIndex: Definition? {
        guard let index = screen.volatilityIndex else { return nil }
        let quote = market.underlyings[index.symbol]?.quote
        let age = quote?.time.map { max(0, book.asOf.seconds(since: $0)) }
        let sides = [("bid", quote?.bid), ("ask", quote?.ask), ("last", quote?.last)].compactMap { name, price in
            price.flatMap { $0.isFinite ? Self.input(name, $0, .price, source: quote?.source ?? "", age: age) : nil }
        }
        return Definition(
            title: index.symbol, figure: index.level, unit: .number("% a year"),
            formula: "(bid + ask) / 2; last where only that exists",
            inputs: sides, method: "the exchange's index of 30-day implied volatility, as quoted")
    }

    private var dataAge: Definition? {
        let oldest = screen.quoteTimes.min { $0.time < $1.time }
        return Definition(
            title: "age of the data",
            figure: Figure(oldest.map { max(0, book.asOf.seconds(since: $0.time)) }, else: .noSource),
            unit: .number("seconds"), formula: "now - the oldest of the latest quotes of what is held",
            inputs: [Self.fact("now", book.asOf.rfc3339, source: "clock")]
                + screen.quoteTimes.sorted { ($0.time, $0.name) < ($1.time, $1.name) }.prefix(12).map {
                    Self.fact($0.name, $0.time.rfc3339, source: $0.source)
                },
            method: "ended contracts left out; one symbol that moves must not hide a feed that has died",
            notes: screen.quoteTimes.count > 12 ? ["\(screen.quoteTimes.count - 12) younger quotes not listed"] : [])
    }

    private var session: Definition {
        let status = market.calendar.status(at: book.asOf, expiries: screen.expiries)
        let hours = status.session.map {
            [
                Self.fact("opens", $0.open.rfc3339, source: "exchange calendar"),
                Self.fact("closes", $0.close.rfc3339, source: "exchange calendar"),
            ]
        }
        return Definition(
            title: "session", figure: .unknown(.notApplicable), unit: .days,
            formula: "the phase of the exchange's day, with the time until it ends",
            inputs: [Self.fact("now", book.asOf.rfc3339, source: "clock")] + (hours ?? [])
                + [
                    Self.fact("phase ends", status.until.rfc3339, source: "exchange calendar"),
                    Self.fact("next open", status.nextOpen.rfc3339, source: "exchange calendar"),
                ], method: "exchange calendar, New York", words: status.text(at: book.asOf))
    }

    private var speed: Definition? {
        screen.speed.map { speed in
            let rate = screen.rate ?? speed
            var inputs = [Self.input("speed", speed, .number("x"), source: "setting; :speed changes it")]
            if speed > 0, rate != speed {
                inputs.append(Self.input("closed hours", rate / speed, .number("x"), source: "nothing trades: faster"))
            }
            return Definition(
                title: "speed of the clock", figure: Figure(rate), unit: .number("x"),
                formula: "world seconds per second; 0 is frozen", inputs: inputs,
                method: "simulated and replayed markets only")
        }
    }

    /// Beta-weighted dollars, and what they lose when the benchmark falls.
    private func weighted(fall: Double?) -> Definition {
        let dollars = book.greeks.betaWeightedDelta.figure.combined(with: book.benchmarkPrice) { $0 * $1 }
        let inputs = [
            Self.input(
                "beta-weighted delta", book.greeks.betaWeightedDelta.figure, .number("\(book.benchmark) shares"),
                source: "book", reference: "book#beta_weighted_delta"),
            Self.input(
                "benchmark price", book.benchmarkPrice, .price, source: book.benchmark,
                reference: "book#benchmark_price"),
        ]
        guard let fall else {
            return Definition(
                title: "beta-weighted delta in dollars", figure: dollars, unit: .dollars,
                formula: "beta-weighted delta x benchmark price", inputs: inputs, method: "exact",
                notes: book.greeks.betaWeightedDelta.unknownCount == 0
                    ? [] : ["\(book.greeks.betaWeightedDelta.unknownCount) parts unknown"],
                unknownCount: book.greeks.betaWeightedDelta.unknownCount)
        }
        return Definition(
            title: "\(book.benchmark) -1 %", figure: dollars.map { -fall * $0 }, unit: .dollars,
            formula: "-1 % x beta-weighted delta x benchmark price",
            inputs: inputs + [Self.input("move", -fall, .percent, source: "by definition")],
            method: "by delta alone; the strip below revalues in full")
    }

    private var band: Definition {
        let band = screen.profile.betaDelta
        return Definition(
            title: "band of the delta", figure: .unknown(.notApplicable), unit: .percent,
            formula: "outside of it the share of net liquidation is marked",
            inputs: [
                Self.input("lower", band.lowerBound, .percent, source: "setting scan.delta_band_low"),
                Self.input("upper", band.upperBound, .percent, source: "setting scan.delta_band_high"),
                Self.input(
                    "share now", book.deltaFractionOfNetLiquidation, .percent, source: "book",
                    reference: "book#delta_fraction_of_net_liquidation"),
            ], method: "settings",
            words: "\(ExplainedUnit.percent.text(band.lowerBound)) to \(ExplainedUnit.percent.text(band.upperBound)) %")
    }

    private func alertCount(_ name: String) -> Definition? {
        guard let priority = AlertPriority(rawValue: name) else { return nil }
        let counted = alerts.filter {
            $0.finding.priority == priority && ($0.state == .active || $0.state == .acknowledged)
        }
        return Definition(
            title: "\(name) alerts", figure: Figure(Double(counted.count)), unit: .count("alerts"),
            formula: "alerts of this severity that are active or acknowledged",
            inputs: counted.map { alert in
                ExplanationInput(
                    name: alert.finding.title, value: alert.state.rawValue, unit: "",
                    source: "monitor \(alert.finding.monitor.rawValue)", ageSeconds: nil,
                    reference: "alert/\(alert.id)#priority")
            }, method: "snoozed and dismissed ones are not counted")
    }
}
