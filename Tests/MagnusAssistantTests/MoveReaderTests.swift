import MagnusDomain
import Testing

@testable import MagnusAssistant

/// Which number is said of what, whether it is a change or a level, and which direction is its own.
@Suite struct MoveReaderTests {
    /// `price SPY -3%, vol +5`, or the problem.
    static func told(_ text: String) -> String {
        let reading = MoveReader.read(Trained.understand(text).words)
        if let problem = reading.problem { return "? \(problem)" }
        return reading.moves.map { move in
            let subject: String =
                switch move.subject {
                case .price: move.isOfMarket ? "market" : "price"
                case .volatility: "vol"
                case .volatilityIndex: "VIX"
                case .rates: "rates"
                }
            func plain(_ value: Double) -> String {
                let rounded = (value * 1000).rounded() / 1000
                return rounded == rounded.rounded() && abs(rounded) < 1e15 ? "\(Int(rounded))" : "\(rounded)"
            }
            func signed(_ value: Double) -> String { (value < 0 ? "" : "+") + plain(value) }
            func unit(_ unit: SupposedMove.Unit) -> String {
                switch unit {
                case .plain: ""
                case .percent: "%"
                case .points: "pt"
                case .basisPoints: "bp"
                }
            }
            let size: String =
                switch move.size {
                case .change(let value, let sort): signed(value) + unit(sort)
                case .multiple(let factor): "x" + plain(factor)
                case .level(let value, let sort): "=" + plain(value) + unit(sort)
                case .path(let from, let to, let sort): plain(from) + "->" + plain(to) + unit(sort)
                }
            return ([subject] + move.names + [size]).joined(separator: " ")
        }.joined(separator: ", ")
    }

    @Test(
        arguments: [
            ("What if SPY falls 3%, vol rises 5 points?", "price SPY -3%, vol +5pt"),
            ("What if vol rises 5 points, SPY falls 3%?", "vol +5pt, price SPY -3%"),
            ("what if vol rises 5 points SPY falls 3%", "vol +5pt, price SPY -3%"),
            ("what if SPY falls 3% vol rises 5", "price SPY -3%, vol +5"),
            ("What if SPY rises 3%, vol falls 5 points?", "price SPY +3%, vol -5pt"),
            ("what if AAPL drops to 240, vol up 10 points", "price AAPL =240, vol +10pt"),
            ("what if market drops 5% on a vol spike of 10 points", "market -5%, vol +10pt"),
            ("what if SPY drops 5%, VIX to 30", "price SPY -5%, VIX =30"),
            ("what if there is a 5 point vol spike and a 3% drop in SPY", "vol +5pt, price SPY -3%"),
            ("what if SPY is 3% lower with vol 5 points higher", "price SPY -3%, vol +5pt"),
            ("what if SPY +3% vol -5", "price SPY +3%, vol -5"),
            ("what if KO rallies 4% on lower vol of 6 points", "price KO +4%, vol -6pt"),
            ("what if iv contracts 8 points while PLTR gains 10%", "vol -8pt, price PLTR +10%"),
            ("what if IV comes in 5 points", "vol -5pt"), ("what if vol comes down by 4", "vol -4"),
            ("what if we get a vol crush of 15 points after AMD jumps 8%", "vol -15pt, price AMD +8%"),
            ("what if AMD drops more than 5%", "price AMD -5%"), ("what if AMD rises less than 5%", "price AMD +5%"),
            ("what if SPY sells off 4% and volatility expands 6 vol points", "price SPY -4%, vol +6pt"),
            ("suppose the market slides 2%, implied vol climbs three points", "market -2%, vol +3pt"),
            ("what if AAPL and PLTR both fall 7%", "price AAPL PLTR -7%"),
            ("what if AAPL drops 5% and PLTR rises 3%", "price AAPL -5%, price PLTR +3%"),
            ("what happens to my AAPL put if SPY falls 3%", "price SPY -3%"),
            ("how much do I lose if KO rises 3%", "price KO +3%"),
            ("how much would I gain if the market falls 2 percent", "market -2%"),
            ("what if SPY recovers 3%", "price SPY +3%"), ("what if a correction of 10% hits SPY", "price SPY -10%"),
            ("what if 5% comes off PLTR", "price PLTR -5%"),
        ])
    func aDirectionBelongsToItsOwnNumber(_ text: String, _ expected: String) {
        #expect(Self.told(text) == expected, "\(text)")
    }

