import ArgumentParser
import MagnusAnalysis
import MagnusDesk
import MagnusDomain

struct StrategyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "strategy",
        abstract: "Payoff, probability of profit, expected value and Greeks of any legs.",
        discussion: """
            A leg is side, quantity, call or put, strike, years to expiry, premium and, where it differs, its own \
            volatility: --leg "short 1 put 95 0.25 @1.80 ~0.32". Shares: --leg "long 100 stock @98.50". The horizon is the \
            first expiry; dollars for the whole position, 100 shares a contract, a loss is negative.
            """)

    /// Most legs of one position.
    static let maximumLegs = 100

    @OptionGroup var options: GlobalOptions
    @OptionGroup(visibility: .hidden) var simulation: SimulationOptions

    @Option(help: "Spot price per share.")
    var spot: String

    @Option(parsing: .unconditional, help: "Continuously compounded rate per year, decimal.")
    var rate: String

    @Option(parsing: .unconditional, help: "Continuously compounded dividend yield, decimal.")
    var dividendYield: String

    @Option(help: "Volatility per year, decimal.")
    var vol: String

    @Option(parsing: .unconditional, help: "Growth of the spot with dividends per year, decimal (default: the rate).")
    var drift: String?

    @Option(name: .customLong("leg"), parsing: .upToNextOption, help: "A leg; once for each.")
    var legs: [String] = []

    func run() throws {
        let market = StrategyCalculator.Market(
            spot: try Self.number(spot, "--spot"), rate: try Self.number(rate, "--rate"),
            dividendYield: try Self.number(dividendYield, "--dividend-yield"),
            volatility: try Self.number(vol, "--vol"),
            drift: try drift.map { try Self.number($0, "--drift") })
        guard !legs.isEmpty, legs.count <= Self.maximumLegs else {
            throw Self.usage(legs.isEmpty ? "missing --leg" : "more than \(Self.maximumLegs) legs")
        }
        let read = try legs.enumerated().map { try Self.leg($0.element, number: $0.offset + 1) }
        let figures: StrategyCalculator
        do throws(StrategyCalculator.Failure) {
            figures = try StrategyCalculator(read, market: market)
        } catch {
            switch error {
            case .noOption: throw Self.usage("no leg is an option: without an expiry there is no horizon")
            case .badMarket:
                throw Self.usage("a figure is out of range: --spot above 0, --vol from 0, rates from -10 to 10")
            case .outOfRange: throw Self.usage("the figures are too large to be computed with")
            }
        }
        options.output.document(StrategyDocument.json(figures), keepsDigits: true)
        for line in StrategyDocument.text(figures) { options.output.line(line) }
    }

    private static func number(_ text: String, _ flag: String) throws -> Double {
        do throws(CalculatorError) {
            return try CalculatorNumber.parse(text)
        } catch {
            throw usage("\(flag) \(text): not a number")
        }
    }

    private static func leg(_ text: String, number: Int) throws -> LegSpecification {
        do throws(LegSpecification.Failure) {
            return try LegSpecification(text)
        } catch {
            let what =
                switch error {
                case .wrongForm: "\"\(text)\" is no leg"
                case .unknownSide(let word): "\(word): a leg begins with long or short"
                case .badQuantity(let word): "\(word): the quantity is a whole number from 1 to 1,000,000"
                case .unknownInstrument(let word): "\(word): call, put or stock"
                case .badNumber(let name, let word): "\(name) \(word): not a number in its range"
                }
            throw usage("leg \(number): \(what)")
        }
    }

    private static func usage(_ message: String) -> CommandFailure {
        CommandFailure(
            .usage, code: "usage", message, hint: "--leg \"short 1 put 95 0.25 @1.80\"; see magnus help strategy")
    }
}
