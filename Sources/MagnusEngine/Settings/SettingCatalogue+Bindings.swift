import MagnusDomain
import MagnusMonitors

/// The settings that live in the engine's configuration: every threshold of every rule.
extension SettingCatalogue {
    static let bindings: [SettingBinding] =
        scans + spreads + alerts + schedule + monitors + book + expiry + backups

    private static let scans: [SettingBinding] =
        SettingBinding.numbers(
            "scan.delta", \.scans.delta, 0.01...0.99, "absolute delta of a candidate")
        + SettingBinding.wholes(
            "scan.days", \.scans.days, 0...1000, unit: "days",
            "days to expiry of a candidate; the weekly profile begins with 5 to 14")
        + [
            .number(
                "scan.maximum_age", \.scans.maximumAgeSeconds, 1...3600, unit: "seconds",
                "oldest quote that is scored"),
            .number(
                "scan.maximum_skew", \.scans.maximumSkewSeconds, 1...3600, unit: "seconds",
                "how far the stamps of option and underlying may lie apart"),
            .number(
                "scan.minimum_bid", \.scans.minimumBid, 0...100, unit: "USD per share", "least bid of a candidate"),
            .number("scan.maximum_spread", \.scans.maximumSpread, 0.001...2, "widest spread as a share of the mid"),
            .number(
                "scan.small_mid", \.scans.smallMid, 0...10, unit: "USD per share",
                "mid below which the two limits that follow hold instead"),
            .number(
                "scan.small_mid_spread_dollars", \.scans.smallMidMaximumSpreadDollars, 0...5, unit: "USD per share",
                "widest spread of a small mid"),
            .number(
                "scan.small_mid_spread", \.scans.smallMidMaximumSpread, 0.001...2,
                "widest spread of a small mid as a share of it"),
            .whole(
                "scan.minimum_open_interest", \.scans.minimumOpenInterest, 0...1_000_000, unit: "contracts",
                "least open interest of a candidate"),
            .whole(
                "scan.minimum_option_volume", \.scans.minimumOptionVolume, 0...10_000_000, unit: "contracts a day",
                "least option volume of its underlying"),
            .number(
                "scan.minimum_share_price", \.scans.minimumSharePrice, 0...10_000, unit: "USD",
                "least price of its underlying"),
            .number(
                "scan.minimum_dollar_volume", \.scans.minimumDollarVolume, 0...1e12, unit: "USD a day",
                "least turnover of its underlying"),
            .number(
                "scan.fees_per_contract", \.scans.feesPerContract, 0...50, unit: "USD",
                "commission and fees of a contract opened and closed"),
            .number(
                "scan.minimum_fill", \.scans.minimumFill, 0...100, unit: "USD per share",
                "least premium after fees"),
            .number("scan.maximum_fee_share", \.scans.maximumFeeShare, 0...1, "most fees as a share of the credit"),
            .number(
                "scan.minimum_return", \.scans.minimumReturn, 0...5, "least simple yearly return after fees"),
            .number(
                "scan.minimum_return_over_bills", \.scans.minimumReturnOverBills, 0...5,
                "least yearly return above the Treasury bill rate"),
            .whole(
                "scan.unconfirmed_earnings_days", \.scans.unconfirmedDays, 0...60, unit: "days",
                "how far an unconfirmed earnings date may move either way"),
            .number(
                "scan.maximum_name_share", \.scans.maximumNameShare, 0.01...1,
                "largest share of net liquidation in one name after the trade"),
            .number(
                "scan.maximum_sector_share", \.scans.maximumSectorShare, 0.01...1,
                "largest share of net liquidation in one sector after the trade"),
            .flag(
                "scan.counts_bill_funds", \.scans.countsTreasuryBillFunds, "Treasury bill funds count as free cash"),
            .flag(
                "scan.american", \.scans.isAmerican,
                "puts and covered calls by American prices from the first look on, not only on the shortlist; slower"),
            .flag("scan.allows_risk_off", \.scans.allowsRiskOff, "new short premium also in a risk-off market"),
        ]
        + SettingBinding.numbers(
            "scan.delta_band", \.scans.betaDelta, -5...5,
            "beta-weighted delta of the book after the trade as a share of net liquidation")

    private static let expiry: [SettingBinding] = [
        SettingBinding(
            descriptor: SettingDescriptor(
                key: "expiry.broker_clocks", defaultValue: .list([]), range: .brokerClocks,
                explanation: "when brokers act before expiry, beside the published times; WHEN is 13:00, close-90, "
                    + "3-sessions or day"),
            write: { value, configuration in
                configuration.brokerClocks = (value.strings ?? []).compactMap { try? BrokerClock.parse($0) }
            })
    ]

