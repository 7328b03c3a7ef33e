import ArgumentParser
import MagnusAnalysis
import MagnusDesk
import MagnusDomain
import MagnusQuant

/// Terms of one option as flags.
struct TermOptions: ParsableArguments {
    @Option(help: "european or american.")
    var style: String?

    @Option(help: "call or put.")
    var type: String?

    @Option(parsing: .unconditional, help: "Spot price per share.")
    var spot: String?

    @Option(parsing: .unconditional, help: "Strike per share.")
    var strike: String?

    @Option(parsing: .unconditional, help: "Years to expiry, ACT/365.")
    var years: String?

    @Option(parsing: .unconditional, help: "Continuously compounded rate per year, decimal.")
    var rate: String?

    @Option(
        name: .customLong("yield"), parsing: .unconditional, help: "Continuously compounded dividend yield, decimal.")
    var dividendYield: String?

    @Option(help: "Cash dividends years:amount;years:amount (spot model).")
    var dividends: String?

    @Option(help: "CSV file with a row an option, - for standard input.")
    var batch: String?

    /// Header and row of a batch of one.
    func row(given: String, value: String?) throws -> (header: String, line: String) {
        let parts: [(String, String?)] = [
            ("style", style), ("type", type), ("spot", spot), ("strike", strike), ("years", years), ("rate", rate),
            ("yield", dividendYield), (given, value),
        ]
        let missing = parts.filter { $0.1 == nil }.map { "--\($0.0)" }
        guard missing.isEmpty else {
            throw CommandFailure(
                .usage, code: "usage", "missing \(missing.joined(separator: ", "))",
                hint: "give every term, or --batch FILE")
        }
        let all = parts.map { ($0.0, $0.1 ?? "") } + (dividends.map { [("dividends", $0)] } ?? [])
        func field(_ text: String) -> String { "\"" + text.replacing("\"", with: "\"\"") + "\"" }
        return (all.map(\.0).joined(separator: ","), all.map { field($0.1) }.joined(separator: ","))
    }
}

struct PriceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "price",
        abstract: "Price and Greeks of an option, or of every row of a file, in raw units.",
        discussion: """
            Vega and rho per 1.00, theta and charm per year of calendar time passing. Rates and yields are continuously \
            compounded decimals; Black-76 is yield = rate. A row that cannot be priced has one word in error. \
            A Greek that does not exist is empty; the single form and --json say why: kink (no time or no volatility \
            left), near_exercise_boundary, not_resolved (the method does not give it to one in a thousand), not_finite.
            """)

    @OptionGroup var options: GlobalOptions
    @OptionGroup(visibility: .hidden) var simulation: SimulationOptions
    @OptionGroup var terms: TermOptions

    @Option(parsing: .unconditional, help: "Volatility per year, decimal.")
    var vol: String?

    func run() throws {
        try CalculatorRun(options: options, kind: .price, batch: terms.batch).run {
            try terms.row(given: "vol", value: vol)
        }
    }
}

struct ImpliedVolatilityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "iv", abstract: "Implied volatility of an option price, or of every row of a file.")

    @OptionGroup var options: GlobalOptions
    @OptionGroup(visibility: .hidden) var simulation: SimulationOptions
    @OptionGroup var terms: TermOptions

    @Option(parsing: .unconditional, help: "Price per share.")
    var price: String?

    func run() throws {
        try CalculatorRun(options: options, kind: .impliedVolatility, batch: terms.batch).run {
            try terms.row(given: "price", value: price)
        }
    }
}

/// One run of the calculator, single or batch.
struct CalculatorRun {
    var options: GlobalOptions
    var kind: CalculatorBatch.Kind
    var batch: String?

    func run(single: () throws -> (header: String, line: String)) throws {
        guard let batch else {
            let (header, line) = try single()
            try answerOne(header: header, line: line)
            return
        }
        var reader = try LineReader(path: batch)
        defer { reader.close() }
        try answerAll(&reader, name: batch == "-" ? "standard input" : batch)
    }

    private func answerOne(header: String, line: String) throws {
        var calculator = try Self.calculator(kind, header: header, name: "flags")
        guard let row = calculator.row(line, number: 1) else { return }
        if options.json {
            options.output.document(["rows": [Self.json(row)]], keepsDigits: true)
        } else if let error = row.error {
            options.output.line("error  \(error.rawValue)")
        } else {
            for figure in row.figures {
                let name = figure.name.padding(to: 8)
                let reason = figure.reason.map { "  \($0.rawValue)" } ?? ""
                options.output.line("\(name)\(figure.value.map { CalculatorNumber.text($0) } ?? "-")\(reason)")
            }
        }
    }

    private func answerAll(_ reader: inout LineReader, name: String) throws {
        guard let header = try reader.next() else {
            throw CommandFailure(
                .failed, code: "empty_input", "\(name):1:1: empty", hint: "the first line names the columns")
        }
        var calculator = try Self.calculator(kind, header: header, name: name)
        var number = 1
        var pending = options.json ? "" : Self.harmless(calculator.outputHeader) + "\n"
        var isFirst = true
        if options.json { pending = Output.documentHead + "\"rows\": [" }
        while let line = try reader.next() {
            number += 1
            guard let row = calculator.row(line, number: number) else { continue }
            if options.json {
                pending += (isFirst ? "\n  " : ",\n  ") + Self.json(row).text
                isFirst = false
            } else {
                pending += Self.harmless(row.csv) + "\n"
            }
            if pending.utf8.count > 1 << 16 {
                options.output.raw(pending)
                pending = ""
            }
        }
        if options.json { pending += "\n]}\n" }
        options.output.raw(pending)
        options.output.detail("\(calculator.rowCount) rows, \(calculator.errorCount) refused")
    }

    /// Cells come back as they were given, but never so that they would drive a terminal.
    private static func harmless(_ line: String) -> String {
        line.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
            ? line : HarmlessText.sanitised(line, maximumLength: LineReader.maximumLineBytes)
    }

    private static func calculator(
        _ kind: CalculatorBatch.Kind, header: String, name: String
    ) throws -> CalculatorBatch {
        do throws(CalculatorBatch.HeaderError) {
            return try CalculatorBatch(kind: kind, header: header)
        } catch {
            let what =
                switch error {
                case .empty: "no column names"
                case .missingColumns(let names): "missing columns: \(names.joined(separator: ", "))"
                case .duplicateColumn(let name): "column \(name) is there twice"
                case .malformed: "a quote does not close"
                }
            throw CommandFailure(
                .usage, code: "bad_header", "\(name):1:1: \(what)",
                hint: "see magnus help \(kind == .price ? "price" : "iv")")
        }
    }

    private static func json(_ row: CalculatorRow) -> JSONValue {
        var members: [JSONValue.Member] = row.inputs.map { input in
            let number = try? CalculatorNumber.parse(input.text)
            return .init(input.name, number.map { JSONValue($0) } ?? .string(input.text))
        }
        members += row.figures.map { .init($0.name, JSONValue($0.value)) }
        members.append(.init("error", JSONValue(row.error?.rawValue)))
        let reasons = row.figures.compactMap { figure in figure.reason.map { (figure.name, $0.rawValue) } }
        if row.error == nil { members.append(.init("reasons", .object(reasons.map { .init($0.0, .string($0.1)) }))) }
        return .object(members)
    }
}

extension String {
    /// Spaces added behind up to a width in characters.
    func padding(to width: Int) -> String {
        count >= width ? self : self + String(repeating: " ", count: width - count)
    }
}
