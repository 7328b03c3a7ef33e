import Glibc
import MagnusDomain
import MagnusQuant

/// Fits the model of regimes to the past up to the end of the month before, and filters on to the last close: the model of
/// a month stays the same through it, and nothing later than a session ever tells of it.
enum RegimeModeller {
    static let restarts = 20
    static let sessionsPerYear = 252.0

    /// - Parameter bars: sound, oldest first.
    static func model(_ bars: [DailyBar], seed: UInt64) -> RegimeModel {
        let seen = observations(bars)
        let past = fitted(seen)
        func refused(_ reason: UnknownReason) -> RegimeModel {
            RegimeModel(
                states: [], missing: reason, sessions: past.count, fittedThrough: past.last?.day,
                logLikelihood: .unknown(reason), restarts: restarts, seed: seed)
        }
        guard past.count >= RegimeModel.sessionMinimum else {
            return refused(bars.isEmpty ? .noSource : .insufficientHistory)
        }
        let scale = Scale(past.map(\.value))
        guard scale.deviation.x > 0, scale.deviation.y > 0 else { return refused(.flatHistory) }
        let since = seen.drop { $0.day < (past.first?.day ?? $0.day) }
        do throws(HiddenMarkovModel.Undefined) {
            let fit = try HiddenMarkovModel.fit(
                past.map { scale.standardised($0.value) }, states: RegimeModel.names.count, restarts: restarts,
                seed: seed)
            let filtered = try fit.model.filtered(since.map { scale.standardised($0.value) }).probabilities.last ?? []
            let stationary = fit.model.stationary
            let states = fit.model.states.indices.map { index in
                let state = fit.model.states[index]
                let mean = scale.mean + state.mean * scale.deviation
                return RegimeModel.State(
                    probability: filtered[index], meanReturn: mean.x,
                    volatility: (state.variance.x * sessionsPerYear).squareRoot() * scale.deviation.x,
                    realisedVolatility: exp(mean.y),
                    expectedSessions: 1 / max(1 - fit.model.transition[index][index], .leastNormalMagnitude),
                    longRunShare: stationary[index])
            }
            return RegimeModel(
                states: states, missing: nil, sessions: past.count, fittedThrough: past.last?.day,
                logLikelihood: Figure(fit.logLikelihood), restarts: restarts, seed: seed)
        } catch {
            switch error {
            case .tooFewObservations: return refused(.insufficientHistory)
            case .badObservation: return refused(.notFinite)
            case .noFit: return refused(.unsupported)
            }
        }
    }

    struct Seen: Sendable {
        var day: CalendarDate
        /// Daily log return; logarithm of the realised volatility of 21 sessions, annual.
        var value: HiddenMarkovModel.Observation
    }

    /// One for every session with 21 returns up to it that differ.
    static func observations(_ bars: [DailyBar]) -> [Seen] {
        let returns = zip(bars, bars.dropFirst()).map { log($1.close / $0.close) }
        let window = RegimeModel.realisedSessions
        guard returns.count >= window else { return [] }
        return (window - 1..<returns.count).compactMap { place in
            let part = returns[(place - window + 1)...place]
            let mean = part.reduce(0, +) / Double(window)
            let variance = part.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(window - 1)
            guard variance > 0 else { return nil }
            return Seen(
                day: bars[place + 1].date,
                value: HiddenMarkovModel.Observation(returns[place], 0.5 * log(variance * sessionsPerYear)))
        }
    }

    /// The observations of the months before that of the last one, as many as are used at most.
    static func fitted(_ seen: [Seen]) -> ArraySlice<Seen> {
        guard let last = seen.last?.day.components else { return [] }
        let end =
            seen.lastIndex { observation in
                let day = observation.day.components
                return (day.year, day.month) < (last.year, last.month)
            } ?? -1
        return seen[..<(end + 1)].suffix(RegimeModel.sessionLimit)
    }

    /// Mean and standard deviation (divisor n) of the sessions that a model is fitted to, for those after them too.
    private struct Scale {
        var mean: HiddenMarkovModel.Observation
        var deviation: HiddenMarkovModel.Observation

        init(_ values: [HiddenMarkovModel.Observation]) {
            let n = Double(max(values.count, 1))
            let mean = values.reduce(.zero, +) / n
            self.mean = mean
            deviation = (values.reduce(.zero) { $0 + ($1 - mean) * ($1 - mean) } / n).squareRoot()
        }

        func standardised(_ value: HiddenMarkovModel.Observation) -> HiddenMarkovModel.Observation {
            (value - mean) / deviation
        }
    }
}
