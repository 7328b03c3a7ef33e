/// Ordinary words that are neither symbols nor misspellings of the field's words.
enum EnglishWords {
    static let common: Set<String> = Set(
        """
        a about above actually after again against ago all almost already also always am an and another any anybody
        anyone anything are around as ask at away back bad be because been before behind being below best better
        between both but by came can cannot come could day days did do does doing done down each either else enough
        even ever every everything far few find first for from full gave get getting give given go goes going gone good
        got great had half has have having he hello help her here hers hey hi him his hold how hows i if in into is it
        its itself just keep kind know known last least leave less let like line list little long look looks lot made
        make many matter may maybe me mean means might mine more most much must my name near need never new next nice
        no none nor not nothing now of off often oh ok okay old on once one only open or other our out over own part
        people perhaps please point possible pretty put quick quite rather ready really right said same saw say says
        second see seem seems seen send set several shall she should show side since small so some somebody someone
        something soon still stop such sure take taken tell than thank thanks that the their them then there these they
        thing things think this those though through time times to today together told tomorrow tonight too took top
        true try turn two under until up upon us use used using very want wants was watch way we week well went were
        what when where whether which while who whole whom whose why will with within without word words work worth
        would write year yes yesterday yet you your yours
        """.split { $0 == " " || $0 == "\n" }.map(String.init)
    ).union(everyday)

    /// Things people ask other machines about. None is a word of the field: a question about one of them is not for this
    /// assistant, however much the rest of it sounds like a trade ("the best phone to buy").
    static let everyday: Set<String> = Set(
        """
        weather joke recipe movie movies film song songs music president country countries capital city football soccer
        baseball basketball tennis dinner lunch breakfast supper pizza sushi burger restaurant coffee beer wine poem
        poems story translate language languages french spanish german italian chinese japanese email letter phone
        phones car cars bike bicycle truck dog dogs cat cats pet hotel hotels flight flights trip travel vacation
        doctor medicine medical health headache computer laptop tablet python javascript code program game
        games chess guitar piano love life birthday rain raining snow sunny temperature umbrella shoes shirt dress
        clothes jacket toothbrush furniture sofa house apartment rent garden plants flowers kitchen cook
        cooking bake bread cake pie calories diet gym sleep dream homework essay school university teacher
        exam novel author poet hamlet universe planet planets moon earth sun mountain river
        rivers ocean tower eiffel everest king queen war religion god horoscope zodiac wedding girlfriend boyfriend
        wife husband mother father baby kids tv actor actress singer band concert ticket tickets train bus
        airport passport password haircut shampoo vacuum fridge oven ants mosquito fever cheese
        chicken rice pasta
        """.split { $0 == " " || $0 == "\n" }.map(String.init))

    /// Upper-case words of the field that look like symbols.
    static let acronyms: Set<String> = [
        "IV", "CSP", "CC", "DTE", "ITM", "OTM", "ATM", "POP", "POT", "PNL", "PL", "ETF", "IVR", "IVP", "GTC", "AMC",
        "BMO", "ET", "EST", "EDT", "USD", "US", "HV", "RV", "GEX", "VIX", "PMCC", "PCS", "CCS", "IC", "CAL", "ROI",
        "EM", "OI", "BP", "NL", "ER", "NAV", "CPI", "FOMC", "FED", "IRS", "SEC", "OCC", "PM", "AM", "I", "A", "OK",
        "FAQ", "AI", "API", "USA", "TV", "NYSE", "DRIP", "IRA", "EPS", "PE", "RSI", "MACD", "SMA", "EMA", "ADX",
        "WHY", "HOW", "WHAT", "WHEN", "WHO", "IS", "MY", "THE", "ME", "DO", "SHOW", "LIST", "AND", "OR", "NOT", "NO",
        "YES", "IT", "TO", "IN", "ON", "OF", "FOR", "ALL", "ANY", "CAN", "ARE", "BE", "AT", "UP", "GO", "NOW", "NEXT",
        "WEEK", "PUT", "CALL", "PUTS", "CALLS", "ROLL", "SELL", "BUY", "THETA", "DELTA", "GAMMA", "VEGA", "RHO",
        "HELP", "SYSTEM", "NEW", "BEST", "CASH", "RISK", "SO", "HAS", "HE", "SHE", "WE", "YOU", "IF", "WITH", "THIS",
        "RULES", "IGNORE", "STOP", "UTC", "PDT", "SPX?", "RAM", "CPU", "YTD", "MTD", "LEAPS", "FX", "EU", "EV",
    ]
}
