import MagnusDomain
import MagnusQuant

extension WheelCampaignFinder {
    struct Running {
        var campaign: WheelCampaign
        var contracts: [OptionContract: Int64] = [:]
        /// Cash that the open contracts brought.
        var brought: [OptionContract: Money] = [:]
        /// Strikes of the short puts times what they deliver, dollars.
        var putCollateral = 0.0
        var puts: Int64 = 0
        var calls: Int64 = 0
        /// Puts bought in collars, and what they and their fees brought: a cost is negative.
        var hedges: [OptionContract: (size: Int64, cash: Money)] = [:]
        /// Contracts past their expiry whose end nobody reported: they bind nothing from there on.
        var unresolved: Set<OptionContract> = []

        /// - Parameter cash: what a sale brought; a closing takes its share of what was brought away.
        mutating func change(_ contract: OptionContract, by millionths: Int64, cash: Money = .zero) {
            let before = contracts[contract] ?? 0
            let size = before + millionths
            let kept = (try? (brought[contract] ?? .zero).scaled(by: min(size, before), over: max(1, before))) ?? .zero
            brought[contract] = size == 0 ? nil : kept + cash
            contracts[contract] = size == 0 ? nil : size
            let isBinding = !unresolved.contains(contract)
            if size == 0 { unresolved.remove(contract) }
            if contract.right == .put {
                puts += millionths
                guard isBinding else { return }
                putCollateral += contract.strike * Double(contract.multiplier) * Double(millionths) / 1_000_000
                if puts == 0 { putCollateral = 0 }
            } else {
                calls += millionths
            }
        }

        mutating func hedge(_ contract: OptionContract, by millionths: Int64, cash: Money = .zero) {
            let before = hedges[contract]?.size ?? 0
            let size = before + millionths
            let paid = hedges[contract]?.cash ?? .zero
            let kept = (try? paid.scaled(by: min(size, before), over: max(1, before))) ?? .zero
            hedges[contract] = size == 0 ? nil : (size, kept + cash)
        }

        /// Shares that assigned puts owe, less those that came, and since when.
        var awaited: Int64 = 0
        var awaitedSince: Instant?

        mutating func expect(_ millionths: Int64, at time: Instant) {
            awaited += millionths
            awaitedSince = awaited == 0 ? nil : time
        }

        /// What did not come in the days a report may take comes no more: its rows were booked as plain purchases.
        mutating func stopWaiting(at time: Instant) {
            guard let since = awaitedSince, time.seconds(since: since) > WheelCampaignFinder.reportSpan else {
                return
            }
            (awaited, awaitedSince) = (0, nil)
        }

        var sharesCost = Money.zero
        var since: Instant
        /// The day on which the first of the shares came.
        var sharesCameOn: CalendarDate?
        /// Options sold or bought as if against shares, before there were any.
        var early: [Early] = []
    }

    /// An option that may stand against shares that come later.
    struct Early {
        var contract: OptionContract
        var step: WheelCampaign.Step
    }
}

extension WheelCampaignFinder.Running {
    mutating func awaitShares(
        _ leg: TradeLeg, _ contract: OptionContract, of trade: Trade, kind: WheelCampaign.Step.Kind
    ) {
        // The put of an order that sells a call too is no leg of a wheel without shares.
        guard kind == .putBought || contract.right == .call else { return }
        let whole = max(1, Int64(clamping: leg.quantity.millionths.magnitude))
        let cash = leg.amount + leg.fees
        let part = (try? cash.scaled(by: Int64(clamping: leg.opened.millionths.magnitude), over: whole)) ?? cash
        early.append(
            WheelCampaignFinder.Early(
                contract: contract,
                step: WheelCampaign.Step(
                    kind: kind, time: trade.time, instrument: leg.instrument, quantity: leg.opened, cash: part,
                    event: leg.events.first ?? trade.id)))
    }

    /// What ended before shares stood behind it is no part of the wheel, the oldest first.
    mutating func endEarly(_ contract: OptionContract, _ closed: Quantity) {
        var left = Int64(clamping: closed.millionths.magnitude)
        while left > 0, let index = early.firstIndex(where: { $0.contract == contract }) {
            let size = Int64(clamping: early[index].step.quantity.millionths.magnitude)
            guard size > left else {
                early.remove(at: index)
                left -= size
                continue
            }
            let kept = size - left
            early[index].step.cash = (try? early[index].step.cash.scaled(by: kept, over: size)) ?? .zero
            let isShort = early[index].step.quantity.isShort
            early[index].step.quantity = Quantity(millionths: isShort ? -kept : kept)
            left = 0
        }
    }

