import MagnusDomain

/// Cuts a question into words.
enum Tokeniser {
    /// Longer questions are cut here; the cut is said in the answer.
    static let maximumLength = 2000
    /// Words beyond are not looked at.
    static let maximumWords = 120

    private static let contractions: [String: [String]] = [
        "whats": ["what", "is"], "what's": ["what", "is"], "hows": ["how", "is"], "how's": ["how", "is"],
        "wheres": ["where", "is"], "where's": ["where", "is"], "whens": ["when", "is"], "when's": ["when", "is"],
        "who's": ["who", "is"], "that's": ["that", "is"], "it's": ["it", "is"], "i'm": ["i", "am"],
        "im": ["i", "am"], "i've": ["i", "have"], "ive": ["i", "have"], "i'd": ["i", "would"],
        "don't": ["do", "not"], "dont": ["do", "not"], "can't": ["can", "not"], "cant": ["can", "not"],
        "isn't": ["is", "not"], "isnt": ["is", "not"], "doesn't": ["does", "not"], "doesnt": ["does", "not"],
        "didn't": ["did", "not"], "didnt": ["did", "not"], "wasn't": ["was", "not"], "won't": ["will", "not"],
        "aren't": ["are", "not"], "arent": ["are", "not"], "weren't": ["were", "not"], "haven't": ["have", "not"],
        "havent": ["have", "not"], "hasn't": ["has", "not"], "hasnt": ["has", "not"], "wouldn't": ["would", "not"],
        "shouldn't": ["should", "not"], "couldn't": ["could", "not"], "wont": ["will", "not"], "ain't": ["is", "not"],
        "why's": ["why", "is"], "gonna": ["going", "to"], "wanna": ["want", "to"], "lemme": ["let", "me"],
        "p/l%": ["captured"], "p&l%": ["captured"], "pnl%": ["captured"], "pl%": ["captured"], "p&l": ["pnl"],
        "p/l": ["pnl"], "pl": ["pnl"], "p&l's": ["pnl"], "p/e": ["pe"], "ivr": ["iv", "rank"],
        "ivp": ["iv", "percentile"], "u": ["you"], "ur": ["your"], "r": ["are"], "pls": ["please"],
        "plz": ["please"], "thx": ["thanks"], "ty": ["thanks"], "tmrw": ["tomorrow"], "tmr": ["tomorrow"],
        "wk": ["week"], "yr": ["year"], "crit": ["critical"], "strat": ["strategy"], "enuf": ["enough"],
        "nlv": ["net", "liq"],
        "wknd": ["weekend"], "exp": ["expiry"], "expiries": ["expiry"], "expirys": ["expiry"],
        "div": ["dividend"],
        "divs": ["dividend"], "er": ["earnings"], "bp": ["buying", "power"], "nl": ["net", "liq"],
        "netliq": ["net", "liq"], "b/e": ["breakeven"], "puts?": ["puts"], "opps": ["opportunities"],
        "ccs": ["covered", "calls"], "csps": ["cash", "secured", "puts"], "yday": ["yesterday"],
        "xsp's": ["xsp"], "w/o": ["without"], "w/": ["with"], "b/c": ["because"], "wat": ["what"], "wut": ["what"],
        "cash-secured": ["cash", "secured"], "beta-weighted": ["beta", "weighted"], "what-if": ["what", "if"],
        "ex-dividend": ["ex", "dividend"], "ex-div": ["ex", "dividend"], "exdiv": ["ex", "dividend"],
        "avg": ["average"], "acct": ["account"], "b4": ["before"], "abt": ["about"], "tdy": ["today"],
        "2day": ["today"], "2moro": ["tomorrow"], "px": ["price"], "prem": ["premium"], "prems": ["premiums"],
        "gimme": ["give", "me"], "whos": ["who", "is"], "thats": ["that", "is"], "mkt": ["market"],
        "hm": ["how", "much"], "shld": ["should"], "pos": ["positions"], "vs.": ["vs"], "til": ["until"],
        "thru": ["through"], "realised": ["realized"], "unrealised": ["unrealized"], "pct": ["percent"],
        "btc": ["buy", "to", "close"], "bto": ["buy", "to", "open"], "sto": ["sell", "to", "open"],
        "stc": ["sell", "to", "close"],
        "@": ["at"], "in-the-money": ["itm"], "out-of-the-money": ["otm"], "at-the-money": ["atm"],
    ]