    @Test(
        arguments: [
            ("What if AAPL IV drops from 40 to 30?", "vol AAPL 40->30"),
            ("what if AAPL's implied volatility goes from 40% to 30%", "vol AAPL 40->30%"),
            ("What if vol goes to 30%?", "vol =30%"), ("what if IV is at 25", "vol =25"),
            ("what if iv is 5 points higher", "vol +5pt"),
            ("What if VIX goes from 15 to 30?", "VIX 15->30"), ("what if VIX spikes to 40", "VIX =40"),
            ("what if VIX is 30", "VIX =30"), ("what if vix 30", "VIX =30"), ("what if VIX rises 5", "VIX +5"),
            ("what if VIX drops 20%", "VIX -20%"), ("what if the VIX doubles", "VIX x2"),
            ("What if interest rates go to 5%?", "rates =5%"), ("what if rates rise from 4% to 5%", "rates 4->5%"),
            ("what if rates drop to 3", "rates =3"), ("What if rates rise 50 basis points?", "rates +50bp"),
            ("what if the fed cuts 25 bps", "rates -25bp"), ("what if the fed cuts rates by 25bps", "rates -25bp"),
            ("what if rates fall a quarter point", "rates -0.25pt"),
            ("what if rates rise by half a point", "rates +0.5pt"),
            ("what if rates increase a hundred basis points", "rates +100bp"),
            ("what if SPY is unchanged and vol drops 3 points", "vol -3pt"),
            ("effect of a 25bp hike", "rates +25bp"), ("what if the fed hikes half a point", "rates +0.5pt"),
            ("what if yields fall 20 bp", "rates -20bp"),
            ("What if VIX falls 3 and SPY rises 2%?", "VIX -3, price SPY +2%"),
            ("what if AAPL falls below 240", "price AAPL =240"), ("what if AAPL goes up to 280", "price AAPL =280"),
            ("what if AAPL drops $10", "price AAPL -10"), ("what if AAPL goes from 270 to 250", "price AAPL 270->250"),
            ("what if AAPL is at 250 by friday", "price AAPL =250"), ("what if KO 70", "price KO =70"),
            ("what if vol rises 5 points to 25", "vol +5pt"), ("what if vol halves", "vol x0.5"),
            ("what if vol doubles and AMD goes to 140", "vol x2, price AMD =140"),
            ("what if nothing moves for 10 days", ""), ("what if SPY drops 3% over 30 days", "price SPY -3%"),
            ("what if IV drops 10 points from 40", "vol -10pt"), ("what if vol falls back to 15", "vol =15"),
        ])
    func aLevelIsNoChange(_ text: String, _ expected: String) {
        #expect(Self.told(text) == expected, "\(text)")
    }

    @Test(
        arguments: [
            ("what if vol moves 5 points", "noDirection(volatility)"), ("what if SPY moves 3%", "noDirection(price)"),
            ("what if VIX rises 5 points and falls 3?", "severalSizes(volatilityIndex)"),
            ("what if SPY rises 3% then falls 5%", "severalSizes(price)"),
            ("what if SPY drops 3% or 5%", "severalSizes(price)"), ("what if SPY rises -3%", "mixedDirections(price)"),
            ("what if the market falls and vol rises 5 points", "noSize(price)"),
            ("what if vol spikes and SPY falls 3%", "noSize(volatility)"),
            ("what if SPY does not fall 3%", "negated(price)"), ("what if SPY falls to 5%", "unclear(price)"),
            ("what if AAPL drops 10% to 245", "severalSizes(price)"),
            ("what if vol rises from 40 to 30", "mixedDirections(volatility)"),
        ])
    func whatHasNoOneReadingIsAskedBack(_ text: String, _ problem: String) {
        let told = Self.told(text).replacing("MagnusAssistant.SupposedMove.Subject.", with: "")
        #expect(told == "? \(problem)", "\(text)")
    }
}
