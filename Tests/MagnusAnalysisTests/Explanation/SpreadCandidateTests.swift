import MagnusDomain
import Testing

@testable import MagnusAnalysis

/// Every figure of a spread candidate has an explanation whose number is the figure.
@Suite struct SpreadCandidateTests {
    @Test(arguments: SpreadScannerTests.strategies) func everyFigureIsExplained(_ strategy: ScanStrategy) throws {
        let world = SpreadWorld.world(strategy)
        let candidate = try #require(world.scan().candidates.first)
        let spread = try #require(candidate.spread)
        let explainer = Explainer(
            book: world.book, market: world.input().market, candidates: [candidate], alerts: [],
            settings: BookSettings(), screen: ExplainedScreen())
        let figures: [(String, Figure)] = [
            ("premium", candidate.fill), ("premium_natural", spread.naturalCredit), ("premium_mid", spread.midCredit),
            ("max_profit", spread.maximumProfit), ("max_loss", spread.maximumLoss),
            ("collateral", candidate.collateral),
            ("credit_to_width", spread.creditToWidth), ("breakeven", candidate.breakeven),
            ("cushion", candidate.cushion), ("out_of_the_money", candidate.outOfTheMoney), ("delta", candidate.delta),
            ("position_delta", spread.positionDelta), ("iv", candidate.impliedVolatility),
            ("probability_of_profit", candidate.probabilityOfProfit), ("expected_value", spread.expectedValue),
            ("probability_of_touch", candidate.probabilityOfTouch), ("spread_fraction", candidate.spreadFraction),
            ("period_return", candidate.periodReturn), ("annualized_return", candidate.annualizedReturn),
            ("forward_factor", spread.forwardFactor), ("theta_ratio", spread.thetaRatio),
            ("extrinsic_ratio", spread.extrinsicRatio),
            ("expected_move", candidate.expectedMove), ("score", candidate.scoreFigure),
            ("open_interest", Figure(candidate.openInterest.map(Double.init), else: .noSource)),
            ("volume", Figure(candidate.volume.map(Double.init), else: .noSource)),
            ("quote_age_seconds", Figure(candidate.quoteAgeSeconds, else: .noSource)),
        ]
        for (key, figure) in figures {
            let explained = try #require(explainer.explain(id: "candidate/\(candidate.id)#\(key)"), "\(key)")
            #expect(!explained.formula.isEmpty && !explained.inputs.isEmpty, "\(key)")
            #expect(explained.title.hasPrefix("AAA \(candidate.shortName): "), "\(explained.title)")
            if figure.value == nil {
                #expect(explained.notes.contains { $0.hasPrefix("no value") }, "\(key)")
            } else {
                #expect(!explained.value.contains("unknown"), "\(key): \(explained.value)")
            }
        }
        // Counts are figures of their own, not the dots that are made of them.
        for (key, count) in [("open_interest", candidate.openInterest), ("volume", candidate.volume)] {
            let number = try #require(count, "\(key)")
            let explained = try #require(explainer.explain(id: "candidate/\(candidate.id)#\(key)"), "\(key)")
            #expect(explained.value.hasPrefix("\(number)") && !explained.value.contains("dots"), "\(explained.value)")
        }
    }
}