    static func words(_ text: String) -> [Word] {
        let harmless = HarmlessText.sanitised(text, maximumLength: maximumLength)
        var result: [Word] = []
        var current: [Unicode.Scalar] = []
        func finish() {
            defer { current = [] }
            var isEnd = false
            // A sign at the front belongs to a number only.
            while let first = current.first, ".,:;!?()[]{}\"'`*_~/&".unicodeScalars.contains(first) {
                if first == ".", current.count > 1, isDigit(current[1]) { break }
                current.removeFirst()
            }
            while let last = current.last, ".,:;!?()[]{}\"'`*_~/&-+".unicodeScalars.contains(last) {
                if ".,:".unicodeScalars.contains(last) { isEnd = true }
                current.removeLast()
            }
            if let first = current.first, first == "-" || first == "+", current.count > 1,
                !isDigit(current[1]), current[1] != ".", current[1] != "$"
            {
                current.removeFirst()
            }
            // An emoji says nothing here.
            guard
                current.contains(where: { $0.isASCII || $0.properties.isAlphabetic || $0.properties.numericType != nil }
                )
            else {
                if isEnd, !result.isEmpty { result[result.count - 1].endsClause = true }
                return
            }
            var view = String.UnicodeScalarView()
            view.append(contentsOf: current)
            add(String(view), to: &result)
            if isEnd, !result.isEmpty { result[result.count - 1].endsClause = true }
        }
        let scalars = Array(harmless.unicodeScalars)
        for (place, scalar) in scalars.enumerated() {
            if result.count >= maximumWords { break }
            switch scalar {
            case "\u{201C}", "\u{201D}", "\u{201E}", "\u{00AB}", "\u{00BB}", "\u{2026}": finish()
            case ";", ")":
                finish()
                if !result.isEmpty { result[result.count - 1].endsClause = true }
            case "<", ">", "=", "\u{2264}", "\u{2265}", "\u{2260}":
                finish()
                result += comparison(at: place, scalars).map { Word(typed: $0, text: $0) }
            case " ", "(", "[", "]", "{", "}", "\"", "?", "!", "|": finish()
            case "\u{2018}", "\u{2019}", "\u{02BC}": current.append("'")
            case "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2014}", "\u{2212}": current.append("-")
            default: current.append(scalar)
            }
        }
        finish()
        return Array(result.prefix(maximumWords))
    }

    private static let signs: Set<Unicode.Scalar> = ["<", ">", "=", "\u{2264}", "\u{2265}", "\u{2260}"]

    /// The words of signs in front of a number, "> 80", "P/L < -500", "delta <= .30" or "DTE = 32"; none of any other, and
    /// none of the further signs of one comparison.
    private static func comparison(at place: Int, _ scalars: [Unicode.Scalar]) -> [String] {
        var before = place - 1
        while before >= 0, scalars[before] == " " { before -= 1 }
        let isNegated = before >= 0 && scalars[before] == "!"
        if isNegated {
            before -= 1
            while before >= 0, scalars[before] == " " { before -= 1 }
        }
        guard before >= 0, !signs.contains(scalars[before]),
            scalars[before].properties.isAlphabetic || scalars[before] == "%" || scalars[before] == ")"
        else { return [] }
        var written: Set<Unicode.Scalar> = []
        var next = place
        while next < scalars.count, scalars[next] == " " || scalars[next] == "$" || signs.contains(scalars[next]) {
            if signs.contains(scalars[next]) { written.insert(scalars[next]) }
            next += 1
        }
        // What stands in front of the digits is a part of the number.
        let front = scalars[next...].prefix(3).prefix { "+-.$\u{2212}\u{2013}".unicodeScalars.contains($0) }
        guard front.endIndex < scalars.count, isDigit(scalars[front.endIndex]) else { return [] }
        if isNegated { return ["not", "exactly"] }
        switch written {
        case [">"]: return ["above"]
        case ["<"]: return ["below"]
        case [">", "="], ["\u{2265}"]: return ["at", "least"]
        case ["<", "="], ["\u{2264}"]: return ["at", "most"]
        case ["="]: return ["exactly"]
        // "Not equal": a negation that nothing reads is said, and never turned round.
        default: return ["not", "exactly"]
        }
    }

    private static func add(_ typed: String, to result: inout [Word]) {
        let lower = typed.lowercased()
        if let parts = contractions[lower] {
            result += parts.map { Word(typed: $0, text: $0) }
            return
        }
        if lower.hasSuffix("'s"), lower.count > 3 {
            result.append(Word(typed: String(typed.dropLast(2)), text: String(lower.dropLast(2))))
            return
        }
        // "put/call", "roll-or-take": words joined without digits are words of their own.
        if !typed.unicodeScalars.contains(where: isDigit),
            typed.contains(where: { $0 == "/" || $0 == "-" || $0 == "," })
        {
            for part in typed.split(whereSeparator: { $0 == "/" || $0 == "-" || $0 == "," }) {
                add(String(part), to: &result)
            }
            return
        }
        result.append(Word(typed: typed, text: lower))
    }

    static func isDigit(_ scalar: Unicode.Scalar) -> Bool { (0x30...0x39).contains(scalar.value) }
}