    private static let spreads: [SettingBinding] =
        [
            .flag(
                "scan.spreads", \.scans.includesSpreads,
                "verticals, condors, calendars and diagonals too in Opportunities, its alerts and the chat"),
            .number(
                "scan.minimum_credit_share", \.scans.minimumCreditShare, 0...1,
                "least credit of a spread as a share of its width"),
            .number(
                "scan.maximum_trade_share", \.scans.maximumDefinedRiskShare, 0.001...1,
                "most of net liquidation that one spread may lose"),
        ]
        + SettingBinding.numbers(
            "scan.width", \.scans.width, 0.0001...1, "distance between the strikes of a spread as a share of the spot")
        + SettingBinding.numbers(
            "scan.calendar_delta", \.scans.calendarDelta, 0.01...0.99, "absolute delta of what a calendar sells")
        + SettingBinding.wholes(
            "scan.calendar_gap", \.scans.calendarGap, 1...1000, unit: "days", "days between its expiries")

    private static let backups: [SettingBinding] = [
        .number(
            "backup.every_hours", \.backups.everyHours, 0...720, unit: "hours",
            "between automatic verified backups while an engine runs; 0: none"),
        .whole("backup.keep", \.backups.keep, 1...365, unit: "copies", "automatic backups kept, the newest"),
        .whole(
            "journal.keep", \.backups.journalKeep, 1000...10_000_000, unit: "notices",
            "what alerts did, kept in the journal, the newest; what happened to accounts stays for good"),
    ]

    private static let alerts: [SettingBinding] = [
        .timeOfDay(
            "alerts.quiet_from", \.quietHours.from,
            "New York time from which alerts are not announced; they are listed, and told together afterwards"),
        .timeOfDay("alerts.quiet_to", \.quietHours.to, "New York time at which the quiet hours end"),
        .flag(
            "alerts.critical_above_quiet", \.quietHours.isCriticalAbove, "CRITICAL alerts break the quiet hours"),
        .flag(
            "alerts.critical_above_mute", \.alerts.isCriticalAboveMute, "a mute does not silence CRITICAL alerts"),
        .number(
            "alerts.resolve_after", \.alerts.resolveAfterSeconds, 0...86_400, unit: "seconds",
            "how long a condition must be gone before its alert ends"),
        .number(
            "alerts.minimum_hold", \.alerts.minimumHoldSeconds, 0...86_400, unit: "seconds",
            "how long an alert stays at least"),
        .number(
            "alerts.ease_after", \.alerts.easeAfterSeconds, 0...86_400, unit: "seconds",
            "how long a lower severity must last before it is shown"),
        .number(
            "alerts.reopen_within", \.alerts.reopenWithinSeconds, 0...86_400, unit: "seconds",
            "a condition that comes back within this time is the same alert"),
        .number(
            "alerts.repeat_after", \.alerts.repeatAfterSeconds, 0...86_400, unit: "seconds",
            "cooldown: the same step up is not announced twice within this time"),
        .whole(
            "alerts.announcements", \.alerts.announcementsPerWindow, 1...1000,
            "announcements in one window; more are gathered into one, CRITICAL ones never"),
        .number(
            "alerts.window", \.alerts.windowSeconds, 1...86_400, unit: "seconds", "length of that window"),
        .whole(
            "alerts.group_from", \.alerts.groupFrom, 2...1000,
            "so many new alerts of one group are announced as one"),
    ]

    private static let schedule: [SettingBinding] = [
        .number(
            "monitors.schedule.pin", \.schedule.pinSeconds, 1...3600, unit: "seconds",
            "between runs of the position monitors near the close with danger near"),
        .number(
            "monitors.schedule.pin_watch", \.schedule.pinWatchSeconds, 0...23_400, unit: "seconds",
            "how long before the close that begins"),
        .number(
            "monitors.schedule.danger", \.schedule.dangerSeconds, 1...3600, unit: "seconds",
            "between runs with danger near"),
        .number(
            "monitors.schedule.session", \.schedule.sessionSeconds, 1...86_400, unit: "seconds",
            "between runs in session otherwise"),
        .number(
            "monitors.schedule.decide", \.schedule.decideSeconds, 1...86_400, unit: "seconds",
            "between runs from the close to the exercise cut-off of an expiry day"),
        .number(
            "monitors.schedule.quiet", \.schedule.quietSeconds, 1...86_400, unit: "seconds",
            "between runs out of session"),
        .number(
            "monitors.schedule.opportunities", \.schedule.scanSeconds, 1...86_400, unit: "seconds",
            "between runs of the opportunities monitor"),
    ]

