import MagnusQuant
import Testing

@testable import MagnusAnalysis

@Suite("Batch calculator")
struct CalculatorBatchTests {
    private static let priceHeader = "style,type,spot,strike,years,rate,yield,vol"
    private static let volatilityHeader = "style,type,spot,strike,years,rate,yield,price"

    private static func answer(
        _ kind: CalculatorBatch.Kind, _ line: String, header: String? = nil
    ) throws -> CalculatorRow {
        var batch = try CalculatorBatch(
            kind: kind, header: header ?? (kind == .price ? priceHeader : volatilityHeader))
        let row = batch.row(line, number: 2)
        return try #require(row)
    }

    @Test("the output is the input columns, then the figures in the contract's order, exact to the bit")
    func price() throws {
        var batch = try CalculatorBatch(kind: .price, header: Self.priceHeader)
        #expect(
            batch.outputHeader
                == Self.priceHeader + ",price,delta,gamma,vega,theta,rho,vanna,charm,volga,speed,error")
        let line = "european,put,100,95,0.25,0.04,0.01,0.3"
        let answer = batch.row(line, number: 2)
        let row = try #require(answer)
        let expected = try BlackScholes.valuation(
            OptionTerms(
                right: .put, style: .european, spot: 100, strike: 95, years: 0.25, rate: 0.04, dividendYield: 0.01,
                volatility: 0.3))
        let cells = row.csv.split(separator: ",", omittingEmptySubsequences: false)
        #expect(row.csv.hasPrefix(line + ",") && cells.count == 19 && cells.last == "")
        #expect(cells[8...17].map { Double($0) } == row.figures.map(\.value))
        #expect(row.figures.first?.value == expected.price && row.figures.last?.value == expected.speed)
        #expect(row.figures.map(\.name) == CalculatorBatch.Kind.price.figureNames && row.error == nil)
        #expect(batch.rowCount == 1 && batch.errorCount == 0)
    }

    @Test("a Greek that does not exist says why, in rows without an error only")
    func missingGreeks() throws {
        func reasons(_ line: String, header: String? = nil) throws -> [String: MissingGreek] {
            let row = try Self.answer(.price, line, header: header)
            return Dictionary(
                uniqueKeysWithValues: row.figures.compactMap { figure in figure.reason.map { (figure.name, $0) } })
        }
        #expect(try reasons("european,put,100,95,0.25,0.04,0.01,0.3").isEmpty)
        #expect(try reasons("european,call,100,100,0,0.04,0.01,0.3")["gamma"] == .kink)
        let critical = try #require(
            try AmericanPricing.exerciseBoundary(
                OptionTerms(
                    right: .put, style: .american, spot: 90, strike: 100, years: 0.5, rate: 0.05, dividendYield: 0,
                    volatility: 0.2), accuracy: .exact))
        let near = try reasons("american,put,\(critical * 1.002),100,0.5,0.05,0,0.2")
        #expect(near["vanna"] == .nearExerciseBoundary && near["price"] == nil)
        let cash = try reasons(
            "american,call,100,100,0.5,0.05,0,0.2,0.2:1", header: Self.priceHeader + ",dividends")
        #expect(cash == ["charm": .notResolved, "volga": .notResolved, "speed": .notResolved])
        #expect(try reasons("american,put,-1,100,0.5,0.05,0,0.2").isEmpty)
    }

    @Test("implied volatility gives the volatility of the price back")
    func impliedVolatility() throws {
        let row = try Self.answer(.impliedVolatility, "european,call,100,100,1,0.05,0.02,9.227005506580387")
        let volatility = try #require(row.figures.first?.value)
        #expect(abs(volatility - 0.2) < 1e-4 && row.figures.count == 1 && row.error == nil)
        #expect(row.csv.hasSuffix(",\(volatility),"))
    }

    @Test("columns in any order and case, others pass through with their quotes")
    func columns() throws {
        let header = "\u{FEFF}note,VOL, Strike ,spot,\"type\",style,years,rate,yield,Dividends"
        let row = try Self.answer(
            .price, "\"a, \"\"b\"\"\",0.3,95,100,put,European,0.25,0.04,0.01,\r", header: header)
        #expect(row.error == nil && row.csv.hasPrefix("\"a, \"\"b\"\"\",0.3,95,100,put,European,0.25,0.04,0.01,,"))
        #expect(row.inputs.first == CalculatorRow.Input(name: "note", text: "a, \"b\"", raw: "\"a, \"\"b\"\"\""))
        let plain = try Self.answer(.price, "european,put,100,95,0.25,0.04,0.01,0.3")
        #expect(row.figures == plain.figures)
    }

    @Test("a header without what is needed names it")
    func headers() {
        typealias Problem = CalculatorBatch.HeaderError
        #expect(throws: Problem.missingColumns(["strike", "vol"])) {
            try CalculatorBatch(kind: .price, header: "style,type,spot,years,rate,yield,price")
        }
        #expect(throws: Problem.missingColumns(["price"])) {
            try CalculatorBatch(kind: .impliedVolatility, header: Self.priceHeader)
        }
        #expect(throws: Problem.duplicateColumn("spot")) {
            try CalculatorBatch(kind: .price, header: Self.priceHeader + ",spot")
        }
        #expect(throws: Problem.duplicateColumn("dividends")) {
            try CalculatorBatch(kind: .price, header: Self.priceHeader + ",dividends,dividends")
        }
        #expect(throws: Problem.empty) { try CalculatorBatch(kind: .price, header: " , ") }
        #expect(throws: Problem.malformed) { try CalculatorBatch(kind: .price, header: "\"" + Self.priceHeader) }
    }

    @Test(
        "the word for every row that cannot be priced, and no figures",
        arguments: [
            ("european,put,nan,95,0.25,0.04,0.01,0.3", "not_finite"),
            ("european,put,100,-INF,0.25,0.04,0.01,0.3", "not_finite"),
            ("european,put,100,1e999,0.25,0.04,0.01,0.3", "not_finite"),
            ("european,put,0,95,0.25,0.04,0.01,0.3", "bad_input"),
            ("european,put,100,-95,0.25,0.04,0.01,0.3", "bad_input"),
            ("european,put,100,95,-0.25,0.04,0.01,0.3", "bad_input"),
            ("european,put,100,95,0.25,0.04,0.01,-0.3", "bad_input"),
            ("bermudan,put,100,95,0.25,0.04,0.01,0.3", "bad_input"),
            ("european,straddle,100,95,0.25,0.04,0.01,0.3", "bad_input"),
            ("european,put,0x64,95,0.25,0.04,0.01,0.3", "bad_input"),
            ("european,put,100USD,95,0.25,0.04,0.01,0.3", "bad_input"),
            ("european,put,,95,0.25,0.04,0.01,0.3", "bad_input"),
            ("european,put,100,95,0.25,0.04,0.01", "bad_input"),
            ("european,put,100,95,0.25,0.04,0.01,0.3,7", "bad_input"),
            ("european,\"put,100,95,0.25,0.04,0.01,0.3", "bad_input"),
        ])
    func priceErrors(line: String, word: String) throws {
        let row = try Self.answer(.price, line)
        #expect(row.error?.rawValue == word)
        #expect(row.figures.count == 10 && row.figures.allSatisfy { $0.value == nil })
        #expect(row.csv.hasSuffix(",,,,,,,,,,," + word))
        // The output line always has the columns of the output header.
        #expect(CalculatorFields(row.csv).fields.count == 19)
    }

    @Test(
        "the word for every price without a volatility",
        arguments: [
            ("european,put,100,95,0,0.04,0.01,3", "expired"), ("european,put,100,95,-1,0.04,0.01,3", "expired"),
            ("european,put,100,95,1,0.04,0.01,0", "below_intrinsic"),
            ("european,put,100,95,1,0.04,0.01,-1", "below_intrinsic"),
            ("european,put,50,95,1,0.04,0.01,20", "below_intrinsic"),
            ("european,put,100,95,1,0.04,0.01,95", "above_bound"),
            ("european,call,100,95,1,0.04,0.01,100", "above_bound"),
            ("european,call,100,95,1,0.04,0.01,nan", "not_finite"),
            ("european,call,-100,95,1,0.04,0.01,5", "bad_input"),
        ])
    func volatilityErrors(line: String, word: String) throws {
        let row = try Self.answer(.impliedVolatility, line)
        #expect(row.error?.rawValue == word && row.figures.map(\.value) == [nil] && row.csv == line + ",," + word)
    }

    @Test("at the kink the price stands alone, without an error; no minus zero anywhere")
    func limits() throws {
        let kink = try Self.answer(.price, "european,put,100,100,0,0.04,0.01,0.3")
        #expect(kink.csv.hasSuffix(",0.3,0.0,,,,,,,,,,") && kink.error == nil)
        let out = try Self.answer(.price, "european,put,100,90,0,0.04,0.01,0.3")
        #expect(!out.csv.contains("-0.0") && out.error == nil)
    }

    @Test("dividends are read strictly")
    func dividends() throws {
        let header = Self.priceHeader + ",dividends"
        let line = "european,call,100,100,1,0.05,0,0.2,"
        #expect(try Self.answer(.price, line, header: header).error == nil)
        // After expiry: no effect.
        let later = try Self.answer(.price, line + "1.5:2", header: header)
        #expect(try later.figures == Self.answer(.price, line, header: header).figures)
        for bad in ["0.5", "0.5:1;", ";", "0.5:-1", "0.5:1:2", "a:1", "0.5:0x1"] {
            #expect(try Self.answer(.price, line + bad, header: header).error == .badInput, "\(bad)")
        }
        #expect(try Self.answer(.price, line + "0.5:nan", header: header).error == .notFinite)
        #expect(
            try CalculatorBatch.dividends("0.25:1.13; 0.5:2")
                == [CashDividend(years: 0.25, amount: 1.13), CashDividend(years: 0.5, amount: 2)])
    }

    @Test("American rows and rows with cash dividends are priced by their own methods")
    func american() throws {
        let european = try Self.answer(.price, "european,put,100,110,1,0.05,0,0.2")
        let american = try Self.answer(.price, "american,put,100,110,1,0.05,0,0.2")
        let low = try #require(european.figures.first?.value ?? nil)
        let high = try #require(american.figures.first?.value ?? nil)
        #expect(high > low + 0.5 && high > 10)
        let header = Self.volatilityHeader + ",dividends"
        let line = "american,put,100,110,1,0.05,0,\(high),"
        let volatility = try Self.answer(.impliedVolatility, line, header: header)
        let plain = try #require(volatility.figures.first?.value ?? nil)
        #expect(abs(plain - 0.2) < 1e-7)
        // A coming dividend makes the put dearer, so the same price needs less volatility.
        let paying = try Self.answer(.impliedVolatility, line + "0.5:1", header: header)
        let lower = try #require(paying.figures.first?.value ?? nil)
        #expect(lower < 0.19)
    }

    @Test("blank lines are passed over, bad rows do not stop good ones, and are counted")
    func stream() throws {
        var batch = try CalculatorBatch(kind: .price, header: Self.priceHeader)
        let lines = ["", "european,put,100,95,1,0.04,0.01,0.3", "x", "  ", "european,call,100,95,1,0.04,0.01,0.3"]
        var words: [String?] = []
        for (index, line) in lines.enumerated() {
            if let row = batch.row(line, number: index + 2) {
                words.append(row.error?.rawValue)
                #expect(row.number == index + 2)
            }
        }
        #expect(words == [nil, "bad_input", nil] && batch.rowCount == 3 && batch.errorCount == 1)
    }

    @Test("any bytes give a row of the right width and never a trap")
    func hostile() throws {
        var generator = SystemSeed(state: 5)
        let alphabet = Array("european,put,call,american,100,95,0.25,-.eE+naif\"\";:\t x\u{0}é,".unicodeScalars)
        var batch = try CalculatorBatch(kind: .price, header: Self.priceHeader)
        for number in 0..<3000 {
            var line = ""
            for _ in 0..<Int(generator.next() % 60) {
                line.unicodeScalars.append(alphabet[Int(generator.next() % UInt64(alphabet.count))])
            }
            if let row = batch.row(line, number: number) {
                #expect(CalculatorFields(row.csv).fields.count == 19, "\(line)")
            }
        }
    }

    private struct SystemSeed {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
    }
}