    /// What is still open on a day after the shares came stands against them: it was part of the wheel since its sale. Brokers
    /// stamp the rows of one day without order, so that what ends on the day of the shares was never behind them.
    /// - Parameter day: nil for every open one, whatever the day.
    mutating func adoptEarly(on day: CalendarDate?) {
        guard !early.isEmpty, campaign.shares > .zero else { return }
        if let day, let came = sharesCameOn, day <= came { return }
        for option in early {
            let size = Int64(clamping: option.step.quantity.millionths.magnitude)
            if option.step.kind == .putBought {
                hedge(option.contract, by: size, cash: option.step.cash)
            } else {
                change(option.contract, by: size, cash: option.step.cash)
            }
            campaign.premium += option.step.cash
            let place = campaign.steps.firstIndex { $0.time > option.step.time } ?? campaign.steps.count
            campaign.steps.insert(option.step, at: place)
        }
        early = []
        WheelCampaignFinder.finish(&self, at: campaign.steps.last?.time ?? since)
    }
}

extension WheelCampaignFinder.Running {
    /// What of a wheel a change takes out.
    struct Part {
        /// Shares or contracts, never negative, in millionths.
        var size: Int64 = 0
        /// What the shares cost, or what the options brought.
        var cash = Money.zero
    }

    /// Takes out what of a holding belongs to this wheel: a part of it may stand outside.
    mutating func take(_ instrument: Instrument, of before: Quantity) -> Part {
        let whole = Int64(clamping: before.millionths.magnitude)
        // In another form it is another contract, which nobody sold before the shares.
        if case .option(let contract) = instrument { early.removeAll { $0.contract == contract } }
        switch instrument {
        case .stock:
            let held = campaign.shares.millionths
            guard !before.isShort, held > 0 else { return Part() }
            let size = min(held, whole)
            let cost = (try? sharesCost.scaled(by: size, over: held)) ?? .zero
            sharesCost -= cost
            campaign.shares = Quantity(millionths: held - size)
            return Part(size: size, cash: cost)
        case .option(let contract) where before.isShort:
            guard let held = contracts[contract], held > 0 else { return Part() }
            let size = min(held, whole)
            let cash = (try? (brought[contract] ?? .zero).scaled(by: size, over: held)) ?? .zero
            change(contract, by: -size)
            return Part(size: size, cash: cash)
        case .option(let contract):
            guard let held = hedges[contract], held.size > 0 else { return Part() }
            let size = min(held.size, whole)
            let cash = (try? held.cash.scaled(by: size, over: held.size)) ?? .zero
            hedge(contract, by: -size)
            return Part(size: size, cash: cash)
        }
    }

    mutating func put(_ instrument: Instrument, _ part: Part, isShort: Bool) {
        switch instrument {
        case .stock:
            let (shares, overflow) = campaign.shares.millionths.addingReportingOverflow(part.size)
            guard !overflow else { return }
            campaign.shares = Quantity(millionths: shares)
            sharesCost += part.cash
        case .option(let contract) where isShort: change(contract, by: part.size, cash: part.cash)
        case .option(let contract): hedge(contract, by: part.size, cash: part.cash)
        }
    }

    mutating func note(
        _ kind: WheelCampaign.Step.Kind, _ change: HoldingChange, _ instrument: Instrument, _ quantity: Quantity,
        cash: Money = .zero
    ) {
        campaign.steps.append(
            WheelCampaign.Step(
                kind: kind, time: change.time, instrument: instrument, quantity: quantity, cash: cash,
                event: change.event))
    }
}

extension Int64 {
    /// Of a size that is not negative, rounded down; as large as can be where it does not fit.
    func scaled(by numerator: UInt64, over denominator: UInt64) -> Int64 {
        let product = magnitude.multipliedFullWidth(by: numerator)
        guard product.high < denominator else { return .max }
        return Int64(clamping: denominator.dividingFullWidth(product).quotient)
    }
}