    /// What ``MonitorSettings`` says about itself.
    private static let monitors: [SettingBinding] =
        MonitorSettings().explanations.compactMap(binding)
        + [
            .number(
                "monitors.opportunities.forget_seconds", \.monitors.opportunities.forgetSeconds, 0...604_800,
                unit: "seconds", "a candidate that no scan has shown for so long starts anew")
        ]

    private static func binding(_ setting: MonitorSettings.Explained) -> SettingBinding? {
        let ends = setting.allowed.split(separator: " ")
        guard let value = Double(setting.value), let low = ends.first.flatMap({ Double($0) }),
            let high = ends.last.flatMap({ Double($0) }), low <= high
        else { return nil }
        var range = SettingRange.number(low...high)
        if Int(setting.value) != nil, let low = Int(exactly: low), let high = Int(exactly: high) {
            range = .whole(low...high)
        }
        let unit = setting.key.hasSuffix("seconds") ? "seconds" : setting.key.hasSuffix("days") ? "days" : ""
        return SettingBinding(
            descriptor: SettingDescriptor(
                key: monitorPrefix + setting.key, defaultValue: .number(value), range: range, unit: unit,
                explanation: setting.explanation),
            write: { value, configuration in
                guard let number = value.number else { return }
                do throws(MonitorSettings.Refusal) {
                    try configuration.monitors.set(setting.key, to: number)
                } catch {
                    // The descriptor has the monitor's own range, so a value that came through it is taken.
                    assertionFailure("\(setting.key): \(error)")
                }
            })
    }

    private static let book: [SettingBinding] = [
        .number(
            "book.stale_underlying", \.book.quoteLimits.underlyingSeconds, 1...3600, unit: "seconds",
            "age from which the quote of an underlying is marked stale in session"),
        .number(
            "book.stale_option", \.book.quoteLimits.optionSeconds, 1...3600, unit: "seconds",
            "age from which the quote of an option is marked stale in session"),
        .number(
            "book.stale_near_expiry", \.book.quoteLimits.nearExpirySeconds, 1...3600, unit: "seconds",
            "the same for an option with at most one day to expiry"),
        .number(
            "book.future_stamp", \.book.quoteLimits.futureSeconds, 0...3600, unit: "seconds",
            "a stamp further ahead of the clock than this gives no age"),
        .number(
            "book.wide_spread", \.book.quoteLimits.wideSpreadFraction, 0.01...5,
            "spread as a share of the mid from which it is flagged"),
        .number(
            "book.worthless_ask", \.book.quoteLimits.worthlessAsk, 0...5, unit: "USD per share",
            "an option without a bid is marked at half its ask up to this ask"),
        .whole(
            "book.near_days", \.book.nearDays, 0...30, unit: "days",
            "options of at most this many days make up the near row of the Greeks"),
        .whole(
            "book.expiry_week_days", \.book.expiryWeekDays, 0...30, unit: "days",
            "last days in which the pin flag and early closes matter"),
        .number(
            "book.target", \.book.targetFraction, 0.05...1,
            "captured share of maximum profit that flags a reached target"),
        .number(
            "book.loss_credits", \.book.lossCredits, 0.1...20, unit: "credits", "loss that flags the loss limit"),
        .whole("book.roll_days", \.book.rollDays, 0...60, unit: "days", "days to expiry that flag the roll window"),
        .whole(
            "book.roll_min_days", \.book.rolls.minimumDays, 0...365, unit: "days",
            "fewest days to the expiry that a roll may go to"),
        .whole(
            "book.roll_max_days", \.book.rolls.maximumDays, 1...730, unit: "days",
            "most days to the expiry that a roll may go to"),
        .whole(
            "book.rolls_per_campaign", \.book.rolls.mostRolls, 0...50, unit: "rolls",
            "rolls of one campaign after which no further one is offered"),
        .number(
            "book.iv_rise_per_fall", \.book.scenarios.fallFactor, 0...20,
            "relative rise of volatility per unit of fall in scenarios"),
        .number(
            "book.iv_fall_per_rise", \.book.scenarios.riseFactor, 0...20,
            "relative fall of volatility per unit of rise in scenarios"),
    ]
}
